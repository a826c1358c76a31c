package coach

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// A muted tip is never chosen, whoever muted it, and still found by its id; a team's own comes in its situation before
// the built-in ones. The rules that everybody shares stay as they are.
func TestTipsForARep(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location())
	for _, s := range TipSituations() {
		c := tipCard(t, s.Name, nil, now, rep)
		first := r.TipFor([]Card{c}, nil, now, rep)
		if first == nil {
			t.Errorf("%s: no tip", s.Name)
			continue
		}
		for _, who := range []struct {
			name  string
			rep   Rep
			teams []Team
		}{{"the rep", Rep{TZ: rep.TZ, Muted: []string{first.ID}}, nil},
			{"a team", rep, []Team{{}, {Muted: []string{first.ID}}}}} {
			with := r.TipsFor(who.rep, who.teams)
			if got := with.TipFor([]Card{c}, nil, now, rep); got != nil && got.ID == first.ID {
				t.Errorf("%s: chosen though %s muted it", s.Name, who.name)
			}
			if _, ok := with.TipByID(first.ID); !ok || !with.Muted(first.ID) {
				t.Errorf("%s is not found by its id", first.ID)
			}
			if slices.ContainsFunc(with.TipByTopic(first.Topic), func(x Tip) bool { return x.ID == first.ID }) {
				t.Errorf("%s is found by its topic", first.ID)
			}
		}
		own := TeamTip{ID: "own", Text: "Say the pallet count back to them.", For: s.Name, Says: "Ann"}
		with := r.TipsFor(rep, []Team{{Tips: []TeamTip{own}}})
		if got := with.TipFor([]Card{c}, nil, now, rep); got == nil || got.ID != "own" && situationsOf(c)[0] == s.Name {
			t.Errorf("%s: chosen is %v, not the team's own", s.Name, got)
		}
		if got := with.TipFor([]Card{c}, map[string]time.Time{"own": now}, now, rep); got != nil && got.ID == "own" {
			t.Errorf("%s: the team's own does not rest", s.Name)
		}
		if _, ok := r.TipByID("own"); ok || r.Muted(first.ID) {
			t.Fatal("the rules of everybody have changed")
		}
	}
	if r.TipsFor(rep, []Team{{Stories: []Story{{}}}}) != r {
		t.Error("nothing is laid over, and yet a copy")
	}
	if got := r.TipsFor(rep, []Team{{Tips: []TeamTip{{ID: "own", Text: "x",
		For: "call"}}}}).TipTopics(); got[0] != "your team's own" {
		t.Error(got[0])
	}
}

// What is added is held to what the built-in tips are held to.
func TestCheckTip(t *testing.T) {
	r := DefaultRules()
	good := TeamTip{Text: "Ask for the dock hours before you name a day.", For: "first-call", Says: "Ann"}
	for _, c := range []struct {
		field string
		with  func(*TeamTip)
	}{
		{"", func(*TeamTip) {}},
		{"text", func(x *TeamTip) { x.Text = " " }},
		{"text", func(x *TeamTip) { x.Text = strings.Repeat("word ", TipWords+1) }},
		{"text", func(x *TeamTip) { x.Text = strings.Repeat("w", maxTip+1) }},
		{"for", func(x *TeamTip) { x.For = "first call" }},
		{"for", func(x *TeamTip) { x.For = "" }},
		{"says", func(x *TeamTip) { x.Says = "" }},
		{"says", func(x *TeamTip) { x.Says = strings.Repeat("A", maxTipSays+1) }},
		{"topic", func(x *TeamTip) { x.Topic = strings.Repeat("d", maxTipTopic+1) }},
		{"text", func(x *TeamTip) {
			x.Text = "They have an email from you: a second try, ring and hang up without another message."
		}},
	} {
		tip := good
		c.with(&tip)
		p := r.CheckTip(tip)
		if (p == nil) != (c.field == "") || p != nil && p.Field != c.field {
			t.Errorf("%q: %v, want %q", tip, p, c.field)
		}
	}
	for _, have := range r.TipByTopic("") { // no built-in one may be added once more
		if p := r.CheckTip(TeamTip{Text: have.Text, For: "call", Says: "Ann"}); p == nil || p.Like == nil {
			t.Errorf("%s is there already: %v", have.ID, p)
		}
	}
	var team Team
	for n := range MaxTeamTips {
		var ok bool
		if team, ok = team.WithTip(TeamTip{ID: fmt.Sprint(n)}); !ok {
			t.Fatal(n)
		}
	}
	if _, ok := team.WithTip(good); ok {
		t.Error("room for one too many")
	}
	if without, ok := team.WithoutTip("3"); !ok || len(without.Tips) != MaxTeamTips-1 || len(team.Tips) != MaxTeamTips {
		t.Error("3 is not taken out")
	}
	if _, ok := team.WithoutTip("x"); ok {
		t.Error("there is no x")
	}
}

// A team mutes what has no more behind it than an opinion (handbook §5).
func TestTeamMay(t *testing.T) {
	may := 0
	for _, tip := range DefaultRules().TipByTopic("") {
		if is := tip.Strength == "D" && strings.Trim(tip.Cold, "D") == ""; is != tip.TeamMay() {
			t.Errorf("%s of strength %s", tip.ID, tip.Strength)
		}
		if tip.TeamMay() {
			may++
		}
	}
	if may == 0 || may == len(DefaultRules().TipByTopic("")) {
		t.Error(may)
	}
}

// Each situation has words of its own, and none is forgotten.
func TestTipSituations(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range TipSituations() {
		if !slices.Contains(situations, s.Name) || seen[s.Words] || s.Words == "" {
			t.Errorf("%+v", s)
		}
		seen[s.Words] = true
	}
	if len(seen) != len(situations) {
		t.Errorf("%d of %d", len(seen), len(situations))
	}
}

// Who is new has a line of how on the first three cards, no two the same and none the day's tip where there are others;
// not who has made thirty calls, has switched them or tips off, and never one that rests or is muted (S1.4).
func TestHints(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, rep.Location())
	var d struct {
		Cards []Card
		Tip   *Tip
	}
	for n := range 5 {
		c := tipCard(t, "first-call", [][]string{{"industry"}, {"contact"}, {"problem"}, nil, nil}[n], now, rep)
		c.Lead.ID = fmt.Sprint(n)
		d.Cards = append(d.Cards, c)
	}
	d.Tip = r.TipFor(d.Cards, nil, now, rep)
	hints := r.Hints(d.Cards, d.Tip, rep, Counters{Tries: NewCalls - 1}, nil, now)
	used := map[string]bool{d.Tip.ID: true}
	for _, id := range []string{"0", "1", "2"} {
		tip, ok := hints[id]
		if !ok || used[tip.ID] || len(strings.Fields(tip.Line())) > HintWords {
			t.Errorf("%s: %s", id, tip.ID)
		}
		used[tip.ID] = true
	}
	if len(hints) != 3 {
		t.Errorf("%d hints", len(hints))
	}
	alike := d // there is but one tip for these
	alike.Cards = d.Cards[3:]
	alike.Tip = r.TipFor(alike.Cards, nil, now, rep)
	if got := r.Hints(alike.Cards, alike.Tip, rep, Counters{}, nil, now); len(got) != 2 || got["3"].ID != got["4"].ID {
		t.Errorf("alike cards: %v", got)
	}
	for name, got := range map[string]map[string]Tip{
		"30 calls": r.Hints(d.Cards, d.Tip, rep, Counters{Tries: NewCalls}, nil, now),
		"off":      r.Hints(d.Cards, d.Tip, rep.With(KindHint, false), Counters{}, nil, now),
		"tips off": r.Hints(d.Cards, d.Tip, rep.With(KindTip, false), Counters{}, nil, now),
		"paused":   r.Hints(d.Cards, d.Tip, Rep{TZ: rep.TZ, Off: true}, Counters{}, nil, now),
	} {
		if len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	id := hints["0"].ID
	muted := rep
	muted.Muted = []string{id}
	for name, got := range map[string]map[string]Tip{
		"muted":   r.TipsFor(muted, nil).Hints(d.Cards, d.Tip, muted, Counters{}, nil, now),
		"resting": r.Hints(d.Cards, d.Tip, rep, Counters{}, map[string]time.Time{TipRest(id): now.AddDate(0, 0, 1)}, now),
	} {
		for _, tip := range got {
			if tip.ID == id {
				t.Errorf("%s, and yet there", name)
			}
		}
	}
	for _, s := range TipSituations() { // there is one for each card
		c := tipCard(t, s.Name, nil, now, rep)
		if got := r.Hints([]Card{c}, nil, rep, Counters{}, nil, now); len(got) != 1 {
			t.Errorf("%s has none", s.Name)
		}
	}
	for _, c := range []struct {
		rep   Rep
		tries int
		want  bool
	}{{rep, 29, true}, {rep, 30, false}, {rep.With(KindHint, false), 0, false}, {Rep{Scripts: true}, 500, true},
		{Rep{Scripts: true}.With(KindHint, false), 0, true}} {
		if got := c.rep.WholeScripts(Counters{Tries: c.tries}); got != c.want {
			t.Errorf("%+v after %d calls: %v", c.rep, c.tries, got)
		}
	}
}

// A tip file with a text or a line of how that is too long is refused with its line.
func TestTipsAreShortWhereTheyAreLoaded(t *testing.T) {
	tip := "tips:\n  - id: a\n    title: x\n    topic: x\n    author: x\n    source: x\n    against: x\n    strength: " +
		"D\n    for: [call]\n"
	for more, want := range map[string]string{
		"    text: " + strings.Repeat("word ", 35) + "\n    how: x\n": "tips.0.text: 35 words: expected at most 34",
		"    text: " + strings.Repeat("word ", 20) +
			"\n": "tips.0.how: 20 words: expected the same in at most 19",
		"    text: x\n    own: true\n": "own: there is no such key",
	} {
		if _, err := loadTips("tips.yaml", []byte(tip+more), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
