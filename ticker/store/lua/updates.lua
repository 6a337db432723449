#!lua flags=no-writes
-- Says whether what was read of the updates is all that comes after an offset. It is asked after the reading: what is
-- of the reader's history still was so then.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  updates  stream
-- ARGV[1]  schema
-- ARGV[2]  the reader's offset (exclusive)
-- ARGV[3]  the reader's epoch ('' = whatever it is now)
-- ARGV[4]  offset of the first update that was read (0 = there was none)
--
-- Returns 1. Refuses with GAP <why>.

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'offset')
local epoch, offset, after, read = meta[1] or '', tonumber(meta[2] or 0), tonumber(ARGV[2]), tonumber(ARGV[4])
if ARGV[3] ~= '' and ARGV[3] ~= epoch then
  return redis.error_reply('GAP the epoch is ' .. epoch .. ', not ' .. ARGV[3])
end
if math.max(after, read) > offset then
  return redis.error_reply('GAP the desk stands at offset ' .. offset .. ', before ' .. math.max(after, read))
end
if after == offset or read == after + 1 then
  return 1
end
local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
local kept = read > 0 and read or first and number_of(first[1]) or offset + 1
if after + 1 < kept then
  return redis.error_reply('GAP updates are kept from offset ' .. kept .. ' on, ' .. after .. ' is older')
end
return 1
