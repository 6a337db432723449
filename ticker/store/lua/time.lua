#!lua flags=no-writes
-- Reads Redis' clock.
--
-- KEYS[1]  meta  hash
-- ARGV[1]  schema
--
-- Returns ms.

return clock()
