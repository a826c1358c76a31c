package drafts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/selfreport"
)

// knownLead is a lead of whom everything is known.
func knownLead(t *testing.T, now time.Time) merge.Fields {
	ny := located(t, "America/New_York")
	l := coach.Lead{ID: "L1", Name: "Acme Corp", Contact: "Pat Doe", Company: "Acme Corp", TZ: "America/New_York",
		HotButton: "unscheduled maintenance.",
		Decider:   "Sam Roe", Competitor: "Globex", Introduced: "Kim Poe", Problem: "stock-outs",
		Reasons: []coach.Why{{Kind: coach.WhyValue, Text: "the new tariff starts in May"}}}
	l.Progress = coach.Progress{Spoken: true, TalkedAt: now.Add(-48 * time.Hour),
		Materials:  []coach.Material{{Name: "the specs", Pointer: "p. 4, §2", At: now.Add(-48 * time.Hour)}},
		Commitment: &coach.Commitment{At: now.Add(-10 * time.Minute), Agenda: "pricing\nand terms."}}
	rep := coach.Rep{ID: "U1", TZ: "Europe/Berlin"}
	return merge.Fields{Lead: l, Rep: rep, Me: "Maya Lind", Now: now,
		Slots: []coach.Slot{{At: time.Date(2026, 3, 4, 9, 0, 0, 0, ny)}, {At: time.Date(2026, 3, 12, 16, 30, 0, 0, ny)}},
		Story: &coach.Story{ID: "s1", Kind: coach.WhyStory, Text: "a plant like yours cut stock-outs by a third"},
		Cost:  selfreport.CallBackCost(coach.DefaultRules().Limits(), coach.Counters{Unsorted: 60, Reached: 10})}
}

// What to say instead is made of the lead's own facts, and a promise of material asks first what the gate lacks.
func TestADraftForALead(t *testing.T) {
	r, now := coach.DefaultRules(), time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC)
	f := knownLead(t, now)
	check := func(text string) Check { return Examine(r, text, CheckInput{Fill: f}) }
	if got := check("Just checking in.").
		Phrases[0].Instead; got != "The reason I'm calling now: the new tariff starts in May." {
		t.Errorf("%q", got)
	}
	if got := check("Let me know when you're free.").Phrases[0]; !got.Vague ||
		got.Instead != "Is tomorrow at 9:00 or Thursday 12 March at 16:30 better?" {
		t.Errorf("%+v", got)
	}
	ask := func(g *qualify.Gate) string {
		f.Lead.Progress.Gate = g
		return check("I'll send you some information.").Phrases[0].Instead
	}
	yes := true
	for _, c := range []struct {
		gate *qualify.Gate
		want string
	}{
		{nil, qualify.Gates().Need.Ask}, {&qualify.Gate{Need: true}, qualify.Gates().Value.Ask},
		{&qualify.Gate{Need: true, Value: true}, qualify.Gates().Decides.Ask},
		{&qualify.Gate{Need: true, Value: true, Decides: true, Agreed: &yes},
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
		last    coach.WhyKind
		touches []coach.WhyKind
		want    []coach.WhyKind
		unused  int
	}{
		{"", nil, []coach.WhyKind{coach.WhyValue, coach.WhyTimely, coach.WhyNews, coach.WhyStory}, 4},
		{coach.WhyValue, nil, []coach.WhyKind{coach.WhyTimely, coach.WhyNews, coach.WhyStory, coach.WhyValue}, 3},
		{coach.WhyNews, []coach.WhyKind{coach.WhyValue, coach.WhyNews},
			[]coach.WhyKind{coach.WhyStory, coach.WhyTimely, coach.WhyValue, coach.WhyNews}, 2},
		{coach.WhyStory, []coach.WhyKind{coach.WhyValue, coach.WhyTimely, coach.WhyNews},
			[]coach.WhyKind{coach.WhyValue, coach.WhyTimely, coach.WhyNews, coach.WhyStory}, 0},
	} {
		var touches []coach.Touch
		for _, k := range c.touches {
			touches = append(touches, coach.Touch{Outcome: outcome.Voicemail, Why: k})
		}
		kinds, unused := kindsFor(coach.Lead{Progress: coach.Progress{LastWhy: c.last}}, touches)
		if !slices.Equal(kinds, c.want) || unused != c.unused {
			t.Errorf("%s, %v: %v, %d unused", c.last, c.touches, kinds, unused)
		}
	}
}

// longDraft is a message of about 4,000 characters, history so many earlier ones of 3,000.
func longDraft() string {
	return strings.Repeat("We cut unscheduled maintenance by a third since May, Pat. ", 70)[:4000]
}

func history(n int) []coach.Touch {
	out := make([]coach.Touch, n)
	for i := range out {
		out[i] = coach.Touch{Outcome: outcome.Email, At: time.Unix(int64(i), 0),
			Note: strings.Repeat("Another thing is the roster import that your board asked for. ", 50)[:3000]}
	}
	return out
}

// What a check costs grows with the text and with the number of earlier messages, not with a power of them: twice as
// much of either makes at most some more than twice the work. From 200 messages on there is no more.
func TestWhatACheckCosts(t *testing.T) {
	r := coach.DefaultRules()
	work := func(text string, sent int) float64 {
		in := CheckInput{Touches: history(sent)}
		return testing.AllocsPerRun(1, func() { Examine(r, text, in) })
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

// The longest message against as many earlier ones as count takes less than the promised 100 ms, at the fastest of five
// times: a busy machine is no fault of the check.
func TestTheLongestMessageIsCheckedInTime(t *testing.T) {
	r, text, in, fastest := coach.DefaultRules(), longDraft(), CheckInput{Touches: history(200)}, time.Hour
	if n := len(text); n < 4000 {
		t.Fatalf("%d characters", n)
	}
	for range 5 {
		began := time.Now()
		Examine(r, text, in)
		fastest = min(fastest, time.Since(began))
	}
	if fastest > 100*time.Millisecond {
		t.Errorf("%v", fastest)
	}
}

// The same for whoever wants to know how long it takes.
func BenchmarkCheckDraft(b *testing.B) {
	r, text, in := coach.DefaultRules(), longDraft(), CheckInput{Touches: history(200)}
	for b.Loop() {
		Examine(r, text, in)
	}
}
