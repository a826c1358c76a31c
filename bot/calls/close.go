package calls

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// CloseLine ends a lead: "close <lead> won|lost|no-response|… [reason]". Without a way to end it, it opens the form.
func (h *Handlers) CloseLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "close")
	}
	resolver := input.NewLeadResolver(ln, input.BeforeClosing)
	return h.record.Save(ctx, req, ln, record.Query(resolver.Query(), store.Ask{}),
		func(seen store.Seen) (record.Result, error) {
			m, res, err := record.MatchKnown(resolver, seen)
			if err != nil || !m.Settled() {
				return res, err
			}
			how, used := input.ClosingOf(m.Rest)
			switch {
			case used == 0 && len(m.Rest) > 0:
				return record.Result{}, &request.BadValue{
					What: "a way to end it", Given: m.Rest[0].Text,
					Expected: "won, lost, no-response, not-interested, has-solution, not-fit or left-company",
					Example:  "/followup close " + m.Lead.Name + " won",
				}
			case used == 0:
				return record.ShowForm(say.CloseForm(h.reply.Reader(req), *m.Lead, "", false, request.Meta{})), nil
			}
			t, err := h.typedClosing(req, ln, *m.Lead, how, m.Rest[used:])
			if err != nil {
				return record.Result{}, err
			}
			return h.close(req, seen, *m.Lead, t)
		}, h.record.Views.Saved(req))
}

// closing is how a lead ends.
type closing struct {
	how    coach.Outcome
	reason string
	ends   time.Time   // of a lead that has a solution: when their contract ends; zero where nobody said
	next   *input.Date // …as it was typed
}

// typedClosing reads what follows a typed way to end a lead: the reason. Of a lead that has a solution already
// "next <day>" is when their contract ends.
func (h *Handlers) typedClosing(req *request.Request, ln input.Line, l coach.Lead, how coach.Outcome,
	ws []words.Word) (closing, error) {
	c := closing{how: how, reason: input.Span(ln.Text, ws)}
	if how != coach.HasSolution {
		return c, nil
	}
	args := input.ReadLogArgs(ln.Text, ws, input.DateContext(*req.Rep, &l, req.Now))
	if args.Next == nil || args.At != nil || args.Agenda != "" {
		return c, nil
	}
	c.reason, c.next = args.Note, args.Next
	if l.Progress.Closed != how {
		return c, nil
	}
	end, err := record.ContractEnds(req, l, record.TouchInput{Args: input.LogArgs{Next: args.Next}})
	if err == nil && end.Until.IsZero() {
		err = &request.NoDate{Words: args.Next.Words}
	}
	c.ends = end.Until
	return c, err
}

// close is the one way to end a lead: typed and filled in. A no-response before five calls is saved and then asked
// about (S4.19): nothing stands before a save. Told after the same end, a reason or the end of a contract is added to
// it.
func (h *Handlers) close(req *request.Request, seen store.Seen, l coach.Lead, c closing) (record.Result, error) {
	if l.Progress.Closed == c.how && !c.ends.IsZero() {
		return h.explainClose(req, seen, l, c.reason, c.ends)
	}
	return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: c.how, Op: "close", Reason: c.reason,
		ExactNext: c.ends, Args: input.LogArgs{Next: c.next}})
}

// ResumeLine lets a lead's cadence go on after a reply or a snooze: "resume <lead>".
func (h *Handlers) ResumeLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "resume")
	}
	resolver := input.NewLeadResolver(ln, input.AllWords)
	return h.record.Save(ctx, req, ln, record.Query(resolver.Query(), store.Ask{}),
		func(seen store.Seen) (record.Result, error) {
			m, res, err := record.MatchKnown(resolver, seen)
			if err != nil || !m.Settled() {
				return res, err
			}
			return h.record.RecordTouch(req, seen, record.TouchInput{Lead: m.Lead, Outcome: coach.Resumed, Op: "resume"})
		}, h.record.Views.Saved(req))
}

// OpenCloseOf opens the form that ends a lead.
func (h *Handlers) OpenCloseOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return say.CloseForm(h.reply.Reader(req), l, "", false, meta)
		})
}

// OpenWhy asks for the reason of a close that was saved without one.
func (h *Handlers) OpenWhy(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return say.CloseForm(h.reply.Reader(req), l, l.Progress.Closed, true, meta)
		})
}

// CloseForm ends a lead, or gives a reason to an end that was saved without one.
func (h *Handlers) CloseForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	how, reason := coach.Outcome(form.Text(say.FieldOutcome)), form.Text(say.FieldReason)
	if !how.Valid() || !how.Info().Ends {
		return record.AtField(req, say.FieldOutcome, say.ErrOutcome), nil
	}
	if form.Values[say.FieldDay].SelectedDate != "" && how != coach.HasSolution {
		return record.AtField(req, say.FieldDay, say.ErrEnds), nil
	}
	resp, _, err := h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (record.Result, error) {
		if l == nil {
			return record.Result{}, request.ErrOutdated
		}
		ends, err := dayPicked(form, say.FieldDay, *req.Rep, *l, req.Now)
		switch {
		case err != nil:
			return record.Result{}, err
		case how == coach.NoResponse && reason == "" && l.Progress.Total < h.record.Rules.Limits().Floor:
			return record.Result{}, &request.NeedsReason{}
		case l.Progress.Closed == how:
			return h.explainClose(req, seen, *l, reason, ends)
		}
		return h.close(req, seen, *l, closing{how: how, reason: reason, ends: ends})
	})
	return resp, err
}

// explainClose adds the reason to an end that was saved without one. It is a touch of its own, so that whatever is told
// late does not lose it; the answer is that of the close.
func (h *Handlers) explainClose(req *request.Request, seen store.Seen, l coach.Lead, reason string,
	ends time.Time) (record.Result, error) {
	if reason == "" {
		reason = l.Progress.ClosedReason // only the end of their contract is new
	}
	res, err := h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Explained, Op: "explain",
		Reason: reason, ExactNext: ends})
	res.Saved.Touch = coach.Touch{Outcome: l.Progress.Closed, At: l.Progress.ClosedAt, Reason: reason}
	return res, err
}

// dayPicked is what a day picker says, as the middle of that day where the lead is; zero when it was left empty.
func dayPicked(form request.Form, field string, rep coach.Rep, l coach.Lead, now time.Time) (time.Time, error) {
	picked := form.Values[field].SelectedDate
	if picked == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, picked)
	if err != nil {
		return time.Time{}, &request.BadValue{What: "a day", Given: picked, Expected: say.ErrDate, Field: field}
	}
	at := request.NoonThere(day, l, rep)
	if !at.After(now) {
		return time.Time{}, &request.BadValue{What: "the end of a contract", Given: picked, Expected: say.ErrEnded,
			Field: field}
	}
	return at, nil
}
