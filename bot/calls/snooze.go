package calls

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// SnoozeLine moves a lead: "snooze <lead> <when>". A day is enough: it lands in that day's morning window.
func (h *Handlers) SnoozeLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "snooze")
	}
	resolver := input.NewLeadResolver(line, input.BeforeDate(line, dates.Context{Now: req.Now, Zone: req.Zone()}))
	tx := h.record.BeginKnown(ctx, req, line, resolver)
	for tx.Next() {
		tx.Try(h.decideSnoozeLine(req, tx.Seen, line, tx.Match))
	}
	return tx.Response()
}

// decideSnoozeLine moves the lead of a line to the day behind it; the form where there is none.
func (h *Handlers) decideSnoozeLine(req *request.Request, seen store.Snapshot, line input.Line,
	m input.Match) (record.Result, error) {
	if len(m.Rest) == 0 {
		return record.ShowForm(forms.SnoozeForm(h.reply.Reader(req), *m.Lead, request.Meta{})), nil
	}
	args, err := input.DateAfter(line, m, h.record.Offers.DateContext(req, m.Lead))
	if err != nil {
		return record.Result{}, err
	}
	until, err := h.snoozeTo(req, *m.Lead, args.Next)
	if err != nil {
		return record.Result{}, err
	}
	return h.decideSnooze(req, seen, *m.Lead, until)
}

// OpenSnoozeOf opens the Snooze form for the lead of a button.
func (h *Handlers) OpenSnoozeOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, _ coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return forms.SnoozeForm(h.reply.Reader(req), l, meta)
		})
}

// SnoozeForm moves a lead to a day, or a time of it. The time is one of the rep's clock; a day without one lands in its
// morning window.
func (h *Handlers) SnoozeForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	date, clock := form.Values[fields.Date].SelectedDate, form.Values[fields.Time].SelectedTime
	tx := h.record.BeginForm(ctx, req, form)
	for tx.Next() {
		l := tx.Lead
		if l == nil { // the form has no field for a new one
			return request.Response{}, request.ErrOutdated
		}
		day, err := time.ParseInLocation(time.DateOnly, date, req.Reads().Location())
		if err != nil {
			return request.Response{}, &request.BadValue{What: "a day", Given: date, Expected: problems.ErrDate,
				Field: fields.Date}
		}
		// A day alone is its morning window; a time that was picked is kept to the minute, and both must be ahead.
		until := h.record.Rules.SnoozeTo(*l, *req.Rep, req.Now, day)
		if minutes, ok := settingline.ReadClock(clock); ok {
			until = time.Date(day.Year(), day.Month(), day.Day(), minutes/60, minutes%60, 0, 0,
				req.Reads().Location())
		}
		if err := input.CheckAhead(date, until, req.Now); err != nil {
			return request.Response{}, err
		}
		tx.Try(h.decideSnooze(req, tx.Seen, *l, until))
	}
	return tx.Response()
}

// decideSnooze is the one way to move a lead to an instant: typed and filled in.
func (h *Handlers) decideSnooze(req *request.Request, seen store.Snapshot, l coach.Lead,
	until time.Time) (record.Result, error) {
	return h.record.DecideTouch(req, seen,
		record.TouchInput{Lead: &l, Outcome: outcome.Snoozed, Op: "snooze", ExactNext: until})
}

// Hours of the clock from which a part of a day is snoozed to otherwise than a whole day.
const (
	afternoonHour = 12
	// no window of a working day is left then: a snooze to an evening is one to its first minute
	eveningHour = 18
)

// snoozeTo is the instant of a date as it was typed: a day or a morning is that day's morning window. What is too vague
// for one, or past, is refused.
func (h *Handlers) snoozeTo(req *request.Request, l coach.Lead, date *input.Date) (time.Time, error) {
	switch {
	case date.Kind == dates.Invalid:
		return time.Time{}, &request.ImpossibleDate{Words: date.Words, Why: date.Problem, Exists: date.Asks}
	case date.Kind == dates.Vague:
		return time.Time{}, &request.VagueDay{Words: date.Words, Name: l.Name}
	case date.Past:
		return time.Time{}, &request.DatePast{Words: date.Words, At: date.First()}
	case date.Kind == dates.Exact:
		return date.At, nil
	case date.Kind == dates.Part && date.From.In(date.Zone).Hour() >= eveningHour:
		return date.From, nil
	case date.Kind == dates.Part && date.From.In(date.Zone).Hour() >= afternoonHour:
		return h.record.Rules.SnoozeTo(l, *req.Rep, req.Now, date.From, "afternoon"), nil
	default:
		return h.record.Rules.SnoozeTo(l, *req.Rep, req.Now, date.From), nil
	}
}
