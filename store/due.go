package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

// Kinds of due entries.
const (
	KindDigest  = "digest"
	KindPing    = "ping"
	KindStill   = "still"
	KindNudge   = "nudge"
	KindSummary = "summary"
	KindOutbox  = "outbox"  // to be given to [Workspace.CarryOut]
	KindReindex = "reindex" // to be given to [Workspace.Reindex]
	// KindImport is of an import that isn't through: whoever works on it moves it on, and when that stops somebody else
	// goes on.
	KindImport = "import"

	KindGift     = coach.TimerGift     // a question to the managers of a rep
	KindGiftBack = coach.TimerGiftBack // its answer
)

// The index is one sorted set for each shard, so that an entry changes in the write of what it follows from. Whoever
// looks what is due asks all of them in one go.

// leadKinds are the kinds that coach may ask for as a lead's timers; a change of the lead replaces them all.
var leadKinds = []string{KindPing, KindStill, KindNudge, KindGift, KindGiftBack}

// Due is one entry of the due index: something the engine must look at from At on. A lead has at most one entry of each
// kind, a rep one digest, a team one summary.
type Due struct {
	Kind, Rep, Lead, Team string
	Item                  string // of an outbox entry, a letter or an import

	// At is when the engine looks at it, For the instant it speaks of: the digest's own time, the commitment. A claim or a
	// retry moves At and leaves For, which is what a delivery is named after. For is At unless it was given. Both in whole
	// milliseconds, UTC.
	At, For time.Time
}

// member is the entry's name in the index: there is one for each kind and owner, so a new one replaces the old.
func (d Due) member() string {
	switch d.Kind {
	case KindDigest, KindReindex:
		return d.Kind + "|" + d.Rep
	case KindSummary:
		return d.Kind + "|" + d.Team
	case KindOutbox, KindLetter, KindImport:
		return d.Kind + "|" + d.Rep + "|" + d.Item
	}
	return d.Kind + "|" + d.Rep + "|" + d.Lead
}

// dueOf reads a member back.
func dueOf(member string, at time.Time) (Due, error) {
	part := strings.Split(member, "|")
	d := Due{Kind: part[0], At: at, For: at}
	switch {
	case (d.Kind == KindDigest || d.Kind == KindReindex) && len(part) == 2:
		d.Rep = part[1]
	case d.Kind == KindSummary && len(part) == 2:
		d.Team = part[1]
	case slices.Contains([]string{KindOutbox, KindLetter, KindImport}, d.Kind) && len(part) == 3:
		d.Rep, d.Item = part[1], part[2]
	case len(part) == 3:
		d.Rep, d.Lead = part[1], part[2]
	default:
		return Due{}, fmt.Errorf("store: due entry %q", member)
	}
	return d, nil
}

// dueTag is where an entry lives: with its rep, or with the workspace.
func (s space) dueTag(d Due) keyspace.Tag {
	if d.Rep == "" {
		return s.ws()
	}
	return s.rep(d.Rep)
}

// addDue replaces the entry of d's kind and owner; a zero At removes it.
func addDue(b *wire.Batch, t keyspace.Tag, d Due) {
	if d.At.IsZero() {
		b.Do("ZREM", t.Due(), d.member())
		b.Do("HDEL", t.DueFor(), d.member())
		return
	}
	if d.For.IsZero() {
		d.For = d.At
	}
	b.Do("ZADD", t.Due(), keyspace.MS(d.At), d.member())
	b.Do("HSET", t.DueFor(), d.member(), keyspace.MS(d.For))
}

// timersOf is what a lead's due entries must be: one per kind, those with a zero At absent. An attention that asks for
// two of a kind is refused.
func timersOf(l coach.Lead, a coach.Attention) ([]Due, error) {
	out := make([]Due, len(leadKinds))
	for i, kind := range leadKinds {
		out[i] = Due{Kind: kind, Rep: l.Rep, Lead: l.ID}
	}
	for _, timer := range a.Timers {
		i := slices.Index(leadKinds, timer.Kind)
		if i < 0 || !out[i].At.IsZero() || timer.At.IsZero() {
			return nil, fmt.Errorf("store: lead %s asks for a timer %q at %v that can't be kept", l.ID, timer.Kind, timer.At)
		}
		out[i].At, out[i].For = timer.At, timer.For
		if out[i].For.IsZero() {
			out[i].For = timer.At
		}
	}
	return out, nil
}

// addAttention replaces a lead's due entry and timers. Every open lead has a due entry, so that the open ones can be
// listed in due order; a closed one has none, unless something is left to do about it (see addAggregate).
func addAttention(b *wire.Batch, t keyspace.Tag, l coach.Lead, a coach.Attention) error {
	if !l.Open() {
		addRemoval(b, t, l)
		if hasOpenTask(l) {
			b.Do("ZADD", t.Looks(l.Rep), look(a), l.ID)
		}
		return nil
	}
	b.Do("ZADD", t.Looks(l.Rep), look(a), l.ID)
	timers, err := timersOf(l, a)
	if err != nil {
		return err
	}
	var gone []any
	for _, d := range timers {
		if d.At.IsZero() {
			gone = append(gone, d.member())
			continue
		}
		addDue(b, t, d)
	}
	if len(gone) > 0 {
		b.Do("ZREM", t.Due(), gone...)
		b.Do("HDEL", t.DueFor(), gone...)
	}
	return nil
}

// addRemoval removes a lead's due entry and timers.
func addRemoval(b *wire.Batch, t keyspace.Tag, l coach.Lead) {
	b.Do("ZREM", t.Looks(l.Rep), l.ID)
	gone := make([]any, len(leadKinds))
	for i, kind := range leadKinds {
		gone[i] = Due{Kind: kind, Rep: l.Rep, Lead: l.ID}.member()
	}
	b.Do("ZREM", t.Due(), gone...)
	b.Do("HDEL", t.DueFor(), gone...)
}

// look is the score of a lead's due entry; +inf stands for nothing to do.
func look(a coach.Attention) string {
	if a.Shows.IsZero() {
		return "+inf"
	}
	return keyspace.MS(a.Shows)
}

// headLua reads what is due of one shard with the instants it speaks of, in one go: read apart, an entry that moves in
// between would come with the old At and the new For.
//
// KEYS[1] due   KEYS[2] for   ARGV[1] until, ms   ARGV[2] how many at most
// Returns a flat array: member, at, for (false when there is none)
const headLua = `
local out = {}
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for i = 1, #due, 2 do
  out[#out + 1], out[#out + 2] = due[i], due[i + 1]
  out[#out + 1] = redis.call('HGET', KEYS[2], due[i])
end
return out`

// DueBefore returns the entries whose At is not after now, at most perShard of each shard, earliest first within a
// shard. One pipeline when nothing is due, two otherwise: the cost grows with what is due, not with reps or leads.
func (x DueIndex) DueBefore(ctx context.Context, now time.Time, perShard int) ([]Due, error) {
	tags := x.id.All()
	waiting := make([]*redis.IntCmd, len(tags))
	err := x.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range tags {
				waiting[i] = pipe.ZCount(ctx, t.Due(), "-inf", keyspace.MS(now))
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	var found []*redis.Cmd
	for i, t := range tags {
		if waiting[i].Val() > 0 {
			found = append(found, redis.NewCmd(ctx, "EVAL", headLua, 2, t.Due(), t.DueFor(), keyspace.MS(now), perShard))
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	err = x.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for _, cmd := range found {
				if err := pipe.Process(ctx, cmd); err != nil {
					return err
				}
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []Due
	for _, cmd := range found {
		if out, err = x.appendHead(out, cmd); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// appendHead reads what headLua has found in one shard. What a newer version calls otherwise is left to it.
func (x DueIndex) appendHead(out []Due, cmd *redis.Cmd) ([]Due, error) {
	flat, err := cmd.Slice()
	if err != nil {
		return nil, fmt.Errorf("store: read what is due: %w", err)
	}
	for ; len(flat) >= 3; flat = flat[3:] {
		at, err := strconv.ParseFloat(wire.Text(flat[1]), 64)
		if err != nil {
			return nil, fmt.Errorf("store: due entry %q is at %q", wire.Text(flat[0]), wire.Text(flat[1]))
		}
		d, err := dueOf(wire.Text(flat[0]), keyspace.FromMS(int64(at)))
		if x.s.Passes(codec.Damaged("due entry", wire.Text(flat[0]), err)) {
			continue
		}
		if n, err := strconv.ParseInt(wire.Text(flat[2]), 10, 64); err == nil {
			d.For = keyspace.FromMS(n)
		}
		out = append(out, d)
	}
	return out, nil
}

// NextDue is the earliest At of the whole index, the zero time when the index is empty.
func (x DueIndex) NextDue(ctx context.Context) (time.Time, error) {
	tags := x.id.All()
	found := make([]*redis.ZSliceCmd, len(tags))
	err := x.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range tags {
				found[i] = pipe.ZRangeWithScores(ctx, t.Due(), 0, 0)
			}
			return nil
		})
		return err
	})
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	for _, f := range found {
		if len(f.Val()) == 1 {
			if at := keyspace.FromMS(int64(f.Val()[0].Score)); next.IsZero() || at.Before(next) {
				next = at
			}
		}
	}
	return next, nil
}

// SetDue puts due entries into the index, replacing those of the same kind and owner; a zero At removes one. One trip
// per entry.
func (x DueIndex) SetDue(ctx context.Context, dues ...Due) error {
	for _, d := range dues {
		b := wire.NewBatch(x.dueTag(d))
		addDue(b, x.dueTag(d), d)
		if _, err := x.s.Write(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// Drop removes due entries that no longer mean anything, such as a ping for a commitment that moved. An entry that
// speaks of another instant by now stays.
func (x DueIndex) Drop(ctx context.Context, dues ...Due) error {
	return x.Reschedule(ctx, nil, dues...)
}

// Reschedule replaces the first entry by next and removes the others; without a next it removes all. One trip per
// entry. An entry that speaks of another instant by now stays as it is.
func (x DueIndex) Reschedule(ctx context.Context, next *Due, dues ...Due) error {
	for i, d := range dues {
		if d.For.IsZero() {
			d.For = d.At
		}
		after := Due{Kind: d.Kind, Rep: d.Rep, Lead: d.Lead, Team: d.Team, Item: d.Item}
		if i == 0 && next != nil {
			after = *next
		}
		t := x.dueTag(d)
		b := wire.NewBatch(t)
		b.Check("same", t.DueFor(), d.member(), keyspace.MS(d.For))
		addDue(b, t, after)
		if _, err := x.s.Write(ctx, b); err != nil {
			return err
		}
	}
	return nil
}
