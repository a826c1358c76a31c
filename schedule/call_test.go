package schedule

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/ledger"
)

// agreedCall is a rep who has agreed with a lead on a call on monday at 16:00.
func agreedCall(t *testing.T) (*fixture, coach.Rep, time.Time) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.lead(rep, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Cold})
	call := at(t, ny, "2026-01-12 16:00")
	f.log(rep, "L1", coach.Touch{Outcome: outcome.Planned, Until: call})
	return f, rep, call
}

func pingKeyOf(call time.Time) string { return fmt.Sprintf("ping/U1/L1/%d", call.Unix()) }

func TestPingAndTheQuestionFiveMinutesAfter(t *testing.T) {
	f, _, call := agreedCall(t)
	e, other := f.start(), f.start()
	f.runTo(call.Add(-10*time.Minute-time.Second), e, other)
	f.once()
	f.runTo(call.Add(-10*time.Minute), e, other)
	f.once(pingKeyOf(call))
	f.runTo(call.Add(4*time.Minute), e, other)
	if f.slack.updates != 0 {
		t.Error("the ping was updated before its time")
	}
	f.runTo(call.Add(5*time.Minute), e, other)
	p := f.slack.all()[0]
	if len(p.Updated) != 1 || !p.Updated[0].(notify.Ping).Still {
		t.Errorf("five minutes after the agreed time the ping was updated with %+v, want the question", p.Updated)
	}
	f.once(pingKeyOf(call))
}

// TestPingCarriesThePrep: what is known by the time of the ping, notes and open promises included, not what was known
// when the call was agreed on (S4.6, S3.20).
func TestPingCarriesThePrep(t *testing.T) {
	f, rep, call := agreedCall(t)
	e := f.start()
	f.runTo(call.Add(-time.Hour), e)
	f.log(rep, "L1", coach.Touch{Outcome: outcome.Email, Note: "sent the prices"})
	f.runTo(call.Add(-10*time.Minute), e)
	sent := f.slack.all()
	ping, ok := sent[len(sent)-1].Msg.(notify.Ping)
	if !ok || len(ping.Prep.Notes) == 0 || ping.Prep.Notes[0].Note != "sent the prices" || !ping.Prep.Expected ||
		ping.Prep.Opener == "" {
		t.Errorf("the ping carries %+v", ping.Prep)
	}
}

func TestNoQuestionWhenSomethingWasTappedOrLogged(t *testing.T) {
	for what, do := range map[string]func(*fixture, coach.Rep, time.Time){
		"logged": func(f *fixture, r coach.Rep, _ time.Time) { f.log(r, "L1", coach.Touch{Outcome: outcome.Voicemail}) },
		"tapped calling now": func(f *fixture, r coach.Rep, call time.Time) {
			f.ok(f.space.DueIndex.Drop(context.Background(),
				ledger.Due{Kind: ledger.KindStill, Rep: r.ID, Lead: "L1", For: call}))
		},
		"moved": func(f *fixture, r coach.Rep, call time.Time) {
			f.log(r, "L1", coach.Touch{Outcome: outcome.Planned, Until: call.Add(time.Hour)})
		},
		"off": func(f *fixture, r coach.Rep, _ time.Time) { r.Off = true; f.rep(r) },
	} {
		t.Run(what, func(t *testing.T) {
			f, rep, call := agreedCall(t)
			e := f.start()
			f.runTo(call.Add(time.Minute), e)
			f.once(pingKeyOf(call))
			do(f, rep, call)
			f.runTo(call.Add(10*time.Minute), e)
			if f.slack.updates != 0 {
				t.Error("the ping was updated all the same")
			}
		})
	}
}

func TestLatePings(t *testing.T) {
	for back, want := range map[time.Duration]int{-2 * time.Minute: 1, 4 * time.Minute: 1, 5 * time.Minute: 0,
		time.Hour: 0} {
		f, _, call := agreedCall(t)
		f.clock.to(call.Add(back))
		e := f.start()
		f.runTo(call.Add(back), e)
		if got := len(f.slack.all()); got != want {
			t.Errorf("back %v after the agreed time: %d pings, want %d", back, got, want)
		}
		f.runTo(call.Add(2*time.Hour), e)
		if got := len(f.slack.all()); got != want {
			t.Errorf("back %v after the agreed time: %d messages in the end, want %d", back, got, want)
		}
	}
}

// secondTries gives a rep n warm leads whose first try was a voicemail in the morning, so that a second is due at
// 16:00.
func secondTries(f *fixture, rep coach.Rep, from, n int) {
	for i := range n {
		id := fmt.Sprintf("L%02d", from+i)
		f.lead(rep, coach.Lead{ID: id, Name: id, Warmth: coach.Warm})
		f.log(rep, id, coach.Touch{Outcome: outcome.Voicemail})
	}
}

func nudges(f *fixture) (out []notify.Nudge) {
	for _, p := range f.slack.all() {
		if n, ok := p.Msg.(notify.Nudge); ok {
			out = append(out, n)
		}
	}
	return out
}

func TestOneNudgeForTheSecondTriesOfAnHour(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	secondTries(f, rep, 0, 3)
	f.slack.inject = func(n int, _ ledger.Delivery, _ string, _ notify.Message) fault { return fault{lose: n == 1} }
	engines := []*running{f.start(), f.start()}
	f.runTo(at(t, ny, "2026-01-12 15:49"), engines...)
	if n := nudges(f); len(n) != 0 {
		t.Fatalf("nudged ahead of time: %+v", n)
	}
	f.runTo(at(t, ny, "2026-01-12 17:00"), engines...)
	if n := nudges(f); len(n) != 1 || len(n[0].Cards) != 3 {
		t.Fatalf("%d nudges, want one with three cards: %+v", len(n), n)
	}
}

func TestNoNudgeForATryThatWasMade(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	secondTries(f, rep, 0, 2)
	f.clock.to(at(t, ny, "2026-01-12 15:00"))
	f.log(rep, "L00", coach.Touch{Outcome: outcome.NoAnswer})
	f.runTo(at(t, ny, "2026-01-12 17:00"), f.start())
	if n := nudges(f); len(n) != 1 || len(n[0].Cards) != 1 || n[0].Cards[0].Lead.ID != "L01" {
		t.Fatalf("nudges: %+v, want one for L01", n)
	}
}

// Twelve messages a day unless a team says otherwise, pings not counted: what is over shows in the next digest.
func TestTwelveMessagesADay(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	ctx := context.Background()
	count := func(n int) {
		for i := range n {
			key := fmt.Sprintf("count/%d/%d", n, i)
			d, err := f.space.Ledger.Claim(ctx, f.clock.Now(), "test", time.Second, ledger.DeliveryClaim{Key: key, Rep: rep.ID})
			f.ok(err)
			f.ok(f.space.Ledger.Done(ctx, d[0], ledger.Receipt{}, ledger.DoneEffects{DM: "2026-01-12"}))
		}
	}
	secondTries(f, rep, 0, 1)
	f.lead(rep, coach.Lead{ID: "LP", Name: "lp", Warmth: coach.Cold})
	f.log(rep, "LP", coach.Touch{Outcome: outcome.Planned, Until: at(t, ny, "2026-01-12 16:00")})
	count(12)
	e := f.start()
	f.runTo(at(t, ny, "2026-01-12 18:00"), e)
	if n := nudges(f); len(n) != 0 {
		t.Errorf("a thirteenth message: %+v", n)
	}
	if len(f.slack.all()) != 1 {
		t.Errorf("%d messages, want the ping alone", len(f.slack.all()))
	}
	f.runTo(at(t, ny, "2026-01-13 08:30"), e)
	var digest *notify.Digest
	for _, p := range f.slack.all() {
		if d, ok := p.Msg.(notify.Digest); ok {
			digest = &d
		}
	}
	if digest == nil || len(digest.Cards) == 0 || digest.Cards[0].Lead.ID != "L00" {
		t.Errorf("the lead that was not nudged is missing from the next digest: %+v", digest)
	}
	sent, err := f.space.Ledger.DMs(ctx, rep.ID, "2026-01-13")
	f.ok(err)
	if sent != 1 {
		t.Errorf("%d messages counted for the next day, want its digest", sent)
	}
}

// limits.dms_per_day is the number that counts: one message a day leaves no room for a second nudge. A rep may want
// fewer, and gets no more.
func TestMessagesADayAreASetting(t *testing.T) {
	for _, c := range []struct {
		config string
		own    int
		want   int
	}{
		{"limits: {dms_per_day: 1}", 0, 1}, {"limits: {dms_per_day: 2}", 0, 2},
		{"limits: {dms_per_day: 2}", 1, 1}, {"limits: {dms_per_day: 1}", 2, 1},
	} {
		f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
		rules, err := coach.LoadRules("followup.yaml", []byte(c.config))
		f.ok(err)
		f.rules = rules
		rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now(), DMs: c.own})
		secondTries(f, rep, 0, 1)
		f.lead(rep, coach.Lead{ID: "LW", Name: "west", Warmth: coach.Warm, TZ: "America/Chicago"}) // an hour later
		f.log(rep, "LW", coach.Touch{Outcome: outcome.Voicemail})
		f.runTo(at(t, ny, "2026-01-12 19:00"), f.start())
		if n := nudges(f); len(n) != c.want {
			t.Errorf("%s, of %d: %d nudges, want %d", c.config, c.own, len(n), c.want)
		}
	}
}

func TestElevenLeaveRoomForANudge(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	secondTries(f, rep, 0, 1)
	f.runTo(at(t, ny, "2026-01-12 17:00"), f.start())
	n, err := f.space.Ledger.DMs(context.Background(), rep.ID, "2026-01-12")
	f.ok(err)
	if n != 1 || len(nudges(f)) != 1 {
		t.Errorf("%d counted and %d nudges, want one each", n, len(nudges(f)))
	}
}

// "in 45 minutes" is agreed on to the nanosecond.
func TestPingForAnInstantBetweenSeconds(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00").Add(123456789))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.lead(rep, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Cold})
	f.log(rep, "L1", coach.Touch{Outcome: outcome.Planned, Until: f.clock.Now().Add(45 * time.Minute)})
	f.runTo(f.clock.Now().Add(time.Hour), f.start())
	if all := f.slack.all(); len(all) != 1 || len(all[0].Updated) != 1 {
		t.Errorf("%+v, want one ping with its question", all)
	}
}
