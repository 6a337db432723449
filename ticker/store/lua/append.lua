#!lua
-- Writes what is new of one fetch into the log; the same call again writes nothing.
--
-- KEYS[1]  meta    hash    `appended` counts records
-- KEYS[2]  intake  stream  new entries and entries with a changed title are added
-- KEYS[3]  seen    zset    every identity given is touched with Redis' time
-- KEYS[4]  titles  hash    hash of the last title of an identity
-- ARGV[1]  schema
-- ARGV[2…] four for each entry: identity, identity by its alias ('' = none), hash of the title, record
--
-- Returns {new, known, revised, the name of this server's life}.

redis.call('HSET', KEYS[1], 'schema', ARGV[1])
local now = clock()
local new, known, revised = 0, 0, 0
for at = 2, #ARGV, 4 do
  local id, alias, title, record = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local former = redis.call('HGET', KEYS[4], id)
  if former == title then
    known = known + 1
  elseif former then
    log(KEYS[2], 'e', record)
    revised = revised + 1
  elseif alias ~= '' and redis.call('ZSCORE', KEYS[3], alias) then
    known = known + 1 -- the feed gave an entry that is here already another id
  else
    log(KEYS[2], 'e', record)
    new = new + 1
  end
  if former ~= title then
    redis.call('HSET', KEYS[4], id, title)
  end
  redis.call('ZADD', KEYS[3], now, id)
  if alias ~= '' then
    redis.call('ZADD', KEYS[3], now, alias)
  end
end
return {new, known, revised, run_id()}
