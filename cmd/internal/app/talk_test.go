package app

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestTalks plays every conversation of testdata/talks through the whole house: the real client on real sockets, a strict local
// Slack, a Redis, the engine, and a clock that only moves by hand. The files are the documentation; see [talk] for how they read.
func TestTalks(t *testing.T) {
	files, err := filepath.Glob("testdata/talks/*.talk")
	if err != nil || len(files) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) {
			t.Parallel()
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
		})
	}
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
