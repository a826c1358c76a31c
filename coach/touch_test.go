package coach

import (
	"encoding/json"
	"testing"

	"github.com/followup-coach/followup/coach/outcome"
)

// What an older release wrote into Reason besides reasons is read as what it was meant for.
func TestReadTouch(t *testing.T) {
	for raw, want := range map[string]Touch{
		`{"o":"verdict","reason":"nurture"}`:            {Outcome: outcome.Verdict, Verdict: "nurture"},
		`{"o":"verdict","verdict":"drop"}`:              {Outcome: outcome.Verdict, Verdict: "drop"},
		`{"o":"planned","reason":"their time"}`:         {Outcome: outcome.Planned, Theirs: true},
		`{"o":"planned","theirs":true}`:                 {Outcome: outcome.Planned, Theirs: true},
		`{"o":"no-response","reason":"their time"}`:     {Outcome: outcome.NoResponse, Reason: "their time"},
		`{"o":"explained","reason":"nurture"}`:          {Outcome: outcome.Explained, Reason: "nurture"},
		`{"o":"verdict","verdict":"keep","reason":"x"}`: {Outcome: outcome.Verdict, Verdict: "keep", Reason: "x"},
	} {
		var got, again Touch
		if err := ReadTouch([]byte(raw), &got); err != nil {
			t.Fatal(err)
		}
		written, err := json.Marshal(got)
		if err != nil || ReadTouch(written, &again) != nil {
			t.Fatal(err)
		}
		for _, x := range []Touch{got, again} {
			if x.Outcome != want.Outcome || x.Verdict != want.Verdict || x.Reason != want.Reason || x.Theirs != want.Theirs {
				t.Errorf("%s: %+v", raw, x)
			}
		}
	}
}
