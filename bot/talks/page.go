package talks

import (
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/selfreport"
	"github.com/followup-coach/followup/store"
)

// wrapPage is the page after an outcome was saved with one tap. Filled is what was typed into it before; problem stands
// on top and is empty for nothing.
func (h *Handlers) wrapPage(req *request.Request, saved answers.Saved, meta request.Meta, filled forms.WrapFields,
	problem string) slack.ModalViewRequest {
	o := saved.Touch.Outcome
	wrap := forms.Wrap{
		Saved: saved, Slots: h.record.Offers.Times(req, saved.Lead, o), Filled: filled, Problem: problem,
		Fixed: req.Rep.TZFixed, NoSend: !h.record.Rules.Scripts().MultiCall(), Meta: meta,
		Criteria: h.record.Phrases.Fit(*req.Rep),
	}
	if onLine := meta.At == 0; onLine { // of a call that is over nothing is left to be said
		wrap.Script = h.record.Offers.Script(req, saved.Lead,
			h.record.Rules.BranchAfter(o))
		if o == outcome.NotReviewed {
			cost := selfreport.CallBackCost(h.record.Rules.Limits(), before(req.Counters, saved))
			wrap.Cost = &cost
		}
	}
	return forms.WrapPage(h.reply.Reader(req), wrap)
}

// before are the rep's counts as they were when the call of a page began. What to say unfolds after the call was saved,
// and to have them on the line now makes nobody easier to reach again.
func before(c coach.Counters, saved answers.Saved) coach.Counters {
	if saved.Touch.Try > 0 && saved.Touch.Outcome.Info().Reached() && c.Reached > 0 {
		c.Unsorted, c.Reached = c.Unsorted-1, c.Reached-1
	}
	return c
}

// openPage is the wrap-up page that was clicked, with everything that was typed into it and words on top. It is false
// for a click made elsewhere, and for a page that is stale: rendered again it would have other fields.
func (h *Handlers) openPage(req *request.Request, seen store.Snapshot, l coach.Lead,
	words string) (page slack.ModalViewRequest, open bool) {
	if req.View == nil || req.View.CallbackID != fields.FormWrap {
		return page, false
	}
	form, err := request.ReadForm(req)
	if err != nil {
		return page, false
	}
	if seen.Lead = &l; stale(seen, form.Meta) != nil {
		return page, false
	}
	return h.wrapPage(req, h.savedBefore(req, seen, form.Meta), form.Meta, filledIn(form), words), true
}

// savedBefore is what a wrap-up page shows of the call: the touch that it was saved as, on the lead as it is now. Where
// the history no longer reaches back to that touch, its outcome is left.
func (h *Handlers) savedBefore(req *request.Request, seen store.Snapshot, meta request.Meta) answers.Saved {
	return answers.Saved{Lead: *seen.Lead, Step: h.record.Rules.Next(*seen.Lead, *req.Rep, req.Now),
		Touch: touchOf(seen.Touches, meta), Change: meta.Change}
}

// touchOf is the touch that a page is about. A page without the id of one is about the last with its outcome.
func touchOf(touches []coach.Touch, meta request.Meta) coach.Touch {
	o := outcome.Outcome(meta.Outcome)
	for _, touch := range slices.Backward(touches) {
		if touch.ID == meta.Touch || meta.Touch == "" && touch.Outcome == o {
			return touch
		}
	}
	return coach.Touch{Outcome: o}
}

// stale reports as an error that a page doesn't go with its lead any more: since the page was rendered the call was
// taken back, or the lead was closed or opened again by something else. Its fields would be dropped or end up where
// they don't belong.
func stale(seen store.Snapshot, meta request.Meta) error {
	l, ends := *seen.Lead, outcome.Outcome(meta.Outcome).Info().Ends
	switch {
	case meta.Touch != "" && !slices.ContainsFunc(seen.Touches, func(t coach.Touch) bool { return t.ID == meta.Touch }):
		return request.WithLead(request.ErrCallGone, l)
	case l.Open() && ends:
		return request.WithLead(coach.ErrOpen, l)
	case !l.Open() && string(l.Progress.Closed) != meta.Outcome:
		return request.WithLead(coach.ErrClosed, l)
	}
	return nil
}

// filledIn is what a wrap-up page or the page with the rest holds.
func filledIn(form request.Form) forms.WrapFields {
	filled := forms.WrapFields{
		Slot: form.Text(fields.Slot), Agenda: form.Text(fields.Agenda), Hot: form.Text(fields.Hot),
		Promise: form.Text(fields.Promise), Note: form.Text(fields.Note), Phone: form.Text(fields.Phone),
		Reason: form.Text(fields.Reason), Next: form.Instant(fields.Next),
		Day: form.Values[fields.Day].SelectedDate, Agreed: form.Text(fields.Agreed), How: form.Text(fields.How),
		Material: form.Text(fields.Material), Pointer: form.Text(fields.Pointer), Link: form.Text(fields.Link),
		Sure: form.Text(fields.Sure), Goal: form.Text(fields.Goal),
		Meet: form.Text(fields.Meet), Hunch: form.Text(fields.Hunch),
	}
	for _, option := range form.Values[fields.Ticks].SelectedOptions {
		filled.Ticks = append(filled.Ticks, option.Value)
	}
	return filled
}
