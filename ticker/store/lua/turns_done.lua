#!lua
-- Ends turns and says what became of them; a turn that went to another poller, or has ended, is left alone.
--
-- KEYS[1]  meta  hash
-- KEYS[2]  due   stream  the turns are taken out
-- KEYS[3]  done  stream  reports are added; about the last 10,000 are kept
-- ARGV[1]  schema
-- ARGV[2]  the poller
-- ARGV[3…] two for each turn: id, report
--
-- Returns how many turns were ended.

local ended = 0
for at = 3, #ARGV, 2 do
  local pending = redis.call('XPENDING', KEYS[2], 'pollers', ARGV[at], ARGV[at], 1)[1]
  if pending and pending[2] == ARGV[2] then
    redis.call('XACK', KEYS[2], 'pollers', ARGV[at])
    redis.call('XDEL', KEYS[2], ARGV[at])
    redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', 't', ARGV[at], 'r', ARGV[at + 1])
    ended = ended + 1
  end
end
return ended
