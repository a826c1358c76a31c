package calls

import (
	"context"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// CloseLine ends a lead: "close <lead> won|lost|no-response|… [reason]". A line without a way to end it opens the form.
func (h *Handlers) CloseLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "close")
	}
	resolver := input.NewLeadResolver(line, input.BeforeClosing)
	tx := h.record.BeginKnown(ctx, req, line, resolver)
	for tx.Next() {
		tx.Try(h.decideCloseLine(req, tx.Seen, line, tx.Match))
	}
	return tx.Response()
}

// decideCloseLine ends the lead of a line as the words behind it say; the form where there are none.
func (h *Handlers) decideCloseLine(req *request.Request, seen store.Snapshot, line input.Line,
	m input.Match) (record.Result, error) {
	how, used := input.ClosingOf(m.Rest)
	switch {
	case used == 0 && len(m.Rest) > 0:
		return record.Result{}, &request.BadValue{
			What: "a way to end it", Given: m.Rest[0].Text,
			Expected: "won, lost, no-response, not-interested, has-solution, not-fit or left-company" + ownEnds(),
			Example:  "/followup close " + m.Lead.Name + " won",
		}
	case used == 0:
		return record.ShowForm(forms.CloseForm(h.reply.Reader(req), *m.Lead, "", false, request.Meta{})), nil
	}
	typed, err := h.typedClosing(req, line, *m.Lead, how, m.Rest[used:])
	if err != nil {
		return record.Result{}, err
	}
	return h.decideClose(req, seen, *m.Lead, typed)
}

// ownEnds are the installation's own ways to end a lead, behind those of the contract.
func ownEnds() (said string) {
	for _, o := range outcome.All() {
		if o.Own() && o.Ends {
			said += ", or " + string(o.Code)
		}
	}
	return said
}

// typedClosing reads what follows a typed way to end a lead: the reason. For a lead that has a solution "next <day>" is
// when their contract ends. A lead closed that way before gets the day added to that end, so that words that name no
// day are refused there.
func (h *Handlers) typedClosing(req *request.Request, line input.Line, l coach.Lead, how outcome.Outcome,
	rest []words.Word) (closing, error) {
	typed := closing{how: how, reason: input.Span(line.Text, rest)}
	if how != outcome.HasSolution {
		return typed, nil
	}
	args := input.ReadLogArgs(line.Text, rest, how, false, input.DateContext(*req.Rep, &l, req.Now))
	if args.Next == nil || args.At != nil || args.Agenda != "" {
		return typed, nil
	}
	typed.reason, typed.next = args.Note, args.Next
	if l.Progress.Closed != how {
		return typed, nil
	}
	end, err := record.ContractEnds(req, l, record.TouchInput{Args: input.LogArgs{Next: args.Next}})
	switch {
	case err != nil:
		return closing{}, err
	case end.Until.IsZero():
		return closing{}, &request.NoDate{Words: args.Next.Words}
	}
	typed.ends, typed.explains = end.Until, true
	return typed, nil
}

// OpenCloseOf opens the form that ends the lead of a button.
func (h *Handlers) OpenCloseOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return forms.CloseForm(h.reply.Reader(req), l, "", false, meta)
		})
}

// OpenWhy opens the form that asks for the reason of a close that was saved without one.
func (h *Handlers) OpenWhy(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return forms.CloseForm(h.reply.Reader(req), l, l.Progress.Closed, true, meta)
		})
}

// CloseForm ends a lead, or gives a reason to an end that was saved without one. A no-response before the least number
// of calls needs its reason here, where it can be asked for at the field.
func (h *Handlers) CloseForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	how, reason := outcome.Outcome(form.Text(fields.Outcome)), form.Text(fields.Reason)
	if !how.Valid() || !how.Info().Ends {
		return record.AtField(req, fields.Outcome, problems.ErrOutcome), nil
	}
	if form.Values[fields.Day].SelectedDate != "" && how != outcome.HasSolution {
		return record.AtField(req, fields.Day, problems.ErrEnds), nil
	}
	tx := h.record.BeginForm(ctx, req, form)
	for tx.Next() {
		if tx.Lead == nil { // the form has no field for a new one
			return request.Response{}, request.ErrOutdated
		}
		ends, err := input.PickedEnd(form, fields.Day, *req.Rep, *tx.Lead, req.Now)
		switch {
		case err != nil:
			return request.Response{}, err
		case how == outcome.NoResponse && reason == "" && tx.Lead.Progress.Total < h.record.Rules.Limits().Floor:
			return request.Response{}, &request.NeedsReason{}
		}
		tx.Try(h.decideClose(req, tx.Seen, *tx.Lead, closing{how: how, reason: reason, ends: ends, explains: true}))
	}
	return tx.Response()
}

// CloseTapped ends a lead by one tap on the form that closes it: the reason is the tap. The page then shows which lead
// is worth the time that has become free (S4.20).
func (h *Handlers) CloseTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	how := outcome.Outcome(button.Part(1))
	if !how.Valid() || !how.Info().Ends || how == outcome.DoNotCall || req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	due, err := h.record.DueNow(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		res, err := h.decideClose(req, tx.Seen, *tx.Lead, closing{how: how})
		if err == nil && res.Change != nil {
			var resp request.Response
			resp, err = reply.ShowForm(answers.FormSaved(h.reply.Reader(req), res.Saved,
				record.NextInLine(due, button.Lead)))
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	resp, err := tx.Response()
	if err == nil && tx.Result.Change != nil {
		h.reply.RefreshOrigin(req, request.DecodeMeta(req.View.PrivateMetadata), tx.Result.Saved)
	}
	return resp, err
}

// EndsTapped notes when the contract of somebody ends who has a solution, by its usual term or in the form: they come
// back before that (handbook 3c). An end that is known is not asked for again.
func (h *Handlers) EndsTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if button.Part(0) == "day" {
		return h.record.OpenFor(ctx, req, button.Lead,
			func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
				return forms.CloseForm(h.reply.Reader(req), l, l.Progress.Closed, false, meta)
			})
	}
	months, err := strconv.Atoi(button.Part(0))
	if err != nil || months < 1 || months > 60 {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		if tx.Lead.Progress.Closed != outcome.HasSolution || tx.Lead.Progress.Task() != nil {
			return request.Response{}, request.ErrOutdated
		}
		ends := request.NoonThere(req.Now.In(req.Rep.Location()).AddDate(0, months, 0), *tx.Lead, *req.Rep)
		res, err := h.decideClose(req, tx.Seen, *tx.Lead, closing{how: outcome.HasSolution, ends: ends, explains: true})
		tx.Try(h.record.Views.InPlace(req, res), err)
	}
	return tx.Response()
}

// closing is how a lead ends.
type closing struct {
	how    outcome.Outcome
	reason string
	ends   time.Time   // of a lead that has a solution: when their contract ends; zero where nobody said
	next   *input.Date // …as it was typed
	// explains lets the reason and the end of a contract be added to the same end that was saved before.
	explains bool
}

// decideClose is the one way to end a lead: typed and filled in. A no-response before five calls is saved and then
// asked about (S4.19): nothing stands before a save. An explanation of the end that is stored is a touch of its own, so
// that whatever is said late doesn't lose it; its response is that of the close.
func (h *Handlers) decideClose(req *request.Request, seen store.Snapshot, l coach.Lead,
	c closing) (record.Result, error) {
	if l.Progress.Closed != c.how || !c.explains {
		return h.record.DecideTouch(req, seen, record.TouchInput{Lead: &l, Outcome: c.how, Op: "close",
			Reason: c.reason, ExactNext: c.ends, Args: input.LogArgs{Next: c.next}})
	}
	// what is confirmed is the close, not the touch that explains it
	touch := record.Explained(l, c.reason, c.ends, input.LogArgs{})
	res, err := h.record.DecideTouch(req, seen, touch)
	res.Saved.Touch = coach.Touch{Outcome: l.Progress.Closed, At: l.Progress.ClosedAt, Reason: touch.Reason}
	return res, err
}
