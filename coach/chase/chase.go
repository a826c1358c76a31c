// Package chase looks back at the calls and messages to one lead since somebody was last talked to: what was done
// ([Of], [Series]), how far that is ([Measure]), and with what a review may end it ([Offered]). It decides nothing;
// what comes next and what a decision does is package coach's to say.
package chase

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Report is what a review looks at: what was done since somebody was last talked to (handbook §5, the ten-try court).
type Report struct {
	Calls, Mails int             // tries and emails
	Talked       time.Time       // the last live talk; zero if there was none
	Morning      int             // tries before noon on the lead's clock…
	Later        int             // …and after it
	Used, Unused []coach.WhyKind // kinds of reason that a call was made with, and the others (C17)
	Minutes      int             // spent, by the source's guess for a try (S3.14)
	Meter        Meter           // the same as on the lead's own page
	Series       []coach.Touch   // the last of what was done, oldest first, decisions left out (S4.16)
}

// noon is the hour from which on a try is one of the afternoon.
const noon = 12

// seriesMost is how many touches a series shows.
const seriesMost = 12

// Of sums up a lead's touches since its last live talk; touches are its whole history, in any order.
func Of(r *coach.Rules, l coach.Lead, touches []coach.Touch, rep coach.Rep, now time.Time) Report {
	p := &l.Progress
	c := Report{Calls: p.Calls, Mails: p.Mails, Talked: p.TalkedAt, Minutes: p.Calls * r.Limits().MinutesPerTry,
		Series: Series(touches), Meter: Measure(r, l, rep, now)}
	zone := l.Zone(rep, now).Loc
	used := map[coach.WhyKind]bool{}
	for _, t := range ordered(touches) {
		if t.At.Before(p.TalkedAt) || t.At.Equal(p.TalkedAt) && t.Info().Live {
			continue
		}
		if t.Why != "" {
			used[t.Why] = true
		}
		if t.Try == 0 {
			continue
		}
		if t.At.In(zone).Hour() < noon {
			c.Morning++
		} else {
			c.Later++
		}
	}
	for _, kind := range coach.WhyKinds() {
		if used[kind] {
			c.Used = append(c.Used, kind)
		} else {
			c.Unused = append(c.Unused, kind)
		}
	}
	return c
}

// ordered are touches by when they happened.
func ordered(touches []coach.Touch) []coach.Touch {
	all := slices.Clone(touches)
	slices.SortStableFunc(all, coach.ByTime)
	return all
}

// Series are the last calls, messages and answers of a lead, oldest first (S4.16). Decisions are no part of it.
func Series(touches []coach.Touch) []coach.Touch {
	all := slices.DeleteFunc(withHunches(ordered(touches)),
		func(t coach.Touch) bool { return t.Info().Group == outcome.Decision })
	return all[max(0, len(all)-seriesMost):]
}

// Offered are the verdicts that a lead's review offers: a goodbye from the fifth call on (S4.19), a gift for high
// potential alone, and none while one is on its way (S2.22).
func Offered(r *coach.Rules, l coach.Lead) []string {
	return slices.DeleteFunc(coach.ReviewVerdicts(), func(v string) bool {
		state := l.Progress.GiftIs()
		return v == coach.VerdictBreakUp && l.Progress.Total < r.Limits().Floor ||
			v == coach.VerdictGift && (l.Potential != coach.PotentialHigh || state == coach.GiftAsked ||
				state == coach.GiftApproved)
	})
}

// withHunches are touches with the hunch that was noted on the page behind a talk beside that talk (S0.2); others are
// left as they are. They come in the order in which they happened.
func withHunches(touches []coach.Touch) []coach.Touch {
	talk := -1
	for i, t := range touches {
		switch {
		case t.Info().Group != outcome.Decision:
			talk = i
		case t.Outcome == outcome.Details && t.Gut > 0 && talk >= 0:
			touches[talk].Gut = t.Gut
		}
	}
	return touches
}
