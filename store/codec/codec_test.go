package codec_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
)

// What is written begins with the number of its schema and reads as it was.
func TestARecordReadsAsItWasWritten(t *testing.T) {
	want := coach.Team{ID: "T1", Name: "north", Reps: []string{"U1"}}
	raw, err := codec.Encode(want, "")
	if err != nil || !strings.HasPrefix(raw, `{"s":`+codec.Text+`,`) || codec.Text != fmt.Sprint(codec.Schema) {
		t.Fatalf("%s, %v", raw, err)
	}
	var got coach.Team
	if err := codec.Decode(raw, &got); err != nil || got.Name != want.Name || got.Reps[0] != "U1" {
		t.Errorf("%+v, %v", got, err)
	}
	if codec.Of(raw) != codec.Schema || codec.Of(`{"id":"T1"}`) != 1 {
		t.Errorf("numbers %d and %d", codec.Of(raw), codec.Of(`{"id":"T1"}`))
	}
	if plain := string(codec.Unnumbered(raw)); strings.Contains(plain, `"s"`) || !strings.Contains(plain, "north") {
		t.Errorf("without its number: %s", plain)
	}
}

// A record of a newer schema is no damage, whatever else it holds, and what no version has written is.
func TestDamageAndNewerSchemas(t *testing.T) {
	for raw, want := range map[string]struct{ newer, damaged bool }{
		`{"s":2,"id":"T1"}`:      {},
		`{"s":99,"id":7}`:        {newer: true},
		`{"s":"later","id":"T"}`: {newer: true},
		`{"id":7}`:               {damaged: true},
		`{"id":"T1`:              {damaged: true},
		`[]`:                     {damaged: true},
		``:                       {damaged: true},
	} {
		var team coach.Team
		err := codec.Damaged("team", "T1", codec.Decode(raw, &team))
		d := codec.DamagedIn(err)
		if codec.IsNewer(err) != want.newer || (d != nil) != want.damaged || (err != nil) != (want.newer || want.damaged) {
			t.Errorf("%q: %v", raw, err)
		}
		if d != nil && (d.Of != "team" || d.ID != "T1" || errors.Unwrap(d) == nil) {
			t.Errorf("%q: %+v", raw, d)
		}
	}
}
