package schedule

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// block logs a do-not-call as the bot would, with its job.
func (f *fixture) block(r coach.Rep, lead, phone string) {
	f.t.Helper()
	now := f.clock.Now()
	t := coach.Touch{ID: store.NewID(), Outcome: outcome.DoNotCall, At: now, Logged: now, By: r.ID}
	_, _, err := f.space.Change(context.Background(), store.Query{Rep: r.ID, LeadID: lead, Now: now, Touches: -1},
		func(s store.Snapshot) (store.Change, error) {
			l, logged, err := f.rules.Log(*s.Lead, s.Touches, t, r)
			return store.Change{
				Op: "log do-not-call", By: r.ID, Now: now, Lead: &l, Touch: &logged.Touch, Attention: f.rules.Timers(l, r, now),
				Outbox: []store.Outbox{{Kind: store.OutboxBlock, By: r.ID,
					Blocked: &store.Blocked{Phone: phone, By: r.ID, At: now, Rep: r.ID, Lead: lead}}},
			}, err
		})
	f.ok(err)
}

// A prospect who tells one rep never to call again is called by nobody: the leads of others with that number stop, with
// all that was to come of them.
func TestDoNotCallStopsTheLeadsOfOthers(t *testing.T) {
	ctx := context.Background()
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	one := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	two := f.rep(coach.Rep{ID: "U2", TZ: ny, Since: f.clock.Now()})
	gone := f.rep(coach.Rep{ID: "U3", TZ: "Europe/Berlin", Since: f.clock.Now(), Gone: true})
	f.lead(one, coach.Lead{ID: "L1", Name: "acme", Phone: "+1 212 555 0100"})
	f.lead(one, coach.Lead{ID: "L2", Name: "acme again", Phone: "2125550100"})
	f.lead(two, coach.Lead{ID: "L3", Name: "pat", Phone: "(212) 555-0100", Warmth: coach.Warm})
	f.lead(two, coach.Lead{ID: "L4", Name: "other", Phone: "212 555 0101"})
	f.lead(two, coach.Lead{ID: "L5", Name: "won", Phone: "212 555 0100"})
	f.log(two, "L5", coach.Touch{Outcome: outcome.Won})
	f.lead(gone, coach.Lead{ID: "L6", Name: "pat", Phone: "+12125550100"})
	f.lead(gone, coach.Lead{ID: "L7", Name: "berlin", Phone: "212 5550100"})
	f.log(two, "L3", coach.Touch{Outcome: outcome.Voicemail, Until: at(t, ny, "2026-01-12 11:00")})
	f.log(two, "L4", coach.Touch{Outcome: outcome.Voicemail})
	// closed, and to be called again when their contract ends
	f.lead(one, coach.Lead{ID: "L8", Name: "contract", Phone: "212 555 0100"})
	f.log(one, "L8", coach.Touch{Outcome: outcome.HasSolution, Until: f.clock.Now().AddDate(0, 6, 0)})
	// somebody has hurt the history of one: it keeps nobody else's from ending
	f.lead(one, coach.Lead{ID: "L9", Name: "hurt", Phone: "212 555 0100"})
	f.log(one, "L9", coach.Touch{Outcome: outcome.Voicemail})
	f.damage("touches:U1:L9", "", `{"id":7}`)
	asked := f.clock.Now()
	f.block(one, "L1", "+12125550100")
	f.runTo(at(t, ny, "2026-01-14 12:00"), f.start(), f.start())

	for _, c := range []struct {
		rep, lead string
		closed    outcome.Outcome
	}{{"U1", "L2", outcome.DoNotCall}, {"U2", "L3", outcome.DoNotCall}, {"U2", "L4", ""}, {"U2", "L5", outcome.Won},
		{"U1", "L8", outcome.DoNotCall}, {"U3", "L6", outcome.DoNotCall}, {"U3", "L7", ""}} {
		leads, err := f.space.Records.Leads(ctx, c.rep, c.lead)
		f.ok(err)
		p := leads[0].Progress
		if p.Closed != c.closed {
			t.Errorf("%s is %q, want %q", c.lead, p.Closed, c.closed)
		}
		if c.closed == outcome.DoNotCall && p.Task() != nil {
			t.Errorf("%s would come up again: %+v", c.lead, p.Task())
		}
		if c.closed == outcome.DoNotCall && (p.ClosedBy != "U1" || !p.ClosedAt.Equal(asked)) {
			t.Errorf("%s does not say who was asked and when: %+v", c.lead, p)
		}
		touches, err := f.space.Records.Touches(ctx, c.rep, c.lead, -1)
		f.ok(err)
		told := 0
		for _, touch := range touches {
			if touch.ByOtherLead && touch.By == "U1" {
				told++
			}
		}
		if want := c.closed == outcome.DoNotCall; want != (told == 1) {
			t.Errorf("%s has %d touches of the block", c.lead, told)
		}
	}
	audit, err := f.space.History.Audit(ctx, "U2", 1)
	f.ok(err)
	if a := audit[0]; a.Op != "stop do-not-call" || a.By != "U1" || a.LeadID != "L3" || a.Undoable ||
		!strings.Contains(string(a.After), "do-not-call") {
		t.Errorf("audit %+v", a)
	}
	for _, p := range f.slack.all() {
		switch m := p.Msg.(type) {
		case notify.Ping:
			t.Errorf("pinged for %s at %v", m.Card.Lead.Name, p.Key)
		case notify.Digest:
			for _, c := range append(append(m.Asks, m.Commitments...), m.Cards...) {
				if c.Lead.ID == "L3" || c.Lead.ID == "L2" {
					t.Errorf("%s is in %s", c.Lead.Name, p.Key)
				}
			}
		}
	}
	due, err := f.space.DueIndex.DueBefore(ctx, f.clock.Now().Add(time.Hour), 100)
	f.ok(err)
	for _, d := range due {
		if d.Kind == ledger.KindOutbox {
			t.Errorf("the job is still there: %+v", d)
		}
	}
}

// A number that a version before blocked under what it made of "212 555 0103 (cell)" blocks as what it is, for new
// leads and for those that others have.
func TestBlockedNumbersAreReadAnew(t *testing.T) {
	ctx := context.Background()
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	one := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	two := f.rep(coach.Rep{ID: "U2", TZ: "UTC", Locale: "en-US", Since: f.clock.Now()})
	const typed = "212 555 0103 (cell)"
	f.lead(one, coach.Lead{ID: "L1", Name: "elm", Phone: typed})
	f.log(one, "L1", coach.Touch{Outcome: outcome.DoNotCall})
	f.lead(two, coach.Lead{ID: "L2", Name: "fir", Phone: "2125550103 x7"})
	old := one.PhoneKey(typed)
	f.ok(f.space.Directory.BlockNumber(ctx, store.Blocked{Phone: old, By: "U1", At: f.clock.Now(), Rep: "U1", Lead: "L1"}))
	engines := []*running{f.start(), f.start()}
	f.dailyDone("do-not-call")
	f.runTo(at(t, ny, "2026-01-12 09:30"), engines...)
	blocked, err := f.space.Directory.BlockedAmong(ctx, []string{"+12125550103", old})
	f.ok(err)
	if len(blocked) != 2 || blocked[0].By != "U1" || blocked[0].Lead != "L1" {
		t.Errorf("by the number and by the old key: %+v", blocked)
	}
	leads, err := f.space.Records.Leads(ctx, "U2", "L2")
	f.ok(err)
	if leads[0].Progress.Closed != outcome.DoNotCall {
		t.Errorf("the lead of another goes on: %+v", leads[0].Progress)
	}
}
