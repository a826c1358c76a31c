package coach

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"
)

// OutcomeFile is an outcome of an installation's own, or more words for one that there is. It counts like the others of
// its group, and its row of the call map stands under its code.
type OutcomeFile struct {
	Code    Outcome
	Label   string // plain words: "Demo held"
	Button  string // the same, short enough for a button; the label where it is left out
	Group   Group
	Aliases []string // offered where a word is near
	Phrases []string // patterns that are read only, as in data/outcomes.yaml
}

// outcomesAdded are an installation's own outcomes and words, with what its configuration says of them.
type outcomesAdded struct {
	files    []OutcomeFile
	taken    func(code string) bool // whether a rule that is no outcome is called like that
	mistakes *mistakes              // what is wrong with the files goes here
}

// Own reports whether an outcome is the installation's own.
func (i OutcomeInfo) Own() bool { return i.Source == configured }

// counts is how an outcome of a group counts, where nothing else is said of it.
func (g Group) counts(i OutcomeInfo) OutcomeInfo {
	i.Group = g
	i.Try = g == NotReached || g == ReachedShort || g == LiveTalk || g == Ended
	i.Live, i.Ends = g == LiveTalk || g == CameToUs, g == Ended
	return i
}

// outcomeCode is what a code may be.
var outcomeCode = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

const (
	maxOutcomeCode   = 24 // bytes
	maxOutcomeLabel  = 40 // characters
	maxOutcomeButton = 24
	maxOwnOutcomes   = 40 // with those of the contract they fit into one menu
)

// add takes an installation's own outcomes and words.
func (l *outcomeLoader) add(own outcomesAdded) {
	ms := l.ms
	l.ms, l.adding, l.rules = own.mistakes, true, own.taken
	if len(own.files) > maxOwnOutcomes {
		l.ms.add("outcomes", "expected at most %d", maxOwnOutcomes)
	}
	for i, o := range own.files {
		path := fmt.Sprintf("outcomes.%d", i)
		e := outcomeEntry{Code: o.Code, Aliases: o.Aliases, Phrases: o.Phrases}
		if there, ok := l.byCode[o.Code]; ok {
			switch {
			case o.Label != "" || o.Button != "" || o.Group != "":
				l.ms.add(path, "%s is there already: expected only aliases and phrases for it", o.Code)
			case !there.Typed:
				l.ms.add(path, "%s is nothing that a rep types", o.Code)
			default:
				l.typed(path, e)
			}
			continue
		}
		if l.checkOwn(path, o); o.Button == "" {
			o.Button = o.Label
		}
		i := o.Group.counts(OutcomeInfo{})
		e.Label, e.Button, e.Short = o.Label, o.Button, smallFirst(o.Label)
		e.Group, e.Source, e.Typed = o.Group, configured, true
		e.Try, e.Live, e.Ends = i.Try, i.Live, i.Ends
		l.outcome(path, e)
	}
	l.ms, l.adding = ms, false
}

// checkOwn notes what an outcome of an installation lacks.
func (l *outcomeLoader) checkOwn(path string, o OutcomeFile) {
	if !outcomeCode.MatchString(string(o.Code)) || len(o.Code) > maxOutcomeCode || l.rules(string(o.Code)) {
		l.ms.add(path+".code", "%q: expected small letters, digits and hyphens, at most %d, like demo-held", o.Code,
			maxOutcomeCode)
	}
	if o.Label == "" || utf8.RuneCountInString(o.Label) > maxOutcomeLabel ||
		utf8.RuneCountInString(o.Button) > maxOutcomeButton {
		l.ms.add(path, "expected a label of at most %d characters, and a button of at most %d", maxOutcomeLabel,
			maxOutcomeButton)
	}
	if !slices.Contains([]Group{NotReached, ReachedShort, LiveTalk, CameToUs, Ended, OtherTouch}, o.Group) {
		l.ms.add(path+".group", "%q: expected not-reached, reached-short, live-talk, came-to-us, ended or other", o.Group)
	}
}
