package schedule

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
)

// calling is a rep who said on monday at 9:05 that they are calling a lead.
func calling(t *testing.T) (*fixture, coach.Rep) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:05"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.lead(rep, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Warm})
	f.says(rep, "here")
	return f, rep
}

// says has a rep say in a message that they are calling their lead.
func (f *fixture) says(rep coach.Rep, url string) {
	f.t.Helper()
	f.saysOn(rep, notify.Spot{URL: url, Surface: "go", Posted: true})
}

// saysOn is [fixture.says] with where it is said, and by whom.
func (f *fixture) saysOn(rep coach.Rep, spot notify.Spot) {
	f.t.Helper()
	raw, err := json.Marshal(spot)
	f.ok(err)
	ctx, now := context.Background(), f.clock.Now()
	f.ok(f.space.Park(ctx, rep.ID, notify.SpotOf("L1"), raw))
	f.ok(f.space.DueIndex.SetDue(ctx, ledger.Due{Kind: ledger.KindCalled, Rep: rep.ID, Lead: "L1", For: now,
		At: now.Add(notify.CalledAfter)}))
}

// asked holds how often it was asked what came of a call.
func (f *fixture) asked(want int) {
	f.t.Helper()
	f.slack.mu.Lock()
	defer f.slack.mu.Unlock()
	if got := len(f.slack.asked); got != want {
		f.t.Errorf("asked %d times, want %d", got, want)
	}
	for _, m := range f.slack.asked {
		if m.Spot.URL != "here" || m.Spot.Surface != "go" || !m.Spot.Posted || m.Card.Lead.ID != "L1" {
			f.t.Errorf("asked %+v", m)
		}
	}
}

// Two minutes after the tap the message asks once, by whichever of two replicas, and never again.
func TestACallIsAskedAboutOnce(t *testing.T) {
	f, _ := calling(t)
	began := f.clock.Now()
	e, other := f.start(), f.start()
	f.runTo(began.Add(notify.CalledAfter-time.Second), e, other)
	f.asked(0)
	f.runTo(began.Add(notify.CalledAfter), e, other)
	f.asked(1)
	f.runTo(began.Add(time.Hour), e, other)
	f.asked(1)
	f.once() // no message of its own
}

// What was logged is the answer, whoever logged it, and so is that the rep left or rests. That they are calling, noted
// of an agreed call, is none. Who was closed elsewhere, or asked not to be called, loses their number in the message.
func TestACallWithAResultIsNotAskedAbout(t *testing.T) {
	for what, c := range map[string]struct {
		do   func(*fixture, coach.Rep)
		want int
	}{
		"logged":           {func(f *fixture, r coach.Rep) { f.log(r, "L1", coach.Touch{Outcome: outcome.Voicemail}) }, 0},
		"closed":           {func(f *fixture, r coach.Rep) { f.log(r, "L1", coach.Touch{Outcome: outcome.NotFit}) }, 1},
		"not to be called": {func(f *fixture, r coach.Rep) { f.log(r, "L1", coach.Touch{Outcome: outcome.DoNotCall}) }, 1},
		"off":              {func(f *fixture, r coach.Rep) { r.Off = true; f.rep(r) }, 0},
		"gone":             {func(f *fixture, r coach.Rep) { r.Gone = true; f.rep(r) }, 0},
		"called off": {func(f *fixture, r coach.Rep) {
			f.ok(f.space.DueIndex.SetDue(context.Background(), ledger.Due{Kind: ledger.KindCalled, Rep: r.ID, Lead: "L1"}))
		}, 0},
		"tapped again":  {func(f *fixture, r coach.Rep) { f.says(r, "here") }, 1},
		"address known": {func(f *fixture, _ coach.Rep) { f.slack.noUpdate = refused(failure.Gone, 0) }, 0},
		"calling": {func(f *fixture, r coach.Rep) {
			f.log(r, "L1", coach.Touch{Outcome: outcome.Planned, Until: f.clock.Now().Add(time.Hour)})
			f.clock.to(f.clock.Now().Add(time.Minute))
			f.says(r, "here")
			f.log(r, "L1", coach.Touch{Outcome: outcome.Calling})
		}, 1},
	} {
		t.Run(what, func(t *testing.T) {
			f, rep := calling(t)
			e := f.start()
			f.runTo(f.clock.Now().Add(time.Minute), e)
			c.do(f, rep)
			f.runTo(f.clock.Now().Add(40*time.Minute), e)
			f.asked(c.want)
		})
	}
}

// A process that dies between two steps loses nothing: another one asks. It repeats what may have been done, which
// changes nothing, but only while nothing was logged; what is known to be done it leaves.
func TestADeadProcessLosesNoQuestion(t *testing.T) {
	for where, c := range map[failpoint]struct{ unlogged, logged int }{
		atClaimed: {1, 0}, atMarked: {1, 0}, atPosted: {2, 1}, atRecorded: {1, 1},
	} {
		for _, logs := range []bool{false, true} {
			f, rep := calling(t)
			due := f.clock.Now().Add(notify.CalledAfter)
			dying := f.startDying(func(now failpoint, _ *task) bool { return now != where })
			f.runTo(due, dying)
			want := c.unlogged
			if logs {
				f.log(rep, "L1", coach.Touch{Outcome: outcome.NoAnswer})
				want = c.logged
			}
			f.runTo(due.Add(10*time.Minute), f.start())
			f.asked(want)
			if t.Failed() {
				t.Fatalf("it died %s, logged: %v", where, logs)
			}
		}
	}
}

// Back after long, nobody is asked about a call of which the message can't be changed any more.
func TestALateQuestionIsDropped(t *testing.T) {
	for late, want := range map[time.Duration]int{20 * time.Minute: 1, 26 * time.Minute: 0} {
		f, _ := calling(t)
		f.clock.to(f.clock.Now().Add(late))
		f.runTo(f.clock.Now().Add(time.Minute), f.start())
		f.asked(want)
	}
}
