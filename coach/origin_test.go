package coach

import "testing"

// Whoever is named runs as warm and knows through whom they come; whoever follows takes over what the company was after
// (handbook §3c).
func TestWhereALeadComesFrom(t *testing.T) {
	l := Lead{Name: "Acme Corp", Contact: "Pat Doe", Industry: "food", Problem: "stock-outs", TZ: "America/New_York",
		Potential: PotentialHigh, HotButton: "theirs alone", Phone: "+12125550100"}
	n := l.Named()
	if n.Company != "Acme Corp" || n.Introduced != "Pat Doe" || n.Warmth != Warm || n.Industry != "food" ||
		n.Phone != "" || n.HotButton != "" {
		t.Errorf("named: %+v", n)
	}
	f := l.Follower()
	if f.Company != "Acme Corp" || f.Introduced != "Pat Doe" || f.Warmth != WarmthUnknown || f.Problem != "stock-outs" ||
		f.TZ != l.TZ || f.Potential != PotentialHigh || f.HotButton != "" {
		t.Errorf("follower: %+v", f)
	}
	if n := (Lead{Name: "Pat Doe", Company: "Acme"}).Named(); n.Company != "Acme" || n.Introduced != "Pat Doe" {
		t.Errorf("of a person: %+v", n)
	}
	if n := (Lead{Name: "Pat Doe"}).Named(); n.Company != "" || n.Introduced != "Pat Doe" {
		t.Errorf("of a person alone: %+v", n)
	}
}
