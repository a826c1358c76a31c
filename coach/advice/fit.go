package advice

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/tips"
)

// situationsOf lists a card's situations, the more telling ones first. now is on the rep's clock.
func situationsOf(c coach.Card, now time.Time) []string {
	s, p := c.Step, c.Lead.Progress
	// A second try that was left over is made on another day.
	sameDay := s.SameDay && !later(now, s.Due.In(now.Location()))
	out := make([]string, 0, 8)
	add := func(yes bool, name string) {
		if yes {
			out = append(out, name)
		}
	}
	add(p.Closed == outcome.HasSolution || p.Closed == outcome.LeftCompany, string(p.Closed))
	add(s.Kind != coach.StepCall && s.Kind != coach.StepNone, string(s.Kind))
	add(s.NeedsDate && s.Kind != coach.StepNeedsDate, "needs-date")
	add(p.Waiting.Missed(), string(outcome.Missed))
	add(p.Broken > 0, "broken")
	switch p.LastOutcome {
	case outcome.NotReviewed, outcome.WantsInfo, outcome.Referral, outcome.NotNow, outcome.Gatekeeper, outcome.Distracted,
		outcome.NoTime, outcome.Unavailable, outcome.NoMemory:
		out = append(out, string(p.LastOutcome))
	}
	if s.IsCall() {
		add(s.Number >= lateTries && !s.FollowUp, "late-tries")
		add(sameDay, "second-try")
		add(s.Number == 3 && !s.FollowUp, "third-try")
		// Being first counts on the first day alone (S2.5).
		add(c.Lead.Warmth == coach.Warm && (p.Total == 0 || sameDay), "warm")
		add(p.Total == 0, "first-call")
		add(s.Mail > 0, "mail")
		add(s.FollowUp, "follow-up")
		add(!s.FollowUp, "attempt")
		out = append(out, "call")
	}
	return out
}

// From which try on nobody is pushed to one more, and from which a step back is worth a thought (C1).
const (
	manyTries = 4
	lateTries = 5
)

// fits reports whether a tip suits a card beside its situation: where there were many tries already none pushes,
// and all of its conditions hold. now is on the rep's clock.
func fits(t *tips.Tip, c coach.Card, now time.Time) bool {
	if t.Pushes && c.Step.IsCall() && !c.Step.FollowUp && c.Step.Number >= manyTries {
		return false
	}
	return !slices.ContainsFunc(t.When, func(name string) bool { return !conditions[name](c, now) })
}

// manyDocuments is from how many unread documents on one more is one too many (S3.18).
const manyDocuments = 2

// conditions are what a tip may ask of a card beside its situation, by name; now is on the rep's clock.
var conditions = map[string]func(c coach.Card, now time.Time) bool{
	// What people said of the lead: a tip that needs a fact is not given where nobody knows it, and one that asks for the
	// fact is not given where somebody does.
	"warm":         func(c coach.Card, _ time.Time) bool { return c.Lead.Warmth == coach.Warm },
	"cold":         func(c coach.Card, _ time.Time) bool { return c.Lead.Warmth == coach.Cold },
	"high":         func(c coach.Card, _ time.Time) bool { return c.Lead.Potential == coach.PotentialHigh },
	"low":          func(c coach.Card, _ time.Time) bool { return c.Lead.Potential == coach.PotentialLow },
	"hot":          func(c coach.Card, _ time.Time) bool { return !blank(c.Lead.HotButton) },
	"no-hot":       func(c coach.Card, _ time.Time) bool { return blank(c.Lead.HotButton) },
	"no-reason":    func(c coach.Card, now time.Time) bool { return coach.WhyNow(c.Lead, now) == nil },
	"story":        func(c coach.Card, now time.Time) bool { return nextWhy(c.Lead, now) == coach.WhyStory },
	"news":         func(c coach.Card, now time.Time) bool { return nextWhy(c.Lead, now) == coach.WhyNews },
	"industry":     func(c coach.Card, _ time.Time) bool { return c.Lead.Industry != "" },
	"problem":      func(c coach.Card, _ time.Time) bool { return c.Lead.Problem != "" },
	"competitor":   func(c coach.Card, _ time.Time) bool { return c.Lead.Competitor != "" },
	"decider":      func(c coach.Card, _ time.Time) bool { return c.Lead.Decider != "" },
	"no-decider":   func(c coach.Card, _ time.Time) bool { return c.Lead.Decider == "" },
	"introduced":   func(c coach.Card, _ time.Time) bool { return c.Lead.Introduced != "" },
	"contact":      func(c coach.Card, _ time.Time) bool { return c.Lead.Contact != "" },
	"no-contact":   func(c coach.Card, _ time.Time) bool { return c.Lead.Contact == "" && c.Lead.Company != "" },
	"email":        func(c coach.Card, _ time.Time) bool { return c.Lead.Email != "" },
	"prefers-mail": func(c coach.Card, _ time.Time) bool { return c.Lead.MailFirst() },
	"web-form": func(c coach.Card, _ time.Time) bool {
		return strings.Contains(phrase.Fold(c.Lead.Source), "form")
	},
	"gut-low":  func(c coach.Card, _ time.Time) bool { return c.Lead.Gut == 1 || c.Lead.Gut == 2 },
	"gut-high": func(c coach.Card, _ time.Time) bool { return c.Lead.Gut >= coach.MaxGut-1 },
	// The lead's clock shows another hour than the rep's.
	"other-zone": func(c coach.Card, now time.Time) bool {
		if c.Step.Zone.Loc == nil {
			return false
		}
		_, theirs := now.In(c.Step.Zone.Loc).Zone()
		_, own := now.Zone()
		return theirs != own
	},

	// The step in hand: where it stands in the plan, and on which day it falls.
	"social":   func(c coach.Card, _ time.Time) bool { return c.Step.Social },
	"mail-2":   func(c coach.Card, _ time.Time) bool { return c.Step.Mail == 2 },
	"try-4":    func(c coach.Card, _ time.Time) bool { return c.Step.Number == 4 },
	"last-try": func(c coach.Card, _ time.Time) bool { return c.Step.Number > 0 && c.Step.Number == c.Step.Of },
	"follow-up-1": func(c coach.Card, _ time.Time) bool {
		return c.Step.FollowUp && cmp.Or(c.Step.Nth, c.Step.Number) == 1
	},
	"follow-up-2": func(c coach.Card, _ time.Time) bool {
		return c.Step.FollowUp && cmp.Or(c.Step.Nth, c.Step.Number) == 2
	},
	"follow-up-3": func(c coach.Card, _ time.Time) bool {
		return c.Step.FollowUp && cmp.Or(c.Step.Nth, c.Step.Number) >= 3
	},
	"ahead":  func(c coach.Card, now time.Time) bool { return later(c.Step.Due, now) },
	"monday": func(c coach.Card, now time.Time) bool { return madeOn(c, now) == time.Monday },
	"friday": func(c coach.Card, now time.Time) bool { return madeOn(c, now) == time.Friday },
	"midweek": func(c coach.Card, now time.Time) bool {
		on := madeOn(c, now)
		return on == time.Wednesday || on == time.Thursday
	},

	// What came of the calls before.
	"voicemail-left": func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.LastOutcome == outcome.Voicemail },
	"no-answer":      func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.LastOutcome == outcome.NoAnswer },
	"busy":           func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.LastOutcome == outcome.Busy },
	"broken-twice":   func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Broken >= 2 },
	"spoken":         func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Spoken },
	"extended":       func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Track == coach.TrackExtended },
	"stepped-back":   func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Verdict == coach.VerdictStepBack },
	"broke-up":       func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Verdict == coach.VerdictBreakUp },

	// What either side owes the other: something to look at, something that was promised.
	"unread": func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Unread() != nil },
	"page": func(c coach.Card, _ time.Time) bool {
		m := c.Lead.Progress.Unread()
		return m != nil && m.Pointer != ""
	},
	"no-page": func(c coach.Card, _ time.Time) bool {
		m := c.Lead.Progress.Unread()
		return m != nil && m.Pointer == ""
	},
	"read": func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Looked > 0 },
	"many-documents": func(c coach.Card, _ time.Time) bool {
		return c.Lead.Progress.Sent-c.Lead.Progress.Looked >= manyDocuments
	},
	"promised-us":   func(c coach.Card, _ time.Time) bool { return promisedBy(c, coach.Us) },
	"promised-them": func(c coach.Card, _ time.Time) bool { return promisedBy(c, coach.Them) },

	// An agreed call, or a task in its place.
	"tentative": func(c coach.Card, _ time.Time) bool { return c.Step.Commitment != nil && c.Step.Commitment.Tentative },
	"no-agenda": func(c coach.Card, _ time.Time) bool {
		return c.Step.Commitment != nil && blank(c.Step.Commitment.Agenda)
	},
	"goal-close": func(c coach.Card, _ time.Time) bool {
		return c.Step.Commitment != nil && c.Step.Commitment.Goal == coach.GoalClose
	},
	coach.FindNumber: func(c coach.Card, _ time.Time) bool { return isTask(c, coach.FindNumber) },
	coach.SendGift:   func(c coach.Card, _ time.Time) bool { return isTask(c, coach.SendGift) },
	coach.Renewal:    func(c coach.Card, _ time.Time) bool { return isTask(c, coach.Renewal) },
}

func isTask(c coach.Card, kind string) bool { return c.Step.Task != nil && c.Step.Task.Kind == kind }

// nextWhy is the kind of the reason that is next in turn, "" for none.
func nextWhy(l coach.Lead, now time.Time) coach.WhyKind {
	if w := coach.WhyNow(l, now); w != nil {
		return w.Kind
	}
	return ""
}

// promisedBy reports whether a side has an open promise.
func promisedBy(c coach.Card, by coach.Side) bool {
	return slices.ContainsFunc(c.Lead.Progress.Promises, func(p coach.Promise) bool { return p.By == by })
}

// later reports whether an instant lies on a later date than now, on now's clock.
func later(at, now time.Time) bool {
	return at.In(now.Location()).Format(time.DateOnly) > now.Format(time.DateOnly)
}

// madeOn is the weekday of the lead's on which a card's call is made: when it falls due, and now once it has; none
// where nothing is due or nobody knows their clock.
func madeOn(c coach.Card, now time.Time) time.Weekday {
	if c.Step.Zone.Loc == nil || c.Step.Due.IsZero() {
		return -1
	}
	at := c.Step.Due
	if at.Before(now) {
		at = now
	}
	return at.In(c.Step.Zone.Loc).Weekday()
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
