package outcome

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/rulefile"
)

// File is an outcome of an installation's own, or more words for one that there is. It counts like the others of
// its group, and its row of the call map stands under its code.
type File struct {
	Code    Outcome
	Label   string // plain words: "Demo held"
	Button  string // the same, short enough for a button; the label where it is left out
	Group   Group
	Aliases []string // offered where a word is near
	Phrases []string // patterns that are read only, as in data/outcomes.yaml
}

// Added are an installation's own outcomes and words, with what its configuration says of them.
type Added struct {
	Files    []File
	Taken    func(code string) bool // whether a rule that is no outcome is called like that
	Mistakes *rulefile.Mistakes     // what is wrong with the files goes here
}

// Own reports whether an outcome is the installation's own.
func (i Info) Own() bool { return i.Source == rulefile.Configured }

// Counts is how an outcome of a group counts, where nothing else is said of it.
func (g Group) Counts(i Info) Info {
	i.Group = g
	i.Try = g == NotReached || g == ReachedShort || g == LiveTalk || g == Ended
	i.Live, i.Ends = g == LiveTalk || g == CameToUs, g == Ended
	return i
}

// codePattern is what a code may be.
var codePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// What an installation may add: its labels stand on buttons, its outcomes in one menu.
const (
	maxOutcomeCode   = 24 // bytes
	maxOutcomeLabel  = 40 // characters
	maxOutcomeButton = 24
	maxOwnOutcomes   = 40 // with those of the contract they fit into one menu
)

// add takes an installation's own outcomes and words.
func (l *loader) add(own Added) {
	ms := l.ms
	l.ms, l.adding, l.rules = own.Mistakes, true, own.Taken
	if len(own.Files) > maxOwnOutcomes {
		l.ms.Add("outcomes", "expected at most %d", maxOwnOutcomes)
	}
	for i, o := range own.Files {
		path := fmt.Sprintf("outcomes.%d", i)
		e := entry{Code: o.Code, Aliases: o.Aliases, Phrases: o.Phrases}
		if there, ok := l.byCode[o.Code]; ok {
			switch {
			case o.Label != "" || o.Button != "" || o.Group != "":
				l.ms.Add(path, "%s is there already: expected only aliases and phrases for it", o.Code)
			case !there.Typed:
				l.ms.Add(path, "%s is nothing that a rep types", o.Code)
			default:
				l.typed(path, e)
			}
			continue
		}
		if l.checkOwn(path, o); o.Button == "" {
			o.Button = o.Label
		}
		i := o.Group.Counts(Info{})
		e.Label, e.Button, e.Short = o.Label, o.Button, smallFirst(o.Label)
		e.Group, e.Source, e.Typed = o.Group, rulefile.Configured, true
		e.Try, e.Live, e.Ends = i.Try, i.Live, i.Ends
		l.outcome(path, e)
	}
	l.ms, l.adding = ms, false
}

// checkOwn notes what an outcome of an installation lacks.
func (l *loader) checkOwn(path string, o File) {
	if !codePattern.MatchString(string(o.Code)) || len(o.Code) > maxOutcomeCode || l.rules(string(o.Code)) {
		l.ms.Add(path+".code", "%q: expected small letters, digits and hyphens, at most %d, like demo-held", o.Code,
			maxOutcomeCode)
	}
	if o.Label == "" || utf8.RuneCountInString(o.Label) > maxOutcomeLabel ||
		utf8.RuneCountInString(o.Button) > maxOutcomeButton {
		l.ms.Add(path, "expected a label of at most %d characters, and a button of at most %d", maxOutcomeLabel,
			maxOutcomeButton)
	}
	if !slices.Contains([]Group{NotReached, ReachedShort, LiveTalk, CameToUs, Ended, OtherTouch}, o.Group) {
		l.ms.Add(path+".group", "%q: expected not-reached, reached-short, live-talk, came-to-us, ended or other", o.Group)
	}
}
