package leads

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// A do-not-call is taken back by no undo, but by a form: the lead's owner or a manager of a team they are in says who
// asked to be called again, and when. That is a touch of the lead and an entry of its owner's audit trail, by whoever
// sent the form; the number leaves the workspace's list behind it, unless somebody else was asked as well.

// OpenLift opens the form for the lead of a button. The button names the lead's owner; whether the acting person may is
// asked here and again when the form is sent.
func (h *Handlers) OpenLift(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	as, err := h.record.For(ctx, req, button.Part(0))
	if err != nil {
		return request.Response{}, err
	}
	seen, err := h.record.Lead(ctx, as, button.Lead)
	switch number := button.Part(1); {
	case errors.Is(err, request.ErrOutdated) && number != "":
		return lifter{h.record, h.reply}.open(ctx, req, number) // the lead is gone
	case err != nil:
		return request.Response{}, err
	}
	return h.openLift(ctx, req, as, *seen.Lead)
}

// openLift opens the form for a lead, or says what stands against it.
func (h *Handlers) openLift(ctx context.Context, req, as *request.Request, lead coach.Lead) (request.Response, error) {
	// Asked before anything is filled in, and once more when the form is sent.
	other, err := h.liftable(ctx, as, lead)
	if err != nil {
		return request.Response{}, err
	}
	if err := record.NoteOpened(ctx, h.record.Space(), as, lead.ID, "open"); err != nil {
		return request.Response{}, err
	}
	// Whose lead it is travels with the form. It is not trusted when it comes back: [record.Recorder.For] asks anew
	// whether the acting person may, among the teams as they are then.
	meta := req.Meta()
	meta.Rep = as.Owner
	form := forms.LiftForm(h.reply.Reader(req), lead, other, meta)
	if req.OnForm() || req.Kind == request.KindSubmit {
		return reply.ShowForm(form)
	}
	return h.reply.Open(ctx, req, form)
}

// liftable refuses a lead that is not closed as do-not-call, and one that was stopped since somebody else was asked, as
// long as that stands: a *[request.Stopped]. Where this lead's own do-not-call is not the only one, the other is
// returned.
func (h *Handlers) liftable(ctx context.Context, as *request.Request, lead coach.Lead) (request.Stopped, error) {
	switch {
	case lead.Open():
		return request.Stopped{}, request.WithLead(coach.ErrOpen, lead)
	case lead.Progress.Closed != outcome.DoNotCall:
		return request.Stopped{}, request.ErrOutdated
	}
	// Each of the lead's numbers may be on the list for another lead, too. What was asked there is not taken back here:
	// only whoever was asked, or a manager of theirs, can.
	rep, err := h.record.Rep(ctx, as)
	if err != nil {
		return request.Stopped{}, err
	}
	other, err := record.AskedBesides(ctx, h.record.Space(), as.User, rep, lead)
	if err == nil && other.By != "" && lead.Progress.ClosedBy != "" {
		err = &other
	}
	return other, err
}

// LiftForm takes a do-not-call back. What can't be so stays at its field: nobody named, a day ahead, a day before the
// do-not-call. A form that is sent twice gets the response of the first time. The message that it was opened from is
// brought up to date where it is the owner's, which shows the lead.
func (h *Handlers) LiftForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	if form.Meta.Lead == "" {
		return lifter{h.record, h.reply}.lift(ctx, req, form.Meta.Text)
	}
	as, err := h.record.For(ctx, req, form.Meta.Rep)
	if err != nil {
		return request.Response{}, err
	}
	seen, err := h.record.Lead(ctx, as, form.Meta.Lead)
	if err != nil {
		return request.Response{}, err
	}
	who := form.Text(fields.Who)
	if who == "" {
		return record.AtField(req, fields.Who, problems.ErrWho), nil
	}
	day, problem := liftDay(form.Values[fields.Date].SelectedDate, seen, req)
	if problem != "" {
		return record.AtField(req, fields.Date, problem), nil
	}
	other, err := h.liftable(ctx, as, *seen.Lead)
	if err != nil && !errors.Is(err, coach.ErrOpen) { // open again: the same form, delivered once more, has its answer
		return request.Response{}, err
	}
	// Written among the owner's records and in their audit trail, by whoever sent the form. The outbox item of the change
	// takes the lead's numbers off the workspace's list, which lies in another shard.
	tx := h.record.BeginLead(ctx, as, record.LeadQuery(form.Meta.Lead))
	for tx.Next() {
		res, err := h.record.DecideTouch(as, tx.Seen, record.TouchInput{Lead: tx.Lead, Outcome: outcome.Reopened, Op: "lift",
			Lifted: true, Reason: who + ", " + day.Format("2 Jan 2006")})
		res.Saved.Asked = other // said in the place of what comes next
		if err == nil {
			res, err = h.record.Views.Page(req, res)
		}
		tx.Try(res, err)
	}
	resp, err := tx.Response()
	if err == nil && tx.Result.Change != nil && as.Owner == as.User {
		h.reply.RefreshOrigin(req, form.Meta, tx.Result.Saved)
	}
	return resp, err
}

// liftDay is the day on which somebody asked to be called again, of the owner's calendar: not ahead, and not before the
// do-not-call. problem is what stands at the field otherwise.
func liftDay(picked string, seen store.Snapshot, req *request.Request) (day time.Time, problem string) {
	zone := seen.Rep.Location()
	day, err := time.ParseInLocation(time.DateOnly, picked, zone)
	switch {
	case err != nil:
		return day, problems.ErrDate
	case day.After(req.Now):
		return day, problems.ErrLiftDay
	case day.Format(time.DateOnly) < seen.Lead.Progress.ClosedAt.In(zone).Format(time.DateOnly):
		return day, problems.ErrLiftEver
	}
	return day, ""
}
