package coach

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// A goodbye names the earlier tries by date and allows that the time may not be right (S1.28). Each half is taken out
// of each text, one at a time.
func TestGoodbyeHalves(t *testing.T) {
	for _, c := range []struct{ tries, timing, end string }{
		{"I called on Oct 15, 22 and 29 and wrote twice.", "My guess is that the timing isn't right, and that's fine.",
			"I won't call again."},
		{"We spoke on 3 March, and I've tried on the 10th.", "It may just be the wrong moment.", "This is my last email."},
		{"My voicemails of 10/15 and 10/22 found no answer.", "It isn't a priority for you now.",
			"I'll stop calling here."},
		{"I left you a message on Monday.", "Maybe the time is not right.", "I'm going to close your file."},
		{"I emailed you yesterday and on 2 November.", "Perhaps it's too early.", "You won't hear from me again."},
	} {
		for _, half := range []struct {
			text          string
			tries, timing bool
		}{
			{"Hi Gus. " + c.tries + " " + c.timing + " " + c.end, true, true},
			{"Hi Gus. " + c.timing + " " + c.end, false, true},
			{"Hi Gus. " + c.tries + " " + c.end, true, false},
			{"Hi Gus. " + c.end, false, false},
			{"Hi Gus. I have tried to reach you. " + c.timing + " " + c.end, false, true}, // no date
		} {
			g := readGoodbye(half.text, tokenize(half.text))
			if g != (Goodbye{Ends: true, Tries: half.tries, Timing: half.timing}) {
				t.Errorf("%q: %+v", half.text, g)
			}
			if d := DefaultRules().CheckDraft(half.text, CheckInput{}); d.Goodbye.Whole() != (half.tries && half.timing) {
				t.Errorf("%q: %+v", half.text, d.Goodbye)
			}
		}
	}
	for _, text := range []string{"If a no is fine with you, I'll stop calling.", "I will call you again on Monday.",
		"The last time I called you were out.", "My last note had the wrong page.", "Not again!",
		"Stop writing reports by hand.",
	} {
		if readGoodbye(text, tokenize(text)).Ends {
			t.Errorf("%q is no goodbye", text)
		}
	}
}

// What to say instead is made of the lead's own facts, and a promise of material asks first what the gate lacks.
func TestADraftForALead(t *testing.T) {
	r, now := DefaultRules(), time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC)
	f := pat(t, now)
	check := func(text string) Check { return r.CheckDraft(text, CheckInput{Fill: f}) }
	if got := check("Just checking in.").
		Phrases[0].Instead; got != "The reason I'm calling now: the new tariff starts in May." {
		t.Errorf("%q", got)
	}
	if got := check("Let me know when you're free.").Phrases[0]; !got.Vague ||
		got.Instead != "Is tomorrow at 9:00 or Thursday 12 March at 16:30 better?" {
		t.Errorf("%+v", got)
	}
	ask := func(g *Gate) string {
		f.Lead.Progress.Gate = g
		return check("I'll send you some information.").Phrases[0].Instead
	}
	yes := true
	for _, c := range []struct {
		gate *Gate
		want string
	}{
		{nil, Gates().Need.Ask}, {&Gate{Need: true}, Gates().Value.Ask},
		{&Gate{Need: true, Value: true}, Gates().Decides.Ask},
		{&Gate{Need: true, Value: true, Decides: true, Agreed: &yes},
			"What about unscheduled maintenance has to be in it? We go through it tomorrow at 9:00 or Thursday 12 March at " +
				"16:30."},
	} {
		if got := ask(c.gate); got != c.want {
			t.Errorf("%+v: %q, want %q", c.gate, got, c.want)
		}
	}
	if d := check("Touching base about the tariff"); d.NoReason { // their own reason is in it
		t.Errorf("%+v", d)
	}
	if d := check("Touching base, Pat, as we do"); !d.NoReason {
		t.Errorf("%+v", d)
	}
}

// Kinds of reason that a lead never got come first, those it had by turn (C17).
func TestKindsOfReasonForALead(t *testing.T) {
	for _, c := range []struct {
		last    WhyKind
		touches []WhyKind
		want    []WhyKind
		unused  int
	}{
		{"", nil, []WhyKind{WhyValue, WhyTimely, WhyNews, WhyStory}, 4},
		{WhyValue, nil, []WhyKind{WhyTimely, WhyNews, WhyStory, WhyValue}, 3},
		{WhyNews, []WhyKind{WhyValue, WhyNews}, []WhyKind{WhyStory, WhyTimely, WhyValue, WhyNews}, 2},
		{WhyStory, []WhyKind{WhyValue, WhyTimely, WhyNews}, []WhyKind{WhyValue, WhyTimely, WhyNews, WhyStory}, 0},
	} {
		var touches []Touch
		for _, k := range c.touches {
			touches = append(touches, Touch{Outcome: outcome.Voicemail, Why: k})
		}
		kinds, unused := kindsFor(Lead{Progress: Progress{LastWhy: c.last}}, touches)
		if !slices.Equal(kinds, c.want) || unused != c.unused {
			t.Errorf("%s, %v: %v, %d unused", c.last, c.touches, kinds, unused)
		}
	}
}

// longDraft is a message of about 4,000 characters, history so many earlier ones of 3,000.
func longDraft() string {
	return strings.Repeat("We cut unscheduled maintenance by a third since May, Pat. ", 70)[:4000]
}

func history(n int) []Touch {
	out := make([]Touch, n)
	for i := range out {
		out[i] = Touch{Outcome: outcome.Email, At: time.Unix(int64(i), 0),
			Note: strings.Repeat("Another thing is the roster import that your board asked for. ", 50)[:3000]}
	}
	return out
}

// What a check costs grows with the text and with the number of earlier messages, not with a power of them: twice as
// much of either makes at most some more than twice the work. From 200 messages on there is no more.
func TestWhatACheckCosts(t *testing.T) {
	r := DefaultRules()
	work := func(text string, sent int) float64 {
		in := CheckInput{Touches: history(sent)}
		return testing.AllocsPerRun(1, func() { r.CheckDraft(text, in) })
	}
	for _, c := range []struct {
		name        string
		small, more float64
		most        float64
	}{
		{"text", work(longDraft()[:2000], 0), work(longDraft(), 0), 2.5},
		{"messages", work("We cut it.", 100), work("We cut it.", 200), 2.5},
		{"many messages", work("We cut it.", 200), work("We cut it.", 400), 1.1},
	} {
		if c.more > c.most*c.small {
			t.Errorf("%s: %.0f, and %.0f for twice as much", c.name, c.small, c.more)
		}
	}
}

// The longest message against as many earlier ones as count: 100 ms is the promise.
func BenchmarkCheckDraft(b *testing.B) {
	r, text, in := DefaultRules(), longDraft(), CheckInput{Touches: history(200)}
	for b.Loop() {
		r.CheckDraft(text, in)
	}
}
