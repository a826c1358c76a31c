package say_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
)

// preps are the states of a prep for one lead: usual, with nothing missing, with everything missing, before a soft
// stop, drawn anew, and as a ping.
func preps(add func(string, any), state string, l coach.Lead) {
	full := fullPrep(l)
	add("prep"+state, cards.Prep(reader, full, cards.PrepNews{}))
	ping := notify.Ping{Rep: "U1", Card: full.Card, Prep: full}
	add("ping"+state, cards.Ping(reader, ping))
	ping.Still = true
	add("ping-still"+state, cards.Ping(reader, ping))
	add("prep-noted"+state, cards.Prep(reader, full, cards.PrepNews{Missing: prep.MissingPage, Change: "C1"}))
	add("prep-taken-back"+state, cards.Prep(reader, full, cards.PrepNews{Missing: prep.MissingPage, Undone: true}))

	bare := prep.Prep{Card: dueNow(l), Machine: "Pat, I have an idea for you that takes two minutes to tell.",
		Missing: []prep.MissingField{prep.MissingNumber, prep.MissingReason}}
	add("prep-bare"+state, cards.Prep(reader, bare, cards.PrepNews{}))
	soft := prep.Prep{Card: overdue(l), Soft: true, MailFirst: true,
		Missing: []prep.MissingField{prep.MissingHot, prep.MissingPage}}
	soft.Lead.HotButton, soft.Lead.Progress.Spoken, soft.Materials = "", true, full.Materials[1:2]
	add("prep-soft"+state, cards.Prep(reader, soft, cards.PrepNews{}))
	told := bare
	told.Story = &coach.Story{ID: "S1", Kind: coach.WhyStory, Text: "A shop of their size cut <stock-outs> by 30 %"}
	told.Why = &coach.Why{Kind: coach.WhyStory, Text: told.Story.Text, Until: at(30, 0, 0)}
	told.Missing = []prep.MissingField{prep.MissingClose}
	add("prep-story"+state, cards.Prep(reader, told, cards.PrepNews{}))
	card := call(full.Lead)
	blocks := cards.Card(reader, card)
	add("card-why"+state, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
	for _, g := range []prep.MissingField{prep.MissingHot, prep.MissingNumber, prep.MissingAgenda, prep.MissingClose,
		prep.MissingReason,
		prep.MissingPage} {
		add("form-gap-"+string(g)+state, cards.MissingFieldForm(reader, full, g,
			request.Meta{URL: "https://hooks.slack.example/actions/1", Tip: "t1"}))
	}
	add("form-gap-anyway"+state, cards.MissingFieldForm(reader, soft, prep.MissingReason, request.Meta{}))
}

// fullPrep is a prep with everything that can be known of a lead; its words are the lead's own where it has any, so
// that hostile ones are hostile everywhere.
func fullPrep(l coach.Lead) prep.Prep {
	word := func(s string) string {
		if len(l.HotButton) > 300 || l.Name == rtl().Name {
			return say.NameOf(l) + " <@U1> " + s
		}
		return s
	}
	c := agreed(l)
	l = c.Lead
	l.Progress.Spoken = true
	c.Step.Commitment.Goal, c.Step.Commitment.Agenda = coach.GoalClose, word("price for 12 seats")
	l.Reasons = []coach.Why{{Kind: coach.WhyTimely, Text: word("their season starts in March"), Until: at(31, 0, 0)}}
	l.Progress.Promises = []coach.Promise{
		{ID: "1", By: coach.Them, What: word("the spec sheet"), Due: at(15, 16, 0), Read: true},
		{ID: "2", By: coach.Us, What: word("ask about delivery times")},
	}
	l.Progress.Materials = []coach.Material{
		{Name: word("Price list"), At: at(9, 10, 0), Link: "https://example.com/prices?a=1&b=2|<x>"},
		{Name: word("Spec sheet"), At: at(12, 11, 0), Link: "https://example.com/spec?a=1&b=2", Pointer: word("p. 4, §2")},
	}
	c.Lead = l
	return prep.Prep{
		Card: c, Why: &l.Reasons[0], Expected: true,
		Notes: []coach.Touch{
			{Outcome: outcome.Talked, At: at(12, 11, 0),
				Note: word("Wants numbers, and asks how long delivery takes.\nHas two suppliers.")},
			{Outcome: outcome.Voicemail, At: at(9, 10, 0), Note: word("left word about the spec sheet")},
			{Outcome: outcome.Gatekeeper, At: at(8, 10, 0), Note: word("Jo at the desk says mornings are best")},
		},
		Materials: []coach.Material{l.Progress.Materials[1], l.Progress.Materials[0]},
		Opener: word(
			"Hello Pat. The point for you was this: cut unscheduled maintenance. Is this a good moment, somewhere quiet?"),
		Unread: word(
			"Quite all right, Pat. Since you have the Spec sheet there, fetch it for a moment and we'll go through it " +
				"together. I only want to show you p. 4, §2."),
		Tip: tip(), Missing: []prep.MissingField{prep.MissingNumber, prep.MissingPage},
	}
}

// TestPrepIsReadInAMinute: one screen of few blocks with everything that can be known (C19), the hot button among its
// first words (S3.21), and the text has it all, too.
func TestPrepIsReadInAMinute(t *testing.T) {
	full := fullPrep(acme())
	r := cards.Prep(reader, full, cards.PrepNews{})
	if n := len(r.Blocks); n > 5 {
		t.Errorf("%d blocks", n)
	}
	for _, w := range []string{
		// S3.21, S4.7, S1.16
		"Hot button: cut unscheduled maintenance", "Agenda: price for 12 seats", "their season starts in March",
		"Wants numbers", "They promised: look at the spec sheet", "You promised: ask about delivery times", // S3.20, S3.1
		// S3.24, S3.25
		"<https://example.com/spec?a=1&amp;b=2|Spec sheet>, p. 4, §2, sent Mon, unread",
		// S4.6, S0.14, S3.8, S0.26
		"they expect you", "*Start:* “Hello Pat.", "*If unread:* “Quite all right, Pat.", "goal: a deal",
	} {
		if !strings.Contains(r.Text, w) {
			t.Errorf("the prep doesn't say %q:\n%s", w, r.Text)
		}
	}
	evil := fullPrep(hostile())
	for _, r := range []say.Reply{cards.Prep(reader, evil, cards.PrepNews{}),
		cards.Ping(reader, notify.Ping{Card: evil.Card, Prep: evil})} {
		if n := blockkit.Len(r.Text); n > say.TextBudget {
			t.Errorf("%d characters of text", n)
		}
		if i := strings.Index(r.Text, "Hot button"); i < 0 || i > 700 {
			t.Errorf("the hot button comes at %d", i) // S3.21
		}
	}
}

// TestLinksAreOnlyWebAddresses: a link somebody typed cannot become anything but a link.
func TestLinksAreOnlyWebAddresses(t *testing.T) {
	for link, want := range map[string]string{
		"https://example.com/a&b": "<https://example.com/a&amp;b|Sheet>", "": "Sheet", "page 4": "Sheet",
		"https://e.example|<!channel>": "Sheet", "javascript:alert(1)": "Sheet", "https://e.example/>x": "Sheet",
	} {
		if got := phrases.Linked("Sheet", link); got != want {
			t.Errorf("linked to %q: %s, want %s", link, got, want)
		}
	}
}

// TestCardsHaveOneReason: what they care about stands on the card, else the reason to call now (S1.16), no longer when
// it has expired (S1.18); else the last result.
func TestCardsHaveOneReason(t *testing.T) {
	l := fullPrep(acme()).Lead
	l.Progress.Promises = nil
	says := func(want string) {
		t.Helper()
		line := cards.StepView{To: reader, Card: dueNow(l)}.Line()
		if !strings.Contains(line, want) || strings.Count(line, " · ") != 2 { // step, reason, email
			t.Errorf("no %q, or more, in %q", want, line)
		}
	}
	says(" · hot button: ")
	l.HotButton = ""
	says(" · " + strings.Fields(l.Reasons[0].Text)[0])
	l.Reasons[0].Until = now.Add(-time.Minute)
	says(" · voicemail Tue")
}

// TestReasonFormHelpsToFindOne: the four kinds, each with what to think of: value (S1.17), something timely (S1.18),
// news (S1.19), a success story (S1.20). The kind whose turn it is stands chosen (C17), and the hint begins the
// sentence that people like to hear, that somebody has been thinking about them (S1.21).
func TestReasonFormHelpsToFindOne(t *testing.T) {
	pr := fullPrep(acme())
	pr.Lead.Progress.LastWhy = coach.WhyTimely
	var kinds *slack.RadioButtonsBlockElement
	hints := ""
	for _, b := range cards.MissingFieldForm(reader, pr, prep.MissingReason, request.Meta{}).Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		if r, ok := in.Element.(*slack.RadioButtonsBlockElement); ok {
			kinds = r
		}
		if in.Hint != nil {
			hints += in.Hint.Text + "\n"
		}
	}
	if kinds == nil || len(kinds.Options) != 4 {
		t.Fatalf("kinds: %+v", kinds)
	}
	for i, want := range []string{"how you can help them", "about your product or their industry", "that concerns them",
		"what a similar business did"} {
		if o := kinds.Options[i]; o.Value != string(coach.WhyKinds()[i]) || !strings.Contains(o.Text.Text, want) {
			t.Errorf("option %d: %s, %q", i, o.Value, o.Text.Text)
		}
	}
	if kinds.InitialOption == nil || kinds.InitialOption.Value != string(coach.WhyNews) {
		t.Errorf("chosen: %+v", kinds.InitialOption)
	}
	if !strings.Contains(hints, "I've been thinking about … for you") {
		t.Errorf("hints:\n%s", hints)
	}
}

// S3.1: a promise for a day is told by its day, and one whose time is over as one that was due.
func TestWhenAPromiseIsDue(t *testing.T) {
	to := say.Reader{Zone: berlin, Now: at(14, 9, 0)}
	for _, c := range []struct {
		due  time.Time
		want string
	}{
		{time.Time{}, "They promised: read it"},
		{at(15, 23, 59), "They promised: read it, by " + to.Day(at(15, 23, 59))},
		{at(15, 16, 0), "They promised: read it, by " + to.When(at(15, 16, 0))},
		{at(13, 23, 59), "They promised: read it, was due Tue"},
	} {
		var l coach.Lead
		l.Progress.Promises = []coach.Promise{{By: coach.Them, What: "read it", Due: c.due}}
		got := cards.PromisesOf(to, l, true)
		if strings.Join(got, "|") != c.want {
			t.Errorf("%v: %q, want %q", c.due, got, c.want)
		}
	}
}

// TestNoReasonToUseOnAPing: a ping doesn't show the team's reason, so it has no button to use it; the prep has both.
func TestNoReasonToUseOnAPing(t *testing.T) {
	pr := fullPrep(acme())
	pr.Story = &coach.Story{ID: "S1", Kind: coach.WhyStory, Text: "A shop of their size cut stock-outs"}
	if got := buttonLabels(cards.Prep(reader, pr, cards.PrepNews{}).Blocks); !slices.Contains(got, "Use this reason") {
		t.Errorf("the prep has %q", got)
	}
	if got := buttonLabels(cards.Ping(reader, notify.Ping{Card: pr.Card, Prep: pr}).Blocks); slices.Contains(got,
		"Use this reason") {
		t.Errorf("the ping has %q", got)
	}
}
