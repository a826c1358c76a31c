package notify

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// life is a lead after what was logged of it.
type life struct {
	r       *coach.Rules
	rep     coach.Rep
	lead    coach.Lead
	now     time.Time // of the last line
	history []coach.Touch
}

// tell logs what lines say, on the lead's clock in 2026: "Mon 2 Mar 09:20 voicemail", with "until Thu 5 Mar 16:00",
// "vague" or "reason budget" behind it; "add" is when the lead came in.
func tell(t *testing.T, rep coach.Rep, lead coach.Lead, lines string) *life {
	t.Helper()
	s := &life{r: coach.DefaultRules(), rep: rep, lead: lead}
	s.lead.ID = "L1"
	clock := lead.Zone(rep, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).Loc
	when := func(words []string) time.Time {
		at, err := time.ParseInLocation("Mon 2 Jan 15:04 2006", strings.Join(words, " ")+" 2026", clock)
		if err != nil || at.Format("Mon") != words[0] {
			t.Fatalf("%v is no time of 2026: %v", words, err)
		}
		return at
	}
	for line := range strings.Lines(lines) {
		f := strings.Fields(line)
		at := when(f[:4])
		s.now = at
		if f[4] == "add" {
			s.lead.Created = at
			continue
		}
		x := coach.Touch{Outcome: outcome.Outcome(f[4]), At: at, Logged: at}
		switch more := f[5:]; {
		case len(more) == 5 && more[0] == "until":
			x.Until = when(more[1:])
		case len(more) == 2 && more[0] == "reason" && x.Outcome == outcome.Verdict:
			x.Verdict = more[1]
		case len(more) == 2 && more[0] == "reason":
			x.Reason = more[1]
		case len(more) == 1 && more[0] == "vague":
			x.Vague = true
		case len(more) > 0:
			t.Fatalf("%q: what is %v?", line, more)
		}
		after, logged, err := s.r.Log(s.lead, s.history, x, rep)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		s.lead, s.history = after, append(s.history, logged.Touch)
	}
	return s
}

var warm, cold = coach.Lead{Warmth: coach.Warm}, coach.Lead{Warmth: coach.Cold}

func newYork() coach.Rep { return coach.Rep{ID: "U1", TZ: "America/New_York"} }

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func zoneTime(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// dump is a value as JSON, to compare and to read.
func dump(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(b)
}

// farApart are zones on both sides of the date line, with clock changes of each half of the earth.
var farApart = rapid.SampledFrom([]string{"America/New_York", "America/St_Johns", "America/Santiago", "Europe/Berlin",
	"Africa/Casablanca", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati",
	"Pacific/Pago_Pago"})

func aRep(t *rapid.T) coach.Rep {
	return coach.Rep{ID: "U1", TZ: farApart.Draw(t, "rep"),
		Days: rapid.SampledFrom([][]int{nil, nil, {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4, 5, 6}, {1, 2, 3}}).Draw(t, "days")}
}

// aLead draws one that came in near a clock change, a year's end or neither.
func aLead(t *rapid.T) coach.Lead {
	month := rapid.SampledFrom([]time.Month{time.March, time.June, time.October, time.December}).Draw(t, "month")
	minutes := rapid.IntRange(0, 14*24*60).Draw(t, "minutes")
	return coach.Lead{ID: "L1", TZ: farApart.Draw(t, "lead"), Created: time.Date(2026, month, 20, 0, minutes, 0, 0,
		time.UTC),
		Warmth: rapid.SampledFrom([]coach.Warmth{coach.Warm, coach.Cold, coach.WarmthUnknown}).Draw(t, "warmth"),
		Potential: rapid.SampledFrom([]coach.Potential{coach.PotentialNormal, coach.PotentialHigh,
			coach.PotentialLow}).Draw(t, "potential")}
}

// aTouch draws the next thing that happens after at.
func aTouch(t *rapid.T, at time.Time) coach.Touch {
	x := coach.Touch{At: at.Add(time.Duration(rapid.IntRange(0, 12*24*60).Draw(t, "later")) * time.Minute)}
	x.Outcome = rapid.SampledFrom([]outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.Busy, outcome.Gatekeeper,
		outcome.NoTime, outcome.BadNumber, outcome.Talked, outcome.CalledBack, outcome.NotReviewed, outcome.Replied,
		outcome.Email, outcome.Resumed, outcome.Planned, outcome.Snoozed, outcome.Calling, outcome.Missed}).Draw(t, "outcome")
	x.Logged = x.At
	if x.Outcome == outcome.Planned || x.Outcome == outcome.Snoozed || x.Outcome == outcome.Talked &&
		rapid.Bool().Draw(t, "dated") {
		x.Until = x.At.Add(time.Duration(rapid.IntRange(1, 9*24*60).Draw(t, "until")) * time.Minute)
	}
	return x
}

func BenchmarkDigestOf100Leads(b *testing.B) {
	r, rep := coach.DefaultRules(), newYork()
	start := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	var leads []coach.Lead
	for i := range 100 {
		l := coach.Lead{ID: fmt.Sprint("L", i), Warmth: coach.Cold, Created: start.Add(time.Duration(i) * time.Minute)}
		for k := range i % 4 {
			var err error
			at := l.Created.Add(time.Duration(k*25) * time.Hour)
			if l, _, err = r.Log(l, nil, coach.Touch{Outcome: outcome.Voicemail, At: at}, rep); err != nil {
				b.Fatal(err)
			}
		}
		leads = append(leads, l)
	}
	b.ReportAllocs()
	for b.Loop() {
		if d := DigestFor(r, rep, leads, start.AddDate(0, 0, 4), nil); d.Empty() {
			b.Fatal("nothing due")
		}
	}
}

// A card has kilobytes. It is made once, in the list in which it stands, and copied for nothing else.
func TestADigestMakesEachCardOnce(t *testing.T) {
	const leads, rounds = 10, 100
	r, rep := coach.DefaultRules(), newYork()
	start := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	due := make([]coach.Lead, leads)
	for i := range due {
		due[i] = coach.Lead{ID: fmt.Sprint("L", i), Warmth: coach.Warm, Created: start}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range rounds {
		if d := DigestFor(r, rep, due, start.AddDate(0, 0, 1), nil); d.Tip == nil {
			t.Fatal("no tip")
		}
	}
	runtime.ReadMemStats(&after)
	all := uint64(unsafe.Sizeof(coach.Card{})) * leads // as much again for what comes next for them
	if got := (after.TotalAlloc - before.TotalAlloc) / rounds; got > all*5/2 {
		t.Errorf("%d bytes, the cards have %d", got, all)
	}
}
