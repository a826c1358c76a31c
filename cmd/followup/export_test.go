package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// TestExportAndRestore: what is printed goes into an empty Redis, from a file or standard input, and is printed there
// as it was but for when. No other setting is asked for.
func TestExportAndRestore(t *testing.T) {
	from := map[string]string{"REDIS_URL": storetest.Redis(t).URL}
	st, err := store.Open(store.Options{URL: from["REDIS_URL"]})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	logSome(t, st.In("T1"), "Acme", func(*coach.Progress) {})
	first := runs(t, from, "export")
	if first.status != 0 || !strings.HasPrefix(first.out, `{"followup":"export",`) ||
		!strings.Contains(first.out, "Acme") {
		t.Fatalf("export: %+v", first)
	}
	file := filepath.Join(t.TempDir(), "all.ndjson")
	if err := os.WriteFile(file, []byte(first.out), 0o600); err != nil {
		t.Fatal(err)
	}
	body := func(s string) string { _, body, _ := strings.Cut(s, "\n"); return body }
	for _, from := range [][]string{nil, {"-"}, {file}} {
		args := append([]string{"import", "--restore"}, from...)
		to := map[string]string{"REDIS_URL": storetest.Redis(t).URL}
		if got := reads(t, first.out, to, args...); got.status != 0 || got.out != "" {
			t.Errorf("%v: %+v", args, got)
		}
		if again := runs(t, to, "export"); body(again.out) != body(first.out) {
			t.Errorf("%v: another export behind it", args)
		}
		if got := reads(t, first.out, to, args...); got.status != 1 || !strings.Contains(got.errs, "isn't empty") {
			t.Errorf("%v into what isn't empty: %+v", args, got)
		}
	}
	for _, c := range []struct {
		status int
		args   []string
		words  string
	}{
		{2, []string{"import", file}, "--rep"},
		{2, []string{"import", "--restore", "/nowhere"}, "/nowhere: expected a readable file: no such file"},
		{2, []string{"import", "--restore", t.TempDir()}, "expected a readable file: is a directory"},
		{1, []string{"import", "--restore", os.DevNull}, "this is no file that followup export has written"},
	} {
		if got := reads(t, first.out, from, c.args...); got.status != c.status || strings.Count(got.errs, "\n") != 1 ||
			!strings.Contains(got.errs, c.words) {
			t.Errorf("%v: %+v", c.args, got)
		}
	}
	if got := runs(t, map[string]string{"REDIS_URL": "nonsense"}, "export"); got.status != 2 {
		t.Errorf("a wrong setting: %+v", got)
	}
}
