package dial

import (
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// OpenSeveral opens the form that logs the calls of a block at once, ten at most.
func (h *Handlers) OpenSeveral(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	turn, err := h.turn(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	form, any := cards.GoSeveralForm(h.reply.Reader(req), turn, req.Meta())
	if !any { // a colleague's are logged one by one, each by its own card
		return h.goOn(ctx, req, "")
	}
	return h.reply.Open(ctx, req, form)
}

// SeveralForm logs what was picked, as so many lines of work: in one write, each with a line of the answer and an undo
// of its own. A lead on which something was logged since the form was opened is left as it is, and named.
func (h *Handlers) SeveralForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	var parts []record.Part
	for _, block := range req.Inputs() {
		field := request.FieldOf(block)
		card, asks := strings.CutPrefix(field, cards.GoField+"|")
		o := outcome.Outcome(form.Text(field))
		if asks && len(parts) < cards.GoSeveral && o.Valid() && o.Info().Typed && o != outcome.DoNotCall {
			lead, version, _ := strings.Cut(card, "|")
			parts = append(parts, h.call(req, request.NewButton(lead, version), o))
		}
	}
	if len(parts) == 0 { // nothing was picked, so that nothing is to be saved
		return request.Response{}, nil
	}
	resp, err := h.record.WriteTogether(ctx, req, req.Key, parts)
	if err == nil {
		h.reply.RefreshSurface(req, form.Meta)
	}
	return resp, err
}

// call is one call of the form as a line of work. The button is what one tap on its card would have carried.
func (h *Handlers) call(req *request.Request, button request.Button, o outcome.Outcome) record.Part {
	own, line := req.Line("", ""), input.Named("it", "log")
	own.Kind, own.View = request.KindClick, nil // what is wrong with it is said in its line, not at a field
	line.Resolution = input.Resolution{Lead: button.Lead, Name: 1}
	return record.Part{Req: own, Line: line,
		Resolver: func() *input.LeadResolver { return input.NewLeadResolver(line, input.AllWords) },
		Query:    record.TapQuery(button, o),
		Decide: func(seen store.Snapshot, _ input.Match) (record.Result, error) {
			res, err := h.record.DecideTap(own, seen, button, o, time.Time{})
			if res.Tapped != nil {
				already := h.reply.Made(own, cards.GoAlready(h.reply.Reader(own), res.Tapped.Lead, res.Tapped.Touch))
				return record.Result{Response: &already}, nil
			}
			return res, err
		}}
}
