package advice

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tips"
)

// situation makes a card in a situation and nothing else.
var situation = map[string]func(*coach.Card){
	"did-it-happen": func(c *coach.Card) { c.Step.Kind = coach.StepDidIt },
	"needs-date":    func(c *coach.Card) { c.Step.Kind = coach.StepNeedsDate },
	"commitment": func(c *coach.Card) {
		c.Step.Kind, c.Step.Commitment = coach.StepCommitment, &coach.Commitment{Agenda: "prices"}
	},
	"review":         func(c *coach.Card) { c.Step.Kind = coach.StepReview },
	"light-question": func(c *coach.Card) { c.Step.Kind = coach.StepLight },
	"task": func(c *coach.Card) {
		c.Step.Kind, c.Step.Task = coach.StepTask,
			&coach.Task{Kind: coach.FindNumber}
	},
	"redial": func(c *coach.Card) { c.Step.Kind, c.Step.Number = coach.StepRedial, 1 },
	"broken": func(c *coach.Card) { c.Step.Kind, c.Step.Number, c.Lead.Progress.Broken = coach.StepCall, 1, 1 },
	"missed": func(c *coach.Card) {
		c.Lead.Progress.Waiting = coach.Waiting{Kind: coach.WaitRule, Rule: string(outcome.Missed)}
	},
	"has-solution": func(c *coach.Card) {
		c.Step.Kind, c.Lead.Progress.Closed = coach.StepTask, outcome.HasSolution
		c.Step.Task = &coach.Task{Kind: coach.FindSuccessor}
	},
	"left-company": func(c *coach.Card) {
		c.Step.Kind, c.Lead.Progress.Closed = coach.StepTask, outcome.LeftCompany
		c.Step.Task = &coach.Task{Kind: coach.FindSuccessor}
	},
	"late-tries": func(c *coach.Card) { c.Step.Number, c.Lead.Progress.Total = 5, 4 },
	"second-try": func(c *coach.Card) { c.Step.Number, c.Step.SameDay, c.Lead.Progress.Total = 2, true, 1 },
	"third-try":  func(c *coach.Card) { c.Step.Number, c.Lead.Progress.Total = 3, 2 },
	"first-call": func(c *coach.Card) { c.Step.Number = 1 },
	"warm":       func(c *coach.Card) { c.Step.Number, c.Lead.Warmth = 1, coach.Warm },
	"mail":       func(c *coach.Card) { c.Step.Number, c.Step.Mail, c.Lead.Progress.Total = 2, 1, 1 },
	"follow-up": func(c *coach.Card) {
		c.Step.FollowUp, c.Lead.Progress.Total, c.Lead.Progress.Spoken = true, 1, true
		c.Lead.HotButton, c.Lead.Decider = "less waste", "Ann"
	},
	"attempt": func(c *coach.Card) { c.Step.Number, c.Lead.Progress.Total = 2, 1 },
}

// condition makes a card that meets a condition.
var condition = map[string]func(*coach.Card){
	"warm": func(c *coach.Card) { c.Lead.Warmth = coach.Warm }, "cold": func(c *coach.Card) { c.Lead.Warmth = coach.Cold },
	"high":       func(c *coach.Card) { c.Lead.Potential = coach.PotentialHigh },
	"low":        func(c *coach.Card) { c.Lead.Potential = coach.PotentialLow },
	"hot":        func(c *coach.Card) { c.Lead.HotButton = "less waste" },
	"no-hot":     func(c *coach.Card) { c.Lead.HotButton = "" },
	"no-reason":  func(c *coach.Card) { c.Lead.Reasons = nil },
	"story":      func(c *coach.Card) { c.Lead.Reasons = []coach.Why{{Kind: coach.WhyStory, Text: "a mill like theirs"}} },
	"news":       func(c *coach.Card) { c.Lead.Reasons = []coach.Why{{Kind: coach.WhyNews, Text: "a new plant"}} },
	"industry":   func(c *coach.Card) { c.Lead.Industry = "mills" },
	"problem":    func(c *coach.Card) { c.Lead.Problem = "dust" },
	"competitor": func(c *coach.Card) { c.Lead.Competitor = "Brisk" },
	"decider":    func(c *coach.Card) { c.Lead.Decider = "Ann" },
	"no-decider": func(c *coach.Card) { c.Lead.Decider = "" },
	"introduced": func(c *coach.Card) { c.Lead.Introduced = "Ann" },
	"contact":    func(c *coach.Card) { c.Lead.Contact = "Ann" },
	"no-contact": func(c *coach.Card) { c.Lead.Contact, c.Lead.Company = "", "Acme" },
	"email":      func(c *coach.Card) { c.Lead.Email = "ann@acme.example" },
	"prefers-mail": func(c *coach.Card) {
		c.Lead.Prefers = coach.ByMail
	},
	"web-form": func(c *coach.Card) { c.Lead.Source = "web form" },
	"gut-low":  func(c *coach.Card) { c.Lead.Gut = 2 }, "gut-high": func(c *coach.Card) { c.Lead.Gut = 4 },
	"other-zone": func(c *coach.Card) { c.Step.Zone.Loc, _ = time.LoadLocation("America/Los_Angeles") },
	"social":     func(c *coach.Card) { c.Step.Social = true }, "mail-2": func(c *coach.Card) { c.Step.Mail = 2 },
	"try-4": func(c *coach.Card) { c.Step.Number = 4 }, "last-try": func(c *coach.Card) {
		c.Step.Number, c.Step.Of = 7,
			7
	},
	"follow-up-1": func(c *coach.Card) { c.Step.FollowUp, c.Step.Number = true, 1 },
	"follow-up-2": func(c *coach.Card) { c.Step.FollowUp, c.Step.Number = true, 2 },
	"follow-up-3": func(c *coach.Card) { c.Step.FollowUp, c.Step.Number = true, 3 },
	"ahead":       func(c *coach.Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, 7) },
	"monday":      func(c *coach.Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, 6) },
	"friday":      func(c *coach.Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, 3) },
	"midweek":     func(c *coach.Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, 1) },

	"voicemail-left": func(c *coach.Card) { c.Lead.Progress.LastOutcome = outcome.Voicemail },
	"no-answer":      func(c *coach.Card) { c.Lead.Progress.LastOutcome = outcome.NoAnswer },
	"busy":           func(c *coach.Card) { c.Lead.Progress.LastOutcome = outcome.Busy },
	"broken-twice":   func(c *coach.Card) { c.Lead.Progress.Broken = 2 },
	"spoken":         func(c *coach.Card) { c.Lead.Progress.Spoken = true },
	"extended":       func(c *coach.Card) { c.Lead.Progress.Track = coach.TrackExtended },
	"stepped-back":   func(c *coach.Card) { c.Lead.Progress.Verdict = coach.VerdictStepBack },
	"broke-up":       func(c *coach.Card) { c.Lead.Progress.Verdict = coach.VerdictBreakUp },
	"unread":         func(c *coach.Card) { sent(c, "") }, "page": func(c *coach.Card) { sent(c, "p. 4") },
	"no-page": func(c *coach.Card) { sent(c, "") }, "read": func(c *coach.Card) { c.Lead.Progress.Looked = 1 },
	"many-documents": func(c *coach.Card) { c.Lead.Progress.Sent = 2 },
	"promised-us":    func(c *coach.Card) { c.Lead.Progress.Promises = []coach.Promise{{By: coach.Us, What: "prices"}} },
	"promised-them": func(c *coach.Card) {
		c.Lead.Progress.Promises = []coach.Promise{{By: coach.Them,
			What: "read it"}}
	},
	"tentative":      func(c *coach.Card) { c.Step.Commitment.Tentative = true },
	"no-agenda":      func(c *coach.Card) { c.Step.Commitment.Agenda = "" },
	"goal-close":     func(c *coach.Card) { c.Step.Commitment.Goal = coach.GoalClose },
	coach.FindNumber: func(c *coach.Card) { c.Step.Task = &coach.Task{Kind: coach.FindNumber} },
	coach.SendGift:   func(c *coach.Card) { c.Step.Task = &coach.Task{Kind: coach.SendGift} },
	coach.Renewal:    func(c *coach.Card) { c.Step.Task = &coach.Task{Kind: coach.Renewal} },
}

// sent makes a card's lead one that has something it did not look at.
func sent(c *coach.Card, page string) {
	c.Lead.Progress.Materials, c.Lead.Progress.Sent = []coach.Material{{Name: "specs", Pointer: page}}, 1
}

// tipCard is a card in a situation under conditions, on a Tuesday.
func tipCard(t *testing.T, in string, when []string, now time.Time, rep coach.Rep) coach.Card {
	t.Helper()
	c := coach.Card{Lead: coach.Lead{ID: "L1", Name: "Acme",
		Reasons: []coach.Why{{Kind: coach.WhyValue, Text: "less waste"}}},
		Step: coach.Step{Kind: coach.StepCall, Due: now, Zone: coach.LeadZone{Loc: rep.Location()}}}
	if make := situation[in]; make != nil {
		make(&c)
	} else {
		c.Lead.Progress.LastOutcome, c.Step.FollowUp = outcome.Outcome(in), true
		c.Lead.Progress.Total, c.Lead.Progress.Spoken = 1, true
	}
	for _, name := range when {
		condition[name](&c)
	}
	return c
}

// Each tip is the one that a card gets in its own situation, with nothing shown before: none is there only to be in the
// list.
func TestEachTipIsChosenInItsSituation(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location())
	for _, tip := range r.Tips().ByTopic("") {
		c := tipCard(t, tip.For[0], tip.When, now, rep)
		if got := For(r, []coach.Card{c}, nil, now, rep); got == nil || got.ID != tip.ID {
			t.Errorf("%s %q for %v when %v: chosen is %v", tip.ID, tip.Title, tip.For[0], tip.When, got)
		}
		for _, name := range tip.When { // without one of its conditions another tip comes
			if strings.HasPrefix(name, "no-") {
				continue
			}
			c := tipCard(t, tip.For[0], slices.DeleteFunc(slices.Clone(tip.When), func(s string) bool { return s == name }),
				now, rep)
			if c.Step.Commitment == nil && conditions[name](c, now) {
				continue // the situation brings it along
			}
			if got := For(r, []coach.Card{c}, nil, now, rep); got != nil && got.ID == tip.ID {
				t.Errorf("%s comes without %s", tip.ID, name)
			}
		}
	}
	if named := slices.Sorted(maps.Keys(conditions)); !slices.Equal(named, tips.Conditions()) {
		t.Errorf("tips may ask for %v, and looked at are %v", tips.Conditions(), named)
	}
	for name := range conditions {
		if condition[name] == nil {
			t.Errorf("no card for the condition %s", name)
		}
	}
}

// What a tip says of the day, of the try and of what went before is so on whichever card it stands, as the day's tip or
// as a line of how, also where all that would fit better was shown already.
func TestWhatATipTakesForGrantedIsSo(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	tries := func(c coach.Card, n int) bool { return c.Step.IsCall() && c.Lead.Progress.Total == n }
	claims := []struct {
		says string
		so   func(c coach.Card, day time.Time) bool // on the lead's day of the call
	}{
		{`Monday`, func(_ coach.Card, day time.Time) bool { return day.Weekday() == time.Monday }},
		{`Friday|weekend\.`, func(_ coach.Card, day time.Time) bool { return day.Weekday() == time.Friday }},
		{`(?i)midweek`, func(_ coach.Card, day time.Time) bool { return day.Weekday() == 3 || day.Weekday() == 4 }},
		{`(?i)this afternoon|second try|same afternoon`, func(c coach.Card, day time.Time) bool {
			return c.Step.SameDay && day.YearDay() == c.Step.Due.YearDay()
		}},
		{`third try|third message`, func(c coach.Card, _ time.Time) bool { return tries(c, 2) }},
		{`(?i)last time|old reason|no answer|nobody there|one message from you|your message ended|second message`,
			func(c coach.Card, _ time.Time) bool { return c.Lead.Progress.Total > 0 }},
		{`message from you|your message ended|second message`, func(c coach.Card, _ time.Time) bool {
			return c.Lead.Progress.LastOutcome == outcome.Voicemail
		}},
		{`(?i)busy line|busy means`, func(c coach.Card, _ time.Time) bool {
			return c.Lead.Progress.LastOutcome == outcome.Busy
		}},
		{`(?i)right number|dead number`, func(c coach.Card, _ time.Time) bool {
			return c.Step.Task != nil && c.Step.Task.Kind == coach.FindNumber
		}},
		{`basket`, func(c coach.Card, _ time.Time) bool {
			return c.Step.Task != nil && c.Step.Task.Kind == coach.SendGift
		}},
		{`isn't due yet`, func(c coach.Card, day time.Time) bool { return day.Equal(c.Step.Due) }},
	}
	seen, made := map[string]bool{}, time.Date(2026, 11, 9, 8, 30, 0, 0, rep.Location()) // a Monday
	check := func(c coach.Card, now time.Time) {
		day := c.Step.Due
		if day.Before(now) {
			day = now
		}
		shown := map[string]time.Time{}
		for {
			tip, hint := For(r, []coach.Card{c}, shown, now, rep),
				Hints(r, []coach.Card{c}, nil, rep, coach.Counters{}, shown, now)[c.Lead.ID]
			for _, text := range []string{hint.Line(), pointed(tip)} {
				for i, claim := range claims {
					says := regexp.MustCompile(claim.says).MatchString(text)
					seen[claim.says] = seen[claim.says] || says
					if says && !claim.so(c, day) {
						t.Errorf("%q (claim %d) on %+v of %+v on %s", text, i, c.Step, c.Lead.Progress, now.Format("Mon"))
					}
				}
			}
			if tip == nil || t.Failed() {
				return
			}
			shown[tip.ID], shown[tips.Rest(tip.ID)] = now, now.AddDate(0, 0, tips.RestDays)
		}
	}
	lead := coach.Lead{ID: "L1", Name: "Acme", Contact: "Kim", Potential: coach.PotentialHigh}
	for ahead := -4; ahead <= 4; ahead++ {
		for day := range 5 {
			now := made.AddDate(0, 0, day)
			step := coach.Step{Due: now.AddDate(0, 0, ahead), Zone: coach.LeadZone{Loc: rep.Location()}}
			for _, kind := range []string{coach.FindNumber, coach.FindSuccessor, coach.SendGift, coach.Renewal} {
				task := step
				task.Kind, task.Task = coach.StepTask, &coach.Task{Kind: kind}
				check(coach.Card{Lead: lead, Step: task}, now)
			}
			for _, last := range []outcome.Outcome{"", outcome.Voicemail, outcome.NoAnswer, outcome.Busy, outcome.Talked} {
				for n := 1; n <= 6; n++ {
					call, l := step, lead
					call.Kind, call.Number, call.SameDay = coach.StepCall, n, n == 2 && last != outcome.Talked
					call.FollowUp, call.Nth = last == outcome.Talked, n
					if last == outcome.Busy {
						call.Kind = coach.StepRedial
					}
					l.Progress.LastOutcome, l.Progress.Total = last, n-1
					if (n == 1) == (last == "") {
						check(coach.Card{Lead: l, Step: call}, now)
					}
				}
			}
		}
	}
	for _, claim := range claims {
		if !seen[claim.says] {
			t.Errorf("no tip says %s any more", claim.says)
		}
	}
}

// pointed is what a tip says, with its title.
func pointed(t *tips.Tip) string {
	if t == nil {
		return ""
	}
	return t.Title + ". " + t.Text
}

func newYork() coach.Rep { return coach.Rep{ID: "U1", TZ: "America/New_York"} }
