package history

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/followup-coach/followup/bot/logged"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/correct"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// A form that was sent is decided from what is stored by then, and nothing of the lead is taken over from it: it names
// the entry, and what was shown of it. Where that isn't what would be saved, it is shown before it is. What was tapped
// twice, or in an old message, meets an entry that is gone or is what it is to be already.

// EntryTapped opens the form that an entry's ⋯ menu names: to correct it, or to take it out.
func (h *Handlers) EntryTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	seen, err := h.read(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	t, there := entry(seen, button.Part(0))
	if !there {
		return request.Response{}, request.ErrOutdated
	}
	// Whether others go by it is said before anything is filled in.
	var c correct.Changed
	out := button.Part(1) == fields.FormTakeOut
	if out {
		c, err = correct.Out(h.record.Rules, *seen.Lead, seen.Touches, t.ID, *req.Rep)
	} else { // what stands already says whether it may be another one
		c, err = h.as(req, seen, t, entryOf(t))
	}
	switch {
	case errors.Is(err, correct.ErrStays):
		return h.reply.Beside(ctx, req, "Not changed", answers.EntryStays(h.reply.Reader(req), *seen.Lead, t))
	case err != nil:
		return request.Response{}, err
	case out:
		return h.reply.Open(ctx, req, forms.TakeOutForm(h.reply.Reader(req), h.shown(req, seen, c, req.Meta())))
	}
	return h.reply.Open(ctx, req, forms.CorrectForm(h.reply.Reader(req), forms.Correcting{Lead: *seen.Lead, Touch: t,
		As: entryOf(t), Fixed: req.Rep.TZFixed, Meta: req.Meta()}))
}

// CorrectForm saves another entry in the place of one, once what changes was shown for what the form holds and for the
// lead as it is: anything else is shown first.
func (h *Handlers) CorrectForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	if o, asked := form.Values[fields.Outcome]; asked {
		if o := outcome.Outcome(o.SelectedOption.Value); !o.Valid() || o.Info().Group == outcome.Decision {
			return record.AtField(req, fields.Outcome, problems.ErrOutcome), nil
		}
	}
	tx := h.record.BeginLead(ctx, req, store.Query{LeadID: form.Meta.Lead, Touches: -1})
	for tx.Next() {
		tx.Try(h.decideCorrect(req, tx.Seen, form))
	}
	return tx.Response()
}

// decideCorrect is the change that corrects the entry of a form, or the form with what changes.
func (h *Handlers) decideCorrect(req *request.Request, seen store.Snapshot, form request.Form) (record.Result, error) {
	t, there := entry(seen, form.Meta.Touch)
	if !there {
		return record.Result{}, request.ErrOutdated
	}
	as := typed(t, form, req.Now)
	c, err := h.as(req, seen, t, as)
	if err != nil {
		return h.refused(req, seen, t, err)
	}
	in := h.shown(req, seen, c, form.Meta)
	in.As = as
	if as == entryOf(t) {
		in.Same, in.Changed, in.Meta.Other = true, nil, ""
		return record.ShowForm(forms.CorrectForm(h.reply.Reader(req), in)), nil
	}
	// Whatever was changed in the form since, or on the lead, was not seen yet.
	if in.Meta.Other = stamp(as); in.Meta.Other != form.Meta.Other || in.Anew {
		in.Anew = in.Anew || form.Meta.Other != "" // it says that nothing was saved yet
		return record.ShowForm(forms.CorrectForm(h.reply.Reader(req), in)), nil
	}
	return h.change(req, c, "Corrected", logged.Correct)
}

// TakeOutForm takes an entry out. Where something happened on the lead since it was shown what changes, that is shown
// once more.
func (h *Handlers) TakeOutForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	tx := h.record.BeginLead(ctx, req, store.Query{LeadID: form.Meta.Lead, Touches: -1})
	for tx.Next() {
		tx.Try(h.decideOut(req, tx.Seen, form))
	}
	return tx.Response()
}

// An entry that is taken out needs no fields: the form is what changes, so that one press is enough as long as that is
// still true.

// decideOut is the change that takes the entry of a form out, or the form with what changes by now.
func (h *Handlers) decideOut(req *request.Request, seen store.Snapshot, form request.Form) (record.Result, error) {
	t, there := entry(seen, form.Meta.Touch)
	if !there {
		return record.Result{}, request.ErrOutdated
	}
	c, err := correct.Out(h.record.Rules, *seen.Lead, seen.Touches, t.ID, *req.Rep)
	if err != nil {
		return h.refused(req, seen, t, err)
	}
	if in := h.shown(req, seen, c, form.Meta); in.Anew {
		return record.ShowForm(forms.TakeOutForm(h.reply.Reader(req), in)), nil
	}
	return h.change(req, c, "Taken out", logged.TakeOut)
}

// as is a lead with another entry in the place of a touch.
func (h *Handlers) as(req *request.Request, seen store.Snapshot, t coach.Touch,
	as correct.Entry) (correct.Changed, error) {
	return correct.Touch(h.record.Rules, *seen.Lead, seen.Touches, t.ID, as, *req.Rep, req.Now)
}

// shown is what a form says of a change, for the lead as it is.
func (h *Handlers) shown(req *request.Request, seen store.Snapshot, c correct.Changed,
	meta request.Meta) forms.Correcting {
	return forms.Correcting{Lead: *seen.Lead, Touch: c.Was, As: entryOf(c.Was), Changed: &c,
		Now: h.record.Rules.Next(*seen.Lead, *req.Rep, req.Now), Then: h.record.Rules.Next(c.Lead, *req.Rep, req.Now),
		Anew: meta.Touch != "" && meta.Version != seen.Lead.Version, Fixed: req.Rep.TZFixed, Meta: meta}
}

// change writes an entry over, with the page that says so. The page is kept with the change: a second delivery of the
// form gets it again, when the entry that it names is no longer what it was.
func (h *Handlers) change(req *request.Request, c correct.Changed, title, op string) (record.Result, error) {
	change, step := h.record.PlanChange(req, c.Lead, false)
	change.Op, change.Rewritten = op+" "+string(c.Is.Outcome), &c.Is
	saved := answers.Saved{Lead: *change.Lead, Step: step, Change: change.Entry}
	page, err := reply.ShowForm(fields.ReplyPage(title, h.reply.Checked(req,
		answers.Corrected(h.reply.Reader(req), saved, c.Was, c.Is))))
	return record.Result{Change: change, Saved: saved, Response: &page}, err
}

// refused says why an entry can't be that: at its field, or in the form's place.
func (h *Handlers) refused(req *request.Request, seen store.Snapshot, t coach.Touch,
	err error) (record.Result, error) {
	switch {
	case errors.Is(err, correct.ErrStays):
		return record.ShowForm(fields.ReplyPage("Not changed", h.reply.Checked(req,
			answers.EntryStays(h.reply.Reader(req), *seen.Lead, t)))), nil
	case errors.Is(err, coach.ErrDatePast):
		return record.Result{}, &request.BadValue{What: "a time", Given: h.reply.Reader(req).Words(t.Until),
			Expected: "it agreed on a time before that", Field: fields.When}
	}
	return record.Result{}, err
}

// entry is the touch of an id, if the lead has it still.
func entry(seen store.Snapshot, id string) (coach.Touch, bool) {
	for _, t := range seen.Touches {
		if t.ID == id && t.Outcome != outcome.TakenOut {
			return t, true
		}
	}
	return coach.Touch{}, false
}

// entryOf is what can be corrected of a touch, as it stands.
func entryOf(t coach.Touch) correct.Entry {
	return correct.Entry{Outcome: t.Outcome, At: t.At, Note: t.Note}
}

// typed is what a form holds of a touch. A picker knows no seconds: the minute that it was stays the instant that it
// was.
func typed(t coach.Touch, form request.Form, now time.Time) correct.Entry {
	as := entryOf(t)
	if o := form.Text(fields.Outcome); o != "" {
		as.Outcome = outcome.Outcome(o)
	}
	if at := form.Instant(fields.When); !at.IsZero() && !at.Truncate(time.Minute).Equal(t.At.Truncate(time.Minute)) {
		as.At = request.NotAfter(at, now).UTC()
	}
	as.Note = form.Text(fields.Note)
	return as
}

// stamp stands for an entry in what a form carries along, which has no room for its note.
func stamp(e correct.Entry) string {
	sum := fnv.New64a()
	fmt.Fprintf(sum, "%s\n%d\n%s", e.Outcome, e.At.Unix(), e.Note)
	return strconv.FormatUint(sum.Sum64(), 36)
}
