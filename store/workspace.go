package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
	"github.com/redis/go-redis/v9"
)

// Workspace is everything of one Slack workspace. What goes beyond one of its parts is its own: a change, and work that
// crosses shards. The parts are embedded until their callers name them.
type Workspace struct {
	space     space
	Records   Records   // reads the reps and their leads
	Directory Directory // teams, their libraries, and the numbers that nobody may call
	History   History   // journal, undo and audit trail
	DueIndex  DueIndex  // what must be looked at, and when
	Ledger    Ledger    // which messages are out
}

// In is the workspace with that Slack team id. Nothing is read or written yet.
func (s *Store) In(workspace string) *Workspace {
	at := space{s: s, id: keyspace.Of(workspace)}
	records := Records{at}
	return &Workspace{at, records, Directory{at}, History{records}, DueIndex{at}, Ledger{at}}
}

// Records are the reps and their leads, to be read. They are changed with [Workspace.Change].
type Records struct{ space }

// Directory holds what belongs to no rep: the teams with their libraries, and the do-not-call list.
type Directory struct{ space }

// History is the audit list of each rep, which tells who did what, and takes it back.
type History struct{ at Records }

// DueIndex holds one entry for each thing that must be looked at in time, by shard. Its cost grows with what is due.
type DueIndex struct{ space }

// Ledger sees to it that a message goes out once. It also keeps what a rep has been shown.
type Ledger struct{ space }

// space is where the keys of a workspace lie.
type space struct {
	s  *Store
	id keyspace.Workspace
}

// rep is the tag that a rep's keys carry.
func (s space) rep(id string) keyspace.Tag { return s.id.Rep(id) }

// ws is the tag of what belongs to no rep.
func (s space) ws() keyspace.Tag { return s.id.Own() }

// Schema is the highest schema that wrote to the workspace, 0 when nothing in it carries a number: it is new, or was
// written before there were any. One trip.
func (w *Workspace) Schema(ctx context.Context) (int, error) {
	shards := w.space.id.All()
	found := make([]*redis.StringCmd, len(shards))
	err := w.space.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range shards {
				found[i] = pipe.Get(ctx, t.Schema())
			}
			return nil
		})
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	highest := 0
	for _, f := range found {
		if n, err := f.Int(); err == nil {
			highest = max(highest, n)
		}
	}
	return highest, nil
}

// NewID returns a random id of eight letters for a lead, a touch or a journal entry.
func NewID() string { return keyspace.NewID() }

// DMs is how many direct messages were counted for a rep on a local date (2006-01-02); counts are kept three days.
func (l Ledger) DMs(ctx context.Context, rep, date string) (int, error) {
	n := 0
	err := l.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		n, err = c.Get(ctx, l.rep(rep).DMs(rep, date)).Int()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return 0, nil
	}
	return n, err
}

// SetTip notes when a rep saw a tip, or under tips.Rest until when it rests; the zero instant forgets it. Key and
// answer are those of [Change]: a key that was used before leaves everything as it is, with a *[DuplicateError]. Other
// errors as those of [Workspace.Write].
func (l Ledger) SetTip(ctx context.Context, rep, id string, at, now time.Time, key string, answer []byte) error {
	b := wire.NewBatch(l.rep(rep))
	b.Once(rep, wire.Mark{Key: key, Answer: answer, Now: now})
	if at.IsZero() {
		b.Do("HDEL", l.rep(rep).Tips(rep), id)
	} else {
		b.Do("HSET", l.rep(rep).Tips(rep), id, keyspace.MS(at))
	}
	return l.s.Commit(ctx, b)
}

// TipsShown is when the rep last saw which tip, by tip id, and until when one rests, by tips.Rest.
func (l Ledger) TipsShown(ctx context.Context, rep string) (map[string]time.Time, error) {
	var raw map[string]string
	err := l.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGetAll(ctx, l.rep(rep).Tips(rep)).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	return tipsOf(raw), nil
}

// tipsOf reads the instants at which tips were shown. What is no instant was never.
func tipsOf(raw map[string]string) map[string]time.Time {
	out := make(map[string]time.Time, len(raw))
	for id, v := range raw {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			out[id] = keyspace.FromMS(n)
		}
	}
	return out
}
