package imports_test

import "testing"

// TestTheTrailOfALead: what is kept of one lead says that a list has brought it, and tells of no other.
func TestTheTrailOfALead(t *testing.T) {
	d := newDesk(t)
	im := d.write("Name,Phone\nBirch,+1 212 555 0102\nCobalt,+1 212 555 0103\n")
	birch := d.leads()["Birch"].ID
	if _, err := d.in.Revert(t.Context(), "UMAYA", im.ID, "UOMAR"); err != nil {
		t.Fatal(err)
	}
	trail, err := d.space.History.AuditLead(t.Context(), "UMAYA", birch, 0)
	if err != nil || len(trail) != 2 {
		t.Fatalf("%+v, %v", trail, err)
	}
	for i, want := range []string{"revert UOMAR", "import UMAYA"} {
		if e := trail[i]; e.Op+" "+e.By != want || e.LeadID != birch || e.Leads != nil || e.TouchID != "" ||
			e.TouchGone != nil || e.Undone != (i == 1) {
			t.Errorf("%+v, want %s", e, want)
		}
	}
}
