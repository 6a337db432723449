#!lua
-- A poller goes: what it has not ended is anybody's at once.
--
-- KEYS[1]  meta  hash
-- KEYS[2]  due   stream
-- ARGV[1]  schema
-- ARGV[2]  the poller
--
-- Returns how many turns it left.

local LONG_IDLE = 86400000

local left = 0
if redis.call('EXISTS', KEYS[2]) == 0 then
  return left
end
while true do
  local pending = redis.call('XPENDING', KEYS[2], 'pollers', '-', '+', 1000, ARGV[2])
  for _, one in ipairs(pending) do
    redis.call('XCLAIM', KEYS[2], 'pollers', 'gone', 0, one[1], 'IDLE', LONG_IDLE, 'JUSTID')
    left = left + 1
  end
  if #pending == 0 then
    break
  end
end
redis.call('XGROUP', 'DELCONSUMER', KEYS[2], 'pollers', ARGV[2])
return left
