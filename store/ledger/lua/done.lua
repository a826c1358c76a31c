-- done.lua: a message is out. That is a fact, so it is taken from whoever brings it: one who has lost the delivery
-- meanwhile, one of an older schema, and with no record left (a failover may have lost it). What follows from it
-- happens once.
--
-- KEYS[1] the delivery's record (fields in claim.lua)   KEYS[2] due   KEYS[3] for   KEYS[4] dms   KEYS[5] tips
-- ARGV[1] epoch   ARGV[2] channel   ARGV[3] ts   ARGV[4] at, ms   ARGV[5] life of the record, ms
-- ARGV[6] life of the DM counter in ms; "" when this is no DM to be counted
-- ARGV[7] number of due entries to remove, then each: member, for (kept when it speaks of another instant by now)
-- then number of entries to add, then each: member, at, for (not added when there is one: somebody set it meanwhile)
-- then number of tips shown, then each: id, ms
--
-- Returns { "ok" }, or { "again" } when it was done already and nothing was written.
local d = redis.call('HMGET', KEYS[1], 'st', 'ep')
if d[1] == 'd' then return { 'again' } end
local epoch = math.max(tonumber(d[2] or 0), tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'st', 'd', 'ep', epoch, 'sent', '1', 'ch', ARGV[2], 'ts', ARGV[3], 'at', ARGV[4])
redis.call('HDEL', KEYS[1], 'un', 'ow', 'why')
redis.call('PEXPIRE', KEYS[1], ARGV[5])

local at = 7
local function list(width, fn)
  local n = tonumber(ARGV[at])
  at = at + 1
  for _ = 1, n do
    fn(at)
    at = at + width
  end
end
list(2, function(i)
  if redis.call('HGET', KEYS[3], ARGV[i]) == ARGV[i + 1] then
    redis.call('ZREM', KEYS[2], ARGV[i])
    redis.call('HDEL', KEYS[3], ARGV[i])
  end
end)
list(3, function(i)
  if redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 2]) == 1 then
    redis.call('ZADD', KEYS[2], ARGV[i + 1], ARGV[i])
  end
end)
list(2, function(i) redis.call('HSET', KEYS[5], ARGV[i], ARGV[i + 1]) end)
if ARGV[6] ~= '' then
  redis.call('INCR', KEYS[4])
  redis.call('PEXPIRE', KEYS[4], ARGV[6])
end
return { 'ok' }
