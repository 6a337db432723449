#!lua flags=no-writes
-- Reads one story with its copies, in order of arrival.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  stories  hash
-- KEYS[3]  copies   hash
-- ARGV[1]  schema
-- ARGV[2]  story id
-- ARGV[3]  where a story's record holds its members (from 1)
--
-- Returns {story, {copy…}}, or {} when there is none.

local story = redis.call('HGET', KEYS[2], ARGV[2])
if not story then
  return {}
end
local copies = {}
for _, ordinal in ipairs(cmsgpack.unpack(story)[tonumber(ARGV[3])]) do
  copies[#copies + 1] = redis.call('HGET', KEYS[3], ordinal)
end
return {story, copies}
