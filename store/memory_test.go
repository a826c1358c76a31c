package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// memoryOfLeads is Redis' bytes per lead without touches, summed over all keys that stay: record, name, due entry,
// audit line, and what they share (MEMORY USAGE counts a key's name and its place in the table, too). Answers to
// envelopes expire within a day and are left out.
func memoryOfLeads(t *testing.T, args ...string) (all float64, perKind map[string]int, asJSON float64) {
	t.Helper()
	srv := storetest.Start(t, storetest.Options{Args: args})
	w := openURL(t, srv.URL)
	c := srv.Client()
	defer c.Close()
	// As many leads as differ from rep to rep: the allocator rounds a rep's hash up by as much as a fifth.
	leads := 0
	for n := range 50 {
		leads += len(seed(t, w, fmt.Sprintf("U%08d", n), 75+n))
	}
	keys, err := c.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	perKind = map[string]int{}
	for _, k := range keys {
		kind := strings.Split(k, ":")[2]
		if kind == "key" {
			continue
		}
		n, err := c.MemoryUsage(t.Context(), k, 0).Result()
		if err != nil {
			t.Fatal(err)
		}
		all += float64(n) / float64(leads)
		perKind[kind] += int(n)
		if kind == "leads" {
			for _, record := range c.HVals(t.Context(), k).Val() {
				asJSON += float64(len(record)) / float64(leads)
			}
		}
	}
	for kind := range perKind {
		perKind[kind] /= leads
	}
	return all, perKind, asJSON
}

// Design §5: bytes per lead without touches, all keys of it, at most 1.5 × the record's own compact JSON.
func TestMemoryOfALead(t *testing.T) {
	advised := []string{"--hash-max-listpack-value", "512", "--hash-max-listpack-entries", "512"}
	all, kinds, size := memoryOfLeads(t, advised...)
	t.Logf("as advised: %.0f bytes a lead for %.0f bytes of JSON: %.2f × %v", all, size, all/size, kinds)
	if all > 1.5*size {
		t.Errorf("%.0f bytes a lead for %.0f bytes of JSON", all, size)
	}
	all, kinds, size = memoryOfLeads(t)
	t.Logf("Redis' own settings: %.0f bytes a lead: %.2f × %v", all, all/size, kinds)
}

func TestCheckSaysWhatToDo(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{AOF: "always", Args: []string{"--hash-max-listpack-value", "1024"}})
	s, err := store.Open(store.Options{URL: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	bad := func() (out []string) {
		t.Helper()
		fs, err := s.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fs {
			if f.OK != (f.Do == "") || f.What == "" {
				t.Errorf("finding %+v", f)
			}
			if !f.OK {
				out = append(out, f.What)
			}
		}
		return out
	}
	if got := bad(); len(got) != 0 {
		t.Errorf("a server as it should be: %q", got)
	}
	c := srv.Client()
	defer c.Close()
	for setting, value := range map[string]string{"maxmemory-policy": "allkeys-lru", "appendfsync": "no",
		"hash-max-listpack-value": "64"} {
		if err := c.ConfigSet(t.Context(), setting, value).Err(); err != nil {
			t.Fatal(err)
		}
	}
	if got := bad(); len(got) != 3 {
		t.Errorf("three settings are wrong: %q", got)
	}
	if err := c.ConfigSet(t.Context(), "appendonly", "no").Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.Do(t.Context(), "ACL", "SETUSER", "default", "-config").Err(); err != nil { // as managed services do
		t.Fatal(err)
	}
	got := strings.Join(bad(), "\n")
	if !strings.Contains(got, "appendonly no") || !strings.Contains(got, "could not check hash-max-listpack-value") {
		t.Errorf("without CONFIG: %q", got)
	}
}
