package coach

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/script"
)

// Our own words never say what the coach advises against; only a red line does.
func TestNoScriptSaysWhatReviewObjectsTo(t *testing.T) {
	r := DefaultRules()
	slot := regexp.MustCompile(`\{\w+\}`)
	check := func(where, text string) {
		text = slot.ReplaceAllString(text, "something")
		for _, f := range r.Phrases().ReviewDraft(text) {
			t.Errorf("%s says %q (%s): %q", where, f.Words, f.ID, text)
		}
	}
	var file struct{ Scripts map[string]script.File }
	if err := rulefile.Decode("data/scripts.yaml", rulefile.Embedded("data/scripts.yaml"), &file).Err(); err != nil {
		t.Fatal(err)
	}
	dont := 0
	for id, b := range file.Scripts {
		for _, turn := range b.Turns {
			for _, v := range turn.Say {
				check(id, v)
			}
			check(id, turn.Note)
			if turn.Dont != "" {
				dont++
				if len(r.Phrases().Review(turn.Dont)) == 0 && id != "no-time" {
					t.Errorf("%s: nothing is said against %q elsewhere", id, turn.Dont)
				}
			}
		}
	}
	if dont < 5 {
		t.Errorf("only %d red lines", dont)
	}
	for _, tip := range r.Tips().ByTopic("") {
		if !strings.ContainsAny(tip.Text, `"“`) {
			check(tip.ID, tip.Text)
		}
	}
}

// S0.15: the tree is a flow chart that begins with the dial. Whatever happens on it, a machine, somebody else, the
// prospect, leads on to every turn that a call can take; only the openers, which the last call decides about (S0.16),
// are roots.
func TestTheTreeLeadsFromTheDialToEveryTurn(t *testing.T) {
	r := DefaultRules()
	seen := map[string]bool{}
	var walk func(id string)
	walk = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		b, ok := r.Scripts().Branch(id)
		if !ok {
			t.Fatalf("no branch %s", id)
		}
		if len(b.Next) == 0 {
			t.Errorf("%s is a dead end", id)
		}
		for _, next := range b.Next {
			walk(next)
		}
	}
	for _, root := range []string{branchVoicemail1, BranchNoMessage, BranchHasTime, branchFirstTalk, branchNoMemory,
		branchReplied, branchLate} {
		walk(root)
	}
	for _, b := range r.Scripts().Branches() {
		if !seen[b.ID] {
			t.Errorf("nothing leads to %s", b.ID)
		}
	}
}

func TestEveryMistakeOfAScriptIsNamedWithItsPlace(t *testing.T) {
	_, err := LoadRules("followup.yaml", []byte(`scripts:
  Bad ID: {title: x, when: y, turns: [{note: z}]}
  not-now:
    title: Later
    outcome: planned
    next: [nowhere, not-now]
    turns:
      - {say: ["{colour}?", "{hot}?"]}
      - {dont: "Bye."}
      - {say: ["Hi {name", "Hi name}."], dont: "both", note: "n"}
      - {source: S1}
      - {dont: "Not {name}.", note: "{hot}"}
      - {say: [" "], tone: warm}
call_map:
  busy: {due: redial, minutes: 30, branch: engaged}
`))
	var file *rulefile.Error
	if !errors.As(err, &file) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		`followup.yaml:2:11: scripts.Bad ID: expected an id`,
		`followup.yaml:4:5: scripts.not-now: title and when are needed`,
		`followup.yaml:5:14: scripts.not-now.outcome: "planned"`,
		`followup.yaml:6:12: scripts.not-now.next.0: "nowhere": no such branch`,
		`followup.yaml:6:21: scripts.not-now.next.1: "not-now": a branch follows once`,
		`followup.yaml:8:16: scripts.not-now.turns.0.say.0: {colour}: no such slot`,
		`followup.yaml:8:29: scripts.not-now.turns.0.say.1: the last variant is said when all others lack something: {hot}`,
		`followup.yaml:9:9: scripts.not-now.turns.1: dont needs its reason`,
		`scripts.not-now.turns.2.say.0: a { without its }`,
		`scripts.not-now.turns.2.say.1: a } without its {`,
		`scripts.not-now.turns.2: a turn is something to say or`,
		`followup.yaml:11:9: scripts.not-now.turns.3: expected say, dont or note`,
		`scripts.not-now.turns.4.dont: what not to say has no slots`,
		`scripts.not-now.turns.4.note: the reason for not saying`,
		`scripts.not-now.turns.5.say.0: nothing is said`,
		`followup.yaml:13:`, `tone`,
		`followup.yaml:15:44: call_map.busy.branch: "engaged": no such branch`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}
