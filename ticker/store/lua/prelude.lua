-- What every script opens with; the loader puts it below the script's own first line.
--
-- KEYS[1]  meta    hash   holds `schema`
-- ARGV[1]          the schema version that the caller speaks
--
-- Data of version 1 reads as it is; what updates look like has changed since. The first script that writes
-- raises it, and starts a new epoch, so that nobody goes on from an update of the old shape.
--
-- Refuses with SCHEMA <found> when the desk was written by another version, or is still to be raised.

local found = redis.call('HGET', KEYS[1], 'schema')
if found and found ~= ARGV[1] then
  local raised = found == '1' and redis.pcall('HSET', KEYS[1], 'schema', ARGV[1])
  if not raised or type(raised) == 'table' then
    return redis.error_reply('SCHEMA ' .. found)
  end
  local epoch = redis.call('HGET', KEYS[1], 'epoch')
  if epoch then
    redis.call('HSET', KEYS[1], 'epoch', string.sub(redis.sha1hex(epoch), 1, 12))
  end
end

-- Redis' own clock, in milliseconds.
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua's stack holds about 8,000 values: call `command key` with values[first..last] in slices.
local function in_slices(command, key, values, first, last)
  for at = first, last, 4000 do
    redis.call(command, key, unpack(values, at, math.min(at + 3999, last)))
  end
end

-- Writes log records under the numbers that follow; the last one's.
local function log(intake, kind, ...)
  local count = select('#', ...)
  local last = redis.call('HINCRBY', KEYS[1], 'appended', count)
  for at, record in ipairs({...}) do
    redis.call('XADD', intake, (last - count + at) .. '-0', kind, record)
  end
  return last
end

-- The number in a record's id; 0 for the cursor of a desk that has read nothing.
local function number_of(cursor)
  return tonumber(string.match(cursor or '', '^%d+')) or 0
end

-- The name of this server's life: another one after a restart, and another one on a replica.
local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
end

-- Milliseconds that a lease has left; 0 when it is over. One that promises more than it was taken for
-- was written before the server's clock was set back: it is over too, else nobody could take over.
local function lease_left(lease, now)
  local left = tonumber(lease[1] or 0) - now
  if left <= 0 or left > tonumber(lease[2] or 0) then
    return 0
  end
  return left
end

-- An error where the lease is not held under this token any more, or was taken in another life of the server: that
-- one may have lost records that the caller goes by, and has by now others of the same numbers. Else nothing.
local function fenced(key, token)
  local lease = redis.call('HMGET', key, 'token', 'run')
  if lease[1] ~= token then
    return redis.error_reply('FENCED the token is ' .. (lease[1] or '0') .. ', not ' .. token)
  end
  if lease[2] ~= run_id() then
    return redis.error_reply('FENCED the server was restarted or replaced since the desk was taken')
  end
end
