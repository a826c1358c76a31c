package teams

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/input/tipline"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tips"
)

// The id of any tip that a team adds is told from other words in each line that a button runs.
func TestEveryTipIDIsRead(t *testing.T) {
	for range 1000 {
		id := newTipID()
		if do, got := tipline.ReadTip(words.Lex("mute " + id)); do != tipline.TipMute || got != id {
			t.Fatalf("mute %s: %q %q", id, do, got)
		}
		if got := tipline.ReadTeamTips(words.Lex("remove "+id), nil); got.Do != tipline.TipRemove || got.ID != id {
			t.Fatalf("remove %s: %+v", id, got)
		}
	}
}

// What was removed comes back as it was, whatever quotes its words and its team's name hold.
func TestAddItBackBringsTheSame(t *testing.T) {
	to := say.Reader{Now: time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)}
	for _, text := range []string{"Ask for the dock hours first.", `Say "two times" to them.`, "Say “two times” to them.",
		"Don't say 'soon'."} {
		team := coach.Team{Name: "North “Two”"}
		tip := tips.TeamTip{Text: text, For: "first-call", Says: `Ann "Ace" Lee`, Topic: "docks"}
		rest, values := addedBack(t, library.TeamTipRemoved(to, team, tip), tipline.TeamTipKeys)
		if got := tipline.ReadTeamTips(rest, values); got.Tip != tip || got.Team != team.Name {
			t.Errorf("%s: %+v", text, got)
		}
		story := coach.Story{Kind: coach.WhyNews, Text: text, Industry: "“cold” storage", Until: to.Now.AddDate(0, 1, 0)}
		rest, values = addedBack(t, library.LibraryRemoved(to, team, story), teamline.StoryKeys)
		got, err := teamline.ReadStory(rest[1:], values, input.DateContext(coach.Rep{}, nil, to.Now)) // behind "add"
		if err != nil || got.Text != text || got.Industry != story.Industry || got.Kind != story.Kind ||
			values["team"] != team.Name {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}

// addedBack is what stands behind "team tips" or "team library" in the line of [Add it back], with its keys.
func addedBack(t *testing.T, answer say.Reply, keys []string) ([]words.Word, map[string]string) {
	t.Helper()
	row, ok := answer.Blocks[len(answer.Blocks)-1].(*slack.ActionBlock)
	if !ok {
		t.Fatalf("no button: %s", answer.Text)
	}
	button, _ := row.Elements.ElementSet[0].(*slack.ButtonBlockElement)
	_, rest := teamline.ReadTeam(input.ReadLine(button.Value[1:]).Words)
	values, rest := words.KeyValues(rest, keys...)
	return rest, values
}
