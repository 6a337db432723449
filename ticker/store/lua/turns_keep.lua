#!lua
-- A poller says that it is alive: its turns stay its own, and it takes over those of pollers that are not.
--
-- KEYS[1]  meta  hash
-- KEYS[2]  due   stream
-- ARGV[1]  schema
-- ARGV[2]  the poller
-- ARGV[3]  how long a poller may be silent until its turns are another's, ms
-- ARGV[4]  how many turns it takes over at most
-- ARGV[5…] ids of the turns that it works at
--
-- Returns {{id of a turn that is its own no more…}, {turn taken over…}}.

local lost, taken = {}, {}
for at = 5, #ARGV do
  local pending = redis.call('XPENDING', KEYS[2], 'pollers', ARGV[at], ARGV[at], 1)[1]
  if pending and pending[2] == ARGV[2] then
    redis.call('XCLAIM', KEYS[2], 'pollers', ARGV[2], 0, ARGV[at], 'JUSTID')
  else
    lost[#lost + 1] = ARGV[at]
  end
end
local room, from = tonumber(ARGV[4]), '0-0'
while room > #taken do
  local claimed = redis.call('XAUTOCLAIM', KEYS[2], 'pollers', ARGV[2], ARGV[3], from, 'COUNT', room - #taken)
  for _, turn in ipairs(claimed[2]) do
    taken[#taken + 1] = turn
  end
  from = claimed[1]
  if from == '0-0' then
    break
  end
end
return {lost, taken}
