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

local lease = redis.call('HMGET', KEYS[2], 'token', 'run')
if lease[1] ~= ARGV[2] then
  return redis.error_reply('FENCED the token is ' .. (lease[1] or '0') .. ', not ' .. ARGV[2])
end
-- after a restart the number may be that of another record
if lease[2] ~= run_id() then
  return redis.error_reply('FENCED the server was restarted or replaced since the desk was taken')
end
redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
return 1
