#!lua
-- Prolongs a lease that its owner still holds; one that ran out but that nobody took counts as held, one from
-- before the server was restarted or replaced does not: its token is void.
--
-- KEYS[1]  meta   hash
-- KEYS[2]  lease  hash  `until` and `ttl` (ms) are set
-- ARGV[1]  schema
-- ARGV[2]  owner
-- ARGV[3]  fencing token
-- ARGV[4]  how long the lease holds from now, ms; 0 gives it back
--
-- Returns 1, or 0 when the lease is held no more.

local lease = redis.call('HMGET', KEYS[2], 'owner', 'token', 'run')
if lease[1] ~= ARGV[2] or lease[2] ~= ARGV[3] or lease[3] ~= run_id() then
  return 0
end
redis.call('HSET', KEYS[2], 'until', clock() + ARGV[4], 'ttl', ARGV[4])
return 1
