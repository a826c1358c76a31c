package drafts

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
)

// What was sent is the note of everything written to them; a note of a call is none.
func TestSentTexts(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 9, 0, 0, 0, time.UTC) }
	got := SentTexts([]coach.Touch{
		{Outcome: outcome.Email, At: day(3), Note: "first"}, {Outcome: outcome.Voicemail, At: day(4), Note: "no message"},
		{Outcome: outcome.LinkedIn, At: day(5), Note: "second"}, {Outcome: outcome.Email, At: day(6), Note: " "},
		{Outcome: outcome.StepBack, At: day(7), Note: "third"}, {Outcome: outcome.BreakUp, At: day(8), Note: "fourth"},
		{Outcome: outcome.XTwitter, At: day(2), Note: "zeroth"},
	})
	var words []string
	for _, s := range got {
		words = append(words, s.Text)
	}
	if want := "fourth third second first zeroth"; strings.Join(words, " ") != want {
		t.Errorf("%v, want %s", words, want)
	}
	if most := repeatsOf("one two three four five", []Sent{
		{outcome.Email, day(9), "one two three"}, {outcome.Email, day(3), "one two three four five six"},
		{outcome.Email, day(1), "one two three four five"},
	}); most.Percent != 100 || most.Of.At != day(3) {
		t.Errorf("%+v: of two that are equal the newer one", most)
	}
	// A gift's note is held against all of it, against the notes of earlier gifts, and against others' fingerprints.
	for _, before := range []coach.Touch{
		{Outcome: outcome.Email, At: day(3), Note: "one two three four"},
		{Outcome: outcome.LinkedIn, At: day(3), Note: "one two three four"},
		{Outcome: outcome.StepBack, At: day(3), Note: "one two three four"},
		{Outcome: outcome.BreakUp, At: day(3), Note: "one two three four"},
		{Outcome: outcome.Verdict, At: day(3), Gift: &coach.GiftPlan{Note: "one two three four"}},
	} {
		if like := MostLike("one two three nine", []coach.Touch{before}); like.Percent != 50 || like.Of.At != day(3) {
			t.Errorf("%s: %+v", before.Outcome, like)
		}
	}
	if like := MostLike("one two three", []coach.Touch{{Outcome: outcome.Talked,
		Note: "one two three"}}); like.Percent != 0 {
		t.Errorf("the note of a call: %+v", like)
	}
	if n := phrase.MostOverlap("one two three nine", [][]uint32{nil, phrase.Fingerprint("four five six"),
		phrase.Fingerprint("one two three four")}); n != 50 {
		t.Errorf("%d%% of others' messages, want 50%%", n)
	}
	many := make([]coach.Touch, 300)
	for i := range many {
		many[i] = coach.Touch{Outcome: outcome.Email, At: day(1).Add(time.Duration(i) * time.Hour), Note: "x"}
	}
	if got := SentTexts(many); len(got) != 200 || got[0].At != many[299].At {
		t.Errorf("%d messages", len(got))
	}
}
