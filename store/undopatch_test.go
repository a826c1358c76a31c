package store_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
)

func someLead(t *rapid.T, label string) coach.Lead {
	when := func(l string) time.Time {
		n := rapid.Int64Range(0, 5).Draw(t, label+l)
		if n == 0 {
			return time.Time{}
		}
		return monday.Add(time.Duration(n) * time.Hour)
	}
	l := coach.Lead{
		ID: "l", Rep: "U1", Version: rapid.Int64().Draw(t, label+"v"), Name: rapid.StringN(1, 5, -1).Draw(t, label+"name"),
		Phone: rapid.SampledFrom([]string{"", "1"}).Draw(t, label+"phone"),
		Asked: rapid.SampledFrom([][]string{nil, {"a"}, {"a", "b"}}).Draw(t, label+"asked"), Created: monday,
	}
	l.Progress.Calls = rapid.IntRange(0, 3).Draw(t, label+"calls")
	l.Progress.LastTry, l.Progress.Waiting.Snoozed = when("try"), when("snooze")
	if at := when("commitment"); !at.IsZero() {
		l.Progress.Commitment = &coach.Commitment{At: at,
			Agenda: rapid.SampledFrom([]string{"", "\t|\n<!channel>"}).Draw(t, label+"agenda"), Made: monday}
	}
	return l
}

// From any record back to any other: only the version stays.
func TestWayBackLeadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := someLead(t, "before "), someLead(t, "after ")
		b, _ := json.Marshal(before)
		a, _ := json.Marshal(after)
		patch, err := codec.UndoPatch(string(b), string(a))
		if err != nil {
			t.Fatal(err)
		}
		back, err := codec.ApplyPatch(string(a), patch)
		if err != nil {
			t.Fatal(err)
		}
		var got coach.Lead
		if err := json.Unmarshal([]byte(back), &got); err != nil {
			t.Fatal(err)
		}
		want := before
		if got.Version != after.Version && string(a) != string(b) {
			t.Fatalf("the version went back: %d", got.Version)
		}
		got.Version, want.Version = 0, 0
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v\nby   %s", got, want, patch)
		}
	})
}
