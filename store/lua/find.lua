-- find.lua: the leads of a rep with very many that may hold a text: those with the word of it that the fewest begin
-- with. Reads only.
--
-- KEYS[1] names   KEYS[2] words   KEYS[3] worded   KEYS[4] audit   KEYS[5] details   KEYS[6] detailed
-- KEYS[7] looks   KEYS[8] left
-- ARGV[1] what stands in detailed when all leads are among the details   ARGV[2] how many leads are few
-- ARGV[3] the beginning of a number's detail, or ""   ARGV[4...] the words
--
-- Returns { "scan" } when the index can't tell, { "behind" } when it must be worked on first, or { "found", then for
-- each lead: id, its score in looks or false, whether it is among left }.
if redis.call('HLEN', KEYS[1]) <= most_names or redis.call('GET', KEYS[6]) ~= ARGV[1] then return { 'scan' } end
if is_behind(KEYS[1], KEYS[3], KEYS[4]) then return { 'behind' } end

local function all_of(word)
  return count(KEYS[2], word) + count(KEYS[5], word) + count(KEYS[5], '@' .. word)
end
local rarest, fewest
for i = 4, #ARGV do
  local n = all_of(ARGV[i])
  if not fewest or n < fewest then rarest, fewest = ARGV[i], n end
end
local by_number = ARGV[3] ~= '' and count(KEYS[5], ARGV[3]) or 0
if not rarest or fewest + by_number == 0 or fewest + by_number > tonumber(ARGV[2]) then return { 'scan' } end

local out, listed = { 'found' }, {}
local function add(id)
  if id and not listed[id] then
    listed[id] = true
    out[#out + 1], out[#out + 2] = id, redis.call('ZSCORE', KEYS[7], id)
    out[#out + 1] = redis.call('SISMEMBER', KEYS[8], id)
  end
end
local function beginning(key, text) return redis.call('ZRANGEBYLEX', key, '[' .. text, '(' .. text .. '\255') end
for _, entry in ipairs(beginning(KEYS[2], rarest)) do add(redis.call('HGET', KEYS[1], name_of(entry))) end
for _, start in ipairs({ rarest, '@' .. rarest, ARGV[3] ~= '' and ARGV[3] or nil }) do
  for _, detail in ipairs(beginning(KEYS[5], start)) do
    local id = string.sub(detail, string.find(detail, '\0', 1, true) + 2) -- behind "=" or "~"
    local zero = string.find(id, '\0', 1, true)
    add(zero and string.sub(id, 1, zero - 1) or id)
  end
end
return out
