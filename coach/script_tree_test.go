package coach

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/rulefile"
)

func TestTheBuiltInTreeIsWhole(t *testing.T) {
	r := DefaultRules()
	sourced := regexp.MustCompile(`^(S\d|C\d|handbook|product)`)
	reached := map[string]bool{}
	ids := []string{}
	for _, b := range r.Branches() {
		ids = append(ids, b.ID)
		for _, id := range b.Next {
			reached[id] = true
		}
		for i, turn := range b.turns {
			if turn.dont != "" && len(turn.note.parts) == 0 {
				t.Errorf("%s turn %d: a red line without its reason", b.ID, i)
			}
			if !sourced.MatchString(turn.source) {
				t.Errorf("%s turn %d: source %q", b.ID, i, turn.source)
			}
		}
		if utf8.RuneCountInString(b.Title) > 40 {
			t.Errorf("%s: %q is too long for a list", b.ID, b.Title)
		}
	}
	for _, id := range []string{"has-time", "no-time", "unavailable", "distracted", "no-memory", "gatekeeper",
		"not-reviewed", "wants-info", "not-now",
		"has-solution", "voicemail-1", "voicemail-3", "voicemail-last", "voicemail-after-talk", "late", "referral", "replied",
		"needs-date"} {
		if !slices.Contains(ids, id) {
			t.Errorf("no branch %s", id)
		}
	}
	if _, ok := r.Script("nowhere", Fill{}); ok {
		t.Error("there is no branch nowhere")
	}
}

// Our own words never say what the coach advises against; only a red line does.
func TestNoScriptSaysWhatReviewObjectsTo(t *testing.T) {
	r := DefaultRules()
	check := func(where string, parts []string) {
		text := strings.Join(parts, "something")
		for _, f := range r.ReviewDraft(text) {
			t.Errorf("%s says %q (%s): %q", where, f.Words, f.ID, text)
		}
	}
	dont := 0
	for _, b := range r.Branches() {
		for _, turn := range b.turns {
			for _, v := range turn.say {
				check(b.ID, v.parts)
			}
			check(b.ID, turn.note.parts)
			if turn.dont != "" {
				dont++
				if len(r.Review(turn.dont)) == 0 && b.ID != "no-time" {
					t.Errorf("%s: nothing is said against %q elsewhere", b.ID, turn.dont)
				}
			}
		}
	}
	if dont < 5 {
		t.Errorf("only %d red lines", dont)
	}
	for _, p := range r.phrases.rules {
		for _, v := range p.instead {
			check(p.id, v.parts)
		}
	}
	for _, tip := range r.TipByTopic("") {
		if !strings.ContainsAny(tip.Text, `"“`) {
			check(tip.ID, []string{tip.Text})
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
		b, ok := r.Branch(id)
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
	for _, root := range []string{branchVoicemail1, BranchNoMessage, branchHasTime, branchFirstTalk, branchNoMemory,
		branchReplied, branchLate} {
		walk(root)
	}
	for _, b := range r.Branches() {
		if !seen[b.ID] {
			t.Errorf("nothing leads to %s", b.ID)
		}
	}
}

// S0.24: where the process is one call, no script ends it by sending something; the rest of the branch stays.
func TestWithOneCallNothingIsSentAsAnEnding(t *testing.T) {
	f := Fill{Lead: Lead{Name: "Acme"}}
	inbox := func(r *Rules) (out int) {
		s, _ := r.Script("wants-info", f)
		for _, l := range s.Lines {
			if strings.Contains(l.Say, "It's in your inbox in five minutes") {
				out++
			}
		}
		if len(s.Lines) < 5 {
			t.Errorf("only %d lines", len(s.Lines))
		}
		return out
	}
	if n := inbox(DefaultRules()); n != 1 || !DefaultRules().MultiCall() {
		t.Errorf("%d lines that send, with several calls", n)
	}
	one := rules(t, "multi_call: false")
	if n := inbox(one); n != 0 || one.MultiCall() {
		t.Errorf("%d lines that send, with one call", n)
	}
	_, err := LoadRules("f.yaml", []byte("scripts:\n  x: {title: t, when: w, turns: [{say: [\"Here.\"], sends: true}]}\n"))
	if err == nil || !strings.Contains(err.Error(), "f.yaml:2:33: scripts.x.turns: a team whose process is one call") {
		t.Errorf("got %v", err)
	}
}

func TestATeamEditsItsTree(t *testing.T) {
	r := rules(t, `
scripts:
  not-now:
    title: Later, please
    when: Not this year.
    next: [budget]
    turns: [{say: ["{hot} again?", "In which month, {name}?"]}]
  budget:
    title: No budget
    when: They have spent it.
    outcome: not-now
    next: [not-now, needs-date]
    turns:
      - {say: ["When is it planned, {name}?"], note: "{decider} knows."}
`)
	s, ok := r.Script("not-now", Fill{Lead: Lead{Name: "Acme"}})
	if !ok || len(s.Lines) != 1 || s.Lines[0].Say != "In which month, Acme?" || s.Lines[0].Source != rulefile.Configured ||
		s.Branch.Outcome != "" {
		t.Errorf("a branch is replaced whole: %+v", s)
	}
	if len(s.Next) != 1 || s.Next[0].Title != "No budget" {
		t.Errorf("what follows: %+v", s.Next)
	}
	if all := r.Branches(); len(all) != len(DefaultRules().Branches())+1 || all[len(all)-1].ID != "budget" {
		t.Errorf("a new branch comes last of %d", len(all))
	}
	if b, _ := DefaultRules().Branch("not-now"); b.Title != "Not now" {
		t.Error("the defaults changed")
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
