package coach

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// flagged is a lead as the release before [Waiting] wrote it, commit 7c6891f: its record before the first touch and
// after each, its touches in the order in which they were logged, and what came next.
type flagged struct {
	Waits   string
	Rep     Rep
	Touches []Touch
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
			if err := json.Unmarshal(raw, &l); err != nil {
				t.Fatal(err)
			}
			want := DefaultRules().Replay(l, f.Touches[:i], f.Rep)
			if diff := cmp.Diff(want.Progress, l.Progress); diff != "" {
				t.Errorf("%s, touch %d: replayed and read: %s", f.Waits, i, diff)
			}
			for w := &l.Progress.Waiting; w != nil; w = w.Then {
				kinds[w.Kind] = true
			}
		}
		for _, want := range f.Next {
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

// What is written today is read back as it is, and can be written with the flags again for an undo.
func TestWaitingIsKept(t *testing.T) {
	eachFlagged(t, func(f flagged) {
		for i, raw := range f.Records {
			var l, again, back Lead
			if err := json.Unmarshal(raw, &l); err != nil {
				t.Fatal(err)
			}
			written, err := json.Marshal(l)
			if err != nil || json.Unmarshal(written, &again) != nil {
				t.Fatal(string(written), err)
			}
			if PatchesFlags(written) {
				t.Errorf("%s, touch %d: flags are written: %s", f.Waits, i, written)
			}
			flags, err := RecordWithFlags(l)
			if err != nil || json.Unmarshal(flags, &back) != nil {
				t.Fatal(string(flags), err)
			}
			if diff := cmp.Diff(l, again) + cmp.Diff(l, back); diff != "" {
				t.Errorf("%s, touch %d: %s", f.Waits, i, diff)
			}
		}
	})
}

func TestWhichPatchesSpeakOfFlags(t *testing.T) {
	for patch, want := range map[string]bool{
		"": false, "-": false, `{"name":"Acme"}`: false, `{"p":{"calls":1,"tenth":null}}`: false,
		`{"p":{"busyat":null}}`: true, `{"p":{"calls":1,"task":{"kind":"find-number"}}}`: true,
		`{"p":{"row":"missed","wait":null}}`: false, `{"p":{"wait":{"k":"reply"}}}`: false, `{"task":1}`: false,
	} {
		if got := PatchesFlags([]byte(patch)); got != want {
			t.Errorf("%s: %v", patch, got)
		}
	}
}
