-- read.lua: everything a command needs to know, in one trip. Reads only.
--
-- KEYS[1] reps      hash    rep id -> record
-- KEYS[2] leads     hash    lead id -> record
-- KEYS[3] names     hash    normalized name -> lead id
-- KEYS[4] touches   the prefix of the rep's touch lists; the lead id found by name is appended to it. It has the same
--                   hash tag as the others, so the derived key lies in the same slot.
-- KEYS[5] key       string  dedupe record (any key of the slot when ARGV[3] is "0")
-- KEYS[6] said      string  the words of the last minutes (likewise for ARGV[4])
-- KEYS[7] agreed    zset    lead id, newline, name -> when its call was agreed on for
-- KEYS[8] tally     hash    name of a count -> the rep's sum
-- ARGV[1] rep id
-- ARGV[2] lead id, or ""
-- ARGV[3] "1" look at KEYS[5]
-- ARGV[4] "1" look at KEYS[6]
-- ARGV[5] how many touches of the tail, -1 for all, 0 for none
-- ARGV[6] "1" bring the whole name index when no name was found
-- ARGV[7] the first instant of the agreed calls to bring, in ms; "" for none
-- ARGV[8] "1" bring the tally
-- ARGV[9...] normalized names, the first that exists wins
--
-- Returns { rep, dedupe, said, lead id, lead, name, touches, index, agreed, tally }: false where there is nothing,
-- touches an array of records, the last three flat arrays: name, id, name, id…; member, ms…; name, count…
local rep = redis.call('HGET', KEYS[1], ARGV[1])
local dedupe = ARGV[3] == '1' and redis.call('GET', KEYS[5])
local said = ARGV[4] == '1' and redis.call('GET', KEYS[6])

local id, name = ARGV[2], false
if id == '' and #ARGV >= 9 then
  -- One call for all of them: each costs more than its work, and a line of words asks for a dozen.
  for i, found in ipairs(redis.call('HMGET', KEYS[3], unpack(ARGV, 9))) do
    if found then
      id, name = found, ARGV[8 + i]
      break
    end
  end
end

local lead, touches, index = false, {}, {}
if id ~= '' then
  lead = redis.call('HGET', KEYS[2], id)
  local n = tonumber(ARGV[5])
  if lead and n ~= 0 then
    touches = redis.call('LRANGE', KEYS[4] .. id, n < 0 and 0 or -n, -1)
  end
elseif ARGV[6] == '1' then
  index = redis.call('HGETALL', KEYS[3])
end

local agreed, tally = {}, {}
if ARGV[7] ~= '' then
  agreed = redis.call('ZRANGEBYSCORE', KEYS[7], ARGV[7], '+inf', 'WITHSCORES', 'LIMIT', 0, 200)
end
if ARGV[8] == '1' then
  tally = redis.call('HGETALL', KEYS[8])
end
return { rep, dedupe, said, id, lead, name, touches, index, agreed, tally }
