package store

import (
	"context"
	"errors"
	"slices"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/homes"
	"github.com/followup-coach/followup/store/hooks"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/numbers"
	"github.com/followup-coach/followup/store/sums"
	"github.com/followup-coach/followup/store/went"
	"github.com/followup-coach/followup/store/wire"
	"github.com/redis/go-redis/v9"
)

// Workspace is everything of one Slack workspace. What goes beyond one of its parts is its own: a change, and work that
// crosses shards. The parts are embedded until their callers name them.
type Workspace struct {
	space     space
	Records   Records         // reads the reps and their leads
	Directory Directory       // teams, their libraries, and the numbers that nobody may call
	History   History         // journal, undo and audit trail
	DueIndex  ledger.DueIndex // what must be looked at, and when
	Ledger    ledger.Ledger   // which messages are out
	Homes     homes.Homes     // who has the app's Home before them
	Hooks     hooks.Queues    // what webhooks are still to hear
	Sums      sums.Sums       // what the leads of reps add up to
	Went      went.Leads      // where leads went by hand-overs
}

// In is the workspace with that Slack team id. Nothing is read or written yet.
func (s *Store) In(workspace string) *Workspace {
	id := keyspace.Of(workspace)
	at := space{s: s, id: id, list: numbers.New(s.Conn, id.Own())}
	records := Records{at}
	return &Workspace{at, records, Directory{at}, History{records},
		ledger.NewIndex(s.Conn, at.id), ledger.New(s.Conn, at.id), homes.New(s.Conn, at.id),
		hooks.New(s.Conn, at.id), sums.New(s.Conn, at.id), went.New(s.Conn, at.id)}
}

// Records are the reps and their leads, to be read. They are changed with [Workspace.Change].
type Records struct{ space }

// Directory holds what belongs to no rep: the teams with their libraries, and the do-not-call list.
type Directory struct{ space }

// History is the audit list of each rep, which tells who did what, and takes it back.
type History struct{ at Records }

// space is where the keys of a workspace lie.
type space struct {
	s    *Store
	id   keyspace.Workspace
	list *numbers.List // the do-not-call list
}

// rep is the tag that a rep's keys carry.
func (s space) rep(id string) keyspace.Tag { return s.id.Rep(id) }

// ws is the tag of what belongs to no rep.
func (s space) ws() keyspace.Tag { return s.id.Own() }

// Schema is the highest schema that wrote to the workspace, 0 when nothing in it carries a number: it is new, or was
// written before there were any. One trip.
func (w *Workspace) Schema(ctx context.Context) (int, error) {
	all, err := w.space.schemas(ctx)
	return slices.Max(append(all, 0)), err
}

// schemas are the highest schemas that wrote to each of [keyspace.Workspace.All], 0 for none.
func (s space) schemas(ctx context.Context) ([]int, error) {
	shards := s.id.All()
	found, out := make([]*redis.StringCmd, len(shards)), make([]int, len(shards))
	err := s.s.Read(ctx, func(c redis.UniversalClient) error {
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
		return nil, err
	}
	for i, f := range found {
		if n, err := f.Int(); err == nil {
			out[i] = n
		}
	}
	return out, nil
}

// raise lets no version before this one write anything any more, if one has. What such a version is to look for and
// can't find is written behind it: until it has heard that it is too old, it takes commands.
func (s space) raise(ctx context.Context) error {
	schemas, err := s.schemas(ctx)
	older := func(n int) bool { return n > 0 && n < codec.Schema }
	if err != nil || !slices.ContainsFunc(schemas, older) {
		return err
	}
	for _, last := range []bool{false, true} { // those that say that this is still to be done
		for i, t := range s.id.All() {
			if older(schemas[i]) == last {
				if _, err := s.s.Write(ctx, wire.NewBatch(t)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// NewID returns a random id of eight letters for a lead, a touch or a journal entry.
func NewID() string { return keyspace.NewID() }
