package coach

import (
	"testing"
	"time"
)

func TestDefaultsLoad(t *testing.T) {
	r := DefaultRules()
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	l := Lead{ID: "L1", Warmth: Warm, Created: time.Date(2026, 3, 2, 14, 20, 0, 0, time.UTC)}
	for i := 0; i < 10; i++ {
		s := r.Next(l, rep, l.Created)
		t.Log(s.Kind, s.Number, s.Of, s.Due.In(rep.Location()), s.Until.In(rep.Location()).Format("15:04"), s.Window, s.Mail, s.Because)
		if s.Kind != StepCall {
			break
		}
		var err error
		l, _, err = r.Log(l, nil, Touch{Outcome: Voicemail, At: s.Due.Add(time.Minute)}, rep)
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Log(r.Slots(l, rep, l.Created, time.Time{}, time.Time{}, 3))
}
