package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/went"
	"github.com/followup-coach/followup/store/wire"
)

// A lead goes from one rep to another in four writes, since they live in two shards: it is marked where it is, comes
// to its new rep with that mark, goes where it was, and loses the mark. Each can be done twice, and each finds what the
// one before has left, so that whoever dies in between is followed by somebody who goes on. With the mark nobody
// changes the lead, nothing is due and both reps see it for the moment; no write leaves it with nobody.
//
// Its touches go along, to the byte. What its first rep has done stays theirs: their counts, and what their audit list
// says. A list of leads is kept for as long as it may be taken back ([HandOver]), and moved in parts by the outbox.

// OpHandOver is a hand-over in the audit trail: of the list, and of each of its leads on both sides. No other operation
// changes a lead on its way.
const OpHandOver = "handover"

// ErrLeaving says that a lead is on its way to another rep, and that nothing was written.
var ErrLeaving = errors.New("the lead is on its way to another rep")

// handOverLife is for how long a list of leads that were handed over is known.
const handOverLife = journalSpan + 12*time.Hour

// HandOver is a list of a rep's leads that go to others.
type HandOver struct {
	ID   string    `json:"id"`
	From string    `json:"from"` // Slack user id, as are the others
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	// Parts are carried out one by one, in no order, each by an item of the outbox.
	Parts []HandOverPart `json:"parts"`
}

// HandOverPart are some leads that go to one rep.
type HandOverPart struct {
	To    string   `json:"to"`
	Leads []string `json:"leads"`
}

// addHandOver writes a list with the items that carry it out.
func addHandOver(b *wire.Batch, h HandOver) error {
	raw, err := codec.Encode(h, "")
	if err != nil {
		return fmt.Errorf("store: hand-over: %w", err)
	}
	key := b.Tag.HandOver(h.From, h.ID)
	b.Do("HSET", key, "list", raw)
	b.Do("PEXPIRE", key, handOverLife.Milliseconds())
	items := make([]Outbox, len(h.Parts))
	for i, part := range h.Parts {
		items[i] = Outbox{ID: h.ID + "." + strconv.Itoa(i), Kind: OutboxHandOver, By: h.By, Rep: h.From, To: part.To,
			Leads: part.Leads, HandOver: h.ID, Part: i}
	}
	addOutbox(b, b.Tag, h.From, h.At, items)
	return nil
}

// HandOver reads a list, and how many of its parts are done; found is false for one that is known no more.
func (h History) HandOver(ctx context.Context, from, id string) (list HandOver, done int, found bool, err error) {
	var all map[string]string
	err = h.at.s.Read(ctx, func(c redis.UniversalClient) (err error) {
		all, err = c.HGetAll(ctx, h.at.rep(from).HandOver(from, id)).Result()
		return err
	})
	if err != nil || all["list"] == "" {
		return list, 0, false, err
	}
	return list, len(all) - 1, true, codec.Damaged("hand-over", from+"/"+id, codec.Decode(all["list"], &list))
}

// PartDone keeps that the item's part of a hand-over is through, and says whether that was the last one. Of two that
// end at once the later one is; called again for a last one, it says so again.
func (it Outbox) PartDone(ctx context.Context, w *Workspace) (last bool, err error) {
	b := wire.NewBatch(w.space.rep(it.Rep))
	key := b.Tag.HandOver(it.Rep, it.HandOver)
	b.Do("HSET", key, strconv.Itoa(it.Part), "1")
	b.Do("LIVES", key, handOverLife.Milliseconds())
	if _, err := w.space.s.Write(ctx, b); err != nil {
		return false, err
	}
	list, done, found, err := w.History.HandOver(ctx, it.Rep, it.HandOver)
	return found && done == len(list.Parts), err
}

// Move is one lead that goes to another rep.
type Move struct {
	ID             string // of the hand-over
	From, To, Lead string
	By             string
	Now            time.Time
	// Fit is the lead as its new rep has it, and when it must be looked at then. It may be called several times.
	Fit func(l coach.Lead, from, to coach.Rep) (coach.Lead, coach.Attention)
	// Name is how the lead is called, as shown and normalized: for the first try by its own name, for the next ones by
	// others, where its new rep has a lead of that name.
	Name func(l coach.Lead, from string, try int) (shown, normalized string)
}

// Do brings the lead to its new rep, who must have a record. Interrupted, it is called again and goes on; called
// for a lead that has come, is gone, or is on its way by another hand-over, it changes nothing.
func (m Move) Do(ctx context.Context, w *Workspace) error {
	_, _, err := w.Change(ctx, Query{Rep: m.From, LeadID: m.Lead, Now: m.Now}, func(seen Snapshot) (Change, error) {
		if seen.Lead == nil || seen.Lead.Leaving != "" {
			return Change{Nothing: true}, nil
		}
		l := *seen.Lead
		l.Leaving = m.ID
		return Change{Op: OpHandOver, By: m.By, Now: m.Now, Lead: &l}, nil
	})
	if err != nil {
		return fmt.Errorf("mark lead %s: %w", m.Lead, err)
	}
	from, err := m.leave(ctx, w)
	if err != nil {
		return err
	}
	_, _, err = w.Change(ctx, Query{Rep: m.To, LeadID: m.Lead, Now: m.Now}, func(seen Snapshot) (Change, error) {
		if seen.Lead == nil || seen.Lead.Leaving != m.ID {
			return Change{Nothing: true}, nil
		}
		l := *seen.Lead
		l.Leaving = ""
		_, attention := m.Fit(l, from, seen.Rep)
		return Change{Op: OpHandOver, By: m.By, Now: m.Now, Lead: &l, Attention: attention}, nil
	})
	if err != nil {
		return fmt.Errorf("set lead %s free: %w", m.Lead, err)
	}
	return nil
}

// leave brings a marked lead to its new rep and takes it from the one who had it, whom it returns. What else may still
// be written to such a lead is who shares it (marks.go); then it is looked at again.
func (m Move) leave(ctx context.Context, w *Workspace) (from coach.Rep, err error) {
	for try := 1; ; try++ {
		was, err := w.Records.Read(ctx, Query{Rep: m.From, LeadID: m.Lead, Now: m.Now})
		if err != nil || was.Lead == nil || was.Lead.Leaving != m.ID {
			return was.Rep, err
		}
		if err := m.arrive(ctx, w, was); err != nil {
			return was.Rep, fmt.Errorf("bring lead %s: %w", m.Lead, err)
		}
		if err := m.depart(ctx, w, was); !TryAgain(ctx, try, err) {
			if err != nil {
				err = fmt.Errorf("take lead %s away: %w", m.Lead, err)
			}
			return was.Rep, err
		}
	}
}

// arrive writes a lead that is on its way among those of its new rep, unless it is there.
func (m Move) arrive(ctx context.Context, w *Workspace, was Snapshot) error {
	var touches []string
	err := w.space.s.Read(ctx, func(c redis.UniversalClient) (err error) {
		touches, err = c.LRange(ctx, w.space.rep(m.From).Touches(m.From, m.Lead), 0, -1).Result()
		return err
	})
	if err != nil {
		return err
	}
	for name, try := 0, 1; ; try++ {
		seen, err := w.Records.Read(ctx, Query{Rep: m.To, LeadID: m.Lead, Now: m.Now})
		switch {
		case err != nil:
			return err
		case seen.Lead != nil:
			return nil
		case !seen.Known:
			return fmt.Errorf("store: %s is no rep", m.To)
		}
		l, _ := m.Fit(*was.Lead, was.Rep, seen.Rep)
		l.Rep, l.Leaving = m.To, m.ID
		l.Handed = append(slices.Clone(l.Handed), coach.Handed{ID: m.ID, From: m.From, By: m.By, At: m.Now})
		c := Change{Op: OpHandOver, By: m.By, Now: m.Now, Lead: &l}
		l.Name, c.Name = m.Name(*was.Lead, m.From, name)
		if name > 0 {
			l.Handed[len(l.Handed)-1].Name, _ = m.Name(*was.Lead, m.From, 0)
		}
		seen.leadRaw = was.leadStored()         // what a newer version has written there goes along
		seen.aggregate = aggregateOf(&l).done() // somebody else has done it
		seen.Near = true                        // the line says the name, for the index
		b, err := w.changeBatch(ctx, seen, c)
		if err != nil {
			return err
		}
		went.Back(b, m.To, m.Lead, c.Name, m.Now)
		key := b.Tag.Touches(m.To, m.Lead)
		b.Do("DEL", key)
		for part := range slices.Chunk(touches, readBatch) {
			values := make([]any, len(part))
			for i, touch := range part {
				values[i] = touch
			}
			b.Do("RPUSH", key, values...)
		}
		err = w.space.s.Commit(ctx, b)
		if errors.Is(err, ErrNameTaken) {
			name++
			continue
		}
		if !TryAgain(ctx, try, err) {
			return err
		}
	}
}

// depart takes a lead that has come to its new rep from the one who had it. Nothing leads to it there any more.
func (m Move) depart(ctx context.Context, w *Workspace, was Snapshot) error {
	shown, normalized := m.Name(*was.Lead, m.From, 0)
	name, err := w.Records.nameOf(ctx, m.From, m.Lead, normalized)
	if err != nil {
		return err
	}
	b := wire.NewBatch(w.space.rep(m.From))
	b.Once(m.From, wire.Mark{Now: m.Now})
	w.space.s.addGone(b, was.Rep, was.Lead, was.leadStored(), name, m.Now)
	var r marks.Reached
	w.space.s.addReached(&r, was.Rep, was.Lead, nil)
	addOutbox(b, b.Tag, m.From, m.Now, sharedItems(m.From, r))
	err = went.Add(b, m.From, went.Went{ID: m.Lead, Name: shown, Norm: normalized, To: m.To, By: m.By,
		At: m.Now.UTC()}, m.Now)
	if err != nil {
		return err
	}
	e := newEntry(Change{Op: OpHandOver, By: m.By, Now: m.Now, About: m.Lead})
	b.Do("RPUSH", b.Tag.Audit(m.From), e.encode(m.From))
	return w.space.s.Commit(ctx, b)
}

// moving reports whether a lead is on its way to another rep.
func leaving(l *coach.Lead) bool { return l != nil && l.Leaving != "" }

// beforeReps are the reps who had a lead before the one who has it, none twice.
func beforeReps(l *coach.Lead) (reps []string) {
	for _, h := range l.Handed {
		if h.From != l.Rep && !slices.Contains(reps, h.From) {
			reps = append(reps, h.From)
		}
	}
	return reps
}

// endCovers takes off the record of a rep who is away from now on, or gone, for whom they cover; and who covers for
// them, off that of one who is gone. Those they covered for hear of it by the outbox: their records lie in
// other shards.
func endCovers(rep *coach.Rep) (items []Outbox) {
	if rep == nil || !rep.Gone && !rep.Away.Lasts() {
		return nil
	}
	if rep.Gone {
		rep.Away.Cover = absence.Cover{}
	}
	for _, c := range rep.Covers {
		items = append(items, Outbox{Kind: OutboxUncover, Rep: c.Rep, Cover: c.ID, By: rep.ID})
	}
	rep.Covers = nil
	return items
}

// EndCover takes a cover off the record of whoever is away, and tells them that the colleague can't any more. Of one
// that has ended, or was agreed to anew, nothing is changed.
func (w *Workspace) EndCover(ctx context.Context, owner, id, colleague string, now time.Time) error {
	_, _, err := w.Change(ctx, Query{Rep: owner, Now: now}, func(seen Snapshot) (Change, error) {
		// The id names the cover: the same colleague may have been asked anew.
		rep := seen.Rep
		if !seen.Known || id == "" || rep.Away.Cover.ID != id {
			return Change{Nothing: true}, nil
		}
		rep.Away.Cover = absence.Cover{}
		return Change{Op: absence.OpCover, Now: now, Rep: &rep, KeepDigest: true,
			Letters: []coach.Letter{{ID: NewID(), From: owner, To: owner, Cover: absence.CoverGone, Colleague: colleague,
				At: now.UTC()}}}, nil
	})
	return err
}
