package schedule

import (
	"context"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/selfreport"
)

// S3.15, S4.15: a rep's own figures come once a week, with the first digest, and speak of the week before. Nobody
// else's message has any.
func TestMirrorComesOnceAWeek(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-06 09:00")) // a Tuesday
	one := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	two := f.rep(coach.Rep{ID: "U2", TZ: "Pacific/Auckland", Since: f.clock.Now()})
	for _, r := range []coach.Rep{one, two} {
		f.lead(r, coach.Lead{ID: "L1", Name: "acme", Warmth: coach.Warm})
	}
	for range 3 {
		f.log(one, "L1", coach.Touch{Outcome: outcome.Voicemail})
	}
	f.runTo(at(t, ny, "2026-01-21 12:00"), f.start(), f.start())

	weeks := map[string][]string{}
	for _, p := range f.slack.all() {
		d, ok := p.Msg.(notify.Digest)
		if !ok || d.SelfReport == nil {
			continue
		}
		weeks[d.Rep] = append(weeks[d.Rep], d.Date)
		if d.Rep != "U1" {
			t.Errorf("figures of nobody's calls for %s: %+v", d.Rep, d.SelfReport)
		}
		if want := map[string]int{"2026-01-12": 3}[d.Date]; d.SelfReport.Unreached != want || d.SelfReport.Minutes != 5*want {
			t.Errorf("%s: %d unreached, %d minutes", d.Date, d.SelfReport.Unreached, d.SelfReport.Minutes)
		}
	}
	// nothing was due before that Friday
	if got := weeks["U1"]; len(got) != 3 || got[0] != "2026-01-09" || got[1] != "2026-01-12" || got[2] != "2026-01-19" {
		t.Errorf("weeks on %v", got)
	}
	shown, err := f.space.Ledger.TipsShown(context.Background(), "U2")
	f.ok(err)
	if shown[selfreport.Shown].IsZero() {
		t.Error("a week's first message without figures must count as the first, too")
	}
	// S4.5: the call of that first Friday was never made, so each digest since has begun the row of days anew.
	shown, err = f.space.Ledger.TipsShown(context.Background(), "U1")
	f.ok(err)
	if since := shown[notify.AllDoneSince].In(one.Location()).Format("2006-01-02"); since != "2026-01-21" {
		t.Errorf("nothing left over since %s", since)
	}
}
