#!lua flags=no-writes
-- Reads the ranked stories of a desk at one offset.
--
-- KEYS[1]  meta     hash
-- KEYS[2]  pinned   zset  stand first, in their order
-- KEYS[3]  rank     zset  the others, best first
-- KEYS[4]  stories  hash
-- KEYS[5]  copies   hash
-- KEYS[6]  held     zset    stand last, if they are wanted
-- ARGV[1]  schema
-- ARGV[2]  how many stories, -1 = all
-- ARGV[3]  where a story's record holds its members (from 1); 0 = leave the copies out
-- ARGV[4]  1 = with the stories that are held back
--
-- Returns {epoch, offset, {story…}, {{copy…}…}}.

local limit, members_at = tonumber(ARGV[2]), tonumber(ARGV[3])
local last = limit < 0 and -1 or limit - 1
local stories, copies = {}, {}

local function take(key)
  for _, member in ipairs(redis.call('ZRANGE', key, 0, last)) do
    if limit >= 0 and #stories >= limit then
      return
    end
    local story = redis.call('HGET', KEYS[4], string.match(member, '^%d+:(.*)$'))
    stories[#stories + 1] = story
    if members_at > 0 then
      local held = {}
      for _, ordinal in ipairs(cmsgpack.unpack(story)[members_at]) do
        held[#held + 1] = redis.call('HGET', KEYS[5], ordinal)
      end
      copies[#copies + 1] = held
    end
  end
end

take(KEYS[2])
take(KEYS[3])
if ARGV[4] == '1' then
  take(KEYS[6])
end
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'offset')
return {meta[1] or '', meta[2] or '0', stories, copies}
