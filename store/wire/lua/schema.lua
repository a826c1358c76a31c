-- schema.lua: stands before every script that writes. A shard remembers the highest schema that wrote to it; a writer
-- of an older one is refused, since it would misunderstand records, or take out of them what it does not know.
--
-- writes(key, own): key is the shard's schema, own the writer's number. Returns nil, or the error to answer with.
local function writes(key, own)
  own = tonumber(own)
  local highest = tonumber(redis.call('GET', key) or '0')
  if highest > own then return redis.error_reply('NEWERSCHEMA ' .. highest) end
  if highest < own then redis.call('SET', key, own) end
end

