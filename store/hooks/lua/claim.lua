-- claim.lua: takes the queue of one lead for a while, if it is due. The claim is a word of the one who asks, which
-- stands beside the tries until the claim is given back; another one takes its place when the lease has ended.
--
-- KEYS[1] index   KEYS[2] queue   KEYS[3] tries and claims   KEYS[4] the shard's schema
-- ARGV[1] writer's schema   ARGV[2] member   ARGV[3] now, ms   ARGV[4] end of the lease, ms   ARGV[5] the claim
-- ARGV[6] life of tries and claims, ms
--
-- Returns an error of schema.lua, {} where the queue is somebody else's or empty, else { first event, tries }
local refused = writes(KEYS[4], ARGV[1])
if refused then return refused end
local claim = ARGV[2] .. '#'
local score = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[2]) or '')
-- This very claim is repeated when its answer was lost.
if not score or score > tonumber(ARGV[3]) and redis.call('HGET', KEYS[3], claim) ~= ARGV[5] then return {} end
local first = redis.call('LINDEX', KEYS[2], 0)
if not first then
  redis.call('ZREM', KEYS[1], ARGV[2])
  redis.call('HDEL', KEYS[3], ARGV[2], claim)
  return {}
end
redis.call('ZADD', KEYS[1], ARGV[4], ARGV[2])
redis.call('HSET', KEYS[3], claim, ARGV[5])
redis.call('PEXPIRE', KEYS[3], ARGV[6])
return { first, redis.call('HGET', KEYS[3], ARGV[2]) or '0' }
