package app

import (
	"flag"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestTalks plays every conversation of testdata/talks through the whole house: the real client on real sockets, a
// strict local Slack, a Redis, the engine, and a clock that only moves by hand. The files are the documentation; see
// [talk] for how they read.
func TestTalks(t *testing.T) {
	files, err := filepath.Glob("testdata/talks/*.talk")
	if err != nil || len(files) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	// Most of a talk is waiting for Slack's pace of one message a second, so more of them run side by side than there are
	// processors.
	var all sync.WaitGroup
	defer func() {
		all.Wait()
		if run := flag.Lookup("test.run").Value.String(); !strings.Contains(run, "/") {
			allKindsCarried(t)
		}
	}()
	atOnce := make(chan struct{}, 12)
	for _, file := range files {
		all.Go(func() {
			atOnce <- struct{}{}
			defer func() { <-atOnce }()
			t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) { playTalk(t, file) })
		})
	}
}

func playTalk(t *testing.T, file string) {
	k, err := readTalk(file)
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, k)
	for _, l := range k.lines {
		h.line = l
		h.play(l)
	}
	h.farewell()
}

// play carries out one line.
func (h *house) play(l talkLine) {
	h.t.Helper()
	for _, p := range talkPatterns {
		if m := p.re.FindStringSubmatch(l.text); m != nil {
			p.deed(h, l, m)
			return
		}
	}
	h.fatalf("the runner does not understand this line")
}
