package prep

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

var prepNow = time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)

var prepRep = coach.Rep{ID: "U1", TZ: "Europe/Berlin"}

func spokenTo(hot string) coach.Lead {
	l := coach.Lead{ID: "L1", Rep: "U1", Name: "Acme", Phone: "+49 30 901820", HotButton: hot, Warmth: coach.Warm}
	l.Progress = coach.Progress{Spoken: true, Total: 2, Touches: 2, TalkedAt: prepNow.AddDate(0, 0, -2),
		LastTry: prepNow.AddDate(0, 0, -2), LastOutcome: outcome.Talked, Track: "after-talk"}
	return l
}

func prepOf(l coach.Lead, more Input, touches ...coach.Touch) Prep {
	return For(coach.DefaultRules(), l, touches, prepRep, more, prepNow)
}

// TestGapsOfAPrep: what is missing, in the order in which it hurts, and nothing that is not.
func TestGapsOfAPrep(t *testing.T) {
	why := coach.Why{Kind: coach.WhyValue, Text: "fewer stops"}
	agreed := func(l coach.Lead, c coach.Commitment) coach.Lead {
		c.At = prepNow.Add(2 * time.Hour)
		l.Progress.Commitment = &c
		return l
	}
	for _, c := range []struct {
		name string
		lead func() coach.Lead
		gaps []MissingField
		soft bool
	}{
		{"nothing", func() coach.Lead { l := spokenTo("stops"); l.Reasons = []coach.Why{why}; return l }, nil, false},
		{"S1.16: no reason", func() coach.Lead { return spokenTo("stops") }, []MissingField{MissingReason}, false},
		{"S3.22, S3.23: spoken to and no hot button", func() coach.Lead { return spokenTo(" ") }, []MissingField{MissingHot},
			true},
		{"S3.23: no hot button, and a reason to call anyway",
			func() coach.Lead { l := spokenTo(""); l.Reasons = []coach.Why{why}; return l }, []MissingField{MissingHot}, false},
		{"S3.23: never spoken to", func() coach.Lead { l := spokenTo(""); l.Progress = coach.Progress{}; return l },
			[]MissingField{MissingReason},
			false},
		{"S3.22, S3.23: reached, and there was no time to find out",
			func() coach.Lead { l := spokenTo(""); l.Progress = coach.Progress{Spoken: true}; return l },
			[]MissingField{MissingHot, MissingReason}, false},
		{"S0.28: no number", func() coach.Lead {
			l := spokenTo("stops")
			l.Phone, l.Reasons = "",
				[]coach.Why{why}
			return l
		},
			[]MissingField{MissingNumber}, false},
		{"S0.28: a dead number", func() coach.Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.Waiting = []coach.Why{why}, coach.Waiting{Kind: coach.WaitTask, Rule: coach.FindNumber,
				At: prepNow}
			return l
		}, []MissingField{MissingNumber}, false},
		{"S4.7: an agreed call without an agenda",
			func() coach.Lead {
				l := spokenTo("stops")
				l.Reasons = []coach.Why{why}
				return agreed(l, coach.Commitment{})
			},
			[]MissingField{MissingAgenda},
			false},
		{"S4.8: a deal that the agenda hides", func() coach.Lead {
			l := spokenTo("stops")
			l.Reasons = []coach.Why{why}
			return agreed(l, coach.Commitment{Agenda: "how the trial went", Goal: coach.GoalClose})
		}, []MissingField{MissingClose}, false},
		{"S4.8: a deal on the agenda", func() coach.Lead {
			l := spokenTo("stops")
			l.Reasons = []coach.Why{why}
			return agreed(l, coach.Commitment{Agenda: "The trial; your DECISION", Goal: coach.GoalClose})
		}, nil, false},
		{"S3.25: material without a page", func() coach.Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.Materials = []coach.Why{why}, []coach.Material{{Name: "Spec"}}
			return l
		}, []MissingField{MissingPage}, false},
		{"S3.25: looked at already", func() coach.Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.Materials = []coach.Why{why}, []coach.Material{{Name: "Spec", Read: true}}
			return l
		}, nil, false},
		{"C17: the last call's reason again", func() coach.Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.LastWhy = []coach.Why{why}, coach.WhyValue
			return l
		}, []MissingField{MissingReason}, false},
	} {
		p := prepOf(c.lead(), Input{})
		if !slices.Equal(p.Missing, c.gaps) || p.Soft != c.soft {
			t.Errorf("%s: gaps %v, soft %v; want %v, %v", c.name, p.Missing, p.Soft, c.gaps, c.soft)
		}
	}
}

// TestReasonsTakeTurns: over the calls that somebody heard, each kind of reason comes before any comes twice (C17), one
// that has expired never (S1.18, S1.19), and where the lead has nothing new the library has.
func TestReasonsTakeTurns(t *testing.T) {
	r, l := coach.DefaultRules(), spokenTo("stops")
	l.Reasons = []coach.Why{
		{Kind: coach.WhyStory, Text: "a story"}, {Kind: coach.WhyNews, Text: "old news", Until: prepNow},
		{Kind: coach.WhyValue, Text: "value"},
		{Kind: coach.WhyTimely, Text: "timely", Until: prepNow.AddDate(0, 0, 30)},
	}
	var told []string
	at := prepNow
	for range 4 {
		p := For(r, l, nil, prepRep, Input{}, at)
		told = append(told, p.Why.Text)
		var err error
		if l, _, err = r.Log(l, nil, coach.Touch{Outcome: outcome.Voicemail, At: at, Logged: at}, prepRep); err != nil {
			t.Fatal(err)
		}
		at = at.AddDate(0, 0, 3)
	}
	if got := strings.Join(told, ", "); got != "value, timely, a story, value" {
		t.Errorf("told %s", got)
	}
	l = spokenTo("stops")
	l.Reasons, l.Progress.LastWhy = []coach.Why{{Kind: coach.WhyValue, Text: "value"}}, coach.WhyValue
	library := []coach.Story{{ID: "S1", Kind: coach.WhyStory, Text: "another's story"}, {ID: "S2", Kind: coach.WhyNews,
		Text: "the news"}}
	p := prepOf(l, Input{Library: library})
	if p.Why == nil || p.Why.Text != "the news" || p.Story == nil || p.Story.ID != "S2" || p.Used ||
		slices.Contains(p.Missing, MissingReason) {
		t.Errorf("the library is not asked where the lead has nothing new: %+v, gaps %v", p.Why, p.Missing)
	}
	if p = prepOf(l, Input{}); p.Why == nil || p.Why.Text != "value" || !p.Used {
		t.Errorf("without anything new the old reason stands, as used: %+v", p.Why)
	}
}

// TestPrepHolds: notes newest first and three of them (S3.20), what is not looked at before what is (S3.24), whether
// the call is expected (S4.6), mail first after one try for those who prefer it (S0.27, C18), the rep's own rate
// (S3.6), and one tip that was not shown before, none where none is wanted or there were enough.
func TestPrepHolds(t *testing.T) {
	l := spokenTo("stops")
	l.Prefers = coach.ByMail
	l.Progress.Commitment = &coach.Commitment{At: prepNow.Add(time.Hour), Agenda: "price"}
	l.Progress.Materials = []coach.Material{{Name: "old"}, {Name: "seen", Read: true}, {Name: "new"}}
	touches := []coach.Touch{
		{Seq: 1, At: prepNow.AddDate(0, 0, -9), Note: "a"}, {Seq: 3, At: prepNow.AddDate(0, 0, -2), Note: "c"},
		{Seq: 4, At: prepNow.AddDate(0, 0, -1), Note: " "},
		{Seq: 5, At: prepNow.AddDate(0, 0, -5), Note: "late"}, {Seq: 2, At: prepNow.AddDate(0, 0, -8), Note: "b"},
	}
	p := prepOf(l, Input{Counters: coach.Counters{Unsorted: 40, Reached: 4}, Shown: map[string]time.Time{}}, touches...)
	var notes, materials string
	for _, n := range p.Notes {
		notes += n.Note + " "
	}
	for _, m := range p.Materials {
		materials += m.Name + " "
	}
	if notes != "c late b " || materials != "new old seen " {
		t.Errorf("notes %s, materials %s", notes, materials)
	}
	if m := p.Lead.Progress.Unread(); m == nil || m.Name != "new" {
		t.Errorf("pending %+v", m)
	}
	if !p.Expected || !p.MailFirst {
		t.Errorf("expected %v, mail first %v", p.Expected, p.MailFirst)
	}
	if p.Tip == nil || !slices.Contains(p.Tip.For, "commitment") {
		t.Errorf("tip %+v", p.Tip)
	}
	if again := prepOf(l, Input{Shown: map[string]time.Time{p.Tip.ID: prepNow}}); again.Tip == nil ||
		again.Tip.ID == p.Tip.ID {
		t.Errorf("the same tip twice: %+v", again.Tip)
	}
	shown := map[string]time.Time{}
	for _, tip := range coach.DefaultRules().Tips().ByTopic("")[:coach.DefaultRules().Limits().TipsPerDay] {
		shown[tip.ID] = prepNow
	}
	if enough := prepOf(l, Input{Shown: shown}); enough.Tip != nil {
		t.Error("one tip more than there shall be in a day")
	}
	if none := prepOf(l, Input{}); none.Tip != nil {
		t.Error("a tip that nobody asked for")
	}
	l.Progress.Total = 0
	if prepOf(l, Input{}).MailFirst {
		t.Error("mail before a single try by phone") // C18
	}
	l.Progress.Commitment.At = prepNow.AddDate(0, 0, -1)
	if p := prepOf(l, Input{}); p.Expected || p.Step.Kind != coach.StepDidIt {
		t.Errorf("an agreed time that is past is expected: %v", p.Step.Kind)
	}
}

// TestLinesOfAPrep: how to begin is the line of this lead's branch, with the reason that the prep shows (S0.14, S1.16);
// an agreed call is opened with its agenda (S4.6); what to say when they have not looked comes where something is out
// (S3.8), and a message for a machine on the tries on which one is left, before a talk and after it (S0.17, C14).
func TestLinesOfAPrep(t *testing.T) {
	fresh := coach.Lead{ID: "L1", Rep: "U1", Name: "Acme", Contact: "Pat Doe", Phone: "+49 30 901820", Created: prepNow,
		Warmth: coach.Warm}
	library := []coach.Story{{ID: "S1", Kind: coach.WhyNews, Text: "the new norm"}}
	p := prepOf(fresh, Input{Me: "Robin", Library: library})
	if !strings.Contains(p.Opener, "the new norm") || !strings.Contains(p.Machine, "the new norm") || p.Unread != "" {
		t.Errorf("never spoken to: opener %q, machine %q, unread %q", p.Opener, p.Machine, p.Unread)
	}
	l := spokenTo("fewer stops")
	if p = prepOf(l, Input{}); !strings.Contains(p.Opener, "fewer stops") ||
		!strings.Contains(p.Machine, "since we spoke") || p.Unread != "" {
		t.Errorf("spoken to: opener %q, machine %q, unread %q", p.Opener, p.Machine, p.Unread)
	}
	l.Progress.Materials = []coach.Material{{Name: "Spec sheet", Pointer: "p. 4"}}
	l.Progress.Commitment = &coach.Commitment{At: prepNow.Add(time.Hour), Agenda: "the price"}
	p = prepOf(l, Input{Me: "Robin"})
	if !strings.Contains(p.Opener, "the price") || !strings.Contains(p.Opener, "Robin") ||
		!strings.Contains(p.Unread, "go through it together") || !strings.Contains(p.Unread, "p. 4") {
		t.Errorf("agreed on, and something is out: opener %q, unread %q", p.Opener, p.Unread)
	}
	l.Progress.Materials[0].Read = true
	if p = prepOf(l, Input{}); p.Unread != "" {
		t.Errorf("they have looked at it: %q", p.Unread)
	}
}
