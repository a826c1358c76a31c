package notify

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Product 4: what stands still is named, the longest first, five at most; not what has a card, nor what was touched
// within thirty days.
func TestWhatStandsStill(t *testing.T) {
	now := zoneTime(t, "2026-03-02T08:30:00-05:00")
	card := func(id string, touched, added int, needsDate bool) coach.Card {
		c := coach.Card{Lead: coach.Lead{ID: id, Created: now.AddDate(0, 0, -added)}, Step: coach.Step{NeedsDate: needsDate}}
		if touched > 0 {
			c.Lead.Progress.LastTouch = now.AddDate(0, 0, -touched)
		}
		return c
	}
	d := Digest{Cards: []coach.Card{card("card", 90, 90, false)}, Also: []coach.Card{
		card("month", 30, 50, false), card("fresh", 29, 90, false), card("undated", 3, 3, true), card("long", 60, 70, false),
		card("untouched", 0, 40, false), card("new", 0, 4, false),
	}}
	if got := ids(d.StandingStill(now)); got != "long untouched month undated" {
		t.Error(got)
	}
	if got := ids(d.StandingStill(now.Add(-time.Minute))); strings.Contains(got, "month") {
		t.Error("a minute early:", got)
	}
	for range 6 {
		d.Also = append(d.Also, card("more", 45, 45, false))
	}
	if got := ids(d.StandingStill(now)); got != "long more more more more" {
		t.Error(got)
	}
}
