package coach

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// S3.20: the last three notes, and one that was added on the page behind a call with the outcome of that call.
func TestNotes(t *testing.T) {
	at := func(minutes int) time.Time { return time.Date(2026, 11, 10, 9, minutes, 0, 0, time.UTC) }
	touches := []Touch{
		{Seq: 1, At: at(0), Outcome: outcome.Talked, Note: "first"},
		{Seq: 5, At: at(4), Outcome: outcome.Details, Note: "on the way to a plant"},
		{Seq: 3, At: at(2), Outcome: outcome.NoTime},
		{Seq: 4, At: at(3), Outcome: outcome.Snoozed},
		{Seq: 6, At: at(5), Outcome: outcome.Voicemail, Note: " "},
		{Seq: 7, At: at(6), Outcome: outcome.HasSolution},
		{Seq: 8, At: at(7), Outcome: outcome.Explained, Note: "with Birch"},
		{Seq: 2, At: at(1), Outcome: outcome.NoAnswer, Note: "rang out"},
	}
	var got []string
	for _, n := range Notes(touches) {
		got = append(got, string(n.Outcome)+" "+n.Note)
	}
	if want := []string{"has-solution with Birch", "no-time on the way to a plant",
		"no-answer rang out"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if n := Notes([]Touch{{Outcome: outcome.Details, Note: "its call is out of reach"}}); len(n) != 1 ||
		n[0].Outcome != outcome.Details {
		t.Errorf("%+v", n)
	}
}

// S1.30: the fourth call that reached nobody says once that no answer is not a no; a talk before it, and it never does.
func TestNoAnswerIsNotANo(t *testing.T) {
	r, rep := DefaultRules(), Rep{ID: "U1", TZ: "America/New_York"}
	said := func(outcomes ...outcome.Outcome) (calls []int) {
		at := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location()).UTC()
		l := Lead{ID: "l", Rep: rep.ID, Name: "Acme", Warmth: Warm, Created: at}
		for i, o := range outcomes {
			var out Logged
			var err error
			if l, out, err = r.Log(l, nil, Touch{Outcome: o, At: at, Logged: at}, rep); err != nil {
				t.Fatal(err)
			}
			if HasReason(out.Notes, ReasonNotANo) {
				calls = append(calls, i+1)
			}
			at = at.AddDate(0, 0, 1)
		}
		return calls
	}
	for _, c := range []struct {
		name     string
		outcomes []outcome.Outcome
		want     []int
	}{
		{"six tries", []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.NoAnswer, outcome.Voicemail,
			outcome.NoAnswer, outcome.NoAnswer}, []int{4}},
		{"an email is no call", []outcome.Outcome{outcome.Voicemail, outcome.Email, outcome.NoAnswer, outcome.NoAnswer,
			outcome.NoAnswer}, []int{5}},
		{"an assistant is nobody", []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.NoAnswer,
			outcome.Gatekeeper}, []int{4}},
		{"reached at the fourth", []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.NoAnswer, outcome.Talked},
			nil},
		{"follow-ups", []outcome.Outcome{outcome.Talked, outcome.NoAnswer, outcome.NoAnswer, outcome.NoAnswer,
			outcome.NoAnswer}, nil},
	} {
		got := said(c.outcomes...)
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: said at %v, want %v", c.name, got, c.want)
		}
	}
}
