#!lua
-- Writes a part of a restore; only while the desk is closed by that restore. The same again changes nothing.
--
-- KEYS[1]  meta  hash
-- KEYS[2]  the key to fill
-- ARGV[1]  schema until the restore is complete
-- ARGV[2]  HSET, ZADD or XADD
-- ARGV[3…] fields and values, or scores and members; for XADD groups of: id, how many values follow, values
--
-- Returns 1.

if ARGV[2] ~= 'XADD' then
  in_slices(ARGV[2], KEYS[2], ARGV, 3, #ARGV)
  return 1
end
local newest = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
local last, at = newest and number_of(newest[1]) or 0, 3
while at <= #ARGV do
  local count = tonumber(ARGV[at + 1])
  if number_of(ARGV[at]) > last then
    redis.call('XADD', KEYS[2], ARGV[at], unpack(ARGV, at + 2, at + 1 + count))
  end
  at = at + 2 + count
end
return 1
