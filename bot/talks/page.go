package talks

import (
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// wrapPage is the page after an outcome was saved with one tap. Filled is what was typed into it before; problem stands
// on top and is empty for nothing.
func (h *Handlers) wrapPage(req *request.Request, saved say.Saved, meta request.Meta, filled say.WrapFields,
	problem string) slack.ModalViewRequest {
	o := saved.Touch.Outcome
	wrap := say.Wrap{
		Saved: saved, Slots: h.record.Offers.Times(req, saved.Lead, o), Filled: filled, Problem: problem,
		Fixed: req.Rep.TZFixed, NoSend: !h.record.Rules.MultiCall(), Meta: meta,
	}
	if onLine := meta.At == 0; onLine { // of a call that is over nothing is left to be said
		wrap.Script = h.record.Offers.Script(req, coach.Card{Lead: saved.Lead, Step: saved.Step},
			h.record.Rules.BranchAfter(o))
		if o == outcome.NotReviewed {
			cost := h.record.Rules.CallBackCost(before(req.Counters, saved))
			wrap.Cost = &cost
		}
	}
	return say.WrapPage(h.reply.Reader(req), wrap)
}

// before are the rep's counts as they were when the call of a page began. What to say unfolds after the call was saved,
// and to have them on the line now makes nobody easier to reach again.
func before(c coach.Counters, saved say.Saved) coach.Counters {
	if saved.Touch.Try > 0 && saved.Touch.Outcome.Info().Reached() && c.Reached > 0 {
		c.Tries, c.Reached = c.Tries-1, c.Reached-1
	}
	return c
}

// openPage is the wrap-up page that was clicked, with everything that was typed into it and words on top. It is false
// for a click made elsewhere, and for a page that is stale: rendered again it would have other fields.
func (h *Handlers) openPage(req *request.Request, seen store.Snapshot, l coach.Lead,
	words string) (page slack.ModalViewRequest, open bool) {
	if req.View == nil || req.View.CallbackID != say.FormWrap {
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
func (h *Handlers) savedBefore(req *request.Request, seen store.Snapshot, meta request.Meta) say.Saved {
	return say.Saved{Lead: *seen.Lead, Step: h.record.Rules.Next(*seen.Lead, *req.Rep, req.Now),
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
func filledIn(form request.Form) say.WrapFields {
	filled := say.WrapFields{
		Slot: form.Text(say.FieldSlot), Agenda: form.Text(say.FieldAgenda), Hot: form.Text(say.FieldHot),
		Promise: form.Text(say.FieldPromise), Note: form.Text(say.FieldNote), Phone: form.Text(say.FieldPhone),
		Reason: form.Text(say.FieldReason), Next: form.Instant(say.FieldNext),
		Day: form.Values[say.FieldDay].SelectedDate, Agreed: form.Text(say.FieldAgreed), How: form.Text(say.FieldHow),
		Material: form.Text(say.FieldMaterial), Pointer: form.Text(say.FieldPointer), Link: form.Text(say.FieldLink),
		Sure: form.Text(say.FieldSure), Goal: form.Text(say.FieldGoal),
	}
	for _, option := range form.Values[say.FieldTicks].SelectedOptions {
		filled.Ticks = append(filled.Ticks, option.Value)
	}
	return filled
}
