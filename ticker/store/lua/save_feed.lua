#!lua
-- Keeps what is known of feeds after their polls, unless what a poll began with is not what is here.
--
-- KEYS[1]  meta   hash
-- KEYS[2]  feeds  hash  the feeds' records are set
-- ARGV[1]  schema
-- ARGV[2]  where a feed's record holds its polls (from 1)
-- ARGV[3…] four for each feed: its key; its record; how many polls the record had that this one began with, '' =
--          whatever it had; the life of the server that took the poll's entries, '' = there were none
--
-- A server that lost its last second has lost entries and their feed's validators together. A poll that
-- began before, or whose entries went to the server as it was, has validators of what may be lost: written
-- here, they would hide the lost entries for good.
--
-- Returns of each feed 1, or 0 when the record here is another and stays.

local run, at_polls = run_id(), tonumber(ARGV[2])

local function keep(feed, record, began_with, taken_by)
  if taken_by ~= '' and taken_by ~= run then
    return 0
  end
  local kept = redis.call('HGET', KEYS[2], feed)
  if kept ~= record and began_with ~= '' then
    local polls = kept and cmsgpack.unpack(kept)[at_polls] or 0
    if polls ~= tonumber(began_with) then
      return 0
    end
  end
  redis.call('HSET', KEYS[2], feed, record)
  return 1
end

local saved = {}
for at = 3, #ARGV, 4 do
  saved[#saved + 1] = keep(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
end
return saved
