package doubles_test

import (
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/doubles"
)

// Of two leads that become one, a parked one waits only for another that waits too: the rep calls the other already
// (S0.7).
func TestMergeOfParked(t *testing.T) {
	listed := func(id string, parked bool) doubles.Side {
		return side(t, coach.Lead{ID: id, Rep: rep.ID, Name: id, List: coach.Listed{Parked: parked}})
	}
	for _, c := range [][3]bool{{true, true, true}, {true, false, false}, {false, true, false}} {
		one := doubles.Merge(rules, listed("a", c[0]), listed("b", c[1]), rep, "t", now)
		if one.Lead.Parked() != c[2] {
			t.Errorf("parked %v and %v: %v", c[0], c[1], one.Lead.Parked())
		}
	}
}
