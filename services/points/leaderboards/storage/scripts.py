"""What Redis does in one step: the scripts of sheets.

A sheet is two keys. `<prefix><generation>|<sheet>`, a sorted set, has its members by the negated
points, each as the time of the last credit (11 hexadecimal digits of milliseconds) and the id: so
the set's own order is the sheet's, since equal scores stand in the order of their texts. The same
name with `#t` behind it, a hash, has that time by id.

KEYS[1] is always the brand's state, a hash:
    shown, building  positions as JSON, `generation` among their fields
    ordered          1 while a new generation is ordered
    k:<generation>|<sheet>  when the sheet is dropped, in milliseconds
All keys of a brand have one hash tag, so that they stand on one shard.
"""

from __future__ import annotations

# KEYS: state, ids of the scan; ARGV: prefix, generation, position before, position after, how many
# ids, the ids, then for each change: sheet, member, points, time in hex, drop.
ADD = """
local field = 'building'
if redis.call('HGET', KEYS[1], field) ~= ARGV[3] then field = 'shown' end
if redis.call('HGET', KEYS[1], field) ~= ARGV[3] then return 'moved' end
local first = 6 + tonumber(ARGV[5])
local known = {}
for i = first, #ARGV, 5 do
  local sheet = ARGV[i]
  if known[sheet] == nil then
    local kept = 'k:' .. ARGV[2] .. '|' .. sheet
    local key = ARGV[1] .. ARGV[2] .. '|' .. sheet
    if redis.call('HEXISTS', KEYS[1], kept) == 1 then
      if redis.call('EXISTS', key, key .. '#t') ~= 2 then return 'lost' end
    else
      redis.call('HSET', KEYS[1], kept, ARGV[i + 4])
    end
    known[sheet] = key
  end
end
for i = first, #ARGV, 5 do
  local key, member = known[ARGV[i]], ARGV[i + 1]
  local points, at = -tonumber(ARGV[i + 2]), ARGV[i + 3]
  local before = redis.call('HGET', key .. '#t', member)
  if before then
    points = points + tonumber(redis.call('ZSCORE', key, before .. member))
    if before < at then
      redis.call('ZREM', key, before .. member)
    else
      at = before
    end
  end
  redis.call('ZADD', key, string.format('%.0f', points), at .. member)
  if at ~= before then redis.call('HSET', key .. '#t', member, at) end
end
for i = 6, first - 1 do redis.call('SADD', KEYS[2], ARGV[i]) end
redis.call('HSET', KEYS[1], field, ARGV[4])
return 'done'
"""

# KEYS: state; ARGV: position. What was being made is shown.
SHOW = """
if redis.call('HGET', KEYS[1], 'building') ~= ARGV[1] then return 'moved' end
redis.call('HSET', KEYS[1], 'shown', ARGV[1])
redis.call('HDEL', KEYS[1], 'building')
return 'done'
"""

# KEYS: state; ARGV: prefix, sheet, members. Answers shown, building, and of each member who has
# points the element and its score, in no order.
READ_AMONG = """
local shown = redis.call('HGET', KEYS[1], 'shown')
local building = redis.call('HGET', KEYS[1], 'building')
local position = shown or building
if not position then return {false, false, {}} end
local generation = cjson.decode(position).generation
local name = generation .. '|' .. ARGV[2]
local key = ARGV[1] .. name
if redis.call('HEXISTS', KEYS[1], 'k:' .. name) == 1
    and redis.call('EXISTS', key, key .. '#t') ~= 2 then
  redis.call('HSET', KEYS[1], 'ordered', 1)
  return {shown, position, {}}
end
local found = {}
for i = 3, #ARGV do
  local at = redis.call('HGET', key .. '#t', ARGV[i])
  local score = at and redis.call('ZSCORE', key, at .. ARGV[i])
  if score and tonumber(score) < 0 then
    found[#found + 1] = at .. ARGV[i]
    found[#found + 1] = score
  end
end
if redis.call('HEXISTS', KEYS[1], 'ordered') == 1 then building = position end
return {shown, building, found}
"""

# KEYS: state; ARGV: prefix, sheet, top, member, around. Answers shown, building, then the first
# places, how many there are, the member's place from 0 (-1: none), the first place around it, and
# those places. A sheet that should be there and is not orders a new generation.
READ = """
local shown = redis.call('HGET', KEYS[1], 'shown')
local building = redis.call('HGET', KEYS[1], 'building')
local position = shown or building
if not position then return {false, false, {}, 0, -1, 0, {}} end
local generation = cjson.decode(position).generation
local name = generation .. '|' .. ARGV[2]
local key = ARGV[1] .. name
if redis.call('HEXISTS', KEYS[1], 'k:' .. name) == 1
    and redis.call('EXISTS', key, key .. '#t') ~= 2 then
  redis.call('HSET', KEYS[1], 'ordered', 1)
  return {shown, position, {}, 0, -1, 0, {}}
end
local top = redis.call('ZRANGEBYSCORE', key, '-inf', '(0', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
local members = redis.call('ZCOUNT', key, '-inf', '(0')
local rank, first, around = -1, 0, {}
local at = ARGV[4] ~= '' and redis.call('HGET', key .. '#t', ARGV[4])
if at then
  local own = at .. ARGV[4]
  if tonumber(redis.call('ZSCORE', key, own)) < 0 then
    rank = redis.call('ZRANK', key, own)
    first = math.max(0, rank - ARGV[5])
    local last = math.min(members - 1, rank + ARGV[5])
    around = redis.call('ZRANGE', key, first, last, 'WITHSCORES')
  end
end
if redis.call('HEXISTS', KEYS[1], 'ordered') == 1 then building = position end
return {shown, building, top, members, rank, first, around}
"""
