-- release.lua: gives a delivery back: to be tried again later, or never.
--
-- KEYS[1] the delivery's record (fields in claim.lua)   KEYS[2] due   KEYS[3] for
-- ARGV[1] epoch   ARGV[2] owner#nonce   ARGV[3] w to wait, p to park   ARGV[4] when to try again, ms ("" when parked)
-- ARGV[5] 1 when any try so far may have reached Slack   ARGV[6] why   ARGV[7] life of the record, ms
-- then its due entries, each: member, for. They are moved to that instant, or removed when parked; one that
-- speaks of another instant stays.
--
-- Returns { "ok" }, or { "lost" }. A repeat gives the same answer.
local d = redis.call('HMGET', KEYS[1], 'st', 'ep', 'ow')
if d[1] == 'd' or d[2] ~= ARGV[1] or d[3] ~= ARGV[2] then return { 'lost' } end
redis.call('HSET', KEYS[1], 'st', ARGV[3], 'un', ARGV[4], 'sent', ARGV[5], 'why', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[7])
for i = 8, #ARGV, 2 do
  if redis.call('HGET', KEYS[3], ARGV[i]) == ARGV[i + 1] then
    if ARGV[3] == 'p' then
      redis.call('ZREM', KEYS[2], ARGV[i])
      redis.call('HDEL', KEYS[3], ARGV[i])
    else
      redis.call('ZADD', KEYS[2], 'XX', ARGV[4], ARGV[i])
    end
  end
end
return { 'ok' }
