package app_test

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/store/storetest"
)

// BenchmarkDay is a day of a large floor: 10,000 reps with eight leads each log 60 calls each, 64 at a time. It takes
// minutes; run it with -benchtime 1x. What is reported is what the bot holds at the end, and what the day has left in
// Redis and in its AOF before that is rewritten.
func BenchmarkDay(b *testing.B) {
	const reps, each = 10_000, 60
	for b.Loop() {
		m := measuredWith(b, theBot, reps)
		_, all := m.wire.times("day", reps*each, 64)
		b.StopTimer()
		b.ReportMetric(reps*each/all.Seconds(), "logs/s")
		b.ReportMetric((cpuOf(b, m.cmd.Process.Pid) - m.cpu).Seconds(), "cpu-s")
		b.ReportMetric(redisCPU(b, m.rdb)-m.used, "redis-cpu-s")
		b.ReportMetric(float64(residentKiB(b, m.cmd.Process.Pid))/1024, "bot-MiB")
		kept, aof := redisBytes(b, m.rdb)
		b.ReportMetric((kept-m.kept)/(1<<20), "redis-MiB")
		b.ReportMetric((aof-m.aof)/(1<<20), "aof-MiB")
		b.StartTimer()
	}
}

// BenchmarkMorning is the morning of a large floor: one bot, a Slack that looks at every message, and digests that are
// all due at 08:30.
//
// BenchmarkMorning/unpaced   10,000 of them, and no limit on posts
// BenchmarkMorning/paced     2,000 under Slack's limits, 300 posts a minute: share of the rate that was used, refusals
//
// The first also says what nobody can undercut with the same client and the same Slack: the same messages posted by a
// process that does nothing else. Run it with -benchtime 1x; the second takes seven minutes.
func BenchmarkMorning(b *testing.B) {
	b.Run("unpaced", func(b *testing.B) { morningOf(b, 10_000, 0) })
	b.Run("paced", func(b *testing.B) { morningOf(b, 2000, 300) })
}

func morningOf(b *testing.B, people, perMinute int) {
	for b.Loop() {
		b.StopTimer()
		redisServer := storetest.Start(b, storetest.Options{AOF: "everysec", TCP: true})
		h := build(b, at(b, newYork, "2026-01-11 12:00:00"), redisServer.URL, people,
			fakeslack.Config{Pace: perMinute > 0, WorkspacePerMinute: perMinute})
		h.posts = cmp.Or(float64(perMinute), 1e6)
		h.crew(people)
		posted := newTimes()
		h.slack.OnPost(func(fakeslack.Post) fakeslack.Trouble {
			posted.add(time.Now())
			return fakeslack.None
		})
		rdb := redisServer.Client()
		defer rdb.Close()
		h.clock(at(b, newYork, "2026-01-12 08:29:50"))
		one := h.child().ready()
		due := time.Now().Add(at(b, newYork, "2026-01-12 08:30:00").Sub(h.now()))
		posted.waitFor(1) // what the bot does in the seconds before is no digest's
		cpu, own, stored := cpuOf(b, one.cmd.Process.Pid), ownCPU(), redisCPU(b, rdb)
		b.StartTimer()
		posted.waitFor(people)
		b.StopTimer()
		late := posted.after(due)
		b.ReportMetric(late[len(late)/2].Seconds(), "p50-s-late")
		b.ReportMetric(late[len(late)-1].Seconds(), "last-s-late")
		b.ReportMetric((cpuOf(b, one.cmd.Process.Pid) - cpu).Seconds(), "cpu-s")
		b.ReportMetric((ownCPU() - own).Seconds(), "slack-cpu-s")
		b.ReportMetric(redisCPU(b, rdb)-stored, "redis-cpu-s")
		b.ReportMetric(float64(residentKiB(b, one.cmd.Process.Pid))/1024, "bot-MiB")
		if perMinute > 0 {
			b.ReportMetric(float64(people)/late[len(late)-1].Minutes()/float64(perMinute), "of-the-rate")
			b.ReportMetric(float64(len(h.slack.Refusals()))/float64(people), "refused/post")
		}
		h.exactlyOneEach(people)
		one.kill()
		if perMinute == 0 {
			h.barePosts(b, people)
		}
		b.StartTimer()
	}
}

// barePosts posts the first person's digest to everybody and reports what that takes.
func (h *house) barePosts(b *testing.B, people int) {
	first := h.slack.Messages(h.slack.DM(person(0)), person(0))[0]
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(h.env(), childEnv+"="+floorPost, "FLOOR_PEOPLE="+strconv.Itoa(people), "FLOOR_TEXT="+first.Text,
		"FLOOR_BLOCKS="+string(first.Blocks))
	cmd.Stderr = os.Stderr
	began := time.Now()
	h.ok(cmd.Run())
	b.ReportMetric(time.Since(began).Seconds(), "floor-last-s")
	b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "floor-cpu-s")
}

// postToAll posts one message to many, as many at once as the bot does.
func postToAll(api *slack.Client) int {
	people, _ := strconv.Atoi(os.Getenv("FLOOR_PEOPLE"))
	var blocks slack.Blocks
	if err := json.Unmarshal([]byte(os.Getenv("FLOOR_BLOCKS")), &blocks); err != nil {
		return 2
	}
	var next, failed atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < people; i = int(next.Add(1)) - 1 {
				if _, _, err := api.PostMessage(person(i), slack.MsgOptionText(os.Getenv("FLOOR_TEXT"), false),
					slack.MsgOptionBlocks(blocks.BlockSet...)); err != nil {
					failed.Add(1)
				}
			}
		})
	}
	all.Wait()
	return int(min(failed.Load(), 1))
}

// times is when things happened, from many goroutines.
type times struct {
	mu   sync.Mutex
	seen []time.Time
	more chan struct{}
}

func newTimes() *times { return &times{more: make(chan struct{}, 1)} }

func (s *times) add(t time.Time) {
	s.mu.Lock()
	s.seen = append(s.seen, t)
	s.mu.Unlock()
	select {
	case s.more <- struct{}{}:
	default:
	}
}

// waitFor waits until n have happened.
func (s *times) waitFor(n int) {
	for range s.more {
		s.mu.Lock()
		got := len(s.seen)
		s.mu.Unlock()
		if got >= n {
			return
		}
	}
}

// after is how long after t each happened, sorted.
func (s *times) after(t time.Time) []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var late []time.Duration
	for _, at := range s.seen {
		late = append(late, at.Sub(t))
	}
	slices.Sort(late)
	return late
}
