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

// InstallOutcomes makes the outcomes of these rules those of the process. It is called once, before anything is read or
// logged: [Outcome.Info], [Outcomes] and [ReadOutcome] know no others.
func (r *Rules) InstallOutcomes() { installed.Store(r.outcomes) }

// Outcomes lists the outcomes of these rules, as [Outcomes] does those of the process.
func (r *Rules) Outcomes() []OutcomeInfo { return slices.Clone(r.outcomes.all) }

// ReadOutcome is [ReadOutcome] by the outcomes of these rules.
func (r *Rules) ReadOutcome(words []string) OutcomeReading { return r.outcomes.said.read(words) }

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
func (l *outcomeLoader) add(own []OutcomeFile, theirs *mistakes) {
	ms := l.ms
	l.ms, l.adding = theirs, true
	if len(own) > maxOwnOutcomes {
		l.ms.add("outcomes", "expected at most %d", maxOwnOutcomes)
	}
	for i, o := range own {
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
	if !outcomeCode.MatchString(string(o.Code)) || len(o.Code) > maxOutcomeCode || decisions[string(o.Code)] ||
		verdicts[string(o.Code)] {
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

// loadOutcomes takes an installation's own outcomes. Each but a touch that is no call needs a row in the call map.
func (f *ConfigFile) loadOutcomes(r *Rules, ms *mistakes) error {
	if r.outcomes = builtIn; len(f.Outcomes) == 0 {
		return nil
	}
	own, err := loadOutcomes("data/outcomes.yaml", embedded("data/outcomes.yaml"), f.Outcomes, ms)
	if err != nil {
		return err
	}
	r.outcomes = own
	for i, o := range f.Outcomes {
		if _, ok := f.CallMap[string(o.Code)]; !ok && o.Group != OtherTouch && o.Group != Decision && o.Group != "" {
			ms.add(fmt.Sprintf("outcomes.%d", i), "it needs a row: call_map: {%s: {due: %s, activity: \"What to do then.\"}}",
				o.Code, r.duesOf(string(o.Code))[0])
		}
	}
	return nil
}
