package main

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/store/storetest"
)

// keysOf are the keys of all those servers.
func keysOf(t *testing.T, nodes ...*storetest.Server) (all []string) {
	t.Helper()
	for _, n := range nodes {
		c := n.Client()
		keys, err := c.Keys(context.Background(), "*").Result()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, keys...)
		_ = c.Close()
	}
	slices.Sort(all)
	return all
}

// bench says what an installation bears, without tokens, and leaves its Redis as it was.
func TestBench(t *testing.T) {
	one, cluster := storetest.Start(t, storetest.Options{AOF: "everysec", TCP: true}), storetest.Cluster(t)
	for name, c := range map[string]struct {
		url   string
		nodes []*storetest.Server
	}{
		"one server": {one.URL, []*storetest.Server{one}},
		"a cluster":  {cluster.URL, cluster.Nodes},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			theirs := []string{"{T0REAL:s01}:leads:U1", "{scratcher:s01}:x"}
			for i, node := range c.nodes {
				rdb := node.Client()
				for _, key := range theirs {
					_ = rdb.Set(t.Context(), key, 1, 0).Err() // of a cluster one node takes it
				}
				// A bench that was killed has left this; which node holds it is nobody's business.
				_ = rdb.Set(t.Context(), "{scratch:s0"+string(rune('0'+i))+"}:leads:U9", 1, 0).Err()
				_ = rdb.Close()
			}
			got := runs(t, map[string]string{"REDIS_URL": c.url}, "bench")
			for _, want := range []string{`(?m)^a trip +\d+\.\d\d ms, 99 of 100 within \d`, `(?m)^a log +\d+\.\d\d ms, `,
				`(?m)^a digest +\d+\.\d\d ms`, `(?m)^it bears +[1-9]\d* logs a second$`,
				`(?m)^ +[1-9]\d* reps with a digest at 08:00`} {
				if got.status != 0 || !regexp.MustCompile(want).MatchString(got.out) {
					t.Errorf("no %s: %+v", want, got)
				}
			}
			if left := keysOf(t, c.nodes...); !slices.Equal(left, slices.Sorted(slices.Values(theirs))) {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// A bench that is told to stop removes what it has written before it goes.
func TestBenchIsStopped(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{TCP: true})
	c := srv.Client()
	defer c.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, errs bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- run(world{ctx: ctx, out: &out, errs: &errs, lookup: func(name string) (string, bool) {
			return srv.URL, name == "REDIS_URL"
		}}, []string{"bench"})
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for n := 0; n < 100; { // some leads are there
		select {
		case status := <-done:
			t.Fatalf("status %d before there was anything: %s", status, errs.String())
		case <-tick.C:
			n = len(keysOf(t, srv))
		}
	}
	if got := runs(t, map[string]string{"REDIS_URL": srv.URL}, "bench"); got.status != 1 ||
		!strings.Contains(got.errs, "somebody else") {
		t.Errorf("a second one at the same time: %+v", got)
	}
	stop()
	if status := <-done; status != 1 || !strings.Contains(errs.String(), "stopped") {
		t.Errorf("status %d: %s", status, errs.String())
	}
	if left := keysOf(t, srv); len(left) > 0 {
		t.Errorf("%d keys are left, like %s", len(left), left[0])
	}
}

// Without a Redis there is nothing to measure, and what is wrong is said as the doctor says it.
func TestBenchRefuses(t *testing.T) {
	for url, want := range map[string]string{
		"redis://127.0.0.1:1": "followup: redis does not answer: connection refused; start Redis there (127.0.0.1:1)",
		"localhost:6379":      "REDIS_URL: expected it to begin with redis://",
	} {
		got := runs(t, map[string]string{"REDIS_URL": url}, "bench")
		if got.status == 0 || !strings.Contains(got.errs, want) {
			t.Errorf("%s: %+v", url, got)
		}
	}
}
