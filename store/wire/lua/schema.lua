-- schema.lua: stands before every script that writes. A shard remembers the highest schema that wrote to it; a writer
-- of an older one is refused, since it would misunderstand records, or take out of them what it does not know.
--
-- Its first write also keeps which process of Redis took it, in the key that claim.lua compares: kept only from the
-- first claim on, a failover that loses the shard's first claims would lose the key with them, and what had been sent
-- would count as never tried.

-- process(): the run_id of this Redis, nil where it tells none.
local function process()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%w+)') or nil
end

-- writes(key, own): key is the shard's schema, own the writer's number. Returns nil, or the error to answer with.
local function writes(key, own)
  own = tonumber(own)
  local highest = tonumber(redis.call('GET', key) or '0')
  if highest > own then return redis.error_reply('NEWERSCHEMA ' .. highest) end
  if highest == own then return end
  redis.call('SET', key, own)
  local id = highest == 0 and process()
  if id then redis.call('HSETNX', (string.gsub(key, 'schema$', 'run')), 'id', id) end
end
