package store_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

// A lead whose changes were written partly before its waiting was one value can be taken back through all of them. At
// every touch of each lead the new release takes over, logs one more call, and undoes it and everything before.
func TestUndoAcrossTheChangeOfShape(t *testing.T) {
	file, err := os.Open("../coach/testdata/flags.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	undone := 0
	for lines.Scan() {
		var f struct {
			Waits   string
			Rep     coach.Rep
			Touches []json.RawMessage
			Records []json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		for k := range f.Records {
			record, back := logOneMore(t, f.Records[k], readTouches(t, f.Touches[:k]), f.Rep)
			for i := k; i >= 0; i-- {
				if record, err = store.RestoreLead(record, back); err != nil {
					t.Fatalf("%s, from %d to %d: %v", f.Waits, k, i, err)
				}
				want, got := read(t, f.Records[i]), read(t, []byte(record))
				if diff := cmp.Diff(want.Progress, got.Progress); diff != "" {
					t.Fatalf("%s, from %d to %d: %s", f.Waits, k, i, diff)
				}
				undone++
				if i > 0 {
					if back, err = codec.UndoPatch(string(f.Records[i-1]), string(f.Records[i])); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	if lines.Err() != nil || undone < 500 {
		t.Fatalf("%d changes were taken back, %v", undone, lines.Err())
	}
}

// logOneMore logs a call, or opens a closed lead again, and gives the record with the way back from it.
func logOneMore(t *testing.T, raw []byte, history []coach.Touch, rep coach.Rep) (record, back string) {
	l := read(t, raw)
	at := l.Created.Add(1000 * time.Hour)
	touch := coach.Touch{Outcome: outcome.Busy, At: at, Logged: at}
	if !l.Open() {
		touch.Outcome = outcome.Reopened
	}
	if l.Progress.Closed == outcome.DoNotCall {
		touch.Outcome, touch.At = outcome.Email, l.Created
	}
	after, _, err := coach.DefaultRules().Log(l, history, touch, rep)
	if err != nil {
		t.Fatalf("%s: %v", touch.Outcome, err)
	}
	if record, err = codec.Encode(after, string(raw)); err != nil {
		t.Fatal(err)
	}
	if back, err = codec.UndoPatch(string(raw), record); err != nil {
		t.Fatal(err)
	}
	return record, back
}

func readTouches(t *testing.T, raw []json.RawMessage) []coach.Touch {
	t.Helper()
	out := make([]coach.Touch, len(raw))
	for i := range raw {
		if err := coach.ReadTouch(raw[i], &out[i]); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func read(t *testing.T, raw []byte) coach.Lead {
	t.Helper()
	var l coach.Lead
	if err := coach.ReadLead(raw, &l); err != nil {
		t.Fatal(err)
	}
	return l
}
