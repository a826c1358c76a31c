package schedule

import (
	"fmt"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// Product 4: the first message of a week names the leads that stand still, and no other one does.
func TestStandingStillIsSaidOnMondays(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-06 09:00")) // a Tuesday
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	for n := range 12 {
		id := fmt.Sprintf("L%02d", n)
		f.lead(rep, coach.Lead{ID: id, Warmth: coach.Warm})
		f.log(rep, id, coach.Touch{Outcome: outcome.Voicemail})
	}
	f.runTo(at(t, ny, "2026-02-17 12:00"), f.start(), f.start())
	said := map[string]int{}
	for _, p := range f.slack.all() {
		if d, ok := p.Msg.(notify.Digest); ok && len(d.Still) > 0 {
			said[d.Date] = len(d.Still)
		}
	}
	// Ten of the twelve have a card. On Monday 2 February 27 days have passed, on the Thursday of that week thirty.
	if len(said) != 2 || said["2026-02-09"] != 2 || said["2026-02-16"] != 2 {
		t.Errorf("said on %v", said)
	}
}
