package coach

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tally"
)

// flagged is a lead as the release before [Waiting] wrote it, commit 7c6891f: its record before the first touch and
// after each, its touches in the order in which they were logged, and what came next.
type flagged struct {
	Waits   string
	Rep     Rep
	Touches []storedTouch
	Records []json.RawMessage
	Next    []struct {
		At         time.Time
		Kind       StepKind
		N          int
		Due, Until time.Time
		NeedsDate  bool
		Because    []string
	}
}

// storedTouch is read as the store reads one.
type storedTouch struct{ Touch }

func (s *storedTouch) UnmarshalJSON(raw []byte) error { return ReadTouch(raw, &s.Touch) }

func (f flagged) history(n int) []Touch {
	out := make([]Touch, n)
	for i := range out {
		out[i] = f.Touches[i].Touch
	}
	return out
}

// eachFlagged reads testdata/flags.jsonl: a lead for every kind of waiting, and for those that stand behind another.
func eachFlagged(t *testing.T, see func(flagged)) {
	file, err := os.Open("testdata/flags.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		var f flagged
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		see(f)
	}
	if lines.Err() != nil || n < 20 {
		t.Fatalf("%d leads, %v", n, lines.Err())
	}
}

// A record of before is read as what its touches come to today.
func TestFlagsAreReadAsReplayed(t *testing.T) {
	kinds := map[WaitKind]bool{}
	eachFlagged(t, func(f flagged) {
		var l Lead
		for i, raw := range f.Records {
			l = Lead{}
			if err := ReadLead(raw, &l); err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(f.history(i), func(x Touch) bool {
				return IsVerdict(x.Outcome) ||
					x.Outcome == outcome.Verdict
			}) {
				continue // when a verdict was made was not kept, and a goodbye that was typed decided nothing
			}
			want := DefaultRules().Replay(l, f.history(i), f.Rep)
			// Nobody kept when a lead was first called, as little as what counts follow-ups, and none of it is made up.
			want.Progress.First, want.Progress.Call, want.Progress.Before = time.Time{}, CallName{}, 0
			want.Progress.Counters.Shared = Shared{} // which nobody counted
			want.Progress.Hours = l.Progress.Hours
			want.Progress.Counters.Unsorted, want.Progress.Counters.Mix = want.Progress.Counters.Tries(), tally.Cells{}
			if diff := cmp.Diff(want.Progress, l.Progress); diff != "" {
				t.Errorf("%s, touch %d: replayed and read: %s", f.Waits, i, diff)
			}
			for w := &l.Progress.Waiting; w != nil; w = w.Then {
				kinds[w.Kind] = true
			}
		}
		for _, want := range f.Next {
			if w := l.Progress.Waiting.Rule; w == VerdictGift || w == VerdictStepBack {
				continue // what follows these is another thing today
			}
			s := DefaultRules().Next(l, f.Rep, want.At)
			var because []string
			for _, b := range s.Because {
				because = append(because, b.Code)
			}
			if s.Kind != want.Kind || s.Number != want.N || !s.Due.Equal(want.Due) || !s.Until.Equal(want.Until) ||
				s.NeedsDate != want.NeedsDate || !cmp.Equal(because, want.Because) {
				t.Errorf("%s at %s: %s %d at %s until %s because %v, was %+v", f.Waits, want.At, s.Kind, s.Number, s.Due,
					s.Until, because, want)
			}
		}
	})
	for _, kind := range []WaitKind{"", WaitReply, WaitTask, WaitRedial, WaitGiven, WaitRule} {
		if !kinds[kind] {
			t.Errorf("no lead waits for %q", kind)
		}
	}
}

// What is written today is read back as it is, and none of the flags is written.
func TestWaitingIsKept(t *testing.T) {
	eachFlagged(t, func(f flagged) {
		for i, raw := range f.Records {
			var l, again Lead
			if err := ReadLead(raw, &l); err != nil {
				t.Fatal(err)
			}
			written, err := json.Marshal(l)
			if err != nil || ReadLead(written, &again) != nil {
				t.Fatal(string(written), err)
			}
			var flags struct{ P waitingFlags }
			if err := json.Unmarshal(written, &flags); err != nil || flags.P != (waitingFlags{}) {
				t.Errorf("%s, touch %d: flags are written: %s, %v", f.Waits, i, written, err)
			}
			if diff := cmp.Diff(l, again); diff != "" {
				t.Errorf("%s, touch %d: %s", f.Waits, i, diff)
			}
		}
	})
}
