#!lua
-- Takes, keeps or gives back the lead: one process says which feeds are due. Each taking gets a higher token.
--
-- KEYS[1]  meta  hash    `owner`, `token`, `until`, `ttl` (ms), `run` (the server's run id); `sent` with a taking
-- KEYS[2]  due   stream  its group of pollers is asked who is there; those long gone are forgotten
-- ARGV[1]  schema
-- ARGV[2]  owner
-- ARGV[3]  the token held; 0 = none yet
-- ARGV[4]  how long the lead holds from now, ms; 0 gives it back
-- ARGV[5]  how long a poller may be silent until it counts as gone, ms
--
-- The lead of a server that was restarted or replaced is over: its last second may be lost, so that whoever
-- leads has to look again at what is under way.
--
-- Returns {token, pollers there}; a token of 0 = another has the lead.

local LONG_GONE = 600000

local run = run_id()
local lead = redis.call('HMGET', KEYS[1], 'until', 'ttl', 'owner', 'token', 'run')
local token = tonumber(ARGV[3])
if token > 0 then
  if lead[3] ~= ARGV[2] or lead[4] ~= ARGV[3] or lead[5] ~= run then
    return {0, 0}
  end
else
  if lead[5] == run and lead[3] ~= ARGV[2] and lease_left(lead, clock()) > 0 then
    return {0, 0}
  end
  token = redis.call('HINCRBY', KEYS[1], 'token', 1)
  redis.call('HSET', KEYS[1], 'schema', ARGV[1], 'owner', ARGV[2], 'run', run, 'sent', 0)
end
redis.call('HSET', KEYS[1], 'until', clock() + ARGV[4], 'ttl', ARGV[4])
local there = 0
local pollers = redis.pcall('XINFO', 'CONSUMERS', KEYS[2], 'pollers')
if pollers.err then
  pollers = {} -- there is no such group yet
end
for _, row in ipairs(pollers) do
  local one = {}
  for at = 1, #row, 2 do
    one[row[at]] = row[at + 1]
  end
  if one.idle < tonumber(ARGV[5]) then
    there = there + 1
  elseif one.idle > LONG_GONE and one.pending == 0 then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[2], 'pollers', one.name)
  end
end
return {token, there}
