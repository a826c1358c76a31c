package store

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/wire"
)

// Teams are few, so that each is read and written as a whole. What follows from them on the records of reps, who
// belongs to which, stands in other shards, and goes there by the outbox.

// Team reads a team; the second result is false when there is none with that id.
func (d Directory) Team(ctx context.Context, id string) (coach.Team, bool, error) {
	var t coach.Team
	var raw string
	err := d.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGet(ctx, d.ws().Teams(), id).Result()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return t, false, nil
	case err != nil:
		return t, false, err
	}
	if err := codec.Decode(raw, &t); err != nil {
		return t, false, codec.Damaged("team", id, err)
	}
	return t, true, nil
}

// Teams reads every team, by name. Damaged records are left out.
func (d Directory) Teams(ctx context.Context) ([]coach.Team, error) {
	var raw map[string]string
	err := d.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGetAll(ctx, d.ws().Teams()).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]coach.Team, 0, len(raw))
	for id, r := range raw {
		var t coach.Team
		switch err := codec.Damaged("team", id, codec.Decode(r, &t)); {
		case err == nil:
			out = append(out, t)
		case !d.s.Passes(err):
			return nil, err
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Name != out[j].Name {
			return out[i].Name < out[j].Name
		}
		return out[i].ID < out[j].ID
	})
	return out, nil
}

// TeamsBy reads some teams by their ids, in that order: one trip, none without ids. Teams that are gone or damaged are
// passed over.
func (d Directory) TeamsBy(ctx context.Context, ids ...string) ([]coach.Team, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var raw []any
	err := d.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HMGet(ctx, d.ws().Teams(), ids...).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []coach.Team
	for i, r := range raw {
		if wire.Text(r) == "" {
			continue
		}
		var t coach.Team
		switch err := codec.Damaged("team", ids[i], codec.Decode(wire.Text(r), &t)); {
		case err == nil:
			out = append(out, t)
		case !d.s.Passes(err):
			return nil, err
		}
	}
	return out, nil
}

// Library reads what the libraries of some teams hold, in the order of the teams, as [Directory.TeamsBy] does.
func (d Directory) Library(ctx context.Context, teams ...string) ([]coach.Story, error) {
	list, err := d.TeamsBy(ctx, teams...)
	return coach.StoriesOf(list), err
}

// TeamChange is a team as somebody wants it.
type TeamChange struct {
	Team    coach.Team // Version as it was read, 0 for a new one
	By      string
	Now     time.Time
	Op      string    // for the audit trail
	Summary time.Time // when its next summary is due, and its managers' message; zero removes both
	Outbox  []Outbox  // join and leave items for the reps whose records must follow

	Key    string // of the envelope; "" for none
	Answer []byte
}

// SaveTeam writes a team unless somebody changed it since it was read, and returns it with its new version. Errors as
// those of [Workspace.Write]. Keys of envelopes are looked up with [Directory.TeamAnswer].
func (d Directory) SaveTeam(ctx context.Context, c TeamChange) (coach.Team, error) {
	if c.Team.ID == "" {
		return c.Team, errors.New("store: a team needs its id")
	}
	t, before := d.ws(), ""
	err := d.s.Read(ctx, func(cl redis.UniversalClient) error {
		var err error
		before, err = cl.HGet(ctx, t.Teams(), c.Team.ID).Result()
		return err
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return c.Team, NotSaved(err)
	}
	seenVersion := c.Team.Version
	c.Team.Version++
	raw, err := codec.Encode(c.Team, before)
	if err != nil {
		return c.Team, fmt.Errorf("store: team: %w", err)
	}
	b := wire.NewBatch(t)
	change := Change{Op: c.Op, By: c.By, Now: c.Now, Key: c.Key, Answer: c.Answer}
	b.Once("", change.mark())
	b.Check("version", t.Teams(), c.Team.ID, strconv.FormatInt(seenVersion, 10))
	b.Do("HSET", t.Teams(), c.Team.ID, raw)
	ledger.Add(b, ledger.Due{Kind: ledger.KindSummary, Team: c.Team.ID, At: c.Summary})
	ledger.Add(b, ledger.Due{Kind: ledger.KindTeamDay, Team: c.Team.ID, At: c.Summary})
	if err := addWorkspaceAudit(b, t, change, "team:"+c.Team.ID, before, raw); err != nil {
		return c.Team, err
	}
	addOutbox(b, t, "", c.Now, c.Outbox)
	return c.Team, d.s.Commit(ctx, b)
}

// TeamAnswer is the answer stored under a key that was given to [Directory.SaveTeam] in the last 24 hours; the second
// result says whether it was.
func (d Directory) TeamAnswer(ctx context.Context, key string) ([]byte, bool, error) {
	var v string
	err := d.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		v, err = c.Get(ctx, d.ws().Key("", key)).Result()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	_, answer, _ := strings.Cut(v, "\n")
	return []byte(answer), err == nil, err
}

// addWorkspaceAudit writes an entry into the workspace's audit trail; its lead field names the record.
func addWorkspaceAudit(b *wire.Batch, t keyspace.Tag, c Change, record, before, after string) error {
	e := newEntry(c)
	e.lead = record
	var err error
	if e.leadBefore, err = codec.UndoPatch(before, after); err != nil {
		return err
	}
	b.Do("RPUSH", t.Audit(""), e.encode(""))
	return nil
}
