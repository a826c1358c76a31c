package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/numbers"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/reach"
)

// fullNumbers are as many figures as a page can have, all of which differ from what the sources say.
func fullNumbers() numbers.Numbers {
	n := numbers.Numbers{Calls: 1200, FollowUps: coach.Count{N: 400, Of: 1200},
		Wins: numbers.Wins{N: 12, Middle: 4}, First: numbers.FirstCalls{Live: 30, Voicemail: 50, Nobody: 20},
		Won: coach.Count{N: 3, Of: 12}, LostAll: 60, Responded: coach.Count{N: 10, Of: 40}, Middle: 24 * time.Hour,
		Answered: coach.Count{N: 9, Of: 14},
		Verdicts: [5]coach.Count{{N: 1, Of: 4}, {N: 0, Of: 3}, {N: 2, Of: 9}, {N: 1, Of: 1}, {N: 3, Of: 8}}}
	for i, o := range []outcome.Outcome{outcome.Voicemail, outcome.NoMemory, outcome.Gatekeeper, outcome.NotReviewed,
		outcome.Referral, outcome.Busy, outcome.Talked} {
		n.Results = append(n.Results, numbers.Result{Of: o, N: 500 - 60*i})
	}
	for i, o := range []outcome.Outcome{outcome.NoResponse, outcome.HasSolution, outcome.NotInterested, outcome.NotFit,
		outcome.LeftCompany, outcome.Lost} {
		n.Lost = append(n.Lost, numbers.Result{Of: o, N: 20 - 2*i})
	}
	for part := range reach.Parts {
		n.Hours = append(n.Hours, numbers.Hour{Part: part, Calls: reach.Count{N: 30, Of: 200}})
	}
	return n
}

// Each section has at most sixty words, and each figure its number of cases; the chart's numbers stand in the text too.
func TestNumbersInWords(t *testing.T) {
	n := fullNumbers()
	own, team := figures.Numbers(american, n), figures.TeamNumbers(american, longName, 12, n)
	for name, r := range map[string]say.Reply{"own": own, "team": team, "sources": figures.NumbersSources(american),
		"none": figures.Numbers(american, numbers.Numbers{}), "no team": figures.TeamNumbers(american, longName, 1, n)} {
		for _, b := range r.Blocks {
			if words := wordCount([]slack.Block{b}); words > 60 {
				t.Errorf("%s: a section of %d words:\n%s", name, words, say.Spoken([]slack.Block{b}))
			}
		}
		if _, err := r.Checked(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, fact := range []string{"n = 1,200", "33% of 1,200 calls", "most important part", "4, in the middle of 12 wins",
		"Fewer than the 5", "answered 30%, voicemail 50%, neither 20% (n = 100)", "75% of 12", "(n = 60)", "25% of 40",
		"half within", "They ask others too", "64% of 14", "goodbye 2 of 9"} {
		for who, r := range map[string]say.Reply{"own": own, "team": team} {
			if !strings.Contains(r.Text, fact) {
				t.Errorf("%s lacks %q:\n%s", who, fact, r.Text)
			}
		}
	}
	if !strings.Contains(own.Text, "15% of 200") || !strings.Contains(own.Text, figures.OnlyYou) {
		t.Error(own.Text)
	}
	// When somebody calls is a habit, and whose it is alone their own.
	if strings.Contains(team.Text, "by hour") || strings.Contains(team.Text, figures.OnlyYou) {
		t.Error(team.Text)
	}
	if got := figures.TeamNumbers(american, "North", 1, n).Text; strings.Contains(got, "33%") {
		t.Errorf("the numbers of one rep: %s", got)
	}
}

// One case fewer than a figure needs, and it says so instead.
func TestTooFewIsSaid(t *testing.T) {
	n := fullNumbers()
	n.Calls, n.FollowUps.Of, n.Wins.N, n.First = 29, 29, 9, numbers.FirstCalls{Live: 9}
	n.LostAll, n.Responded.Of, n.Answered.Of, n.Verdicts = 9, 9, 9, [5]coach.Count{{N: 1, Of: 9}}
	n.Hours = []numbers.Hour{{Part: 0, Calls: reach.Count{N: 3, Of: 29}}}
	text := figures.Numbers(american, n).Text
	if strings.Count(text, "too few yet (n = 29)") != 3 || strings.Count(text, "too few yet (n = 9)") != 6 {
		t.Error(text)
	}
	if teaches := n.Teaches(); teaches != (numbers.Teaches{}) {
		t.Errorf("%+v", teaches)
	}
}
