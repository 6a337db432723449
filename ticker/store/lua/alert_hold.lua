#!lua
-- Takes or keeps the watch over alerts, which one process has at a time; gives it back with a time of 0.
--
-- KEYS[1]  meta  hash  `owner` and `until` (ms) are set
-- ARGV[1]  schema
-- ARGV[2]  owner
-- ARGV[3]  how long the watch holds from now, ms; 0 gives it back
--
-- Returns for how long nobody had it, ms; -1 while another process has it.

redis.call('HSET', KEYS[1], 'schema', ARGV[1])
local watch = redis.call('HMGET', KEYS[1], 'owner', 'until')
local now, ends = clock(), tonumber(watch[2] or 0)
-- a watch that promises more than any may is from before the server's clock was set back
if watch[1] and watch[1] ~= ARGV[2] and ends > now and ends <= now + 600000 then
  return -1
end
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'until', now + ARGV[3])
return math.max(0, now - ends)
