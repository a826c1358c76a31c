package imports_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/imports"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// TestTheProbableAreCalledFirst: of a list's first calls the days that come first have the most probable suspects,
// wherever they stand in it (S2.8).
func TestTheProbableAreCalledFirst(t *testing.T) {
	d := newDesk(t)
	var list strings.Builder
	list.WriteString("Name,Phone,Problem,Introduced by\n")
	for i := range 40 {
		problem, by := "", ""
		if i >= 38 {
			problem = "stock-outs"
		}
		if i == 39 {
			by = "Kim Lee"
		}
		fmt.Fprintf(&list, "Company %02d,+1 212 555 %04d,%s,%s\n", i, i, problem, by)
	}
	d.write(list.String())
	rep, _, err := d.space.Records.Rep(t.Context(), "UMAYA")
	if err != nil {
		t.Fatal(err)
	}
	due := map[string]time.Time{}
	for name, l := range d.leads() {
		due[name] = coach.DefaultRules().Next(l, rep, d.now).Due
	}
	// Fifteen a day: the last two of the file are on the first, and of equal ones those that stand first.
	for _, name := range []string{"Company 38", "Company 39", "Company 12"} {
		if !due[name].Equal(due["Company 00"]) {
			t.Errorf("%s is due %s, the first one %s", name, due[name], due["Company 00"])
		}
	}
	if !due["Company 13"].After(due["Company 12"]) || !due["Company 37"].After(due["Company 27"]) {
		t.Errorf("%v", due)
	}
}

// TestBuiltOnIsSaidOnce: what a list was built on goes with the leads that it makes and completes, stays with those
// that another list brought, and is known again with the same file, even after that was taken back (S2.9).
func TestBuiltOnIsSaidOnce(t *testing.T) {
	d := newDesk(t)
	d.add("UMAYA", coach.Lead{Name: "Aster", Phone: "+1 212 555 0101"})
	write := func(file, name string, built ...string) store.Import {
		im := d.begun()
		im.Name, im.Hash, im.Built = name, file, built
		im, err := d.in.Write(t.Context(), im, strings.NewReader(file), nil)
		if err != nil {
			t.Fatal(err)
		}
		return im
	}
	one := "Name,Phone,Email\nAster,+1 212 555 0101,a@aster.example\nBirch,+1 212 555 0102,\n"
	first := write(one, strings.Repeat("x", 100), "need", "in Ohio")
	write("Name,Phone,Email\nBirch,+1 212 555 0102,b@birch.example\n", "two.csv", "worth")
	for _, name := range []string{"Aster", "Birch"} {
		l := d.leads()[name]
		if !slices.Equal(l.List.Built, []string{"need", "in Ohio"}) || l.List.Name != strings.Repeat("x", 59)+"…" {
			t.Errorf("%s: %+v", name, l.List)
		}
	}
	if _, err := d.in.Revert(t.Context(), "UMAYA", first.ID, "UMAYA"); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]string{one: {"need", "in Ohio"}, "Name\nCobalt\n": nil} {
		p, err := d.in.Preview(t.Context(), "UMAYA", strings.NewReader(file), imports.Source{Hash: file})
		if err != nil || !slices.Equal(p.Built, want) {
			t.Errorf("%q, want %q (%v)", p.Built, want, err)
		}
	}
}

// TestParked: of a list that a team wants parked, rows with fewer than two factors come in without a first call and
// take no place of one; the preview counts them apart. What stood when an import began counts to its end, and taken
// back it leaves none (S0.7).
func TestParked(t *testing.T) {
	d := newDesk(t)
	rep := coach.Rep{ID: "UMAYA", TZ: "America/New_York", Locale: "en-US", Since: d.now, Teams: []string{"t1"}}
	_, _, err := d.space.Change(t.Context(), store.Query{Rep: rep.ID, Now: d.now},
		func(s store.Snapshot) (store.Change, error) {
			rep.Version = s.Rep.Version
			return store.Change{Op: "settings", By: rep.ID, Now: d.now, Rep: &rep}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	team := coach.Team{ID: "t1", Name: "North", Reps: []string{rep.ID}}
	park := func(on bool) {
		t.Helper()
		team.Suspects.Park = on
		if team, err = d.space.Directory.SaveTeam(t.Context(), store.TeamChange{Team: team, Now: d.now}); err != nil {
			t.Fatal(err)
		}
	}
	park(true)
	var list strings.Builder
	list.WriteString("Name,Phone,Problem,Potential\n")
	for i := range 200 {
		facts := "stock-outs,"
		if i%10 == 0 {
			facts += "high"
		}
		fmt.Fprintf(&list, "Company %03d,+1 212 555 %04d,%s\n", i, i, facts)
	}
	p := d.preview(list.String())
	if p.New != 20 || p.Parked != 180 || p.Until.Sub(d.now).Round(24*time.Hour) != 24*time.Hour {
		t.Errorf("%d new, %d parked, until %s", p.New, p.Parked, p.Until)
	}
	built := imports.Source{Built: []string{"knows"}}
	if p, err = d.in.Preview(t.Context(), rep.ID, strings.NewReader(list.String()), built); err != nil ||
		p.New != 200 || p.Parked != 0 {
		t.Errorf("built on one more: %d new, %d parked, %v", p.New, p.Parked, err)
	}
	// Killed behind the first part; meanwhile it is switched off.
	ctx, cancel := context.WithCancel(t.Context())
	im, err := d.in.Write(ctx, d.begun(), strings.NewReader(list.String()), func(store.Import) { cancel() })
	if err == nil || im.Rows != 100 {
		t.Fatalf("not stopped: %+v, %v", im, err)
	}
	park(false)
	if im, err = d.in.Write(t.Context(), im, strings.NewReader(list.String()), nil); err != nil || im.New != 20 ||
		im.Parked != 180 {
		t.Fatalf("%+v, %v", im, err)
	}
	for name, l := range d.leads() {
		if qualified := strings.HasSuffix(name, "0"); l.Parked() == qualified || !qualified && !l.List.From.IsZero() {
			t.Errorf("%s: %+v", name, l.List)
		}
	}
	due, err := d.space.Records.DueLeads(t.Context(), rep.ID, d.now.AddDate(1, 0, 0), 200)
	if err != nil || due.Total != 20 {
		t.Errorf("%d of the list fall due, %v", due.Total, err)
	}
	stale, err := d.space.Records.List(t.Context(), rep.ID, store.ListQuery{Kind: store.ListStale,
		Until: d.now.AddDate(1, 0, 0), Limit: 100})
	if err != nil || len(stale.Leads) != 20 {
		t.Errorf("%d stand still, %v", len(stale.Leads), err)
	}
	if _, err := d.in.Revert(t.Context(), rep.ID, im.ID, rep.ID); err != nil || len(d.leads()) != 0 {
		t.Errorf("%d stay, %v", len(d.leads()), err)
	}
}
