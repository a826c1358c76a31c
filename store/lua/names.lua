-- names.lua: one slice of work on the index of a rep's names (near.lua). It follows from the names and from audit, in
-- which every change of a name leaves a line, whatever version made it. So it may be interrupted, be done by several
-- replicas at a time and be thrown away.
--
-- KEYS[1] names   KEYS[2] words   KEYS[3] worded   KEYS[4] audit   KEYS[5] the shard's schema
-- ARGV[1] the writer's schema   ARGV[2] how many names or lines make a slice
--
-- Returns an error of schema.lua, { "ready" }, { "more" }, or { "few" }: the rep needs no index, and has none once the
-- names are half as many.
local refused = writes(KEYS[5], ARGV[1])
if refused then return refused end
local slice, total, last = tonumber(ARGV[2]), redis.call('HLEN', KEYS[1]), redis.call('LLEN', KEYS[4])
if total <= most_names then
  if total <= most_names / 2 then redis.call('UNLINK', KEYS[2], KEYS[3]) end
  return { 'few' }
end

local function add(name)
  local list = entries(name)
  if redis.call('ZADD', KEYS[2], 0, list[1]) == 0 then return end
  for i = 2, #list do redis.call('ZADD', KEYS[2], 0, list[i]) end
  redis.call('HINCRBY', KEYS[3], 'n', 1)
end
local function remove(name)
  local list = entries(name)
  if redis.call('ZREM', KEYS[2], unpack(list)) > 0 then redis.call('HINCRBY', KEYS[3], 'n', -1) end
end
-- The walk notes where audit ends as it begins: what changes meanwhile is worked in behind it.
local function begin()
  redis.call('UNLINK', KEYS[2], KEYS[3])
  redis.call('HSET', KEYS[3], 'v', version, 'at', last, 'n', 0, 'cursor', '0')
  return { 'more' }
end

local s = redis.call('HMGET', KEYS[3], 'v', 'at', 'n', 'cursor')
local at, cursor = tonumber(s[2] or '0'), s[4]
if s[1] ~= version or at > last then return begin() end
if cursor then
  local scanned = redis.call('HSCAN', KEYS[1], cursor, 'COUNT', slice)
  for i = 1, #scanned[2], 2 do add(scanned[2][i]) end
  if scanned[1] == '0' then
    redis.call('HDEL', KEYS[3], 'cursor')
  else
    redis.call('HSET', KEYS[3], 'cursor', scanned[1])
  end
  return { 'more' }
end
if at < last then
  local lines = redis.call('LRANGE', KEYS[4], at, at + slice - 1)
  for _, line in ipairs(lines) do
    local gone, given = names_in(line)
    for _, name in ipairs({ gone, given }) do
      if redis.call('HEXISTS', KEYS[1], name) == 1 then add(name) else remove(name) end
    end
  end
  redis.call('HSET', KEYS[3], 'at', at + #lines)
  if at + #lines < last then return { 'more' } end
end
-- A version that left no name in the line of an add, or a walk that a failover has turned elsewhere.
if tonumber(redis.call('HGET', KEYS[3], 'n')) ~= total then return begin() end
return { 'ready' }
