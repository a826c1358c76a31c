package coach

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach/outcome"
)

var prepNow = time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)

var prepRep = Rep{ID: "U1", TZ: "Europe/Berlin"}

func spokenTo(hot string) Lead {
	l := Lead{ID: "L1", Rep: "U1", Name: "Acme", Phone: "+49 30 901820", HotButton: hot, Warmth: Warm}
	l.Progress = Progress{Spoken: true, Total: 2, Touches: 2, TalkedAt: prepNow.AddDate(0, 0, -2),
		LastTry: prepNow.AddDate(0, 0, -2), LastOutcome: outcome.Talked, Track: afterTalk}
	return l
}

func prepOf(l Lead, more PrepInput, touches ...Touch) Prep {
	return DefaultRules().Prep(l, touches, prepRep, more, prepNow)
}

// TestGapsOfAPrep: what is missing, in the order in which it hurts, and nothing that is not.
func TestGapsOfAPrep(t *testing.T) {
	why := Why{Kind: WhyValue, Text: "fewer stops"}
	agreed := func(l Lead, c Commitment) Lead {
		c.At = prepNow.Add(2 * time.Hour)
		l.Progress.Commitment = &c
		return l
	}
	for _, c := range []struct {
		name string
		lead func() Lead
		gaps []MissingField
		soft bool
	}{
		{"nothing", func() Lead { l := spokenTo("stops"); l.Reasons = []Why{why}; return l }, nil, false},
		{"S1.16: no reason", func() Lead { return spokenTo("stops") }, []MissingField{MissingReason}, false},
		{"S3.22, S3.23: spoken to and no hot button", func() Lead { return spokenTo(" ") }, []MissingField{MissingHot}, true},
		{"S3.23: no hot button, and a reason to call anyway",
			func() Lead { l := spokenTo(""); l.Reasons = []Why{why}; return l }, []MissingField{MissingHot}, false},
		{"S3.23: never spoken to", func() Lead { l := spokenTo(""); l.Progress = Progress{}; return l },
			[]MissingField{MissingReason},
			false},
		{"S3.22, S3.23: reached, and there was no time to find out",
			func() Lead { l := spokenTo(""); l.Progress = Progress{Spoken: true}; return l },
			[]MissingField{MissingHot, MissingReason}, false},
		{"S0.28: no number", func() Lead { l := spokenTo("stops"); l.Phone, l.Reasons = "", []Why{why}; return l },
			[]MissingField{MissingNumber}, false},
		{"S0.28: a dead number", func() Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.Waiting = []Why{why}, waitFor(WaitTask, FindNumber, prepNow)
			return l
		}, []MissingField{MissingNumber}, false},
		{"S4.7: an agreed call without an agenda",
			func() Lead { l := spokenTo("stops"); l.Reasons = []Why{why}; return agreed(l, Commitment{}) },
			[]MissingField{MissingAgenda},
			false},
		{"S4.8: a deal that the agenda hides", func() Lead {
			l := spokenTo("stops")
			l.Reasons = []Why{why}
			return agreed(l, Commitment{Agenda: "how the trial went", Goal: GoalClose})
		}, []MissingField{MissingClose}, false},
		{"S4.8: a deal on the agenda", func() Lead {
			l := spokenTo("stops")
			l.Reasons = []Why{why}
			return agreed(l, Commitment{Agenda: "The trial; your DECISION", Goal: GoalClose})
		}, nil, false},
		{"S3.25: material without a page", func() Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.Materials = []Why{why}, []Material{{Name: "Spec"}}
			return l
		}, []MissingField{MissingPage}, false},
		{"S3.25: looked at already", func() Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.Materials = []Why{why}, []Material{{Name: "Spec", Read: true}}
			return l
		}, nil, false},
		{"C17: the last call's reason again", func() Lead {
			l := spokenTo("stops")
			l.Reasons, l.Progress.LastWhy = []Why{why}, WhyValue
			return l
		}, []MissingField{MissingReason}, false},
	} {
		p := prepOf(c.lead(), PrepInput{})
		if !slices.Equal(p.Missing, c.gaps) || p.Soft != c.soft {
			t.Errorf("%s: gaps %v, soft %v; want %v, %v", c.name, p.Missing, p.Soft, c.gaps, c.soft)
		}
	}
}

// TestReasonsTakeTurns: over the calls that somebody heard, each kind of reason comes before any comes twice (C17), one
// that has expired never (S1.18, S1.19), and where the lead has nothing new the library has.
func TestReasonsTakeTurns(t *testing.T) {
	r, l := DefaultRules(), spokenTo("stops")
	l.Reasons = []Why{
		{Kind: WhyStory, Text: "a story"}, {Kind: WhyNews, Text: "old news", Until: prepNow}, {Kind: WhyValue, Text: "value"},
		{Kind: WhyTimely, Text: "timely", Until: prepNow.AddDate(0, 0, 30)},
	}
	var told []string
	at := prepNow
	for range 4 {
		p := r.Prep(l, nil, prepRep, PrepInput{}, at)
		told = append(told, p.Why.Text)
		var err error
		if l, _, err = r.Log(l, nil, Touch{Outcome: outcome.Voicemail, At: at, Logged: at}, prepRep); err != nil {
			t.Fatal(err)
		}
		at = at.AddDate(0, 0, 3)
	}
	if got := strings.Join(told, ", "); got != "value, timely, a story, value" {
		t.Errorf("told %s", got)
	}
	l = spokenTo("stops")
	l.Reasons, l.Progress.LastWhy = []Why{{Kind: WhyValue, Text: "value"}}, WhyValue
	library := []Story{{ID: "S1", Kind: WhyStory, Text: "another's story"}, {ID: "S2", Kind: WhyNews, Text: "the news"}}
	p := prepOf(l, PrepInput{Library: library})
	if p.Why == nil || p.Why.Text != "the news" || p.Story == nil || p.Story.ID != "S2" || p.Used ||
		slices.Contains(p.Missing, MissingReason) {
		t.Errorf("the library is not asked where the lead has nothing new: %+v, gaps %v", p.Why, p.Missing)
	}
	if p = prepOf(l, PrepInput{}); p.Why == nil || p.Why.Text != "value" || !p.Used {
		t.Errorf("without anything new the old reason stands, as used: %+v", p.Why)
	}
}

// TestMatchStory: the same industry and problem beat the same industry, which beats the same problem, which beats what
// fits everybody (S1.20); what expired is not told (S1.18).
func TestMatchStory(t *testing.T) {
	l := Lead{Industry: "Bäckerei", Problem: "stock-outs in spring"}
	library := []Story{
		{ID: "both", Kind: WhyStory, Industry: "BACKEREI", Problem: "Stock outs"},
		{ID: "industry", Kind: WhyStory, Industry: "bäckerei"},
		{ID: "industry-other", Kind: WhyStory, Industry: "Bäckerei", Problem: "late trucks"},
		{ID: "problem", Kind: WhyStory, Problem: "stock-outs"},
		{ID: "problem-other", Kind: WhyStory, Industry: "Steel", Problem: "stock-outs"},
		{ID: "general", Kind: WhyStory},
	}
	strange := []Story{
		{ID: "expired", Kind: WhyStory, Industry: "Bäckerei", Problem: "stock-outs", Until: prepNow},
		{ID: "steel", Kind: WhyStory, Industry: "Steel"}, {ID: "kind", Kind: WhyNews, Industry: "Bäckerei"},
	}
	for len(library) > 0 {
		all := slices.Concat(strange, library)
		slices.Reverse(all)
		got := MatchStory(l, all, WhyStory, prepNow)
		if got == nil || got.ID != library[0].ID {
			t.Errorf("of %d: got %+v, want %s", len(library), got, library[0].ID)
		}
		library = library[1:]
	}
	if got := MatchStory(l, strange, WhyStory, prepNow); got != nil {
		t.Errorf("something about another business, or expired, is told: %+v", got)
	}
	if got := MatchStory(Lead{}, []Story{{ID: "x", Kind: WhyStory, Problem: "..."},
		{ID: "y", Kind: WhyStory, Problem: "art"}}, WhyStory, prepNow); got != nil {
		t.Errorf("nothing is known of the lead, and it fits: %+v", got)
	}
	if got := MatchStory(Lead{Problem: "late start"}, []Story{{ID: "y", Kind: WhyStory, Problem: "art"}}, WhyStory,
		prepNow); got != nil {
		t.Error("half a word is no problem in common")
	}
}

// TestMatchStoryIgnoresOrder: the same library in another order has the same answer.
func TestMatchStoryIgnoresOrder(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "steel", "Bäckerei", "stock-outs", "late"})
	rapid.Check(t, func(t *rapid.T) {
		var library []Story
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			s := Story{ID: string(rune('a' + i)), Kind: rapid.SampledFrom([]WhyKind{WhyStory, WhyNews}).Draw(t, "kind"),
				Industry: words.Draw(t, "industry"), Problem: words.Draw(t, "problem")}
			if days := rapid.IntRange(-2, 5).Draw(t, "days"); days != 0 {
				s.Until = prepNow.AddDate(0, 0, days)
			}
			library = append(library, s)
		}
		l := Lead{Industry: words.Draw(t, "lead industry"), Problem: words.Draw(t, "lead problem")}
		first := MatchStory(l, library, WhyStory, prepNow)
		second := MatchStory(l, rapid.Permutation(library).Draw(t, "order"), WhyStory, prepNow)
		if (first == nil) != (second == nil) || first != nil && *first != *second {
			t.Fatalf("%+v, in another order %+v", first, second)
		}
	})
}

// TestWithWhyForgetsWhatExpiredFirst: at most so many reasons are kept; those that hold no more go first, then the
// oldest.
func TestWithWhyForgetsWhatExpiredFirst(t *testing.T) {
	var whys []Why
	for i := range maxWhys {
		w := Why{Kind: WhyValue, Text: string(rune('a' + i))}
		if i == 3 {
			w.Until = prepNow
		}
		whys = WithWhy(whys, w, prepNow)
	}
	texts := func(list []Why) (s string) {
		for _, w := range list {
			s += w.Text
		}
		return s
	}
	more := WithWhy(whys, Why{Kind: WhyNews, Text: "x"}, prepNow)
	if got := texts(more); got != "abcefghx" {
		t.Errorf("kept %s", got)
	}
	if got := texts(WithWhy(more, Why{Kind: WhyNews, Text: "y"}, prepNow)); got != "bcefghxy" {
		t.Errorf("kept %s", got)
	}
	if got := texts(WithWhy(more, Why{Kind: WhyNews, Text: " X ", Until: prepNow.Add(time.Hour)},
		prepNow)); got != "abcefgh X " {
		t.Errorf("the same words renew a reason: %s", got)
	}
	if got := texts(whys); got != "abcdefgh" {
		t.Errorf("the list that was handed in changed: %s", got)
	}
}

// TestPrepHolds: notes newest first and three of them (S3.20), what is not looked at before what is (S3.24), whether
// the call is expected (S4.6), mail first after one try for those who prefer it (S0.27, C18), the rep's own rate
// (S3.6), and one tip that was not shown before, none where none is wanted or there were enough.
func TestPrepHolds(t *testing.T) {
	l := spokenTo("stops")
	l.Prefers = ByMail
	l.Progress.Commitment = &Commitment{At: prepNow.Add(time.Hour), Agenda: "price"}
	l.Progress.Materials = []Material{{Name: "old"}, {Name: "seen", Read: true}, {Name: "new"}}
	touches := []Touch{
		{Seq: 1, At: prepNow.AddDate(0, 0, -9), Note: "a"}, {Seq: 3, At: prepNow.AddDate(0, 0, -2), Note: "c"},
		{Seq: 4, At: prepNow.AddDate(0, 0, -1), Note: " "},
		{Seq: 5, At: prepNow.AddDate(0, 0, -5), Note: "late"}, {Seq: 2, At: prepNow.AddDate(0, 0, -8), Note: "b"},
	}
	p := prepOf(l, PrepInput{Counters: Counters{Tries: 40, Reached: 4}, Shown: map[string]time.Time{}}, touches...)
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
	if m := p.Lead.Progress.unread(); m == nil || m.Name != "new" {
		t.Errorf("pending %+v", m)
	}
	if !p.Expected || !p.MailFirst {
		t.Errorf("expected %v, mail first %v", p.Expected, p.MailFirst)
	}
	if p.Tip == nil || !slices.Contains(p.Tip.For, "commitment") {
		t.Errorf("tip %+v", p.Tip)
	}
	if again := prepOf(l, PrepInput{Shown: map[string]time.Time{p.Tip.ID: prepNow}}); again.Tip == nil ||
		again.Tip.ID == p.Tip.ID {
		t.Errorf("the same tip twice: %+v", again.Tip)
	}
	shown := map[string]time.Time{}
	for _, tip := range DefaultRules().TipByTopic("")[:DefaultRules().Limits().TipsPerDay] {
		shown[tip.ID] = prepNow
	}
	if enough := prepOf(l, PrepInput{Shown: shown}); enough.Tip != nil {
		t.Error("one tip more than there shall be in a day")
	}
	if none := prepOf(l, PrepInput{}); none.Tip != nil {
		t.Error("a tip that nobody asked for")
	}
	l.Progress.Total = 0
	if prepOf(l, PrepInput{}).MailFirst {
		t.Error("mail before a single try by phone") // C18
	}
	l.Progress.Commitment.At = prepNow.AddDate(0, 0, -1)
	if p := prepOf(l, PrepInput{}); p.Expected || p.Step.Kind != StepDidIt {
		t.Errorf("an agreed time that is past is expected: %v", p.Step.Kind)
	}
}

// TestCloseHidden: whole words, whatever their case and accents, and only of calls that are to end with a deal (S4.8).
func TestCloseHidden(t *testing.T) {
	r := DefaultRules()
	for agenda, hidden := range map[string]bool{
		"": true, "how it went": true, "the signal tower": true, "reorder of topics": true, "Pricing for 12 seats": false,
		"your DECISION, then dates": false,
		"sign the papers":           false, "agree on a start date": false, "start and date": true, "Décision": false,
		"go-live": false,
	} {
		if got := r.CloseHidden(&Commitment{Goal: GoalClose, Agenda: agenda}); got != hidden {
			t.Errorf("%q: hidden %v", agenda, got)
		}
	}
	if r.CloseHidden(&Commitment{Agenda: "how it went"}) || r.CloseHidden(nil) {
		t.Error("only a call that is to end with a deal can hide it")
	}
	own, err := LoadRules("own", []byte("close_words: [rabatt]"))
	if err != nil {
		t.Fatal(err)
	}
	if own.CloseHidden(&Commitment{Goal: GoalClose, Agenda: "Rabatt"}) ||
		!own.CloseHidden(&Commitment{Goal: GoalClose, Agenda: "price"}) {
		t.Error("a team's own words don't take the place of ours")
	}
	if _, err := LoadRules("bad", []byte("close_words: [\"--\"]")); err == nil {
		t.Error("a word without a letter is taken")
	}
}

// TestDetailsNameThePage: a page told afterwards belongs to the document that is out, and is no other document (S3.25).
// A replay from the touches comes to the same.
func TestDetailsNameThePage(t *testing.T) {
	r, l := DefaultRules(), Lead{ID: "L1", Rep: "U1", Name: "Acme", Phone: "+49 30 901820", Created: prepNow}
	var touches []Touch
	for i, touch := range []Touch{
		{Outcome: outcome.WantsInfo, Material: &Material{Name: "Spec", Link: "https://example.com/spec"}},
		{Outcome: outcome.Details, Material: &Material{Name: "Spec", Pointer: "p. 4"}},
		{Outcome: outcome.Details, Material: &Material{Name: "Prices"}},
	} {
		touch.At = prepNow.Add(time.Duration(i) * time.Hour)
		var logged Logged
		var err error
		if l, logged, err = r.Log(l, touches, touch, prepRep); err != nil {
			t.Fatal(err)
		}
		touches = append(touches, logged.Touch)
	}
	m := l.Progress.Materials
	if len(m) != 2 || m[0].Pointer != "p. 4" || m[0].Link == "" || l.Progress.Sent != 2 || len(l.Progress.Promises) != 2 {
		t.Errorf("materials %+v, sent %d, promises %+v", m, l.Progress.Sent, l.Progress.Promises)
	}
	if again := r.Replay(l, touches, prepRep); len(again.Progress.Materials) != 2 || again.Progress.Materials[0] != m[0] {
		t.Errorf("replayed to %+v", again.Progress.Materials)
	}
}

// TestNextKind: the first in turn that the lead has no reason of that holds; with one of each, simply the next (C17).
func TestNextKind(t *testing.T) {
	l := Lead{Reasons: []Why{{Kind: WhyValue, Text: "v"}, {Kind: WhyNews, Text: "n", Until: prepNow}}}
	for last, want := range map[WhyKind]WhyKind{"": WhyTimely, WhyValue: WhyTimely, WhyTimely: WhyNews, WhyNews: WhyStory,
		WhyStory: WhyTimely} {
		l.Progress.LastWhy = last
		if got := NextKind(l, prepNow); got != want {
			t.Errorf("after %q: %q, want %q", last, got, want)
		}
	}
	l.Reasons, l.Progress.LastWhy = []Why{{Kind: WhyValue}, {Kind: WhyTimely}, {Kind: WhyNews}, {Kind: WhyStory}}, WhyNews
	if got := NextKind(l, prepNow); got != WhyStory {
		t.Errorf("with one of each after news: %q", got)
	}
}

// TestLinesOfAPrep: how to begin is the line of this lead's branch, with the reason that the prep shows (S0.14, S1.16);
// an agreed call is opened with its agenda (S4.6); what to say when they have not looked comes where something is out
// (S3.8), and a message for a machine on the tries on which one is left, before a talk and after it (S0.17, C14).
func TestLinesOfAPrep(t *testing.T) {
	fresh := Lead{ID: "L1", Rep: "U1", Name: "Acme", Contact: "Pat Doe", Phone: "+49 30 901820", Created: prepNow,
		Warmth: Warm}
	library := []Story{{ID: "S1", Kind: WhyNews, Text: "the new norm"}}
	p := prepOf(fresh, PrepInput{Me: "Robin", Library: library})
	if !strings.Contains(p.Opener, "the new norm") || !strings.Contains(p.Machine, "the new norm") || p.Unread != "" {
		t.Errorf("never spoken to: opener %q, machine %q, unread %q", p.Opener, p.Machine, p.Unread)
	}
	l := spokenTo("fewer stops")
	if p = prepOf(l, PrepInput{}); !strings.Contains(p.Opener, "fewer stops") ||
		!strings.Contains(p.Machine, "since we spoke") || p.Unread != "" {
		t.Errorf("spoken to: opener %q, machine %q, unread %q", p.Opener, p.Machine, p.Unread)
	}
	l.Progress.Materials = []Material{{Name: "Spec sheet", Pointer: "p. 4"}}
	l.Progress.Commitment = &Commitment{At: prepNow.Add(time.Hour), Agenda: "the price"}
	p = prepOf(l, PrepInput{Me: "Robin"})
	if !strings.Contains(p.Opener, "the price") || !strings.Contains(p.Opener, "Robin") ||
		!strings.Contains(p.Unread, "go through it together") || !strings.Contains(p.Unread, "p. 4") {
		t.Errorf("agreed on, and something is out: opener %q, unread %q", p.Opener, p.Unread)
	}
	l.Progress.Materials[0].Read = true
	if p = prepOf(l, PrepInput{}); p.Unread != "" {
		t.Errorf("they have looked at it: %q", p.Unread)
	}
}
