package record

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Ask keeps the line and puts the question. The line is kept first: a button never stands for words that are gone.
func (rec *Recorder) Ask(ctx context.Context, req *request.Request, q *input.Clarification) (request.Response, error) {
	leads, err := rec.Candidates(ctx, req, q)
	if err != nil {
		return request.Response{}, err
	}
	ref, err := rec.Keep(ctx, req, q.Pending)
	if err != nil {
		return request.Response{}, err
	}
	leads = append(leads, q.Others...)
	return rec.Reply.Say(req, question(rec.Reply.Reader(req), q, leads, req.Typed(), ref))
}

// isRepeat reports whether the same words were saved a moment ago, and that is still so: the change stands, nothing
// newer changed its lead, whoever made it, and the words mean no other lead by now. Where the journal cannot be read it
// says yes: the person is asked once more, which costs a tap and no data.
func (tx *Transaction) isRepeat() bool {
	seen := tx.Seen
	if seen.Said.Entry == "" {
		return true
	}
	lead, newest, err := tx.rec.Space().History.Newest(tx.ctx, tx.req.Owner, seen.Said.Entry, seen.Said.At)
	return err != nil || newest && (seen.Lead == nil || lead == "" || seen.Lead.ID == lead)
}

// went asks about a line that would make a new lead, of a name that a lead of theirs had which is with a colleague now;
// false where there was none.
func (tx *Transaction) went() bool {
	m := tx.Match
	if tx.line == nil || tx.line.Resolution.Create || m.Name == "" || tx.req.Owner != tx.req.User {
		return false
	}
	went, found, err := tx.rec.Space().Went.To(tx.ctx, tx.req.User, "", names.Normalize(m.Name), tx.req.Now)
	if tx.err = err; err != nil || !found {
		return err != nil
	}
	tx.Result.Question = &input.Clarification{Question: input.WentAway, Name: m.Name, Typed: tx.req.Typed(),
		Pending: tx.line.Pending(func(res *input.Resolution) { res.Name = m.Count }),
		Lead:    coach.Lead{ID: went.ID, Name: went.Name}, With: went.To, By: went.By, At: went.At}
	return true
}

// Keep keeps a line for a day and returns what a button names it by.
func (rec *Recorder) Keep(ctx context.Context, req *request.Request, p input.PendingCommand) (ref string, err error) {
	raw, err := json.Marshal(lending.Kept(req, p))
	if err != nil {
		return "", fmt.Errorf("keep a line: %w", err)
	}
	ref = store.NewID()
	return ref, rec.Space().Park(ctx, req.User, ref, raw)
}

// Candidates reads the leads that a question offers, in the order in which it does, five at most.
func (rec *Recorder) Candidates(ctx context.Context, req *request.Request,
	q *input.Clarification) ([]coach.Lead, error) {
	if len(q.Leads) == 0 {
		return nil, nil
	}
	leads, err := rec.Space().Records.Leads(ctx, req.Owner, q.Leads...)
	if err != nil {
		return nil, err
	}
	if q.ByName {
		slices.SortFunc(leads, func(a, b coach.Lead) int {
			return cmp.Or(openFirst(a)-openFirst(b), coach.ByName(a, b))
		})
	}
	return leads[:min(len(leads), input.Offered)], nil
}

// openFirst ranks leads that are open before closed ones.
func openFirst(l coach.Lead) int {
	if l.Open() {
		return 0
	}
	return 1
}

// question is a clarification in words. Ref stands for the kept line in its buttons, which hold 2,000 characters at
// most and a line may have more.
func question(to say.Reader, q *input.Clarification, leads []coach.Lead, typed, ref string) say.Reply {
	switch q.Question {
	case input.WentAway:
		return problems.WentAway(to, q.Lead, problems.Went{To: q.With, By: q.By, At: q.At}, q.Name, q.Typed, ref)
	case input.LeadOrNew:
		return problems.LeadOrNew(to, q.Lead, q.Name, q.Outcome, q.Typed, ref)
	case input.WhichOutcome:
		return problems.WhichOutcome(to, q.Name, q.Outcomes, typed, ref)
	case input.UnclearOutcome:
		return problems.UnclearOutcome(to, q.Name, q.Outcomes, typed, ref)
	case input.LongAgo:
		return problems.LongAgo(to, q.At, typed, ref)
	case input.Choose:
		return problems.Choose(to, readings(q.Choices), q.Typed, ref)
	case input.Again:
		return problems.Again(to, q.At, q.Logs, q.Typed, ref)
	case input.Mistyped:
		return problems.Mistyped(to, q.Command, q.Meant, q.Name, q.Typed, ref)
	case input.KnownLead:
		return problems.KnownLead(to, problems.Which{
			Named: q.Name, Text: q.Typed, Ref: ref, Candidates: leads, Create: q.Create}, q.ByDetail)
	default:
		return problems.WhichLead(to, problems.Which{
			Named: q.Name, Text: q.Typed, Ref: ref, Candidates: leads, Near: q.Near, Create: q.Create,
		})
	}
}

// readings are what a line may mean, as they are said.
func readings(choices []input.Choice) []problems.Reading {
	out := make([]problems.Reading, len(choices))
	for i, c := range choices {
		out[i] = problems.Reading{Name: c.Name, New: c.New, Outcome: c.Outcome}
	}
	return out
}

// Pending brings a kept line back. ok is false when it is older than a day or somebody else's: a button that was
// forwarded runs nothing in the name of whoever taps it.
func (rec *Recorder) Pending(ctx context.Context, req *request.Request,
	ref string) (p input.PendingCommand, ok bool, err error) {
	raw, ok, err := rec.Space().Parked(ctx, req.User, ref)
	if err != nil || !ok {
		return input.PendingCommand{}, false, err
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return input.PendingCommand{}, false, fmt.Errorf("read a kept line: %w", err)
	}
	return p, true, nil
}
