// Package dial is a call block: the leads to call now, one card at a time, the next one after one tap. What stands in a
// block is worked out from what is due and from what was logged today, so that it is the same on every device, goes on
// where it was, and ends with the day; only whom the rep passed over is kept.
//
//	block.go    the card whose turn it is, passing over one, a break
//	theirs.go   what the rep covers for colleagues, behind their own
//	calling.go  [Calling now], wherever it stands, and the question that follows
//	several.go  the form that logs several calls
//
// A tap on an outcome is what it is on any other card: the surface of the message,
// [request.OnGo], has the next card stand in its place, whatever the tap or the form came to.
package dial

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/logged"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/store"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}

// GoLine begins a call block, or goes on with it: "go". Behind the word may stand the lead to begin with, or several.
func (h *Handlers) GoLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.goOn(ctx, req, "")
	}
	seen, question, err := h.record.FindLead(ctx, req, line, store.Query{})
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	case seen.Lead == nil:
		return h.goSeveral(ctx, req, line)
	}
	// The block is the own one, whosever the first lead is.
	*req = *own(req)
	return h.goWith(ctx, req, *seen.Lead)
}

// goSeveral begins a call block with the leads that a line lists, or says whom of them nobody has.
func (h *Handlers) goSeveral(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	known, err := h.record.KnownNames(ctx, req, line.Text)
	if err != nil {
		return request.Response{}, err
	}
	// Nothing is begun without one who was named: the others' cards would be taken for all.
	list, all := input.LogLine{Line: line, List: line.Words}.Names(known)
	if !all {
		unknown := func(name string) bool { return !known(name) }
		if i := slices.IndexFunc(list, unknown); i >= 0 && slices.ContainsFunc(list, known) {
			return request.Response{}, &request.UnknownLead{Name: list[i]}
		}
		return request.Response{}, &request.UnknownLead{Name: line.Said()}
	}
	var leads []coach.Lead
	for _, name := range list {
		seen, question, err := h.record.FindKnown(ctx, req, input.ReadLine("go "+words.Quote(name)), store.Query{})
		switch {
		case err != nil:
			return request.Response{}, err
		case question != nil:
			return h.record.Ask(ctx, req, question)
		}
		leads = append(leads, *seen.Lead)
	}
	return h.goWith(ctx, req, leads...)
}

// goWith begins a call block with some leads, in their order. They come first until they are called or the day ends,
// and are passed over no more. Where none of them can be called now that is said of the first: somebody else's card
// would be taken for theirs.
func (h *Handlers) goWith(ctx context.Context, req *request.Request, leads ...coach.Lead) (request.Response, error) {
	skips, err := h.skips(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	first := int64(0) // whoever was asked for before comes behind them
	for _, place := range skips {
		first = min(first, place)
	}
	for i, l := range leads {
		skips[l.ID] = first + int64(i-len(leads))
	}
	if err := h.keepSkips(ctx, req, skips); err != nil {
		return request.Response{}, err
	}
	turn, err := h.turn(ctx, req, leads...)
	if err != nil {
		return request.Response{}, err
	}
	for _, l := range leads {
		if !slices.ContainsFunc(turn.Block.Calls, func(c coach.Card) bool { return c.Lead.ID == l.ID }) {
			turn.NotNow = append(turn.NotNow, l)
		}
	}
	if len(turn.NotNow) == len(leads) {
		first, as := leads[0], *req
		if owner, theirs := turn.Owners[first.Rep]; theirs {
			as.Rep = &owner
		}
		return h.shown(req, cards.GoNotNow(h.reply.ReaderOn(req, request.OnGo), turn, h.record.Views.Card(&as, first)))
	}
	return h.shown(req, h.card(req, turn, ""))
}

// GoTapped is [Handlers.GoLine] by a button: in the place of a block, on a page over the Home, else beneath the
// message. Beneath one that stays it stays too, so that it is there on each of the rep's devices.
func (h *Handlers) GoTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if button.Lead == cards.GoAgain {
		if err := h.keepSkips(ctx, req, map[string]int64{}); err != nil {
			return request.Response{}, err
		}
	}
	req.Posted = req.Posted || !req.Ephemeral && req.View == nil
	return h.goOn(ctx, req, "")
}

// SkipTapped passes over the lead of a card until it changes or the day ends. A second tap does the same.
func (h *Handlers) SkipTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	// Another card takes the place of theirs, which would be overwritten by the question.
	if err := h.leaves(ctx, req, button.Lead); err != nil {
		return request.Response{}, err
	}
	skips, err := h.skips(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	// Of two taps at once one may be forgotten: its lead comes up once more.
	skips[button.Lead] = button.Version()
	if err := h.keepSkips(ctx, req, skips); err != nil {
		return request.Response{}, err
	}
	return h.goOn(ctx, req, "")
}

// BreakTapped puts a word in the place of the card, until the rep goes on. Who rests is calling nobody.
func (h *Handlers) BreakTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if err := h.leaves(ctx, req, button.Lead); err != nil {
		return request.Response{}, err
	}
	turn, err := h.turn(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return h.shown(req, cards.GoBreak(h.reply.ReaderOn(req, request.OnGo), turn))
}

// goOn shows the card whose turn it is.
func (h *Handlers) goOn(ctx context.Context, req *request.Request, first string) (request.Response, error) {
	card, err := h.Card(ctx, req, first)
	if err != nil {
		return request.Response{}, err
	}
	return h.shown(req, card)
}

// shown stands in the place of the block that was tapped.
func (h *Handlers) shown(req *request.Request, card say.Reply) (request.Response, error) {
	resp := h.reply.Made(req, card)
	resp.Replace = req.Surface() == request.OnGo
	return resp, nil
}

// Card is the card of a call block whose turn it is now: that of lead, where it can be called, so that one comes back
// whose call was taken back. Its cost goes with what is due today.
func (h *Handlers) Card(ctx context.Context, req *request.Request, lead string) (say.Reply, error) {
	// What was said of a call in the place of its card is the answer to what came of it.
	if lead != "" {
		if err := h.askNoMore(ctx, req, lead); err != nil {
			return say.Reply{}, err
		}
	}
	req = own(req)
	turn, err := h.turn(ctx, req)
	if err != nil {
		return say.Reply{}, err
	}
	return h.card(req, turn, lead), nil
}

// card is the card of a turn, that of lead where it can be called.
func (h *Handlers) card(req *request.Request, turn cards.Turn, lead string) say.Reply {
	// The others keep their order behind it.
	for i, c := range turn.Block.Calls {
		if c.Lead.ID == lead {
			copy(turn.Block.Calls[1:i+1], turn.Block.Calls[:i])
			turn.Block.Calls[0] = c
		}
	}
	// Only the card that is shown needs words to open with. What was said before stands in its prep.
	if len(turn.Block.Calls) > 0 {
		first, rep := turn.Block.Calls[0].Lead, *req.Rep
		if owner, theirs := turn.Owners[first.Rep]; theirs {
			rep = owner
		}
		turn.Opener = prep.For(h.record.Rules, first, nil, rep, prep.Input{Me: req.Person.Full}, req.Now).Opener
	}
	return cards.GoCard(h.reply.ReaderOn(req, request.OnGo), turn)
}

// turn reads where the rep stands. A lead that is asked for by name is looked at however many are due before it.
func (h *Handlers) turn(ctx context.Context, req *request.Request, named ...coach.Lead) (cards.Turn, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return cards.Turn{}, err
	}
	skips, err := h.skips(ctx, req)
	if err != nil {
		return cards.Turn{}, err
	}
	space := h.record.Space()
	passed := func(l coach.Lead) bool {
		version, passed := skips[l.ID]
		return passed && version == l.Version
	}
	block := func(days int) (notify.Block, error) {
		due, err := space.Records.DueLeads(ctx, req.User, rep.Midnight(req.Now, days), record.DueMost)
		if err != nil {
			return notify.Block{}, err
		}
		return notify.BlockFor(h.record.Rules, rep, with(due.Leads, named, req.User), req.Now, passed), nil
	}
	turn := cards.Turn{}
	if rep.AwayAt(req.Now) {
		turn.Away = &rep
	}
	if turn.Block, err = block(1); err == nil && len(turn.Block.Calls) == 0 && turn.Block.Next == nil {
		turn.Block, err = block(nextWithin) // the end of a block says what comes next
	}
	if err != nil {
		return cards.Turn{}, err
	}
	if err := h.addTheirs(ctx, req, rep, &turn, named, passed); err != nil {
		return cards.Turn{}, err
	}
	// Whoever was asked for comes first, in the order in which they were; the others stay in theirs.
	slices.SortStableFunc(turn.Block.Calls, func(a, b coach.Card) int {
		return cmp.Compare(min(0, skips[a.Lead.ID]), min(0, skips[b.Lead.ID]))
	})
	journal, err := space.History.Journal(ctx, req.User, req.Now, journalMost)
	if err != nil {
		return cards.Turn{}, err
	}
	turn.Done = append(turn.Done, logged.Since(journal, rep.Midnight(req.Now, 0))...)
	return turn, nil
}

// with is some leads with those of a rep that were asked for by name, none twice. However many are due before it, whom
// somebody names is looked at.
func with(due, named []coach.Lead, rep string) []coach.Lead {
	for _, l := range named {
		if l.Rep == rep && !slices.ContainsFunc(due, func(d coach.Lead) bool { return d.ID == l.ID }) {
			due = append(due, l)
		}
	}
	return due
}

// nextWithin is how many days, today among them, the end of a block looks ahead.
const nextWithin = 7

// journalMost is how many of the newest changes are looked through for what was done today.
const journalMost = 200

// skipsOf names what is kept of whom the rep passed over, by their date: with the next one it is forgotten.
func skipsOf(rep coach.Rep, now time.Time) string {
	return "go-" + now.In(rep.Location()).Format(time.DateOnly)
}

// skips are the leads that the rep has passed over today, each with the version that its card had; and those that they
// have asked for by name, each with its place, which is below zero as no version is.
func (h *Handlers) skips(ctx context.Context, req *request.Request) (map[string]int64, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return nil, err
	}
	skips := map[string]int64{}
	raw, kept, err := h.record.Space().Parked(ctx, req.User, skipsOf(rep, req.Now))
	if err != nil || !kept {
		return skips, err
	}
	if err := json.Unmarshal(raw, &skips); err != nil {
		return nil, fmt.Errorf("read whom a rep passed over: %w", err)
	}
	return skips, nil
}

// keepSkips keeps whom the rep has passed over today.
func (h *Handlers) keepSkips(ctx context.Context, req *request.Request, skips map[string]int64) error {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(skips)
	if err != nil {
		return fmt.Errorf("keep whom a rep passed over: %w", err)
	}
	return h.record.Space().Park(ctx, req.User, skipsOf(rep, req.Now), raw)
}
