package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/store/clock"
)

// machines are two clocks of a test: the local one may be set, the other one too, and time passes on both.
type machines struct {
	passed time.Duration
	start  time.Time // with a monotonic part, which goes on with what passed
	ahead  time.Duration
}

func (m *machines) local() time.Time { return m.start.Add(m.passed) }
func (m *machines) there() time.Time { return m.start.Round(0).Add(m.passed - m.ahead) }

// ask lets an answer take so long on its way there and back, and returns whether the time has jumped.
func (m *machines) ask(c *clock.Clock, there, back time.Duration) bool {
	asked := m.local()
	m.passed += there
	said := m.there()
	m.passed += back
	return c.Learn(asked, m.local(), said)
}

func (m *machines) off(c *clock.Clock) time.Duration { return c.Now().Sub(m.there()).Abs() }

func TestTheTimeOfTheOtherMachine(t *testing.T) {
	m := &machines{start: time.Now(), ahead: 5 * time.Minute}
	c := clock.New(m.local)
	if got := c.Now(); !got.Equal(m.local()) {
		t.Errorf("before the first answer it is %v, want the local %v", got, m.local())
	}
	if _, known := c.Ahead(); known {
		t.Error("nothing is known before the first answer")
	}
	m.ask(c, 3*time.Millisecond, time.Millisecond)
	if off := m.off(c); off > 2*time.Millisecond {
		t.Errorf("off by %v, half the way is 2 ms", off)
	}
	if d, known := c.Ahead(); !known || (d-5*time.Minute).Abs() > 2*time.Millisecond {
		t.Errorf("ahead by %v, %v", d, known)
	}
	m.passed += time.Hour
	if off := m.off(c); off > 2*time.Millisecond {
		t.Errorf("off by %v after an hour without an answer", off)
	}
}

// A slow answer teaches nothing beside a quick one, until it contradicts it.
func TestSlowAnswers(t *testing.T) {
	m := &machines{start: time.Now()}
	c := clock.New(m.local)
	m.ask(c, time.Millisecond, time.Millisecond)
	if m.ask(c, 2*time.Second, 0) {
		t.Error("a slow answer is no jump of the time")
	}
	if off := m.off(c); off > 2*time.Millisecond {
		t.Errorf("off by %v behind a slow answer", off)
	}
	m.ahead += time.Hour // the other machine's was set back
	if !m.ask(c, time.Second, time.Second) {
		t.Error("nothing is said of an hour that the time has jumped")
	}
	if off := m.off(c); off > time.Second {
		t.Errorf("off by %v after the other machine's clock was set", off)
	}
	m.ask(c, time.Millisecond, time.Millisecond)
	if off := m.off(c); off > 2*time.Millisecond {
		t.Errorf("off by %v behind a better answer", off)
	}
}

// Whatever answers come, the clock is never farther off than half of the last one's way and a little drift.
func TestNeverFartherOffThanTheLastAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Millisecond
		}
		m := &machines{start: time.Now(), ahead: ms("ahead", 600_000) - 5*time.Minute}
		c, set := clock.New(m.local), false
		for range rapid.IntRange(1, 30).Draw(t, "answers") {
			there, back := ms("there", 3000), ms("back", 3000)
			if rapid.IntRange(0, 9).Draw(t, "set") == 0 {
				m.ahead += ms("by", 7_200_000) - time.Hour
				set = true
			}
			if m.ask(c, there, back) && !set {
				t.Fatal("the time has jumped, and no clock was set")
			}
			// What is known already may be as far off as it was, and the answer as well.
			if off, most := m.off(c), there+back+time.Millisecond; off > most {
				t.Fatalf("off by %v behind an answer that took %v", off, there+back)
			}
			m.passed += ms("pause", 60_000)
		}
	})
}
