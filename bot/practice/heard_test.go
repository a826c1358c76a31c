package practice_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/practice"
)

// heardIn is all that is heard in an answer, in the order phrases, times, hot button, duties; "" for nothing.
func heardIn(text string, rep coach.Rep, now time.Time) string {
	r := coach.DefaultRules()
	h := practice.Hear(r.Phrases(), text, practice.Prospect(rep, "Maya", now).Lead.HotButton)
	times := input.ReadSpoken(text, rep, now)
	var out []string
	for _, f := range h.Phrases {
		out = append(out, "avoid:"+f.ID)
	}
	for _, of := range []struct {
		what  string
		words []string
	}{{"time", times.Instants}, {"day", times.Days}, {"hour", times.Hours}, {"vague", times.Vague}} {
		for _, w := range of.words {
			out = append(out, of.what+":"+w)
		}
	}
	if h.Asks {
		out = append(out, "asks")
	}
	if h.Hot {
		out = append(out, "hot")
	}
	for _, d := range h.Duties {
		out = append(out, string(d.By)+":"+d.What)
	}
	return strings.Join(out, " | ")
}

// Thirty answers, and what must be heard in each; in ten of them nothing.
func TestWhatIsHeard(t *testing.T) {
	now := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC) // a Monday
	rep := coach.Rep{TZ: "America/New_York", Locale: "en-US"}
	for text, want := range map[string]string{
		"Just checking in.":                             "avoid:checking-in",
		"Is Thursday at 9:00 or Friday at 4:30 better?": "time:Thursday at 9:00 | time:Friday at 4:30",
		"Is Thursday at 9:00 or 4:30 better?":           "time:Thursday at 9:00 | time:4:30",
		"Which day suits you?":                          "asks",
		"Give me a day and an hour.":                    "asks",
		"When shall we talk?":                           "asks",
		"Let's talk on Thursday.":                       "day:on Thursday | :talk on Thursday",
		"I'll call you tomorrow at 10am.":               "time:tomorrow at 10am | us:call you tomorrow at 10am",
		"At 4pm, then.":                                 "hour:At 4pm",
		"How do late deliveries come about?":            "hot",
		"What does one late delivery cost you?":         "hot",
		"Open page 4, please.":                          "them:Open page 4, please",
		"Could you mark that line?":                     "them:mark that line",
		"Please fetch the route plan, and we'll go through it together.": "them:fetch the route plan | " +
			":go through it together",
		"I'll send the figures.":                    "us:send the figures",
		"Would you bring Jo Marsh to that call?":    "them:bring Jo Marsh to that call",
		"We can look at the sums together.":         ":look at the sums together",
		"I was here yesterday; is today at 3 fine?": "time:today at 3",
		"What time is good for you?":                "asks",
		"Can you check the deliveries on Wednesday?": "day:on Wednesday | hot | " +
			"them:check the deliveries on Wednesday",

		"That's all right, Pat.":                     "",
		"I understand.":                              "",
		"What would have to change?":                 "",
		"It takes ten minutes.":                      "",
		"Who decides about this with you?":           "",
		"I'm glad you say it.":                       "",
		"We helped a bakery with the same question.": "",
		"Is it the price or the thing itself?":       "",
		"A no is fine with me.":                      "",
		"Thank you for telling me, I'd do the same.": "",
	} {
		if got := heardIn(text, rep, now); got != want {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
	// As long as a field holds, whatever stands in it.
	for _, word := range []string{"please open ", "at 4pm ", "<!channel> ", "```*", "??", "late "} {
		long := strings.Repeat(word, 3000)[:3000]
		if got := practice.Hear(coach.DefaultRules().Phrases(), long, ""); len(got.Duties) > 3 {
			t.Errorf("%q: %d duties", word, len(got.Duties))
		}
		input.ReadSpoken(long, rep, now)
	}
}
