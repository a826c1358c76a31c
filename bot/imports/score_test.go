package imports_test

import (
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
