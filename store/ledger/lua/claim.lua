-- claim.lua: takes deliveries of one shard for a while. A delivery is a message that must go out once; its record is
-- the hash
--   st    c claimed · s being sent · d done · p parked (never again) · w waiting for another try
--   ep    epoch: how often it was claimed; whoever holds an older one has lost it
--   ow    owner#nonce of the claim
--   un    until when it is held, or from when it may be tried again, in ms of the given clock
--   sent  1 once any try may have reached Slack
--   s     schema of the version that claimed it last
--   ch ts at   where the message is (done);   why   what was said (waiting, parked)
--
-- KEYS[1] due   KEYS[2] for   KEYS[3] run   KEYS[4] the shard's schema   KEYS[5...] the deliveries' records
-- ARGV[1] now, ms   ARGV[2] owner#nonce   ARGV[3] lease, ms   ARGV[4] life of a record, ms
-- ARGV[5] for how long after a restart a claim counts as a later try, ms   ARGV[6] how far clocks may differ, ms
-- ARGV[7] the writer's schema
-- then for each delivery: the instant it was due in ms ("" unknown), number of due entries, and for each of these:
-- member, for
--
-- A claim hides the delivery's due entries until its lease ends, also those of a delivery that is done or parked:
-- whoever asked passes them on, and when it dies before that, they come up again. An entry that speaks of another
-- instant by now is left alone.
--
-- Deadlines are compared with the given now; expiry only cleans up. After Redis has restarted or failed over, the last
-- writes may be gone, so for a while deliveries that were due by then count as having been tried. The process's run_id
-- tells: it is kept beside the ledger from the shard's first write on (schema.lua), and travels with it to a replica,
-- whose own run_id is another.
--
-- Returns an error of schema.lua, or one array per delivery:
-- { "mine" | "held" | "done" | "parked" | "waiting", epoch, sent, until, ch, ts, at, why }
local refused = writes(KEYS[4], ARGV[7])
if refused then return refused end

local now, owner, lease = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])

local since = false
local run = process()
if run then
  local known = redis.call('HMGET', KEYS[3], 'id', 'since')
  since = known[2]
  if known[1] ~= run then
    since = known[1] and ARGV[1] or ''
    redis.call('HSET', KEYS[3], 'id', run, 'since', since)
  end
  since = tonumber(since or '')
end
local cautious = since and now < since + tonumber(ARGV[5])

local at, out = 8, {}
for i = 5, #KEYS do
  local was_due, n = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local first_entry = at + 2
  at = first_entry + 2 * n

  local d = redis.call('HMGET', KEYS[i], 'st', 'ep', 'ow', 'un', 'sent', 'ch', 'ts', 'at', 'why')
  local st, epoch, until_, sent = d[1], tonumber(d[2] or 0), tonumber(d[4] or '') or 0, d[5] or '0'
  local verdict
  if st == 'd' then
    verdict = 'done'
  elseif st == 'p' then
    verdict = 'parked'
  elseif st == 'c' and d[3] == owner then
    verdict = 'mine' -- this very claim, repeated because its answer was lost
  elseif st and until_ > now then
    verdict = st == 'w' and 'waiting' or 'held'
  else
    verdict, epoch, until_ = 'mine', epoch + 1, now + lease
    if cautious and (not was_due or was_due <= since + tonumber(ARGV[6])) then sent = '1' end
    redis.call('HSET', KEYS[i], 'st', 'c', 'ep', epoch, 'ow', owner, 'un', until_, 'sent', sent, 's', ARGV[7])
    redis.call('PEXPIRE', KEYS[i], ARGV[4])
  end

  for e = first_entry, at - 1, 2 do
    local member, speaks_of = ARGV[e], ARGV[e + 1]
    if redis.call('HGET', KEYS[2], member) == speaks_of then
      local over = verdict == 'done' or verdict == 'parked'
      redis.call('ZADD', KEYS[1], 'XX', over and now + lease or until_, member)
    end
  end
  out[#out + 1] = { verdict, epoch, sent, until_, d[6], d[7], d[8], d[9] }
end
return out
