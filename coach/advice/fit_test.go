package advice

import (
	"maps"
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
	"monday":      func(c *coach.Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, -1) },
	"friday":      func(c *coach.Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, -4) },
	"midweek":     func(c *coach.Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, -5) },

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
	"tentative":    func(c *coach.Card) { c.Step.Commitment.Tentative = true },
	"no-agenda":    func(c *coach.Card) { c.Step.Commitment.Agenda = "" },
	"goal-close":   func(c *coach.Card) { c.Step.Commitment.Goal = coach.GoalClose },
	coach.SendGift: func(c *coach.Card) { c.Step.Task = &coach.Task{Kind: coach.SendGift} },
	coach.Renewal:  func(c *coach.Card) { c.Step.Task = &coach.Task{Kind: coach.Renewal} },
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

func newYork() coach.Rep { return coach.Rep{ID: "U1", TZ: "America/New_York"} }
