#!lua
-- Remembers how often a log record was tried and why it broke the desk; the same again changes nothing.
--
-- KEYS[1]  meta   hash
-- KEYS[2]  lease  hash  `token` and `run` are checked
-- KEYS[3]  tries  hash  record's number: how often, a space, why
-- ARGV[1]  schema
-- ARGV[2]  fencing token
-- ARGV[3]  number of the record
-- ARGV[4]  how often, a space, why
--
-- Refuses with FENCED <why>.

local refused = fenced(KEYS[2], ARGV[2])
if refused then
  return refused
end
redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
return 1
