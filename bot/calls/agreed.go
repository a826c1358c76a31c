package calls

import (
	"cmp"
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// NextLine books a commitment: "next <lead> <when> [agenda …]". A date without a time is never guessed: slots are
// offered.
func (h *Agreed) NextLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "next")
	}
	resolver := input.NextResolver(line, dates.Context{Now: req.Now, Zone: req.Zone()})
	tx := h.record.BeginLine(ctx, req, line, resolver, store.Query{Said: input.SaidHash(line), Agreed: true})
	for tx.Next() {
		if called := line.Called(); tx.Lead == nil && len(called.Names) > 0 { // before a lead "plc" is made of "next plc"
			if seen, err := h.record.Read(ctx, req, store.Query{Names: called.Names}); err != nil || seen.Lead != nil {
				return request.Response{}, cmp.Or[error](err, &request.UnknownLead{Name: tx.Match.Name})
			}
		}
		res, err := h.decideNext(req, tx.Seen, line, tx.Match)
		tx.Try(h.agreedOrOffered(req, res), err)
	}
	return tx.Response()
}

// decideNext makes of a line the agreed call that it says; the form where it says no more than the lead.
func (h *Agreed) decideNext(req *request.Request, seen store.Snapshot, line input.Line,
	m input.Match) (record.Result, error) {
	if q := line.NextDoubt(m); q != nil {
		return record.Result{Question: q}, nil
	}
	if m.Lead != nil && len(m.Rest) == 0 {
		return record.ShowForm(forms.NextForm(h.reply.Reader(req), *m.Lead, h.record.Offers.First(req, *m.Lead),
			req.Rep.TZFixed, request.Meta{})), nil
	}
	if m.Lead == nil { // a detail is no part of a new lead's name
		if err := input.NoKeys(line, m.From, m.Count); err != nil {
			return record.Result{}, err
		}
	}
	args, err := input.DateAfter(line, m, h.record.Offers.DateContext(req, m.Lead))
	if err != nil {
		return record.Result{}, err
	}
	return h.decideAgreed(req, seen, record.TouchInput{Lead: m.Lead, Name: m.Name,
		Resolution: line.Resolution, Args: args}, "")
}

// agreedOrOffered is a result whose response confirms an agreed call as every saved touch. Where only a day was named
// nothing is agreed yet: the response is the offer of times.
func (h *Agreed) agreedOrOffered(req *request.Request, res record.Result) record.Result {
	if res.Change == nil || !res.Saved.Touch.Vague {
		return res
	}
	saved := res.Saved
	saved.Touch = coach.Touch{} // nothing was agreed on that could be confirmed
	resp := h.reply.Made(req, answers.Logged(h.reply.Reader(req), saved))
	res.Response = &resp
	return res
}

// PickSlot agrees on one of the times that were offered, with the agenda of the touch that they were offered after.
func (h *Agreed) PickSlot(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	at := button.Instant(0)
	if at.IsZero() {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		if agreed := tx.Lead.Progress.Commitment; agreed != nil && agreed.At.Equal(at) && at.After(req.Now) {
			return request.Response{}, request.ErrOutdated // tapped twice
		}
		last, _ := lastTouch(tx.Seen.Touches)
		res, err := h.decideAgreed(req, tx.Seen, record.TouchInput{Lead: tx.Lead, ExactNext: at,
			Args: input.LogArgs{Agenda: last.Agenda,
				Meet: input.MeetBeside(last.Note, h.record.Offers.DateContext(req, tx.Lead))}}, "That time")
		tx.Try(h.record.Views.InPlace(req, res), err)
	}
	return tx.Response()
}

// TryAt plans the next try for a time that somebody named who could agree to none. Nobody is asked whether it happened.
func (h *Agreed) TryAt(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	at := button.Instant(0)
	if at.IsZero() {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		res, err := h.decideAgreed(req, tx.Seen, record.TouchInput{Lead: tx.Lead, ExactNext: at,
			Details: input.CallDetails{Given: true}}, "That time")
		tx.Try(h.record.Views.InPlace(req, res), err)
	}
	return tx.Response()
}

// MeantTheirs moves the time that was agreed on last to the same clock time in the lead's zone. It stands beneath a
// time that could have been meant so, until something else is logged.
func (h *Agreed) MeantTheirs(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		agreed := tx.Lead.Progress.Commitment
		last, ok := lastTouch(tx.Seen.Touches)
		if agreed == nil || !ok || !last.Until.Equal(agreed.At) || last.Theirs { // moved since, or tapped twice
			return request.Response{}, request.ErrOutdated
		}
		mine := agreed.At.In(req.Reads().Location())
		at, err := onTheirClock(mine, tx.Lead.Zone(*req.Rep, agreed.At).Loc)
		if err != nil {
			return request.Response{}, err
		}
		res, err := h.decideAgreed(req, tx.Seen, record.TouchInput{Lead: tx.Lead, ExactNext: at, Theirs: true,
			Args: input.LogArgs{Agenda: agreed.Agenda}}, mine.Format("15:04")+" their time")
		tx.Try(h.record.Views.InPlace(req, res), err)
	}
	return tx.Response()
}

// TapAgreed answers "did it happen?" with an outcome: [outcome.NoAnswer] is a try at the agreed time, [outcome.Missed]
// is none.
func (h *Agreed) TapAgreed(o outcome.Outcome) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
		for tx.Next() {
			agreed := tx.Lead.Progress.Commitment
			if !isAgreed(agreed, button.Instant(0)) {
				return request.Response{}, request.WithLead(coach.ErrNoAgreed, *tx.Lead)
			}
			touch := record.TouchInput{Lead: tx.Lead, Outcome: o, Op: "log"}
			if o == outcome.NoAnswer && agreed.At.Before(req.Now) {
				touch.ExactAt = agreed.At
			}
			res, err := h.record.DecideTouch(req, tx.Seen, touch)
			tx.Try(h.record.Views.Ticked(req, res), err)
		}
		return tx.Response()
	}
}

// OpenNextOf opens the form that agrees on a call with the lead of a button. It starts with the first time on offer.
func (h *Agreed) OpenNextOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return forms.NextForm(h.reply.Reader(req), l, h.record.Offers.First(req, l), rep.TZFixed, meta)
		})
}

// NextForm saves an agreed call at the time that was picked.
func (h *Agreed) NextForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	at := form.Instant(fields.Next)
	if at.IsZero() {
		return record.AtField(req, fields.Next, problems.ErrDate), nil
	}
	meet := coach.Meet{By: form.Text(fields.Meet), Link: form.Text(fields.Link)}
	switch {
	case meet.Link == "":
	case !input.OnWeb(meet.Link):
		return record.AtField(req, fields.Link, problems.ErrLink), nil
	case meet.By != coach.MeetVisit:
		meet.By = coach.MeetVideo // a link leads to nothing else
	}
	tx := h.record.BeginForm(ctx, req, form)
	for tx.Next() {
		tx.Try(h.decideAgreed(req, tx.Seen, record.TouchInput{Lead: tx.Lead, ExactNext: at,
			Args: input.LogArgs{Agenda: form.Text(fields.Agenda), Meet: meet}}, "The agreed time"))
	}
	return tx.Response()
}

// decideAgreed is the one way to agree on a call: typed, tapped and filled in. What names the time where it is refused
// as past.
func (h *Agreed) decideAgreed(req *request.Request, seen store.Snapshot, touch record.TouchInput,
	what string) (record.Result, error) {
	if err := input.CheckAhead(what, touch.ExactNext, req.Now); err != nil {
		return record.Result{}, err
	}
	touch.Outcome, touch.Op = outcome.Planned, "next"
	return h.record.DecideTouch(req, seen, touch)
}

// decideVisit agrees on a visit that a line logs by its word and puts ahead: "visit Thu 2pm".
func (h *Agreed) decideVisit(req *request.Request, seen store.Snapshot, line input.LogLine, m input.Match,
	when *input.Date, agenda string) (record.Result, error) {
	res, err := h.decideAgreed(req, seen, record.TouchInput{Lead: m.Lead, Name: m.Name,
		Resolution: line.Resolution, Args: input.LogArgs{Next: when, Agenda: agenda,
			Meet: coach.Meet{By: coach.MeetVisit}}}, "")
	return h.agreedOrOffered(req, res), err
}

// isAgreed reports whether a button is about the agreed call of its lead: buttons carry whole seconds. A lead without
// an agreed call has none that a button could be about.
func isAgreed(agreed *coach.Commitment, button time.Time) bool {
	return agreed != nil && agreed.At.Truncate(time.Second).Equal(button)
}

// lastTouch is the newest touch that was read; false where there is none.
func lastTouch(touches []coach.Touch) (coach.Touch, bool) {
	if len(touches) == 0 {
		return coach.Touch{}, false
	}
	return touches[len(touches)-1], true
}

// onTheirClock is the instant at which the clock of a zone shows what an instant shows on the rep's. A time that a
// clock change skips there is refused.
func onTheirClock(mine time.Time, theirs *time.Location) (time.Time, error) {
	at := time.Date(mine.Year(), mine.Month(), mine.Day(), mine.Hour(), mine.Minute(), 0, 0, theirs)
	if at.Hour() != mine.Hour() || at.Minute() != mine.Minute() {
		return time.Time{}, &request.ImpossibleDate{Words: mine.Format("15:04"), Why: "a clock change skips it there"}
	}
	return at, nil
}
