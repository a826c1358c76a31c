package coach

import (
	"fmt"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

func benchLeads(b testing.TB, n int) (Rep, []Lead, time.Time) {
	r, rep := DefaultRules(), newYork()
	start := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	var leads []Lead
	for i := range n {
		l := Lead{ID: fmt.Sprintf("L%03d", i), Phone: fmt.Sprintf("+1 212 736 %04d", i),
			Warmth:  []Warmth{Warm, Cold, WarmthUnknown}[i%3],
			Created: start.Add(time.Duration(i) * time.Minute)}
		for k := range i % 4 {
			var err error
			if l, _, err = r.Log(l, nil, Touch{Outcome: outcome.Voicemail, At: l.Created.Add(time.Duration(k*25) * time.Hour)},
				rep); err != nil {
				b.Fatal(err)
			}
		}
		leads = append(leads, l)
	}
	return rep, leads, time.Date(2026, 3, 6, 13, 30, 0, 0, time.UTC)
}

func BenchmarkNextStep(b *testing.B) {
	r := DefaultRules()
	rep, leads, now := benchLeads(b, 100)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if s := r.Next(leads[i%100], rep, now); s.Due.IsZero() {
			b.Fatal("no step")
		}
	}
}

func BenchmarkNextStepInAnotherZoneWithHolidays(b *testing.B) {
	r, err := LoadRules("bench", []byte("holidays: {countries: [US, GB]}"))
	if err != nil {
		b.Fatal(err)
	}
	rep, leads, now := benchLeads(b, 100)
	for i := range leads {
		leads[i].TZ = "Europe/London"
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.Next(leads[i%100], rep, now)
	}
}

func BenchmarkLog(b *testing.B) {
	r := DefaultRules()
	rep, leads, now := benchLeads(b, 100)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, _, err := r.Log(leads[i%100], nil, Touch{Outcome: outcome.Voicemail, At: now}, rep); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplayOf30Touches(b *testing.B) {
	r := DefaultRules()
	rep, leads, _ := benchLeads(b, 1)
	var touches []Touch
	for i := range 30 {
		touches = append(touches, Touch{Seq: int64(i + 1),
			Outcome: []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.Talked}[i%3],
			At:      leads[0].Created.Add(time.Duration(i) * 24 * time.Hour)})
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Replay(leads[0], touches, rep)
	}
}

// A log of something that happened before the last touch goes through all of them.
func BenchmarkBackdatedLog(b *testing.B) {
	for _, n := range []int{1, 50, 500, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			log := backdated(b, n)
			b.ReportAllocs()
			for b.Loop() {
				log()
			}
		})
	}
}

// backdated logs a call before the last one of a lead with so many.
func backdated(t testing.TB, n int) (log func()) {
	r := DefaultRules()
	rep, leads, _ := benchLeads(t, 1)
	l, history := leads[0], make([]Touch, n)
	for i := range history {
		history[i] = Touch{ID: fmt.Sprint("t", i), Seq: int64(i + 1), Outcome: outcome.Voicemail,
			At: l.Created.Add(time.Duration(i) * time.Hour)}
	}
	l = r.Replay(l, history, rep)
	late := Touch{Outcome: outcome.NoAnswer, At: l.Progress.LastTouch.Add(-time.Minute)}
	return func() {
		if _, _, err := r.Log(l, history, late, rep); err != nil {
			t.Fatal(err)
		}
	}
}

// Of the touches before and after it nothing is worked out but what they change, so that none costs memory.
func TestABackdatedLogCostsNothingForEachTouch(t *testing.T) {
	few, many := testing.AllocsPerRun(10, backdated(t, 50)), testing.AllocsPerRun(10, backdated(t, 500))
	if many > few+10 {
		t.Errorf("%v allocations with 50 touches, %v with 500", few, many)
	}
}

func BenchmarkLoadRules(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LoadRules("bench", []byte("holidays: {countries: [US, GB]}")); err != nil {
			b.Fatal(err)
		}
	}
}
