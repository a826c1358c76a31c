package merge

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/selfreport"
)

// pat is a lead of whom everything is known.
func pat(t *testing.T, now time.Time) Fields {
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	l := coach.Lead{ID: "L1", Name: "Acme Corp", Contact: "Pat Doe", Company: "Acme Corp", TZ: "America/New_York",
		HotButton: "unscheduled maintenance.",
		Decider:   "Sam Roe", Competitor: "Globex", Introduced: "Kim Poe", Problem: "stock-outs",
		Reasons: []coach.Why{{Kind: coach.WhyValue, Text: "the new tariff starts in May"}}}
	l.Progress = coach.Progress{Spoken: true, TalkedAt: now.Add(-48 * time.Hour),
		Materials:  []coach.Material{{Name: "the specs", Pointer: "p. 4, §2", At: now.Add(-48 * time.Hour)}},
		Commitment: &coach.Commitment{At: now.Add(-10 * time.Minute), Agenda: "pricing\nand terms."}}
	rep := coach.Rep{ID: "U1", TZ: "Europe/Berlin"}
	return Fields{Lead: l, Rep: rep, Me: "Maya Lind", Now: now,
		Slots: []coach.Slot{{At: time.Date(2026, 3, 4, 9, 0, 0, 0, ny)}, {At: time.Date(2026, 3, 12, 16, 30, 0, 0, ny)}},
		Story: &coach.Story{ID: "s1", Kind: coach.WhyStory, Text: "a plant like yours cut stock-outs by a third"},
		Cost:  selfreport.CallBackCost(coach.DefaultRules().Limits(), coach.Counters{Unsorted: 60, Reached: 10})}
}

func scriptText(t *testing.T, id string, f Fields) string {
	t.Helper()
	s, ok := coach.DefaultRules().Scripts().Script(id, f.Values())
	if !ok {
		t.Fatalf("no branch %s", id)
	}
	var b strings.Builder
	for _, l := range s.Lines {
		b.WriteString(l.Say + "\n" + l.Dont + "\n" + l.Note + "\n")
	}
	return b.String()
}

// What each branch says to Pat, of whom everything is known; a row per rule.
func TestEachBranchSaysWhatItsRuleAsksFor(t *testing.T) {
	now := time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC) // Tuesday 11:00 in New York
	for _, c := range []struct {
		rule, branch string
		want         []string
	}{
		// three tries in 24 hours
		{"S0.9", "voicemail-1", []string{"call again the same afternoon"}},
		// mails after calls 1 and 3
		{"S0.10", "voicemail-1", []string{"write the email that goes with it"}},
		// the outcome directs the activity
		{"S0.16", "has-time", []string{"pricing and terms", "the new tariff starts in May", "unscheduled maintenance"}},
		{"S1.16", "first-talk", []string{"I'm calling for one reason: the new tariff starts in May"}}, // a compelling reason
		{"S1.20", "first-talk", []string{"We helped a business like yours. What came of it: a plant like yours"}},
		// somebody who keeps thinking about their business
		{"S1.21", "has-time", []string{"I have been thinking about how to help"}},
		{"S3.21", "has-time", []string{"Is this still what matters most to you, unscheduled maintenance"}},
		{"S3.22", "no-memory", []string{"the last talk was weaker than you thought: note what it lacked"}},
		{"S4.4", "needs-date", []string{"Then it's settled, Pat. Will you be at your desk"}},
		{"S4.6", "has-time", []string{"We said we would talk about pricing and terms"}}, // they expect the call
		{"S4.7", "needs-date", []string{"this is what we'll talk about: pricing and terms"}},
		// possible messages by try…
		{"S0.17", "voicemail-1", []string{"Pat, this is Maya Lind", "the new tariff starts in May"}},
		{"S0.17", "voicemail-3", []string{"Maya Lind once more", "new reason"}},
		{"S0.17", "voicemail-last", []string{"for the last time in a while", "unscheduled maintenance"}},
		// …and after a talk: name the date
		{"S0.17", "voicemail-after-talk", []string{"We said today at 10:50, about pricing and terms"}},
		// agenda, reason
		{"S0.18", "has-time", []string{"We said we would talk about pricing and terms.",
			"The reason why I'm calling now: the new"}},
		// thirty seconds, two slots
		{"S0.19", "no-time", []string{"thirty seconds", "Tomorrow at 9:00 or Thursday 12 March at 16:30"}},
		// date and time, kindly
		{"S0.20", "unavailable", []string{"tomorrow at 9:00 or", "hang up kindly"}},
		// name it, still set one
		{"S0.21", "distracted", []string{"in the middle of something", "Tomorrow at 9:00 or", "within two working days"}},
		// one line of reminder
		{"S0.22", "no-memory", []string{"so in one line: we talked on Sunday", "unscheduled maintenance"}},
		// the red line
		{"S0.23", "wants-info", []string{"excuse to hang up", "I'll send you some information"}},
		// need, decider
		{"S0.25", "wants-info", []string{"what has to be in it", "Sam Roe who decides"}},
		// the follow-up is set in the talk
		{"S1.6", "needs-date", []string{"tomorrow at 9:00 or"}},
		// idea, story, same challenge
		{"S1.22", "has-time", []string{"thinking about how to help", "a plant like yours cut stock-outs by a third"}},
		// both halves
		{"S1.28", "voicemail-last", []string{"I have called a few times", "may well not be the moment"}},
		// the weak opener
		{"S3.2", "not-reviewed", []string{"I'm following up on our last conversation", "Open with what matters to them"}},
		{"S3.3", "not-reviewed", []string{"Quite all right"}},
		// the wrong reply
		{"S3.4", "not-reviewed", []string{"give you a call back in a few days"}},
		// the clue
		{"S3.5", "not-reviewed", []string{"have it at hand"}},
		// harder than ever: own rate
		{"S3.6", "has-time", []string{"about 1 in 6"}},
		{"S3.7", "not-reviewed", []string{"nobody has to have read anything"}},
		{
			"S3.8", "not-reviewed", []string{
				"Since you have the specs there, fetch it for a moment and we'll go through it together"}},
		{"S3.9", "wants-info", []string{"the paper has to do the selling"}},
		// the points they care about
		{"S3.10", "not-reviewed", []string{"Turn to p. 4, §2", "what matters to you: unscheduled maintenance"}},
		// sight and touch
		{"S3.11", "not-reviewed", []string{"mark that line"}},
		// avoid the extra call
		{"S3.12", "wants-info", []string{"show you the one page now", "a demo, or a PDF"}},
		// five minutes ÷ one in six
		{"S3.14", "not-reviewed", []string{"costs you about 30 minutes"}},
		// the qualifying question
		{"S3.19", "wants-info", []string{"Let me check that I understand you, Pat", "Am I right?"}},
		{"S3.26", "not-reviewed", []string{"no defeat once you have tried"}},
		{"S4.12", "has-time", []string{"a good moment, and are you somewhere quiet?"}},
		{"S4.15", "late", []string{"We said today at 10:50, and I'm late. I'm sorry.", "pricing and terms",
			"tomorrow at 9:00 or"}},
		{"3c", "gatekeeper", []string{"When is a quiet moment?", "speak to Pat", "is it Sam Roe who decides"}}, //
		{"3c", "introduced", []string{"Kim Poe thought that the two of us should talk"}},                       //
		{"3c", "has-solution", []string{"what did Globex do better", "how long have you signed for"}},          //
		{"3c", "referral", []string{"Is it Sam Roe I should talk to", "say that you sent me"}},                 //
		{"C14", "no-message", []string{"Hang up"}},                                                             //
		{"C17", "voicemail-3", []string{"Another reason than on the first message"}},                           //
	} {
		f := pat(t, now)
		if c.rule == "S1.22" || c.rule == "S1.21" {
			f.Lead.Reasons = nil
		}
		got := scriptText(t, c.branch, f)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s does not say %q:\n%s", c.rule, c.branch, want, got)
			}
		}
	}
}

func TestAMoreSpecificVariantIsSaidFirst(t *testing.T) {
	f := pat(t, time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC))
	if got := scriptText(t, "not-reviewed", f); !strings.Contains(got, "the specs there") ||
		strings.Contains(got, "it there") {
		t.Errorf("got %s", got)
	}
	for name, want := range map[string]string{"Spec sheet": "Since you have the Spec sheet there",
		"our offer": "Since you have our offer there", "The plan": "you have The plan there"} {
		f.Lead.Progress.Materials = []coach.Material{{Name: name}}
		if got := scriptText(t, "not-reviewed", f); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	f.Lead.Progress.Materials = nil
	if got := scriptText(t, "not-reviewed", f); !strings.Contains(got, "Since you have it there") ||
		!strings.Contains(got, "You told me what matters most to you") {
		t.Errorf("without material: %s", got)
	}
	f.Cost = selfreport.CallBack{}
	if got := scriptText(t, "not-reviewed", f); strings.Contains(got, "Hanging up costs") {
		t.Errorf("a note without its value stays: %s", got)
	}
	if got := scriptText(t, "no-time", f); !strings.Contains(got, "ten quiet minutes. Tomorrow at 9:00 or Thursday") {
		t.Errorf("a sentence begins small: %s", got)
	}
	f.Slots = f.Slots[:1]
	if got := scriptText(t, "no-time", f); strings.Contains(got, "tomorrow at 9:00") ||
		!strings.Contains(got, "a day and an hour") {
		t.Errorf("one time is no choice: %s", got)
	}
}

var emptySlot = regexp.MustCompile(`[{}]|  | [,.;:?!](?:[^.]|$)|\.\.|,,|^\s|\s$|: \.|%!`)

// No empty slot ever shows, whatever is known of a lead and whatever people wrote.
func TestNoEmptySlotEverShows(t *testing.T) {
	r := coach.DefaultRules()
	words := rapid.SampledFrom([]string{"", "", " ", "\u200b", "\u3164", "...", "price", "Pat Doe", "cut downtime.",
		"פגישה", "山田 太郎", "a,b"})
	places := rapid.SampledFrom([]string{"America/New_York", "Europe/London", "Asia/Kathmandu", "Pacific/Kiritimati"})
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 365*24*60).Draw(t,
			"minutes")) * time.Minute)
		l := coach.Lead{ID: "L1", TZ: places.Draw(t, "lead"), Created: now.AddDate(0, 0, -9),
			Warmth: rapid.SampledFrom([]coach.Warmth{coach.Warm, coach.Cold, coach.WarmthUnknown}).Draw(t, "warmth")}
		l.Contact, l.Company, l.HotButton = words.Draw(t, "contact"), words.Draw(t, "company"), words.Draw(t, "hot")
		l.Name = rapid.SampledFrom([]string{"Acme", "x", " ", "株式会社"}).Draw(t, "name")
		l.Competitor, l.Decider, l.Introduced = words.Draw(t, "competitor"), words.Draw(t, "decider"),
			words.Draw(t, "introduced")
		l.Reasons = []coach.Why{{Kind: coach.WhyNews, Text: words.Draw(t, "why")}}
		p := &l.Progress
		if rapid.Bool().Draw(t, "talked") {
			p.TalkedAt, p.Spoken = now.Add(-time.Duration(rapid.IntRange(0, 900).Draw(t, "ago"))*time.Hour), true
		}
		if rapid.Bool().Draw(t, "agreed") {
			p.Commitment = &coach.Commitment{At: now.Add(time.Duration(rapid.IntRange(-200, 200).Draw(t, "ahead")) * time.Hour),
				Agenda: words.Draw(t, "agenda")}
		}
		if rapid.Bool().Draw(t, "material") {
			p.Materials = []coach.Material{{Name: words.Draw(t, "material name"), Pointer: words.Draw(t, "pointer"),
				Read: rapid.Bool().Draw(t, "read")}}
		}
		rep := coach.Rep{ID: "U1", TZ: places.Draw(t, "rep")}
		f := Fields{Lead: l, Rep: rep, Me: words.Draw(t, "me"), Now: now,
			Slots: r.Slots(l, rep, now, time.Time{}, time.Time{}, rapid.IntRange(0, 3).Draw(t, "slots")),
			Cost:  selfreport.CallBackCost(r.Limits(), coach.Counters{Unsorted: rapid.IntRange(0, 60).Draw(t, "tries")})}
		if rapid.Bool().Draw(t, "story") {
			f.Story = &coach.Story{Text: words.Draw(t, "story text")}
		}
		if id := r.BranchFor(l, r.Next(l, rep, now), now); id != "" {
			if _, ok := r.Scripts().Branch(id); !ok {
				t.Fatalf("the next call opens with %q, which is no branch", id)
			}
		}
		for _, b := range r.Scripts().Branches() {
			s, _ := r.Scripts().Script(b.ID, f.Values())
			if len(s.Lines) == 0 {
				t.Fatalf("%s has nothing to say", b.ID)
			}
			for _, line := range s.Lines {
				if line.Say == "" && line.Dont == "" && line.Note == "" || line.Source == "" {
					t.Fatalf("%s: %+v", b.ID, line)
				}
				for _, words := range []string{line.Say, line.Note} {
					if m := emptySlot.FindString(words); m != "" {
						t.Fatalf("%s: %q in %q", b.ID, m, words)
					}
				}
			}
		}
	})
}

func TestHowSomebodyIsCalled(t *testing.T) {
	for contact, want := range map[string]string{
		"Pat Doe": "Pat", "Pat": "Pat", " pat  doe ": "pat", "Doe, Pat": "Pat", "Pat Doe, CFO": "Pat", "Pat, CFO": "Pat",
		"Pat, Sales":  "Pat",
		"Dr. Pat Doe": "Dr. Doe", "Herr Müller": "Herr Müller", "王小明": "王小明", "山田 太郎": "山田 太郎", "": "Acme Corp",
		"\u200b": "Acme Corp", "שרה כהן": "שרה",
	} {
		if got := calledName(coach.Lead{Name: "Acme Corp", Contact: contact}); got != want {
			t.Errorf("%q is called %q, want %q", contact, got, want)
		}
	}
	if got := calledName(coach.Lead{}); got != "there" {
		t.Errorf("nobody is called %q", got)
	}
}

// Times are said on the lead's clock, with a date only where the weekday alone could mean another week.
func TestTimesAreSaidAsPeopleDo(t *testing.T) {
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 3, 11, 0, 0, 0, ny) // a Tuesday
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{now.Add(5*time.Hour + 30*time.Minute), "today at 16:30"},
		{now.AddDate(0, 0, 1).Add(-2 * time.Hour), "tomorrow at 9:00"},
		{now.AddDate(0, 0, 2), "Thursday at 11:00"}, {now.AddDate(0, 0, 7), "Tuesday 10 March at 11:00"},
		{now.AddDate(0, 0, -1), "yesterday at 11:00"},
	} {
		if got := (Fields{}).dayAndTime(c.at, now); got != c.want {
			t.Errorf("%v: %q, want %q", c.at, got, c.want)
		}
	}
	// Americans' clock has twelve hours, everybody else's twenty-four.
	for locale, want := range map[string]string{"en-US": "today at 4:30 PM", "en_us": "today at 4:30 PM",
		"en-GB": "today at 16:30", "de-DE": "today at 16:30", "": "today at 16:30"} {
		got := Fields{Rep: coach.Rep{Locale: locale}}.dayAndTime(now.Add(5*time.Hour+30*time.Minute), now)
		if got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
	wished := Fields{Rep: coach.Rep{Locale: "en-US", Clock: calendar.Hours24}}.dayAndTime(now.Add(5*time.Hour), now)
	if wished != "today at 16:00" {
		t.Errorf("an American who wants 24 hours: %q", wished)
	}
	for ago, want := range map[int]string{0: "earlier today", 1: "yesterday", 5: "on Thursday", 9: "on 22 February",
		90: "on 3 December 2025"} {
		if got := onDay(now.AddDate(0, 0, -ago), now); got != want {
			t.Errorf("%d days ago: %q, want %q", ago, got, want)
		}
	}
	f := Fields{Lead: coach.Lead{Name: "Acme", TZ: "Asia/Tokyo",
		Progress: coach.Progress{Commitment: &coach.Commitment{At: now.AddDate(0, 0, 3)}}},
		Rep: coach.Rep{ID: "U1", TZ: "America/New_York"}, Now: now,
		Slots: []coach.Slot{{At: now.Add(-time.Hour)}, {At: now.Add(10 * time.Hour)}, {At: now.Add(34 * time.Hour)}}}
	v := f.Values()
	if v["slot1"] != "today at 11:00" || v["slot2"] != "tomorrow at 11:00" {
		t.Errorf("offered %q and %q: not what is ahead, on their clock", v["slot1"], v["slot2"])
	}
	if v["agreed"] != "" {
		t.Errorf("a call agreed for another day was not missed: %q", v["agreed"])
	}
}

// S1.8, S1.9: of vague words the answer is two dated choices on the lead's clock.
func TestWhatToSayInstead(t *testing.T) {
	r := coach.DefaultRules()
	f := pat(t, time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC))
	for _, c := range []struct{ id, want string }{
		{"call-me-next-week", "Is tomorrow at 9:00 or Thursday 12 March at 16:30 better?"},
		{
			"follow-up-in-days",
			"I'll call you tomorrow at 9:00 or Thursday 12 March at 16:30, whichever suits you, about pricing and terms."},
		{"checking-in", "The reason I'm calling now: the new tariff starts in May."},
		{
			"follow-up-on-material",
			"You told me what matters most: unscheduled maintenance. I have something new."},
		{"nothing", ""},
	} {
		if got := r.Phrases().Instead(c.id, f.Values()); got != c.want {
			t.Errorf("%s: %q, want %q", c.id, got, c.want)
		}
	}
}

// S0.24: where the process is one call, no script ends it by sending something; the rest of the branch stays.
func TestWithOneCallNothingIsSentAsAnEnding(t *testing.T) {
	f := Fields{Lead: coach.Lead{Name: "Acme"}}
	inbox := func(r *coach.Rules) (out int) {
		s, _ := r.Scripts().Script("wants-info", f.Values())
		for _, l := range s.Lines {
			if strings.Contains(l.Say, "It's in your inbox in five minutes") {
				out++
			}
		}
		if len(s.Lines) < 5 {
			t.Errorf("only %d lines", len(s.Lines))
		}
		return out
	}
	if n := inbox(coach.DefaultRules()); n != 1 || !coach.DefaultRules().Scripts().MultiCall() {
		t.Errorf("%d lines that send, with several calls", n)
	}
	one, err := coach.LoadRules("f.yaml", []byte("multi_call: false"))
	if err != nil {
		t.Fatal(err)
	}
	if n := inbox(one); n != 0 || one.Scripts().MultiCall() {
		t.Errorf("%d lines that send, with one call", n)
	}
	_, err = coach.LoadRules("f.yaml",
		[]byte("scripts:\n  x: {title: t, when: w, turns: [{say: [\"Here.\"], sends: true}]}\n"))
	if err == nil || !strings.Contains(err.Error(), "f.yaml:2:33: scripts.x.turns: a team whose process is one call") {
		t.Errorf("got %v", err)
	}
}

func TestATeamEditsItsTree(t *testing.T) {
	r, err := coach.LoadRules("followup.yaml", []byte(`
scripts:
  not-now:
    title: Later, please
    when: Not this year.
    next: [budget]
    turns: [{say: ["{hot} again?", "In which month, {name}?"]}]
  budget:
    title: No budget
    when: They have spent it.
    outcome: not-now
    next: [not-now, needs-date]
    turns:
      - {say: ["When is it planned, {name}?"], note: "{decider} knows."}
`))
	if err != nil {
		t.Fatal(err)
	}
	s, ok := r.Scripts().Script("not-now", Fields{Lead: coach.Lead{Name: "Acme"}}.Values())
	if !ok || len(s.Lines) != 1 || s.Lines[0].Say != "In which month, Acme?" || s.Lines[0].Source != rulefile.Configured ||
		s.Branch.Outcome != "" {
		t.Errorf("a branch is replaced whole: %+v", s)
	}
	if len(s.Next) != 1 || s.Next[0].Title != "No budget" {
		t.Errorf("what follows: %+v", s.Next)
	}
	if all := r.Scripts().Branches(); len(all) != len(coach.DefaultRules().Scripts().Branches())+1 ||
		all[len(all)-1].ID != "budget" {
		t.Errorf("a new branch comes last of %d", len(all))
	}
	if b, _ := coach.DefaultRules().Scripts().Branch("not-now"); b.Title != "Not now" {
		t.Error("the defaults changed")
	}
}
