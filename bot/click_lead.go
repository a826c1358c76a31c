package bot

import (
	"context"
	"errors"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// leadOf reads one of the acting person's leads with the end of its history.
func (b *Bot) leadOf(ctx context.Context, a *act, id string) (store.Seen, error) {
	if id == "" {
		return store.Seen{}, errOutdated
	}
	seen, err := b.look(ctx, a, store.Ask{LeadID: id, Touches: shownTouches, Tally: true, Agreed: true})
	if err == nil && seen.Lead == nil {
		err = errOutdated
	}
	return seen, err
}

// rep reads the acting person's record.
func (b *Bot) rep(ctx context.Context, a *act) (coach.Rep, error) {
	if a.rep != nil {
		return *a.rep, nil
	}
	seen, err := b.look(ctx, a, store.Ask{})
	return seen.Rep, err
}

// onLead is a change of the one lead that a button names.
func (b *Bot) onLead(ctx context.Context, a *act, id string,
	decide func(store.Seen, coach.Lead) (store.Change, say.Saved, error),
	dress func(say.Saved) (answer, error)) (answer, error) {
	if id == "" {
		return answer{}, errOutdated
	}
	return change(ctx, b, a, store.Ask{LeadID: id, Touches: 1, Agreed: true},
		func(seen store.Seen) (store.Change, say.Saved, error) {
			if seen.Lead == nil {
				return store.Change{}, say.Saved{}, errOutdated
			}
			return decide(seen, *seen.Lead)
		}, dress)
}

// pickSlot books one of the offered times.
func (b *Bot) pickSlot(ctx context.Context, a *act, t tap) (answer, error) {
	at := t.instant(0)
	if at.IsZero() {
		return answer{}, errOutdated
	}
	return b.onLead(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		if !at.After(a.now) {
			return store.Change{}, say.Saved{}, &inPast{words: "That time", at: at}
		}
		if c := l.Progress.Commitment; c != nil && c.At.Equal(at) {
			return store.Change{}, say.Saved{}, errOutdated // tapped twice
		}
		agenda := ""
		if len(seen.Touches) > 0 {
			agenda = seen.Touches[len(seen.Touches)-1].Agenda
		}
		return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Planned, op: "next", exactNext: at,
			phrase: phrase{agenda: agenda}})
	}, b.inPlaceOf(a))
}

// inPlaceOf dresses an answer that takes the place of what it was asked in: of the message, when that is the person's
// own answer to something, else of the lead's card in it.
func (b *Bot) inPlaceOf(a *act) func(say.Saved) (answer, error) {
	return func(s say.Saved) (answer, error) {
		ans, err := b.logged(a)(s)
		if ans.Replace = a.ephemeral; !a.ephemeral {
			ans.Card = s.Lead.ID
		}
		return ans, err
	}
}

// meantTheirs moves an agreed time to the same clock time in the lead's zone.
func (b *Bot) meantTheirs(ctx context.Context, a *act, t tap) (answer, error) {
	return b.onLead(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		c := l.Progress.Commitment
		if c == nil || len(seen.Touches) == 0 || !seen.Touches[len(seen.Touches)-1].Until.Equal(c.At) {
			return store.Change{}, say.Saved{}, errOutdated
		}
		if last := seen.Touches[len(seen.Touches)-1]; last.Theirs {
			return store.Change{}, say.Saved{}, errOutdated // tapped twice
		}
		mine := c.At.In(a.rep.Location())
		theirs := l.Zone(*a.rep, c.At).Loc
		at := time.Date(mine.Year(), mine.Month(), mine.Day(), mine.Hour(), mine.Minute(), 0, 0, theirs)
		if at.Hour() != mine.Hour() || at.Minute() != mine.Minute() {
			return store.Change{}, say.Saved{}, &impossible{words: mine.Format("15:04"), why: "a clock change skips it there"}
		}
		if !at.After(a.now) {
			return store.Change{}, say.Saved{}, &inPast{words: mine.Format("15:04") + " their time", at: at}
		}
		return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Planned, op: "next", exactNext: at, theirs: true,
			phrase: phrase{agenda: c.Agenda}})
	}, b.inPlaceOf(a))
}

// tapAgreed answers "did it happen?": No answer is a try at the agreed time, I missed it is none.
func tapAgreed(o coach.Outcome) func(*Bot, context.Context, *act, tap) (answer, error) {
	return func(b *Bot, ctx context.Context, a *act, t tap) (answer, error) {
		agreed := t.instant(0)
		return b.onLead(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			c := l.Progress.Commitment
			if c == nil || agreed.IsZero() || !c.At.Truncate(time.Second).Equal(agreed) {
				return store.Change{}, say.Saved{}, &aboutLead{coach.ErrNoAgreed, l}
			}
			tc := touched{lead: &l, outcome: o, op: "log"}
			if o == coach.NoAnswer && c.At.Before(a.now) {
				tc.exactAt = c.At
			}
			return b.logTouch(a, seen, tc)
		}, b.ticked(a))
	}
}

// callingNow ends the ping: the rep is at it, which is what their punctuality goes by (S1.11). No call is logged yet,
// the buttons to log with stand beneath, and nobody asks five minutes later whether the call is still to come.
func (b *Bot) callingNow(ctx context.Context, a *act, t tap) (answer, error) {
	agreed := t.instant(0)
	dress := func(l coach.Lead) (answer, error) {
		return replacing(b.checked(a, say.Calling(b.reader(a), b.card(a, l))))
	}
	var at *coach.Lead // they are at it already, a second tap
	ans, err := b.onLead(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		c := l.Progress.Commitment
		switch {
		case c == nil || !c.At.Truncate(time.Second).Equal(agreed):
			return store.Change{}, say.Saved{}, &aboutLead{coach.ErrNoAgreed, l}
		case !c.Calling.IsZero():
			at = &l
			return store.Change{}, say.Saved{}, errNothing
		}
		return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Calling, op: "calling"})
	}, func(s say.Saved) (answer, error) { return dress(s.Lead) })
	if at != nil && errors.Is(err, errNothing) {
		return dress(*at)
	}
	return ans, err
}

// stillDue is the entry that asks whether an agreed call is still to come. Timers speak of whole seconds.
func stillDue(l coach.Lead) store.Due {
	return store.Due{Kind: store.KindStill, Rep: l.Rep, Lead: l.ID, For: l.Progress.Commitment.At.Truncate(time.Second)}
}

// aboutNow reports whether a lead's agreed call is the one that a tap now is about.
func aboutNow(l coach.Lead, now time.Time) bool {
	c := l.Progress.Commitment
	return c != nil && now.Sub(c.At).Abs() <= 15*time.Minute
}

// answerWarmth stores who came to whom; the cadence follows from it.
func (b *Bot) answerWarmth(ctx context.Context, a *act, t tap) (answer, error) {
	w := coach.Warmth(t.part(0))
	if w != coach.Warm && w != coach.Cold {
		return answer{}, errOutdated
	}
	return b.onLead(ctx, a, t.first, func(_ store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		l.Warmth = w
		return b.facts(a, l)
	}, b.answered(a, coach.AskWarmth, t.part(0)))
}

// answerLight is the verdict on a light cadence that is used up.
func (b *Bot) answerLight(ctx context.Context, a *act, t tap) (answer, error) {
	option := t.part(0)
	if option != "drop" && option != "keep" && option != "full" {
		return answer{}, errOutdated
	}
	return b.onLead(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
		if b.rules.Next(l, *a.rep, a.now).Kind != coach.StepLight {
			return store.Change{}, say.Saved{}, errOutdated
		}
		return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Verdict, verdict: option, op: "light"})
	}, b.answered(a, "light", option))
}

// answered dresses the answer to a question, in the place of its card where it has one.
func (b *Bot) answered(a *act, code, option string) func(say.Saved) (answer, error) {
	return func(s say.Saved) (answer, error) {
		ans, err := onCard(s.Lead.ID, b.checked(a, say.Answered(b.reader(a), code, option, s)))
		ans.Replace = a.ephemeral
		return ans, err
	}
}
