package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// S1.18–S1.20: a team's reps tell each other what worked.
func TestTeamLibrary(t *testing.T) {
	w := newWorld(t)
	w.says(pat, "team library", "No teams yet")
	w.types(ada, "team create Sales <#C0SALES|sales>")
	w.types(ada, "team manager <@U0PAT|pat>")
	w.types(pat, "team add <@U0SAM|sam>")
	stories := func() []coach.Story {
		teams, err := w.space.Directory.Teams(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return teams[0].Stories
	}

	w.says(sam, "team library", "Nothing yet")
	w.says(sam, `team library add "A hotel like theirs saved a day a week" industry:hotels problem:"late  nights"`,
		"Added", "Success story", "industry: hotels", "1 of 50")
	w.says(pat, `team library add "New duty from March" news until:"30 Jan"`, "Added", "News", "Fri 30 Jan")
	w.says(pat, `team library add "Winter offer" timely`, "Added", "Timely", "Thu 12 Feb")
	got := stories()
	if len(got) != 3 || got[0].By != sam || got[0].Problem != "late nights" || got[0].Kind != coach.WhyStory ||
		!got[0].Until.IsZero() ||
		got[1].Kind != coach.WhyNews || got[1].Until.Format("2006-01-02T15") != "2026-01-30T23" {
		t.Errorf("stories %+v", got)
	}
	w.says(sam, "team library", "1. ", "A hotel like theirs", "2. ", "New duty", "3. ", "3 of 50")

	// Who told it and who manages the team may take it out, nobody else.
	w.says(sam, "team library remove 2", "can't")
	w.says(bob, "team library", "members of this workspace")
	w.says(sam, "team library remove 1", "Removed",
		"A hotel like theirs saved a day a week", "industry: hotels · problem: late nights")
	w.says(pat, "team library remove "+stories()[1].ID, "Removed", "Winter offer")
	w.says(pat, "team library remove 7", "Not saved", "number that the list shows")
	w.says(pat, "team library remove", "Not saved")
	if got := stories(); len(got) != 1 || got[0].Text != "New duty from March" {
		t.Errorf("stories %+v", got)
	}
	w.says(pat, "undo", "Nothing") // a team's library is no lead and no setting

	// Audited, like all that is done to teams.
	audit, err := w.space.History.Audit(context.Background(), "", 1)
	if err != nil || audit[0].Op != "team library remove" || audit[0].By != pat {
		t.Errorf("audit %+v, %v", audit, err)
	}

	for _, c := range []struct{ text, want string }{
		{`team library add no quotes`, "in quotes"}, {`team library add ""`, "in quotes"},
		{`team library add "x" gossip`, "Story, timely or news"},
		{`team library add "x" until:yesterday`, "is over"}, {`team library add "x" until:"30 Feb"`, "Not saved"},
		{`team library add "x" until:soon`, "Not saved"},
		{`team library add "` + strings.Repeat("x", 301) + `"`, "300 characters"}, {`team library party`, "Add, remove"},
		{`team library team:West`, "team list"},
	} {
		w.says(pat, c.text, c.want)
	}
	if len(stories()) != 1 {
		t.Error("something refused was saved")
	}
}

// Somebody in two teams says which one; an admin in none sees all.
func TestLibraryOfSeveralTeams(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"North", "South"} {
		w.types(ada, "team create "+name+" <#C0SALES|sales>")
		w.types(ada, "team add "+name+" <@U0SAM|sam>")
	}
	w.types(ada, "team add South <@U0PAT|pat>")
	w.says(sam, `team library add "x y"`, "which one", `team:"North"`)
	w.says(sam, `team library add "for both" team:south`, "Added", "South")
	w.says(sam, `team library add "for north" team:North`, "Added", "North")
	w.says(pat, "team library", "South", "for both")
	w.says(ada, "team library", "North", "for north", "South", "for both")
	if m := w.says(pat, "team library", "1. "); strings.Contains(m.Text, "for north") {
		t.Error("another team's library is shown")
	}
	w.says(sam, "team library remove 2", "Removed", "for both")
}

// Several who tell something at one time all get through, and a request that Slack delivers twice tells it once.
func TestLibraryAtOneTime(t *testing.T) {
	w := newWorld(t)
	w.types(ada, "team create Sales <#C0SALES|sales>")
	w.types(ada, "team add <@U0SAM|sam> <@U0PAT|pat>")
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() { w.says([]string{pat, sam}[i%2], fmt.Sprintf("team library add \"story %d\"", i), "Added") })
	}
	all.Wait()
	w.says(pat, "team library", "4 of 50", "story 0", "story 1", "story 2", "story 3")
}
