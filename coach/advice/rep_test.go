package advice

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tips"
)

// A muted tip is never chosen, whoever muted it, and still found by its id; a team's own comes in its situation before
// the built-in ones. The rules that everybody shares stay as they are.
func TestTipsForARep(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location())
	for _, s := range tips.Situations() {
		c := tipCard(t, s.Name, nil, now, rep)
		first := For(r, []coach.Card{c}, nil, now, rep)
		if first == nil {
			t.Errorf("%s: no tip", s.Name)
			continue
		}
		for _, who := range []struct {
			name  string
			rep   coach.Rep
			teams []coach.Team
		}{{"the rep", coach.Rep{TZ: rep.TZ, Muted: []string{first.ID}}, nil},
			{"a team", rep, []coach.Team{{}, {Muted: []string{first.ID}}}}} {
			with := r.TipsFor(who.rep, who.teams)
			if got := For(with, []coach.Card{c}, nil, now, rep); got != nil && got.ID == first.ID {
				t.Errorf("%s: chosen though %s muted it", s.Name, who.name)
			}
			if _, ok := with.Tips().ByID(first.ID); !ok || !with.Tips().Muted(first.ID) {
				t.Errorf("%s is not found by its id", first.ID)
			}
			if slices.ContainsFunc(with.Tips().ByTopic(first.Topic), func(x tips.Tip) bool { return x.ID == first.ID }) {
				t.Errorf("%s is found by its topic", first.ID)
			}
		}
		own := tips.TeamTip{ID: "own", Text: "Say the pallet count back to them.", For: s.Name, Says: "Ann"}
		with := r.TipsFor(rep, []coach.Team{{Tips: []tips.TeamTip{own}}})
		if got := For(with, []coach.Card{c}, nil, now, rep); got == nil ||
			got.ID != "own" && situationsOf(c, now)[0] == s.Name {
			t.Errorf("%s: chosen is %v, not the team's own", s.Name, got)
		}
		if got := For(with, []coach.Card{c}, map[string]time.Time{"own": now}, now, rep); got != nil && got.ID == "own" {
			t.Errorf("%s: the team's own does not rest", s.Name)
		}
		if _, ok := r.Tips().ByID("own"); ok || r.Tips().Muted(first.ID) {
			t.Fatal("the rules of everybody have changed")
		}
	}
	if r.TipsFor(rep, []coach.Team{{Stories: []coach.Story{{}}}}) != r {
		t.Error("nothing is laid over, and yet a copy")
	}
	if got := r.TipsFor(rep, []coach.Team{{Tips: []tips.TeamTip{{ID: "own", Text: "x",
		For: "call"}}}}).Tips().Topics(); got[0] != "your team's own" {
		t.Error(got[0])
	}
}

// Who is new has a line of how on the first three cards, no two the same and none the day's tip where there are others;
// not who has made thirty calls, has switched them or tips off, and never one that rests or is muted (S1.4).
func TestHints(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location())
	var d struct {
		Cards []coach.Card
		Tip   *tips.Tip
	}
	for n := range 5 {
		c := tipCard(t, "first-call", [][]string{{"industry"}, {"contact"}, {"problem"}, nil, nil}[n], now, rep)
		c.Lead.ID = fmt.Sprint(n)
		d.Cards = append(d.Cards, c)
	}
	d.Tip = For(r, d.Cards, nil, now, rep)
	hints := Hints(r, d.Cards, d.Tip, rep, coach.Counters{Unsorted: coach.NewCalls - 1}, nil, now)
	used := map[string]bool{d.Tip.ID: true}
	for _, id := range []string{"0", "1", "2"} {
		tip, ok := hints[id]
		if !ok || used[tip.ID] || len(strings.Fields(tip.Line())) > tips.HintWords {
			t.Errorf("%s: %s", id, tip.ID)
		}
		used[tip.ID] = true
	}
	if len(hints) != 3 {
		t.Errorf("%d hints", len(hints))
	}
	alike := d // there is but one tip for these
	alike.Cards = d.Cards[3:]
	alike.Tip = For(r, alike.Cards, nil, now, rep)
	if got := Hints(r, alike.Cards, alike.Tip, rep, coach.Counters{}, nil, now); len(got) != 2 ||
		got["3"].ID != got["4"].ID {
		t.Errorf("alike cards: %v", got)
	}
	for name, got := range map[string]map[string]tips.Tip{
		"30 calls": Hints(r, d.Cards, d.Tip, rep, coach.Counters{Unsorted: coach.NewCalls}, nil, now),
		"off":      Hints(r, d.Cards, d.Tip, rep.With(coach.KindHint, false), coach.Counters{}, nil, now),
		"tips off": Hints(r, d.Cards, d.Tip, rep.With(coach.KindTip, false), coach.Counters{}, nil, now),
		"paused":   Hints(r, d.Cards, d.Tip, coach.Rep{TZ: rep.TZ, Off: true}, coach.Counters{}, nil, now),
	} {
		if len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	id := hints["0"].ID
	muted := rep
	muted.Muted = []string{id}
	for name, got := range map[string]map[string]tips.Tip{
		"muted": Hints(r.TipsFor(muted, nil), d.Cards, d.Tip, muted, coach.Counters{}, nil, now),
		"resting": Hints(r, d.Cards, d.Tip, rep, coach.Counters{}, map[string]time.Time{tips.Rest(id): now.AddDate(0, 0, 1)},
			now),
	} {
		for _, tip := range got {
			if tip.ID == id {
				t.Errorf("%s, and yet there", name)
			}
		}
	}
	for _, s := range tips.Situations() { // there is one for each card
		c := tipCard(t, s.Name, nil, now, rep)
		if got := Hints(r, []coach.Card{c}, nil, rep, coach.Counters{}, nil, now); len(got) != 1 {
			t.Errorf("%s has none", s.Name)
		}
	}
	for _, c := range []struct {
		rep   coach.Rep
		tries int
		want  bool
	}{{rep, 29, true}, {rep, 30, false}, {rep.With(coach.KindHint, false), 0, false}, {coach.Rep{Scripts: true}, 500,
		true},
		{coach.Rep{Scripts: true}.With(coach.KindHint, false), 0, true}} {
		if got := c.rep.WholeScripts(coach.Counters{Unsorted: c.tries}); got != c.want {
			t.Errorf("%+v after %d calls: %v", c.rep, c.tries, got)
		}
	}
}
