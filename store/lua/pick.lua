-- pick.lua: the leads that somebody may mean who has typed so far, to pick one of. Reads only, also where the index of
-- names is behind the names: what it lacks is taken from the lines of audit, or from the names themselves.
--
-- KEYS[1] names   KEYS[2] words   KEYS[3] worded   KEYS[4] audit   KEYS[5] details   KEYS[6] looks
-- ARGV[1] how many at most   ARGV[2] what was typed, normalized   ARGV[3...] beginnings of details; none where nothing
-- was typed
--
-- Returns ids, the likeliest first; what has one may be gone.
local most, text, typed = tonumber(ARGV[1]), ARGV[2], words_of(ARGV[2])
local lately, walked = 200, 20000 -- how many lines of audit and how many names are looked at
local ids, listed = {}, {}
local function add(id)
  if id and not listed[id] and #ids < most then listed[id], ids[#ids + 1] = true, id end
end

if #ARGV == 2 then -- those that were changed last, then those that are due next
  local lines = redis.call('LRANGE', KEYS[4], -lately, -1)
  for i = #lines, 1, -1 do
    local line = string.gsub(lines[i], '^#%d+\t', '')
    add(string.match(line, '^[^\t]*\t[^\t]*\t[^\t]*\t[^\t]*\t([^\t]+)'))
  end
  for _, id in ipairs(redis.call('ZRANGE', KEYS[6], 0, most - 1)) do add(id) end
  return ids
end

local names, of = {}, {}
local function offer(name, id)
  if of[name] ~= nil then return end
  for _, word in ipairs(typed) do
    if not string.find(' ' .. name, ' ' .. word, 1, true) then return end
  end
  names[#names + 1], of[name] = name, id or false
end

local function walk()
  local cursor, seen = '0', 0
  repeat
    local part = redis.call('HSCAN', KEYS[1], cursor, 'COUNT', 1000)
    for i = 1, #part[2], 2 do offer(part[2][i], part[2][i + 1]) end
    cursor, seen = part[1], seen + #part[2] / 2
  until cursor == '0' or seen >= walked
end

local function beginning(words, n)
  for _, entry in ipairs(redis.call('ZRANGEBYLEX', KEYS[2], '[' .. words, '(' .. words .. '\255', 'LIMIT', 0, n)) do
    offer(name_of(entry))
  end
end

-- names that the index lacks, since they were given after it was worked on; nil where it lacks more than audit tells
local function fresh()
  local s, out = redis.call('HMGET', KEYS[3], 'v', 'at', 'n', 'cursor'), {}
  local n, total = tonumber(s[3]), redis.call('HLEN', KEYS[1])
  if total <= most_names or s[1] ~= version or s[4] then return nil end
  local behind = redis.call('LLEN', KEYS[4]) - s[2]
  if behind < 0 or behind > lately then return nil end
  for _, line in ipairs(redis.call('LRANGE', KEYS[4], s[2], -1)) do
    local gone, given = names_in(line)
    if gone and gone ~= '' then n = n - 1 end
    if given and given ~= '' then n, out[#out + 1] = n + 1, given end
  end
  return n == total and out or nil
end

if #typed > 0 then
  local given = fresh()
  if not given then
    walk()
  else
    beginning(text, most)
    if #typed > 1 then -- words that don't stand side by side
      local rarest = typed[1]
      for _, word in ipairs(typed) do
        if count(KEYS[2], word) < count(KEYS[2], rarest) then rarest = word end
      end
      beginning(rarest, 5 * most)
    end
    for _, name in ipairs(given) do offer(name) end
  end
end

local function first(name) return string.sub(name, 1, #text) == text end
table.sort(names, function(a, b)
  if first(a) ~= first(b) then return first(a) end
  return a < b
end)
for i = 1, math.min(#names, most) do add(of[names[i]] or redis.call('HGET', KEYS[1], names[i])) end
for i = 3, #ARGV do
  for _, detail in ipairs(redis.call('ZRANGEBYLEX', KEYS[5], '[' .. ARGV[i], '(' .. ARGV[i] .. '\255', 'LIMIT', 0,
    most)) do
    local from = string.find(detail, '\0', 1, true) + 2 -- behind "=" or "~"
    add(string.sub(detail, from, (string.find(detail, '\0', from, true) or 0) - 1))
  end
end
return ids
