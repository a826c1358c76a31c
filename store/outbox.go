package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/prints"
	"github.com/followup-coach/followup/store/wire"
)

// Outbox is work that a change asks for in another shard. It is written with the change and carried out afterwards by
// the engine, as often as it takes: every kind can be done twice without harm.
type Outbox struct {
	ID   string `json:"id"`   // [NewID] when empty
	Kind string `json:"kind"` // one of the constants below
	By   string `json:"by,omitempty"`

	Blocked *Blocked `json:"blocked,omitempty"` // block: what to put on the do-not-call list, and whose leads to stop
	After   string   `json:"after,omitempty"`   // block: the leads of the reps up to this one are stopped
	Lead    string   `json:"lead,omitempty"`    // unblock: the lead on which do-not-call was lifted; erase: that is gone
	Phone   string   `json:"phone,omitempty"`   // unblock: this one alone; of older versions without a lead

	Touch  string    `json:"touch,omitempty"` // prints: of which message…
	At     time.Time `json:"at,omitzero"`     // …sent when; erase: when it was asked for
	Teams  []string  `json:"teams,omitempty"` // …for which teams
	Prints []uint32  `json:"prints,omitempty"`

	Team string `json:"team,omitempty"` // join, leave
	Rep  string `json:"rep,omitempty"`  // join, leave: whose record; unblock, erase, shared: whose lead

	Words   []string `json:"words,omitempty"`   // erase: what the lead was called and reached by
	Leads   []string `json:"leads,omitempty"`   // shared: Rep's leads that are reached by something else than before
	Reach   []string `json:"reach,omitempty"`   // shared, erase: details that reach a lead no more
	Touches []string `json:"touches,omitempty"` // erase: its messages, of which Teams have fingerprints

	HandOver string `json:"handover,omitempty"` // handover: the id of the list, of which Rep's Leads…
	Part     int    `json:"part,omitempty"`     // …are one part…
	To       string `json:"to,omitempty"`       // …and go to this rep

	Cover string `json:"cover,omitempty"` // uncover: the id of Rep's cover, by By, who can't any more
}

// Kinds of outbox items.
const (
	OutboxBlock   = "block"
	OutboxUnblock = "unblock"
	OutboxJoin    = "join"
	OutboxLeave   = "leave"
	OutboxPrints  = "prints" // fingerprints of a message, for the rep's teams
	// OutboxUnprint forgets them, of a message that was taken back.
	OutboxUnprint  = "unprint"
	OutboxHandOver = "handover" // leads that go to another rep
	OutboxLeft     = "left"     // Rep has left the workspace, and their leads wait
	OutboxUncover  = "uncover"  // who covers for Rep is away or has left
)

// addOutbox writes items with a due entry each. Owner is the rep in whose shard they wait, "" for the workspace.
func addOutbox(b *wire.Batch, t keyspace.Tag, owner string, now time.Time, items []Outbox) {
	for _, it := range items {
		if it.ID == "" {
			it.ID = NewID()
		}
		raw, err := codec.Encode(it, "")
		if err != nil { // strings and instants only
			panic(err)
		}
		b.Do("HSET", t.Outbox(), it.ID, raw)
		ledger.Add(b, ledger.Due{Kind: ledger.KindOutbox, Rep: owner, Item: it.ID, At: now})
	}
}

// CarryOut does what an outbox entry asks for and removes it. It may be called by several replicas at once, and again
// after any error. For a blocked number by.Stop is called for every rep of the workspace, after the number is on the
// list; for one that may be called again by.Release is for each lead that has it, and by.HandOver for leads
// that go to another rep.
func (w *Workspace) CarryOut(ctx context.Context, d ledger.Due, now time.Time, by Carrier) error {
	t, erased := d.Tag(w.space.id), false
	var raw string
	err := w.space.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGet(ctx, t.Outbox(), d.Item).Result()
		return err
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	if err == nil {
		var it Outbox
		if err := codec.Decode(raw, &it); err != nil {
			return fmt.Errorf("outbox item %s: %w", d.Item, err)
		}
		err := w.carryOut(ctx, it, now)
		switch {
		case err != nil:
		case it.Kind == OutboxBlock:
			err = w.stopEverywhere(ctx, t, it, raw, by)
		case it.Kind == OutboxUnblock:
			err = w.unblock(ctx, it, now, by)
		case it.Kind == OutboxHandOver, it.Kind == OutboxLeft:
			err = by.HandOver(ctx, it)
		}
		if err != nil {
			return fmt.Errorf("outbox item %s (%s): %w", it.ID, it.Kind, err)
		}
		erased = it.Kind == outboxErase
	}
	b := wire.NewBatch(t)
	b.Do("HDEL", t.Outbox(), d.Item)
	ledger.Add(b, ledger.Due{Kind: ledger.KindOutbox, Rep: d.Rep, Item: d.Item})
	if erased { // the item itself says of whom, so that the file is written anew behind it
		addOutbox(b, t, d.Rep, now, []Outbox{{Kind: outboxRewrite}})
	}
	_, err = w.space.s.Write(ctx, b)
	return err
}

// carryOut does the part of an item that takes one write; the walk of a block over all reps follows it.
func (w *Workspace) carryOut(ctx context.Context, it Outbox, now time.Time) error {
	switch it.Kind {
	case OutboxBlock:
		return w.Directory.BlockNumber(ctx, *it.Blocked)
	case OutboxUnblock, OutboxHandOver, OutboxLeft:
		return nil // all of it follows
	case OutboxPrints:
		return w.Directory.addPrints(ctx, it)
	case OutboxUnprint:
		return w.Directory.dropPrints(ctx, it)
	case OutboxJoin, OutboxLeave:
		return w.member(ctx, it, now)
	case OutboxUncover:
		return w.EndCover(ctx, it.Rep, it.Cover, it.By, now)
	case outboxShared:
		return w.markShared(ctx, it)
	case outboxErase, outboxRewrite:
		return w.erase(ctx, it)
	}
	return errors.New("unknown kind")
}

// unblock takes back what was asked on a lead; where a number is named about that alone: the lead is gone and may have
// had others, which nobody has spoken of, or the number is not its own any more. Where one of its numbers stays
// blocked, since somebody else was asked too, the owner's leads with it stop again; everybody's leads come back that
// had ended because of the others alone.
func (w *Workspace) unblock(ctx context.Context, it Outbox, now time.Time, by Carrier) error {
	if err := w.Directory.unblockLead(ctx, it, now); err != nil {
		return err
	}
	numbers := []string{it.Phone}
	if it.Phone == "" {
		seen, err := w.Records.Read(ctx, Query{Rep: it.Rep, Now: now, LeadID: it.Lead})
		if err != nil || seen.Lead == nil {
			return err
		}
		numbers = seen.Lead.Telephones(seen.Rep).Keys()
		if err := w.Directory.stopAgain(ctx, seen.Rep, numbers, by); err != nil {
			return err
		}
	}
	var details []string
	for _, number := range numbers {
		details = append(details, w.space.s.reachOf(&coach.Lead{Phone: number}, coach.Rep{})...)
	}
	found, reps, err := w.Directory.reaching(ctx, details)
	if err != nil {
		return err
	}
	leads := map[marks.Lead]bool{}
	for _, f := range found {
		leads[f.Lead] = true
	}
	for lead := range leads {
		if err := by.Release(ctx, reps[lead.Rep], lead.ID, it.By); err != nil && !w.space.s.Passes(err) {
			return err
		}
	}
	return nil
}

// stopAgain ends a rep's leads with those of some numbers that are blocked still.
func (d Directory) stopAgain(ctx context.Context, rep coach.Rep, numbers []string, by Carrier) error {
	still, err := d.BlockedAmong(ctx, numbers)
	for _, b := range still {
		if err == nil {
			err = by.Stop(ctx, rep, b)
		}
		if d.s.Passes(err) {
			err = nil
		}
	}
	return err
}

// errOtherReplica ends a job that another replica carries out as well: it is looked at again.
var errOtherReplica = errors.New("another replica is at it")

// errNoChange ends a Change that finds everything as it should be.
var errNoChange = errors.New("nothing to change")

// member puts a team on a rep's record or takes it off. A rep without a record gets one with no zone yet: nobody is
// messaged before their first command sets it.
func (w *Workspace) member(ctx context.Context, it Outbox, now time.Time) error {
	_, _, err := w.Change(ctx, Query{Rep: it.Rep, Now: now}, func(seen Snapshot) (Change, error) {
		rep := seen.Rep
		if !seen.Known {
			rep = coach.Rep{ID: it.Rep, Since: now}
		}
		if slices.Contains(rep.Teams, it.Team) == (it.Kind == OutboxJoin) {
			return Change{}, errNoChange
		}
		rep.Teams = slices.DeleteFunc(slices.Clone(rep.Teams), func(id string) bool { return id == it.Team })
		if it.Kind == OutboxJoin {
			rep.Teams = append(rep.Teams, it.Team)
		}
		return Change{Op: it.Kind, By: it.By, Now: now, Rep: &rep, KeepDigest: true}, nil
	})
	if errors.Is(err, errNoChange) {
		return nil
	}
	return err
}

// Carrier does what items need rules for. All of it may be called again for what is done, and must change nothing then.
// A damaged record is an error once everything else is done.
type Carrier interface {
	// Stop ends those of a rep's leads that have a number which was blocked, and that may still come due.
	Stop(ctx context.Context, rep coach.Rep, b Blocked) error
	// Release brings a rep's lead back that has ended for a number which was blocked because of another lead, unless
	// one of its numbers is blocked still. By took the block back.
	Release(ctx context.Context, rep coach.Rep, lead, by string) error
	// HandOver moves the leads of a part of a hand-over ([Move.Do]), or tells that somebody's leads wait.
	HandOver(ctx context.Context, it Outbox) error
}

// stopEverywhere calls by.Stop for each rep of the workspace, in the order of their ids, and keeps with the outbox
// item how far it has come, every sixteenth rep: after an error or a crash the next call goes on there.
func (w *Workspace) stopEverywhere(ctx context.Context, t keyspace.Tag, it Outbox, raw string, by Carrier) error {
	reps, err := w.Records.Reps(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(reps, func(a, b coach.Rep) int { return cmp.Compare(a.ID, b.ID) })
	for i, r := range reps {
		if r.ID <= it.After {
			continue
		}
		if err := by.Stop(ctx, r, *it.Blocked); err != nil && !w.space.s.Passes(err) {
			return err
		}
		if (i+1)%16 != 0 {
			continue
		}
		it.After = r.ID
		next, err := codec.Encode(it, raw)
		if err != nil {
			return fmt.Errorf("store: outbox item: %w", err)
		}
		b := wire.NewBatch(t)
		b.Check("same", t.Outbox(), it.ID, raw)
		b.Do("HSET", t.Outbox(), it.ID, next)
		wrote, err := w.space.s.Write(ctx, b)
		if err != nil {
			return err
		}
		if !wrote {
			return errOtherReplica
		}
		raw = next
	}
	return nil
}

// LiveLeads hands every lead of a rep that something may come due about to fn, in batches of at most 500: the open
// ones, and closed ones with something left to do. A lead that is added meanwhile may be left out.
func (w Records) LiveLeads(ctx context.Context, rep string, fn func([]coach.Lead) error) error {
	var ids []string
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		ids, err = c.ZRange(ctx, w.rep(rep).Looks(rep), 0, -1).Result()
		return err
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, readBatch) {
		leads, err := w.Leads(ctx, rep, part...)
		if err != nil {
			return err
		}
		if err := fn(slices.DeleteFunc(leads, func(l coach.Lead) bool { return !l.Open() && !hasOpenTask(l) })); err != nil {
			return err
		}
	}
	return nil
}

// Fingerprints of what a team's reps have sent, so that one of them hears when a text was written before (S2.23). They
// are hashes of a few words each: nobody reads a text out of them.

// printsMost is how many messages a team's fingerprints are of.
const printsMost = 500

// addPrints keeps the fingerprints of a message for its teams. Done twice it changes nothing more.
func (d Directory) addPrints(ctx context.Context, it Outbox) error {
	t := d.ws()
	b := wire.NewBatch(t)
	for _, team := range it.Teams {
		b.Do("ZADD", t.Prints(team), keyspace.MS(it.At), it.Touch+":"+prints.Pack(it.Prints))
		b.Do("ZREMRANGEBYRANK", t.Prints(team), 0, -printsMost-1)
	}
	_, err := d.s.Write(ctx, b)
	return err
}

// dropPrints forgets the fingerprints of a message that was taken back. Done twice it changes nothing more.
func (d Directory) dropPrints(ctx context.Context, it Outbox) error {
	t := d.ws()
	b := wire.NewBatch(t)
	for _, team := range it.Teams {
		var members []string
		err := d.s.Read(ctx, func(c redis.UniversalClient) error {
			var err error
			members, err = c.ZRange(ctx, t.Prints(team), 0, -1).Result()
			return err
		})
		if err != nil {
			return err
		}
		for _, member := range members {
			if touch, _, _ := strings.Cut(member, ":"); touch == it.Touch {
				b.Do("ZREM", t.Prints(team), member)
			}
		}
	}
	_, err := d.s.Write(ctx, b)
	return err
}

// unprint forgets the fingerprints of a message that an undo takes back: those that still wait for their shard go from
// the outbox, the others by an item of their own.
func unprint(b *wire.Batch, t keyspace.Tag, rep string, teams []string, touch coach.Touch, now time.Time) {
	if !touch.Written() || len(teams) == 0 {
		return
	}
	dropWaiting(b, t, rep, PrintsItem(touch.ID))
	addOutbox(b, t, rep, now, []Outbox{{Kind: OutboxUnprint, Touch: touch.ID, Teams: teams}})
}

// dropWaiting takes an item back that may still wait to be carried out.
func dropWaiting(b *wire.Batch, t keyspace.Tag, rep, item string) {
	b.Do("HDEL", t.Outbox(), item)
	ledger.Add(b, ledger.Due{Kind: ledger.KindOutbox, Rep: rep, Item: item})
}

// PrintsItem is the id of the outbox item that keeps the fingerprints of a message.
func PrintsItem(touch string) string { return "prints-" + touch }

// Prints are the fingerprints of the last messages of some teams.
func (d Directory) Prints(ctx context.Context, teams ...string) (all [][]uint32, err error) {
	if len(teams) == 0 {
		return nil, nil
	}
	found := make([]*redis.StringSliceCmd, len(teams))
	err = d.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, team := range teams {
				found[i] = pipe.ZRange(ctx, d.ws().Prints(team), 0, -1)
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		for _, member := range f.Val() {
			_, packed, _ := strings.Cut(member, ":")
			all = append(all, prints.Unpack(packed))
		}
	}
	return all, nil
}
