package schedule

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/ledger"
)

// coveredCall is a rep who is away and has agreed with a lead on a call on monday at 16:00, a colleague who covers for
// them and has nothing of their own, and that colleague's record.
func coveredCall(t *testing.T) (f *fixture, owner, colleague coach.Rep, call time.Time) {
	f, owner, call = agreedCall(t)
	now := f.clock.Now()
	owner.Away = absence.Absence{Since: now, Until: "2026-01-19",
		Cover: absence.Cover{ID: "c1", By: "U2", Asked: now, Agreed: now}}
	owner = f.rep(owner)
	colleague = f.rep(coach.Rep{ID: "U2", TZ: ny, Since: now, Covers: []absence.Covering{{ID: "c1", Rep: "U1"}}})
	return f, owner, colleague, call
}

// TestACoveredCallIsRemindedOfOnce: by the colleague's message alone, whichever of two replicas dies in which step of
// it, and the question five minutes after stands in that message.
func TestACoveredCallIsRemindedOfOnce(t *testing.T) {
	for _, die := range []failpoint{atClaimed, atLooked, atMarked, atPosted, atRecorded} {
		t.Run(string(die), func(t *testing.T) {
			f, _, _, call := coveredCall(t)
			dying := f.startDying(func(p failpoint, k *task) bool { return p != die || k.kind.name != ledger.KindPing })
			f.runTo(call.Add(-10*time.Minute), dying)
			f.runTo(call.Add(4*time.Minute), f.start(), f.start())
			key := pingKeyOf(call) + "/U2"
			f.once(key)
			if p := f.slack.all()[0]; p.To != "U2" || p.Msg.(notify.Ping).Owner != "U1" {
				t.Errorf("it went to %s as %+v", p.To, p.Msg)
			}
			f.runTo(call.Add(5*time.Minute), f.start(), f.start())
			if p := f.slack.all()[0]; len(p.Updated) != 1 || !p.Updated[0].(notify.Ping).Still {
				t.Errorf("five minutes after it is %+v", p.Updated)
			}
			f.once(key)
		})
	}
}

// TestWhoCoversNoMoreIsAskedNothing: neither the ping of a cover that ended before, nor the question after one that
// ended since; and whoever takes over has a ping of their own, which that question follows.
func TestWhoCoversNoMoreIsAskedNothing(t *testing.T) {
	f, owner, _, call := coveredCall(t)
	e := f.start()
	owner.Away.Cover = absence.Cover{}
	owner = f.rep(owner)
	f.runTo(call.Add(-10*time.Minute), e)
	f.once()

	f, owner, _, call = coveredCall(t)
	e = f.start()
	f.runTo(call.Add(-10*time.Minute), e)
	now := f.clock.Now()
	owner.Away.Cover = absence.Cover{ID: "c2", By: "U3", Asked: now, Agreed: now}
	owner = f.rep(owner)
	f.rep(coach.Rep{ID: "U3", TZ: ny, Since: now, Covers: []absence.Covering{{ID: "c2", Rep: "U1"}}})
	f.ok(f.space.Reindex(context.Background(), "U1", func(r coach.Rep, l coach.Lead) coach.Attention {
		return f.rules.Timers(l, cover.Plans(r, now), now)
	}))
	f.runTo(call.Add(5*time.Minute), e)
	f.once(pingKeyOf(call)+"/U2", pingKeyOf(call)+"/U3")
	for _, p := range f.slack.all() {
		if asked := len(p.Updated) == 1; asked != (p.To == "U3") {
			t.Errorf("%s was asked: %v", p.To, asked)
		}
	}
}

// TestACallOfAColleagueIsAskedAboutWhileTheyCover: two minutes after [Calling now] the message asks, but nobody whose
// cover has ended since, or to whom it doesn't belong any more.
func TestACallOfAColleagueIsAskedAboutWhileTheyCover(t *testing.T) {
	for name, c := range map[string]struct {
		after absence.Cover
		want  int
	}{
		"stands":          {absence.Cover{ID: "c1", By: "U2", Agreed: at(t, ny, "2026-01-12 09:00")}, 1},
		"over":            {absence.Cover{}, 0},
		"somebody else's": {absence.Cover{ID: "c2", By: "U3", Agreed: at(t, ny, "2026-01-12 09:00")}, 0},
		"not agreed on":   {absence.Cover{ID: "c1", By: "U2"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, at(t, ny, "2026-01-12 09:05"))
			now := f.clock.Now()
			owner := coach.Rep{ID: "U1", TZ: ny, Since: now, Away: absence.Absence{Since: now, Until: "2026-01-19",
				Cover: absence.Cover{ID: "c1", By: "U2", Agreed: now}}}
			owner = f.rep(owner)
			f.lead(owner, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Warm})
			for id, agreed := range map[string]string{"U2": "c1", "U3": "c2"} {
				f.rep(coach.Rep{ID: id, TZ: ny, Since: now, Covers: []absence.Covering{{ID: agreed, Rep: "U1"}}})
			}
			f.saysOn(owner, notify.Spot{URL: "here", Surface: "go", Posted: true, By: "U2"})
			e := f.start()
			f.runTo(now.Add(notify.CalledAfter-time.Second), e)
			f.asked(0)
			owner.Away.Cover = c.after
			f.rep(owner)
			f.runTo(now.Add(notify.CalledAfter), e)
			f.asked(c.want)
		})
	}
}

// TestACoveredNudgeCountsForTheColleague: it goes by their switches and their number of messages a day, and is counted
// once, also where its sender dies right after it was posted.
func TestACoveredNudgeCountsForTheColleague(t *testing.T) {
	for name, c := range map[string]struct {
		colleague coach.Rep
		sent      bool
	}{
		"wanted":   {coach.Rep{}, true},
		"off":      {coach.Rep{Quiet: []coach.MessageKind{coach.KindNudge}}, false},
		"too many": {coach.Rep{DMs: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
			now := f.clock.Now()
			owner := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: now})
			f.lead(owner, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Warm})
			f.log(owner, "L1", coach.Touch{Outcome: outcome.Voicemail})
			owner.Away = absence.Absence{Since: now, Until: "2026-01-19",
				Cover: absence.Cover{ID: "c1", By: "U2", Asked: now, Agreed: now}}
			f.rep(owner)
			who := c.colleague
			who.ID, who.TZ, who.Since = "U2", ny, now
			who.Covers = []absence.Covering{{ID: "c1", Rep: "U1"}}
			who = f.rep(who)
			if who.DMs > 0 { // they had it this morning
				f.count1(who.ID, dateOf(now, who))
			}
			before := f.dms(who, now)
			dying := f.startDying(func(p failpoint, k *task) bool {
				return p != atPosted || k.kind.name != ledger.KindNudge
			})
			day := at(t, ny, "2026-01-12 16:30")
			f.runTo(day, dying, f.start())
			due := at(t, ny, "2026-01-12 16:00")
			want := 0
			if c.sent {
				want = 1
			}
			key := fmt.Sprintf("nudge/U1/%d/U2", due.Unix())
			if n := f.slack.keys()[key]; n != want {
				t.Errorf("%d nudges, want %d: %v", n, want, f.slack.keys())
			}
			if n := f.dms(who, now) - before; n != want {
				t.Errorf("%d are counted, want %d", n, want)
			}
			if n := f.dms(owner, now); n != 0 {
				t.Errorf("%d are counted for whoever is away", n)
			}
		})
	}
}

// dms is how many messages of a day are counted for a rep.
func (f *fixture) dms(rep coach.Rep, now time.Time) int {
	f.t.Helper()
	n, err := f.space.Ledger.DMs(context.Background(), rep.ID, dateOf(now, rep))
	f.ok(err)
	return n
}

// count1 counts a message of a day.
func (f *fixture) count1(rep, date string) {
	f.t.Helper()
	d, err := f.space.Ledger.Claim(context.Background(), f.clock.Now(), "test", time.Minute,
		ledger.DeliveryClaim{Key: "before", Rep: rep})
	f.ok(err)
	f.ok(f.space.Ledger.Done(context.Background(), d[0], ledger.Receipt{At: f.clock.Now()},
		ledger.DoneEffects{DM: date}))
}

// TestACoveredDigestComesOnce: two replicas, of which one dies behind the post; whoever is away has none, and whoever
// covers for nobody costs no further read.
func TestACoveredDigestComesOnce(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 07:00"))
	now := f.clock.Now()
	owner := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: now})
	for i := range 30 {
		f.lead(owner, coach.Lead{ID: fmt.Sprintf("L%02d", i), Warmth: coach.Warm})
	}
	owner.Away = absence.Absence{Since: now, Until: "2026-01-19",
		Cover: absence.Cover{ID: "c1", By: "U2", Asked: now, Agreed: now}}
	f.rep(owner)
	f.rep(coach.Rep{ID: "U2", TZ: ny, Since: now, Covers: []absence.Covering{{ID: "c1", Rep: "U1"}}})
	dying := f.startDying(func(p failpoint, k *task) bool { return p != atPosted || k.kind.name != ledger.KindDigest })
	f.runTo(at(t, ny, "2026-01-12 08:45"), dying, f.start())
	f.once("digest/U2/2026-01-12")
	d, is := f.slack.all()[0].Msg.(notify.Digest)
	if !is || d.Total() != 0 || len(d.Covered) != 1 || d.Covered[0].Owner != "U1" || d.Covered[0].Total != 30 ||
		len(d.Covered[0].Cards) != notify.CoveredMost {
		t.Errorf("the digest has %+v", d.Covered)
	}
}
