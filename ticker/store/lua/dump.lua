#!lua flags=no-writes
-- Reads what a backup needs of a desk at one moment: its state, and the part of its log not applied yet.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  stories  hash
-- KEYS[3]  copies   hash
-- KEYS[4]  acts     hash
-- KEYS[5]  intake   stream
-- KEYS[6]  acted    zset
-- KEYS[7]  told     zset
-- KEYS[8]  tally    hash
-- KEYS[9]  tries    hash
-- KEYS[10] letters  stream
-- ARGV[1]  schema
--
-- Returns {{cursor, appended, offset, next_ordinal, next_action, now, settings, letters_lost}, {story…}, {copy…},
-- {act…}, {record…}, {id, number…}, {id, number…}, {field, count…}, {number, tries…}, {letter…}}; absent = false.

local state = redis.call('HMGET', KEYS[1], 'cursor', 'appended', 'offset', 'next_ordinal', 'next_action', 'now',
  'settings', 'letters_lost')
return {
  state,
  redis.call('HVALS', KEYS[2]),
  redis.call('HVALS', KEYS[3]),
  redis.call('HVALS', KEYS[4]),
  redis.call('XRANGE', KEYS[5], '(' .. number_of(state[1]) .. '-0', '+'),
  redis.call('ZRANGE', KEYS[6], 0, -1, 'WITHSCORES'),
  redis.call('ZRANGE', KEYS[7], 0, -1, 'WITHSCORES'),
  redis.call('HGETALL', KEYS[8]),
  redis.call('HGETALL', KEYS[9]),
  redis.call('XRANGE', KEYS[10], '-', '+'),
}
