package dates_test

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/dates"
)

// Every phrase of the tables is found among other words, whole, with the reading it has alone.
func TestPhrasesAreFoundAmongOtherWords(t *testing.T) {
	for _, name := range []string{"dates.tsv", "more.tsv", "people.tsv"} {
		for _, r := range rows(t, name) {
			ahead, past := dates.Read(r.phrase, r.ctx), dates.ReadPast(r.phrase, r.ctx)
			words := strings.Fields(r.phrase)
			if ahead.Kind == dates.None && past.Kind == dates.None || len(words) < 2 ||
				words[0] == "call" || words[0] == "-" {
				continue
			}
			among := append(append([]string{"she", "said"}, words...), "she", "thinks")
			f, used := dates.Find(among, 2, r.ctx)
			if used != len(words) || f.Ahead.Kind != ahead.Kind || f.Past.Kind != past.Kind || !f.Ahead.At.Equal(ahead.At) {
				t.Errorf("%s: %q: %d words, %v; want %d, %v", r.where, r.phrase, used, f.Ahead.Kind, len(words), ahead.Kind)
			}
		}
	}
}

// What is found at the first word that begins a phrase, in running words.
func TestFind(t *testing.T) {
	c := tuesday(t) // Tuesday 6 October, 10:20
	for _, tc := range []struct {
		line, found string
		what        string // d a day, c a clock time, p a part of the day, l a length alone
		side        dates.Direction
		ahead, past string // as say writes them
	}{
		{"call him at 4pm", "at 4pm", "c", dates.Unsaid, "T 2026-10-06 16:00", "F"},
		{"spoke at 9:15, likes it", "at 9:15", "c", dates.Unsaid, "T 2026-10-07 09:15", "T 2026-10-06 09:15"},
		{"spoke at 9", "at 9", "c", dates.Unsaid, "T 2026-10-07 09:00", "T 2026-10-06 09:00"},
		{"meeting Thursday at 4pm", "Thursday at 4pm", "dc", dates.Unsaid, "T 2026-10-08 16:00", "T 2026-10-01 16:00"},
		{"back tomorrow at 10.", "tomorrow at 10", "dc", dates.Forward, "T 2026-10-07 10:00", "T 2026-10-07 10:00"},
		{"left yesterday at 9am and", "yesterday at 9am", "dc", dates.Behind, "T 2026-10-05 09:00", "T 2026-10-05 09:00"},
		{"called 20 minutes ago", "20 minutes ago", "c", dates.Behind, "T 2026-10-06 10:00", "T 2026-10-06 10:00"},
		{"try again in 2 hours", "in 2 hours", "c", dates.Forward, "T 2026-10-06 12:20", "T 2026-10-06 12:20"},
		{"free in 2 weeks or so", "in 2 weeks or so", "", dates.Forward, "V ", "V "},
		{"back in 2 weeks", "in 2 weeks", "d", dates.Forward, "D 2026-10-20", "D 2026-10-20"},
		{"needs 2 weeks to think", "2 weeks", "dl", dates.Unsaid, "D 2026-10-20", "F"},
		{"spoke this morning with Kim", "this morning", "dp", dates.Unsaid, "P 2026-10-06 06-12", "P 2026-10-06 06-12"},
		{"call this afternoon", "this afternoon", "dp", dates.Forward, "P 2026-10-06 12-18", "P 2026-10-06 12-18"},
		{"met last Friday", "last Friday", "d", dates.Behind, "D 2026-10-02", "D 2026-10-02"},
		{"will try again next Monday", "next Monday", "d", dates.Forward, "D 2026-10-12", "D 2026-10-12"},
		{"the launch is at 9 Dec", "at 9 Dec", "d", dates.Unsaid, "D 2026-12-09", "D 2025-12-09"},
		{"busy Thursday and Friday, he said", "Thursday and Friday", "d", dates.Unsaid, "V ", "V "},
		{"Thursday and then some", "Thursday", "d", dates.Unsaid, "D 2026-10-08", "D 2026-10-01"},
		{"saw them in the meantime", "", "", 0, "", ""},
		{"bought 3 machines", "", "", 0, "", ""},
		{"we sat down", "", "", 0, "", ""},
		{"they may march on", "", "", 0, "", ""},
		{"no money until March", "until March", "", dates.Forward, "V ", "V "},
		{"put off till May, says Kim", "till May", "", dates.Forward, "V ", "V "},
		{"Sat is fine", "Sat", "d", dates.Unsaid, "D 2026-10-10", "D 2026-10-03"},
		{"out on sat all day", "on sat", "d", dates.Unsaid, "D 2026-10-10", "D 2026-10-03"},
		{"she is out. Thursday works", "Thursday", "d", dates.Unsaid, "D 2026-10-08", "D 2026-10-01"},
		{"left at 4. Thursday is off", "at 4", "c", dates.Unsaid, "T 2026-10-06 16:00", "F"},
		{"said Thu. 4pm works", "Thu. 4pm", "dc", dates.Unsaid, "T 2026-10-08 16:00", "T 2026-10-01 16:00"},
		{"wants it 31 Apr 10:00", "31 Apr 10:00", "dc", dates.Unsaid, "X April has 30 days.", "X April has 30 days."},
		{"said “call Thursday”", "Thursday", "d", dates.Unsaid, "D 2026-10-08", "D 2026-10-01"},
		{"agreed on Thu 3pm Europe/Berlin please", "on Thu 3pm Europe/Berlin", "dc", dates.Unsaid, "T 2026-10-08 09:00",
			"T 2026-10-01 09:00"},
		{"early next week maybe", "early next week maybe", "", dates.Forward, "V ", "V "},
		{"today 4pm", "today 4pm", "dc", dates.Forward, "T 2026-10-06 16:00", "T 2026-10-06 16:00"},
		{"today 9am", "today 9am", "dc", dates.Behind, "T 2026-10-06 09:00", "T 2026-10-06 09:00"},
		{"today", "today", "d", dates.Unsaid, "D 2026-10-06", "D 2026-10-06"},
	} {
		words := strings.Fields(tc.line)
		var f dates.Found
		used := 0
		for i := 0; i < len(words) && used == 0; i++ {
			f, used = dates.Find(words, i, c)
		}
		said := func(r dates.Reading) string {
			kind, want := say(r, c.Zone)
			return strings.TrimSuffix(kind+" "+want, "F ") + strings.Repeat("F", strings.Count(kind, "F"))
		}
		what := ""
		for _, x := range []struct {
			is   bool
			sign string
		}{{f.Day, "d"}, {f.Clock, "c"}, {f.PartOfDay, "p"}, {f.Length, "l"}} {
			if x.is {
				what += x.sign
			}
		}
		if f.Words != tc.found || used > 0 && (what != tc.what || f.Direction != tc.side || said(f.Ahead) != tc.ahead ||
			said(f.Past) != tc.past) {
			t.Errorf("%q: %q (%d) %s %v, ahead %s, past %s", tc.line, f.Words, used, what, f.Direction, said(f.Ahead),
				said(f.Past))
		}
	}
}

// A clock time alone is past today, or still to come today, never both.
func TestFoundToday(t *testing.T) {
	c := tuesday(t)
	for word, want := range map[string][2]bool{"9am": {true, false}, "4pm": {false, true}, "16:00": {false, true},
		"10:20": {true, false}, "Thursday": {}} {
		f, _ := dates.Find([]string{word}, 0, c)
		if past, ahead := f.Today(); past != want[0] || ahead != want[1] {
			t.Errorf("%s: past %v, ahead %v", word, past, ahead)
		}
	}
}

// note is 3,000 characters of a note with a date in every other sentence.
func note() []string {
	return strings.Fields(
		strings.Repeat("she said that the budget is in the hands of finance and they will talk about it "+
			"at the end of the month, call her on Thursday at 4pm or after the holidays; we sat for 2 hours. ", 17))
}

// A long note costs a look-up a word: few allocations, and few readings.
func TestFindIsCheap(t *testing.T) {
	words, c := note(), tuesday(t)
	found := 0
	search := func() {
		found = 0
		for i := 0; i < len(words); {
			_, used := dates.Find(words, i, c)
			if used > 0 {
				found++
			}
			i += max(1, used)
		}
	}
	if n := testing.AllocsPerRun(5, search); n > 2500 {
		t.Errorf("%v allocations", n)
	}
	if found < 17*2 {
		t.Errorf("%d phrases found", found)
	}
}

func BenchmarkFindInANote(b *testing.B) {
	words, c := note(), tuesday(b)
	b.ReportAllocs()
	for b.Loop() {
		for i := 0; i < len(words); {
			_, used := dates.Find(words, i, c)
			i += max(1, used)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("call them at 4pm, or Thursday. Not at 9.", uint8(0))
	f.Add("@ 4 ~ 3ish – Thu–Fri 12. Oct", uint8(1))
	f.Fuzz(func(t *testing.T, line string, zone uint8) {
		words := strings.Fields(line)
		c := tuesday(t)
		c.Zone = mustZone(t, zoneIDs[int(zone)%len(zoneIDs)])
		for i := -1; i <= len(words); i++ {
			r, used := dates.Find(words, i, c)
			if used == 0 {
				if r != (dates.Found{}) {
					t.Fatalf("%q at %d: %+v and no word used", line, i, r)
				}
				continue
			}
			if i < 0 || i+used > len(words) || r.Words == "" {
				t.Fatalf("%q at %d: %d words, %q", line, i, used, r.Words)
			}
			check(t, r.Words, r.Ahead, c)
			check(t, r.Words, r.Past, c)
			if past, ahead := r.Today(); past && ahead {
				t.Fatalf("%q: today is both", r.Words)
			}
		}
	})
}
