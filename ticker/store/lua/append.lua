#!lua
-- Writes what is new of some documents into the log, one after the other; the same call again writes nothing.
--
-- KEYS[1]  meta    hash    `appended` counts records
-- KEYS[2]  intake  stream  new entries and entries with a changed title are added
-- KEYS[3]  seen    zset    every identity given is touched with Redis' time
-- KEYS[4]  titles  hash    hash of the last title of an identity
-- ARGV[1]  schema
-- ARGV[2]  how many documents these are
-- ARGV[3…] of each document how many entries it has
-- after them up to 1,000 entries in all, each as its identity (16 bytes), identity by its alias (16; zeros = none),
--          hash of its title (8) and record
--
-- Returns {the name of this server's life, {new, known, revised} of each document…}.

local NONE = string.rep('\0', 16)

redis.call('HSET', KEYS[1], 'schema', ARGV[1])
local before = 2 + ARGV[2] -- the last argument that is no entry
local ids, aliases = {}, {}
for at = before + 1, #ARGV do
  ids[at - before] = string.sub(ARGV[at], 1, 16)
  aliases[at - before] = string.sub(ARGV[at], 17, 32)
end
local former = redis.call('HMGET', KEYS[4], unpack(ids))
local met = redis.call('ZMSCORE', KEYS[3], unpack(aliases))
local now = clock()
local to_log, titled, touched = {}, {}, {}
local titled_here, met_here = {}, {} -- by what came before in this call

-- What becomes of an entry: 'new', 'known' or 'revised'.
local function take(at)
  local id, alias, title = ids[at], aliases[at], string.sub(ARGV[before + at], 33, 40)
  local was = titled_here[id] or former[at]
  local became = 'known'
  if was ~= title then
    -- where only the alias is known, the feed gave an entry that is here already another id
    if was or not (met[at] or met_here[alias]) then
      to_log[#to_log + 1] = string.sub(ARGV[before + at], 41)
      became = was and 'revised' or 'new'
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
  return became
end

local answer, done = {run_id()}, 0
for document = 3, before do
  local became = {new = 0, known = 0, revised = 0}
  for at = done + 1, done + ARGV[document] do
    local what = take(at)
    became[what] = became[what] + 1
  end
  done = done + ARGV[document]
  answer[#answer + 1] = {became.new, became.known, became.revised}
end
log(KEYS[2], 'e', unpack(to_log))
in_slices('HSET', KEYS[4], titled, 1, #titled)
in_slices('ZADD', KEYS[3], touched, 1, #touched)
return answer
