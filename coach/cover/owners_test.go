package cover_test

import (
	"slices"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/cover"
)

// TestForWhomSomebodyCovers: what their record names is looked up, and goes by the owner's; a cover that is over is
// named, one that rests isn't.
func TestForWhomSomebodyCovers(t *testing.T) {
	asked, ended, another := maya(), maya(), maya()
	asked.ID, asked.Away.Cover = "UASKED", absence.Cover{ID: "c2", By: "UOMAR"}
	ended.ID, ended.Away = "UENDED", ended.Away.Over(now)
	another.ID, another.Away.Cover = "UANOTHER", absence.Cover{ID: "c5", By: "UKIM", Agreed: now}
	omar := coach.Rep{ID: "UOMAR", TZ: "UTC", Covers: []absence.Covering{{ID: "c1", Rep: "UMAYA"},
		{ID: "c2", Rep: "UASKED"}, {ID: "c3", Rep: "UENDED"}, {ID: "c4", Rep: "UANOTHER"}}}
	reps := map[string]coach.Rep{"UMAYA": maya(), "UASKED": asked, "UENDED": ended, "UANOTHER": another}
	if whom := cover.Whom(omar); !slices.Equal(whom, []string{"UMAYA", "UASKED", "UENDED", "UANOTHER"}) {
		t.Errorf("looked up are %v", whom)
	}
	owners, over := cover.Owners(omar, reps, now)
	if len(owners) != 1 || owners[0].ID != "UMAYA" || !slices.Equal(over, []string{"c3", "c4"}) {
		t.Errorf("%d owners, over are %v", len(owners), over)
	}
	omar.Away = absence.Absence{Since: now, Until: "2026-11-13"}
	if owners, over := cover.Owners(omar, reps, now); len(owners) != 0 || slices.Contains(over, "c1") {
		t.Errorf("while away: %d owners, over are %v", len(owners), over)
	}
}
