package keyspace

import (
	"crypto/rand"
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
//	{T:sNN}:words:R      zset    index of the names of a rep who has more than a thousand (store/lua/near.lua), all of
//	                             score 0
//	{T:sNN}:worded:R     hash    what of the names and of their changes is in it; with it
//	{T:sNN}:details:R    zset    what else leads to a lead (store/details.go), all of score 0; until the detail is
//	                             another one, or the lead goes
//	{T:sNN}:detailed:R   string  for which version of details, and which country, R's leads are among them; while that is
//	                             being made also a newline and the lead that it has come to
//	{T:sNN}:looks:R      zset    lead id, by when a digest must look at it, +inf = nothing is due: every open lead, and
//	                             closed ones with a task; until it is closed, the task is done, or the lead goes
//	{T:sNN}:left:R       set     ids of the closed leads that have a task left; until that is done, or the lead goes
//	{T:sNN}:agreed:R     zset    lead id, newline, name: the agreed calls by their time; until it is over, the lead is
//	                             closed or goes
//	{T:sNN}:tally:R      hash    name of a count -> its sum over the rep's leads (coach.Counters.Counts), calls by place
//	                             in the week and how leads went (tally.Course) among them (store/figures.go)
//	{T:sNN}:week:R:DATE  hash    the same of what changed in the rep's week of that Monday; 42 days from the first change
//	{T:sNN}:touches:R:L  list    JSON coach.Touch in order of logging, never trimmed; undo takes the last one off; of a
//	                             lead that went into another one 36 h more
//	{T:sNN}:audit:R      list    one line per change (store/entry.go), never trimmed; the last 24 h are the undo
//	                             journal; of a lead that is forgotten only who and when
//	{T:sNN}:handover:R:ID hash   "list" -> JSON HandOver of leads that R had, and the number of each part that is
//	                             through; 36 h
//	{T:sNN}:went:R:MONTH hash    "l" and a lead's id -> JSON went.Went, "n" and a normalized name -> the id: leads that
//	                             went from R by a hand-over; until it comes back or is erased, and 122 days from the
//	                             month's first
//	{T:sNN}:imports:R    hash    import id -> JSON Import: the lists that R brought in
//	{T:sNN}:key:R:K      string  journal entry or nonce, newline, stored answer of the envelope K; 24 h
//	{T:sNN}:did:R:H      hash    digest of an envelope's key whose answer isn't stored -> journal entry or nonce; "=" and
//	                             hash of what was said -> when (ms, base 36), space, journal entry, which counts 3
//	                             minutes. H is the half day since 1970; 36 h from the first
//	{T:sNN}:parked:R:ID  string  typed text waiting for an answer; 24 h
//	{T:sNN}:home:R       hash    what of their Home R looks at, and the hash of its view (store/homes); 12 h from when R
//	                             last opened it or tapped on it
//	{T:sNN}:due          zset    due entry, by when the engine must look at it; until Done, or a change moves it
//	{T:sNN}:for          hash    due entry -> instant it speaks of, in ms; with its due entry
//	{T:sNN}:letter:R:ID  string  JSON coach.Letter that R wrote to somebody; 30 days
//	{T:sNN}:outbox       hash    item id -> JSON Outbox, work that crosses shards; until CarryOut
//	{T:sNN}:deed:K       hash    record of the delivery K (store/ledger/lua/claim.lua); 8 days from its last change
//	{T:sNN}:hook:A       zset    "R|L" -> when the webhook A is to hear the next event of that lead; until none waits,
//	                             and 7 days from the last that was added
//	{T:sNN}:event:R:L:A  list    JSON hooks.Event: what A is to hear of the lead, in this order; the last 500, 7 days
//	                             from the last that was added
//	{T:sNN}:tried:A      hash    "R|L" -> how often the first of these was sent in vain, until it arrives; "R|L#" -> the
//	                             claim of whoever is sending it; 7 days from the last claim
//	{T:sNN}:unsent:A     zset    "R|L|event" -> when it was given up; the last 1000 of 14 days
//	{T:sNN}:schema       string  the highest schema that wrote to the shard
//	{T:sNN}:run          hash    id of the Redis process that took the shard's first write, then of the one
//	                             that last served a claim, and since when
//	{T:sNN}:dms:R:DATE   string  direct messages sent to R on that local date; 3 days
//	{T:sNN}:tips:R       hash    tip id -> when it was last shown, in ms; tips.Rest of it -> until when it rests
//	{T:ws}:teams         hash    team id -> JSON coach.Team
//	{T:ws}:prints:TEAM   zset    touch id, colon, hashes: fingerprints of the team's last 500 messages by when they were
//	                             sent (store/outbox.go); until newer ones push them out
//	{T:ws}:blocked       hash    hash of a phone number -> JSON Blocked: never to be called; until the confirmed reversal
//	{T:ws}:numbers       hash    "key" -> that of those hashes, "print" -> its fingerprint, "all" -> whether no number of
//	                             an older version is left there (package numbers)
//	{T:ws}:refusing      hash    id of a webhook -> JSON hooks.Refusal: that, and since when, nothing reaches it; until
//	                             something does
//	{T:ws}:due :for :outbox :deed:K :run :schema :audit :key    as above, for teams
//
// Of the workspace "scratch" nothing stays; {scratch:ws}:taken is there while somebody tries something out in it.
//
// A due entry is kind|rep|lead (ping, still, nudge), kind|rep (digest, reindex, return), kind|team (summary) or
// outbox|rep|item, letter|rep|item, import|rep|item, ask|rep|item. Instants in scores and plain fields are Unix
// milliseconds.

// Shards is how many shards a workspace has. It can never change: keys would be looked for where they are not.
const Shards = 64

// Shard is the shard that all keys of a rep live in: FNV-1a of the rep's id modulo [Shards].
func Shard(rep string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(rep))
	return int(h.Sum32() % Shards)
}

// How long keys live that end by themselves.
const (
	DedupeLife   = 24 * time.Hour            // how long the answer to an envelope is known
	OwnKeyLife   = 10 * time.Minute          // the same for writes that came without a key: longer than any repeat of ours
	DidLife      = DedupeLife + 12*time.Hour // of what was done in half a day: the last of it is known for a day, too
	ParkedLife   = 24 * time.Hour
	LetterLife   = 30 * 24 * time.Hour
	HomeLife     = 12 * time.Hour // a day's work; who comes back to a Home later opens it again
	DeliveryLife = 8 * 24 * time.Hour
	EventLife    = 7 * 24 * time.Hour  // of what waits for a webhook, from the last that was added
	UnsentLife   = 14 * 24 * time.Hour // of what a webhook was not told
	DMsLife      = 3 * 24 * time.Hour
	WentLife     = 122 * 24 * time.Hour // so that each lead's is known for three months
	WeekLife     = 42 * 24 * time.Hour  // so that it is known for five weeks after its end
)

// Workspace is the id of a Slack workspace as hash tags hold it.
type Workspace string

// plainTag takes braces out of a workspace's id: they would end the hash tag early.
var plainTag = strings.NewReplacer("{", "_", "}", "_")

// Of is the workspace of a Slack team id.
func Of(team string) Workspace { return Workspace(plainTag.Replace(team)) }

// Rep is the tag that a rep's keys carry.
func (w Workspace) Rep(id string) Tag { return w.shard(Shard(id)) }

// Own is the tag of what belongs to no rep.
func (w Workspace) Own() Tag { return Tag("{" + w + ":ws}") }

// shard writes its two digits without fmt: a look writes those of all shards, every second.
func (w Workspace) shard(n int) Tag {
	return Tag("{" + string(w) + ":s" + string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) + "}")
}

// Shards are the tags of all shards, by their numbers.
func (w Workspace) Shards() []Tag {
	out := make([]Tag, Shards)
	for n := range out {
		out[n] = w.shard(n)
	}
	return out
}

// All are the tags of all shards, and the workspace's own behind them.
func (w Workspace) All() []Tag { return append(w.Shards(), w.Own()) }

// Tag is the hash tag of a shard, or of the workspace itself, with its braces.
type Tag string

// Reps is the name of a key, as the methods behind it are, in the order of the table above. What is stored stays under
// the name it has, whatever it is called here.
func (t Tag) Reps() string                    { return string(t) + ":reps" }
func (t Tag) Leads(rep string) string         { return string(t) + ":leads:" + rep }
func (t Tag) Names(rep string) string         { return string(t) + ":names:" + rep }
func (t Tag) Words(rep string) string         { return string(t) + ":words:" + rep }
func (t Tag) Worded(rep string) string        { return string(t) + ":worded:" + rep }
func (t Tag) Details(rep string) string       { return string(t) + ":details:" + rep }
func (t Tag) Detailed(rep string) string      { return string(t) + ":detailed:" + rep }
func (t Tag) Looks(rep string) string         { return string(t) + ":looks:" + rep }
func (t Tag) OpenTasks(rep string) string     { return string(t) + ":left:" + rep }
func (t Tag) Agreed(rep string) string        { return string(t) + ":agreed:" + rep }
func (t Tag) Counters(rep string) string      { return string(t) + ":tally:" + rep }
func (t Tag) Week(rep, monday string) string  { return string(t) + ":week:" + rep + ":" + monday }
func (t Tag) TouchPrefix(rep string) string   { return string(t) + ":touches:" + rep + ":" }
func (t Tag) Touches(rep, lead string) string { return t.TouchPrefix(rep) + lead }
func (t Tag) Audit(rep string) string         { return string(t) + ":audit:" + rep }
func (t Tag) Imports(rep string) string       { return string(t) + ":imports:" + rep }
func (t Tag) HandOver(rep, id string) string  { return string(t) + ":handover:" + rep + ":" + id }
func (t Tag) Went(rep, month string) string   { return string(t) + ":went:" + rep + ":" + month }
func (t Tag) Key(rep, key string) string      { return string(t) + ":key:" + rep + ":" + key }
func (t Tag) Did(rep string, now time.Time) string {
	return string(t) + ":did:" + rep + ":" + strconv.FormatInt(now.Unix()/(12*60*60), 10)
}
func (t Tag) Parked(rep, id string) string { return string(t) + ":parked:" + rep + ":" + id }
func (t Tag) Letter(rep, id string) string { return string(t) + ":letter:" + rep + ":" + id }
func (t Tag) Home(rep string) string       { return string(t) + ":home:" + rep }
func (t Tag) Due() string                  { return string(t) + ":due" }
func (t Tag) DueFor() string               { return string(t) + ":for" }
func (t Tag) Outbox() string               { return string(t) + ":outbox" }
func (t Tag) Delivery(key string) string   { return string(t) + ":deed:" + key }
func (t Tag) Hook(to string) string        { return string(t) + ":hook:" + to }
func (t Tag) Events(rep, lead, to string) string {
	return string(t) + ":event:" + rep + ":" + lead + ":" + to
}
func (t Tag) Tried(to string) string      { return string(t) + ":tried:" + to }
func (t Tag) Unsent(to string) string     { return string(t) + ":unsent:" + to }
func (t Tag) Refusing() string            { return string(t) + ":refusing" }
func (t Tag) Schema() string              { return string(t) + ":schema" }
func (t Tag) Run() string                 { return string(t) + ":run" }
func (t Tag) DMs(rep, date string) string { return string(t) + ":dms:" + rep + ":" + date }
func (t Tag) Tips(rep string) string      { return string(t) + ":tips:" + rep }
func (t Tag) Prints(team string) string   { return string(t) + ":prints:" + team }
func (t Tag) Teams() string               { return string(t) + ":teams" }
func (t Tag) Blocked() string             { return string(t) + ":blocked" }
func (t Tag) Numbers() string             { return string(t) + ":numbers" }

// MS is an instant as scores and fields hold it: whole Unix milliseconds.
func MS(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// FromMS is the way back, in UTC.
func FromMS(n int64) time.Time { return time.UnixMilli(n).UTC() }

const idLetters = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's: no letter looks like another

// Digest is an envelope's key as a field: short, because it stands there for a day.
func Digest(key string) string {
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
