package ledger

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
	KindCalled  = "called" // of a call that a rep said they were making
	KindSummary = "summary"
	// KindTeamDay is of the message to a team's managers on the day of its summary; its item is the manager, without one
	// it is time to write to all of them.
	KindTeamDay = "teamday"
	KindOutbox  = "outbox"  // to be given to store.Workspace.CarryOut
	KindReindex = "reindex" // to be given to store.Workspace.Reindex
	KindReturn  = "return"  // of a rep who is away: their first day back, or a spread that isn't through
	// KindImport is of an import that isn't through: whoever works on it moves it on, and when that stops somebody else
	// goes on.
	KindImport = "import"

	// KindAsk is of a question to a rep about what Slack says of them; its item is what about.
	KindAsk   = "ask"
	AskZone   = "zone"   // where they are
	AskStatus = "status" // whether they are away

	// KindLetter is of a letter between two people, which waits in the shard of whoever wrote it.
	KindLetter = "letter"

	KindGift     = coach.TimerGift     // a question to the managers of a rep
	KindGiftBack = coach.TimerGiftBack // its answer
)

// The index is one sorted set for each shard, so that an entry changes in the write of what it follows from. Whoever
// looks what is due asks all of them in one go.

// Due is one entry of the due index: something the engine must look at from At on. A lead has at most one entry of each
// kind, a rep one digest, a team one summary.
type Due struct {
	Kind, Rep, Lead, Team string
	Item                  string // of an outbox entry, a letter, an import or a question

	// At is when the engine looks at it, For the instant it speaks of: the digest's own time, the commitment. A claim or a
	// retry moves At and leaves For, which is what a delivery is named after. For is At unless it was given. Both in whole
	// milliseconds, UTC.
	At, For time.Time
}

// Member is the entry's name in the index: there is one for each kind and owner, so a new one replaces the old.
func (d Due) Member() string {
	switch d.Kind {
	case KindDigest, KindReindex, KindReturn:
		return d.Kind + "|" + d.Rep
	case KindSummary:
		return d.Kind + "|" + d.Team
	case KindTeamDay:
		return d.Kind + "|" + d.Team + "|" + d.Item
	case KindOutbox, KindLetter, KindImport, KindAsk:
		return d.Kind + "|" + d.Rep + "|" + d.Item
	}
	return d.Kind + "|" + d.Rep + "|" + d.Lead
}

// dueOf reads a member back.
func dueOf(member string, at time.Time) (Due, error) {
	part := strings.Split(member, "|")
	d := Due{Kind: part[0], At: at, For: at}
	switch {
	case slices.Contains([]string{KindDigest, KindReindex, KindReturn}, d.Kind) && len(part) == 2:
		d.Rep = part[1]
	case d.Kind == KindSummary && len(part) == 2:
		d.Team = part[1]
	case d.Kind == KindTeamDay && len(part) == 3:
		d.Team, d.Item = part[1], part[2]
	case slices.Contains([]string{KindOutbox, KindLetter, KindImport, KindAsk}, d.Kind) && len(part) == 3:
		d.Rep, d.Item = part[1], part[2]
	case len(part) == 3:
		d.Rep, d.Lead = part[1], part[2]
	default:
		return Due{}, fmt.Errorf("store: due entry %q", member)
	}
	return d, nil
}

// Tag is where an entry lives: with its rep, or with the workspace.
func (d Due) Tag(in keyspace.Workspace) keyspace.Tag {
	if d.Rep == "" {
		return in.Own()
	}
	return in.Rep(d.Rep)
}

// Add has a write replace the entry of d's kind and owner; a zero At removes it.
func Add(b *wire.Batch, d Due) {
	t := b.Tag
	if d.At.IsZero() {
		b.Do("ZREM", t.Due(), d.Member())
		b.Do("HDEL", t.DueFor(), d.Member())
		return
	}
	if d.For.IsZero() {
		d.For = d.At
	}
	b.Do("ZADD", t.Due(), keyspace.MS(d.At), d.Member())
	b.Do("HSET", t.DueFor(), d.Member(), keyspace.MS(d.For))
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

// DueIndex holds one entry for each thing that must be looked at in time, by shard. Its cost grows with what is due.
type DueIndex struct {
	conn *wire.Conn
	in   keyspace.Workspace
}

// NewIndex is the index of a workspace.
func NewIndex(conn *wire.Conn, in keyspace.Workspace) DueIndex { return DueIndex{conn, in} }

// DueBefore returns the entries whose At is not after now, at most perShard of each shard, earliest first within a
// shard. One pipeline when nothing is due, two otherwise: the cost grows with what is due, not with reps or leads.
func (x DueIndex) DueBefore(ctx context.Context, now time.Time, perShard int) ([]Due, error) {
	tags, upTo := x.in.All(), keyspace.MS(now)
	waiting := make([]*redis.IntCmd, len(tags))
	err := x.conn.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range tags {
				waiting[i] = pipe.ZCount(ctx, t.Due(), "-inf", upTo)
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
			found = append(found, redis.NewCmd(ctx, "EVAL", headLua, 2, t.Due(), t.DueFor(), upTo, perShard))
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	err = x.conn.Read(ctx, func(c redis.UniversalClient) error {
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
		if x.conn.Passes(codec.Damaged("due entry", wire.Text(flat[0]), err)) {
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
	tags := x.in.All()
	found := make([]*redis.ZSliceCmd, len(tags))
	err := x.conn.Read(ctx, func(c redis.UniversalClient) error {
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
		b := wire.NewBatch(d.Tag(x.in))
		Add(b, d)
		if _, err := x.conn.Write(ctx, b); err != nil {
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
		t := d.Tag(x.in)
		b := wire.NewBatch(t)
		b.Check("same", t.DueFor(), d.Member(), keyspace.MS(d.For))
		Add(b, after)
		if _, err := x.conn.Write(ctx, b); err != nil {
			return err
		}
	}
	return nil
}
