package store

import (
	"crypto/rand"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"
)

// Every key that Followup writes is listed here and nowhere else.
//
// A key starts with a hash tag in braces, so that Redis Cluster keeps all keys of a tag in one slot and one script may
// write them together. {T:sNN} is a shard: T is the Slack workspace's id, NN the [Shard] of the rep. {T:ws} holds what
// belongs to no rep. "R" is a rep's id, "L" a lead's. What removes an entry stands behind "until"; the others stay.
//
//	{T:sNN}:reps         hash    rep id -> JSON coach.Rep
//	{T:sNN}:leads:R      hash    lead id -> JSON coach.Lead; until the add is undone, or it is forgotten
//	{T:sNN}:names:R      hash    normalized name -> lead id; until the lead goes or is renamed
//	{T:sNN}:words:R      zset    index of the names of a rep who has more than a thousand (lua/near.lua), all of score 0
//	{T:sNN}:worded:R     hash    what of the names and of their changes is in it; with it
//	{T:sNN}:details:R    zset    what else leads to a lead (details.go), all of score 0; until the detail is another
//	                             one, or the lead goes
//	{T:sNN}:detailed:R   string  for which version of details, and which country, R's leads are among them; while that is
//	                             being made also a newline and the lead that it has come to
//	{T:sNN}:looks:R      zset    lead id, by when a digest must look at it, +inf = nothing is due: every open lead, and
//	                             closed ones with a task; until it is closed, the task is done, or the lead goes
//	{T:sNN}:left:R       set     ids of the closed leads that have a task left; until that is done, or the lead goes
//	{T:sNN}:agreed:R     zset    lead id, newline, name: the agreed calls by their time; until it is over, the lead is
//	                             closed or goes
//	{T:sNN}:tally:R      hash    name of a count -> its sum over the rep's leads (coach.Counters.Counts)
//	{T:sNN}:week:R:DATE  hash    the same of what changed in the rep's week of that Monday; 42 days from the first change
//	{T:sNN}:touches:R:L  list    JSON coach.Touch in order of logging, never trimmed; undo takes the last one off
//	{T:sNN}:audit:R      list    one line per change (entry.go), never trimmed; the last 24 h are the undo journal; of a
//	                             lead that is forgotten only who and when
//	{T:sNN}:imports:R    hash    import id -> JSON Import: the lists that R brought in
//	{T:sNN}:key:R:K      string  journal entry or nonce, newline, stored answer of the envelope K; 24 h
//	{T:sNN}:did:R:H      hash    digest of an envelope's key whose answer isn't stored -> journal entry or nonce; "=" and
//	                             hash of what was said -> when (ms, base 36), space, journal entry, which counts 3
//	                             minutes. H is the half day since 1970; 36 h from the first
//	{T:sNN}:parked:R:ID  string  typed text waiting for an answer; 24 h
//	{T:sNN}:due          zset    due entry, by when the engine must look at it; until Done, or a change moves it
//	{T:sNN}:for          hash    due entry -> instant it speaks of, in ms; with its due entry
//	{T:sNN}:letter:R:ID  string  JSON coach.Letter that R wrote to somebody; 30 days
//	{T:sNN}:outbox       hash    item id -> JSON Outbox, work that crosses shards; until CarryOut
//	{T:sNN}:deed:K       hash    ledger record of the delivery K (lua/claim.lua); 8 days from its last change
//	{T:sNN}:schema       string  the highest schema that wrote to the shard
//	{T:sNN}:run          hash    id of the Redis process that last served a claim, and since when
//	{T:sNN}:dms:R:DATE   string  direct messages sent to R on that local date; 3 days
//	{T:sNN}:tips:R       hash    tip id -> when it was last shown, in ms; tips.Rest of it -> until when it rests
//	{T:ws}:teams         hash    team id -> JSON coach.Team
//	{T:ws}:prints:TEAM   zset    touch id, colon, hashes: fingerprints of the team's last 500 messages by when they were
//	                             sent (outbox.go); until newer ones push them out
//	{T:ws}:blocked       hash    phone number -> JSON Blocked: never to be called; until the confirmed reversal
//	{T:ws}:due :for :outbox :deed:K :run :schema :audit :key    as above, for teams
//
// Of the workspace "scratch" nothing stays; {scratch:ws}:taken is there while somebody tries something out in it.
//
// A due entry is kind|rep|lead (ping, still, nudge), kind|rep (digest, reindex), kind|team (summary) or
// outbox|rep|item, letter|rep|item, import|rep|item. Instants in scores and plain fields are Unix milliseconds.

// Shards is how many shards a workspace has. It can never change: keys would be looked for where they are not.
const Shards = 64

// Shard is the shard that all keys of a rep live in: FNV-1a of the rep's id modulo [Shards].
func Shard(rep string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(rep))
	return int(h.Sum32() % Shards)
}

const (
	dedupeLife   = 24 * time.Hour   // how long the answer to an envelope is known
	ownKeyLife   = 10 * time.Minute // the same for writes that came without a key: longer than any repeat of ours
	saidCounts   = 3 * time.Minute
	didLife      = dedupeLife + 12*time.Hour // of what was done in half a day: the last of it is known for a day, too
	parkedLife   = 24 * time.Hour
	letterLife   = 30 * 24 * time.Hour
	journalSpan  = 24 * time.Hour
	deliveryLife = 8 * 24 * time.Hour
	dmsLife      = 3 * 24 * time.Hour
	weekLife     = 42 * 24 * time.Hour // so that it is known for five weeks after its end
)

// tag is the hash tag of a shard, or of the workspace itself, with its braces.
type tag string

// Tags of a shard by number, and of what belongs to no rep.
func shardTag(workspace string, n int) tag { return tag(fmt.Sprintf("{%s:s%02d}", workspace, n)) }
func wsTag(workspace string) tag           { return tag("{" + workspace + ":ws}") }

// Names of keys, in the order of the table above. What is stored stays under the name it has, whatever it is called
// here.
func (t tag) reps() string                    { return string(t) + ":reps" }
func (t tag) leads(rep string) string         { return string(t) + ":leads:" + rep }
func (t tag) names(rep string) string         { return string(t) + ":names:" + rep }
func (t tag) words(rep string) string         { return string(t) + ":words:" + rep }
func (t tag) worded(rep string) string        { return string(t) + ":worded:" + rep }
func (t tag) details(rep string) string       { return string(t) + ":details:" + rep }
func (t tag) detailed(rep string) string      { return string(t) + ":detailed:" + rep }
func (t tag) looks(rep string) string         { return string(t) + ":looks:" + rep }
func (t tag) openTasks(rep string) string     { return string(t) + ":left:" + rep }
func (t tag) agreed(rep string) string        { return string(t) + ":agreed:" + rep }
func (t tag) counters(rep string) string      { return string(t) + ":tally:" + rep }
func (t tag) week(rep, monday string) string  { return string(t) + ":week:" + rep + ":" + monday }
func (t tag) touchPrefix(rep string) string   { return string(t) + ":touches:" + rep + ":" }
func (t tag) touches(rep, lead string) string { return t.touchPrefix(rep) + lead }
func (t tag) audit(rep string) string         { return string(t) + ":audit:" + rep }
func (t tag) imports(rep string) string       { return string(t) + ":imports:" + rep }
func (t tag) key(rep, key string) string      { return string(t) + ":key:" + rep + ":" + key }
func (t tag) did(rep string, now time.Time) string {
	return string(t) + ":did:" + rep + ":" + strconv.FormatInt(now.Unix()/(12*60*60), 10)
}
func (t tag) parked(rep, id string) string { return string(t) + ":parked:" + rep + ":" + id }
func (t tag) letter(rep, id string) string { return string(t) + ":letter:" + rep + ":" + id }
func (t tag) due() string                  { return string(t) + ":due" }
func (t tag) dueFor() string               { return string(t) + ":for" }
func (t tag) outbox() string               { return string(t) + ":outbox" }
func (t tag) delivery(key string) string   { return string(t) + ":deed:" + key }
func (t tag) schema() string               { return string(t) + ":schema" }
func (t tag) run() string                  { return string(t) + ":run" }
func (t tag) dms(rep, date string) string  { return string(t) + ":dms:" + rep + ":" + date }
func (t tag) tips(rep string) string       { return string(t) + ":tips:" + rep }
func (t tag) prints(team string) string    { return string(t) + ":prints:" + team }
func (t tag) teams() string                { return string(t) + ":teams" }
func (t tag) blocked() string              { return string(t) + ":blocked" }

// plainTag takes braces out of a workspace's id: they would end the hash tag early.
var plainTag = strings.NewReplacer("{", "_", "}", "_")

// ms is an instant as scores and fields hold it, fromMS the way back: whole Unix milliseconds, UTC.
func ms(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

func fromMS(n int64) time.Time { return time.UnixMilli(n).UTC() }

const idLetters = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's: no letter looks like another

// digest is an envelope's key as a field: short, because it stands there for a day.
func digest(key string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	return strconv.FormatUint(h.Sum64(), 36)
}

// NewID returns a random id of eight letters (40 bits) for a lead, a touch or a journal entry: short, because it is
// stored many times over, and unique enough within one rep, where it has to be.
func NewID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	for i := range b {
		b[i] = idLetters[b[i]%32]
	}
	return string(b[:])
}
