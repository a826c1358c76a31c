package dates_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
)

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
