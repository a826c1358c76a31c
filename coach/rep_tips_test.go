package coach

import (
	"fmt"
	"testing"

	"github.com/followup-coach/followup/coach/tips"
)

// A team has room for so many tips of its own, and takes out the one that is named and no other.
func TestATeamsOwnTipsAreCounted(t *testing.T) {
	var team Team
	for n := range tips.MaxTeamTips {
		var ok bool
		if team, ok = team.WithTip(tips.TeamTip{ID: fmt.Sprint(n)}); !ok {
			t.Fatal(n)
		}
	}
	if _, ok := team.WithTip(tips.TeamTip{ID: "one more"}); ok {
		t.Error("room for one too many")
	}
	if without, ok := team.WithoutTip("3"); !ok || len(without.Tips) != tips.MaxTeamTips-1 ||
		len(team.Tips) != tips.MaxTeamTips {
		t.Error("3 is not taken out")
	}
	if _, ok := team.WithoutTip("x"); ok {
		t.Error("there is no x")
	}
}
