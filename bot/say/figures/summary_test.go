package figures

import "testing"

// "Lost" says no more than that; it is never given as its own reason.
func TestLostIsNoReason(t *testing.T) {
	for _, c := range []struct {
		reasons map[string]int
		want    string
	}{
		{nil, ""},
		{map[string]int{"lost": 1}, ""},
		{map[string]int{"lost": 3, "no-response": 1}, ": no response 1, other reasons 3"},
		{map[string]int{"not-interested": 2, "no-response": 2, "lost": 1},
			": no response 2, not interested 2, other reasons 1"},
		{map[string]int{"has-solution": 2}, ": has a solution 2"},
	} {
		if got := lostReasons(c.reasons); got != c.want {
			t.Errorf("%v: %q, want %q", c.reasons, got, c.want)
		}
	}
}
