package schedule

import (
	"fmt"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/ledger"
)

// gift is a lead of high potential for which a gift was asked.
func (f *fixture) gift(r coach.Rep, lead string) {
	f.t.Helper()
	f.lead(r, coach.Lead{ID: lead, Name: lead, Warmth: coach.Warm, Potential: coach.PotentialHigh})
	f.log(r, lead, coach.Touch{Outcome: outcome.Verdict, Verdict: coach.VerdictGift,
		Gift: &coach.GiftPlan{What: "a basket"}})
}

// Each manager of the rep's team is asked once, whoever of the replicas does it and whatever happens to the lead
// meanwhile; the answer goes to the rep once (S2.22).
func TestAGiftIsAskedForOnce(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1", Reps: []string{"U1", "B2"},
		Managers: []string{"B2", "B1", "U1"}})
	f.team(coach.Team{ID: "T2", Name: "south", Channel: "C2", Reps: []string{"U9"}, Managers: []string{"B3"}})
	asked := f.clock.Now()
	f.gift(rep, "G1")
	f.slack.inject = func(n int, _ ledger.Delivery, _ string, _ notify.Message) fault { return fault{lose: n == 1} }
	engines := []*running{f.start(), f.start()}
	f.runTo(asked.Add(10*time.Minute), engines...)
	keys := []string{fmt.Sprintf("gift/U1/G1/%d/B1", asked.Unix()), fmt.Sprintf("gift/U1/G1/%d/B2", asked.Unix())}
	f.once(keys...)
	f.log(rep, "G1", coach.Touch{Outcome: outcome.Email}) // the lead changes, and its timers are written anew
	f.runTo(f.clock.Now().Add(10*time.Minute), engines...)
	f.once(keys...)
	answered := f.clock.Now()
	f.log(rep, "G1", coach.Touch{Outcome: outcome.Verdict, Verdict: coach.Approval(false), By: "B1", Reason: "too early"})
	f.runTo(answered.Add(10*time.Minute), engines...)
	f.log(rep, "G1", coach.Touch{Outcome: outcome.Email})
	f.runTo(f.clock.Now().Add(10*time.Minute), engines...)
	f.once(append(keys, fmt.Sprintf("giftback/U1/G1/%d", answered.Unix()))...)
	for _, p := range f.slack.all() {
		if back, ok := p.Msg.(notify.GiftAnswer); ok && (p.To != "U1" || back.Card.Lead.Progress.Gift.Why != "too early") {
			t.Errorf("to %s: %+v", p.To, back.Card.Lead.Progress.Gift)
		}
	}
}

// Who decides alone asks nobody and hears nothing; a gift that was taken back is asked of nobody.
func TestAGiftThatNobodyIsAskedAbout(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.lead(rep, coach.Lead{ID: "G1", Name: "G1", Warmth: coach.Warm, Potential: coach.PotentialHigh})
	f.log(rep, "G1", coach.Touch{Outcome: outcome.Verdict, Verdict: coach.VerdictGift,
		Gift: &coach.GiftPlan{What: "a basket", Alone: true}})
	f.gift(rep, "G2")
	f.log(rep, "G2", coach.Touch{Outcome: outcome.Talked})
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1", Reps: []string{"U1"}, Managers: []string{"B1"}})
	e := f.start()
	f.runTo(f.clock.Now().Add(10*time.Minute), e)
	f.once()
}
