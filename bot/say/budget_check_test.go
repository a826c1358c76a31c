package say_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// The answer to a message that was looked at: 20 words and 25 for each finding. The message itself is given back.
func TestBudgetCheck(t *testing.T) {
	rules, now := coach.DefaultRules(), time.Date(2026, 11, 10, 13, 30, 0, 0, time.UTC)
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	to := say.Reader{Zone: newYork, Locale: "en-US", Now: now, Nonce: "n"}
	lead := coach.Lead{ID: "L1", Name: "Cobalt Freight",
		HotButton: "trucks that wait for hours at the dock every single day",
		Reasons: []coach.Why{{Kind: coach.WhyNews,
			Text: "the new port tariff starts in May and doubles what waiting costs"}}}
	slots := []coach.Slot{{At: now.AddDate(0, 0, 1)}, {At: now.AddDate(0, 0, 2)}}
	sent := []coach.Touch{{Outcome: outcome.Email, At: now.AddDate(0, 0, -7),
		Note: "just checking in, can we talk some time next week, let me know your thoughts"}}
	for _, text := range []string{
		"We cut the waiting by a third.",
		"just checking in, can we talk some time next week, let me know your thoughts",
		"I'll send you some information and follow up in a couple of days. Hope you're well! Last chance.",
		"Did I catch you at a bad time? Did you get my email? Bumping this to the top of your inbox.",
		"This is my last email to you.",
	} {
		for _, l := range []coach.Lead{{}, lead} {
			in := drafts.CheckInput{Touches: sent, Fill: merge.Fields{Lead: l, Now: now, Slots: slots,
				Rep: coach.Rep{TZ: "America/New_York", Locale: "en-US"}}}
			c := texts.Checked{Lead: l, Zone: chicago, Slots: slots, Text: text, Check: drafts.Examine(rules, text, in),
				Ref:   "r",
				Tries: []time.Time{now.AddDate(0, 0, -1), now.AddDate(0, 0, -4), now.AddDate(0, 0, -9)}}
			r, err := texts.CheckedDraft(to, c).Checked()
			if err != nil {
				t.Fatal(err)
			}
			var own []slack.Block
			for _, b := range r.Blocks {
				if s, ok := b.(*slack.SectionBlock); !ok || !strings.HasPrefix(s.Text.Text, ">") {
					own = append(own, b)
				}
			}
			if n, most := wordCount(own), 20+25*c.Check.Findings(); n > most {
				t.Errorf("%d words, %d allowed:\n%s", n, most, r.Text)
			}
		}
	}
}

// What a colleague reads holds the text and who asks, and nothing of the lead.
func TestLetters(t *testing.T) {
	to := say.Reader{Now: time.Date(2026, 11, 10, 13, 30, 0, 0, time.UTC), Nonce: "n"}
	gift := coach.Card{Lead: coach.Lead{ID: "L1", Name: "Acme Corp", Progress: coach.Progress{Gift: &coach.GiftPlan{
		Who: "Ana at the front desk", What: "a basket of coffee", Note: "<!channel> `so` that it ```stays```", Cost: "$40",
		Why: "too <!channel> early"}}}}
	long := strings.Repeat("& a line of text <!channel> *with* `marks`.\n", 90)
	letter := func(l coach.Letter) notify.Letter { return notify.Letter{Letter: l} }
	for _, l := range []notify.Letter{
		letter(coach.Letter{ID: "x", From: "U1", To: "U2", Text: "Any update?"}),
		letter(coach.Letter{ID: "x", From: "U1", To: "U1", Paused: "U2", At: to.Now}),
		letter(coach.Letter{ID: "x", From: "U1", To: "U1", Resumed: "U2", At: to.Now}),
		letter(coach.Letter{ID: "x", From: "U1", To: "C2", Text: long}),
		letter(coach.Letter{ID: "y", From: "U2", To: "U1", Text: long, About: long}),
		letter(coach.Letter{ID: "z", From: "U1", To: "U1", Back: "C2", Text: long}),
		letter(coach.Letter{ID: "z", From: "U1", To: "U1", Back: "U2", Text: long, About: long}),
		letter(coach.Letter{ID: "x", From: "U1", To: "U2", Text: "+12125550142", Shared: true}),
		letter(coach.Letter{ID: "z", From: "U1", To: "U1", Back: "U2", Text: "<!channel>@x.example", Shared: true}),
		letter(coach.Letter{ID: "s", From: "U1", To: "U1", Lead: "L1", Owner: "U1", Text: "<!channel> Acme",
			Stopped: "U2", Call: to.Now.Add(time.Hour)}),
		letter(coach.Letter{ID: "s", From: "U1", To: "U1", Lead: "L1", Owner: "U1", Text: "Acme",
			Released: "U2", Call: to.Now.Add(time.Hour)}),
		{Letter: coach.Letter{ID: "z", From: "U1", To: "U1", Back: "U7", Owner: "U1", Lead: "L1"}, Card: gift},
		{Letter: coach.Letter{ID: "z", From: "U7", To: "U7", Back: "U1", Owner: "U1", Lead: "L1"}, Card: gift},
	} {
		r, err := texts.Letter(to, l).Checked()
		if err != nil || len(r.Blocks) == 0 || strings.Contains(r.Text, "<!channel>") {
			t.Errorf("%+v: %v\n%.300s", l.To, err, r.Text)
		}
		own := slices.DeleteFunc(slices.Clone(r.Blocks), func(b slack.Block) bool { // without what somebody wrote
			s, ok := b.(*slack.SectionBlock)
			return ok && (strings.HasPrefix(s.Text.Text, ">") || strings.HasPrefix(s.Text.Text, "```"))
		})
		if n := wordCount(own); n > 30 {
			t.Errorf("%d words, 30 allowed:\n%s", n, r.Text)
		}
		if l.Back != "" && !strings.Contains(r.Text, "Not delivered") {
			t.Errorf("nothing says that it came back:\n%s", r.Text)
		}
	}
}
