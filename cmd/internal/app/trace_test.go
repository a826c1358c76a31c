package app_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/store/storetest"
)

var (
	traceTree = flag.String("trace.tree", "../../..", "root of the source tree that BenchmarkTrace builds and traces")
	traceFile = flag.String("trace.out", "", "file for the list of functions that BenchmarkTrace followed")
)

// BenchmarkTrace follows one "/followup acme voicemail" from the socket to its acknowledgement through a running
// `followup serve`, with the local Slack and a real Redis around it, into every package. See [trace] for what the
// figures count.
//
//	go test ./cmd/internal/app -run '^$' -bench Trace -benchtime 1x -trace.out trace.txt
func BenchmarkTrace(b *testing.B) {
	f := follow(b, traced(b, *traceTree, func(string) bool { return true }))
	var tr trace
	for b.Loop() {
		tr = f.log(b)
	}
	b.ReportMetric(float64(tr.hops), "hops")
	b.ReportMetric(float64(tr.entered), "entered")
	b.ReportMetric(float64(len(tr.files)), "files")
	b.ReportMetric(float64(len(tr.climbs)), "climbs")
	b.ReportMetric(float64(len(tr.fileClimbs)), "file-climbs")
	b.ReportMetric(float64(tr.revisits), "revisits")
	if *traceFile != "" {
		f.h.ok(os.WriteFile(*traceFile, []byte(tr.text()), 0o600))
	}
}

// TestTheWayOfALog holds the way of one "/followup acme voicemail" to what a reader can follow. Of the figures each may
// only fall: the test asks for the limit to follow. Only the bot and its slices report what they enter, so that nothing
// else is built once more.
func TestTheWayOfALog(t *testing.T) {
	tr := follow(t, traced(t, *traceTree, ofTheBot)).log(t)
	for _, l := range []struct {
		what      string
		is, limit int
	}{
		// The last of each, asking whether the lead is one that a colleague lends.
		{"hops", tr.hops, 23},
		{"functions entered", tr.entered, 67},
		{"files", len(tr.files), 17},
		{"climbs by package", len(tr.climbs), 0},
		{"climbs by file", len(tr.fileClimbs), 0},
	} {
		switch {
		case l.is > l.limit:
			t.Errorf("%s: %d, limit %d\n%s", l.what, l.is, l.limit, tr.text())
		case l.is < l.limit:
			t.Errorf("%s: %d, the limit may follow", l.what, l.is)
		}
	}
}

// followed is a running binary that reports what it enters.
type followed struct {
	h    *house
	cmd  *exec.Cmd
	file string // into which it writes
}

// follow starts a traced binary for a floor on which people, leads and scripts are known, as on any day.
func follow(t testing.TB, binary string) *followed {
	srv := storetest.Start(t, storetest.Options{TCP: true})
	f := &followed{h: build(t, time.Now(), srv.URL, 1, fakeslack.Config{}), cmd: exec.Command(binary, "serve"),
		file: filepath.Join(t.TempDir(), "trace")}
	addr := freeAddr(t)
	f.cmd.Env = append(f.h.env(), "FOLLOWUP_HTTP_ADDR="+addr, "FOLLOWUP_TRACE="+f.file)
	f.cmd.Stderr = os.Stderr
	f.h.ok(f.cmd.Start())
	t.Cleanup(func() {
		_ = f.cmd.Process.Kill()
		_ = f.cmd.Wait()
	})
	f.h.until("the binary to be ready", (&bot{h: f.h, http: addr}).isReady)
	for _, text := range []string{"add Acme", "add Birch", "birch voicemail"} {
		f.says(t, text)
	}
	return f
}

// says is the acknowledgement of a command.
func (f *followed) says(t testing.TB, text string) string {
	t.Helper()
	out := f.h.slack.Command(t.Context(), person(0), floor, "/followup", text)
	if !out.Acked || out.Message == nil {
		t.Fatalf("%s: %+v", text, out)
	}
	return out.Message.Text
}

// log records the way of one log, and takes the log back.
func (f *followed) log(t testing.TB) trace {
	t.Helper()
	f.h.ok(f.cmd.Process.Signal(syscall.SIGUSR1))
	f.h.until("the recording to begin", func() bool { _, err := os.Stat(f.file + ".begun"); return err == nil })
	if said := f.says(t, "acme voicemail"); !strings.Contains(said, "Acme") {
		t.Fatalf("the answer is %q", said)
	}
	f.h.ok(f.cmd.Process.Signal(syscall.SIGUSR2))
	f.h.until("the trace to be written", func() bool { _, err := os.Stat(f.file); return err == nil })
	raw, err := os.ReadFile(f.file)
	f.h.ok(err)
	f.says(t, "undo")
	f.h.ok(os.Remove(f.file))
	f.h.ok(os.Remove(f.file + ".begun"))
	return traceOf(t, raw)
}

// trace is the way of one command through the functions of ours, in the order of entry.
type trace struct {
	entries []traceEntry
	beside  map[string]int // entries of goroutines that do not belong to the command, by package
	// entered is how often a function of bot and what was split off it was entered, whatever it does.
	entered int
	// hops are those of them that the way goes on from: within them another one is entered. The others are leaves, which
	// can be taken by their names: what they call in coach, say and the store belongs to those.
	hops  int
	files map[string]bool // of what was entered, leaves too
	// climbs are calls back up: a function of a package is entered that lies earlier on the stack, with another package
	// in between. The stack goes on over go statements. A caller that does it again and again counts once.
	climbs []string
	// fileClimbs are the same of files, among what counts as entered.
	fileClimbs []string
	// revisits are entries into a file that an earlier one had left.
	revisits int
}

type traceEntry struct {
	Goroutine int
	Stack     []string // functions as "file name", outermost first
}

// aside are packages below bot that have nothing to do with how a request is handled.
var aside = []string{"blockkit", "dates", "fakeslack", "ics", "manifest", "names", "say", "send", "socket", "words"}

func ofTheBot(dir string) bool {
	first, rest, _ := strings.Cut(dir, "/")
	below, _, _ := strings.Cut(rest, "/")
	return first == "bot" && !slices.Contains(aside, below)
}

// fileOf and dirOf return where a function of the form "file name" stands.
func fileOf(function string) string { file, _, _ := strings.Cut(function, " "); return file }

func dirOf(function string) string { return path.Dir(fileOf(function)) }

// traceOf reads a recording. The command's goroutines are those whose outermost function is one below bot; what else
// happened meanwhile (the engine is woken, Homes are drawn) is counted beside.
func traceOf(t testing.TB, raw []byte) trace {
	t.Helper()
	tr := trace{beside: map[string]int{}, files: map[string]bool{}}
	add := func(climbs *[]string, from, to string) {
		if c := from + " → " + to; from != "" && !slices.Contains(*climbs, c) {
			*climbs = append(*climbs, c)
		}
	}
	var before []string // the stack of the last entry that counts
	for line := range bytes.Lines(raw) {
		var e traceEntry
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		e.Stack = slices.DeleteFunc(e.Stack, func(f string) bool { return f == "go" })
		// Homes are drawn behind whatever was changed, in a loop of their own.
		draws := slices.Contains(e.Stack, "bot/home/home.go Handlers.run")
		if !strings.HasPrefix(e.Stack[0], "bot/") || draws {
			tr.beside[dirOf(e.Stack[0])]++
			continue
		}
		tr.entries = append(tr.entries, e)
		entered := e.function()
		add(&tr.climbs, climb(e.Stack, dirOf), entered)
		if !ofTheBot(dirOf(entered)) {
			continue
		}
		add(&tr.fileClimbs, climb(e.Stack, fileOf), entered)
		tr.entered++
		if n := len(before); n > 0 && n < len(e.Stack) && slices.Equal(before, e.Stack[:n]) {
			tr.hops++
		}
		if file := fileOf(entered); before == nil || file != fileOf(before[len(before)-1]) {
			if tr.files[file] {
				tr.revisits++
			}
			tr.files[file] = true
		}
		before = e.Stack
	}
	return tr
}

func (e traceEntry) function() string { return e.Stack[len(e.Stack)-1] }

// climb returns the caller if the innermost function of the stack stands in a room (a file, a package) that the stack
// has left for another one, "" otherwise.
func climb(stack []string, room func(string) string) string {
	last := len(stack) - 1
	if last < 1 || room(stack[last-1]) == room(stack[last]) {
		return ""
	}
	for _, f := range stack[:last] {
		if room(f) == room(stack[last]) {
			return stack[last-1]
		}
	}
	return ""
}

// text lists the entries, indented by their depth, and sums them up.
func (tr trace) text() string {
	var out strings.Builder
	repeated := 0
	for i, e := range tr.entries {
		if i+1 < len(tr.entries) && slices.Equal(e.Stack, tr.entries[i+1].Stack) {
			repeated++
			continue
		}
		fmt.Fprintf(&out, "%5d %s%s", i+1, strings.Repeat("  ", len(e.Stack)-1), e.function())
		if repeated > 0 {
			fmt.Fprintf(&out, " ×%d", repeated+1)
		}
		repeated = 0
		out.WriteByte('\n')
	}
	byPackage, functions, files := map[string]int{}, map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, e := range tr.entries {
		dir := dirOf(e.function())
		byPackage[dir]++
		if functions[dir] == nil {
			functions[dir], files[dir] = map[string]bool{}, map[string]bool{}
		}
		functions[dir][e.function()], files[dir][fileOf(e.function())] = true, true
	}
	out.WriteString("\npackage: entries, functions, files\n")
	for _, dir := range slices.Sorted(maps.Keys(byPackage)) {
		fmt.Fprintf(&out, "  %s: %d, %d, %d\n", dir, byPackage[dir], len(functions[dir]), len(files[dir]))
	}
	fmt.Fprintf(&out, "\nof bot and its slices: hops %d of %d entered, files %d, revisits %d\n",
		tr.hops, tr.entered, len(tr.files), tr.revisits)
	fmt.Fprintf(&out, "climbs by package %d\n", len(tr.climbs))
	for _, c := range tr.climbs {
		fmt.Fprintf(&out, "  %s\n", c)
	}
	fmt.Fprintf(&out, "climbs by file of bot and its slices %d\n", len(tr.fileClimbs))
	for _, c := range tr.fileClimbs {
		fmt.Fprintf(&out, "  %s\n", c)
	}
	fmt.Fprintf(&out, "beside %v\n", tr.beside)
	return out.String()
}

// TestTraceFigures: what counts as a hop, a climb and a revisit.
func TestTraceFigures(t *testing.T) {
	var raw bytes.Buffer
	lines := json.NewEncoder(&raw)
	for _, stack := range []string{
		"bot/socket/a.go take",
		"bot/socket/a.go take, bot/edge.go handle",
		"go, bot/socket/a.go take, bot/edge.go handle, bot/calls/log.go log",
		"bot/socket/a.go take, bot/edge.go handle, bot/calls/log.go log, store/b.go change",
		"bot/socket/a.go take, bot/edge.go handle, bot/calls/log.go log, store/b.go change, bot/calls/log.go log·1",
		"bot/socket/a.go take, bot/edge.go handle, bot/calls/log.go log, store/b.go change, bot/calls/log.go log·1",
		"bot/socket/a.go take, bot/edge.go handle, bot/route.go route",
		"bot/socket/a.go take, bot/edge.go handle, bot/route.go route, bot/edge.go again",
		"schedule/c.go run",
	} {
		if err := lines.Encode(traceEntry{1, strings.Split(stack, ", ")}); err != nil {
			t.Fatal(err)
		}
	}
	tr := traceOf(t, raw.Bytes())
	got := fmt.Sprint(len(tr.entries), tr.entered, tr.hops, len(tr.files), len(tr.climbs), len(tr.fileClimbs), tr.revisits,
		tr.beside)
	if want := "8 6 3 3 1 2 1 map[schedule:1]"; got != want {
		t.Errorf("%s, want %s\n%s", got, want, tr.text())
	}
}
