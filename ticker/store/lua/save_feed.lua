#!lua
-- Keeps what is known of a feed after a poll, unless what the poll began with is not what is here.
--
-- KEYS[1]  meta   hash
-- KEYS[2]  feeds  hash  the feed's record is set
-- ARGV[1]  schema
-- ARGV[2]  feed key
-- ARGV[3]  record
-- ARGV[4]  how many polls the record had that this one began with; '' = whatever it had
-- ARGV[5]  where a feed's record holds its polls (from 1)
-- ARGV[6]  the life of the server that took the poll's entries; '' = there were none
--
-- A server that lost its last second has lost entries and their feed's validators together. A poll that
-- began before, or whose entries went to the server as it was, has validators of what may be lost: written
-- here, they would hide the lost entries for good.
--
-- Returns 1, or 0 when the record here is another and stays.

if ARGV[6] ~= '' and ARGV[6] ~= run_id() then
  return 0
end
local kept = redis.call('HGET', KEYS[2], ARGV[2])
if kept ~= ARGV[3] and ARGV[4] ~= '' then
  local polls = kept and cmsgpack.unpack(kept)[tonumber(ARGV[5])] or 0
  if polls ~= tonumber(ARGV[4]) then
    return 0
  end
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1
