-- reindex.lua: new due times for some leads of a rep, each only if it is still as it was read.
--
-- KEYS[1] reps   KEYS[2] leads   KEYS[3] looks   KEYS[4] due   KEYS[5] for   KEYS[6] the shard's schema
-- ARGV[1] rep id   ARGV[2] the rep's record as it was read   ARGV[3] timers per lead
-- ARGV[4] the writer's schema
-- then for each lead: id, record as it was read, when it must be looked at (ms or "+inf"), and for each timer: due
-- entry, at, for (at "" = none)
--
-- Returns an error of schema.lua, { "ok", how many were set }, or { "changed" } when the rep's record is another: then
-- the due times were worked out from old settings and nothing was written.
local refused = writes(KEYS[6], ARGV[4])
if refused then return refused end
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return { 'changed' } end
local timers = tonumber(ARGV[3])
local set = 0
for at = 5, #ARGV, 3 + 3 * timers do
  if redis.call('HGET', KEYS[2], ARGV[at]) == ARGV[at + 1] then
    set = set + 1
    redis.call('ZADD', KEYS[3], ARGV[at + 2], ARGV[at])
    for t = at + 3, at + 3 * timers, 3 do
      if ARGV[t + 1] == '' then
        redis.call('ZREM', KEYS[4], ARGV[t])
        redis.call('HDEL', KEYS[5], ARGV[t])
      else
        redis.call('ZADD', KEYS[4], ARGV[t + 1], ARGV[t])
        redis.call('HSET', KEYS[5], ARGV[t], ARGV[t + 2])
      end
    end
  end
end
return { 'ok', set }
