-- due.lua: the leads of a rep that are due, and the tips that were shown, in one trip. Reads only.
--
-- KEYS[1] looks  zset  lead id -> when to look at it, ms
-- KEYS[2] leads  hash  lead id -> record
-- KEYS[3] tips   hash  tip id -> when it was shown, ms
-- ARGV[1] until, ms   ARGV[2] how many records to bring at most
--
-- Returns { how many are due, records, tips }: records longest due first, false for one that is gone; tips a flat array
-- of ids and instants.
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
local records = #ids > 0 and redis.call('HMGET', KEYS[2], unpack(ids)) or {}
return { redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1]), records, redis.call('HGETALL', KEYS[3]) }
