#!lua
-- Writes one event that is no entry into the log; the same event id again writes nothing.
--
-- KEYS[1]  meta    hash    `appended` counts records
-- KEYS[2]  intake  stream  the event is added
-- KEYS[3]  told    zset    event id scored with its record's number; the last 1,000 are kept
-- ARGV[1]  schema
-- ARGV[2]  event id
-- ARGV[3]  kind of the record (its field name)
-- ARGV[4]  record
--
-- Returns the number of the event's record in the log.

redis.call('HSET', KEYS[1], 'schema', ARGV[1])
local told = redis.call('ZSCORE', KEYS[3], ARGV[2])
if told then
  return tonumber(told)
end
local number = log(KEYS[2], ARGV[3], ARGV[4])
redis.call('ZADD', KEYS[3], number, ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1001)
return number
