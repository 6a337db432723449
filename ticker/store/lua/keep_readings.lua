#!lua
-- Keeps what was read of one run of ordinals; drops the runs before the oldest live one. The same again changes
-- nothing.
--
-- KEYS[1]  meta      hash
-- KEYS[2]  lease     hash  `token` and `run` are checked
-- KEYS[3]  readings  hash  number of a run: which program read it, and what
-- ARGV[1]  schema
-- ARGV[2]  fencing token
-- ARGV[3]  number of the run
-- ARGV[4]  what was read of it
-- ARGV[5]  number of the oldest live run
--
-- Refuses with FENCED <why>.

local refused = fenced(KEYS[2], ARGV[2])
if refused then
  return refused
end
redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
for _, run in ipairs(redis.call('HKEYS', KEYS[3])) do
  if tonumber(run) < tonumber(ARGV[5]) then
    redis.call('HDEL', KEYS[3], run)
  end
end
return 1
