#!lua
-- A process that keeps desks says that it is there and how many it has; those not heard of are forgotten.
--
-- KEYS[1]  meta  hash  `@ID` is set to `until count`
-- ARGV[1]  schema
-- ARGV[2]  id
-- ARGV[3]  how many desks it has
-- ARGV[4]  until when it counts as there from now, ms; 0 = it goes
--
-- Returns {id, desks, …} of all that are there, this one included.

local now, there = clock(), {}
if ARGV[4] == '0' then
  redis.call('HDEL', KEYS[1], '@' .. ARGV[2])
else
  redis.call('HSET', KEYS[1], 'schema', ARGV[1], '@' .. ARGV[2], (now + ARGV[4]) .. ' ' .. ARGV[3])
end
local all = redis.call('HGETALL', KEYS[1])
for at = 1, #all, 2 do
  local id = string.match(all[at], '^@(.*)')
  if id then
    local ends, desks = string.match(all[at + 1], '^(%S+) (%d+)$')
    local left = tonumber(ends) - now
    -- one that promises more than any may is from before the server's clock was set back
    if left > 0 and left <= 60000 then
      there[#there + 1] = id
      there[#there + 1] = tonumber(desks)
    else
      redis.call('HDEL', KEYS[1], all[at])
    end
  end
end
return there
