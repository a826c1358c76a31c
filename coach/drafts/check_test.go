package drafts

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// checkIDs names everything that is found in a message.
func checkIDs(d Check) string {
	var ids []string
	for _, f := range d.Phrases {
		ids = append(ids, f.ID)
	}
	for _, c := range []struct {
		yes bool
		id  string
	}{{d.NoReason, "no-reason"}, {d.Goodbye.Ends && !d.Goodbye.Tries, "goodbye-tries"},
		{d.Goodbye.Ends && !d.Goodbye.Timing, "goodbye-timing"}, {d.Repeats.Percent > 0, "repeats"}} {
		if c.yes {
			ids = append(ids, c.id)
		}
	}
	if len(ids) == 0 {
		return "-"
	}
	return strings.Join(ids, " ")
}

// A table of 120 messages: what is found in 60 and more of them, and that nothing is said against the others.
func TestDrafts(t *testing.T) {
	data, err := os.ReadFile("testdata/drafts.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, counts := coach.DefaultRules(), map[bool]int{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		want, text, _ := strings.Cut(line, ": ")
		text = strings.ReplaceAll(text, "|", "\n")
		d := Examine(r, text, CheckInput{})
		if got := checkIDs(d); got != want {
			t.Errorf("%q\n  found %s (%s)\n  want  %s", text, got, quotedWords(d), want)
		}
		if d.Findings() != len(strings.Fields(strings.Trim(want, "-"))) {
			t.Errorf("%q: %d findings", text, d.Findings())
		}
		for _, f := range d.Phrases {
			if f.Instead == "" || f.Why == "" || f.Author == "" || f.Strength == "" || f.Source == "" {
				t.Errorf("%q: %+v says too little", text, f)
			}
		}
		counts[want == "-"]++
	}
	if counts[false] < 60 || counts[true] < 60 {
		t.Errorf("%d messages with something to say, %d without: want 60 of each", counts[false], counts[true])
	}
}

func quotedWords(d Check) string {
	var out []string
	for _, f := range d.Phrases {
		out = append(out, fmt.Sprintf("%q", f.Words))
	}
	return strings.Join(out, " ")
}
