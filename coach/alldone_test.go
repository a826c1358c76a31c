package coach

import (
	"testing"
	"time"
)

// S4.5: a row of working days on which nothing was left over, counted from digest to digest; a call overdue since
// yesterday ends it, one overdue since this morning does not, and a weekend is no day.
func TestARowOfDaysOnWhichAllWasDone(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	// 2 March 2026 is a Monday
	day := func(d, h int) time.Time { return time.Date(2026, 3, d, h, 30, 0, 0, rep.Location()) }
	call := func(until time.Time) Digest {
		return Digest{Cards: []Card{{Step: Step{Kind: StepCall, Due: until.Add(-time.Hour), Until: until}}}}
	}
	shown := map[string]time.Time{}
	for _, c := range []struct {
		now  time.Time
		d    Digest
		want int
	}{
		{day(2, 8), Digest{}, 0},                             // the first digest of all
		{day(3, 8), call(day(3, 10)), 1},                     // due today
		{day(4, 8), call(day(4, 8)), 2},                      // overdue since this morning
		{day(9, 8), Digest{}, 5},                             // Thursday, Friday; no weekend
		{day(10, 8), call(day(9, 17)), 0},                    // left over
		{day(11, 8), Digest{}, 1},                            // and on from there
		{day(12, 8), Digest{Asks: call(day(9, 9)).Cards}, 2}, // a question is no call
	} {
		days, since := r.AllDone(rep, c.d, shown, c.now)
		if days != c.want {
			t.Errorf("%s: %d days, want %d", c.now.Format("Mon 2 Jan"), days, c.want)
		}
		shown[AllDoneSince] = since
	}
}
