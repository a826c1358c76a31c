package schedule

import (
	"context"
	"fmt"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Closed leads are kept for as long as the configuration says, and for ever where it says nothing. A lead that is open,
// that has something left to do, on which somebody asked not to be called, or that was closed later stays.
func TestRetention(t *testing.T) {
	ctx := context.Background()
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	for id, o := range map[string]outcome.Outcome{"won": outcome.Won, "lost": outcome.NotInterested,
		"open": outcome.Voicemail, "dnc": outcome.DoNotCall, "later": outcome.Voicemail} {
		f.lead(rep, coach.Lead{ID: id, Phone: "+12125550100"})
		f.log(rep, id, coach.Touch{Outcome: o})
	}
	f.lead(rep, coach.Lead{ID: "contract"})
	f.log(rep, "contract", coach.Touch{Outcome: outcome.HasSolution, Until: f.clock.Now().AddDate(1, 0, 0)})
	f.clock.to(at(t, ny, "2026-01-13 09:00"))
	f.log(rep, "later", coach.Touch{Outcome: outcome.Won})
	left := func(rules *coach.Rules, day string) string {
		t.Helper()
		f.clock.to(at(t, ny, day))
		e, err := New(Config{Space: f.space, Rules: rules, Sender: f.slack, Now: f.clock.Now, Owner: "me"})
		f.ok(err)
		for _, job := range e.ownDaily() {
			if job.Name == "retention" {
				e.jobs().run(ctx, job)
			}
		}
		var ids []string
		for _, id := range []string{"won", "lost", "open", "dnc", "later", "contract"} {
			leads, err := f.space.Records.Leads(ctx, "U1", id)
			f.ok(err)
			if len(leads) > 0 {
				ids = append(ids, id)
			}
		}
		return fmt.Sprint(ids)
	}
	all := "[won lost open dnc later contract]"
	if got := left(f.rules, "2026-02-20 09:00"); got != all {
		t.Errorf("without a setting: %s", got)
	}
	rules, err := coach.LoadRules("followup.yaml", []byte(`{limits: {keep_closed: 40}}`))
	f.ok(err)
	for _, c := range []struct{ day, want string }{
		{"2026-02-21 08:59", all}, {"2026-02-22 08:59", "[open dnc later contract]"},
		{"2026-02-23 09:01", "[open dnc contract]"},
	} {
		if got := left(rules, c.day); got != c.want {
			t.Errorf("%s: %s, want %s", c.day, got, c.want)
		}
	}
	if _, err := coach.LoadRules("followup.yaml", []byte(`{limits: {keep_closed: 20}}`)); err == nil {
		t.Error("twenty days were taken")
	}
}
