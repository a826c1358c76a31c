package bot

import (
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// decide is what a handler adds to a change: from what the store holds to what it shall hold, and what is said about
// it. It may run several times and must do nothing but decide.
type decide[S any] func(seen store.Seen) (store.Change, S, error)

// change reads, decides and writes, with all the bookkeeping: who and when, the act's key and answer, a new rep's
// record. It answers a repeated act with what was answered then. dress makes the answer of what is said; it runs before
// the write, since the answer is part of it.
func change[S any](ctx context.Context, b *Bot, a *act, ask store.Ask, fn decide[S],
	dress func(S) (answer, error)) (answer, error) {
	ask.Rep, ask.Now, ask.Key = a.user, a.now, a.key
	a.changes = true
	var out answer
	again := func(seen store.Seen) (store.Change, error) {
		b.meetRep(a, seen)
		if seen.Said != nil && ask.Said != "" {
			if before, err := decode(seen.Said.Answer); err == nil {
				return store.Change{}, &alreadySaid{at: seen.Said.At, entry: before.Entry}
			}
		}
		c, said, err := fn(seen)
		if err != nil {
			return store.Change{}, err
		}
		if c.Rep == nil && completed(seen) {
			c.Rep = a.rep
		}
		if c.Rep != nil {
			c.NextDigest = b.rules.NextDigest(*c.Rep, a.now)
		}
		if out, err = dress(said); err != nil {
			return store.Change{}, err
		}
		out.Entry = c.Entry
		c.By, c.Now, c.Key, c.Said, c.Answer = a.user, a.now, a.key, ask.Said, out.encode()
		return c, nil
	}
	_, _, err := b.space().Change(ctx, ask, again)
	if errors.Is(err, coach.ErrHistory) && ask.Touches != -1 {
		ask.Touches = -1
		_, _, err = b.space().Change(ctx, ask, again)
	}
	var said *alreadySaid
	if errors.As(err, &said) && b.takenBack(ctx, a, said.entry) {
		ask.Said = ""
		_, _, err = b.space().Change(ctx, ask, again)
	}
	var dup *store.DuplicateError
	switch {
	case errors.As(err, &dup):
		return decode(dup.Answer)
	case err != nil:
		return answer{}, err
	}
	b.kick()
	return out, nil
}

// save is [change] for whatever ends with "Saved", dressed as a command's answer.
func (b *Bot) save(ctx context.Context, a *act, ask store.Ask, fn decide[say.Saved]) (answer, error) {
	return change(ctx, b, a, ask, fn, b.logged(a))
}

// logged dresses what was saved as a message of its own.
func (b *Bot) logged(a *act) func(say.Saved) (answer, error) {
	return func(s say.Saved) (answer, error) { return saying(b.checked(a, say.Logged(b.reader(a), s))) }
}

// ticked dresses what was saved as the card that it was tapped on, which becomes ✓.
func (b *Bot) ticked(a *act) func(say.Saved) (answer, error) {
	return func(s say.Saved) (answer, error) {
		to := b.reader(a)
		if kind := a.surface(); kind != "" {
			to = b.readerOn(a, kind) // a card that stays is tapped on again
		}
		blocks := say.CardDone(to, s)
		if s.Logged.Question != nil || len(s.Slots) > 0 {
			blocks = say.Logged(b.reader(a), s).Blocks // with what there is to tap on
		}
		return onCard(s.Lead.ID, b.checked(a, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
	}
}

// takenBack reports whether a change was undone since, so that saying it again means it.
func (b *Bot) takenBack(ctx context.Context, a *act, entry string) bool {
	if entry == "" {
		return false
	}
	journal, err := b.space().Journal(ctx, a.user, a.now, 50)
	if err != nil {
		return false
	}
	for _, e := range journal {
		if e.ID == entry {
			return e.Undone
		}
	}
	return false
}

// saidHash stands for the words of a line, for the three-minute rule: case and spacing don't matter, quotes and notes
// do.
func saidHash(ln line) string {
	if ln.fix.Again {
		return ""
	}
	h := fnv.New64a()
	h.Write([]byte(ln.word + " " + strings.ToLower(strings.Join(strings.Fields(ln.text), " "))))
	// strings and flags only
	fixed, _ := json.Marshal(fix{Lead: ln.fix.Lead, Outcome: ln.fix.Outcome, Create: ln.fix.Create})
	h.Write(fixed)
	return strconv.FormatUint(h.Sum64(), 36)
}

// look reads for an act that changes nothing. The first /followup makes somebody a rep, whatever they ask for.
func (b *Bot) look(ctx context.Context, a *act, ask store.Ask) (store.Seen, error) {
	ask.Rep, ask.Now = a.user, a.now
	seen, err := b.space().Read(ctx, ask)
	if err != nil {
		return seen, err
	}
	b.meetRep(a, seen)
	if completed(seen) {
		c := store.Change{Op: "rep", By: a.user, Now: a.now, Rep: a.rep, NextDigest: b.rules.NextDigest(*a.rep, a.now)}
		if err := b.space().Write(ctx, seen, c); err != nil && !errors.Is(err, store.ErrConflict) {
			return seen, err
		}
		b.kick()
	}
	seen.Rep = *a.rep
	return seen, nil
}

// meetRep makes the acting person's record known to the act: theirs, or the one they get now.
func (b *Bot) meetRep(a *act, seen store.Seen) {
	rep := newRep(seen, a.who, a.now)
	a.rep, a.tally, a.agreed = &rep, seen.Tally, seen.Agreed
}

// newRep is a rep's record as it was read, completed by what Slack says where it says nothing: the first command makes
// somebody a rep, and who was only added to a team has no zone yet.
func newRep(seen store.Seen, who person, now time.Time) coach.Rep {
	rep := seen.Rep
	if !seen.Known {
		rep = coach.Rep{ID: who.id, Since: now.UTC()}
	}
	if rep.TZ == "" {
		rep.TZ, rep.Locale = who.tz, who.locale
		if !zoneExists(rep.TZ) {
			rep.TZ = "UTC"
		}
	}
	rep.Gone = false
	return rep
}

// completed reports whether a rep's record has to be written because [newRep] completed it.
func completed(seen store.Seen) bool { return !seen.Known || seen.Rep.Gone || seen.Rep.TZ == "" }

// checked is a reply that Slack will take.
func (b *Bot) checked(a *act, r say.Reply) say.Reply {
	ok, err := r.Checked()
	if err != nil {
		b.log.Error("an answer broke Slack's limits", "kind", a.kind, "name", a.label, "error", err)
	}
	return ok
}

// blocksOf reads kept blocks back.
func blocksOf(raw json.RawMessage) ([]slack.Block, error) {
	var blocks slack.Blocks
	if len(raw) == 0 {
		return nil, nil
	}
	err := json.Unmarshal(raw, &blocks)
	return blocks.BlockSet, err
}
