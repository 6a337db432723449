#!lua
-- Reads a desk's whole state at one log position; at first use gives the desk its epoch.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  stories  hash
-- KEYS[3]  copies   hash
-- KEYS[4]  acts     hash
-- ARGV[1]  schema
-- ARGV[2]  a fresh epoch, should one be needed
--
-- Returns {epoch, cursor, offset, next_ordinal, now, settings, next_action, {stories…}, {copies…}, {acts…},
-- fencing token of the last commit}; absent = false.

if redis.call('HSETNX', KEYS[1], 'epoch', ARGV[2]) == 1 then
  redis.call('HSET', KEYS[1], 'schema', ARGV[1])
end
local state = redis.call('HMGET', KEYS[1], 'epoch', 'cursor', 'offset', 'next_ordinal', 'now', 'settings',
  'next_action')
state[8] = redis.call('HVALS', KEYS[2])
state[9] = redis.call('HVALS', KEYS[3])
state[10] = redis.call('HVALS', KEYS[4])
state[11] = redis.call('HGET', KEYS[1], 'worked')
return state
