package handover

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/handover"
	"github.com/followup-coach/followup/store"
)

// Carry moves the leads of one part of a hand-over, and tells the reps when it was the last part that was left; or it
// tells managers that somebody has left. It may be called again for what is done.
func (h *Handlers) Carry(ctx context.Context, it store.Outbox) error {
	if it.Kind == store.OutboxLeft {
		return h.left(ctx, it)
	}
	space, now := h.record.Space(), h.reply.Now()
	for _, lead := range it.Leads {
		if err := ctx.Err(); err != nil {
			return err
		}
		// Each lead is whole by itself: whoever stops here has moved those before.
		err := store.Move{ID: it.HandOver, From: it.Rep, To: it.To, Lead: lead, By: it.By, Now: now,
			Fit: func(l coach.Lead, from, to coach.Rep) (coach.Lead, coach.Attention) {
				l = handover.Fit(l, from, to, now)
				return l, h.record.Rules.Timers(l, to, now)
			},
			// Its new rep may have one of that name.
			Name: func(l coach.Lead, from string, try int) (shown, normalized string) {
				shown = h.called(l, from, try)
				return shown, names.Normalize(shown)
			}}.Do(ctx, space)
		if err != nil {
			return err
		}
	}
	last, err := it.PartDone(ctx, space)
	if err != nil || !last {
		return err
	}
	return h.tell(ctx, it)
}

// called is a lead's name for the first, second… try: where its new rep has a lead of that name, it says whose it
// was. One that got its name so gets the one before back.
func (h *Handlers) called(l coach.Lead, from string, try int) string {
	name := l.Name
	if n := len(l.Handed); n > 0 {
		name = cmp.Or(l.Handed[n-1].Name, name)
	}
	if try == 0 {
		return name
	}
	// A name that Slack hasn't said yet isn't waited for.
	whose := "2"
	if who, known := h.reply.People.Get(from); known {
		whose = cmp.Or(firstWord(who.Full), firstWord(who.Name), whose)
	}
	// Of three with one name the third is told apart by its number.
	name += " (" + whose + ")"
	if try > 1 {
		name += " " + strconv.Itoa(try)
	}
	return name
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return word
}

// tell writes to whoever must hear of a hand-over whose last part this was: who has the leads now, and whose they were.
// Each letter is written once.
func (h *Handlers) tell(ctx context.Context, it store.Outbox) error {
	space, now := h.record.Space(), h.reply.Now()
	list, _, _, err := space.History.HandOver(ctx, it.Rep, it.HandOver)
	if err != nil {
		return err
	}
	// What is said is counted where the leads are by now, not from the list.
	all, went := 0, []string{}
	for _, to := range takersOf(list) {
		n, calls := 0, 0
		for _, part := range list.Parts {
			if part.To != to {
				continue
			}
			leads, err := space.Records.Leads(ctx, to, part.Leads...)
			if err != nil {
				return err
			}
			sum := handover.Count(leads, now)
			n, calls = n+sum.Leads, calls+sum.Agreed
		}
		if n == 0 {
			continue
		}
		all, went = all+n, append(went, to)
		// Whoever decided it knows.
		if to == list.By {
			continue
		}
		if err := h.write(ctx, list.ID, list.By, coach.Letter{To: to, Leads: n, Calls: calls, Came: list.From}); err != nil {
			return err
		}
	}
	// One whose leads all were erased or handed on meanwhile is not told of any.
	if all == 0 || list.From == list.By {
		return nil
	}
	return h.write(ctx, list.ID, list.By, coach.Letter{To: list.From, Leads: all, Went: went})
}

// left tells the managers of a rep who has left that their leads wait, each of them once; nobody where there are none,
// or the rep is back.
func (h *Handlers) left(ctx context.Context, it store.Outbox) error {
	space, now := h.record.Space(), h.reply.Now()
	rep, known, err := space.Records.Rep(ctx, it.Rep)
	if err != nil || !known || !rep.Gone {
		return err
	}
	var sum handover.Sum
	err = space.EachLead(ctx, it.Rep, func(part []coach.Lead) error {
		one := handover.Count(part, now)
		sum.Leads, sum.Agreed = sum.Leads+one.Leads, sum.Agreed+one.Agreed
		return nil
	})
	if err != nil || sum.Leads == 0 {
		return err
	}
	teams, err := h.teams(ctx)
	if err != nil {
		return err
	}
	// A manager of several of their teams is told once, since a letter's key is that of its reader.
	for _, team := range teams {
		if !slices.Contains(team.Reps, it.Rep) {
			continue
		}
		for _, manager := range team.Managers {
			if manager == it.Rep {
				continue
			}
			l := coach.Letter{To: manager, Leads: sum.Leads, Calls: sum.Agreed, Left: it.Rep}
			if err := h.write(ctx, it.ID, "", l); err != nil {
				return err
			}
		}
	}
	return nil
}

// takersOf are those who get leads of a list, each once.
func takersOf(list store.HandOver) (out []string) {
	for _, part := range list.Parts {
		if !slices.Contains(out, part.To) {
			out = append(out, part.To)
		}
	}
	return out
}

// write posts a letter about a hand-over, or about somebody who has left, once for each reader.
func (h *Handlers) write(ctx context.Context, id, by string, l coach.Letter) error {
	// It lies with its reader: who decided may be no rep, and who has left has no shard that matters.
	l.ID, l.From, l.At, l.Decided = store.NewID(), l.To, h.reply.Now().UTC(), by
	err := h.record.Space().PostLetter(ctx, l, h.reply.Now(), "handover/"+id, nil)
	if _, before := store.Repeated(err); before {
		return nil
	}
	if err != nil {
		return fmt.Errorf("tell of a hand-over: %w", err)
	}
	return nil
}
