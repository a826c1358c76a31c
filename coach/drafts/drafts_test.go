package drafts

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/rulefile"
)

// Monday, November 30, 2026, 11:00 in New York.
var draftNow = time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)

func located(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// draftLeads are a lead of whom everything is known, one of whom nothing is, and one whose data was written to break
// what it is put into. Each was called and written to, and has a call agreed on.
func draftLeads(t *testing.T) map[string]Data {
	t.Helper()
	ny := located(t, "America/New_York")
	tries := []coach.Touch{
		{ID: "1", Seq: 1, Outcome: outcome.NoAnswer, Try: 1, At: time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)},
		{ID: "2", Seq: 2, Outcome: outcome.Email, At: time.Date(2026, 11, 9, 14, 5, 0, 0, time.UTC)},
		{ID: "3", Seq: 3, Outcome: outcome.NoAnswer, Try: 2, At: time.Date(2026, 11, 9, 21, 0, 0, 0, time.UTC)},
		{ID: "4", Seq: 4, Outcome: outcome.Busy, At: time.Date(2026, 11, 12, 21, 0, 0, 0, time.UTC)},
		{ID: "5", Seq: 5, Outcome: outcome.NoAnswer, Try: 3, At: time.Date(2026, 11, 18, 14, 0, 0, 0, time.UTC)},
		{ID: "6", Seq: 6, Outcome: outcome.Email, At: time.Date(2026, 11, 18, 14, 5, 0, 0, time.UTC)},
		{ID: "7", Seq: 7, Outcome: outcome.Voicemail, Try: 4, At: time.Date(2026, 11, 30, 14, 0, 0, 0, time.UTC)},
	}
	progress := coach.Progress{Calls: 4, Mails: 2, LastTry: draftNow.Add(-2 * time.Hour), LastOutcome: outcome.Voicemail,
		Commitment: &coach.Commitment{At: time.Date(2026, 12, 3, 21, 0, 0, 0, time.UTC), Agenda: "pricing"}}
	slots := []coach.Slot{{At: time.Date(2026, 12, 2, 9, 0, 0, 0, ny)}, {At: time.Date(2026, 12, 3, 16, 30, 0, 0, ny)}}
	base := Data{Touches: tries, Rep: coach.Rep{ID: "U1", TZ: "America/New_York", Locale: "en-US"}, Me: "Maya Lindqvist",
		Slots: slots, Now: draftNow}

	rich, sparse, hostile := base, base, base
	rich.Lead = coach.Lead{ID: "L1", Name: "Acme Corp", Contact: "Pat Doe", Company: "Acme Corp", TZ: "America/New_York",
		HotButton: "cut unscheduled maintenance", Introduced: "Kim Poe", Problem: "stock-outs", Industry: "food",
		Reasons: []coach.Why{{Kind: coach.WhyValue, Text: "the new tariff starts in May"}}, Progress: progress}
	rich.Lead.Progress.TalkedAt = time.Date(2026, 11, 6, 15, 0, 0, 0, time.UTC)
	rich.Lead.Progress.Materials = []coach.Material{{Name: "spec sheet", Pointer: "page 4", At: draftNow}}

	sparse.Lead = coach.Lead{ID: "L2", Name: "Birch", Progress: progress}
	sparse.Lead.Progress.LastOutcome, sparse.Lead.Progress.LastTry = "", time.Time{}
	sparse.Lead.Progress.Commitment = &coach.Commitment{At: progress.Commitment.At}
	sparse.Me, sparse.Slots = "", nil

	long := strings.Repeat("just checking in on {name} <!channel> & *more* ", 20)
	hostile.Lead = coach.Lead{ID: "L3", Name: "Just Checking In {hot} <!here> " + strings.Repeat("x", 150),
		Contact: "\u202e{me} \n",
		Company: long, HotButton: long, Introduced: long, Reasons: []coach.Why{{Kind: coach.WhyNews, Text: long}},
		Progress: progress}
	hostile.Lead.Progress.TalkedAt = rich.Lead.Progress.TalkedAt
	hostile.Lead.Progress.Materials = []coach.Material{{Name: long, Pointer: long, At: draftNow}}
	hostile.Lead.Progress.Commitment = &coach.Commitment{At: progress.Commitment.At, Agenda: long}
	hostile.Me = "I'll send you some information"
	return map[string]Data{"rich": rich, "sparse": sparse, "hostile": hostile}
}

// stories adds what the team has to tell, so that the reason is a success story.
func (in Data) stories() Data {
	in.Lead.Reasons = nil
	in.Library = []coach.Story{{ID: "s", Kind: coach.WhyStory, Text: "a plant cut stock-outs by a third",
		Industry: in.Lead.Industry,
		Problem:  in.Lead.Problem}}
	return in
}

// only is the draft of one text: all others were sent already.
func only(r *coach.Rules, kind outreach.Kind, key string, keys []string, in Data) (Draft, bool) {
	for _, given := range []Data{in, in.stories()} {
		given.Lead.Progress.Drafts = slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == key })
		if d, ok := Make(r, kind, given); ok && d.Key() == key {
			return d, true
		}
	}
	return Draft{}, false
}

// Every text of every kind is sent to each of the three leads, or not used: none has an empty slot, a phrase that the
// coach advises against, or more than fits.
func TestEveryTextForEveryLead(t *testing.T) {
	r := coach.DefaultRules()
	for who, in := range draftLeads(t) {
		for _, kind := range outreach.Kinds() {
			filled := 0
			keys := r.Messages().Keys(kind)
			for _, key := range keys {
				d, ok := only(r, kind, key, keys, in)
				if !ok {
					if who == "rich" {
						t.Errorf("%s: nothing for a lead of whom everything is known", key)
					}
					continue
				}
				filled++
				text := d.Subject + "\n" + d.Body
				for _, bad := range []string{"{", "}", "  ", " .", " ,", "..", ":?", "::", "…."} {
					if who != "hostile" && strings.Contains(text, bad) {
						t.Errorf("%s, %s: %q in:\n%s", who, key, bad, text)
					}
				}
				if n := len(strings.Fields(text)); n > 60+3 { // marks that stand alone are no words
					t.Errorf("%s, %s: %d words", who, key, n)
				}
				if f := r.Phrases().Review(text); len(f) > 0 {
					t.Errorf("%s, %s: %q in:\n%s", who, key, f[0].Words, text)
				}
				if kind == outreach.Goodbye && len(phrase.ReadGoodbye(d.Body).Lacks()) > 0 {
					t.Errorf("%s, %s lacks %v:\n%s", who, key, phrase.ReadGoodbye(d.Body).Lacks(), text)
				}
				if utf8.RuneCountInString(d.Body) > 200 && kind == outreach.LinkedIn {
					t.Errorf("%s, %s: too long for LinkedIn:\n%s", who, key, d.Body)
				}
				if (d.Subject == "") != (kind == outreach.LinkedIn) || strings.ContainsAny(d.Subject, "\n") {
					t.Errorf("%s, %s: subject %q", who, key, d.Subject)
				}
			}
			if filled < 3 && who != "hostile" {
				t.Errorf("%s: %s has only %d texts that take turns", who, kind, filled)
			}
			if d, ok := Make(r, kind, in); !ok || len(r.Phrases().Review(d.Subject+"\n"+d.Body)) > 0 {
				t.Errorf("%s: no draft of %s, or a poor one: %+v", who, kind, d)
			}
		}
	}
}

// A lead that lacks one thing gets a draft of each kind all the same, in three texts at least, and nothing in any of
// them shows the gap: no empty slot, no doubled space, no phrase that the coach advises against.
func TestEveryKindForALeadThatLacksOneThing(t *testing.T) {
	r, rich := coach.DefaultRules(), draftLeads(t)["rich"]
	rich.Lead.Email = "pat@acme.example"
	for what, without := range map[string]func(*Data){
		"contact's name": func(d *Data) { d.Lead.Contact = "" },
		"mail address":   func(d *Data) { d.Lead.Email = "" },
		"hot button":     func(d *Data) { d.Lead.HotButton = "" },
		"reason":         func(d *Data) { d.Lead.Reasons = nil },
		"company":        func(d *Data) { d.Lead.Company = "" },
		"zone":           func(d *Data) { d.Lead.TZ = "" },
		"who introduced": func(d *Data) { d.Lead.Introduced = "" },
		"what was sent":  func(d *Data) { d.Lead.Progress.Materials = nil },
		"agenda": func(d *Data) {
			d.Lead.Progress.Commitment = &coach.Commitment{At: d.Lead.Progress.Commitment.At}
		},
		"agreed call":     func(d *Data) { d.Lead.Progress.Commitment = nil },
		"talk":            func(d *Data) { d.Lead.Progress.TalkedAt = time.Time{} },
		"times to offer":  func(d *Data) { d.Slots = nil },
		"the rep's name":  func(d *Data) { d.Me = "" },
		"contact and hot": func(d *Data) { d.Lead.Contact, d.Lead.HotButton = "", "" },
	} {
		in := rich
		without(&in)
		for _, kind := range outreach.Kinds() {
			keys, filled := r.Messages().Keys(kind), 0
			for _, key := range keys {
				d, ok := only(r, kind, key, keys, in)
				if !ok {
					continue
				}
				filled++
				text := d.Subject + "\n" + d.Body
				for _, bad := range []string{"{", "}", "  ", " .", " ,", "..", ":?", "::", "….", ",,", "()", "“”", "\n,"} {
					if strings.Contains(text, bad) {
						t.Errorf("no %s, %s: %q in:\n%s", what, key, bad, text)
					}
				}
				if f := r.Phrases().Review(text); len(f) > 0 {
					t.Errorf("no %s, %s: %q in:\n%s", what, key, f[0].Words, text)
				}
			}
			// The email after a talk repeats the agreed time, so it needs one.
			if dated := kind != outreach.AfterTalk || in.Lead.Progress.Commitment != nil; dated != (filled > 0) ||
				dated && filled < 3 {
				t.Errorf("no %s: %s has only %d texts that take turns", what, kind, filled)
			}
		}
	}
}

// A text that was sent comes back after all others that fit.
func TestTextsTakeTurns(t *testing.T) {
	r := coach.DefaultRules()
	for who, in := range draftLeads(t) {
		for _, kind := range outreach.Kinds() {
			in.Lead.Progress.Drafts = nil
			var order []string
			for range 30 {
				d, ok := Make(r, kind, in)
				if !ok {
					t.Fatalf("%s: no %s", who, kind)
				}
				order = append(order, d.ID)
				in.Lead.Progress.Drafts = append(in.Lead.Progress.Drafts, d.Key())
			}
			n := 1
			for n < len(order) && order[n] != order[0] {
				n++
			}
			if n < 3 && who != "hostile" {
				t.Errorf("%s: only %d texts of %s take turns: %v", who, n, kind, order)
			}
			for i := n; i < len(order); i++ {
				if order[i] != order[i-n] {
					t.Errorf("%s, %s: the turns are lost at %d: %v", who, kind, i, order)
					break
				}
			}
		}
	}
}

// What is known of the lead stands in the message, in the words and on the clock of whoever sends it.
func TestADraftSaysWhatIsKnown(t *testing.T) {
	leads := draftLeads(t)
	chicago := leads["rich"]
	chicago.Lead.TZ, chicago.Rep.Locale = "America/Chicago", "de-DE"
	for _, c := range []struct {
		what string
		kind outreach.Kind
		in   Data
		want []string
	}{
		{"reason", outreach.Email1, leads["rich"], []string{"Hello Pat,\n", "writing today: the new tariff starts in May.",
			"Shall we talk Wednesday at 9:00 AM, or do you prefer Thursday at 4:30 PM?", "\nMaya"}},
		{"story", outreach.Email1, leads["rich"].stories(), []string{"I left you a voicemail earlier today.",
			"It was about a business like yours: a plant cut stock-outs by a third."}},
		{"tries", outreach.Goodbye, leads["rich"],
			[]string{"I called on Nov 9, 18 and 30 and wrote twice about this: cut unscheduled",
				"The timing doesn't seem right"}},
		{"tries elsewhere", outreach.Goodbye, chicago, []string{"I called on 9, 18 and 30 November and wrote twice"}},
		{"agreed", outreach.AfterTalk, leads["rich"],
			[]string{"For our call: Thursday, December 3, at 4:00 PM", "The points: pricing.",
				"If you have the spec sheet before you then, we'll begin at page 4."}},
		{"agreed, their clock", outreach.AfterTalk, chicago, []string{"For our call: Thursday 3 December at 15:00"}},
		{"sparse", outreach.Email1, leads["sparse"], []string{"Two minutes for one idea", "Hi Birch,\n"}},
		{"no rep's name", outreach.StepBack, leads["sparse"], []string{"a better hour of your day?"}},
	} {
		d, ok := Make(coach.DefaultRules(), c.kind, c.in)
		if !ok {
			t.Errorf("%s: nothing", c.what)
		}
		for _, w := range c.want {
			if text := d.Subject + "\n" + d.Body; !strings.Contains(text, w) {
				t.Errorf("%s: no %q in:\n%s", c.what, w, text)
			}
		}
	}
}

// A goodbye names tries: without one there is none. An agreed date that is over is nothing to write about.
func TestWhatThereIsNothingToSayOf(t *testing.T) {
	in := draftLeads(t)["rich"]
	in.Touches = nil
	if d, ok := Make(coach.DefaultRules(), outreach.Goodbye, in); ok {
		t.Errorf("a goodbye without a try: %+v", d)
	}
	in.Now = in.Lead.Progress.Commitment.At.Add(time.Minute)
	if d, ok := Make(coach.DefaultRules(), outreach.AfterTalk, in); ok {
		t.Errorf("an agreed date that is over: %+v", d)
	}
}

// The tries of a goodbye are those since the last talk, a day once, at most four of them, over the end of a year too.
func TestTheDaysOfTries(t *testing.T) {
	in := Data{Now: time.Date(2027, 1, 20, 12, 0, 0, 0, time.UTC), Rep: coach.Rep{Locale: "en_US"}}
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 23, 30, 0, 0, time.UTC) }
	for _, c := range []struct {
		at   []time.Time
		zone string
		want string
	}{
		{nil, "UTC", ""},
		{[]time.Time{day(12, 3)}, "UTC", "on Dec 3"},
		{[]time.Time{day(12, 3), day(12, 3).Add(20 * time.Minute), day(12, 4)}, "UTC", "on Dec 3 and 4"},
		{[]time.Time{day(12, 3)}, "Asia/Kolkata", "on Dec 4"},
		{[]time.Time{day(11, 30), day(12, 3), day(13, 4)}, "UTC", "on Nov 30, Dec 3 and Jan 4"},
		{[]time.Time{day(11, 1), day(11, 2), day(11, 3), day(11, 4), day(11, 5)}, "UTC", "on Nov 2, 3, 4 and 5"},
	} {
		in.Touches = nil
		for i, at := range c.at {
			in.Touches = append(in.Touches, coach.Touch{Outcome: outcome.NoAnswer, Try: i + 1, At: at})
		}
		if got, _ := in.tries(located(t, c.zone)); got != c.want {
			t.Errorf("%v: %q, want %q", c.at, got, c.want)
		}
	}
	in.Lead.Progress.TalkedAt = day(11, 2).Add(time.Hour)
	in.Touches = []coach.Touch{{Outcome: outcome.NoAnswer, Try: 1, At: day(11, 2)},
		{Outcome: outcome.Email, At: day(11, 1)}}
	if days, wrote := in.tries(time.UTC); days != "" || wrote != "" {
		t.Errorf("before the talk: %q, %q", days, wrote)
	}
}

// Which message is due follows from where the chase stands.
func TestWhichDraftIsDue(t *testing.T) {
	talked := draftNow.Add(-48 * time.Hour)
	for _, c := range []struct {
		p    coach.Progress
		step coach.StepKind
		want outreach.Kind
	}{
		{coach.Progress{}, coach.StepCall, outreach.Email1},
		{coach.Progress{Mail: 1}, coach.StepCall, outreach.Email1},
		{coach.Progress{Mails: 1}, coach.StepCall, outreach.Email2},
		{coach.Progress{Mail: 2}, coach.StepReview, outreach.Email2},
		{coach.Progress{Mails: 2}, coach.StepCall, outreach.Email},
		{coach.Progress{TalkedAt: talked}, coach.StepNeedsDate, outreach.Email},
		{coach.Progress{Mails: 2}, coach.StepReview, outreach.StepBack},
		{coach.Progress{Mails: 3, Verdict: "step-back"}, coach.StepReview, outreach.Goodbye},
		{coach.Progress{TalkedAt: talked, Commitment: &coach.Commitment{At: draftNow.Add(time.Hour)}}, coach.StepCommitment,
			outreach.AfterTalk},
		{coach.Progress{TalkedAt: talked, Commitment: &coach.Commitment{At: talked}}, coach.StepDidIt, outreach.Email},
	} {
		if got := Due(coach.Lead{Progress: c.p}, coach.Step{Kind: c.step}, draftNow); got != c.want {
			t.Errorf("%+v on %s: %s, want %s", c.p, c.step, got, c.want)
		}
	}
}

// A team's own texts take the place of a kind, and what is wrong with them is said with the line.
func TestATeamsOwnTexts(t *testing.T) {
	own := `drafts:
  linkedin:
    texts:
      - {id: a, body: "Hi {name}, a word from Maya."}
      - {id: b, body: "Hi {name}, another word from Maya."}
      - {id: c, body: "Hi {name}, one more from Maya."}
`
	r, err := coach.LoadRules("own.yaml", []byte(own))
	if err != nil {
		t.Fatal(err)
	}
	if d, _ := Make(r, outreach.LinkedIn, Data{Lead: coach.Lead{Name: "Birch"}, Now: draftNow}); d.Body !=
		"Hi Birch, a word from Maya." || d.Source != rulefile.Configured {
		t.Errorf("not the team's own: %+v", d)
	}
	if d, ok := Make(r, outreach.Email1, Data{Lead: coach.Lead{Name: "Birch"}, Now: draftNow}); !ok ||
		d.ID != "two-minutes" {
		t.Errorf("the other kinds are gone: %+v", d)
	}
	for _, c := range []struct{ old, to, want string }{
		{"a word from Maya", "a word from {rep}", "own.yaml:4:23: drafts.linkedin.texts.0.body: {rep}: no such slot"},
		{"a word from Maya", "a word from {reach}", "{reach}: no such slot"},
		{`"Hi {name}, a word from Maya."`, `""`, "drafts.linkedin.texts.0.body: nothing is said"},
		{"a word from Maya", "just checking in",
			`own.yaml:4:9: drafts.linkedin.texts.0: "just checking in" is a phrase that`},
		{"a word from Maya", strings.Repeat("very ", 50), "characters: a connection request takes 200"},
		{"id: b", "id: a", `own.yaml:5:14: drafts.linkedin.texts.1.id: "a": expected an id of its own`},
		{"another word", "a word", `own.yaml:5:9: drafts.linkedin.texts.1: "a word from maya" stands in another text`},
		{"id: a,", `id: a, subject: "Hi",`, "a connection request has none"},
		{"  linkedin:", "  letter:", "own.yaml:3:5: drafts.letter: no such kind: expected email-1, email-2,"},
		{"      - {id: c, body: \"Hi {name}, one more from Maya.\"}\n", "", "expected 3 to 20 texts"},
		{"id: a,", "id: a, title: x,", "there is no such key"},
		{"linkedin:", "email-2:", "an email needs a subject"},
		{"linkedin:", "goodbye:", "{tries} is missing"},
		{"linkedin:", "goodbye:", "a goodbye also allows that the time may not be right"},
		{"linkedin:", "after-talk:", "{date} is missing"},
	} {
		_, err := coach.LoadRules("own.yaml", []byte(strings.Replace(own, c.old, c.to, 1)))
		var file *rulefile.Error
		if !errors.As(err, &file) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s → %s: no %q in:\n%v", c.old, c.to, c.want, err)
		}
	}
	none := strings.ReplaceAll(own, "from Maya", "about {hot}")
	if _, err := coach.LoadRules("own.yaml", []byte(none)); err == nil ||
		!strings.Contains(err.Error(), "no text is left for a lead") {
		t.Errorf("texts that need something known: %v", err)
	}
	many := strings.Replace(own, "linkedin:", "email:", 1)
	many = strings.ReplaceAll(many, "body:", "subject: S, body:")
	many = strings.Replace(many, "a word from Maya", strings.Repeat("very ", 70), 1)
	if _, err := coach.LoadRules("own.yaml", []byte(many)); err == nil ||
		!strings.Contains(err.Error(), "words: expected less than 60") {
		t.Errorf("a text that is too long: %v", err)
	}
}
