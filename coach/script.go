package coach

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/rulefile"
)

// Branch is a branch of the conversation tree (S0.18): what to say when a call takes this turn. Which one fits is the
// rep's to hear, or [Rules.BranchFor]'s to prepare.
type Branch struct {
	ID      string          // as script takes it: "no-time"
	Title   string          // plain words: "Has no time"
	Button  string          // the same behind "Say:" on a button: "no time"; empty in a branch that has no such words
	When    string          // what the prospect says, or how the call stands
	Outcome outcome.Outcome // to log when the call ends here; empty where the talk goes on
	Next    []string        // ids of the branches that can follow
	Source  string

	turns []turn
}

// Script is a branch filled with what is known about one lead.
type Script struct {
	Branch Branch
	Lines  []Line
	Next   []Branch
}

// Line is one turn of a script: something to say with a note beside it, something not to say with the reason in Note,
// or a Note alone.
type Line struct {
	Say, Dont, Note string
	Source          string
}

// turn is a line before it is filled.
type turn struct {
	they   string     // what the prospect says before it, to be answered in practice
	say    []template // variants, the most specific first
	dont   string
	note   template
	sends  bool // it ends a call by sending something: said only where the process has several calls (S0.24)
	source string
}

// scriptFile is a branch as written, in data/scripts.yaml and under scripts in a configuration file.
type scriptFile struct {
	Title, When string
	Button      string
	Outcome     string
	Next        []string
	Source      string
	Turns       []struct {
		They   string
		Say    []string
		Dont   string
		Note   string
		Sends  bool
		Source string
	}
}

// The limits of a branch: what fits on one screen, and a line that can be said in one breath.
const (
	maxTurns    = 12
	maxVariants = 12
	maxLine     = 600 // characters
	maxNext     = 8
	maxButton   = 19 // characters: 24 with "Say: " in front

	// Of the prospect's line in practice.
	maxThey      = 120 // characters
	maxTheyWords = 14
)

var branchID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// builtInBranches are read once, whatever rules are loaded.
var builtInBranches = sync.OnceValues(func() ([]Branch, error) {
	var file struct{ Scripts map[string]scriptFile }
	ms := rulefile.Decode("data/scripts.yaml", rulefile.Embedded("data/scripts.yaml"), &file)
	out := layBranches(nil, file.Scripts, ms)
	return out, ms.Err()
})

// layBranches lays the branches of a file over those that there are, each replaced whole, and checks what comes of it.
func layBranches(have []Branch, files map[string]scriptFile, ms *rulefile.Mistakes) []Branch {
	out := slices.Clone(have)
	for _, id := range ms.Keys("scripts") {
		f, ok := files[id]
		if !ok {
			continue
		}
		b := f.branch(id, ms)
		if i := slices.IndexFunc(out, func(b Branch) bool { return b.ID == id }); i >= 0 {
			out[i] = b
		} else {
			out = append(out, b)
		}
	}
	for _, b := range out {
		for i, id := range b.Next {
			path := fmt.Sprintf("scripts.%s.next.%d", b.ID, i)
			switch {
			case id == b.ID || slices.Index(b.Next, id) != i:
				ms.Add(path, "%q: a branch follows once, and not on itself", id)
			case !slices.ContainsFunc(out, func(b Branch) bool { return b.ID == id }):
				ms.Add(path, "%q: no such branch", id)
			}
		}
	}
	return out
}

// branch checks what is written of a branch.
func (f scriptFile) branch(id string, ms *rulefile.Mistakes) Branch {
	path := "scripts." + id
	b := Branch{ID: id, Title: strings.TrimSpace(f.Title), When: strings.TrimSpace(f.When),
		Outcome: outcome.Outcome(f.Outcome),
		Next:    f.Next, Source: rulefile.SourceOr(f.Source), Button: strings.TrimSpace(f.Button)}
	if !branchID.MatchString(id) || len(id) > 40 {
		ms.Add(path, "expected an id of small letters, digits and hyphens, like \"no-time\"")
	}
	if b.Title == "" || b.When == "" {
		ms.Add(path, "title and when are needed")
	}
	if utf8.RuneCountInString(b.Title) > 60 || utf8.RuneCountInString(b.When) > 200 {
		ms.Add(path, "expected a title of at most 60 and a when of at most 200 characters")
	}
	if utf8.RuneCountInString(b.Button) > maxButton {
		ms.Add(path+".button", "expected at most %d characters", maxButton)
	}
	if f.Outcome != "" && !b.Outcome.Info().Typed {
		ms.Add(path+".outcome", "%q: no such outcome", f.Outcome)
	}
	if len(f.Next) > maxNext {
		ms.Add(path+".next", "expected at most %d branches", maxNext)
	}
	if len(f.Turns) == 0 || len(f.Turns) > maxTurns {
		ms.Add(path+".turns", "expected 1 to %d turns", maxTurns)
	}
	for i, t := range f.Turns {
		p := fmt.Sprintf("%s.turns.%d", path, i)
		x := turn{they: strings.TrimSpace(t.They), dont: strings.TrimSpace(t.Dont),
			note: readTemplate(p+".note", t.Note, ms), sends: t.Sends, source: t.Source}
		if x.source == "" {
			x.source = b.Source
		}
		switch {
		case t.Say != nil && x.dont != "":
			ms.Add(p, "a turn is something to say or something not to say, not both")
		case x.dont != "" && strings.TrimSpace(t.Note) == "":
			ms.Add(p, "dont needs its reason in note")
		case len(t.Say) == 0 && x.dont == "" && strings.TrimSpace(t.Note) == "":
			ms.Add(p, "expected say, dont or note")
		case x.they != "" && len(t.Say) == 0:
			ms.Add(p+".they", "the prospect's line needs something to say to it")
		case utf8.RuneCountInString(x.they) > maxThey || len(strings.Fields(x.they)) > maxTheyWords:
			ms.Add(p+".they", "expected at most %d words and %d characters", maxTheyWords, maxThey)
		case strings.ContainsAny(x.they, "{}"):
			ms.Add(p+".they", "what the prospect says has no slots")
		case len(t.Say) > maxVariants:
			ms.Add(p+".say", "expected at most %d variants", maxVariants)
		}
		if d := readTemplate(p+".dont", t.Dont, ms); len(d.slots) > 0 {
			ms.Add(p+".dont", "what not to say has no slots")
		}
		if x.dont != "" && !x.note.always() {
			ms.Add(p+".note", "the reason for not saying something may use {name} alone")
		}
		x.say = readVariants(p+".say", t.Say, ms, []string{"name"})
		b.turns = append(b.turns, x)
	}
	if len(b.turns) > 0 && !slices.ContainsFunc(b.turns, func(x turn) bool { return !x.sends }) {
		ms.Add(path+".turns", "a team whose process is one call would have nothing to say: not every turn may send something")
	}
	return b
}

// readVariants reads the variants of a turn; the last one may use only the given slots.
func readVariants(path string, say []string, ms *rulefile.Mistakes, last []string) []template {
	var out []template
	for i, s := range say {
		p := fmt.Sprintf("%s.%d", path, i)
		t := readTemplate(p, s, ms)
		if strings.TrimSpace(s) == "" {
			ms.Add(p, "nothing is said")
		}
		if i == len(say)-1 {
			for _, s := range t.slots {
				if !slices.Contains(last, s) {
					ms.Add(p, "the last variant is said when all others lack something: {%s} may have no value", s)
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// loadScripts lays a team's branches over the built-in ones, and holds the call map to what there is.
func (f *ConfigFile) loadScripts(r *Rules, ms *rulefile.Mistakes) error {
	have, err := builtInBranches()
	if err != nil {
		return err
	}
	r.branches = layBranches(have, f.Scripts, ms)
	check := func(id, path string) {
		if _, ok := r.Branch(id); id != "" && !ok {
			ms.Add(path+".branch", "%q: no such branch", id)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.callMap)) {
		w, path := r.callMap[name], "call_map."+name
		check(w.says.branch, path)
		for i, c := range w.cases {
			check(c.branch, fmt.Sprintf("%s.when.%d", path, i))
		}
	}
	return nil
}

// Branches lists the conversation tree in the order of a call.
func (r *Rules) Branches() []Branch { return slices.Clone(r.branches) }

// Branch finds a branch by its id.
func (r *Rules) Branch(id string) (Branch, bool) {
	i := slices.IndexFunc(r.branches, func(b Branch) bool { return b.ID == id })
	if i < 0 {
		return Branch{}, false
	}
	return r.branches[i], true
}

// Sources are the sources of a branch and of its turns, in their order; many come twice.
func (b Branch) Sources() []string {
	out := []string{b.Source}
	for _, t := range b.turns {
		out = append(out, t.source)
	}
	return out
}

// MultiCall reports whether the team's sales process needs several calls. Where one call is all, sending something is
// never offered as the end of it (S0.24).
func (r *Rules) MultiCall() bool { return r.multiCall }

// Script is the branch as it is to be said to one lead. Of each turn the first variant is taken whose slots all have a
// value; a note with a slot that has none is left out.
func (r *Rules) Script(id string, f Fill) (Script, bool) {
	b, ok := r.Branch(id)
	if !ok {
		return Script{}, false
	}
	out, values := Script{Branch: b}, f.values()
	for _, t := range b.turns {
		if t.sends && !r.multiCall {
			continue
		}
		l := Line{Dont: t.dont, Source: t.source}
		l.Say = firstFilled(t.say, values)
		l.Note, _ = t.note.fill(values)
		if l.Say != "" || l.Dont != "" || l.Note != "" {
			out.Lines = append(out.Lines, l)
		}
	}
	for _, id := range b.Next {
		if next, ok := r.Branch(id); ok {
			out.Next = append(out.Next, next)
		}
	}
	return out, true
}
