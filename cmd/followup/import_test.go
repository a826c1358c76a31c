package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// importChild is set for a copy of the test binary that is the command itself, to be killed.
const importChild = "FOLLOWUP_TEST_IMPORT"

func TestMain(m *testing.M) {
	if args := os.Getenv(importChild); args != "" {
		w := world{ctx: context.Background(), lookup: os.LookupEnv, out: os.Stdout, errs: os.Stderr}
		os.Exit(run(w, strings.Split(args, "\n")))
	}
	os.Exit(m.Run())
}

// importDesk is a workspace with a rep, and its Redis.
func importDesk(t *testing.T, team string) (*storetest.Server, *store.Workspace, map[string]string) {
	t.Helper()
	redis := storetest.Redis(t)
	st, err := app.OpenStore(redis.URL, coach.DefaultRules())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	space, now := st.In(team), time.Now()
	rep := coach.Rep{ID: "UMAYA", TZ: "America/New_York", Locale: "en-US", Since: now}
	of := store.Query{Rep: rep.ID, Now: now}
	if _, _, err := space.Change(t.Context(), of, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "settings", By: rep.ID, Now: now, Rep: &rep}, nil
	}); err != nil {
		t.Fatal(err)
	}
	return redis, space, map[string]string{"REDIS_URL": redis.URL}
}

// listFile writes a list of n rows.
func listFile(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("Name,Phone,Email\n")
	for i := range n {
		fmt.Fprintf(&b, "Company %d,+1 212 %03d %04d,info@company%d.example\n", i, 200+i/10000, i%10000, i)
	}
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// idOf is the import's id, which the last line names.
func idOf(t *testing.T, out string) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	id, ok := strings.CutPrefix(lines[len(lines)-1], "import ")
	if !ok {
		t.Fatalf("no id in the last line of %q", out)
	}
	return id
}

// TestImport: the preview writes nothing, --yes does, the last line names the id, and --revert takes it back.
func TestImport(t *testing.T) {
	redis, _, env := importDesk(t, "TCLI")
	dump := func() map[string]string {
		all := redis.Dump(t)
		maps.DeleteFunc(all, func(key, _ string) bool {
			return !strings.HasPrefix(key, "{TCLI:") || strings.Contains(key, ":key:") ||
				strings.Contains(key, ":imports:") || strings.Contains(key, ":audit:")
		})
		return all
	}
	before := dump()
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte("Name,Phone,Size\nAcme Corp,+1 212 555 0101,4\nBirch,call me,\nAcme Corp,,\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	with := func(args ...string) spoken {
		return runs(t, env, append([]string{"import", "--workspace", "TCLI"}, args...)...)
	}
	got := with("--rep", "UMAYA", file)
	for _, line := range []string{"list.csv: 3 rows\n", "1 new · 1 double · 1 refused\n", "New: Acme Corp\n",
		"Line 3: “call me” is no number I can read\n", "Line 4: Acme Corp has the name of an earlier row\n",
		"Passed over: Size", "Nothing is written. Add --yes to import it.\n"} {
		if got.status != 0 || !strings.Contains(got.out, line) {
			t.Errorf("preview lacks %q: %+v", line, got)
		}
	}
	if diff := cmp.Diff(before, dump()); diff != "" {
		t.Errorf("the preview wrote: %s", diff)
	}
	got = with("--rep", "UMAYA", "--keep", "Size", "--factors", "fleet", "--yes", file)
	if got.status != 0 || !strings.Contains(got.out, "Imported: 1 new, 0 completed.") {
		t.Fatalf("%+v", got)
	}
	id := idOf(t, got.out)
	if got := with("--rep", "UMAYA", file); !strings.Contains(got.out, "0 new · 2 doubles · 1 refused") ||
		!strings.Contains(got.out, "This very file was imported before: import "+id) {
		t.Errorf("twice the same file: %+v", got)
	}
	if got := with("--revert", id); got.status != 0 || !strings.Contains(got.out, "Taken back: 1 lead.") ||
		idOf(t, got.out) != id {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff(before, dump()); diff != "" {
		t.Errorf("the revert left: %s", diff)
	}

	empty := filepath.Join(t.TempDir(), "empty.csv")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		words  string
	}{
		{[]string{}, 2, "expected a file"},
		{[]string{file}, 2, "expected --rep"},
		{[]string{"--rep", "UMAYA", "/nowhere.csv"}, 2, "/nowhere.csv: expected a readable file: no such file"},
		{[]string{"--rep", "UMAYA", t.TempDir()}, 2, "expected a readable file: is a directory"},
		{[]string{"--rep", "UMAYA", "-"}, 2, "not standard input"},
		{[]string{"--rep", "UMAYA", empty}, 1, "followup: The file is empty."},
		{[]string{"--revert", id, file}, 2, "takes the id of an import and no file"},
		{[]string{"--rep", "UNOBODY", file}, 1, "they become one by typing /followup"},
		{[]string{"--revert", "none"}, 1, `no import "none"`},
	} {
		if got := with(c.args...); got.status != c.status || !strings.Contains(got.errs, c.words) {
			t.Errorf("%v: %+v", c.args, got)
		}
	}
	// A header may have commas.
	comma := filepath.Join(t.TempDir(), "comma.csv")
	if err := os.WriteFile(comma, []byte("Name,\"City, State\"\nBirch,\"Boston, MA\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := with("--rep", "UMAYA", "--keep", "City, State", comma); strings.Contains(got.out, "Passed over") ||
		!strings.Contains(got.out, "1 new") {
		t.Errorf("a column with a comma: %+v", got)
	}
	// Who did it is told of every lead.
	audit := runs(t, env, "audit", "--rep", "UMAYA")
	made := regexp.MustCompile(`\tcommand line\timport \(undone\)\t(\w+)\t`).FindStringSubmatch(audit.out)
	if made == nil || !strings.Contains(audit.out, "\tcommand line\trevert\t") {
		t.Fatalf("audit: %+v", audit)
	}
	if got := runs(t, env, "audit", "--lead", made[1]); strings.Count(got.out, "\tcommand line\t") != 2 {
		t.Errorf("audit of the lead: %+v", got)
	}
	// An address is looked up at Slack.
	slack := fakeslack.New(fakeslack.Config{TeamID: "TCLI", Scopes: []string{"users:read", "users:read.email"}})
	if err := slack.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slack.Close)
	slack.AddUser(fakeslack.User{ID: "UMAYA", Name: "maya", Email: "maya@acme.example"})
	env["SLACK_APP_TOKEN"], env["SLACK_BOT_TOKEN"], env["SLACK_API_URL"] = "xapp-1-local", "xoxb-local", slack.APIURL()
	if got := runs(t, env, "import", "--rep", "Maya@acme.example", file); !strings.Contains(got.out, "1 new") {
		t.Errorf("by address: %+v", got)
	}
	if got := runs(t, env, "import", "--rep", "kim@acme.example", file); got.status != 1 ||
		!strings.Contains(got.errs, "users_not_found") {
		t.Errorf("nobody's address: %+v", got)
	}
}

// TestImportIsKilled: killed at any point, an import goes on with the same command, or is taken back whole.
func TestImportIsKilled(t *testing.T) {
	const rows, points = 1500, 10
	file := listFile(t, rows)
	for point := range points {
		team := fmt.Sprintf("TKILL%d", point)
		redis, space, env := importDesk(t, team)
		dump := func() map[string]string {
			all := redis.Dump(t)
			maps.DeleteFunc(all, func(key, _ string) bool {
				return !strings.HasPrefix(key, "{"+team+":") || strings.Contains(key, ":key:") ||
					strings.Contains(key, ":imports:") || strings.Contains(key, ":audit:")
			})
			return all
		}
		before := dump()
		args := []string{"import", "--workspace", team, "--rep", "UMAYA", "--yes", file}
		killed := killAt(t, space, env, args, point*rows*7/points/10)
		if point%2 == 1 {
			if got := runs(t, env, "import", "--workspace", team, "--revert", killed.ID); got.status != 0 {
				t.Errorf("point %d: %+v", point, got)
			}
			if diff := cmp.Diff(before, dump()); diff != "" {
				t.Errorf("point %d: the revert left %.400s", point, diff)
			}
			continue
		}
		got := runs(t, env, args...)
		if got.status != 0 || idOf(t, got.out) != killed.ID ||
			!strings.Contains(got.out, "Imported: 1,500 new, 0 completed.") {
			t.Errorf("point %d: %+v", point, got)
		}
		if n, err := leadsOf(t, space); err != nil || n != rows {
			t.Errorf("point %d: %d leads, %v", point, n, err)
		}
	}
}

func leadsOf(t *testing.T, space *store.Workspace) (n int, err error) {
	names := map[string]bool{}
	err = space.EachLead(t.Context(), "UMAYA", func(page []coach.Lead) error {
		for _, l := range page {
			names[l.Name] = true
		}
		n += len(page)
		return nil
	})
	if len(names) != n {
		return n, fmt.Errorf("%d names of %d leads", len(names), n)
	}
	return n, err
}

// killAt runs the command in a process of its own and kills it once so many rows are written, at whatever it is doing
// then.
func killAt(t *testing.T, space *store.Workspace, env map[string]string, args []string, rows int) store.Import {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), importChild+"="+strings.Join(args, "\n"))
	for k, v := range env {
		child.Env = append(child.Env, k+"="+v)
	}
	var out bytes.Buffer
	child.Stdout, child.Stderr = &out, &out
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	for {
		all, err := space.Records.Imports(t.Context(), "UMAYA")
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 1 && all[0].Rows >= rows {
			_ = child.Process.Kill()
			<-ended
			all, err = space.Records.Imports(t.Context(), "UMAYA")
			if err != nil || all[0].State != store.ImportOpen {
				t.Fatalf("it was too quick to be killed behind row %d: %+v, %v", rows, all, err)
			}
			return all[0]
		}
		select {
		case err := <-ended:
			t.Fatalf("the import ended before row %d: %v\n%s", rows, err, out.String())
		default:
		}
	}
}

// TestImportParks: where a team parks rows, the preview and the end count them apart (S0.7).
func TestImportParks(t *testing.T) {
	_, space, env := importDesk(t, "TPARK")
	now := time.Now()
	of := store.Query{Rep: "UMAYA", Now: now}
	_, _, err := space.Change(t.Context(), of, func(s store.Snapshot) (store.Change, error) {
		rep := s.Rep
		rep.Teams = []string{"t1"}
		return store.Change{Op: "settings", By: rep.ID, Now: now, Rep: &rep}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	team := coach.Team{ID: "t1", Name: "North", Reps: []string{"UMAYA"}, Suspects: qualify.Suspects{Park: true}}
	if _, err := space.Directory.SaveTeam(t.Context(), store.TeamChange{Team: team, Now: now}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte("Name,Phone,Problem\nAcme,+1 212 555 0101,rust\nBirch,+1 212 555 0102,\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		factors string
		words   []string
		not     string
	}{
		{"", []string{"0 new\n", "2 parked: not a probable suspect yet\n"}, "First calls"},
		{"need, size", []string{"2 new\n"}, "parked"},
		{"size", []string{"1 new\n", "1 parked: not a probable suspect yet\n",
			"Imported: 1 new, 1 parked, 0 completed."}, ""},
	} {
		args := []string{"import", "--workspace", "TPARK", "--rep", "UMAYA", "--factors", c.factors, file}
		if c.factors == "size" {
			args = append(args, "--yes")
		}
		got := runs(t, env, args...)
		for _, words := range c.words {
			if got.status != 0 || !strings.Contains(got.out, words) {
				t.Errorf("%q lacks %q: %+v", c.factors, words, got)
			}
		}
		if c.not != "" && strings.Contains(got.out, c.not) {
			t.Errorf("%q: %+v", c.factors, got)
		}
	}
}
