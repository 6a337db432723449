#!lua
-- Writes what is new of one fetch into the log; the same call again writes nothing.
--
-- KEYS[1]  meta    hash    `appended` counts records
-- KEYS[2]  intake  stream  new entries and entries with a changed title are added
-- KEYS[3]  seen    zset    every identity given is touched with Redis' time
-- KEYS[4]  titles  hash    hash of the last title of an identity
-- ARGV[1]  schema
-- ARGV[2…] up to 1,000 entries, each as its identity (16 bytes), identity by its alias (16; zeros = none), hash of
--          its title (8) and record
--
-- Returns {new, known, revised, the name of this server's life}.

local NONE = string.rep('\0', 16)

redis.call('HSET', KEYS[1], 'schema', ARGV[1])
local ids, aliases = {}, {}
for at = 2, #ARGV do
  ids[at - 1] = string.sub(ARGV[at], 1, 16)
  aliases[at - 1] = string.sub(ARGV[at], 17, 32)
end
local former = redis.call('HMGET', KEYS[4], unpack(ids))
local met = redis.call('ZMSCORE', KEYS[3], unpack(aliases))
local now = clock()
local known, revised = 0, 0
local to_log, titled, touched = {}, {}, {}
local titled_here, met_here = {}, {} -- by what came before in this call
for at, id in ipairs(ids) do
  local alias, title = aliases[at], string.sub(ARGV[at + 1], 33, 40)
  local was = titled_here[id] or former[at]
  if was == title then
    known = known + 1
  else
    if not was and (met[at] or met_here[alias]) then
      known = known + 1 -- the feed gave an entry that is here already another id
    else
      to_log[#to_log + 1] = string.sub(ARGV[at + 1], 41)
      revised = revised + (was and 1 or 0)
    end
    titled_here[id] = title
    titled[#titled + 1] = id
    titled[#titled + 1] = title
  end
  touched[#touched + 1] = now
  touched[#touched + 1] = id
  if alias ~= NONE then
    met_here[alias] = true
    touched[#touched + 1] = now
    touched[#touched + 1] = alias
  end
end
log(KEYS[2], 'e', unpack(to_log))
in_slices('HSET', KEYS[4], titled, 1, #titled)
in_slices('ZADD', KEYS[3], touched, 1, #touched)
return {#to_log - revised, known, revised, run_id()}
