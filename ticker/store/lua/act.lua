#!lua
-- Writes an editor's action into the log unless it is there or was applied; asks what became of it.
--
-- KEYS[1]  meta    hash    `appended` counts records
-- KEYS[2]  intake  stream  the action is added
-- KEYS[3]  told    zset    action id scored with its record's number; the last 1,000 are kept
-- KEYS[4]  acted   zset    action id scored with its number, once it was applied or refused
-- KEYS[5]  audit   stream  what became of it
-- KEYS[6]  lease   hash    nothing is written while nobody keeps the desk
-- ARGV[1]  schema
-- ARGV[2]  action id
-- ARGV[3]  record
--
-- Returns {state, number, last, line}: `state` is done, waiting, passed (its record was passed over) or alone
-- (nobody keeps the desk and nothing was written); `number` that of its record; `last` the audit's last
-- number; `line` the audit's JSON where it is done.

local last = tonumber(redis.call('HGET', KEYS[1], 'next_action') or 1) - 1
local acted = redis.call('ZSCORE', KEYS[4], ARGV[2])
if acted then
  local line = redis.call('XRANGE', KEYS[5], acted, acted)[1]
  return {'done', 0, last, line and line[2][2] or ''}
end
local told = redis.call('ZSCORE', KEYS[3], ARGV[2])
if told then
  local passed = number_of(redis.call('HGET', KEYS[1], 'cursor')) >= tonumber(told)
  return {passed and 'passed' or 'waiting', tonumber(told), last, ''}
end
local lease = redis.call('HMGET', KEYS[6], 'until', 'ttl')
if lease_left(lease, clock()) <= 0 then
  return {'alone', 0, last, ''}
end
redis.call('HSET', KEYS[1], 'schema', ARGV[1])
local number = log(KEYS[2], 'a', ARGV[3])
redis.call('ZADD', KEYS[3], number, ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1001)
return {'waiting', number, last, ''}
