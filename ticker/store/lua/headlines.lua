#!lua flags=no-writes
-- Reads the newest live copies.
--
-- KEYS[1]  meta    hash  `next_ordinal`
-- KEYS[2]  copies  hash
-- ARGV[1]  schema
-- ARGV[2]  how many at most
--
-- Ordinals are dense near the newest: the search ends after as many misses as hits are wanted.
--
-- Returns {copy…}, newest first.

local wanted, missed = tonumber(ARGV[2]), 0
local copies = {}
local ordinal = tonumber(redis.call('HGET', KEYS[1], 'next_ordinal') or 1) - 1
while ordinal > 0 and #copies < wanted and missed < wanted + 1000 do
  local copy = redis.call('HGET', KEYS[2], ordinal)
  if copy then
    copies[#copies + 1] = copy
  else
    missed = missed + 1
  end
  ordinal = ordinal - 1
end
return copies
