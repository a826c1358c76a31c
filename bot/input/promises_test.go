package input

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/coach"
)

// S3.1: a promise has a day where one was named, and is kept word for word where none was.
func TestPromisesAreRead(t *testing.T) {
	c := dates.Context{Now: time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC), Zone: time.UTC} // a Tuesday
	day := func(d, h, m int) time.Time { return time.Date(2026, 11, d, h, m, 0, 0, time.UTC) }
	for text, want := range map[string][]coach.Promise{
		"read the specs by Thursday":      {{By: coach.Them, What: "read the specs", Due: day(12, 23, 59)}},
		"me: send the draft by Fri 16:00": {{By: coach.Us, What: "send the draft", Due: day(13, 16, 0)}},
		"ask Jo by the way":               {{By: coach.Them, What: "ask Jo by the way"}},
		"stop by the shop by Wed":         {{By: coach.Them, What: "stop by the shop", Due: day(11, 23, 59)}},
		"sign it":                         {{By: coach.Them, What: "sign it"}},
		"get the numbers by 2 Nov 2026":   {{By: coach.Them, What: "get the numbers by 2 Nov 2026"}},
		"read it by Thu\n\n Me:  call Lee\n": {{By: coach.Them, What: "read it", Due: day(12, 23, 59)},
			{By: coach.Us, What: "call Lee"}},
		"  ": nil,
	} {
		got := ReadPromises(text, c)
		if len(got) != len(want) {
			t.Errorf("%q: %+v", text, got)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: %+v, want %+v", text, got[i], want[i])
			}
		}
	}
}
