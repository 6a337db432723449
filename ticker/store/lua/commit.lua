#!lua
-- Writes what a batch of log records changed, all of it or nothing; the same call again changes nothing.
--
-- KEYS[1]  meta     hash    `cursor`, `offset`, `next_ordinal`, `next_action`, `now`, `settings` are set
-- KEYS[2]  lease    hash    `token` and `run` are checked
-- KEYS[3]  intake   stream  records that were applied long ago are trimmed
-- KEYS[4]  stories  hash
-- KEYS[5]  copies   hash
-- KEYS[6]  rank     zset
-- KEYS[7]  pinned   zset
-- KEYS[8]  held     zset
-- KEYS[9]  acts     hash
-- KEYS[10] acted    zset    ids of actions, scored with their numbers; the last 10,000 are kept
-- KEYS[11] audit    stream  added with explicit ids, trimmed to about its length
-- KEYS[12] updates  stream  same
-- KEYS[13] seen     zset    identities long out of their feeds are dropped, a bounded number a call; those from
--                           the future are brought to now
-- KEYS[14] titles   hash    same
-- KEYS[15] tally    hash    counts of feeds go up
-- KEYS[16] tries    hash    records that are done with are forgotten
-- KEYS[17] letters  stream  records that the desk gave up; the last LETTERS are kept
-- ARGV[1]  schema
-- ARGV[2]  fencing token
-- ARGV[3]  epoch
-- ARGV[4]  cursor before ('' = nothing read yet)
-- ARGV[5]  cursor after
-- ARGV[6]  offset after
-- ARGV[7]  next ordinal
-- ARGV[8]  now of the desk
-- ARGV[9]  settings (record)
-- ARGV[10] next action
-- ARGV[11] how many updates to keep
-- ARGV[12] how many lines of the audit to keep
-- ARGV[13] how many applied log records to keep
-- ARGV[14] how long to keep an identity that left its feed, ms
-- ARGV[15] … ARGV[31]  lengths of the sections that follow, in values:
--   stories set (id, record) · stories removed (id) · copies set (ordinal, record) · copies removed
--   (ordinal) · acts set (number, record) · acts removed (number) · rank set (score, member) · rank
--   removed (member) · pinned set, removed · held set, removed · acted (number, id) · updates (offset,
--   JSON) · audit (number, JSON) · tally (field, by how much) · letters (number, kind, record, reason, tries, at)
--
-- Returns 1 when written, 0 when it had been written before. Refuses with FENCED <why>.

local FORGET_AT_ONCE = 500
local AHEAD = 3600000 -- ms
local LETTERS = 10000

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'cursor', 'offset')
local cursor, offset = meta[2] or '', meta[3] or '0'
if meta[1] ~= ARGV[3] then
  return redis.error_reply('FENCED the epoch is ' .. (meta[1] or 'gone') .. ', not ' .. ARGV[3])
end
local refused = fenced(KEYS[2], ARGV[2])
if refused then
  return refused
end
if cursor == ARGV[5] and offset == ARGV[6] then
  return 0
end
if cursor ~= ARGV[4] then
  return redis.error_reply('FENCED the desk stands at ' .. cursor .. ', not at ' .. ARGV[4])
end

local SECTIONS = {
  {'HSET', KEYS[4]}, {'HDEL', KEYS[4]},
  {'HSET', KEYS[5]}, {'HDEL', KEYS[5]},
  {'HSET', KEYS[9]}, {'HDEL', KEYS[9]},
  {'ZADD', KEYS[6]}, {'ZREM', KEYS[6]},
  {'ZADD', KEYS[7]}, {'ZREM', KEYS[7]},
  {'ZADD', KEYS[8]}, {'ZREM', KEYS[8]},
  {'ZADD', KEYS[10]},
}
local at = 32
for number, section in ipairs(SECTIONS) do
  local length = tonumber(ARGV[14 + number])
  in_slices(section[1], section[2], ARGV, at, at + length - 1)
  at = at + length
end
for update = at, at + ARGV[28] - 1, 2 do
  redis.call('XADD', KEYS[12], ARGV[update] .. '-0', 'u', ARGV[update + 1])
end
at = at + ARGV[28]
for line = at, at + ARGV[29] - 1, 2 do
  redis.call('XADD', KEYS[11], ARGV[line] .. '-0', 'v', ARGV[line + 1])
end
at = at + ARGV[29]
for count = at, at + ARGV[30] - 1, 2 do
  redis.call('HINCRBY', KEYS[15], ARGV[count], ARGV[count + 1])
end
at = at + ARGV[30]
for letter = at, at + ARGV[31] - 1, 6 do
  redis.call('XADD', KEYS[17], ARGV[letter] .. '-0', 'kind', ARGV[letter + 1], 'record', ARGV[letter + 2],
    'reason', ARGV[letter + 3], 'tries', ARGV[letter + 4], 'at', ARGV[letter + 5])
end
for _, tried in ipairs(redis.call('HKEYS', KEYS[16])) do
  if tonumber(tried) <= number_of(ARGV[5]) then
    redis.call('HDEL', KEYS[16], tried)
  end
end
redis.call('HSET', KEYS[1], 'cursor', ARGV[5], 'offset', ARGV[6], 'next_ordinal', ARGV[7],
  'now', ARGV[8], 'settings', ARGV[9], 'next_action', ARGV[10], 'worked', ARGV[2])

redis.call('XTRIM', KEYS[12], 'MAXLEN', '~', ARGV[11])
if tonumber(ARGV[29]) > 0 then
  redis.call('XTRIM', KEYS[11], 'MAXLEN', '~', ARGV[12])
  redis.call('ZREMRANGEBYRANK', KEYS[10], 0, -10001)
end
if tonumber(ARGV[31]) > 0 then
  local lost = redis.call('XTRIM', KEYS[17], 'MAXLEN', LETTERS)
  if lost > 0 then
    redis.call('HINCRBY', KEYS[1], 'letters_lost', lost)
  end
end
local oldest = number_of(ARGV[5]) - ARGV[13] + 1
if oldest > 1 then
  redis.call('XTRIM', KEYS[3], 'MINID', '~', oldest .. '-0')
end
local gone = redis.call('ZRANGEBYSCORE', KEYS[13], '-inf', clock() - ARGV[14], 'LIMIT', 0, FORGET_AT_ONCE)
if #gone > 0 then
  redis.call('ZREM', KEYS[13], unpack(gone))
  redis.call('HDEL', KEYS[14], unpack(gone))
end
-- seen while the server's clock was ahead: counts from now on, or it would be kept until that time comes
local ahead = redis.call('ZRANGEBYSCORE', KEYS[13], clock() + AHEAD, '+inf', 'LIMIT', 0, FORGET_AT_ONCE)
for _, id in ipairs(ahead) do
  redis.call('ZADD', KEYS[13], clock(), id)
end
return 1
