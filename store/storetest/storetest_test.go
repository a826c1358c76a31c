package storetest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// A process with this variable set tells the time, for each line that it reads: its wall clock, and how long it has run
// by its monotonic one.
const clockEnv = "FOLLOWUP_TEST_CLOCK"

func TestMain(m *testing.M) {
	if os.Getenv(clockEnv) == "" {
		os.Exit(m.Run())
	}
	began := time.Now()
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		fmt.Println(time.Now().UnixNano(), int64(time.Since(began)))
	}
}

// The wall clock of another process is set, of Redis and of one in Go, and their monotonic clocks go on.
func TestWallIsSet(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = []string{clockEnv + "=1"}
	in, err := child.StdinPipe()
	must(t, err)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	t.Cleanup(func() { _ = in.Close(); _ = child.Wait() })
	inGo := func() (wall time.Time, ran time.Duration) {
		_, err := fmt.Fprintln(in)
		must(t, err)
		var ns int64
		_, err = fmt.Fscan(out, &ns, &ran)
		must(t, err)
		return time.Unix(0, ns), ran
	}
	inGo() // it has begun its work
	srv := Start(t, Options{})
	c := srv.Client()
	defer c.Close()
	walls := []*Wall{srv.Wall(), WallOf(t, child.Process.Pid)}
	began := time.Now()
	for i, ahead := range []time.Duration{0, time.Hour, -time.Hour, 0} {
		for _, w := range walls {
			w.Set(ahead)
		}
		if i == 2 {
			srv.Restart() // whose clock is the same
		}
		inRedis, err := c.Time(t.Context()).Result()
		must(t, err)
		wall, ran := inGo()
		for name, at := range map[string]time.Time{"Redis": inRedis, "a process in Go": wall} {
			if off := time.Since(at) + ahead; off < 0 || off > 5*time.Second {
				t.Errorf("%s shows %v, set %v ahead at %v", name, at, ahead, time.Now())
			}
		}
		if most := time.Since(began) + 5*time.Second; ran > most {
			t.Errorf("it has run for %v by its monotonic clock, at most %v", ran, most)
		}
	}
}

func TestRedisIsEmptyForEachCall(t *testing.T) {
	for range 2 {
		c := Redis(t).Client()
		if n, err := c.DBSize(t.Context()).Result(); err != nil || n != 0 {
			t.Fatalf("%d keys, %v", n, err)
		}
		if err := c.Set(t.Context(), "k", "v", 0).Err(); err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
	}
}

func TestServerKeepsItsDataOverKill(t *testing.T) {
	srv := Start(t, Options{AOF: "always"})
	c := srv.Client()
	defer c.Close()
	if err := c.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	srv.Kill()
	if err := c.Ping(t.Context()).Err(); err == nil {
		t.Error("a killed server answers")
	}
	srv.Restart()
	if v, err := c.Get(t.Context(), "k").Result(); v != "v" {
		t.Errorf("after the restart %q, %v", v, err)
	}
	srv.Freeze()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	frozen := redis.NewClient(&redis.Options{Network: "unix", Addr: srv.Addr, ContextTimeoutEnabled: true, MaxRetries: -1})
	defer frozen.Close()
	if err := frozen.Ping(ctx).Err(); err == nil {
		t.Error("a frozen server answers")
	}
	srv.Thaw()
	if err := c.Ping(t.Context()).Err(); err != nil {
		t.Errorf("a thawed server: %v", err)
	}
}

func TestProxyLosesAnswersAfterTheServerHeard(t *testing.T) {
	srv := Start(t, Options{})
	p := Cut(t, srv)
	o, err := redis.ParseURL(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	o.MaxRetries = -1
	c := redis.NewClient(o)
	defer c.Close()
	if err := c.Ping(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	p.LoseAnswers(1)
	if err := c.Incr(t.Context(), "n").Err(); err == nil {
		t.Error("the answer came through")
	}
	if n, err := c.Get(t.Context(), "n").Int(); n != 1 || err != nil {
		t.Errorf("n = %d, %v", n, err)
	}
}

func TestClusterHasAllSlots(t *testing.T) {
	n := Cluster(t)
	o, err := redis.ParseClusterURL(n.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClusterClient(o)
	defer c.Close()
	for _, k := range strings.Fields("a b c d e f g") {
		if err := c.Set(t.Context(), k, "v", 0).Err(); err != nil {
			t.Error(err)
		}
	}
}

// TestNothingIsLeft: a data directory of a test binary that is gone is removed by the next one, one of a binary that
// runs stays.
func TestNothingIsLeft(t *testing.T) {
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	dir := func(pid int) string {
		d := filepath.Join(parent, fmt.Sprintf("%s%d-7", dataPrefix, pid))
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
		return d
	}
	left, used := dir(gone.Process.Pid), dir(os.Getpid())
	removeLeft(parent)
	if _, err := os.Stat(left); err == nil {
		t.Error("the directory of a process that is gone is still there")
	}
	if _, err := os.Stat(used); err != nil {
		t.Errorf("the directory of a process that runs: %v", err)
	}
}
