package app_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// machine is what Redis and the bots of a house run on. Its wall clock is set, and it is suspended, from outside; by it
// goes everything in these processes that reads one.
type machine struct {
	*house
	redis *storetest.Server
	bots  []*bot
	offs  []time.Duration   // how far the bots' clocks are ahead of Redis'
	walls []*storetest.Wall // of Redis, then of the bots

	mu   sync.Mutex
	came []time.Time // the posts, by the wall clock

	late time.Duration // the most that [machine.inTime] has seen
}

// newMachine starts a machine at that instant, with bots whose clocks are ahead of Redis' by offs. So many people have
// their digest each day at 08:30; besides them there are a few others.
func newMachine(t *testing.T, start time.Time, people, others int, offs ...time.Duration) *machine {
	t.Helper()
	redis := aof(t)
	m := &machine{redis: redis, house: build(t, start, redis.URL, people+others, fakeslack.Config{}), offs: offs,
		bots: make([]*bot, len(offs)), walls: make([]*storetest.Wall, 1+len(offs))}
	m.slack.OnPost(m.note)
	m.walls[0] = redis.Wall()
	m.set(start)
	for i := range people {
		m.rep(coach.Rep{ID: person(i), Days: []int{0, 1, 2, 3, 4, 5, 6}}, "Acme")
	}
	for i := range offs {
		m.start(i)
	}
	for _, b := range m.bots {
		b.ready()
	}
	return m
}

// start starts a bot, the first one or in place of one that is gone. It collects garbage four times as often as a bot
// does by itself, so that what it says of its memory is nearer to what it holds.
func (m *machine) start(i int) {
	m.t.Helper()
	m.bots[i] = m.child(aheadEnv+"=0s", "GOGC=100")
	m.walls[1+i] = m.bots[i].wall()
	m.walls[1+i].Set(time.Duration(m.ahead.Load()) + m.offs[i])
}

// set sets the machine's wall clock, and returns what it shows then: the time to the nearest second.
func (m *machine) set(at time.Time) time.Time {
	m.t.Helper()
	m.ahead.Store(int64(time.Until(at).Round(time.Second)))
	ahead := time.Duration(m.ahead.Load())
	m.walls[0].Set(ahead)
	for i, w := range m.walls[1:] {
		if w != nil {
			w.Set(ahead + m.offs[i])
		}
	}
	return m.now().In(at.Location())
}

// suspend has nothing on the machine run any more, or lets it go on.
func (m *machine) suspend(on bool) {
	m.t.Helper()
	if m.redis.Thaw(); on {
		m.redis.Freeze()
	}
	for _, b := range m.bots {
		b.freeze(on)
	}
}

func (m *machine) note(fakeslack.Post) fakeslack.Trouble {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.came = append(m.came, m.now())
	return fakeslack.None
}

// posted are the posts since it was asked last.
func (m *machine) posted() (came []time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	came, m.came = m.came, nil
	return came
}

// silence fails when anything comes while the bots learn the new time and look twice by it.
func (m *machine) silence(why string) {
	m.t.Helper()
	over := time.NewTimer(2500 * time.Millisecond)
	<-over.C
	if came := m.posted(); len(came) > 0 {
		m.t.Errorf("%s, and posts come at %v", why, came)
	}
}

// inTime waits for n posts and fails unless each comes from then on, and little more than a second later.
func (m *machine) inTime(n int, from time.Time, stalled func() time.Duration) {
	m.t.Helper()
	var came []time.Time
	before := stalled()
	m.until("the digests that are due at "+from.String(), func() bool {
		came = append(came, m.posted()...)
		return len(came) >= n
	})
	late := slices.MaxFunc(came, time.Time.Compare).Sub(from)
	m.t.Logf("due at %s: the last comes %v later", from.Format(time.TimeOnly), late.Round(time.Millisecond))
	m.late = max(m.late, late)
	first := slices.MinFunc(came, time.Time.Compare)
	if first.Before(from) || late > 1500*time.Millisecond+stalled()-before {
		m.t.Errorf("due at %v, they come at %v", from, came)
	}
}

// Row 32 and F6: the wall clock of the machine on which everything runs is set back and forward by an hour, and the
// machine is suspended. What is due comes at the right time by the clock, or a second after the clock has come to show
// that it is; nothing comes twice, and nothing because it was due once. What clocks the bots' own machines have doesn't
// matter.
func TestRow32TheWallClockIsSet(t *testing.T) {
	t.Parallel()
	const people = 6
	suspended := time.Second
	if *matrix.Long {
		suspended = 30 * time.Second
	}
	stalls := storetest.Stalls(t)
	on := func(day, clock string) time.Time { return at(t, newYork, "2026-01-"+day+" "+clock) }
	figure := matrix.Row(t, "32", "wall clock an hour back and forward, suspended for "+suspended.String())
	m := newMachine(t, on("12", "08:29:50"), people, 1, 0, 0)

	m.set(on("12", "07:29:55"))
	m.silence("set back by an hour, just before the digests")
	early := 7*60 + 30
	m.rep(coach.Rep{ID: person(people), Days: []int{1}, Digest: &early}, "Acme")
	m.inTime(1, on("12", "07:30:00"), stalls)
	m.set(on("12", "08:29:58"))
	m.inTime(people, on("12", "08:30:00"), stalls)

	m.set(on("13", "07:45:00"))
	m.silence("it is a quarter to eight")
	m.inTime(people, m.set(on("13", "08:45:00")), stalls)
	m.set(on("13", "07:45:30"))
	m.silence("set back by an hour, just after the digests")
	m.set(on("13", "08:30:00"))
	m.silence("it is half past eight again")

	m.set(on("14", "07:30:00"))
	m.silence("it is half past seven")
	m.suspend(true)
	over := time.NewTimer(suspended)
	<-over.C
	woken := m.set(on("14", "09:00:00"))
	m.suspend(false)
	m.inTime(people, woken, stalls)

	m.offs = []time.Duration{time.Hour, -time.Hour} // only the bots' clocks are wrong
	m.set(on("15", "08:29:56"))
	m.inTime(people, on("15", "08:30:00"), stalls)

	n := len(m.deeds())
	if figure("%d messages, the last of a morning %v late at most", n, m.late.Round(time.Millisecond)); n != 4*people+1 {
		t.Errorf("%d messages on four days, want %d", n, 4*people+1)
	}
	for deed, n := range m.deeds() {
		if n != 1 {
			t.Errorf("deed %s stands in %d messages", deed, n)
		}
	}
}
