#!lua
-- What a new leader or poller finds: the group of pollers (made where it is not there), and turns under way.
--
-- KEYS[1]  meta  hash
-- KEYS[2]  due   stream  turns that are not done
-- KEYS[3]  done  stream  what became of the others
-- ARGV[1]  schema
--
-- Returns {id of the last report, {turn…}}; a turn as XRANGE gives it.

redis.call('HSET', KEYS[1], 'schema', ARGV[1])
local made = redis.pcall('XGROUP', 'CREATE', KEYS[2], 'pollers', '0', 'MKSTREAM')
if made.err and not string.match(made.err, '^BUSYGROUP') then
  return made
end
local last = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)[1]
return {last and last[1] or '0-0', redis.call('XRANGE', KEYS[2], '-', '+')}
