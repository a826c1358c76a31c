package coach

import "time"

// Meter is how far a chase has come since the last live talk (S1.23). On the day a lead came in it is held against what
// that day asks for (S2.15).
type Meter struct {
	Calls, Mails int
	Days         int  // calendar days of the rep since it began, 0 for today
	FirstDay     bool // the lead came in today and nobody has talked to them yet

	// Of the first day alone: what is made or due on it, those above included.
	OfCalls, OfMails int
}

// Meter measures a lead's chase as it stands at now. A lead that nobody has called or written to yet has no first day.
func (r *Rules) Meter(l Lead, rep Rep, now time.Time) Meter {
	p := &l.Progress
	m := Meter{Calls: p.Calls, Mails: p.Mails, OfCalls: p.Calls, OfMails: p.Mails}
	began := l.Created
	if !p.TalkedAt.IsZero() {
		began = p.TalkedAt
	} else if !p.First.IsZero() && (began.IsZero() || p.First.Before(began)) {
		began = p.First
	}
	if began.IsZero() {
		return m
	}
	loc := in(rep.Location())
	today := dayIn(now.Unix(), loc)
	m.Days = int(today - dayIn(began.Unix(), loc))
	m.FirstDay = m.Days == 0 && p.TalkedAt.IsZero() && m.Calls+m.Mails > 0 && l.Open()
	if !m.FirstDay {
		return m
	}
	if s := r.Next(l, rep, now); s.IsCall() && s.Kind != StepCommitment && dayIn(s.Due.Unix(), loc) <= today {
		m.OfCalls++
	}
	if p.Mail > 0 {
		m.OfMails++
	}
	return m
}
