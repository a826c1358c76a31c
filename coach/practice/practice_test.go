package practice

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/script"
)

// Every branch that somebody on the line can lead to, but for a late call, has three turns to practice; what the
// prospect says is short, and what the script answers has no gap in it.
func TestEveryBranchIsPracticed(t *testing.T) {
	r, now := coach.DefaultRules(), time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	f := Prospect(coach.Rep{TZ: "America/New_York", Locale: "en-US"}, "Maya", now)
	f.Slots = []coach.Slot{{At: now.Add(24 * time.Hour)}, {At: now.Add(48 * time.Hour)}}
	var have []string
	for _, b := range r.Scripts().Practiced() {
		have = append(have, b.ID)
		drill := r.Scripts().Drill(b.ID, f.Values())
		if len(drill) != script.Turns || drill[0].Branch.ID != b.ID {
			t.Errorf("%s: %d turns", b.ID, len(drill))
		}
		for i, x := range drill {
			if x.Say == "" || x.They == "" || strings.Contains(x.Say, "{") || x.Source == "" ||
				utf8.RuneCountInString(x.They) > 120 || len(strings.Fields(x.They)) > 14 {
				t.Errorf("%s turn %d: %+v", b.ID, i, x)
			}
			if found := r.Phrases().Review(x.Say); len(found) > 0 {
				t.Errorf("%s turn %d: the script says %q", b.ID, i, found[0].Words)
			}
		}
	}
	for _, b := range r.OnLine() {
		if !slices.Contains(have, b.ID) && b.ID != "late" {
			t.Errorf("%s can't be practiced", b.ID)
		}
	}
	if got := r.Scripts().Drill("voicemail-1", f.Values()); got != nil {
		t.Errorf("a machine says nothing: %+v", got)
	}
	if got := r.Scripts().Drill("nowhere", f.Values()); got != nil {
		t.Errorf("%+v", got)
	}
	// It goes through a branch and on into those that follow.
	drill := r.Scripts().Drill("no-time", f.Values())
	if drill[1].Branch.ID != "needs-date" || drill[2].Branch.ID != "needs-date" || !drill[0].Dated {
		t.Errorf("%+v", drill)
	}
}

// What a prospect says is a team's to change, with its scripts.
func TestATeamChangesWhatTheProspectSays(t *testing.T) {
	r, err := coach.LoadRules("own.yaml", []byte(`
scripts:
  price: {title: Price, when: Always., turns: [{they: "Too dear.", say: ["Against what, {name}?"]}, {say: ["Bye."]}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Scripts().Drill("price", merge.Fields{Lead: coach.Lead{Name: "Acme"}}.Values()); len(got) != 1 ||
		got[0].They != "Too dear." ||
		got[0].Say != "Against what, Acme?" {
		t.Errorf("%+v", got)
	}
	_, err = coach.LoadRules("f.yaml", []byte("scripts:\n  x:\n    title: t\n    when: w\n    turns:\n"+
		"      - {they: \"Hm?\", note: n}\n      - {they: \"I am {name}\", say: [\"a\"]}\n"+
		"      - {they: \""+strings.Repeat("word ", 20)+"\", say: [\"a\"]}\n"))
	for _, want := range []string{"f.yaml:6:16: scripts.x.turns.0.they: the prospect's line needs something to say",
		"f.yaml:7:16: scripts.x.turns.1.they: what the prospect says has no slots",
		"f.yaml:8:16: scripts.x.turns.2.they: expected at most 14 words"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
}

// Every mistake of the practice file is named.
func TestMistakesInPractice(t *testing.T) {
	_, err := readPracticeRules("p.yaml", []byte("asks: [\"\"]\nme: [x]\nyou: [x]\n"))
	for _, want := range []string{"asks.0", "both: expected some patterns", "verbs: expected some words",
		"name, contact and hot are needed"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
}

// The objections are branches of the tree, reached from it, and each ends in a day and an hour.
func TestObjectionsAreBranches(t *testing.T) {
	r := coach.DefaultRules()
	for _, id := range []string{"price", "timing", "trust", "competitor"} {
		b, ok := r.Scripts().Branch(id)
		if !ok || !slices.ContainsFunc(r.OnLine(), func(o script.Branch) bool { return o.ID == id }) {
			t.Fatalf("no branch %s for somebody on the line", id)
		}
		s, _ := r.Scripts().Script(id, map[string]string{"name": "Pat", "hot": "noise", "agenda": "price",
			"slot1": "Wednesday",
			"slot2": "Thursday"})
		if !slices.Contains(b.Next, "needs-date") ||
			!slices.ContainsFunc(s.Lines, func(l script.Line) bool { return strings.Contains(l.Say, "Wednesday") }) {
			t.Errorf("%s ends without a date", id)
		}
		s, _ = r.Scripts().Script(id, merge.Fields{Lead: coach.Lead{Name: "Acme"}}.Values())
		if len(s.Lines) < 4 {
			t.Errorf("%s: %d lines", id, len(s.Lines))
		}
	}
}
