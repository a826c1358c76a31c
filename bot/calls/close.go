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
	return h.record.Save(ctx, req, resolver.Ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
		f, err := resolver.Find(seen)
		if err != nil {
			return none(err)
		}
		if f.Lead == nil {
			return none(&request.UnknownLead{Name: f.Name})
		}
		how, used := input.ClosingOf(f.Rest)
		if used == 0 && len(f.Rest) > 0 {
			return none(&request.BadValue{
				What: "a way to end it", Given: f.Rest[0].Text,
				Expected: "won, lost, no-response, not-interested, has-solution, not-fit or left-company",
				Example:  "/followup close " + f.Lead.Name + " won",
			})
		}
		if used == 0 {
			return none(h.record.AsForm(say.CloseForm(h.reply.Reader(req), *f.Lead, "", false, say.Meta{})))
		}
		return h.close(req, seen, ln, *f.Lead, how, f.Rest[used:])
	})
}

// close ends a lead. A no-response before five calls is saved and then asked about (S4.19): nothing stands before a
// save. Of a lead that has a solution already "next <day>" is when their contract ends; told afterwards it is added to
// the end that was saved.
func (h *Handlers) close(req *request.Request, seen store.Seen, ln input.Line, l coach.Lead, how coach.Outcome,
	ws []words.Word) (store.Change, say.Saved, error) {
	t := record.TouchInput{Lead: &l, Outcome: how, Op: "close", Reason: input.Span(ln.Text, ws)}
	if how == coach.HasSolution {
		p := input.ReadLogArgs(ln.Text, ws, input.DateContext(*req.Rep, &l, req.Now))
		if p.Next != nil && p.At == nil && p.Agenda == "" {
			t.Reason, t.Args.Next = p.Note, p.Next
		}
		if l.Progress.Closed == how && t.Args.Next != nil {
			plan, err := h.record.ContractEnds(req, l, t)
			if err != nil || plan.Until.IsZero() {
				return store.Change{}, say.Saved{}, orErr(err, &request.NoDate{Words: t.Args.Next.Words})
			}
			return h.explainClose(req, seen, l, t.Reason, plan.Until)
		}
	}
	return h.record.RecordTouch(req, seen, t)
}

func orErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// ResumeLine lets a lead's cadence go on after a reply or a snooze: "resume <lead>".
func (h *Handlers) ResumeLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "resume")
	}
	resolver := input.NewLeadResolver(ln, input.AllWords)
	return h.record.Save(ctx, req, resolver.Ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		f, err := resolver.Find(seen)
		if err == nil && f.Lead == nil {
			err = &request.UnknownLead{Name: f.Name}
		}
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return h.record.RecordTouch(req, seen, record.TouchInput{Lead: f.Lead, Outcome: coach.Resumed, Op: "resume"})
	})
}

func (h *Handlers) OpenCloseOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.CloseForm(h.reply.Reader(req), l, "", false, meta)
	})
}

// OpenWhy asks for the reason of a close that was saved without one.
func (h *Handlers) OpenWhy(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.CloseForm(h.reply.Reader(req), l, l.Progress.Closed, true, meta)
	})
}

// CloseForm ends a lead, or gives a reason to an end that was saved without one.
func (h *Handlers) CloseForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	how, reason := coach.Outcome(form.Text(say.FieldOutcome)), form.Text(say.FieldReason)
	if !how.Valid() || !how.Info().Ends {
		return h.record.AtField(req, say.FieldOutcome, say.ErrOutcome), nil
	}
	if form.Values[say.FieldDay].SelectedDate != "" && how != coach.HasSolution {
		return h.record.AtField(req, say.FieldDay, say.ErrEnds), nil
	}
	return h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		if l == nil {
			return store.Change{}, say.Saved{}, request.ErrOutdated
		}
		ends, err := form.Day(say.FieldDay, *req.Rep, *l, req.Now)
		switch {
		case err != nil:
			return store.Change{}, say.Saved{}, err
		case how == coach.NoResponse && reason == "" && l.Progress.Total < h.record.Rules.Limits().Floor:
			return store.Change{}, say.Saved{}, &request.NeedsReason{}
		case l.Progress.Closed == how:
			return h.explainClose(req, seen, *l, reason, ends)
		}
		return h.record.RecordTouch(req, seen,
			record.TouchInput{Lead: l, Outcome: how, Op: "close", Reason: reason, ExactNext: ends})
	})
}

// explainClose adds the reason to an end that was saved without one. It is a touch of its own, so that whatever is told
// late does not lose it; the answer is that of the close.
func (h *Handlers) explainClose(req *request.Request, seen store.Seen, l coach.Lead, reason string,
	ends time.Time) (store.Change, say.Saved, error) {
	if reason == "" {
		reason = l.Progress.ClosedReason // only the end of their contract is new
	}
	c, saved, err := h.record.RecordTouch(req, seen,
		record.TouchInput{Lead: &l, Outcome: coach.Explained, Op: "explain", Reason: reason,
			ExactNext: ends})
	if err == nil {
		saved.Touch = coach.Touch{Outcome: l.Progress.Closed, At: l.Progress.ClosedAt, Reason: reason}
	}
	return c, saved, err
}
