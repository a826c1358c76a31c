-- read.lua: everything a command needs to know, in one trip. Reads only.
--
-- KEYS[1] reps      hash    rep id -> record
-- KEYS[2] leads     hash    lead id -> record
-- KEYS[3] names     hash    normalized name -> lead id
-- KEYS[4] touches   the prefix of the rep's touch lists; the lead id found by name is appended to it. It has the same
--                   hash tag as the others, so the derived key lies in the same slot.
-- KEYS[5] key       string  dedupe record (any key of the slot when ARGV[3] is "")
-- KEYS[6] did       hash    what was done in the half day of now; its number stands at the end, and those before and the
--                           one after, of a writer whose clock is ahead, are looked into as well (any key of the slot
--                           when neither is asked for)
-- KEYS[7] agreed    zset    lead id, newline, name -> when its call was agreed on for
-- KEYS[8] tally     hash    name of a count -> the rep's sum
-- KEYS[9] details   zset    details of leads, as details.go writes them
-- KEYS[10] detailed string  whether all leads are among them
-- KEYS[11] words    zset    index of the names, and KEYS[12] worded, what is in it (near.lua)
-- KEYS[13] audit    list    one line per change
-- ARGV[1] rep id
-- ARGV[2] lead id, or ""
-- ARGV[3] digest of the envelope's key, which KEYS[5] is of; "" for none
-- ARGV[4] field of the words; "" for none
-- ARGV[5] how many touches of the tail, -1 for all, 0 for none
-- ARGV[6] "1" bring the name index when no name was found: the whole of it, or of a rep with very many names those that
--         are near the words of ARGV[11]
-- ARGV[7] the first instant of the agreed calls to bring, in ms; "" for none
-- ARGV[8] "1" bring the tally
-- ARGV[9] normalized names, with the byte 255 between them, which no text holds: the first that exists wins
-- ARGV[10] number of details
-- ARGV[11] words by which names are looked for, likewise; those of ARGV[9] where it is ""
-- ARGV[12...] details, then beginnings of details, to be sought where no name was found and the index is asked for
--
-- Returns { rep, dedupe, said, lead id, lead, name, touches, index, agreed, tally, details, detailed, behind }: false
-- where there is nothing, touches and details arrays of records and members, the other three flat arrays: name, id,
-- name, id…; member, ms…; name, count… Details are of the first name or detail that is one as a whole, and the index is
-- empty then; else of what begins as asked for. Behind is false where all names are there, 0 where those that are near
-- are, 1 where they may lack what has changed lately, 2 where they may lack any.
local rep = redis.call('HGET', KEYS[1], ARGV[1])
local dedupe = ARGV[3] ~= '' and redis.call('GET', KEYS[5])
local said = false
if ARGV[3] ~= '' or ARGV[4] ~= '' then
  local halves, half = string.match(KEYS[6], '^(.*:)(%d+)$')
  for later = 1, -2, -1 do
    local found = redis.call('HMGET', halves .. half + later, ARGV[3], ARGV[4])
    dedupe, said = dedupe or found[1], said or found[2]
  end
end

local id, name, names = ARGV[2], false, {}
if id == '' then
  -- Ten at a time: each call costs more than its work, and a line of words asks for dozens of names that it could begin
  -- with, of which the first few hold the one that is meant.
  local some = 10
  local function find(from)
    for i, found in ipairs(redis.call('HMGET', KEYS[3], unpack(names, from))) do
      if found then
        id, name = found, names[from + i - 1]
        return true
      end
    end
  end
  for one in string.gmatch(ARGV[9], '[^\255]+') do
    names[#names + 1] = one
    if #names % some == 0 and find(#names - some + 1) then break end
  end
  if id == '' and #names % some > 0 then find(#names - #names % some + 1) end
end

local lead, touches, index, details, detailed, behind = false, {}, {}, {}, false, false
if id ~= '' then
  lead = redis.call('HGET', KEYS[2], id)
  local n = tonumber(ARGV[5])
  if lead and n ~= 0 then
    touches = redis.call('LRANGE', KEYS[4] .. id, n < 0 and 0 or -n, -1)
  end
elseif ARGV[6] == '1' then
  -- A member is a detail, a zero byte, and "=" with the lead where that is the whole detail.
  local most, last_detail = 50, 11 + tonumber(ARGV[10])
  local function of(low, high) return redis.call('ZRANGEBYLEX', KEYS[9], low, high, 'LIMIT', 0, most) end
  local function whole(detail)
    local found = of('[' .. detail .. '\0=', '(' .. detail .. '\0>')
    return #found > 0 and found
  end
  local function wholes()
    for _, one in ipairs(names) do
      local found = whole(one)
      if found then return found end
    end
    for i = 12, last_detail do
      local found = whole(ARGV[i])
      if found then return found end
    end
  end
  local function beginnings()
    local out = {}
    for _, one in ipairs(names) do
      out = of('[' .. one, '(' .. one .. '\255')
      if #out > 0 then break end
    end
    for i = last_detail + 1, #ARGV do
      for _, found in ipairs(of('[' .. ARGV[i], '(' .. ARGV[i] .. '\255')) do out[#out + 1] = found end
    end
    return out
  end
  detailed = redis.call('GET', KEYS[10])
  details = wholes()
  if not details then
    details = beginnings()
    local near, is_behind, words_of, most_names = looking()
    if redis.call('HLEN', KEYS[3]) <= most_names then
      index = redis.call('HGETALL', KEYS[3])
    else
      index = near(KEYS[3], KEYS[11], words_of(ARGV[11] ~= '' and ARGV[11] or ARGV[9]))
      behind = is_behind(KEYS[3], KEYS[12], KEYS[13]) or 0
    end
  end
end

local agreed, tally = {}, {}
if ARGV[7] ~= '' then
  agreed = redis.call('ZRANGEBYSCORE', KEYS[7], ARGV[7], '+inf', 'WITHSCORES', 'LIMIT', 0, 200)
end
if ARGV[8] == '1' then
  tally = redis.call('HGETALL', KEYS[8])
end
return { rep, dedupe, said, id, lead, name, touches, index, agreed, tally, details, detailed, behind }
