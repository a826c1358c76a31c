-- settle.lua: says what became of the first event of a queue: it has arrived, is given up, or is to be tried again.
--
-- KEYS[1] index   KEYS[2] queue   KEYS[3] tries and claims   KEYS[4] unsent   KEYS[5] the shard's schema
-- ARGV[1] writer's schema   ARGV[2] member   ARGV[3] the claim   ARGV[4] the event
-- ARGV[5] "done", "unsent", "again", or "" for none of them   ARGV[6] when the queue is next to be looked at, ms
-- ARGV[7] "1" where that is the end of a lease: the claim is kept, for the next event
-- ARGV[8] now, ms   ARGV[9] id of the event   ARGV[10] how many unsent ones are remembered   ARGV[11] for how long, ms
--
-- An event that has arrived goes also where the claim is over by now, so that nobody sends it again. Said twice, because
-- an answer was lost, it changes nothing more, but that a try may count twice.
-- Returns an error of schema.lua, {} where the claim is over or nothing waits any more, else { first event, tries }
local refused = writes(KEYS[5], ARGV[1])
if refused then return refused end
local claim = ARGV[2] .. '#'
local mine = redis.call('ZSCORE', KEYS[1], ARGV[2]) and redis.call('HGET', KEYS[3], claim) == ARGV[3]
local first = redis.call('LINDEX', KEYS[2], 0)
if first == ARGV[4] and (mine or ARGV[5] == 'done') then
  if ARGV[5] == 'again' then
    redis.call('HINCRBY', KEYS[3], ARGV[2], 1)
  elseif ARGV[5] ~= '' then
    redis.call('LPOP', KEYS[2])
    first = redis.call('LINDEX', KEYS[2], 0)
  end
  if ARGV[5] == 'done' then redis.call('HDEL', KEYS[3], ARGV[2]) end
  if ARGV[5] == 'unsent' then
    redis.call('ZADD', KEYS[4], ARGV[8], ARGV[2] .. '|' .. ARGV[9])
    redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -ARGV[10] - 1)
    redis.call('PEXPIRE', KEYS[4], ARGV[11])
  end
end
if not mine then return {} end
if not first then
  redis.call('ZREM', KEYS[1], ARGV[2])
  redis.call('HDEL', KEYS[3], ARGV[2], claim)
  return {}
end
redis.call('ZADD', KEYS[1], ARGV[6], ARGV[2])
if ARGV[7] ~= '1' then
  redis.call('HDEL', KEYS[3], claim)
  return {}
end
return { first, redis.call('HGET', KEYS[3], ARGV[2]) or '0' }
