#!lua
-- Empties a desk for a restore and closes it to everybody else: no script runs while `schema` says so.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  lease    hash    nobody may keep the desk; the fencing token stays, so that it only grows
-- KEYS[3]  stories  hash    what stands in these four is something to be lost
-- KEYS[4]  audit    stream
-- KEYS[5]  seen     zset
-- KEYS[6]  feeds    hash
-- KEYS[7…]          the other keys of the desk
-- ARGV[1]  schema that is found
-- ARGV[2]  schema until the restore is complete
-- ARGV[3]  1 = what is there may be overwritten
--
-- Returns Redis' clock in ms. Refuses with OCCUPIED <why>.

local lease = redis.call('HMGET', KEYS[2], 'until', 'ttl', 'owner')
if lease_left(lease, clock()) > 0 then
  return redis.error_reply('OCCUPIED ' .. lease[3] .. ' keeps it: stop every `ticker run` first')
end
local stories, audit = redis.call('HLEN', KEYS[3]), redis.call('XLEN', KEYS[4])
local seen, feeds = redis.call('ZCARD', KEYS[5]), redis.call('HLEN', KEYS[6])
if stories + audit + seen + feeds > 0 and ARGV[3] ~= '1' and string.sub(ARGV[1], 1, 9) ~= 'restoring' then
  return redis.error_reply('OCCUPIED it holds ' .. stories .. ' stories, ' .. seen .. ' identities of entries and ' ..
    audit .. ' lines of audit: --overwrite replaces them')
end
redis.call('UNLINK', KEYS[1], unpack(KEYS, 3))
redis.call('HSET', KEYS[1], 'schema', ARGV[2])
return clock()
