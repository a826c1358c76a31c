package schedule

import (
	"context"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// moves is what Slack says of a rep who is in another zone by now, as the roster keeps it.
func (f *fixture) moves(rep coach.Rep, zone string) {
	f.t.Helper()
	now := f.clock.Now()
	_, _, err := f.space.Change(context.Background(), store.Query{Rep: rep.ID, Now: now},
		func(seen store.Snapshot) (store.Change, error) {
			moved := seen.Rep
			moved.Moved = zone
			return store.Change{Op: "slack", Now: now, Rep: &moved, KeepDigest: true, Asks: []ledger.Due{{Kind: ledger.KindAsk,
				Rep: rep.ID, Item: ledger.AskZone, For: now, At: notify.AskAt(f.rules, moved, zone, now)}}}, nil
		})
	f.ok(err)
}

// A move is asked about once, in working hours where the rep is by now, and not on a day that has had its messages.
func TestAMoveIsAskedAboutInWorkingHours(t *testing.T) {
	for _, c := range []struct {
		name  string
		rep   coach.Rep
		then  func(coach.Rep) coach.Rep // before it is asked
		moved string
		to    string
		asked string // in New York; empty for never
	}{
		{"by day", coach.Rep{}, nil, "2026-01-12 11:00", "America/Denver", "2026-01-12 11:00"},
		{"at night there", coach.Rep{}, nil, "2026-01-12 11:00", "Asia/Tokyo", "2026-01-12 18:00"},
		{"on Saturday", coach.Rep{}, nil, "2026-01-17 11:00", "America/Denver", "2026-01-19 10:00"},
		{"on their own days and hours", coach.Rep{Days: []int{2}, From: 600, To: 720}, nil, "2026-01-12 11:00",
			"America/Denver", "2026-01-13 12:00"},
		{"the messages of the day are used up", coach.Rep{DMs: 1}, nil, "2026-01-12 11:00", "America/Denver", // a day on
			"2026-01-14 10:00"},
		{"they come back", coach.Rep{}, func(r coach.Rep) coach.Rep { r.Moved = ""; return r }, "2026-01-12 06:00",
			"America/Denver", ""},
		{"they want no questions", coach.Rep{}, func(r coach.Rep) coach.Rep { return r.With(coach.KindAsk, false) },
			"2026-01-12 06:00", "America/Denver", ""},
		{"they leave", coach.Rep{}, func(r coach.Rep) coach.Rep { r.Gone = true; return r }, "2026-01-12 06:00",
			"America/Denver", ""},
	} {
		f := newFixture(t, at(t, ny, c.moved))
		c.rep.ID, c.rep.TZ, c.rep.Since = "U1", ny, f.clock.Now()
		rep := f.rep(c.rep)
		engine := f.start()
		if c.rep.DMs > 0 { // the morning message is one
			f.lead(rep, coach.Lead{ID: "L1", Warmth: coach.Warm})
			f.runTo(at(t, ny, c.moved).Add(24*time.Hour), engine)
		}
		f.moves(rep, c.to)
		if c.then != nil {
			rep.Moved = c.to
			f.rep(c.then(rep))
		}
		f.runTo(at(t, ny, c.moved).Add(5*24*time.Hour), engine)
		var got []time.Time
		for _, p := range f.slack.all() {
			if moved, is := p.Msg.(notify.Moved); is {
				if moved.Zone != c.to || moved.Rep.TZ != ny {
					t.Errorf("%s: asked about %s, from %s", c.name, moved.Zone, moved.Rep.TZ)
				}
				got = append(got, p.At)
			}
		}
		switch {
		case c.asked == "" && len(got) == 0:
		case len(got) != 1 || c.asked == "" || got[0].Sub(at(t, ny, c.asked)).Abs() > time.Minute:
			t.Errorf("%s: asked at %v, want %s", c.name, got, c.asked)
		}
	}
}
