package chase

import (
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// Meter is how far a chase has come since the last live talk (S1.23). On its first day it is held against what that day
// asks for (S2.15).
type Meter struct {
	Calls, Mails int
	Days         int  // calendar days of the rep since its first call or message, or the talk; 0 for today
	FirstDay     bool // it began today and nobody has talked to them yet

	// Of the first day alone: what is made or due on it, those above included.
	OfCalls, OfMails int
}

// Since is when the chase of a lead began: with the last live talk, else with the first call or message, for a lead
// that waited in a list was not chased meanwhile; else it has yet to begin, and this is when the lead came in.
func Since(l coach.Lead) time.Time {
	switch p := &l.Progress; {
	case !p.TalkedAt.IsZero():
		return p.TalkedAt
	case !p.First.IsZero():
		return p.First
	}
	return l.Created
}

// Measure is the meter of a lead's chase as it stands at now. A lead that nobody has called or written to yet has no
// first day.
func Measure(r *coach.Rules, l coach.Lead, rep coach.Rep, now time.Time) Meter {
	p := &l.Progress
	m := Meter{Calls: p.Calls, Mails: p.Mails, OfCalls: p.Calls, OfMails: p.Mails}
	began := Since(l)
	if began.IsZero() {
		return m
	}
	loc := calendar.ClockOf(rep.Location())
	today := calendar.DateIn(now.Unix(), loc)
	m.Days = int(today - calendar.DateIn(began.Unix(), loc))
	m.FirstDay = m.Days == 0 && p.TalkedAt.IsZero() && m.Calls+m.Mails > 0 && l.Open()
	if !m.FirstDay {
		return m
	}
	if s := r.Next(l, rep, now); s.IsCall() && s.Kind != coach.StepCommitment && calendar.DateIn(s.Due.Unix(),
		loc) <= today {
		m.OfCalls++
	}
	if p.Mail > 0 {
		m.OfMails++
	}
	return m
}
