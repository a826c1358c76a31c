package app_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest"
)

// What a log through the whole house costs, beside what nobody can undercut with the same client: slack-go that only
// acknowledges, and the same with one write in Redis. Each is a process of its own, over real sockets, with an AOF that
// is written every second.
//
// BenchmarkLog/<who>/alone     one command at a time: p50-µs, p99-µs, and the process's CPU per command
// BenchmarkLog/<who>/crowd     64 at a time: /s, and CPU per command
// BenchmarkLog/<who>/20        20 a second, as real floors log: p50-µs
// BenchmarkLog/<who>/500       500 a second: p99-µs
//
// Each also says what a command leaves in the memory of Redis and in its AOF.
//
// Where FOLLOWUP_BENCH_BOLT names a folder in which `npm install @slack/bolt ioredis` was run, a fourth stands beside
// them: the same one write, as Slack's own framework for Node does it.
func BenchmarkLog(b *testing.B) {
	all := []string{floorAck, floorWrite, theBot}
	if os.Getenv(boltEnv) != "" {
		all = append(all, floorBolt)
	}
	for _, who := range all {
		name := map[string]string{floorAck: "ack-only", floorWrite: "ack-and-write", theBot: "followup",
			floorBolt: "bolt"}[who]
		b.Run(name+"/alone", func(b *testing.B) {
			m := measured(b, who)
			took, _ := m.wire.times("alone", b.N, 1)
			b.ReportMetric(quantile(took, 0.5), "p50-µs")
			b.ReportMetric(quantile(took, 0.99), "p99-µs")
			m.end(b)
		})
		b.Run(name+"/crowd", func(b *testing.B) {
			m := measured(b, who)
			_, all := m.wire.times("crowd", b.N, 64)
			b.ReportMetric(float64(b.N)/all.Seconds(), "/s")
			m.end(b)
		})
		b.Run(name+"/20", func(b *testing.B) {
			m := measured(b, who)
			took := m.wire.steady("floor", max(b.N, 20), 20)
			b.ReportMetric(quantile(took, 0.5), "p50-µs")
			m.end(b)
		})
		b.Run(name+"/500", func(b *testing.B) {
			m := measured(b, who)
			took := m.wire.steady("steady", max(b.N, 100), 500)
			b.ReportMetric(quantile(took, 0.99), "p99-µs")
			m.end(b)
		})
	}
}

const (
	floorAck   = "ack"
	floorWrite = "write"
	floorPost  = "post"
	floorBolt  = "bolt"

	boltEnv = "FOLLOWUP_BENCH_BOLT"
)

type measurement struct {
	wire *wire
	cmd  *exec.Cmd
	in   io.Closer
	cpu  time.Duration // of the process before the commands
	rdb  *redis.Client
	used float64 // of Redis before the commands, in seconds of CPU
	kept float64 // bytes in the memory of Redis before the commands
	aof  float64 // and in its AOF
}

// measured starts one of the three, warm: it knows the reps, and its connections are open.
func measured(b *testing.B, who string) *measurement {
	b.Helper()
	return measuredWith(b, who, wireReps)
}

// measuredWith is measured with so many reps, who have eight leads each.
func measuredWith(b *testing.B, who string, reps int) *measurement {
	b.Helper()
	redisServer := storetest.Start(b, storetest.Options{AOF: "everysec", TCP: true})
	h := build(b, at(b, newYork, morning), redisServer.URL, 0, fakeslack.Config{})
	for i := range reps {
		var leads []string
		for n := range 8 {
			leads = append(leads, fmt.Sprintf("Firm %c", 'A'+n))
		}
		h.rep(repOf(i), leads...)
	}
	m := &measurement{wire: newWire(b, reps), cmd: exec.Command(os.Args[0])}
	m.cmd.Env = append(h.env(), "SLACK_API_URL="+m.wire.url, childEnv+"="+who,
		aheadEnv+"="+time.Duration(h.ahead.Load()).String(), postsEnv+"=0", "LOG_LEVEL=error")
	if who == floorBolt {
		m.cmd = exec.Command("node", filepath.Join("testdata", "bolt", "bolt.js"))
		m.cmd.Env = append(h.env(), "SLACK_API_URL="+m.wire.url,
			"NODE_PATH="+filepath.Join(os.Getenv(boltEnv), "node_modules"))
	}
	if file := os.Getenv(profileEnv); file != "" && who == theBot {
		m.cmd.Env = append(m.cmd.Env, profileEnv+"="+file)
	}
	m.cmd.Stderr = os.Stderr
	var err error
	m.in, err = m.cmd.StdinPipe()
	h.ok(err)
	h.ok(m.cmd.Start())
	b.Cleanup(func() {
		_ = m.cmd.Process.Signal(syscall.SIGTERM)
		_ = m.cmd.Wait()
	})
	m.wire.ready(map[string]int{floorAck: 1, floorWrite: 1, theBot: 2, floorBolt: 1}[who])
	m.wire.times("warm", 4*min(reps, wireReps), 16)
	m.cpu = cpuOf(b, m.cmd.Process.Pid)
	m.rdb = redisServer.Client()
	b.Cleanup(func() { _ = m.rdb.Close() })
	m.used = redisCPU(b, m.rdb)
	m.kept, m.aof = redisBytes(b, m.rdb)
	b.ResetTimer()
	return m
}

func (m *measurement) end(b *testing.B) {
	b.StopTimer()
	b.ReportMetric(float64((cpuOf(b, m.cmd.Process.Pid)-m.cpu).Microseconds())/float64(b.N), "cpu-µs/op")
	b.ReportMetric((redisCPU(b, m.rdb)-m.used)*1e6/float64(b.N), "redis-cpu-µs/op")
	kept, aof := redisBytes(b, m.rdb)
	b.ReportMetric((kept-m.kept)/float64(b.N), "redis-B/op")
	b.ReportMetric((aof-m.aof)/float64(b.N), "aof-B/op")
}

// cpuOf is the CPU time that a process has used, from the kernel's books; zero where there are none.
func cpuOf(b *testing.B, pid int) time.Duration {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	f := strings.Fields(rest)
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond // ticks of a hundredth of a second
}

// beTheFloor is a bot without a product.
func beTheFloor(mode string) int {
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"), slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")),
		slack.OptionAPIURL(os.Getenv("SLACK_API_URL")))
	if mode == floorPost {
		return postToAll(api)
	}
	client := socketmode.New(api, socketmode.OptionLog(log.New(io.Discard, "", 0)))
	o, err := redis.ParseURL(os.Getenv("REDIS_URL"))
	if err != nil {
		return 2
	}
	rdb := redis.NewClient(o)
	write := redis.NewScript(`redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return redis.call('RPUSH', KEYS[2], ARGV[2])`)
	record := strings.Repeat("x", 250)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(orphaned)
	}()
	go func() {
		for evt := range client.Events {
			if evt.Type != socketmode.EventTypeSlashCommand {
				continue
			}
			req := *evt.Request
			if mode == floorAck {
				_ = client.Ack(req)
				continue
			}
			go func() {
				user := evt.Data.(slack.SlashCommand).UserID
				if err := write.Run(context.Background(), rdb, []string{"{x}:" + user, "{x}:t:" + user}, req.EnvelopeID,
					record).Err(); err == nil {
					_ = client.Ack(req)
				}
			}()
		}
	}()
	if err := client.Run(); err != nil {
		return 1
	}
	return 0
}

// BenchmarkIdleTick is what a look at an index costs in which nothing is due, in this process: with no leads and with
// many, whose reps' digests come tomorrow. An engine looks once a second, so a microsecond a look is a millionth of a
// core.
func BenchmarkIdleTick(b *testing.B) {
	for _, reps := range []int{1, 2000} {
		b.Run(fmt.Sprintf("leads=%d", 10*reps), func(b *testing.B) {
			srv := storetest.Start(b, storetest.Options{AOF: "no", TCP: true})
			h := build(b, at(b, newYork, "2026-01-11 12:00:00"), srv.URL, 0, fakeslack.Config{})
			for i := range reps {
				r := coach.Rep{ID: fmt.Sprintf("U9%05d", i), TZ: newYork}
				h.rep(r)
				for n := range 10 {
					h.lead(r, coach.Lead{Name: fmt.Sprintf("Firm %d", n)})
				}
			}
			c := srv.Client()
			defer c.Close()
			redisBefore := redisCPU(b, c)
			own := ownCPU()
			n := 0
			for b.Loop() {
				n++
				if due, err := h.space.DueIndex.DueBefore(b.Context(), h.now(), 32); err != nil || len(due) > 0 {
					b.Fatal(due, err)
				}
			}
			b.ReportMetric(float64((ownCPU()-own).Microseconds())/float64(n), "cpu-µs/look")
			b.ReportMetric((redisCPU(b, c)-redisBefore)*1e6/float64(n), "redis-cpu-µs/look")
		})
	}
}

func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func redisCPU(b *testing.B, c *redis.Client) float64 {
	b.Helper()
	return redisSays(b, c, "cpu", "used_cpu_sys") + redisSays(b, c, "cpu", "used_cpu_user")
}

// redisBytes is what Redis keeps: its data in memory and its AOF.
func redisBytes(b *testing.B, c *redis.Client) (data, aof float64) {
	b.Helper()
	return redisSays(b, c, "memory", "used_memory_dataset"), redisSays(b, c, "persistence", "aof_current_size")
}

// redisSays is a figure of INFO; zero where it has none of that name.
func redisSays(b *testing.B, c *redis.Client, section, figure string) float64 {
	b.Helper()
	info, err := c.Info(b.Context(), section).Result()
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(info) {
		if name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name == figure {
			v, err := strconv.ParseFloat(value, 64)
			if err != nil {
				b.Fatal(err)
			}
			return v
		}
	}
	return 0
}

// BenchmarkStart builds the binary as the image has it and measures `followup serve`: from its start to /readyz, its
// memory then, and the file.
func BenchmarkStart(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("reads /proc")
	}
	file := filepath.Join(b.TempDir(), "followup")
	build1 := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file,
		"github.com/followup-coach/followup/cmd/followup")
	build1.Env = append(os.Environ(), "CGO_ENABLED=0", "GOEXPERIMENT=jsonv2")
	if out, err := build1.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	srv := storetest.Start(b, storetest.Options{AOF: "everysec", TCP: true})
	h := build(b, time.Now(), srv.URL, 1, fakeslack.Config{})
	var ready time.Duration
	var kib, starts int
	b.ResetTimer()
	for b.Loop() {
		addr := freeAddr(b)
		cmd := exec.Command(file, "serve")
		cmd.Env = append(h.env(), "FOLLOWUP_HTTP_ADDR="+addr)
		began := time.Now()
		h.ok(cmd.Start())
		one := &bot{h: h, http: addr}
		h.until("the binary to be ready", one.isReady)
		ready += time.Since(began)
		kib += residentKiB(b, cmd.Process.Pid)
		starts++
		h.ok(cmd.Process.Signal(syscall.SIGTERM))
		h.ok(cmd.Wait())
	}
	b.ReportMetric(float64(ready.Microseconds())/1000/float64(starts), "ms-to-ready")
	b.ReportMetric(float64(kib)/1024/float64(starts), "resident-MiB")
	b.ReportMetric(float64(info.Size())/1e6, "binary-MB")
}

func residentKiB(b *testing.B, pid int) int {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.Atoi(strings.Fields(rest)[0])
			return n
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

// freeAddr is an address that nobody listens on at the moment.
func freeAddr(b testing.TB) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
