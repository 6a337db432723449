#!lua
-- Takes a dead letter away: back into the log as its newest record, or for good. The same again changes nothing.
--
-- KEYS[1]  meta     hash    `appended` counts records
-- KEYS[2]  intake   stream  the letter's record is added again
-- KEYS[3]  letters  stream  the letter is removed
-- KEYS[4]  told     zset    remembers what was done; the last 1,000 are kept
-- ARGV[1]  schema
-- ARGV[2]  number of the letter
-- ARGV[3]  retry or drop
-- ARGV[4]  id of the editor's action in it, which waits for its new record then ('' = none)
--
-- Returns the number of the new record (for a dropped letter: of the log's last record), or 0 when there is no
-- such letter.

local done = ARGV[3] .. ' ' .. ARGV[2]
local told = redis.call('ZSCORE', KEYS[4], done)
if told then
  return tonumber(told)
end
local id = ARGV[2] .. '-0'
local letter = redis.call('XRANGE', KEYS[3], id, id)[1]
if not letter then
  return 0
end
local fields = {}
for at = 1, #letter[2], 2 do
  fields[letter[2][at]] = letter[2][at + 1]
end
local number
if ARGV[3] == 'retry' then
  number = log(KEYS[2], fields.kind, fields.record)
  if ARGV[4] ~= '' then
    redis.call('ZADD', KEYS[4], number, ARGV[4])
  end
else
  number = tonumber(redis.call('HGET', KEYS[1], 'appended') or ARGV[2])
end
redis.call('XDEL', KEYS[3], id)
redis.call('ZADD', KEYS[4], number, done)
redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -1001)
return number
