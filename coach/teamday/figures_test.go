package teamday

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
)

func drawn(t *rapid.T, label string) (f Figures) {
	for _, p := range f.fields() {
		p.Of = rapid.IntRange(0, 400).Draw(t, label)
		p.N = rapid.IntRange(0, p.Of).Draw(t, label)
	}
	return f
}

// Who is told that they lie behind does: by share, with enough cases on both sides, and in what is furthest.
func TestBehindIsBehind(t *testing.T) {
	share := func(c coach.Count) float64 { return float64(c.N) / float64(c.Of) }
	rapid.Check(t, func(t *rapid.T) {
		own, others := drawn(t, "own"), drawn(t, "others")
		gap, ok := Behind(own, others)
		if !ok {
			return
		}
		if gap.Own != own.All()[gap.Figure] || gap.Others != others.All()[gap.Figure] {
			t.Fatalf("%+v isn't of %+v and %+v", gap, own, others)
		}
		if gap.Own.Of < Fewest || gap.Others.Of < Fewest || share(gap.Own) >= share(gap.Others) {
			t.Fatalf("told of %+v", gap)
		}
		// The others can't lie behind in the same figure, and nobody lies behind themselves.
		if back, ok := Behind(others, own); ok && back.Figure == gap.Figure {
			t.Fatalf("both lie behind in %d", gap.Figure)
		}
		if _, ok := Behind(own, own); ok {
			t.Fatal("behind themselves")
		}
		// Whoever does better in it, all else the same, isn't told of it from further away.
		better := own
		better.fields()[gap.Figure].N = min(gap.Own.Of, gap.Own.N+1)
		if again, ok := Behind(better, others); ok && again.Figure == gap.Figure &&
			distance(again.Own, again.Others) > distance(gap.Own, gap.Others) {
			t.Fatalf("one more reached, and further behind: %+v", again)
		}
		// Ten times the cases of the same shares are told of as well.
		many, more := own, others
		for i := range figures {
			many.fields()[i].N, many.fields()[i].Of = own.All()[i].N*10, own.All()[i].Of*10
			more.fields()[i].N, more.fields()[i].Of = others.All()[i].N*10, others.All()[i].Of*10
		}
		if _, ok := Behind(many, more); !ok {
			t.Fatalf("told of %+v, and of ten times as many not", gap)
		}
	})
}

// Of equals fewer than one in twenty is told anything, whatever the number of cases: no noise is coached.
func TestNoiseIsNotCoached(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	throw := func(n int, share float64) coach.Count {
		c := coach.Count{Of: n}
		for range n {
			if dice.Float64() < share {
				c.N++
			}
		}
		return c
	}
	for _, n := range []int{12, 40, 150} {
		const teams = 2000
		told := 0
		for range teams {
			var own, others Figures
			for i := range figures {
				share := 0.15 + 0.1*float64(i)
				*own.fields()[i], *others.fields()[i] = throw(n, share), throw(4*n, share)
			}
			if _, ok := Behind(own, others); ok {
				told++
			}
		}
		if told > teams/20 {
			t.Errorf("%d cases each: %d of %d equals are told that they lie behind", n, told, teams)
		}
	}
}

func TestBehind(t *testing.T) {
	of := func(n, of int) coach.Count { return coach.Count{N: n, Of: of} }
	team := Figures{First: of(80, 200), Later: of(100, 350), Dated: of(60, 80),
		Kept: of(40, 50), OnTime: of(30, 60)}
	for _, c := range []struct {
		name string
		own  Figures
		want Figure
		ok   bool
	}{
		{"nothing yet", Figures{}, 0, false},
		{"as the others", Figures{First: of(20, 50), Dated: of(15, 20)}, 0, false},
		{"nine cases are too few", Figures{Dated: of(0, 9)}, 0, false},
		{"a little behind", Figures{Dated: of(12, 20)}, 0, false},
		{"far behind in one", Figures{Dated: of(4, 20)}, Dated, true},
		{"the furthest of two", Figures{First: of(4, 60), Dated: of(5, 20)}, First, true},
		{"better is nothing to mend", Figures{Dated: of(20, 20), Kept: of(30, 30)}, 0, false},
		{"agreed calls", Figures{Kept: of(5, 20)}, Kept, true},
		{"overdue", Figures{OnTime: of(0, 20)}, OnTime, true},
	} {
		gap, ok := Behind(c.own, team)
		if ok != c.ok || ok && gap.Figure != c.want {
			t.Errorf("%s: %+v, %v", c.name, gap, ok)
		}
	}
	if _, ok := Behind(Figures{Dated: of(0, 20)}, Figures{Dated: of(8, 9)}); ok {
		t.Error("held against nine cases")
	}
}

// Each figure has an advice that there is, with its source.
func TestEachFigureHasATip(t *testing.T) {
	book := coach.DefaultRules().Tips()
	for f := range figures {
		tip, ok := book.ByID(f.Tip())
		if !ok || tip.Article() == "" {
			t.Errorf("figure %d: %q", f, f.Tip())
		}
	}
	if Figure(-1).Tip() != "" || figures.Tip() != "" {
		t.Error("a figure that there isn't has a tip")
	}
}
