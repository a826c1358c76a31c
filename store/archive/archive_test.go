package archive_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/archive"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/storetest"
)

var now = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)

// TestEachKeyIsDecided holds the list of what a copy has against the one place that makes keys.
func TestEachKeyIsDecided(t *testing.T) {
	source, err := os.ReadFile("../keyspace/keys.go")
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	for _, m := range regexp.MustCompile(`return string\(t\) \+ ":([a-z]+)`).FindAllStringSubmatch(string(source), -1) {
		made[m[1]] = true
		if !slices.Contains(archive.Kinds(), m[1]) {
			t.Errorf("keyspace/keys.go makes keys %q; say in fates whether a copy has them", m[1])
		}
	}
	if len(made) < 20 {
		t.Fatalf("only %d kinds of keys found in keyspace/keys.go", len(made))
	}
	for _, kind := range archive.Kinds() {
		if !made[kind] {
			t.Errorf("fates speaks of %q, which keyspace/keys.go doesn't make", kind)
		}
	}
}

// cluster is a client of a cluster.
func cluster(tb testing.TB) redis.UniversalClient {
	tb.Helper()
	var addrs []string
	for _, n := range storetest.Cluster(tb).Nodes {
		addrs = append(addrs, n.Addr)
	}
	c := redis.NewClusterClient(&redis.ClusterOptions{Addrs: addrs})
	tb.Cleanup(func() { _ = c.Close() })
	return c
}

// single is a client of an empty database.
func single(tb testing.TB) redis.UniversalClient {
	tb.Helper()
	c := storetest.Redis(tb).Client()
	tb.Cleanup(func() { _ = c.Close() })
	return c
}

// fill puts every type of key there, big and small, and texts of all sorts.
func fill(tb testing.TB, c redis.UniversalClient) {
	tb.Helper()
	ctx := tb.Context()
	pipe := c.Pipeline()
	texts := []string{`{"s":2,"id":"a","n":1.50}`, `{"with": "spaces"}`, "{broken", "[1]", "", "tab\tnul\x00",
		"\xff\xfe bytes", `{"html":"<&>"}`, `{"u":"` + "\u2028" + `"}`, "#2\tx1\tlog"}
	for i, s := range texts {
		pipe.RPush(ctx, "{T1:s01}:audit:U1", s)
		pipe.HSet(ctx, "{T1:s01}:leads:U1", fmt.Sprint("l", i), s)
		pipe.HSet(ctx, "{T1:s01}:names:U1", s, fmt.Sprint("l", i))
		pipe.SAdd(ctx, "{T1:s01}:left:U1", s)
	}
	for i := range 1200 {
		pipe.RPush(ctx, "{T1:s02}:touches:U2:L1", fmt.Sprintf(`{"n":%d}`, i))
		pipe.HSet(ctx, "{T1:s02}:leads:U2", fmt.Sprint("l", i), strings.Repeat("x", 1+i%700))
		pipe.ZAdd(ctx, "{T1:s02}:due", redis.Z{Score: float64(1768208400000 + i/2), Member: fmt.Sprint("ping|U2|", i)})
	}
	pipe.ZAdd(ctx, "{T1:s02}:looks:U2", redis.Z{Score: math.Inf(1), Member: "l1"}, redis.Z{Score: 1.5, Member: "l2"})
	pipe.Set(ctx, "{T1:ws}:schema", codec.Text, 0)
	pipe.Set(ctx, "{T1:s02}:dms:U2:2026-01-12", 3, time.Hour)
	pipe.Set(ctx, "{T1:s02}:unheardof:U2", "carried", 0)
	pipe.Set(ctx, "{T1:s02}:key:U2:e1", "left", 0)
	pipe.ZAdd(ctx, "{T1:s02}:details:U2", redis.Z{Member: "left"})
	pipe.Set(ctx, "somebody else's", "left", 0)
	if _, err := pipe.Exec(ctx); err != nil {
		tb.Fatal(err)
	}
}

func export(tb testing.TB, c redis.UniversalClient) string {
	tb.Helper()
	var out bytes.Buffer
	if _, err := archive.Export(tb.Context(), c, &out, now); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// TestThereAndBack: what a copy was read into is the same copy again, on one server and on a cluster, from each to
// each.
func TestThereAndBack(t *testing.T) {
	from := single(t)
	fill(t, from)
	first := export(t, from)
	if head, _, _ := strings.Cut(first, "\n"); head !=
		`{"followup":"export","format":1,"schema":`+codec.Text+`,"at":"2026-01-12T09:00:00Z"}` {
		t.Errorf("the first line is %s", head)
	}
	for _, left := range []string{"left", "somebody", "details", ":key:"} {
		if strings.Contains(strings.ReplaceAll(first, "{T1:s01}:left:U1", ""), left) {
			t.Errorf("the copy has %q", left)
		}
	}
	for _, have := range []string{"unheardof", `{"value":["//4gYnl0ZXM="]}`, `"until":`, `"score":"+inf"`} {
		if !strings.Contains(first, have) {
			t.Errorf("the copy has no %q", have)
		}
	}
	for _, to := range []redis.UniversalClient{single(t), cluster(t)} {
		n, err := archive.Restore(t.Context(), to, strings.NewReader(first), archive.Options{})
		if err != nil || n.Keys != 11 {
			t.Fatalf("restored %+v, %v", n, err)
		}
		second := export(t, to)
		if second != first {
			t.Error("another copy after the restore")
		}
		back := single(t)
		if _, err := archive.Restore(t.Context(), back, strings.NewReader(second), archive.Options{}); err != nil ||
			export(t, back) != first {
			t.Errorf("another copy after the way back, %v", err)
		}
	}
}

// TestOnlyIntoAnEmptyOne: nothing is written where anything is, whosever it is.
func TestOnlyIntoAnEmptyOne(t *testing.T) {
	from, to := single(t), single(t)
	fill(t, from)
	if err := to.Set(t.Context(), "anything", 1, 0).Err(); err != nil {
		t.Fatal(err)
	}
	_, err := archive.Restore(t.Context(), to, strings.NewReader(export(t, from)), archive.Options{})
	if !errors.Is(err, archive.ErrNotEmpty) {
		t.Errorf("restored beside something: %v", err)
	}
	if n := to.DBSize(t.Context()).Val(); n != 1 {
		t.Errorf("%d keys after a refused restore", n)
	}
}

// TestHalfAFile: a file that was cut off, or lost a line, is told from a whole one, what was read of it is marked, and
// the whole one goes into its place.
func TestHalfAFile(t *testing.T) {
	from := single(t)
	fill(t, from)
	whole := export(t, from)
	lines := strings.SplitAfter(whole, "\n")
	for name, half := range map[string]string{
		"cut off in a line":     whole[:len(whole)*2/3],
		"cut off behind a line": strings.Join(lines[:len(lines)*2/3], ""),
		"without a line":        strings.Join(slices.Delete(slices.Clone(lines), 5, 6), ""),
		"with a stranger":       lines[0] + lines[1] + `{"score":"1"}` + "\n",
	} {
		to := single(t)
		if _, err := archive.Restore(t.Context(), to, strings.NewReader(half), archive.Options{}); err == nil {
			t.Errorf("a file %s was restored", name)
		}
		if err := archive.Unfinished(t.Context(), to); !errors.Is(err, archive.ErrUnfinished) {
			t.Errorf("%s: no mark, %v", name, err)
		}
		if _, err := archive.Restore(t.Context(), to, strings.NewReader(whole), archive.Options{}); err != nil ||
			export(t, to) != whole {
			t.Errorf("%s: the whole file behind it: %v", name, err)
		}
		if err := archive.Unfinished(t.Context(), to); err != nil {
			t.Errorf("%s: the mark stayed, %v", name, err)
		}
	}
	for name, wrong := range map[string]string{
		"nothing": "", "no export": `{"name":"x"}`,
		"of another format": strings.Replace(whole, `"format":1`, `"format":2`, 1),
		"of a newer schema": strings.Replace(whole, `"schema":`, `"schema":9`, 1),
	} {
		to := single(t)
		_, err := archive.Restore(t.Context(), to, strings.NewReader(wrong), archive.Options{})
		if err == nil || to.DBSize(t.Context()).Val() != 0 {
			t.Errorf("a file %s was taken: %v", name, err)
		}
	}
}

// TestNewerDataStays: data of a newer schema may hold what no copy must have, so that no copy is made of it.
func TestNewerDataStays(t *testing.T) {
	c := single(t)
	fill(t, c)
	c.Set(t.Context(), "{T1:s09}:schema", codec.Schema+1, 0)
	var out bytes.Buffer
	if _, err := archive.Export(t.Context(), c, &out, now); !codec.IsNewer(err) || out.Len() > 0 {
		t.Errorf("wrote %d bytes, %v", out.Len(), err)
	}
}
