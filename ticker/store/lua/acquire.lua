#!lua
-- Takes the desk for one writer, unless another holds it. Each taking gets a higher fencing token.
--
-- KEYS[1]  meta     hash    `epoch` is set, or changed where the server was restarted since
-- KEYS[2]  lease    hash    `owner`, `token`, `until` and `ttl` (ms), `run` (the server's run id)
-- KEYS[3]  updates  stream  dropped with the old epoch
-- ARGV[1]  schema
-- ARGV[2]  owner
-- ARGV[3]  how long the lease holds, ms
-- ARGV[4]  a fresh epoch, should one be needed
--
-- A lease from before the server was restarted or replaced is over: its holder may have died with the server,
-- and where it has not, its token is void. Such a server may have lost its last second. Offsets after that would be
-- given twice, so they start a new history: cursors of the old one are answered with a snapshot.
--
-- Returns the token, or 0 when another owner holds the desk.

local now = clock()
local lease = redis.call('HMGET', KEYS[2], 'until', 'ttl', 'owner', 'run')
local run = run_id()
if lease_left(lease, now) > 0 and lease[3] ~= ARGV[2] and lease[4] == run then
  return 0
end
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch or (lease[4] and lease[4] ~= run) then
  redis.call('HSET', KEYS[1], 'schema', ARGV[1], 'epoch', ARGV[4])
  redis.call('DEL', KEYS[3])
end
redis.call('HSET', KEYS[2], 'owner', ARGV[2], 'until', now + ARGV[3], 'ttl', ARGV[3], 'run', run)
return redis.call('HINCRBY', KEYS[2], 'token', 1)
