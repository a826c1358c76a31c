package say_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/tips"
)

// The target texts: what each surface says for one situation, word by word. Maya reads in New York, en-US, on Tuesday
// 10 November 2026 at 8:30 AM; {…} is an instant that each reader's Slack writes, [x] a button, [x]* the one that
// stands out, ⋯ a menu. Texts of answers to a log are in TestBudgetLogged, of cards in TestCardTexts, of errors in
// TestBudgetErrors.

// target is one surface as it has to read.
type target struct {
	text   string // its number
	blocks []slack.Block
	want   string
}

var zoneBehind = regexp.MustCompile(` EST\}`)

// shown writes blocks as target texts do.
func shown(blocks []slack.Block) string {
	var lines []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			words := fallbacks.ReplaceAllString(b.Text.Text, "{$1}")
			if b.Accessory != nil && b.Accessory.OverflowElement != nil {
				words += " " + menuOf(b.Accessory.OverflowElement)
			}
			if b.Accessory != nil && b.Accessory.ButtonElement != nil {
				words += " [" + b.Accessory.ButtonElement.Text.Text + "]"
			}
			lines = append(lines, zoneBehind.ReplaceAllString(words, "}"))
		case *slack.ContextBlock:
			lines = append(lines, zoneBehind.ReplaceAllString(fallbacks.ReplaceAllString(
				b.ContextElements.Elements[0].(*slack.TextBlockObject).Text, "{$1}"), "}"))
		case *slack.ActionBlock:
			var row []string
			for _, e := range b.Elements.ElementSet {
				switch e := e.(type) {
				case *slack.ButtonBlockElement:
					words := "[" + e.Text.Text + "]"
					switch e.Style {
					case slack.StylePrimary:
						words += "*"
					case slack.StyleDanger:
						words += "!"
					}
					row = append(row, words)
				case *slack.OverflowBlockElement:
					row = append(row, menuOf(e))
				case *slack.SelectBlockElement:
					row = append(row, "▢ "+e.Placeholder.Text)
				}
			}
			lines = append(lines, strings.Join(row, " "))
		case *slack.InputBlock:
			lines = append(lines, "▢ "+b.Label.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// menuOf is a ⋯ with what it offers.
func menuOf(e *slack.OverflowBlockElement) string {
	var options []string
	for _, o := range e.Options {
		options = append(options, o.Text.Text)
	}
	return "⋯ " + strings.Join(options, " · ")
}

func (g target) check(t *testing.T) {
	t.Helper()
	if got := shown(g.blocks); got != g.want {
		t.Errorf("text %s\n got:\n%s\nwant:\n%s", g.text, got, g.want)
	}
}

// evergreen is the agreed call of texts 10, 21, 22 and 23.
func evergreen() coach.Card {
	cm := &coach.Commitment{At: mayasDay(10, 16, 10), Agenda: "roster import, board questions", Tentative: true,
		Goal: coach.GoalClose, Made: mayasDay(6, 9, 0)}
	return coach.Card{
		Lead: coach.Lead{ID: "L1", Version: 3, Name: "Evergreen Schools", Contact: "Dr. Nwosu", Phone: "+1 713 555 0105",
			HotButton: "one login for all teachers", Progress: coach.Progress{Total: 3, TalkedAt: mayasDay(6, 9, 0),
				Commitment: cm, Promises: []coach.Promise{
					{By: coach.Them, What: "ask the board about the budget", Due: mayasDay(16, 23, 59)},
					{By: coach.Us, What: "send the import guide", Due: mayasDay(9, 17, 0)}}}},
		Step: coach.Step{Kind: coach.StepCommitment, Due: cm.At, Until: cm.At.Add(time.Hour), Commitment: cm,
			Zone: coach.LeadZone{Loc: chicago}},
	}
}

// at10 is Maya ten minutes before that call.
func at10() say.Reader {
	to := maya()
	to.Now = mayasDay(10, 16, 0)
	return to
}

func TestTargetTextsAroundACall(t *testing.T) {
	c := evergreen()
	rich := prep.Prep{Card: c, Why: &coach.Why{Kind: coach.WhyTimely,
		Text: "new rules for school accounts start next term"},
		Materials: []coach.Material{{Name: "import guide", Pointer: "p. 4", At: mayasDay(6, 9, 0),
			Link: "https://example.com/g"}},
		Notes: []coach.Touch{{Outcome: outcome.Talked, At: mayasDay(6, 9, 0),
			Note: "Wants to see the roster import. Decides with the board."}},
		Opener:  "Hello Dr. Nwosu, we said roster import today. Is this still a good moment?",
		Unread:  "That's fine. Open page 4 and let's go through it together.",
		Tip:     &tips.Tip{ID: "t6", Text: "Dial at the agreed minute."},
		Missing: []prep.MissingField{prep.MissingClose}}
	la := zoneOf("America/Los_Angeles")
	thin := prep.Prep{Card: coach.Card{Lead: coach.Lead{ID: "L2", Name: "Delta Print Works", Contact: "Ivo Kern",
		Phone: "+1 415 555 0104", Progress: coach.Progress{Total: 3, Calls: 3, LastTry: mayasDay(6, 16, 0),
			LastOutcome: outcome.Voicemail}},
		Step: attempt(4, mayasDay(10, 11, 0), mayasDay(10, 13, 0), la)},
		Notes: []coach.Touch{{Outcome: outcome.Voicemail, At: mayasDay(6, 16, 0),
			Note: "Assistant says mornings are best"}},
		Opener:  "Hello Ivo, I'm Maya Lindqvist. I have one idea for Delta Print Works. Do you have two minutes?",
		Missing: []prep.MissingField{prep.MissingReason}}
	ping := rich
	ping.Missing = nil
	late := at10()
	late.Now = mayasDay(10, 16, 15)
	for _, g := range []target{
		{"21", cards.Ping(at10(), notify.Ping{Card: c, Prep: ping}).Blocks,
			"*In 10 minutes: Dr. Nwosu*, Evergreen Schools · " +
				"<tel:+17135550105|+1 713 555 0105>\nPlanned call: {4:10 PM} (3:10 PM in Chicago), unconfirmed · roster import, " +
				"board questions\n*Hot button: one login for all teachers* ⋯ Settings · Stop these\n" +
				"They promised: ask the board about the budget\nYou promised: send the import guide, *overdue*\n" +
				"[Calling now]* [Full prep] [No answer] [Reached…] ⋯ Prep · Why now? · Snooze… · Log with details… · Close…"},
		{"22", cards.Ping(late, notify.Ping{Card: c, Prep: ping, Still: true}).Blocks,
			"*Still to call Dr. Nwosu?* If you're " +
				"talking, ignore this.\n<tel:+17135550105|+1 713 555 0105> · planned for {4:10 PM}\n" +
				"Start: “Thanks for waiting. Is now still good?” ⋯ Settings · Stop these\n" +
				"[Calling now]* [Reached…] [No answer] [I missed it] ⋯ Prep · Why now? · Snooze… · Log with details… · Close…"},
		{"23", cards.Prep(maya(), rich, cards.PrepNews{}).Blocks,
			"*Evergreen Schools* · Dr. Nwosu · <tel:+17135550105|+1 713 555 " +
				"0105>\nPlanned call: {Tue, Nov 10, 4:10 PM} (3:10 PM in Chicago), unconfirmed · goal: a deal\n" +
				"*Hot button: one login for all teachers*\nWhy now: new rules for school accounts start next term\n" +
				"Agenda: roster import, board questions\nThey promised: ask the board about the budget, by {Mon, Nov 16}\n" +
				"You promised: send the import guide, *overdue since Mon*\n" +
				"Have open: <https://example.com/g|import guide>, p. 4, sent Fri, unread\n" +
				"Fri, talked: “Wants to see the roster import. Decides with the board.”\n" +
				"*Start:* “Hello Dr. Nwosu, we said roster import today. Is this still a good moment?”\n" +
				"*If unread:* “That's fine. Open page 4 and let's go through it together.”\n" +
				"[Calling now]* [No answer] [Reached…] [Add price to agenda…] ⋯ Full script · Why now? · Snooze… · Log with " +
				"details… · Close…\n*Tip:* Dial at the agreed minute. ⋯ Useful · Not for me · Source"},
		{"24", cards.Prep(maya(), thin, cards.PrepNews{}).Blocks,
			"*Delta Print Works* · Ivo Kern · <tel:+14155550104|+1 415 555 " +
				"0104>\nAttempt 4 of 7, {11:00 AM}–{1:00 PM} (8:00–10:00 AM in Los Angeles) · voicemail Fri\n" +
				"Fri, voicemail: “Assistant says mornings are best”\n" +
				"*Start:* “Hello Ivo, I'm Maya Lindqvist. I have one idea for Delta Print Works. Do you have two minutes?”\n" +
				"No message on this try.\n[Voicemail] [No answer] [Reached…] [Add a reason…] ⋯ Full script · Why now? · " +
				"Snooze… · Log with details… · Close…"},
	} {
		g.check(t)
	}
}

func TestTargetTextsAfterACall(t *testing.T) {
	foxglove := coach.Lead{ID: "L1", Version: 3, Name: "Foxglove Bakery", Contact: "Ana Brandt", Phone: "+1 617 555 0106"}
	slots := []coach.Slot{{At: mayasDay(11, 9, 0)}, {At: mayasDay(12, 16, 30)}, {At: mayasDay(18, 9, 0)}}
	page := forms.ReachedPage(maya(), forms.Reached{Card: coach.Card{Lead: foxglove, Step: attempt(2, mayasDay(10, 8, 0),
		mayasDay(10, 10, 0), newYork)}, Branches: coach.DefaultRules().OnLine()})
	wrap := forms.WrapPage(maya(), forms.Wrap{Saved: answers.Saved{Lead: foxglove,
		Touch: coach.Touch{Outcome: outcome.Talked}, Change: "J1"},
		Slots: slots})
	cm := &coach.Commitment{At: mayasDay(12, 16, 30), Agenda: "sample menu"}
	booked := foxglove
	booked.Progress.Commitment = cm
	next := coach.Card{Lead: coach.Lead{ID: "L2", Name: "Harbor Lights Hotel"}, Step: attempt(3, mayasDay(10, 9, 0),
		mayasDay(10, 10, 0), newYork)}
	last := answers.FormSaved(maya(), answers.Saved{Lead: booked,
		Touch:  coach.Touch{Outcome: outcome.Details, Until: cm.At, At: maya().Now},
		Step:   coach.Step{Kind: coach.StepCommitment, Due: cm.At, Commitment: cm, Zone: coach.LeadZone{Loc: newYork}},
		Change: "J1"}, &next)
	gym := coach.Lead{Name: "Quarry Street Gym", Phone: "+1 305 555 0117"}
	if c := phrases.StopsAll(gym); c.Title.Text+"\n"+
		c.Text.Text != "Block this number for everyone?\nQuarry Street Gym: all calls "+
		"stop, and nobody here can call +1 305 555 0117. Only you or a manager can lift it." ||
		c.Confirm.Text != "Block the number" || c.Deny.Text != "Cancel" || c.Style != slack.StyleDanger {
		t.Errorf("text 26: %q %q", c.Title.Text, c.Text.Text)
	}
	if page.Title.Text != "How did it go?" || wrap.Title.Text != "Foxglove Bakery" ||
		wrap.Submit.Text != "Book and finish" || wrap.Close.Text != "Skip" || last.Close.Text != "Done" {
		t.Errorf("titles %q %q, %q %q, %q", page.Title.Text, wrap.Title.Text, wrap.Submit.Text, wrap.Close.Text,
			last.Close.Text)
	}
	for _, g := range []target{
		{"25", page.Blocks.BlockSet, "*Foxglove Bakery* · Ana Brandt · <tel:+16175550106|+1 617 555 0106>\n[Talked]* " +
			"[Agreed on a call] [Wants info] [Not now] [No time] [Not interested]\n▢ Something else\n[What do I say?] [Do " +
			"not call]!"},
		{"27", wrap.Blocks.BlockSet, "✓ Saved: talked. Nothing below is required.\n▢ Next call\n▢ Other time (New York), " +
			"instead of those above\n▢ Agenda, so they know what's coming\n▢ Hot button: what they care about most\n" +
			"▢ Promises, one a line; start yours with “me:”\n▢ Note\n" +
			// Two menus are beyond the text: how they meet (S1.5) and the hunch (S0.2) are asked here.
			"▢ How you meet ▢ Your hunch, 1 to 5\n[Add what you sent…] [Undo]"},
		{"28", last.Blocks.BlockSet, "✓ Booked: *Foxglove Bakery*, {Thu, Nov 12, 4:30 PM} · agenda: sample menu\n" +
			"[Agenda text…] [Calendar file] [Undo]\nNext in line: *Harbor Lights Hotel*, attempt 3 of 7\n[Next lead]*"},
	} {
		g.check(t)
	}
}

func TestTargetTextsLookedUp(t *testing.T) {
	rep := coach.Rep{TZ: "America/New_York"}
	tip := tips.Tip{ID: "t5", Title: "Two choices instead of “next week”",
		Text:   "Turn “some time next week” into two choices, each with a day and an hour, and let them pick.",
		Author: "Jim Domanski", Source: "Seed 1, S1.8", Strength: "D",
		Against: "No study found for or against it."}
	redwood := coach.Lead{ID: "L1", Version: 2, Name: "Redwood Robotics", Contact: "Kim Vale", Phone: "+1 650 555 0118",
		Warmth: coach.Warm, Potential: coach.PotentialHigh, Introduced: "Bea Lund", HotButton: "spare parts on time",
		Progress: coach.Progress{Calls: 1, Total: 3, Mails: 1, TalkedAt: mayasDay(5, 9, 0),
			Counters: coach.Counters{TheyKept: 1, TheyBroke: 1},
			Promises: []coach.Promise{{By: coach.Them, What: "read the specs", Due: mayasDay(16, 23, 59)}},
			Materials: []coach.Material{{Name: "specs", Link: "https://example.com/s", Pointer: "p. 12",
				At: mayasDay(5, 9, 0)}}}}
	cm := &coach.Commitment{At: mayasDay(9, 15, 30), Agenda: "go through the specs"}
	did := coach.Step{Kind: coach.StepDidIt, Due: cm.At, Commitment: cm,
		Zone: coach.LeadZone{Loc: zoneOf("America/Los_Angeles"), Likely: true}}
	north := coach.Card{Lead: coach.Lead{Name: "Northwind Cycles"}, Step: coach.Step{Kind: coach.StepCall,
		Due: mayasDay(19, 11, 0)}}
	iris := attempt(2, mayasDay(10, 18, 0), mayasDay(10, 20, 0), newYork)
	for _, g := range []target{
		{"33", cards.Show(maya(), cards.ShowLead{Card: coach.Card{Lead: redwood, Step: did}, Notes: []coach.Touch{
			{Outcome: outcome.Talked, At: mayasDay(5, 9, 0), Note: "Will read the specs by Monday"},
			{Outcome: outcome.Voicemail, At: time.Date(2026, 10, 28, 9, 0, 0, 0, newYork),
				Note: "Mailbox names a new assistant"}}}).Blocks,
			"*Redwood Robotics* · Kim Vale · <tel:+16505550118|+1 650 555 0118>\nDid {Mon, Nov 9, 3:30 PM} happen? Agenda: go " +
				"through the specs\n1 call since you talked on Thu, 3 in all · 1 email\nWarm, high potential · introduced by Bea " +
				"Lund · Los Angeles time, from the phone number\nHot button: spare parts on time\nThey promised: read the specs, " +
				"by {Mon, Nov 16} · kept 1 of 2\nSent Thu: <https://example.com/s|specs>, p. 12, unread\nThu, talked: “Will read " +
				"the specs by Monday”\nOct 28, voicemail: “Mailbox names a new assistant” ⋯ History\n[Talked…] [No answer] " +
				"[I missed it] [Edit…] ⋯ Prep · Why now? · Snooze… · Log with details… · Close…"},
		{"35", cards.List(maya(), cards.ListPage{Total: 1,
			Leads: []coach.Card{{Lead: coach.Lead{ID: "L1", Name: "Iris Analytics"},
				Step: iris}}}).Blocks, "*Iris Analytics* · attempt 2 of 7 · {Tue, Nov 10, 6:00 PM} [Show]"},
		{"36", cards.Today(maya(), cards.DayList{Next: &north, Done: []cards.Done{{Lead: coach.Lead{Name: "Acme"},
			Touch: coach.Touch{Outcome: outcome.Voicemail}},
			{Lead: coach.Lead{Name: "Acme"}, Touch: coach.Touch{Outcome: outcome.NoAnswer}}}}).Blocks,
			"*Nothing due today.* Next: Northwind Cycles, {Thu, Nov 19, 11:00 AM}\nLogged today: 2 calls · Acme\n" +
				"[Log a call…]* [Add a lead…] [This week]"},
		{"37", cards.FirstContact(maya(), cards.First{Rep: rep}).Blocks,
			"*I'm Followup.* Tell me how a call went; I tell you whom to call next, " +
				"when and why.\nYour list comes on working days at 8:30 AM. Managers of your team can see what is done " +
				"on your leads.\n[Set my hours…]* [Add or import leads…] [Try one log…] [Skip]"},
		{"38", setup.Settings(maya(), rep).Blocks,
			"*Your settings*\nMorning message: 8:30 AM on working days\nWorking hours: " +
				"Mon–Fri, 8:00 AM–6:00 PM, New York (follows Slack)\nSecond tries: same day for warm and high-potential leads\n" +
				"[Change…] [Messages…] [Pause messages] [My figures]"}, // a button more: no change is four taps away
		{"40", library.Tip(maya(), tip).Blocks,
			"*Tip:* Turn “some time next week” into two choices, each with a day and an hour, " +
				"and let them pick.\n[Useful] [Not for me] [Source]"},
		{"41", library.TipSourced(maya(), tip, library.TeamMute{}).Blocks,
			"*Two choices instead of “next week”*\nJim Domanski, in “In sales careers, " +
				"follow-up calls can make a big difference”\nEvidence: D, a practitioner's advice. No study found for or against " +
				"it.\nAgain: `/followup why t5`"},
	} {
		g.check(t)
	}
}
