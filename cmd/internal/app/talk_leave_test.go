package app

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/archive"
	"github.com/followup-coach/followup/store/storetest"
)

// carried are the kinds of keys that were in the exports of all talks.
var carried sync.Map

// kindOfKey finds them there.
var kindOfKey = regexp.MustCompile(`(?m)^\{"key":"\{[^}]+\}:([a-z]+)`)

// leave exports what the talk has come to, restores it into an empty Redis and exports that: both are the same but for
// the instant in the first line. The key of the do-not-call list is in neither, nor in what was logged.
func (h *house) leave() {
	h.t.Helper()
	first := h.export(h.redis)
	for _, m := range kindOfKey.FindAllStringSubmatch(first, -1) {
		carried.Store(m[1], true)
	}
	if second := h.export(h.restored(first)); first != second {
		h.t.Errorf("%s: the export of the restored is another:\n%s", h.talk.file, differ(first, second))
	}
}

// moveOut is how an installation moves: the old Redis is left as it is.
func (h *house) moveOut(l talkLine, m []string) {
	h.t.Helper()
	h.settle()
	h.stops(l, m)
	h.redis = h.restored(h.export(h.redis))
	s, err := store.Open(store.Options{URL: h.redis.URL})
	h.must(err)
	h.t.Cleanup(func() { _ = s.Close() })
	h.space = s.In("T0LOCAL")
	h.starts(l, m)
}

func (h *house) export(from *storetest.Server) string {
	h.t.Helper()
	c := from.Client()
	defer c.Close()
	var out bytes.Buffer
	_, err := archive.Export(context.Background(), c, &out, time.Time{})
	h.must(err)
	all, _ := h.logs.texts()
	for _, key := range h.listKeys(from) {
		h.absent(key.Text(), "an export", out.String())
		h.absent(key.Text(), "the log at debug level", all)
	}
	return out.String()
}

// listKeys are the keys of the do-not-call lists in a Redis.
func (h *house) listKeys(from *storetest.Server) archive.Keys {
	h.t.Helper()
	c := from.Client()
	defer c.Close()
	keys, err := archive.ReadKeys(context.Background(), c)
	h.must(err)
	return keys
}

// restored is an empty Redis with an export in it.
func (h *house) restored(export string) *storetest.Server {
	h.t.Helper()
	to := storetest.Redis(h.t)
	c := to.Client()
	defer c.Close()
	_, err := archive.Restore(context.Background(), c, strings.NewReader(export),
		archive.Options{Keys: h.listKeys(h.redis)})
	h.must(err)
	return to
}

// differ are the lines that only one of two exports has.
func differ(a, b string) string {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for i, lines := range [][]string{left, right} {
		for _, l := range lines {
			if !slices.Contains([][]string{right, left}[i], l) {
				out = append(out, "-+"[i:i+1]+l)
			}
		}
	}
	return strings.Join(out[:min(len(out), 20)], "\n")
}

// allKindsCarried fails unless the talks have left something of each kind of key that a copy has. Of the outbox they
// leave nothing: it is worked off when they end.
func allKindsCarried(t *testing.T) {
	t.Helper()
	for kind := range strings.FieldsSeq("reps leads touches audit teams blocked names looks left agreed tally week " +
		"parked letter tips dms prints schema due for deed run") {
		if _, there := carried.Load(kind); !there {
			t.Errorf("no talk ends with any %q for an export", kind)
		}
	}
}
