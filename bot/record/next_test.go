package record

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

// S4.20: the lead that a free hour is best spent on is the first of those to call now, in the order of the day, and
// never the one that was just closed; where nothing else is to be called there is none.
func TestTheNextBestLead(t *testing.T) {
	rules, now := coach.DefaultRules(), time.Date(2026, 11, 10, 14, 30, 0, 0, time.UTC) // 9:30 in New York
	rep := coach.Rep{ID: "U1", TZ: "America/New_York"}
	lead := func(id string, warmth coach.Warmth, potential coach.Potential) coach.Lead {
		return coach.Lead{ID: id, Name: id, Rep: "U1", Warmth: warmth, Potential: potential, Created: now.Add(-time.Hour)}
	}
	cold, low := lead("cold", coach.Cold, ""), lead("low", coach.Warm, coach.PotentialLow)
	high, warm := lead("high", coach.Warm, coach.PotentialHigh), lead("warm", coach.Warm, "")
	line := notify.DigestFor(rules, rep, []coach.Lead{cold, low, warm, high}, now, nil).Cards
	var order []string
	for but := ""; ; but = order[len(order)-1] {
		next := NextInLine(line, but)
		if next == nil {
			break
		}
		order = append(order, next.Lead.ID)
		line = line[1:]
	}
	if len(order) != 4 || order[0] != "high" || order[1] != "warm" || order[3] != "cold" {
		t.Errorf("best spent on %v, one after the other", order)
	}
	only := []coach.Card{{Lead: warm}}
	if next := NextInLine(only, "warm"); next != nil {
		t.Errorf("after %s comes itself", next.Lead.ID)
	}
	if next := NextInLine(append(only, coach.Card{Lead: cold}), "warm"); next == nil || next.Lead.ID != "cold" {
		t.Errorf("after the first comes %+v", next)
	}
}
