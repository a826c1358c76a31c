package qualify

import "testing"

// S0.25, S3.17, S3.19: nothing goes out before the need, its value and who decides are known, nor after a no to the
// qualifying question.
func TestGateAsksForWhatIsMissing(t *testing.T) {
	yes, no := true, false
	q := Gates()
	for name, c := range map[string]struct {
		g        Gate
		criteria string
		want     []GateQuestion
	}{
		"nothing known":       {Gate{}, "", []GateQuestion{q.Need, q.Value, q.Decides}},
		"who decides":         {Gate{Need: true, Value: true}, "", []GateQuestion{q.Decides}},
		"all known":           {Gate{Need: true, Value: true, Decides: true}, "", nil},
		"all known, and yes":  {Gate{Need: true, Value: true, Decides: true, Agreed: &yes}, "", nil},
		"all known, but a no": {Gate{Need: true, Value: true, Decides: true, Agreed: &no}, "", []GateQuestion{q.Agreed}},
		"do they fit": {Gate{Need: true, Value: true, Decides: true}, "10 vehicles or more",
			[]GateQuestion{q.Fits}},
		"they fit": {Gate{Need: true, Value: true, Decides: true, Fits: true}, "10 vehicles or more", nil},
	} {
		got := c.g.Missing(c.criteria)
		if len(got) != len(c.want) || c.g.Open(c.criteria) != (len(c.want) == 0) {
			t.Errorf("%s: %v, open %v", name, got, c.g.Open(c.criteria))
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: asks %q, want %q", name, got[i].Ask, c.want[i].Ask)
			}
		}
	}
}

// Three questions at a time, others after each talk, none twice in a row (S3.22).
func TestDiscoveryTakesTurns(t *testing.T) {
	seen := map[string]int{}
	for talks := range 2 {
		for _, q := range Discover(2 * talks) {
			seen[q.Ask]++
		}
	}
	if len(seen) != 2*discoveryShown {
		t.Errorf("two talks in a row share questions: %v", seen)
	}
}
