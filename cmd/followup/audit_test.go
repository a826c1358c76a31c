package main

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// TestAudit: an operator reads who did what, by rep, lead and age; one line each, whatever was typed.
func TestAudit(t *testing.T) {
	env := map[string]string{"REDIS_URL": storetest.Redis(t).URL}
	st, err := store.Open(store.Options{URL: env["REDIS_URL"]})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	space := st.In("T1")
	id := logSome(t, space, "Acme\tand\nsons", func(*coach.Progress) {})
	logSome(t, space, "Birch", func(*coach.Progress) {})
	if err := space.Directory.BlockNumber(t.Context(), store.Blocked{Phone: "+12125550101", By: "UOMAR",
		At: time.Now().Add(-48 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	lines := func(args ...string) []string {
		got := runs(t, env, append([]string{"audit"}, args...)...)
		list := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
		if got.status != 0 || !strings.HasPrefix(list[0], "TIME\t") {
			t.Fatalf("%v: %+v", args, got)
		}
		for _, l := range list {
			if strings.Count(l, "\t") != 6 {
				t.Errorf("%v: not one line of seven cells: %q", args, l)
			}
		}
		return list[1:]
	}
	all := lines()
	if len(all) < 3 || !strings.Contains(all[0], "\tteams\tUOMAR\tblock\t") {
		t.Errorf("everything: %q", all)
	}
	for _, c := range []struct {
		args     []string
		has, not string
	}{
		{[]string{"--rep", "teams"}, "UOMAR", "UREP"}, {[]string{"--rep", "UREP"}, "UREP", "UOMAR"},
		{[]string{"--lead", id}, "Acme and sons", "Birch"}, {[]string{"--since", "24h", "--rep", "teams"}, "", "UOMAR"},
	} {
		got := strings.Join(lines(c.args...), "\n")
		if !strings.Contains(got, c.has) || strings.Contains(got, c.not) {
			t.Errorf("%v: %s", c.args, got)
		}
	}
}
