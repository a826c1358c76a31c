package calls

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// SnoozeLine moves a lead: "snooze <lead> <when>". A day is enough: it lands in that day's morning window.
func (h *Handlers) SnoozeLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "snooze")
	}
	resolver := input.NewLeadResolver(ln, h.record.BeforeDate(req, ln))
	return h.record.Save(ctx, req, resolver.Ask(), func(seen store.Seen) (store.Change, say.Saved, error) {
		none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
		f, err := resolver.Find(seen)
		if err != nil {
			return none(err)
		}
		if f.Lead == nil {
			return none(&request.UnknownLead{Name: f.Name})
		}
		if len(f.Rest) == 0 {
			return none(h.record.AsForm(say.SnoozeForm(h.reply.Reader(req), *f.Lead, say.Meta{})))
		}
		d, _, err := h.record.DateAfter(req, ln, f)
		if err != nil {
			return none(err)
		}
		return h.snooze(req, seen, *f.Lead, d)
	})
}

// snooze writes a snooze to a date as it was read; what is too vague for one is asked about with slots.
func (h *Handlers) snooze(req *request.Request, seen store.Seen, l coach.Lead,
	d *input.Date) (store.Change, say.Saved, error) {
	t := record.TouchInput{Lead: &l, Outcome: coach.Snoozed, Op: "snooze"}
	switch {
	case d.Kind == dates.Vague:
		return store.Change{}, say.Saved{}, &request.VagueDay{Words: d.Words, Name: l.Name}
	case d.Past:
		return store.Change{}, say.Saved{}, &request.DatePast{Words: d.Words, At: record.FirstOf(d)}
	case d.Kind == dates.Exact:
		t.ExactNext = d.At
	case d.Kind == dates.Part && d.From.In(d.Zone).Hour() >= eveningHour:
		t.ExactNext = d.From
	case d.Kind == dates.Part && d.From.In(d.Zone).Hour() >= 12:
		t.ExactNext = h.record.Rules.SnoozeTo(l, *req.Rep, req.Now, d.From, "afternoon")
	default:
		t.ExactNext = h.record.Rules.SnoozeTo(l, *req.Rep, req.Now, d.From)
	}
	return h.record.RecordTouch(req, seen, t)
}

// eveningHour is when no window of a working day is left: a snooze to an evening is one to its first minute.
const eveningHour = 18

func (h *Handlers) OpenSnoozeOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead, func(l coach.Lead, _ coach.Rep, meta say.Meta) slack.ModalViewRequest {
		return say.SnoozeForm(h.reply.Reader(req), l, meta)
	})
}

// SnoozeForm moves a lead to a day, or a time of it.
func (h *Handlers) SnoozeForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	date, clock := form.Values[say.FieldDate].SelectedDate, form.Values[say.FieldTime].SelectedTime
	return h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
		day, err := time.ParseInLocation(time.DateOnly, date, req.Rep.Location())
		if err != nil {
			return none(&request.BadValue{What: "a day", Given: date, Expected: say.ErrDate, Field: say.FieldDate})
		}
		until := h.record.Rules.SnoozeTo(*l, *req.Rep, req.Now, day)
		if m, ok := input.ReadClock(clock); ok && clock != "" {
			until = time.Date(day.Year(), day.Month(), day.Day(), m/60, m%60, 0, 0, req.Rep.Location())
		}
		if !until.After(req.Now) {
			return none(&request.DatePast{Words: date, At: until})
		}
		return h.record.RecordTouch(req, seen,
			record.TouchInput{Lead: l, Outcome: coach.Snoozed, Op: "snooze", ExactNext: until})
	})
}
