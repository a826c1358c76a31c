package bot

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// logForm saves the Log form.
func (b *Bot) logForm(ctx context.Context, a *act, s sheet) (answer, error) {
	o := coach.Outcome(s.text(say.FieldOutcome))
	if !o.Valid() || !o.Info().Typed {
		return b.atField(a, say.FieldOutcome, say.ErrOutcome), nil
	}
	if s.meta.Lead == "" && s.text(say.FieldName) == "" {
		return b.atField(a, say.FieldName, say.ErrName), nil
	}
	when := s.instant(say.FieldWhen)
	ans, err := b.saveForm(ctx, a, s, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		if l != nil {
			if hot, there := s.values[say.FieldHot]; there && hot.Value != l.HotButton {
				changed := *l
				changed.HotButton = s.text(say.FieldHot)
				l = &changed
			}
		}
		next := s.instant(say.FieldNext)
		if !next.IsZero() && !next.After(a.now) {
			return store.Change{}, say.Saved{}, &inPast{words: "The next call", at: next}
		}
		if a.now.Sub(when) > longAgo && !when.IsZero() && s.meta.LongAgo != when.Unix() {
			return store.Change{}, say.Saved{}, b.asForm(b.longAgoForm(a, s, l))
		}
		return b.logTouch(a, seen, touched{
			lead: l, name: s.text(say.FieldName), outcome: o, op: "log", exactAt: notAfter(when, a.now), exactNext: next,
			phrase: phrase{note: s.text(say.FieldNote), agenda: s.text(say.FieldAgenda)},
		})
	})
	var form *openForm
	if errors.As(err, &form) {
		return showing(form.view)
	}
	return ans, err
}

// longAgoForm is the Log form as it was sent, with the question whether a time over a week ago is meant. Sent once more
// it is saved.
func (b *Bot) longAgoForm(a *act, s sheet, l *coach.Lead) slack.ModalViewRequest {
	in := say.LogFields{
		Outcome: coach.Outcome(s.text(say.FieldOutcome)), Note: s.text(say.FieldNote), Agenda: s.text(say.FieldAgenda),
		When: s.instant(say.FieldWhen), Next: s.instant(say.FieldNext), Fixed: a.rep.TZFixed, LongAgo: true, Meta: s.meta,
	}
	if s.meta.Lead != "" {
		in.Lead = *l
	} else {
		in.Lead.Name = s.text(say.FieldName)
	}
	return say.LogForm(b.reader(a), in)
}

// nextForm saves an agreed call.
func (b *Bot) nextForm(ctx context.Context, a *act, s sheet) (answer, error) {
	at := s.instant(say.FieldNext)
	if at.IsZero() {
		return b.atField(a, say.FieldNext, say.ErrDate), nil
	}
	return b.saveForm(ctx, a, s, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		if !at.After(a.now) {
			return store.Change{}, say.Saved{}, &inPast{words: "The agreed time", at: at}
		}
		return b.logTouch(a, seen, touched{lead: l, outcome: coach.Planned, op: "next", exactNext: at,
			phrase: phrase{agenda: s.text(say.FieldAgenda)}})
	})
}

// snoozeForm moves a lead to a day, or a time of it.
func (b *Bot) snoozeForm(ctx context.Context, a *act, s sheet) (answer, error) {
	date, clock := s.values[say.FieldDate].SelectedDate, s.values[say.FieldTime].SelectedTime
	return b.saveForm(ctx, a, s, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
		day, err := time.ParseInLocation(time.DateOnly, date, a.rep.Location())
		if err != nil {
			return none(&badValue{what: "a day", given: date, expected: say.ErrDate, field: say.FieldDate})
		}
		until := b.rules.SnoozeTo(*l, *a.rep, a.now, day)
		if m, ok := readClock(clock); ok && clock != "" {
			until = time.Date(day.Year(), day.Month(), day.Day(), m/60, m%60, 0, 0, a.rep.Location())
		}
		if !until.After(a.now) {
			return none(&inPast{words: date, at: until})
		}
		return b.logTouch(a, seen, touched{lead: l, outcome: coach.Snoozed, op: "snooze", exactNext: until})
	})
}

// closeForm ends a lead, or gives a reason to an end that was saved without one.
func (b *Bot) closeForm(ctx context.Context, a *act, s sheet) (answer, error) {
	how, reason := coach.Outcome(s.text(say.FieldOutcome)), s.text(say.FieldReason)
	if !how.Valid() || !how.Info().Ends {
		return b.atField(a, say.FieldOutcome, say.ErrOutcome), nil
	}
	if s.values[say.FieldDay].SelectedDate != "" && how != coach.HasSolution {
		return b.atField(a, say.FieldDay, say.ErrEnds), nil
	}
	return b.saveForm(ctx, a, s, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		if l == nil {
			return store.Change{}, say.Saved{}, errOutdated
		}
		ends, err := s.day(say.FieldDay, *a.rep, *l, a.now)
		switch {
		case err != nil:
			return store.Change{}, say.Saved{}, err
		case how == coach.NoResponse && reason == "" && l.Progress.Total < b.rules.Limits().Floor:
			return store.Change{}, say.Saved{}, &needsReason{}
		case l.Progress.Closed == how:
			return b.explainClose(a, seen, *l, reason, ends)
		}
		return b.logTouch(a, seen, touched{lead: l, outcome: how, op: "close", reason: reason, exactNext: ends})
	})
}

// explainClose adds the reason to an end that was saved without one. It is a touch of its own, so that whatever is told
// late does not lose it; the answer is that of the close.
func (b *Bot) explainClose(a *act, seen store.Seen, l coach.Lead, reason string,
	ends time.Time) (store.Change, say.Saved, error) {
	if reason == "" {
		reason = l.Progress.ClosedReason // only the end of their contract is new
	}
	c, saved, err := b.logTouch(a, seen, touched{lead: &l, outcome: coach.Explained, op: "explain", reason: reason,
		exactNext: ends})
	if err == nil {
		saved.Touch = coach.Touch{Outcome: l.Progress.Closed, At: l.Progress.ClosedAt, Reason: reason}
	}
	return c, saved, err
}

// day is what a day picker says, as the middle of that day where the lead is; zero when it was left empty.
func (s sheet) day(field string, rep coach.Rep, l coach.Lead, now time.Time) (time.Time, error) {
	picked := s.values[field].SelectedDate
	if picked == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, picked)
	if err != nil {
		return time.Time{}, &badValue{what: "a day", given: picked, expected: say.ErrDate, field: field}
	}
	at := noonThere(day, l, rep)
	if !at.After(now) {
		return time.Time{}, &badValue{what: "the end of a contract", given: picked, expected: say.ErrEnded, field: field}
	}
	return at, nil
}

// addForm saves a new lead. One that comes from another lead has what follows from it besides what was filled in.
func (b *Bot) addForm(ctx context.Context, a *act, s sheet) (answer, error) {
	p := coach.PotentialNormal
	if v := s.text(say.FieldPotential); v != "normal" {
		p = coach.Potential(v)
	}
	var l coach.Lead
	if origin, there := origins[s.meta.Command]; there {
		from, err := b.leadOf(ctx, a, s.meta.Lead)
		if err != nil {
			return answer{}, err
		}
		l = origin(*from.Lead)
	}
	l.Name, l.Contact, l.Phone, l.Email = s.text(say.FieldName), s.text(say.FieldContact), s.text(say.FieldPhone),
		s.text(say.FieldEmail)
	l.Warmth, l.Potential = coach.Warmth(s.text(say.FieldWarmth)), p
	if l.Name == "" {
		return b.atField(a, say.FieldName, say.ErrName), nil
	}
	ans, err := b.addLead(ctx, a, l, func(done say.Saved) (answer, error) {
		return showing(say.FormSaved(b.reader(a), done, nil))
	})
	if err == nil && s.meta.Command == fromFollows {
		b.followed(ctx, a, s.meta)
	}
	return ans, err
}

// atField keeps the form open with a sentence at a field.
func (b *Bot) atField(a *act, field, words string) answer {
	return answer{Errors: say.FormErrors(a.inputs(), map[string]string{field: words})}
}

// notAfter lets a picker that runs a little ahead of us mean now: people's clocks and ours differ.
func notAfter(at, now time.Time) time.Time {
	if at.After(now) && at.Sub(now) < 2*time.Minute {
		return now
	}
	return at
}
