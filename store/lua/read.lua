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
-- KEYS[9] details   zset    details of leads, as details.go writes them
-- KEYS[10] detailed string  whether all leads are among them
-- ARGV[1] rep id
-- ARGV[2] lead id, or ""
-- ARGV[3] "1" look at KEYS[5]
-- ARGV[4] "1" look at KEYS[6]
-- ARGV[5] how many touches of the tail, -1 for all, 0 for none
-- ARGV[6] "1" bring the whole name index when no name was found
-- ARGV[7] the first instant of the agreed calls to bring, in ms; "" for none
-- ARGV[8] "1" bring the tally
-- ARGV[9] number of names   ARGV[10] number of details
-- ARGV[11...] normalized names, the first that exists wins; then details, then beginnings of details, to be sought where
-- no name was found and the index is asked for
--
-- Returns { rep, dedupe, said, lead id, lead, name, touches, index, agreed, tally, details, detailed }: false where
-- there is nothing, touches and details arrays of records and members, the other three flat arrays: name, id, name,
-- id…; member, ms…; name, count… Details are of the first name or detail that is one as a whole, and the index is empty
-- then; else of what begins as asked for.
local rep = redis.call('HGET', KEYS[1], ARGV[1])
local dedupe = ARGV[3] == '1' and redis.call('GET', KEYS[5])
local said = ARGV[4] == '1' and redis.call('GET', KEYS[6])

local id, name = ARGV[2], false
local last_name = 10 + tonumber(ARGV[9])
if id == '' and last_name > 10 then
  -- One call for all of them: each costs more than its work, and a line of words asks for a dozen.
  for i, found in ipairs(redis.call('HMGET', KEYS[3], unpack(ARGV, 11, last_name))) do
    if found then
      id, name = found, ARGV[10 + i]
      break
    end
  end
end

-- A member is a detail, a zero byte, and "=" with the lead where that is the whole detail. No text holds the byte 255.
local most = 50
local function of(low, high) return redis.call('ZRANGEBYLEX', KEYS[9], low, high, 'LIMIT', 0, most) end
local function wholes()
  for i = 11, last_name + tonumber(ARGV[10]) do
    local found = of('[' .. ARGV[i] .. '\0=', '(' .. ARGV[i] .. '\0>')
    if #found > 0 then return found end
  end
end
local function beginnings()
  local out = {}
  for i = 11, last_name do
    out = of('[' .. ARGV[i], '(' .. ARGV[i] .. '\255')
    if #out > 0 then break end
  end
  for i = last_name + tonumber(ARGV[10]) + 1, #ARGV do
    for _, found in ipairs(of('[' .. ARGV[i], '(' .. ARGV[i] .. '\255')) do out[#out + 1] = found end
  end
  return out
end

local lead, touches, index, details, detailed = false, {}, {}, {}, false
if id ~= '' then
  lead = redis.call('HGET', KEYS[2], id)
  local n = tonumber(ARGV[5])
  if lead and n ~= 0 then
    touches = redis.call('LRANGE', KEYS[4] .. id, n < 0 and 0 or -n, -1)
  end
elseif ARGV[6] == '1' then
  detailed = redis.call('GET', KEYS[10])
  details = wholes()
  if not details then
    index, details = redis.call('HGETALL', KEYS[3]), beginnings()
  end
end

local agreed, tally = {}, {}
if ARGV[7] ~= '' then
  agreed = redis.call('ZRANGEBYSCORE', KEYS[7], ARGV[7], '+inf', 'WITHSCORES', 'LIMIT', 0, 200)
end
if ARGV[8] == '1' then
  tally = redis.call('HGETALL', KEYS[8])
end
return { rep, dedupe, said, id, lead, name, touches, index, agreed, tally, details, detailed }
