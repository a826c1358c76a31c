package coach

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// knownLead is a lead of whom everything is known.
func knownLead(t *testing.T, now time.Time) Fill {
	ny := located(t, "America/New_York")
	l := Lead{ID: "L1", Name: "Acme Corp", Contact: "Pat Doe", Company: "Acme Corp", TZ: "America/New_York",
		HotButton: "unscheduled maintenance.",
		Decider:   "Sam Roe", Competitor: "Globex", Introduced: "Kim Poe", Problem: "stock-outs",
		Reasons: []Why{{Kind: WhyValue, Text: "the new tariff starts in May"}}}
	l.Progress = Progress{Spoken: true, TalkedAt: now.Add(-48 * time.Hour),
		Materials:  []Material{{Name: "the specs", Pointer: "p. 4, §2", At: now.Add(-48 * time.Hour)}},
		Commitment: &Commitment{At: now.Add(-10 * time.Minute), Agenda: "pricing\nand terms."}}
	rep := Rep{ID: "U1", TZ: "Europe/Berlin"}
	return Fill{Lead: l, Rep: rep, Me: "Maya Lind", Now: now, Step: DefaultRules().Next(l, rep, now),
		Slots: []Slot{{At: time.Date(2026, 3, 4, 9, 0, 0, 0, ny)}, {At: time.Date(2026, 3, 12, 16, 30, 0, 0, ny)}},
		Story: &Story{ID: "s1", Kind: WhyStory, Text: "a plant like yours cut stock-outs by a third"},
		Cost:  DefaultRules().CallBackCost(Counters{Tries: 60, Reached: 10})}
}

// What to say instead is made of the lead's own facts, and a promise of material asks first what the gate lacks.
func TestADraftForALead(t *testing.T) {
	r, now := DefaultRules(), time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC)
	f := knownLead(t, now)
	check := func(text string) Check { return CheckDraft(r, text, CheckInput{Fill: f}) }
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
		return testing.AllocsPerRun(1, func() { CheckDraft(r, text, in) })
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
		CheckDraft(r, text, in)
	}
}
