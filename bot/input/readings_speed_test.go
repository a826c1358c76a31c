package input_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// speedWorld is a rep with twelve leads, on a Tuesday morning.
func speedWorld(tb testing.TB) world {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		tb.Fatal(err)
	}
	w := world{now: time.Date(2026, 11, 10, 10, 0, 0, 0, zone), names: drawnNames[:12]}
	w.floor = floorOf(w.names, w.now)
	return w
}

// speedLine reads a line as the edge does, up to what is saved or asked: the lines in it, a lead that is called like a
// command, what is logged, and where nothing is, what else the line may be. It leaves out the words of the test's
// table.
func (w world) speedLine(typed string) {
	line := input.ReadLine(words.Unescape(typed))
	if !line.Several {
		w.speedWork(line)
		return
	}
	reader := tableReader{w.floor, w.now}
	work := input.ReadSeveral(line.Text, reader.isKnown)
	for _, one := range work[:min(len(work), input.LinesMost)] {
		w.speedWork(one.Line)
	}
}

// speedWork reads one line of work.
func (w world) speedWork(line input.Line) {
	if called := line.Called(); len(called.Names) > 0 {
		if f := w.floor.read(input.Query{Names: called.Names}); f.Lead != nil {
			line = called.Line(f.Name)
		}
	}
	if line.Word != "log" && line.Word != input.WordLead {
		return
	}
	ln := input.ReadLog(line)
	ln.NearCommand()
	m := w.speedFind(ln.Resolver())
	if m.Question != nil {
		return
	}
	got := ln.Read(m)
	switch {
	case got.Question != nil:
		return
	case got.Outcome == "":
		ln.NoOutcome(m)
		ln.Strange(input.DateContext(w.rep, nil, w.now))
		return
	}
	told, _ := ln.Behind(got, input.DateContext(w.rep, m.Lead, w.now))
	told.Args.Plan(got.Outcome)
}

// speedFind finds the lead of a line as the store would.
func (w world) speedFind(resolver *input.LeadResolver) input.Match {
	m, _ := resolver.Find(w.floor.read(resolver.Query()))
	if m.Retry != "" {
		m, _ = resolver.Find(w.floor.read(input.Query{LeadID: m.Retry}))
	}
	return m
}

// long is a line of at least n characters that repeats some words behind others.
func long(head, again string, n int) string {
	return head + strings.Repeat(again, 1+max(0, n-len(head))/len(again))
}

// hardLines are lines of which each word may begin something, by what they are full of.
var hardLines = map[string][2]string{
	"words":              {"acme corp voicemail ", "they want twelve seats and a better price before the year is over "},
	"numbers":            {"acme corp voicemail ", "12 3 2026 4 "},
	"next":               {"acme corp voicemail ", "next "},
	"next dates":         {"acme corp talked ", "next Thu 3pm "},
	"at":                 {"acme corp voicemail ", "at 3 "},
	"days":               {"acme corp voicemail ", "Thursday Friday "},
	"agenda":             {"acme corp meeting ", "agenda next "},
	"quotes":             {"acme corp voicemail ", "\"'“ "},
	"closed":             {"acme corp voicemail ", "\"a\" "},
	"names":              {"", "Acme Corp "},
	"prefixes":           {"", "Busy Bee at home "},
	"outcomes":           {"acme corp voicemail ", "not interested "},
	"turns":              {"", "just called and tried again but then "},
	"unread":             {"acme ", "zorgle "},
	"keys":               {"acme corp voicemail ", "phone:1 "},
	"dashes":             {"acme corp voicemail ", "– "},
	"no spaces":          {"acme corp voicemail ", "x"},
	"links":              {"acme corp voicemail ", "<mailto:a@b.example|a@b.example> "},
	"markup":             {"acme corp voicemail ", "<<&&"},
	"mentions":           {"acme corp voicemail ", "<@U "},
	"next at":            {"acme corp talked ", "next at "},
	"or":                 {"acme corp talked ", "tomorrow or "},
	"on the":             {"acme corp voicemail ", "on the "},
	"telephones":         {"acme corp voicemail ", "212-555-0100 - "},
	"at next":            {"acme corp meeting ", "at 3 next "},
	"ranges":             {"acme corp talked ", "9-5 Mon-Fri 10/12 "},
	"zones":              {"acme corp talked ", "4pm new york time "},
	"mixed":              {"acme corp talked ", "at 3 next Thu or on the 12th, \"a\" 5-6 agenda x "},
	"and":                {"", "Acme and Birch, "},
	"capitals":           {"ACME CORP VOICEMAIL ", "NEXT THU AT 3PM OR "},
	"impossible":         {"acme corp voicemail ", "feb 30 31/31 25:99 "},
	"impossible meeting": {"acme corp meeting ", "feb 30 31/31 25:99 "},
	"different days":     {"acme corp talked ", "Mon 3pm Tue 4pm Wed 5pm Thu 6pm Fri 7pm, "},
	"months":             {"acme corp talked ", "jan feb march april may june july aug sept oct nov dec "},
	"vague":              {"acme corp not now ", "next week mid december after thanksgiving by easter q1 eom soon "},
	"hours":              {"acme corp talked ", "3pm-4pm 5-6pm 7 to 8 "},
	"one number":         {"acme corp voicemail ", "1"},
	"one date":           {"acme corp voicemail ", "1/"},
	"one time":           {"acme corp voicemail ", "9:"},
	"one range":          {"acme corp voicemail ", "mon-"},
	"number words":       {"acme corp voicemail ", "one two three twenty "},
	"in two":             {"acme corp voicemail ", "in two weeks or in 3 days from next "},
	"articles":           {"acme corp voicemail ", "the "},
	"first of":           {"acme corp voicemail ", "the first monday of "},
	"half":               {"acme corp voicemail ", "half past quarter to "},
	"slips":              {"acme corp ", "voicmail lft tlaked "},
	"in front":           {"", "left a message for "},
	"sent":               {"", "sent acme the deck and "},
	"not":                {"acme corp ", "not "},
	"didn't":             {"acme corp ", "didn't get to leave a "},
	"call back":          {"acme corp ", "call back "},
	"list commas":        {"", "Acme Corp, "},
	"list unknown":       {"", "Zorgle, Quibble, "},
	"list outcome":       {"", "Busy Bee, won, left, "},
	"log list":           {"log ", "Birch & Cedar Foods + Dune; "},
	"unknown name":       {"log ", "Zor gle quib "},
	"with":               {"", "spoke with acme for dune at birch "},
	"parens":             {"acme corp voicemail ", "(((( ))) "},
	"curly":              {"acme corp voicemail ", "“a ‘b "},
	"promises":           {"acme corp voicemail ", "promise:\"x by Thu\" "},
	"unknown keys":       {"acme corp voicemail ", "a:b: "},
	"colons":             {"acme corp voicemail ", ": "},
	"mail":               {"acme corp voicemail ", "a@b.c "},
	"mails first":        {"", "a@b.c "},
	"phones first":       {"", "+1 212 555 0100 "},
	"digits":             {"", "1 "},
	"emoji":              {"acme corp voicemail ", "👍🏽 "},
	"accents":            {"", "Ärzte Gmbḧ "},
	"cjk":                {"", "株式会社アクメ"},
	"zero width":         {"acme corp voicemail ", "\u200ba "},
	"stops":              {"acme corp voicemail ", "a. B. "},
	"hyphens":            {"acme corp ", "call-back-"},
	"hyphen words":       {"acme corp voicemail ", "not-interested-call-back "},
	"remind":             {"", "remind me to call "},
	"can you":            {"", "please can you "},
	"days behind":        {"", "acme corp thursday "},
	"command":            {"next ", "acme thu 3pm "},
	"called next":        {"next ", "next plc "},
	"by":                 {"acme corp talked ", "by thursday before friday until monday "},
	"until":              {"acme corp unavailable ", "until "},
	"ago":                {"acme corp talked ", "2 days ago "},
	"at past":            {"acme corp talked ", "at 9:15 yesterday "},
	"last":               {"acme corp talked ", "last friday at 9 "},
	"lines":              {"", "acme voicemail\n"},
	"lines of a note":    {"acme corp voicemail\n", "x\n"},
	"lines of nobody":    {"", "Zorgle voicemail\n"},
	"lines in quotes":    {"acme corp voicemail \"\n", "a\n"},
	"lines with days":    {"acme corp voicemail\n", "at 3 next Thu\n"},
	"bullets":            {"", "- acme vm\n"},
}

// usualLines are lines as they are typed each day.
var usualLines = map[string]string{
	"outcome": "acme corp voicemail", "note": "birch left a message with Jo, she likes the demo",
	"past": "log dune no answer at 9:15", "next": "birch talked next Thu 3pm agenda pricing",
	"ahead": "cedar foods talked call him at 4pm", "new": "log Zenith Labs vm", "order": "left a message for birch",
}

// BenchmarkReadLine: a usual line takes at most 60 µs, one of 3,000 characters at most 3 ms, whatever it is full of.
// The floor is a loop of a million steps, for machines and hours to be compared.
func BenchmarkReadLine(b *testing.B) {
	w := speedWorld(b)
	run := func(name, line string) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.speedLine(line)
			}
		})
	}
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			floorLoop()
		}
	})
	for name, line := range usualLines {
		run("usual/"+name, line)
	}
	for name, l := range hardLines {
		run("3000/"+strings.ReplaceAll(name, " ", "-"), long(l[0], l[1], 3000))
	}
}

// floorLoop is a million steps of which each needs the one before.
func floorLoop() {
	n := 0
	for i := range 1_000_000 {
		n += i * n
	}
	floorSum = n
}

// floorSum keeps the loop from being left out.
var floorSum int

// Twice the words take twice the work, whatever they are: more would be a line that holds up everybody's.
func TestReadingGrowsWithTheLine(t *testing.T) {
	w := speedWorld(t)
	for name, l := range hardLines {
		count := func(n int) float64 {
			line := long(l[0], l[1], n)
			return testing.AllocsPerRun(3, func() { w.speedLine(line) })
		}
		if once, twice := count(3000), count(6000); twice > 2.3*once+50 {
			t.Errorf("%s: %.0f allocations for 3,000 characters and %.0f for 6,000", name, once, twice)
		}
	}
}

// FuzzReadLog: whatever is typed, nothing panics, no word is lost, cleaning twice is cleaning once, what happened is
// not ahead and what comes next is not past.
func FuzzReadLog(f *testing.F) {
	cases, err := readTable(mustRead(f, "testdata/readings.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases {
		f.Add(c.typed)
	}
	for _, l := range hardLines {
		f.Add(long(l[0], l[1], 200))
	}
	w := speedWorld(f)
	f.Fuzz(func(t *testing.T, typed string) {
		if clean := words.Clean(typed); words.Clean(clean) != clean {
			t.Fatalf("%q cleans to %q, and that to %q", typed, clean, words.Clean(clean))
		}
		r := w.reads(typed)
		if r.verb == "log" {
			if err := fuzzed(w, r); err != nil {
				t.Fatalf("%q: %v\n%s", typed, err, r.text)
			}
		}
	})
}

// fuzzed holds a reading against what is right for every line.
func fuzzed(w world, r lineRead) error {
	if r.match.Name == "" || !r.got.Outcome.Valid() {
		return fmt.Errorf("outcome %q of lead %q", r.got.Outcome, r.match.Name)
	}
	if err := keepsWords(w, drawn{}, r); err != nil && r.told.Facts == nil { // a value of a key is no word of the note
		return err
	}
	if r.at.After(w.now) {
		return fmt.Errorf("it is at %s, which is ahead", r.at)
	}
	p := r.told.Args.Plan(r.got.Outcome)
	exact := p.Date != nil && p.Date.Kind == dates.Exact
	booked := []input.PlanKind{input.PlanBooked, input.PlanAgreed, input.PlanTry}
	if exact && slices.Contains(booked, p.Kind) && p.Date.At.Before(w.now) {
		return fmt.Errorf("next is %s, which is past", p.Date.At)
	}
	if r.got.Outcome.Info().Group == outcome.Decision {
		return fmt.Errorf("%s is nobody's to type", r.got.Outcome)
	}
	return nil
}
