-- sending.lua: the last step before a message leaves. From now on a try may have reached Slack.
--
-- KEYS[1] the delivery's record (fields in claim.lua)   KEYS[2] the shard's schema
-- ARGV[1] epoch   ARGV[2] owner#nonce   ARGV[3] new end of the lease, ms   ARGV[4] life of the record, ms
-- ARGV[5] the writer's schema
--
-- Returns an error of schema.lua, { "ok" }, or { "lost" } when somebody else has claimed it since, or it is
-- done: then nothing may be sent. A repeat gives the same answer.
local refused = writes(KEYS[2], ARGV[5])
if refused then return refused end
local d = redis.call('HMGET', KEYS[1], 'st', 'ep', 'ow')
if (d[1] ~= 'c' and d[1] ~= 's') or d[2] ~= ARGV[1] or d[3] ~= ARGV[2] then return { 'lost' } end
redis.call('HSET', KEYS[1], 'st', 's', 'sent', '1', 'un', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return { 'ok' }
