package say_test

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/reach"
)

// What a rep's own calls have overturned is said in the morning message, to them alone, with both figures, and in the
// reasons of a step whose hours follow from it.
func TestWhatCallsHaveTaughtIsSaid(t *testing.T) {
	hours := reach.Better{Is: 4, Than: 0, Here: reach.Count{N: 40, Of: 100}, Else: reach.Count{N: 10, Of: 100}}
	days := reach.Better{Is: 1, Than: 3, Here: reach.Count{N: 30, Of: 60}, Else: reach.Count{N: 8, Of: 70}}
	for want, l := range map[string]reach.Learned{
		"": {},
		"Only you see this: your calls reach more at 4:00 PM–6:00 PM (40 of 100) than at 8:00 AM–10:00 AM (10 of 100). " +
			"I plan by that now.": {Hours: hours},
		"Only you see this: your calls reach more on Mon (30 of 60) than on Wed (8 of 70). I plan by that now.": {
			Days: days},
		"Only you see this: your calls reach more at 4:00 PM–6:00 PM (40 of 100) than at 8:00 AM–10:00 AM (10 of 100), " +
			"and more on Mon (30 of 60) than on Wed (8 of 70). I plan by that now.": {Hours: hours, Days: days},
	} {
		got := strings.ReplaceAll(figures.LearnedLine(maya(), l), "\u2060", "")
		if got != want || say.WordsOf(got) > 40 {
			t.Errorf("%d words: %s\nwant %s", say.WordsOf(got), got, want)
		}
		d := notify.Digest{Cards: []coach.Card{{Lead: coach.Lead{ID: "L1", Name: "Acme"}}}, Learned: &l}
		if words := say.Spoken(cards.Digest(maya(), d).Blocks); strings.Contains(words, "reach more") != (want != "") {
			t.Errorf("the digest says %s", words)
		}
	}
	why := phrases.Reason(maya(), coach.Reason{Code: coach.ReasonLearned, Word: "960-1080", N: 40, Of: 100})
	want := "your own calls reach more people at 4:00 PM–6:00 PM, 40 of 100"
	if got := strings.ReplaceAll(why, "\u2060", ""); got != want {
		t.Error(got)
	}
}
