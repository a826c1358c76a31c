package dates_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/dates"
)

var zoneIDs = []string{
	"America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/Berlin", "Europe/London",
	"Asia/Kolkata", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca",
	"UTC",
}

func drawContext(t *rapid.T) dates.Context {
	zone := rapid.SampledFrom(zoneIDs).Draw(t, "zone")
	theirs := rapid.SampledFrom(zoneIDs).Draw(t, "theirs")
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	th, err := time.LoadLocation(theirs)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(rapid.Int64Range(1_767_225_600, 1_893_456_000).Draw(t, "now"), 0) // 2026 to 2029
	return dates.Context{Now: now, Zone: z, Theirs: th, MonthFirst: rapid.Bool().Draw(t, "monthFirst")}
}

// forms are ways of writing an instant that name its day and minute.
var forms = []string{
	"2006-01-02 15:04", "2006-01-02T15:04", "2 Jan 2006 15:04", "Jan 2, 2006 3:04pm", "January 2 2006 at 3:04 PM",
	"15:04 on 2 January 2006", "Mon 2 Jan 2006 15:04", "Monday, January 2, 2006 at 3:04 p.m.", "02.01.2006 15:04",
	"2006/01/02 1504 hrs",
	"3:04PM on Mon, Jan 2 2006", "2 January 2006, 15.04 Uhr", "Mon 2006-01-02 15h04",
}

// An instant written in any form reads back as itself, or, where clocks show that
// minute twice, as the first of the two.
func TestWrittenInstantsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawContext(t)
		at := c.Now.Add(time.Duration(rapid.Int64Range(-400*24*60, 400*24*60).Draw(t,
			"minutes")) * time.Minute).In(c.Zone).Truncate(time.Minute)
		form := rapid.SampledFrom(forms).Draw(t, "form")
		phrase := at.Format(form)
		if strings.Contains(form, "p.m.") {
			phrase = strings.Replace(at.Format(strings.Replace(form, "p.m.", "PM", 1)), "M", ".m.", 1)
			if strings.HasPrefix(phrase, ".m.") || strings.Contains(phrase, ".m.o") || strings.Contains(phrase, ".m.a") {
				return // the month's name has the M
			}
		}
		r := dates.Read(phrase, c)
		if r.Kind != dates.Exact {
			t.Fatalf("%q: %v %s", phrase, r.Kind, r.Problem)
		}
		if r.At.Format(time.DateTime) != at.Truncate(time.Minute).Format(time.DateTime) || r.At.After(at) {
			t.Fatalf("%q: got %v, want %v", phrase, r.At, at)
		}
		if d := at.Sub(r.At); d != 0 && d > 2*time.Hour {
			t.Fatalf("%q: %v before %v", phrase, d, at)
		}
	})
}

// A year may be left out, a weekday may stand alone and a zone may be named, while
// the instant is near enough for them to be clear.
func TestShortFormsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawContext(t)
		at := c.Now.Add(time.Duration(rapid.Int64Range(26*60, 6*24*60-120).Draw(t,
			"minutes")) * time.Minute).In(c.Zone).Truncate(time.Minute)
		form := rapid.SampledFrom([]string{"Mon 15:04", "2 Jan 15:04", "2. Jan 3:04pm", "3:04 pm Monday",
			"Mon, Jan 2 at 15:04"}).Draw(t, "form")
		phrase := at.Format(form)
		r := dates.Read(phrase, c)
		if r.Kind != dates.Exact || r.At.Format(time.DateTime) != at.Format(time.DateTime) {
			t.Fatalf("%q at %v: %v %v, want %v", phrase, c.Now, r.Kind, r.At, at)
		}
		there := at.In(c.Theirs)
		phrase = there.Format("2006-01-02 15:04") + " their time"
		r = dates.Read(phrase, c)
		if r.Kind != dates.Exact || r.At.Format(time.DateTime) != there.Format(time.DateTime) || !r.TheirTime {
			t.Fatalf("%q: %v %v, want %v", phrase, r.Kind, r.At, there)
		}
		if iso := at.Format(time.RFC3339); !dates.Read(iso, c).At.Equal(at) {
			t.Fatalf("%q: got %v", iso, dates.Read(iso, c).At)
		}
	})
}

// Bare times look ahead in Read and back in ReadPast, never more than a day and a
// clock change away.
func TestBareTimesLieOnTheirSideOfNow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawContext(t)
		phrase := time.Date(2026, 1, 1, rapid.IntRange(0, 23).Draw(t, "h"), rapid.IntRange(0, 59).Draw(t, "m"), 0, 0,
			time.UTC).
			Format(rapid.SampledFrom([]string{"15:04", "3:04pm", "1504"}).Draw(t, "form"))
		if ahead := dates.Read(phrase, c); ahead.Kind == dates.Exact &&
			(!ahead.At.After(c.Now) || ahead.At.Sub(c.Now) > 26*time.Hour) {
			t.Fatalf("Read(%q) at %v: %v", phrase, c.Now, ahead.At)
		}
		if back := dates.ReadPast(phrase, c); back.Kind == dates.Exact &&
			(back.At.After(c.Now) || c.Now.Sub(back.At) > 26*time.Hour) {
			t.Fatalf("ReadPast(%q) at %v: %v", phrase, c.Now, back.At)
		}
	})
}

// Any words of the grammar in any order: nothing panics, everything holds together,
// and neither case nor spacing matters.
func TestAnyWordsInAnyOrder(t *testing.T) {
	words := strings.Fields(
		"thu friday next last this week month in 3 2 30 days hours a an of from ago at on 4 4pm 16:00 noon midnight " +
			"morning tonight eod tomorrow today yesterday oct 12 12th 10/12 13.10. the end half past quarter to or not around " +
			"between and - , pt utc " +
			"their time my 2026 2026-10-12 1430 first thing after before soon later couple few anytime for until " +
			"europe/berlin +02:00 z uhr h")
	rapid.Check(t, func(t *rapid.T) {
		c := drawContext(t)
		phrase := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 7).Draw(t, "words"), " ")
		r := dates.Read(phrase, c)
		check(t, phrase, r, c)
		check(t, phrase, dates.ReadPast(phrase, c), c)
		loud := "  " + strings.ToUpper(strings.ReplaceAll(phrase, " ", "   ")) + " "
		if again := dates.Read(loud, c); again.Kind != r.Kind || !again.At.Equal(r.At) || !again.From.Equal(r.From) {
			t.Fatalf("%q: %v %v, in capitals %v %v", phrase, r.Kind, r.At, again.Kind, again.At)
		}
		if r.Kind != dates.None {
			if odd := dates.Read(phrase+" zebra", c); odd.Kind != dates.None {
				t.Fatalf("%q with one more word is %v", phrase, odd.Kind)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, r := range rows(f, "dates.tsv") {
		f.Add(r.phrase, r.ctx.Now.Unix(), uint8(0))
	}
	for _, r := range rows(f, "more.tsv") {
		f.Add(r.phrase, r.ctx.Now.Unix(), uint8(1))
	}
	f.Fuzz(func(t *testing.T, phrase string, unix int64, zone uint8) {
		const span = 200 * 365 * 24 * 3600
		now := time.Unix(unix%span, 0)
		c := dates.Context{
			Now: now, Zone: mustZone(t, zoneIDs[int(zone)%len(zoneIDs)]),
			Theirs: mustZone(t, zoneIDs[int(zone/16)%len(zoneIDs)]), MonthFirst: zone%2 == 0,
		}
		r := dates.Read(phrase, c)
		check(t, phrase, r, c)
		if again := dates.Read(phrase, c); !same(again, r) {
			t.Errorf("%q: first %+v, then %+v", phrase, r, again)
		}
		check(t, phrase, dates.ReadPast(phrase, c), c)
	})
}

// same compares readings; zones by name, since "+02:00" makes a new one each time.
func same(a, b dates.Reading) bool {
	zones := a.Zone.String() == b.Zone.String()
	times := a.At.Equal(b.At) && a.From.Equal(b.From) && a.To.Equal(b.To)
	a.Zone, a.At, a.From, a.To = b.Zone, b.At, b.From, b.To
	return zones && times && a == b
}

// The longest phrases that are read at all stay cheap: the parser may not wander.
func TestWorstCasesAreBounded(t *testing.T) {
	c := tuesday(t)
	for _, unit := range []string{"thu ", "12 ", "1.2.", "in 2 days ", "a week from ", "- ", "4pm or ", "10/12 ",
		"end of ", "this ", ", "} {
		for n := range 60 {
			check(t, unit, dates.Read(strings.Repeat(unit, n), c), c)
		}
		allocs := testing.AllocsPerRun(20, func() { dates.Read(strings.Repeat(unit, 30), c) })
		if allocs > 100 {
			t.Errorf("%q repeated: %v allocations", unit, allocs)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	c := tuesday(b)
	for _, phrase := range []string{
		"Thu 4pm", "Thursday, October 8 at 4:00 PM", "two weeks from Thursday at 3pm", "Thu 4pm PT", "sometime next week",
		"31 Apr", "sent the pricing sheet, she will check with finance",
	} {
		b.Run(strings.ReplaceAll(phrase, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				dates.Read(phrase, c)
			}
		})
	}
}
