package coach

import (
	"testing"

	"github.com/followup-coach/followup/coach/outcome"
)

func TestPhoneKey(t *testing.T) {
	for _, c := range []struct{ zone, number, want string }{
		{"America/New_York", "212-555-0100", "+12125550100"},
		{"Europe/Berlin", "+1 (212) 555 0100 ext. 5", "+12125550100"},
		{"Europe/Berlin", "030 123456", "+4930123456"},
		{"UTC", "212 555-0100", "2125550100"},
		{"Europe/Berlin", "", ""},
		{"UTC", "ask Jo", ""},
	} {
		if got := (Rep{TZ: c.zone}).PhoneKey(c.number); got != c.want {
			t.Errorf("%q in %s: %q, want %q", c.number, c.zone, got, c.want)
		}
	}
}

// A do-not-call that was said on another lead ends this one, counts no call on it, and survives a replay.
func TestAskedElsewhere(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	start := zoneTime(t, "2026-03-02T09:00:00-05:00")
	l := Lead{ID: "L1", Rep: "U1", Name: "Acme", Warmth: Cold, Created: start}
	l, first, err := r.Log(l, nil, Touch{Outcome: outcome.Voicemail, At: start, Logged: start, By: "U1"}, rep)
	if err != nil {
		t.Fatal(err)
	}
	l, second, err := r.Log(l, nil, Touch{Outcome: outcome.Voicemail, At: start.AddDate(0, 0, 2),
		Logged: start.AddDate(0, 0, 2),
		By:     "U1"}, rep)
	if err != nil {
		t.Fatal(err)
	}
	asked := start.AddDate(0, 0, 1) // between the two, and heard of only now
	l, last, err := r.Log(l, []Touch{first.Touch, second.Touch},
		Touch{Outcome: outcome.DoNotCall, At: asked, Logged: start.AddDate(0, 0, 3), By: "U2", ByOtherLead: true}, rep)
	if err != nil {
		t.Fatal(err)
	}
	again := r.Replay(l, []Touch{second.Touch, first.Touch, last.Touch}, rep)
	for _, p := range []Progress{l.Progress, again.Progress} {
		if p.Closed != outcome.DoNotCall || p.ClosedBy != "U2" || !p.ClosedAt.Equal(asked) || p.Total != 2 || p.Spoken ||
			last.Touch.Try != 0 {
			t.Errorf("progress %+v", p)
		}
	}
	if s := r.Next(l, rep, start.AddDate(0, 0, 3)); s.Kind != StepNone || len(r.Timers(l, rep, start).Timers) != 0 {
		t.Errorf("still due: %+v", s)
	}
}
