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
// `followup serve`, with the local Slack and a real Redis around it. See [traceOf] for what the figures count.
//
//	go test ./cmd/internal/app -run '^$' -bench Trace -benchtime 1x -trace.out trace.txt
func BenchmarkTrace(b *testing.B) {
	binary := traced(b, *traceTree)
	srv := storetest.Start(b, storetest.Options{TCP: true})
	h := build(b, time.Now(), srv.URL, 1, fakeslack.Config{})
	file := filepath.Join(b.TempDir(), "trace")
	cmd := exec.Command(binary, "serve")
	addr := freeAddr(b)
	cmd.Env = append(h.env(), "FOLLOWUP_HTTP_ADDR="+addr, "FOLLOWUP_TRACE="+file)
	cmd.Stderr = os.Stderr
	h.ok(cmd.Start())
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	h.until("the binary to be ready", (&bot{h: h, http: addr}).isReady)
	says := func(text string) string {
		out := h.slack.Command(b.Context(), person(0), floor, "/followup", text)
		if !out.Acked || out.Message == nil {
			b.Fatalf("%s: %+v", text, out)
		}
		return out.Message.Text
	}
	// Like any other command of the day: people, leads and scripts are known.
	for _, text := range []string{"add Acme", "add Birch", "birch voicemail"} {
		says(text)
	}
	var tr trace
	for b.Loop() {
		h.ok(cmd.Process.Signal(syscall.SIGUSR1))
		h.until("the recording to begin", func() bool { _, err := os.Stat(file + ".begun"); return err == nil })
		if said := says("acme voicemail"); !strings.Contains(said, "Acme") {
			b.Fatalf("the answer is %q", said)
		}
		h.ok(cmd.Process.Signal(syscall.SIGUSR2))
		h.until("the trace to be written", func() bool { _, err := os.Stat(file); return err == nil })
		raw, err := os.ReadFile(file)
		h.ok(err)
		tr = traceOf(b, raw)
		says("undo")
		h.ok(os.Remove(file))
		h.ok(os.Remove(file + ".begun"))
	}
	b.ReportMetric(float64(tr.hops), "hops")
	b.ReportMetric(float64(len(tr.files)), "files")
	b.ReportMetric(float64(len(tr.climbs)), "climbs")
	b.ReportMetric(float64(len(tr.fileClimbs)), "file-climbs")
	b.ReportMetric(float64(tr.revisits), "revisits")
	if *traceFile != "" {
		h.ok(os.WriteFile(*traceFile, []byte(tr.text()), 0o600))
	}
}

// trace is the way of one command through the functions of ours, in the order of entry.
type trace struct {
	entries []traceEntry
	beside  map[string]int // entries of goroutines that do not belong to the command, by package
	// hops are entries of functions of bot and what was split off it, from another function of ours.
	hops  int
	files map[string]bool // that the hops lead through
	// climbs are calls back up: a function of a package is entered that lies earlier on the stack, with another package
	// in between. The stack goes on over go statements. A caller that does it again and again counts once.
	climbs []string
	// fileClimbs are the same of files, among the hops.
	fileClimbs []string
	// revisits are hops into a file that an earlier hop had left.
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
// happened meanwhile (the engine is woken) is counted beside.
func traceOf(t testing.TB, raw []byte) trace {
	t.Helper()
	tr := trace{beside: map[string]int{}, files: map[string]bool{}}
	add := func(climbs *[]string, from, to string) {
		if c := from + " → " + to; from != "" && !slices.Contains(*climbs, c) {
			*climbs = append(*climbs, c)
		}
	}
	last := ""
	for line := range bytes.Lines(raw) {
		var e traceEntry
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		e.Stack = slices.DeleteFunc(e.Stack, func(f string) bool { return f == "go" })
		if !strings.HasPrefix(e.Stack[0], "bot/") {
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
		tr.hops++
		if file := fileOf(entered); file != last {
			if tr.files[file] {
				tr.revisits++
			}
			tr.files[file], last = true, file
		}
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
	fmt.Fprintf(&out, "\nof bot and its slices: hops %d, files %d, revisits %d\n", tr.hops, len(tr.files), tr.revisits)
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
	got := fmt.Sprint(len(tr.entries), tr.hops, len(tr.files), len(tr.climbs), len(tr.fileClimbs), tr.revisits, tr.beside)
	if want := "8 6 3 1 2 1 map[schedule:1]"; got != want {
		t.Errorf("%s, want %s\n%s", got, want, tr.text())
	}
}
