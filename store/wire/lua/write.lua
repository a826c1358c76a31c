-- write.lua: the conditional write. All checks hold and every operation is done, or nothing is.
--
-- KEYS[1]   the shard's schema; KEYS[2...] every key that is touched, all of one slot: checks and operations name
--           them by position
-- ARGV[1]   the writer's schema
-- ARGV[2]   number of checks
-- then, for each check, four arguments: kind, position in KEYS, field, wanted
--   free     the string does not exist (a dedupe record). Always the first check, so that a repeat of a write that was
--            done is told so before anything else is looked at
--   new      the field is not in the hash of this half day, whose number ends the key, nor in those of the two before
--            and, of a writer whose clock is ahead, the one after. Always the second check where it is one
--   same     the hash field holds exactly the wanted bytes: the record is the one that was read
--   absent   the hash field does not exist
--   name     the hash field does not exist or holds the wanted lead id
--   tail     the last element of the list is exactly the wanted bytes
--   version  the hash field's JSON has the wanted "v"; a wanted 0 means that the field does not exist
-- then, for each operation: command, position in KEYS, number of further arguments, these arguments. The command is one
-- of Redis, or one of these:
--   LIVES    PEXPIRE for a key that has no end yet
--   ADDS     HINCRBY of fields and what to add to each in turn, which goes into the AOF as one HSET; a sum of 0 is
--            dropped
--
-- Returns { "ok" }, or without having written anything an error of schema.lua or
--   { "dup", value of the dedupe record }   { "changed" }   { "taken", lead id that has the name }
local at = 3
for _ = 1, tonumber(ARGV[2]) do
  local kind, key, field, want = ARGV[at], KEYS[tonumber(ARGV[at + 1])], ARGV[at + 2], ARGV[at + 3]
  at = at + 4
  if kind == 'free' then
    local value = redis.call('GET', key)
    if value then return { 'dup', value } end
  elseif kind == 'new' then
    local halves, half = string.match(key, '^(.*:)(%d+)$')
    for later = 1, -2, -1 do
      local by = redis.call('HGET', halves .. half + later, field)
      if by then return { 'dup', by } end
    end
  elseif kind == 'same' then
    if redis.call('HGET', key, field) ~= want then return { 'changed' } end
  elseif kind == 'absent' then
    if redis.call('HEXISTS', key, field) == 1 then return { 'changed' } end
  elseif kind == 'name' then
    local owner = redis.call('HGET', key, field)
    if owner and owner ~= want then return { 'taken', owner } end
  elseif kind == 'tail' then
    if redis.call('LINDEX', key, -1) ~= want then return { 'changed' } end
  elseif kind == 'version' then
    local record = redis.call('HGET', key, field)
    local version = record and cjson.decode(record).v or 0
    if version ~= tonumber(want) then return { 'changed' } end
  else
    return redis.error_reply('ERR unknown check ' .. kind)
  end
end

local refused = writes(KEYS[1], ARGV[1])
if refused then return refused end
while at <= #ARGV do
  local n = tonumber(ARGV[at + 2])
  local command, key = ARGV[at], KEYS[tonumber(ARGV[at + 1])]
  if command == 'LIVES' then
    if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[at + 3]) end
  elseif command == 'ADDS' then
    local sums, none = {}, {}
    for i = at + 3, at + 2 + n, 2 do
      local sum = (tonumber(redis.call('HGET', key, ARGV[i])) or 0) + tonumber(ARGV[i + 1])
      if sum == 0 then
        none[#none + 1] = ARGV[i]
      else
        sums[#sums + 1], sums[#sums + 2] = ARGV[i], string.format('%d', sum)
      end
    end
    if #sums > 0 then redis.call('HSET', key, unpack(sums)) end
    if #none > 0 then redis.call('HDEL', key, unpack(none)) end
  else
    redis.call(command, key, unpack(ARGV, at + 3, at + 2 + n))
  end
  at = at + 3 + n
end
return { 'ok' }
