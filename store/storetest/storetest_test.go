package storetest

import (
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
