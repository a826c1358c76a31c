-- near.lua: stands before scripts that look for names of a rep who has very many. What it defines reads only.
--
-- words   zset   for each word of a name, of score 0: the name from that word on, a zero byte, what stands before it
-- worded  hash   v   version of what stands in words          n       how many names are there
--                at  how many lines of audit are worked in    cursor  of the walk over all names, while that goes on
--
-- The index only proposes names: each is looked up among the rep's names, which alone count.
-- The version goes up when other entries are made of a name than before, so that all are made anew.
local version, most_names, most_words, per_word, longest = '1', 1000, 16, 100, 96

local function entries(name)
  local out, at = {}, 1
  while at and #out < most_words do
    out[#out + 1] = string.sub(name, at) .. '\0' .. (at > 1 and string.sub(name, 1, at - 2) or '')
    local space = string.find(name, ' ', at, true)
    at = space and space + 1
  end
  return out
end

local function count(key, text) return redis.call('ZLEXCOUNT', key, '[' .. text, '(' .. text .. '\255') end

local function name_of(entry)
  local zero = string.find(entry, '\0', 1, true)
  local tail, head = string.sub(entry, 1, zero - 1), string.sub(entry, zero + 1)
  return head == '' and tail or head .. ' ' .. tail
end

-- names_in(line): the name that a line of audit took away and the one that it gave, "" for none; nil for neither. They
-- are its last field, a JSON array (store/entry.go).
local function names_in(line)
  local list = string.match(line, '\t(%["[^\t]*"%])$')
  if not list then return nil end
  list = cjson.decode(list)
  return list[1], list[2]
end

-- is_behind(names, worded, audit): 1 when names have changed since they were worked in, or too much has to say so; 2
-- when not all were; false when it is as they are.
local function is_behind(names, worded, audit)
  local s = redis.call('HMGET', worded, 'v', 'at', 'n', 'cursor')
  if s[1] ~= version or s[4] then return 2 end
  if tonumber(s[3]) ~= redis.call('HLEN', names) then return 1 end
  local at, last = tonumber(s[2]), redis.call('LLEN', audit)
  if last < at or last - at > per_word then return 1 end
  for _, line in ipairs(last > at and redis.call('LRANGE', audit, at, last - 1) or {}) do
    if names_in(line) then return 1 end
  end
  return false
end

-- words_of(texts): the first words of texts between which the byte 255 stands, each once.
local function words_of(texts)
  local out, listed = {}, {}
  for word in string.gmatch(texts, '[^ \255]+') do
    if not listed[word] and #out < most_words then listed[word], out[#out + 1] = true, word end
  end
  return out
end

-- near(names, words, typed): names like some that the typed words may hold, as a flat array of name, id. These are all
-- names that have a word which begins as a typed one, where they are few, else those where the next word fits too; and
-- likewise for a word in which one letter is wrong, missing, too many or swapped with its neighbour, and where a space
-- is missing or too many.
local function near(names, words, typed)
  local list, listed, room = {}, {}, 6 * per_word
  local function range(low, high, n)
    local found = redis.call('ZRANGEBYLEX', words, low, high, 'LIMIT', 0, math.min(n, room))
    for _, entry in ipairs(found) do
      local name = name_of(entry)
      if not listed[name] then
        listed[name], list[#list + 1], room = true, name, room - 1
      end
    end
    return #found
  end
  local function beginning(text, n) return range('[' .. text, '(' .. text .. '\255', n) end
  local function is_word(text) -- a word is followed by a zero byte or a space
    return redis.call('ZLEXCOUNT', words, '[' .. text .. '\0', '(' .. text .. '!') > 0
  end

  local function letters(text)
    local out = {}
    for c in string.gmatch(text, '[\1-\127\194-\244][\128-\191]*') do out[#out + 1] = c end
    return out
  end
  -- what words there are go on with behind a beginning
  local function following(text)
    local out, from = {}, '[' .. text .. '!'
    while #out < 64 do
      local entry = redis.call('ZRANGEBYLEX', words, from, '(' .. text .. '\255', 'LIMIT', 0, 1)[1]
      local c = entry and string.match(entry, '^[\1-\127\194-\244][\128-\191]*', #text + 1)
      if not c then break end
      out[#out + 1] = c
      from = '[' .. text .. c .. '\255'
    end
    return out
  end
  -- the words that are one slip away from one that none begins with
  local function slips(word)
    local c, out, tried = letters(word), {}, {}
    if #c < 4 or #c > 24 then return out end
    local function try(one)
      if not tried[one] and #out < 8 and is_word(one) then out[#out + 1] = one end
      tried[one] = true
    end
    local head = ''
    for i = 1, #c do
      local rest = table.concat(c, '', i + 1)
      try(head .. rest)
      if c[i + 1] then try(head .. c[i + 1] .. c[i] .. table.concat(c, '', i + 2)) end
      local next_letters = following(head)
      if #next_letters == 0 then break end
      for _, other in ipairs(next_letters) do
        try(head .. other .. rest)
        try(head .. other .. c[i] .. rest)
      end
      head = head .. c[i]
    end
    return out
  end

  local forms, guesses = {}, 2
  for i, word in ipairs(typed) do
    forms[i] = {}
    if count(words, word) > 0 then
      forms[i][1] = word
    elseif guesses > 0 and #word <= longest then -- each of its bytes costs a look
      guesses, forms[i] = guesses - 1, slips(word)
      for at = 2, #word - 2 do beginning(string.sub(word, 1, at) .. ' ' .. string.sub(word, at + 1), 5) end
    end
  end
  for i, word in ipairs(typed) do
    local after = typed[i + 1]
    for _, form in ipairs(forms[i]) do
      if count(words, form) <= per_word then
        beginning(form, per_word)
      else -- the word last in a name, then with others behind it, then those that only begin so
        range('[' .. form .. '\0', '(' .. form .. '\1', per_word / 2)
        range('[' .. form .. ' ', '(' .. form .. '!', per_word / 2)
        range('[' .. form .. '!', '(' .. form .. '\255', per_word / 4)
        local fits = 0
        for _, next_form in ipairs(forms[i + 1] or {}) do
          fits = fits + beginning(form .. ' ' .. next_form, per_word / 2)
        end
        if after and fits == 0 then beginning(form .. ' ' .. string.sub(after, 1, 2), per_word / 2) end
      end
    end
    if after then beginning(word .. after, 10) end
  end

  local out = {}
  for from = 1, #list, 200 do
    local some = { unpack(list, from, math.min(from + 199, #list)) }
    for i, id in ipairs(redis.call('HMGET', names, unpack(some))) do
      if id then out[#out + 1], out[#out + 2] = some[i], id end
    end
  end
  return out
end
