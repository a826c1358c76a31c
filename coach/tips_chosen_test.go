package coach

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// situation makes a card in a situation and nothing else.
var situation = map[string]func(*Card){
	"did-it-happen": func(c *Card) { c.Step.Kind = StepDidIt },
	"needs-date":    func(c *Card) { c.Step.Kind = StepNeedsDate },
	"commitment": func(c *Card) {
		c.Step.Kind, c.Step.Commitment = StepCommitment, &Commitment{Agenda: "prices"}
	},
	"review": func(c *Card) { c.Step.Kind = StepReview }, "light-question": func(c *Card) { c.Step.Kind = StepLight },
	"task":   func(c *Card) { c.Step.Kind, c.Step.Task = StepTask, &Task{Kind: FindNumber} },
	"redial": func(c *Card) { c.Step.Kind, c.Step.Number = StepRedial, 1 },
	"broken": func(c *Card) { c.Step.Kind, c.Step.Number, c.Lead.Progress.Broken = StepCall, 1, 1 },
	"missed": func(c *Card) { c.Lead.Progress.Waiting = Waiting{Kind: WaitRule, Rule: string(outcome.Missed)} },
	"has-solution": func(c *Card) {
		c.Step.Kind, c.Lead.Progress.Closed = StepTask, outcome.HasSolution
		c.Step.Task = &Task{Kind: FindSuccessor}
	},
	"left-company": func(c *Card) {
		c.Step.Kind, c.Lead.Progress.Closed = StepTask, outcome.LeftCompany
		c.Step.Task = &Task{Kind: FindSuccessor}
	},
	"late-tries": func(c *Card) { c.Step.Number, c.Lead.Progress.Total = 5, 4 },
	"second-try": func(c *Card) { c.Step.Number, c.Step.SameDay, c.Lead.Progress.Total = 2, true, 1 },
	"third-try":  func(c *Card) { c.Step.Number, c.Lead.Progress.Total = 3, 2 },
	"first-call": func(c *Card) { c.Step.Number = 1 },
	"warm":       func(c *Card) { c.Step.Number, c.Lead.Warmth = 1, Warm },
	"mail":       func(c *Card) { c.Step.Number, c.Step.Mail, c.Lead.Progress.Total = 2, 1, 1 },
	"follow-up": func(c *Card) {
		c.Step.FollowUp, c.Lead.Progress.Total, c.Lead.Progress.Spoken = true, 1, true
		c.Lead.HotButton, c.Lead.Decider = "less waste", "Ann"
	},
	"attempt": func(c *Card) { c.Step.Number, c.Lead.Progress.Total = 2, 1 },
}

// condition makes a card that meets a condition.
var condition = map[string]func(*Card){
	"warm": func(c *Card) { c.Lead.Warmth = Warm }, "cold": func(c *Card) { c.Lead.Warmth = Cold },
	"high": func(c *Card) { c.Lead.Potential = PotentialHigh }, "low": func(c *Card) { c.Lead.Potential = PotentialLow },
	"hot": func(c *Card) { c.Lead.HotButton = "less waste" }, "no-hot": func(c *Card) { c.Lead.HotButton = "" },
	"no-reason": func(c *Card) { c.Lead.Reasons = nil },
	"story":     func(c *Card) { c.Lead.Reasons = []Why{{Kind: WhyStory, Text: "a mill like theirs"}} },
	"news":      func(c *Card) { c.Lead.Reasons = []Why{{Kind: WhyNews, Text: "a new plant"}} },
	"industry":  func(c *Card) { c.Lead.Industry = "mills" }, "problem": func(c *Card) { c.Lead.Problem = "dust" },
	"competitor": func(c *Card) { c.Lead.Competitor = "Brisk" }, "decider": func(c *Card) { c.Lead.Decider = "Ann" },
	"no-decider": func(c *Card) { c.Lead.Decider = "" }, "introduced": func(c *Card) { c.Lead.Introduced = "Ann" },
	"contact":    func(c *Card) { c.Lead.Contact = "Ann" },
	"no-contact": func(c *Card) { c.Lead.Contact, c.Lead.Company = "", "Acme" },
	"email":      func(c *Card) { c.Lead.Email = "ann@acme.example" },
	"prefers-mail": func(c *Card) {
		c.Lead.Prefers = ByMail
	},
	"web-form": func(c *Card) { c.Lead.Source = "web form" },
	"gut-low":  func(c *Card) { c.Lead.Gut = 2 }, "gut-high": func(c *Card) { c.Lead.Gut = 4 },
	"other-zone": func(c *Card) { c.Step.Zone.Loc, _ = time.LoadLocation("America/Los_Angeles") },
	"social":     func(c *Card) { c.Step.Social = true }, "mail-2": func(c *Card) { c.Step.Mail = 2 },
	"try-4": func(c *Card) { c.Step.Number = 4 }, "last-try": func(c *Card) { c.Step.Number, c.Step.Of = 7, 7 },
	"follow-up-1": func(c *Card) { c.Step.FollowUp, c.Step.Number = true, 1 },
	"follow-up-2": func(c *Card) { c.Step.FollowUp, c.Step.Number = true, 2 },
	"follow-up-3": func(c *Card) { c.Step.FollowUp, c.Step.Number = true, 3 },
	"ahead":       func(c *Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, 7) },
	"monday":      func(c *Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, -1) },
	"friday":      func(c *Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, -4) },
	"midweek":     func(c *Card) { c.Step.Due = c.Step.Due.AddDate(0, 0, -5) },

	"voicemail-left": func(c *Card) { c.Lead.Progress.LastOutcome = outcome.Voicemail },
	"no-answer":      func(c *Card) { c.Lead.Progress.LastOutcome = outcome.NoAnswer },
	"busy":           func(c *Card) { c.Lead.Progress.LastOutcome = outcome.Busy },
	"broken-twice":   func(c *Card) { c.Lead.Progress.Broken = 2 },
	"spoken":         func(c *Card) { c.Lead.Progress.Spoken = true },
	"extended":       func(c *Card) { c.Lead.Progress.Track = extended },
	"stepped-back":   func(c *Card) { c.Lead.Progress.Verdict = VerdictStepBack },
	"broke-up":       func(c *Card) { c.Lead.Progress.Verdict = VerdictBreakUp },
	"unread":         func(c *Card) { sent(c, "") }, "page": func(c *Card) { sent(c, "p. 4") },
	"no-page": func(c *Card) { sent(c, "") }, "read": func(c *Card) { c.Lead.Progress.Looked = 1 },
	"many-documents": func(c *Card) { c.Lead.Progress.Sent = 2 },
	"promised-us":    func(c *Card) { c.Lead.Progress.Promises = []Promise{{By: Us, What: "prices"}} },
	"promised-them":  func(c *Card) { c.Lead.Progress.Promises = []Promise{{By: Them, What: "read it"}} },
	"tentative":      func(c *Card) { c.Step.Commitment.Tentative = true },
	"no-agenda":      func(c *Card) { c.Step.Commitment.Agenda = "" },
	"goal-close":     func(c *Card) { c.Step.Commitment.Goal = GoalClose },
	SendGift:         func(c *Card) { c.Step.Task = &Task{Kind: SendGift} },
	Renewal:          func(c *Card) { c.Step.Task = &Task{Kind: Renewal} },
}

// sent makes a card's lead one that has something it did not look at.
func sent(c *Card, page string) {
	c.Lead.Progress.Materials, c.Lead.Progress.Sent = []Material{{Name: "specs", Pointer: page}}, 1
}

// tipCard is a card in a situation under conditions, on a Tuesday.
func tipCard(t *testing.T, in string, when []string, now time.Time, rep Rep) Card {
	t.Helper()
	c := Card{Lead: Lead{ID: "L1", Name: "Acme",
		Reasons: []Why{{Kind: WhyValue, Text: "less waste"}}},
		Step: Step{Kind: StepCall, Due: now, Zone: LeadZone{Loc: rep.Location()}}}
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
	r, rep := DefaultRules(), newYork()
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location())
	for _, tip := range r.TipByTopic("") {
		c := tipCard(t, tip.For[0], tip.When, now, rep)
		if got := r.TipFor([]Card{c}, nil, now, rep); got == nil || got.ID != tip.ID {
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
			if got := r.TipFor([]Card{c}, nil, now, rep); got != nil && got.ID == tip.ID {
				t.Errorf("%s comes without %s", tip.ID, name)
			}
		}
	}
	for name := range conditions {
		if condition[name] == nil {
			t.Errorf("no card for the condition %s", name)
		}
	}
}

// No two tips advise the same in other words.
func TestNoTwoTipsAdviseTheSame(t *testing.T) {
	tips := DefaultRules().TipByTopic("")
	for i := range tips {
		for j := range i {
			if sameAdvice(tips[i], tips[j]) {
				t.Errorf("%s and %s:\n%s\n%s", tips[i].ID, tips[j].ID, tips[i].Text, tips[j].Text)
			}
		}
	}
	for _, words := range []string{
		"Choose the one page first, before dialing, pick the one paragraph that is about them.",
		"Never send a third document before they looked at one thing with you.",
		"Two choices, each with a day and an hour: let them pick instead of some time next week.",
		"A line that is busy means somebody sits there, so redial within the hour.",
	} {
		if !slices.ContainsFunc(tips, func(tip Tip) bool { return sameAdvice(tip, Tip{Text: words}) }) {
			t.Errorf("nothing is like %q", words)
		}
	}
}

// Each rule of the handbook that is advice has a tip; the others say in the table what they are instead.
func TestEachAdviceOfTheHandbookHasATip(t *testing.T) {
	raw, err := os.ReadFile("testdata/advice.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rules, last := map[string]bool{}, map[string]int{"S0": 29, "S1": 31, "S2": 24, "S3": 27, "S4": 20}
	named := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		rules[f[0]] = true
		tip, ok := DefaultRules().TipByID(f[1])
		switch {
		case f[1] == "-" && len(f) < 3:
			t.Errorf("%s: no tip, and nothing says why", f[0])
		case f[1] != "-" && !ok:
			t.Errorf("%s: there is no tip %s", f[0], f[1])
		}
		if ok {
			named[tip.ID] = true
		}
	}
	want := 0
	for _, n := range last {
		want += n
	}
	if len(rules) != want {
		t.Errorf("%d rules of %d", len(rules), want)
	}
	for _, tip := range DefaultRules().TipByTopic("") {
		if _, line, ok := strings.Cut(tip.Source, ", "); ok && !rules[line] {
			t.Errorf("%s: the handbook has no %s", tip.ID, line)
		}
	}
	if len(named) < 50 {
		t.Errorf("only %d tips stand for a rule", len(named))
	}
}
