package tips

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestTipsAreHonest(t *testing.T) {
	b := book(t)
	tips := b.ByTopic("")
	if len(tips) < 80 {
		t.Fatalf("%d tips", len(tips))
	}
	seeds := map[string]bool{}
	for _, tip := range tips {
		if seed, _, ok := strings.Cut(tip.Source, ","); ok {
			seeds[seed] = true
		} else if tip.Source != "practice" || tip.Author != "Practice" {
			t.Errorf("%s: %s, %s", tip.ID, tip.Author, tip.Source)
		}
		if strings.Contains(tip.Text, "80 %") || len([]rune(tip.Text)) > 240 {
			t.Errorf("%s: %q", tip.ID, tip.Text)
		}
		if got, ok := b.ByID(tip.ID); !ok || got.Text != tip.Text {
			t.Errorf("%s is not found by its id", tip.ID)
		}
		if len(b.ByTopic(tip.Topic)) == 0 {
			t.Errorf("no tip on %s", tip.Topic)
		}
	}
	if len(seeds) != 5 {
		t.Errorf("only %d of the five sources speak", len(seeds))
	}
	if _, ok := b.ByID("t999"); ok {
		t.Error("there is no t999")
	}
}

func TestEverySituationHasATip(t *testing.T) {
	have := map[string]bool{}
	for _, tip := range book(t).ByTopic("") {
		for _, s := range tip.For {
			have[s] = true
		}
	}
	for _, s := range situations {
		if !have[s] {
			t.Errorf("no tip for %s", s)
		}
	}
}

// What is added is held to what the built-in tips are held to.
func TestCheckTip(t *testing.T) {
	b := book(t)
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
		p := b.Check(tip)
		if (p == nil) != (c.field == "") || p != nil && p.Field != c.field {
			t.Errorf("%q: %v, want %q", tip, p, c.field)
		}
	}
	for _, have := range b.ByTopic("") { // no built-in one may be added once more
		if p := b.Check(TeamTip{Text: have.Text, For: "call", Says: "Ann"}); p == nil || p.Like == nil {
			t.Errorf("%s is there already: %v", have.ID, p)
		}
	}
}

// A team mutes what has no more behind it than an opinion (handbook §5).
func TestTeamMay(t *testing.T) {
	may := 0
	for _, tip := range book(t).ByTopic("") {
		if is := tip.Strength == "D" && strings.Trim(tip.Cold, "D") == ""; is != tip.TeamMay() {
			t.Errorf("%s of strength %s", tip.ID, tip.Strength)
		}
		if tip.TeamMay() {
			may++
		}
	}
	if may == 0 || may == len(book(t).ByTopic("")) {
		t.Error(may)
	}
}

// Each situation has words of its own, and none is forgotten.
func TestTipSituations(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Situations() {
		if !slices.Contains(situations, s.Name) || seen[s.Words] || s.Words == "" {
			t.Errorf("%+v", s)
		}
		seen[s.Words] = true
	}
	if len(seen) != len(situations) {
		t.Errorf("%d of %d", len(seen), len(situations))
	}
}

// No two tips advise the same in other words.
func TestNoTwoTipsAdviseTheSame(t *testing.T) {
	tips := book(t).ByTopic("")
	for i := range tips {
		for j := range i {
			if sameAdvice(tips[i], tips[j]) {
				t.Errorf("%s and %s:\n%s\n%s", tips[i].ID, tips[j].ID, tips[i].Text, tips[j].Text)
			}
		}
	}
	for _, words := range []string{
		"Choose the one page first, before dialing, pick the one paragraph that is about them.",
		"Never send a third document before they looked at one thing with you.",
		"Two choices, each with a day and an hour: let them pick instead of some time next week.",
		"A line that is busy means somebody sits there, so redial within the hour.",
	} {
		if !slices.ContainsFunc(tips, func(tip Tip) bool { return sameAdvice(tip, Tip{Text: words}) }) {
			t.Errorf("nothing is like %q", words)
		}
	}
}

// Each rule of the handbook that is advice has a tip; the others say in the table what they are instead.
func TestEachAdviceOfTheHandbookHasATip(t *testing.T) {
	raw, err := os.ReadFile("testdata/advice.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rules, last := map[string]bool{}, map[string]int{"S0": 29, "S1": 31, "S2": 24, "S3": 27, "S4": 20}
	named := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		rules[f[0]] = true
		tip, ok := book(t).ByID(f[1])
		switch {
		case f[1] == "-" && len(f) < 3:
			t.Errorf("%s: no tip, and nothing says why", f[0])
		case f[1] != "-" && !ok:
			t.Errorf("%s: there is no tip %s", f[0], f[1])
		}
		if ok {
			named[tip.ID] = true
		}
	}
	want := 0
	for _, n := range last {
		want += n
	}
	if len(rules) != want {
		t.Errorf("%d rules of %d", len(rules), want)
	}
	for _, tip := range book(t).ByTopic("") {
		if _, line, ok := strings.Cut(tip.Source, ", "); ok && !rules[line] {
			t.Errorf("%s: the handbook has no %s", tip.ID, line)
		}
	}
	if len(named) < 50 {
		t.Errorf("only %d tips stand for a rule", len(named))
	}
}

func book(t *testing.T) *Book {
	t.Helper()
	b, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
