package imports_test

import (
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// TestColleaguesLeads: new leads that a colleague has too are counted by colleague, once each.
func TestColleaguesLeads(t *testing.T) {
	d := newDesk(t)
	d.rep("UOMAR")
	d.add("UOMAR", coach.Lead{Name: "Acme", Phone: "+1 212 555 0101", Email: "pat@acme.example"})
	p := d.preview("Name,Phone,Email\nAcme Corp,+1 212 555 0101,pat@acme.example\nBirch,+1 212 555 0102,\n")
	if p.New != 2 || len(p.Held) != 1 || p.Held[0].Rep.ID != "" || p.Held[0].Rows != 1 {
		t.Errorf("%+v", p)
	}
	change := func(rep string, do func(store.Snapshot) store.Change) {
		t.Helper()
		if _, _, err := d.space.Change(t.Context(), store.Query{Rep: rep, Now: d.now, Names: []string{"acme"}},
			func(seen store.Snapshot) (store.Change, error) { return do(seen), nil }); err != nil {
			t.Fatal(err)
		}
	}
	// On a team they are named.
	for _, rep := range []string{"UMAYA", "UOMAR"} {
		change(rep, func(seen store.Snapshot) store.Change {
			seen.Rep.Teams = []string{"north"}
			return store.Change{Op: "join", Now: d.now, Rep: &seen.Rep}
		})
	}
	p = d.preview("Name,Phone\nAcme Corp,+1 212 555 0101\n")
	if len(p.Held) != 1 || p.Held[0].Rep.ID != "UOMAR" {
		t.Errorf("%+v", p.Held)
	}
	change("UOMAR", func(seen store.Snapshot) store.Change {
		l := *seen.Lead
		l.Progress.Closed = outcome.Lost
		return store.Change{Op: "close", Now: d.now, Lead: &l}
	})
	if p = d.preview("Name,Phone\nAcme Corp,+1 212 555 0101\n"); len(p.Held) != 0 {
		t.Errorf("a closed lead: %+v", p.Held)
	}
}
