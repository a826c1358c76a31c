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
	resolver := input.NewLeadResolver(ln, input.BeforeDate(ln, dates.Context{Now: req.Now, Zone: req.Zone()}))
	return h.record.Save(ctx, req, ln, record.Query(resolver.Query(), store.Ask{}),
		func(seen store.Seen) (record.Result, error) {
			m, res, err := record.MatchKnown(resolver, seen)
			if err != nil || !m.Settled() {
				return res, err
			}
			if len(m.Rest) == 0 {
				return record.ShowForm(say.SnoozeForm(h.reply.Reader(req), *m.Lead, request.Meta{})), nil
			}
			d, _, err := input.DateAfter(ln, m, input.DateContext(*req.Rep, m.Lead, req.Now))
			if err != nil {
				return record.Result{}, err
			}
			until, err := h.snoozeTo(req, *m.Lead, d)
			if err != nil {
				return record.Result{}, err
			}
			return h.snooze(req, seen, *m.Lead, until)
		}, h.record.Views.Saved(req))
}

// snooze is the one way to move a lead to an instant: typed and filled in.
func (h *Handlers) snooze(req *request.Request, seen store.Seen, l coach.Lead, until time.Time) (record.Result, error) {
	return h.record.RecordTouch(req, seen,
		record.TouchInput{Lead: &l, Outcome: coach.Snoozed, Op: "snooze", ExactNext: until})
}

// snoozeTo is the instant of a date as it was read: a day or a morning is that day's morning window. What is too vague
// for one, or past, is refused.
func (h *Handlers) snoozeTo(req *request.Request, l coach.Lead, d *input.Date) (time.Time, error) {
	switch {
	case d.Kind == dates.Vague:
		return time.Time{}, &request.VagueDay{Words: d.Words, Name: l.Name}
	case d.Past:
		return time.Time{}, &request.DatePast{Words: d.Words, At: record.FirstOf(d)}
	case d.Kind == dates.Exact:
		return d.At, nil
	case d.Kind == dates.Part && d.From.In(d.Zone).Hour() >= eveningHour:
		return d.From, nil
	case d.Kind == dates.Part && d.From.In(d.Zone).Hour() >= 12:
		return h.record.Rules.SnoozeTo(l, *req.Rep, req.Now, d.From, "afternoon"), nil
	default:
		return h.record.Rules.SnoozeTo(l, *req.Rep, req.Now, d.From), nil
	}
}

// eveningHour is when no window of a working day is left: a snooze to an evening is one to its first minute.
const eveningHour = 18

// OpenSnoozeOf opens the Snooze form for a lead.
func (h *Handlers) OpenSnoozeOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return say.SnoozeForm(h.reply.Reader(req), l, meta)
		})
}

// SnoozeForm moves a lead to a day, or a time of it.
func (h *Handlers) SnoozeForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	date, clock := form.Values[say.FieldDate].SelectedDate, form.Values[say.FieldTime].SelectedTime
	resp, _, err := h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (record.Result, error) {
		day, err := time.ParseInLocation(time.DateOnly, date, req.Rep.Location())
		if err != nil {
			return record.Result{}, &request.BadValue{What: "a day", Given: date, Expected: say.ErrDate, Field: say.FieldDate}
		}
		until := h.record.Rules.SnoozeTo(*l, *req.Rep, req.Now, day)
		if m, ok := input.ReadClock(clock); ok && clock != "" {
			until = time.Date(day.Year(), day.Month(), day.Day(), m/60, m%60, 0, 0, req.Rep.Location())
		}
		if !until.After(req.Now) {
			return record.Result{}, &request.DatePast{Words: date, At: until}
		}
		return h.snooze(req, seen, *l, until)
	})
	return resp, err
}
