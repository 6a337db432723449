#!lua flags=no-writes
-- Reads the figures of a desk at one moment.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  intake   stream
-- KEYS[3]  stories  hash
-- KEYS[4]  copies   hash
-- KEYS[5]  lease    hash
-- KEYS[6]  letters  stream
-- ARGV[1]  schema
--
-- Returns {schema, epoch, offset, cursor, now, records in the log, records after the cursor, stories,
-- copies, owner ('' = no writer), ms that its lease has left, why the server refuses writes ('' = it does
-- not: memory, disk, replica), dead letters, those that gave way}.

local function refusal()
  local function figure(text, name)
    return tonumber(string.match(text, '[\r\n]' .. name .. ':(%d+)')) or 0
  end
  if string.find(redis.call('INFO', 'replication'), 'role:slave', 1, true) then
    return 'replica'
  end
  if string.find(redis.call('INFO', 'persistence'), 'aof_last_write_status:err', 1, true) then
    return 'disk'
  end
  local memory = redis.call('INFO', 'memory')
  local limit = figure(memory, 'maxmemory')
  if limit > 0 and figure(memory, 'used_memory') - figure(memory, 'mem_not_counted_for_evict') > limit then
    return 'memory'
  end
  return ''
end

local meta = redis.call('HMGET', KEYS[1], 'schema', 'epoch', 'offset', 'cursor', 'now', 'appended',
  'letters_lost')
local lease = redis.call('HMGET', KEYS[5], 'until', 'ttl', 'owner')
local left = lease_left(lease, clock())
return {
  meta[1] or ARGV[1], meta[2] or '', meta[3] or '0', meta[4] or '', meta[5] or '0',
  redis.call('XLEN', KEYS[2]),
  tonumber(meta[6] or 0) - number_of(meta[4]),
  redis.call('HLEN', KEYS[3]), redis.call('HLEN', KEYS[4]),
  left > 0 and lease[3] or '', left, refusal(),
  redis.call('XLEN', KEYS[6]), tonumber(meta[7] or 0),
}
