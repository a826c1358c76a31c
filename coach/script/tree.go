// Package script holds the conversation tree (data/scripts.yaml): what to say in each turn that a call can take, and
// which turns can follow. A team lays its own branches over it. What is known of a lead is handed in as values of slots
// ([Tree.Script]); which branch opens a lead's next call is package coach's to know.
package script

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/template"
)

// Branch is a branch of the conversation tree (S0.18): what to say when a call takes this turn. Which one fits is the
// rep's to hear, or package coach's to prepare.
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
	they   string              // what the prospect says before it, to be answered in practice
	say    []template.Template // variants, the most specific first
	dont   string
	note   template.Template
	sends  bool // it ends a call by sending something: said only where the process has several calls (S0.24)
	source string
}

// File is a branch as written, in data/scripts.yaml and under scripts in a configuration file. Its turns are said in
// their order; one without a source of its own has the branch's.
type File struct {
	Title, When string
	Button      string
	Outcome     string
	Next        []string
	Source      string
	Turns       []struct {
		// They is what the prospect says before it, to be answered in practice.
		They string
		// Say has variants, the most specific first: the first one is said whose slots all have a value.
		Say []string
		// Dont is said never, for the reason in Note.
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
	maxNext     = 8
	maxButton   = 19 // characters: 24 with "Say: " in front

	// Of the prospect's line in practice.
	maxThey      = 120 // characters
	maxTheyWords = 14
)

// Tree is the conversation tree. It never changes after it was loaded.
type Tree struct {
	branches  []Branch // in the order of a call; a team's own words are laid over the built-in ones
	multiCall bool     // see [Tree.MultiCall]
}

// builtInBranches are read once, whatever rules are loaded.
var builtInBranches = sync.OnceValues(func() ([]Branch, error) {
	var file struct{ Scripts map[string]File }
	ms := rulefile.Decode("data/scripts.yaml", rulefile.Embedded("data/scripts.yaml"), &file)
	out := layBranches(nil, file.Scripts, ms)
	return out, ms.Err()
})

// layBranches lays the branches of a file over those that there are, each replaced whole, and checks what comes of it:
// every branch that is to follow must be there.
func layBranches(have []Branch, files map[string]File, ms *rulefile.Mistakes) []Branch {
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
func (f File) branch(id string, ms *rulefile.Mistakes) Branch {
	path := "scripts." + id
	b := Branch{ID: id, Title: strings.TrimSpace(f.Title), When: strings.TrimSpace(f.When),
		Outcome: outcome.Outcome(f.Outcome),
		Next:    f.Next, Source: rulefile.SourceOr(f.Source), Button: strings.TrimSpace(f.Button)}
	if !rulefile.ID(id) {
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
			note: template.Read(p+".note", t.Note, ms), sends: t.Sends, source: t.Source}
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
		if d := template.Read(p+".dont", t.Dont, ms); len(d.Slots) > 0 {
			ms.Add(p+".dont", "what not to say has no slots")
		}
		if x.dont != "" && !x.note.Always() {
			ms.Add(p+".note", "the reason for not saying something may use {name} alone")
		}
		x.say = template.Variants(p+".say", t.Say, ms, []string{"name"})
		b.turns = append(b.turns, x)
	}
	if len(b.turns) > 0 && !slices.ContainsFunc(b.turns, func(x turn) bool { return !x.sends }) {
		ms.Add(path+".turns", "a team whose process is one call would have nothing to say: not every turn may send something")
	}
	return b
}

// Load lays a team's branches over the built-in ones. multiCall says that the team's sales process needs several
// calls.
func Load(files map[string]File, multiCall bool, ms *rulefile.Mistakes) (*Tree, error) {
	have, err := builtInBranches()
	if err != nil {
		return nil, err
	}
	return &Tree{branches: layBranches(have, files, ms), multiCall: multiCall}, nil
}

// Branches lists the conversation tree in the order of a call.
func (t *Tree) Branches() []Branch { return slices.Clone(t.branches) }

// Branch finds a branch by its id.
func (t *Tree) Branch(id string) (Branch, bool) {
	i := slices.IndexFunc(t.branches, func(b Branch) bool { return b.ID == id })
	if i < 0 {
		return Branch{}, false
	}
	return t.branches[i], true
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
func (t *Tree) MultiCall() bool { return t.multiCall }

// Script is the branch as it is to be said to one lead, of whom the slots' values are known. Of each turn the first
// variant is taken whose slots all have a value; a note with a slot that has none is left out.
func (t *Tree) Script(id string, values map[string]string) (Script, bool) {
	b, ok := t.Branch(id)
	if !ok {
		return Script{}, false
	}
	out := Script{Branch: b}
	for _, x := range b.turns {
		if x.sends && !t.multiCall {
			continue
		}
		l := Line{Dont: x.dont, Source: x.source}
		l.Say = template.First(x.say, values)
		l.Note, _ = x.note.Fill(values)
		if l.Say != "" || l.Dont != "" || l.Note != "" {
			out.Lines = append(out.Lines, l)
		}
	}
	for _, id := range b.Next {
		if next, ok := t.Branch(id); ok {
			out.Next = append(out.Next, next)
		}
	}
	return out, true
}
