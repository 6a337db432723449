#!lua
-- Says that feeds are due. The same call again, and one by a leader of old, adds nothing.
--
-- KEYS[1]  meta  hash    `token` is checked, `sent` counts the leader's turns
-- KEYS[2]  due   stream  turns are added, with the ids TOKEN-NUMBER
-- ARGV[1]  schema
-- ARGV[2]  the leader's token
-- ARGV[3]  number of the first turn; the others follow it
-- ARGV[4…] two for each turn: key of the feed, how its WebSub subscription stands
--
-- Returns how many were added. Refuses with FENCED <why>.

local meta = redis.call('HMGET', KEYS[1], 'token', 'sent')
if meta[1] ~= ARGV[2] then
  return redis.error_reply('FENCED the lead has token ' .. (meta[1] or 'none') .. ', not ' .. ARGV[2])
end
local number = tonumber(ARGV[3])
if tonumber(meta[2]) >= number then
  return 0
end
for at = 4, #ARGV, 2 do
  redis.call('XADD', KEYS[2], ARGV[2] .. '-' .. string.format('%d', number), 'k', ARGV[at], 'p', ARGV[at + 1])
  number = number + 1
end
redis.call('HSET', KEYS[1], 'sent', number - 1)
return (#ARGV - 3) / 2
