package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/practice"
	"github.com/followup-coach/followup/coach/script"
)

// A page of practice has 60 words, whatever is answered, and keeps Slack's limits; the answer is given back.
func TestBudgetPractice(t *testing.T) {
	rules, now := coach.DefaultRules(), time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	to := say.Reader{Zone: time.UTC, Locale: "en-US", Now: now, Nonce: "n"}
	f := practice.Prospect(coach.Rep{TZ: "America/New_York", Locale: "en-US"}, "Maya Lindqvist", now)
	f.Slots = []coach.Slot{{At: now.Add(24 * time.Hour)}, {At: now.AddDate(0, 0, 9)}}
	worst := "Just checking in and touching base about late deliveries, any update? I'll send you some information " +
		"and follow up in a couple of days. Could you open page 4 of the long route plan? We'll go through it together."
	for _, b := range rules.Scripts().Practiced() {
		drill := rules.Scripts().Drill(b.ID, f.Values())
		for i, x := range drill {
			turn := forms.PracticeTurn{Exchange: x, Prospect: f.Lead, Number: i + 1, Of: len(drill), After: b.ID,
				Meta: request.Meta{Ref: b.ID, Page: "0", At: now.Unix()}}
			pages := []slack.ModalViewRequest{forms.PracticeForm(to, turn)}
			for _, text := range []string{worst, "Yes.", strings.Repeat("<!channel> *x* `y` & ", 150)[:3000]} {
				h := forms.Heard{Text: text, Heard: practice.Hear(rules.Phrases(), text, f.Lead.HotButton),
					Vague: []string{"in a couple of days and some more"}}
				pages = append(pages, forms.PracticeHeard(to, turn, h))
			}
			for _, v := range pages {
				var own []slack.Block
				for _, block := range v.Blocks.BlockSet {
					if s, ok := block.(*slack.SectionBlock); !ok || !strings.HasPrefix(s.Text.Text, ">") {
						own = append(own, block)
					}
				}
				if n := wordCount(own); n > forms.PracticeWords {
					t.Errorf("%s turn %d: %d words:\n%s", b.ID, i+1, n, say.Spoken(own))
				}
				if strings.Contains(say.Spoken(v.Blocks.BlockSet), "<!channel>") {
					t.Errorf("%s: a mention has its power", b.ID)
				}
				if blockkit.Len(v.PrivateMetadata) > 200 {
					t.Errorf("%s carries %q", b.ID, v.PrivateMetadata)
				}
			}
			if last := pages[1]; (last.Submit == nil) != (i+1 == len(drill)) {
				t.Errorf("%s turn %d: it ends with the last turn and not before", b.ID, i+1)
			}
		}
	}
}

// What is in an answer is said in lines of their own, and what is missing only where the script has it.
func TestWhatPracticeSays(t *testing.T) {
	turn := forms.PracticeTurn{Exchange: script.Exchange{Dated: true, Hot: true}}
	for _, c := range []struct {
		heard forms.Heard
		dated bool
		want  string
	}{
		{forms.Heard{}, false, "nothing to name"},
		{forms.Heard{}, true, "nothing to name|Not in it: a day and an hour"},
		{forms.Heard{Instants: []string{"Thursday at 9", "Friday at 4"}}, true,
			"Two times to choose from|Not in it: their hot button"},
		{forms.Heard{Instants: []string{"Thursday at 9"}, Heard: practice.Heard{Hot: true}}, true,
			"A day and an hour: “Thursday at 9”|Their hot button"},
		{forms.Heard{Days: []string{"Thursday"}}, false, "A day without an hour: “Thursday”"},
		{forms.Heard{Days: []string{"Thursday", "Friday"}}, false, "Days without an hour: “Thursday”, “Friday”"},
		{forms.Heard{Hours: []string{"4pm"}}, false, "An hour without a day: “4pm”"},
		{forms.Heard{Vague: []string{"next week"}}, false, "Neither day nor hour: “next week”"},
		{forms.Heard{Heard: practice.Heard{Asks: true}}, true, "You ask for a day or an hour|Not in it: their hot button"},
		{forms.Heard{Heard: practice.Heard{Duties: []practice.Duty{{By: coach.Us, What: "send it"},
			{By: coach.Them, What: "open page 4"},
			{What: "go through it"}}}}, false, "You do: send it|They do: open page 4"},
	} {
		turn.Dated, turn.Hot = c.dated, c.dated
		if got := strings.Join(c.heard.Lines(turn), "|"); got != c.want {
			t.Errorf("%+v: %q, want %q", c.heard, got, c.want)
		}
	}
}
