-- details.lua: details of some leads of a rep, each only if the lead is still as it was read.
--
-- KEYS[1] leads   KEYS[2] details   KEYS[3] detailed   KEYS[4] the shard's schema
-- ARGV[1] the writer's schema   ARGV[2] what stands in detailed when all leads have been brought in
-- ARGV[3] what is to stand there now
-- then for each lead: id, record as it was read, number of members, the members
--
-- Returns an error of schema.lua, or the ids of the leads that have changed: nothing is noted until they are brought in
-- too.
local refused = writes(KEYS[4], ARGV[1])
if refused then return refused end
local changed, at = {}, 4
while at <= #ARGV do
  local n = tonumber(ARGV[at + 2])
  if redis.call('HGET', KEYS[1], ARGV[at]) ~= ARGV[at + 1] then
    changed[#changed + 1] = ARGV[at]
  else
    for m = at + 3, at + 2 + n do redis.call('ZADD', KEYS[2], 0, ARGV[m]) end
  end
  at = at + 3 + n
end
-- Another replica that has got to the end is not sent back.
if #changed == 0 and redis.call('GET', KEYS[3]) ~= ARGV[2] then redis.call('SET', KEYS[3], ARGV[3]) end
return changed
