#!lua flags=no-writes
-- Reads the updates after an offset, or says that they are no longer all here.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  updates  stream
-- ARGV[1]  schema
-- ARGV[2]  the reader's offset (exclusive)
-- ARGV[3]  the reader's epoch ('' = whatever it is now)
-- ARGV[4]  how many at most
--
-- Returns the stream's records. Refuses with GAP <why>.

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'offset')
local epoch, offset, after = meta[1] or '', tonumber(meta[2] or 0), tonumber(ARGV[2])
if ARGV[3] ~= '' and ARGV[3] ~= epoch then
  return redis.error_reply('GAP the epoch is ' .. epoch .. ', not ' .. ARGV[3])
end
if after > offset then
  return redis.error_reply('GAP the desk stands at offset ' .. offset .. ', before ' .. after)
end
if after == offset then
  return {}
end
local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
local kept = first and number_of(first[1]) or offset + 1
if after + 1 < kept then
  return redis.error_reply('GAP updates are kept from offset ' .. kept .. ' on, ' .. after .. ' is older')
end
return redis.call('XRANGE', KEYS[2], '(' .. after, '+', 'COUNT', ARGV[4])
