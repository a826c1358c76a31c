package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// TestTheKeyOfTheList: the key by which blocked numbers are hashed is in no export. It is written to a new file of its
// owner's alone, and a restore without it says what to do and writes nothing; with it the number is blocked again.
func TestTheKeyOfTheList(t *testing.T) {
	const phone = "+12125550100"
	from := map[string]string{"REDIS_URL": storetest.Redis(t).URL}
	st, err := store.Open(store.Options{URL: from["REDIS_URL"]})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.In("T1").Directory.BlockNumber(t.Context(), store.Blocked{Phone: phone, By: "U1", Lead: "gone",
		At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, key := filepath.Join(dir, "all.ndjson"), filepath.Join(dir, "list.key")
	plain := runs(t, from, "export")
	if !strings.Contains(plain.errs, "1 blocked number can't be restored without") {
		t.Errorf("without the key's file: %+v", plain)
	}
	got := runs(t, from, "export", "--key-file", key)
	secret, err := os.ReadFile(key)
	if err != nil || got.status != 0 || got.errs != "exported 4 keys\n" || !strings.Contains(string(secret), `"T1"`) {
		t.Fatalf("%+v, %v", got, err)
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	text := strings.Split(string(secret), `"`)
	if strings.Contains(got.out, text[len(text)-2]) || strings.Contains(got.out, "2125550100") {
		t.Error("the export has the key, or the number")
	}
	if again := runs(t, from, "export", "--key-file", key); again.status != 2 || again.out != "" ||
		!strings.Contains(again.errs, "expected a new file") {
		t.Errorf("over another file: %+v", again)
	}
	if err := os.WriteFile(file, []byte(got.out), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		words  string
	}{
		{nil, 1, "nothing was restored. Add --key-file"},
		{[]string{"--key-file", file}, 1, "this is no file that followup export --key-file has written"},
		{[]string{"--key-file", "/nowhere"}, 2, "/nowhere"},
		{[]string{"--key-file", key, "--lost-key"}, 2, "exclude each other"},
		{[]string{"--lost-key"}, 0, "left out: 1 blocked number"},
		{[]string{"--key-file", key}, 0, "restored 4 keys"},
	} {
		to := storetest.Redis(t)
		client := to.Client()
		got := runs(t, map[string]string{"REDIS_URL": to.URL}, append([]string{"import", "--restore", file}, c.args...)...)
		if got.status != c.status || !strings.Contains(got.errs, c.words) {
			t.Errorf("%v: %+v", c.args, got)
		}
		if n := client.DBSize(t.Context()).Val(); c.status != 0 && n != 0 {
			t.Errorf("%v: %d keys after a refused restore", c.args, n)
		}
		_ = client.Close()
		back, err := store.Open(store.Options{URL: to.URL})
		if err != nil {
			t.Fatal(err)
		}
		found, err := back.In("T1").Directory.BlockedAmong(t.Context(), []string{phone})
		if blocked := c.status == 0 && c.args[0] == "--key-file"; err != nil || (len(found) == 1) != blocked {
			t.Errorf("%v: blocked %v, %v", c.args, found, err)
		}
		_ = back.Close()
	}
	if got := runs(t, from, "import", "--lost-key", "--rep", "U1", file); got.status != 2 {
		t.Errorf("beside a list: %+v", got)
	}
}

// TestAnOlderExportIsRestored: an export of a version that kept the do-not-call list in numbers goes in without a key;
// the first start leaves hashes of them, and none of them is free before or after.
func TestAnOlderExportIsRestored(t *testing.T) {
	to := storetest.Redis(t)
	env := map[string]string{"REDIS_URL": to.URL}
	if got := runs(t, env, "import", "--restore", "testdata/schema3.ndjson"); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	st, err := store.Open(store.Options{URL: to.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	space := st.In("T1")
	for _, hashed := range []bool{false, true} {
		if hashed {
			if err := space.RenewBlocked(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		found, err := space.Directory.BlockedAmong(t.Context(), []string{"+12125550100", "+12125550101", "5550102",
			"+12125550103"})
		if err != nil || len(found) != 3 || len(found[0].Asked()) != 2 || found[2].Phone != "5550102" {
			t.Errorf("hashed %v: %+v, %v", hashed, found, err)
		}
		out := runs(t, env, "export").out
		if plain := strings.Contains(out, "125550101"); plain == hashed || strings.Contains(out, "5550103") == hashed {
			t.Errorf("hashed %v, and numbers in the export %v", hashed, plain)
		}
	}
}
