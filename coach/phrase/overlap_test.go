package phrase

import "testing"

// Worked by hand (S2.23). The draft has nine words and so seven rows of three: "we cut unscheduled", "cut unscheduled
// maintenance", "unscheduled maintenance by", "maintenance by a", "by a third", "a third at", "third at acme". The
// earlier message has the first five of them: 5 of 7 are 71 %.
func TestOverlapByHand(t *testing.T) {
	const draft = "We cut unscheduled maintenance by a third at Acme."
	for _, c := range []struct {
		earlier string
		want    int
	}{
		{"Pat, we cut unscheduled maintenance by a third. Is Thursday better?", 71},
		{draft, 100},
		{"WE CUT unscheduled\nmaintenance, by a third at ACME!", 100}, // case, marks and lines make no difference
		{"By a third we cut unscheduled maintenance.", 43},            // rows 1, 2 and 5
		{"Acme at third a by maintenance unscheduled cut we", 0},      // the words alone are no repetition
		{"We cut", 0},
		{"", 0},
	} {
		if got := Overlap(Fingerprint(draft), Fingerprint(c.earlier)); got != c.want {
			t.Errorf("%q has %d%% of it, want %d%%", c.earlier, got, c.want)
		}
	}
	if got := Overlap(Fingerprint("We cut"), Fingerprint(draft)); got != 0 {
		t.Errorf("two words have no rows: %d%%", got)
	}
}
