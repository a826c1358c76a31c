package schedule

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	vm "github.com/VictoriaMetrics/metrics"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

func TestOneRecipientsRefusalConcernsNobodyElse(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(20)
	f.slack.inject = func(_ int, _ ledger.Delivery, to string, _ notify.Message) fault {
		if to == reps[7].ID {
			return fault{err: refused(failure.Recipient, 0)}
		}
		return fault{}
	}
	e := f.start()
	f.runTo(at(t, ny, "2026-01-12 08:30"), e)
	f.once(digestKeys(append(append([]coach.Rep{}, reps[:7]...), reps[8:]...), monday)...)
	f.runTo(at(t, ny, "2026-01-12 12:00"), e)
	if f.slack.sends != len(reps) {
		t.Errorf("%d posts for %d reps: a refused recipient is not asked again", f.slack.sends, len(reps))
	}
	f.runTo(at(t, ny, "2026-01-13 08:30"), e)
	if f.slack.sends != 2*len(reps) {
		t.Errorf("%d posts in two mornings: the next day's digest is tried again", f.slack.sends)
	}
}

// Slack has one word for a token whose person left and for a recipient who did. Of a token that works only the
// recipient is left out, and nobody waits; of one that is refused everybody waits; and where Slack doesn't answer,
// nothing is given up.
func TestARefusalOfTokenOrRecipient(t *testing.T) {
	start := at(t, ny, "2026-01-12 08:30")
	for _, c := range []struct {
		name   string
		check  error
		others bool // get theirs at once
		parked bool // the refused one's is given up
		dead   bool
	}{
		{"the token works", nil, true, true, false},
		{"the token is refused", refused(failure.Dead, 0), false, false, true},
		{"Slack doesn't say", errCut, true, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
			reps := f.dueReps(10)
			gone, checks, healed := reps[0].ID, 0, false
			f.slack.inject = func(_ int, _ ledger.Delivery, to string, _ notify.Message) fault {
				if !healed && (to == gone || c.dead) {
					return fault{err: refused(failure.Account, 0)}
				}
				return fault{}
			}
			e := f.start(func(cfg *Config) {
				cfg.Workers = 1
				cfg.Check = func(context.Context) error {
					if checks++; healed {
						return nil
					}
					return c.check
				}
			})
			f.runTo(start, e)
			if checks == 0 {
				t.Error("nobody asked whether the token works")
			}
			if e.tokenRefused() != c.dead {
				t.Errorf("token refused: %v", e.tokenRefused())
			}
			if c.others {
				f.once(digestKeys(reps[1:], monday)...)
			}
			healed = true
			e.Revive()
			f.runTo(start.Add(10*time.Minute), e)
			if c.parked {
				reps = reps[1:]
			}
			f.once(digestKeys(reps, monday)...)
		})
	}
}

func TestRateLimitMakesEverybodyWait(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(40)
	start := at(t, ny, "2026-01-12 08:30")
	f.slack.inject = func(n int, _ ledger.Delivery, _ string, _ notify.Message) fault {
		if f.clock.Now().Before(start.Add(20 * time.Second)) {
			return fault{err: refused(failure.RateLimited, 20*time.Second)}
		}
		return fault{}
	}
	e := f.start()
	f.runTo(start.Add(19*time.Second), e)
	if f.slack.sends > e.pools[bulk].workers {
		t.Errorf("%d posts before Retry-After was over; at most the %d that were under way", f.slack.sends,
			e.pools[bulk].workers)
	}
	f.runTo(start.Add(25*time.Second), e)
	f.once(digestKeys(reps, monday)...)
	if f.slack.finds != 0 {
		t.Errorf("%d look-ups: a refused post is certainly not there", f.slack.finds)
	}
}

// The clock is set back by an hour while everybody waits for Slack: what is due then waits for the seconds that Slack
// asked for, not for the hour.
func TestAClockThatIsSetEndsPauses(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	f.dueReps(2)
	start := at(t, ny, "2026-01-12 08:30")
	f.slack.inject = func(int, ledger.Delivery, string, notify.Message) fault {
		if !f.clock.Now().Before(start) {
			return fault{err: refused(failure.RateLimited, 20*time.Second)}
		}
		return fault{}
	}
	e := f.start()
	f.runTo(start, e)
	f.clock.set(start.Add(-time.Hour))
	f.letter(coach.Letter{ID: "x1", From: "U0000", To: "U0001", Text: "Hi Gus"})
	e.Revive() // as when the store says that its clock was set
	f.runTo(start.Add(-time.Hour+time.Second), e)
	f.once("letter/U0000/x1") // by who wrote it
}

func TestRefusedBlocksComeAsPlainTextOnce(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(2)
	f.slack.inject = func(_ int, _ ledger.Delivery, to string, m notify.Message) fault {
		if _, plain := m.(Plain); !plain || to == reps[1].ID {
			return fault{err: refused(failure.Payload, 0)}
		}
		return fault{}
	}
	f.runTo(at(t, ny, "2026-01-12 12:00"), f.start())
	f.once(digestKeys(reps[:1], monday)...)
	if f.slack.sends != 4 {
		t.Errorf("%d posts, want blocks and text for each of the two", f.slack.sends)
	}
}

// Row 8 within the engine: a refused token stops everything but one try a minute; nothing is lost.
func TestDeadTokenIsTriedOnceAMinute(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(60)
	start := at(t, ny, "2026-01-12 08:30")
	var states []bool
	f.slack.inject = func(int, ledger.Delivery, string, notify.Message) fault {
		if f.clock.Now().Before(start.Add(5 * time.Minute)) {
			return fault{err: refused(failure.Dead, 0)}
		}
		return fault{}
	}
	e := f.start(func(c *Config) { c.Dead = func(dead bool) { states = append(states, dead) } })
	f.runTo(start, e)
	atOnce := f.slack.sends
	if atOnce > e.pools[bulk].workers || !e.tokenRefused() {
		t.Errorf("%d posts with a dead token, dead: %v", atOnce, e.tokenRefused())
	}
	for sec := 0; sec < 270; sec += 10 {
		f.clock.to(start.Add(time.Duration(sec) * time.Second))
		e.idle()
	}
	if n := f.slack.sends - atOnce; n > 4 {
		t.Errorf("%d tries in four and a half minutes, want at most one a minute", n)
	}
	f.runTo(start.Add(7*time.Minute), e)
	f.once(digestKeys(reps, monday)...)
	if e.tokenRefused() || len(states) != 2 || !states[0] || states[1] {
		t.Errorf("dead: %v, told %v", e.tokenRefused(), states)
	}
}

// Row 6 within the engine: Slack fails for ten minutes, then each digest is there once.
func TestTenMinutesOfFailures(t *testing.T) {
	matrix.Row(t, "6", "ten minutes of failures and lost answers")
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(30)
	start := at(t, ny, "2026-01-12 08:30")
	f.slack.inject = func(n int, _ ledger.Delivery, _ string, _ notify.Message) fault {
		if f.clock.Now().After(start.Add(10 * time.Minute)) {
			return fault{}
		}
		if n%3 == 0 {
			return fault{lose: true}
		}
		return fault{err: errCut}
	}
	e := f.start()
	f.runTo(start.Add(10*time.Minute), e)
	during := f.slack.sends
	f.runTo(start.Add(12*time.Minute), e)
	f.once(digestKeys(reps, monday)...)
	t.Logf("%d posts and %d look-ups during ten minutes of failures", during, f.slack.finds)
}

// A post that hangs holds up its own worker until its time is over, nobody else.
func TestHangingPost(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(30)
	f.slack.inject = func(n int, _ ledger.Delivery, _ string, _ notify.Message) fault { return fault{hang: n == 3} }
	e := f.start(func(c *Config) { c.Lease, c.Settle = 1500*time.Millisecond, time.Second })
	f.runTo(at(t, ny, "2026-01-12 08:31"), e)
	f.once(digestKeys(reps, monday)...)
	if f.slack.finds != 1 {
		t.Errorf("%d look-ups, want one for the post without an answer", f.slack.finds)
	}
}

// With a check of its own a dead token costs no try of a delivery.
func TestRestoredTokenAfterCheck(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(5)
	start := at(t, ny, "2026-01-12 08:30")
	works, checks := false, 0
	f.slack.inject = func(int, ledger.Delivery, string, notify.Message) fault {
		if !works {
			return fault{err: refused(failure.Dead, 0)}
		}
		return fault{}
	}
	e := f.start(func(c *Config) {
		c.Workers = 1
		c.Check = func(context.Context) error {
			checks++
			if works {
				return nil
			}
			return refused(failure.Dead, 0)
		}
	})
	f.runTo(start, e)
	sends := f.slack.sends
	for i := range 6 {
		f.clock.to(start.Add(time.Duration(i) * 30 * time.Second))
		e.idle()
	}
	if f.slack.sends != sends || checks == 0 || checks > 3 {
		t.Errorf("%d posts and %d checks while dead, want none and at most one a minute", f.slack.sends-sends, checks)
	}
	works = true
	e.Revive()
	f.runTo(start.Add(5*time.Minute), e)
	f.once(digestKeys(reps, monday)...)
}

func TestCountsAndLogsNameNoProspect(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(3)
	f.lead(reps[0], coach.Lead{ID: "L2", Name: "Canary Quill", Phone: "+12125550123", Warmth: coach.Warm})
	f.slack.inject = func(n int, _ ledger.Delivery, to string, _ notify.Message) fault {
		if to == reps[1].ID {
			return fault{err: refused(failure.Recipient, 0)}
		}
		return fault{lose: n == 1}
	}
	set := vm.NewSet()
	var log bytes.Buffer
	e := f.start(func(c *Config) {
		c.Metrics, c.Log = set, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	f.runTo(at(t, ny, "2026-01-12 08:31"), e)
	e.stop()
	var out bytes.Buffer
	set.WritePrometheus(&out)
	if want := `followup_deeds_total{kind="digest",result="parked"} 1`; !strings.Contains(out.String(), want) {
		t.Errorf("no line %s in\n%s", want, out.String())
	}
	for _, secret := range []string{"Canary", "Quill", "2125550123", "pat"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log names %s:\n%s", secret, log.String())
		}
		if strings.Contains(out.String(), secret) || strings.Contains(out.String(), reps[0].ID) {
			t.Errorf("the metrics name %s", secret)
		}
	}
	if n := strings.Count(log.String(), "cannot write to this recipient"); n != 1 {
		t.Errorf("the log hears %d times of the refused recipient, want once", n)
	}
}
