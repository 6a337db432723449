#!lua
-- Moves the watch over one desk forward, with the alerts that this gave and what is to be remembered.
--
-- KEYS[1]  meta  hash    `cursor:DESK` moves
-- KEYS[2]  log   stream  alerts are added
-- KEYS[3]  told  hash    what was told of stories
-- KEYS[4]  due   hash    what is to be sent
-- ARGV[1]  schema
-- ARGV[2]  owner of the watch
-- ARGV[3]  the cursor's field
-- ARGV[4]  the cursor that this begins at ('' = none yet)
-- ARGV[5]  the cursor that it ends at
-- ARGV[6]  how many alerts the log keeps
-- ARGV[7…10]  how many arguments belong to: told (field, value), told no more (field), alerts (value),
--             due (field, value); the sections follow in this order
--
-- Returns 1. The same again changes nothing. Refuses with FENCED <why>.

if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[2] then
  return redis.error_reply('FENCED another process watches over alerts')
end
local cursor = redis.call('HGET', KEYS[1], ARGV[3]) or ''
if cursor == ARGV[5] and cursor ~= ARGV[4] then
  return 1
end
if cursor ~= ARGV[4] then
  return redis.error_reply('FENCED the watch stands at ' .. cursor .. ', not at ' .. ARGV[4])
end
redis.call('HSET', KEYS[1], ARGV[3], ARGV[5])
local at = 11
local function section(number)
  local first = at
  at = at + tonumber(ARGV[6 + number])
  return first, at - 1
end
in_slices('HSET', KEYS[3], ARGV, section(1))
in_slices('HDEL', KEYS[3], ARGV, section(2))
local first, last = section(3)
for index = first, last do
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[6], '*', 'a', ARGV[index])
end
in_slices('HSET', KEYS[4], ARGV, section(4))
return 1
