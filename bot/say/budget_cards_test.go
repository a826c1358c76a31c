package say_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// Cards, the ✓ line, the Done block, the digest and the nudge held to their words and buttons, with the facts that each
// must have: usual, as large as leads come, and with nothing known but a name.

// wordy is a lead with long names, a long hot button, an email due, and a clock of its own.
func wordy() coach.Lead {
	l := acme()
	l.Name = "The Very Long Name of Northwind Bicycles and Sons of Portland"
	l.Contact = "Professor Doctor Beatrice Amanda Lund-Johansson"
	l.Company = "Northwind Bicycles Holding Company Incorporated"
	l.HotButton = strings.Repeat("keep every bicycle rolling through the whole winter ", 4)
	l.Progress.Promises = []coach.Promise{{By: coach.Us, What: strings.Repeat("send the guide ", 9), Due: at(12, 9, 0)}}
	l.Progress.Materials = []coach.Material{{Name: "The long brochure of all models"}}
	l.Progress.Waiting = coach.Waiting{Kind: coach.WaitReply, At: at(13, 9, 0), Said: strings.Repeat("we like it ", 12)}
	return l
}

// budgetCards are cards of every kind for a lead, those of a call also at night, overdue, by email first, and outside
// the rep's hours.
func budgetCards(l coach.Lead) map[string]coach.Card {
	deck := map[string]coach.Card{}
	for _, c := range everyCard(l) {
		deck[string(c.Step.Kind)+" "+c.Step.Due.String()+fmt.Sprint(c.Step.NeedsDate)] = c
	}
	la, _ := time.LoadLocation("America/Los_Angeles")
	for name, change := range map[string]func(*coach.Card){
		"night":   func(c *coach.Card) { c.Step.Due, c.Step.Until = at(13, 17, 0), at(13, 18, 0) },
		"outside": func(c *coach.Card) { c.Step.OutsideHours = true },
		"email":   func(c *coach.Card) { c.Lead.Prefers, c.Lead.Progress.Total = coach.ByMail, 2 },
		"undated": func(c *coach.Card) { c.Step.NeedsDate = true },
	} {
		c := call(l)
		c.Step.Zone = coach.LeadZone{Loc: la}
		change(&c)
		deck[name] = c
	}
	unsure := agreed(l)
	cm := *unsure.Step.Commitment
	cm.Tentative, cm.Agenda = true, strings.Repeat("roster import, board questions, ", 5)
	unsure.Step.Commitment = &cm
	deck["unconfirmed"] = unsure
	return deck
}

func TestBudgetCards(t *testing.T) {
	for state, l := range map[string]coach.Lead{"usual": acme(), "wordy": wordy(), "sparse": sparse()} {
		for kind, c := range budgetCards(l) {
			blocks := cards.Card(reader, c)
			if n := wordCount(blocks); n > 22 {
				t.Errorf("%s, %s: %d words:\n%s", state, kind, n, say.Spoken(blocks))
			}
			most := 3
			switch {
			case c.Step.Kind == coach.StepReview: // every verdict, and [Close…] (words.md, text 13)
				most = 6
			case cards.MailFirst(c):
				most = 4
			}
			if n := len(buttonLabels(blocks)); n > most {
				t.Errorf("%s, %s: %q", state, kind, buttonLabels(blocks))
			}
			for _, b := range buttonLabels(blocks) {
				if len([]rune(b)) > 24 {
					t.Errorf("%s: the button %q", kind, b)
				}
			}
			lines := strings.Split(say.Spoken(blocks), "\n")
			if len(lines) != 2 {
				t.Errorf("%s, %s: %d lines", state, kind, len(lines))
			}
			name := strings.Fields(l.Name)[0]
			if !strings.HasPrefix(lines[0], "*"+name) || c.Step.Kind != coach.StepTask && l.Phone != "" &&
				!strings.Contains(lines[0], "<tel:") {
				t.Errorf("%s, %s: who and number: %q", state, kind, lines[0])
			}
			if s := (cards.StepView{To: reader, Card: c}); c.Step.Kind == coach.StepCall &&
				!strings.Contains(strings.ToLower(lines[1]),
					strings.ToLower(cards.TryName(c.Step)+", "+s.Due())) {
				t.Errorf("%s, %s: step and time: %q", state, kind, lines[1])
			}
		}
	}
}

// TestCardTexts holds each card to its target text, word by word.
func TestCardTexts(t *testing.T) {
	ny := american
	ny.Zone, ny.Now = newYork, time.Date(2026, 11, 10, 8, 30, 0, 0, newYork)
	when := func(d, h, m int) time.Time { return time.Date(2026, 11, d, h, m, 0, 0, newYork) }
	boise, _ := time.LoadLocation("America/Boise")
	chicago, _ := time.LoadLocation("America/Chicago")
	lead := coach.Lead{ID: "L1", Name: "Birchwood Dental", Contact: "Lena Fox", Phone: "+1 212 555 0102"}
	with := func(p coach.Progress) coach.Lead { l := lead; l.Progress = p; return l }
	step := func(kind coach.StepKind, due, until time.Time, zone *time.Location, because ...coach.Reason) coach.Step {
		return coach.Step{Kind: kind, Number: 2, Of: 7, Due: due, Until: until, Because: because,
			Zone: coach.LeadZone{Loc: zone}}
	}
	last := func(o outcome.Outcome, d int) coach.Reason {
		return coach.Reason{Code: coach.ReasonLast, Word: string(o), At: when(d, 10, 0)}
	}
	mail := step(coach.StepCall, when(10, 8, 0), when(10, 10, 0), newYork, last(outcome.Voicemail, 9),
		coach.Reason{Code: coach.ReasonNextDay, Word: "cold"})
	mail.Mail = 1
	follow := step(coach.StepCall, when(10, 10, 0), when(10, 12, 0), boise, last(outcome.WantsInfo, 6))
	follow.FollowUp, follow.Number = true, 1
	appointment := step(coach.StepCommitment, when(10, 16, 10), when(10, 17, 10), chicago)
	appointment.Commitment = &coach.Commitment{At: when(10, 16, 10), Agenda: "roster import, board questions",
		Tentative: true}
	happened := step(coach.StepDidIt, when(9, 15, 30), time.Time{}, newYork)
	happened.Commitment = &coach.Commitment{At: when(9, 15, 30), Agenda: "go through the specs"}
	tokyoStep := step(coach.StepCall, when(10, 18, 0), when(10, 20, 0), tokyo)
	tokyoStep.OutsideHours = true
	dead := step(coach.StepTask, when(10, 8, 0), time.Time{}, newYork)
	dead.Task = &coach.Task{Kind: coach.FindNumber, At: when(8, 9, 0)}
	reviewed := with(coach.Progress{Calls: 7, Mails: 2})
	reviewed.Created = when(10, 8, 0).AddDate(0, 0, -26)
	for _, c := range []struct {
		lead coach.Lead
		step coach.Step
		want string
	}{
		{lead, mail, "Attempt 2 of 7, until {10:00 AM} · 1 day after voicemail Mon · email 1"},
		{with(coach.Progress{Materials: []coach.Material{{Name: "brochure"}}}), follow,
			"Follow-up 1, {10:00 AM}–{12:00 PM} (8:00–10:00 AM in Boise) · asked for info Fri, brochure unread"},
		{lead, appointment, "Planned call: {Tue, Nov 10, 4:10 PM} (3:10 PM in Chicago), unconfirmed · roster import, " +
			"board questions"},
		{lead, happened, "Did {Mon, Nov 9, 3:30 PM} happen? Agenda: go through the specs"},
		{with(coach.Progress{Waiting: coach.Waiting{Kind: coach.WaitReply, At: when(6, 9, 0),
			Said: "interested, asks for the safety sheet"}}),
			step(coach.StepNeedsDate, when(10, 8, 0), time.Time{}, newYork, coach.Reason{Code: coach.ReasonReplied}),
			"Needs a date · wrote back Fri: “interested, asks for the safety sheet”"},
		{reviewed, step(coach.StepReview, when(10, 8, 0), time.Time{}, newYork),
			"Time to decide: 7 calls and 2 emails in 26 days, never reached"},
		{lead, dead, "Find a working number · +1 212 555 0102 was wrong on Sun"},
		{lead, tokyoStep, "Attempt 2 of 7, {6:00 PM}–{8:00 PM} (Wed 8:00–10:00 AM in Tokyo), outside your hours"},
	} {
		line := dateToken.ReplaceAllStringFunc(cards.StepView{To: ny, Card: coach.Card{Lead: c.lead, Step: c.step}}.Line(),
			func(s string) string {
				return "{" + strings.TrimSuffix(dateToken.FindStringSubmatch(s)[3], " EST") + "}"
			})
		if line != c.want && !strings.HasPrefix(line, c.want+" · first call") {
			t.Errorf("got  %s\nwant %s", line, c.want)
		}
	}
}

func TestBudgetTick(t *testing.T) {
	for state, l := range map[string]coach.Lead{"usual": acme(), "wordy": wordy(), "sparse": sparse()} {
		for _, o := range []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.WantsInfo, outcome.Email,
			outcome.Gatekeeper,
			outcome.Lost, outcome.Snoozed, outcome.Planned, outcome.Missed, outcome.Resumed} {
			s := saved(l)
			s.Touch.Outcome, s.Touch.Until, s.Logged.Notes = o, at(15, 16, 0), nil
			line := answers.SavedView{To: reader, Saved: s}.Tick(true)
			if n := wordsIn(line); n > 14 {
				t.Errorf("%s, %s: %d words: %s", state, o, n, line)
			}
			if !strings.HasPrefix(line, "✓ *"+strings.Fields(l.Name)[0]) {
				t.Errorf("%s, %s: %s", state, o, line)
			}
		}
	}
	to := american
	s := saved(acme())
	s.Step.Zone.Loc, s.Logged.Notes = berlin, nil
	got := answers.SavedView{To: to, Saved: s}.Tick(true)
	if want := "✓ *Acme Corp*: voicemail saved. Next: " + to.Stretch(s.Step.Due, s.Step.Until) +
		", attempt 3 of 7"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestBudgetDigest(t *testing.T) {
	for state, l := range map[string]coach.Lead{"usual": acme(), "wordy": wordy(), "sparse": sparse()} {
		var deck []coach.Card
		for i := range 10 {
			one := l
			one.ID = fmt.Sprint("L", i)
			c := call(one)
			if state == "usual" && i%2 == 0 {
				c = dueNow(one)
			}
			deck = append(deck, c)
		}
		d := cards.Digest(american, notify.Digest{Asks: deck[:2], Commitments: deck[2:4], Cards: deck[4:7], Later: deck[7:],
			Also: cardsOf(4), Tip: tip()})
		if n := wordCount(d.Blocks); n > 240 {
			t.Errorf("%s: %d words", state, n)
		}
		if n := len(buttonLabels(d.Blocks)); n > 32 {
			t.Errorf("%s: %d buttons", state, n)
		}
		if len(d.Blocks) > 50 || d.Text != say.Spoken(d.Blocks) {
			t.Errorf("%s: %d blocks", state, len(d.Blocks))
		}
		for _, w := range []string{"*14 leads today*", "*Answer first*", "*Agreed calls*", "*Call now*", "*Later today*",
			"*Also today:* Lead A, Lead B, Lead C"} {
			if !strings.Contains(d.Text, w) {
				t.Errorf("%s: no %q:\n%s", state, w, d.Text)
			}
		}
		if !slices.Contains(buttonLabels(d.Blocks), "Show 4 more") {
			t.Errorf("%s: %q", state, buttonLabels(d.Blocks))
		}
		if has := strings.Contains(d.Text, "*Tip:*"); has != (state == "sparse") && state != "usual" {
			t.Errorf("%s: a tip %v", state, has)
		}
	}
	few := cards.Digest(reader, notify.Digest{Cards: cardsOf(3), Tip: tip(), Late: true})
	if !strings.Contains(few.Text, "*Tip:* ") || !strings.Contains(few.Text, "Sent late: I was offline") ||
		strings.Contains(few.Text, "Evidence") {
		t.Errorf("a short one:\n%s", few.Text)
	}
}

func TestBudgetDone(t *testing.T) {
	l := wordy()
	var d answers.DoneBlock
	for _, o := range []outcome.Outcome{outcome.Voicemail, outcome.Talked, outcome.WantsInfo, outcome.Gatekeeper} {
		s := saved(l)
		s.Touch.Outcome = o
		d.Add(answers.DoneEntry{Words: answers.EntryWords(answers.SavedView{To: reader, Saved: s}.Tick(true)), Lead: l.ID,
			Change: "J1"})
	}
	p := &say.Page{To: reader}
	answers.AddDone(p, d)
	if n := wordCount(p.Blocks); n > 4+6*4 || len(d.Entries) != 4 {
		t.Errorf("%d words: %s", n, say.Spoken(p.Blocks))
	}
}

func TestBudgetNudge(t *testing.T) {
	var deck []coach.Card
	for i, l := range []coach.Lead{acme(), wordy(), sparse()} {
		l.ID = fmt.Sprint("L", i)
		c := call(l)
		c.Step.SameDay, c.Step.Number = true, 2
		deck = append(deck, c)
	}
	n := cards.Nudge(american, notify.Nudge{Cards: deck})
	if w := wordCount(n.Blocks); w > 30 {
		t.Errorf("%d words:\n%s", w, n.Text)
	}
	if want := "*3 second tries until " + american.Clock(deck[0].Step.Until) +
		"* · attempt 2 of 7, no message this time"; !strings.HasPrefix(n.Text, want) {
		t.Errorf("%s\nwant %s", n.Text, want)
	}
	menus := 0
	for _, b := range n.Blocks {
		if s, ok := b.(*slack.SectionBlock); ok && s.Accessory != nil && s.Accessory.OverflowElement != nil {
			menus++
		}
	}
	if menus != 4 {
		t.Errorf("%d menus", menus)
	}
}

// TestWordsOf: what is shortened is counted as budgets count it.
func TestWordsOf(t *testing.T) {
	for _, c := range allCases() {
		for line := range strings.Lines(say.Spoken(blocksOf(c.what))) {
			if strings.Contains(line, "```") || strings.Contains(c.state, "hostile") || strings.Contains(line, "`") {
				continue
			}
			if got, want := say.WordsOf(line), wordsIn(line); got != want {
				t.Errorf("%s: %d words, want %d: %q", c.name, got, want, line)
			}
		}
	}
}
