package coach

import (
	"fmt"
	"strings"
)

// Outcome says what happened on a touch. The words are those a rep types (product contract); on screen they are the
// plain words of [OutcomeInfo]. The last group are decisions that are kept in the same history.
type Outcome string

const (
	Voicemail  Outcome = "voicemail"
	NoAnswer   Outcome = "no-answer"
	Busy       Outcome = "busy"
	Gatekeeper Outcome = "gatekeeper"
	BadNumber  Outcome = "bad-number"

	NoTime      Outcome = "no-time"
	Unavailable Outcome = "unavailable"
	Distracted  Outcome = "distracted"
	NoMemory    Outcome = "no-memory"

	Talked      Outcome = "talked"
	Meeting     Outcome = "meeting"
	NotReviewed Outcome = "not-reviewed"
	WantsInfo   Outcome = "wants-info"
	Referral    Outcome = "referral"
	NotNow      Outcome = "not-now"

	CalledBack Outcome = "called-back"
	Replied    Outcome = "replied"

	Won           Outcome = "won"
	HasSolution   Outcome = "has-solution"
	NotInterested Outcome = "not-interested"
	NotFit        Outcome = "not-fit"
	LeftCompany   Outcome = "left-company"
	DoNotCall     Outcome = "do-not-call"
	NoResponse    Outcome = "no-response" // only by close
	Lost          Outcome = "lost"        // only by close

	Email    Outcome = "email"
	LinkedIn Outcome = "linkedin"
	XTwitter Outcome = "x"
	Visit    Outcome = "visit"
	Gift     Outcome = "gift"
	StepBack Outcome = "step-back"
	BreakUp  Outcome = "break-up"

	// a commitment made without a call being logged; with Vague and no Until, a date spoken of and not fixed
	Planned   Outcome = "planned"
	Snoozed   Outcome = "snoozed"   // nothing due before Until
	Resumed   Outcome = "resumed"   // the cadence goes on after a reply, a snooze or a pause
	Reopened  Outcome = "reopened"  // a closed lead is open again
	Missed    Outcome = "missed"    // the rep missed an agreed call: due now, no try
	Explained Outcome = "explained" // a closed lead's Reason, given afterwards
	Calling   Outcome = "calling"   // the rep is calling now, at an agreed time: what punctuality goes by
	Details   Outcome = "details"   // what came of a talk, told after its outcome: a date, a promise, material, a note
	TaskDone  Outcome = "task-done" // the task of a closed lead is done, or not worth doing
	Verdict   Outcome = "verdict"   // a decision after the last step; Reason says which
)

// Group is the row of the contract's table that an outcome belongs to.
type Group string

const (
	NotReached   Group = "not-reached"
	ReachedShort Group = "reached-short"
	LiveTalk     Group = "live-talk"
	CameToUs     Group = "came-to-us"
	Ended        Group = "ended"
	OtherTouch   Group = "other"
	Decision     Group = "decision"
)

// OutcomeInfo is what there is to know about an outcome: how it counts and how it is said. It comes from
// data/outcomes.yaml; the product contract (words, counters) is its source.
type OutcomeInfo struct {
	Code    Outcome
	Aliases []string // other words a rep may type for it
	Phrases []string // further words that are read as it, but not offered
	Label   string   // plain words for people: "Left a voicemail"
	Button  string   // the same, short enough for a button
	Group   Group
	Try     bool // a call that counts as a try; the first busy signal of a day is the exception
	Live    bool // a live talk: both counters start again
	Mail    bool // counts as a contact attempt beside the calls
	Ends    bool // closes the lead
	Typed   bool // a rep may type it after log; the others come from buttons and other commands
	Source  string
}

// Reached reports whether somebody picked up and it was the prospect: the short talks, the live talks, and the endings
// said by voice.
func (i OutcomeInfo) Reached() bool {
	return i.Group == ReachedShort || i.Group == LiveTalk || i.Code == CalledBack || i.Ends && i.Try &&
		i.Code != LeftCompany
}

// Info describes o. An outcome that is none has an OutcomeInfo with only its Code and the Label the same word.
func (o Outcome) Info() OutcomeInfo {
	if i, ok := outcomes.byCode[o]; ok {
		return i
	}
	return OutcomeInfo{Code: o, Label: string(o), Button: string(o)}
}

// Valid reports whether o is an outcome at all.
func (o Outcome) Valid() bool { _, ok := outcomes.byCode[o]; return ok }

// Outcomes lists every outcome in call order: from the dial that nobody answers to the decisions. The slice is the
// caller's to change.
func Outcomes() []OutcomeInfo { return append([]OutcomeInfo(nil), outcomes.all...) }

// ParseOutcome finds the outcome at the start of words, in any case, by code or alias; "no answer" in two words is
// found too, and the longest match wins. used says how many words it took. Only outcomes that a rep may type are found.
func ParseOutcome(words ...string) (o Outcome, used int, ok bool) {
	for n := min(outcomes.longest, len(words)); n > 0; n-- {
		phrase := wordKey(words[:n])
		if o, ok := outcomes.byWord[phrase]; ok {
			return o, n, true
		}
		if _, unclear := outcomes.unclear[phrase]; unclear {
			break
		}
	}
	return "", 0, false
}

// UnclearOutcomes are the outcomes that the words may mean at their start where they can't be told apart, as "left"
// may be a voicemail or the end; nil where [ParseOutcome] finds one, or nothing is known.
func UnclearOutcomes(words ...string) []Outcome {
	for n := min(outcomes.longest, len(words)); n > 0; n-- {
		phrase := wordKey(words[:n])
		if _, ok := outcomes.byWord[phrase]; ok {
			return nil
		}
		if means, ok := outcomes.unclear[phrase]; ok {
			return append([]Outcome(nil), means...)
		}
	}
	return nil
}

// LongestOutcome is how many words the longest phrase for an outcome has.
func LongestOutcome() int { return outcomes.longest }

// wordKey is the form in which phrases are compared: lower case, with straight apostrophes.
func wordKey(words []string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(words, " ")), "’", "'")
}

// OutcomeWords lists the codes and aliases that ParseOutcome knows, in call order, for "did you mean".
func OutcomeWords() []string { return append([]string(nil), outcomes.words...) }

// outcomeTable is data/outcomes.yaml, ready to be looked up by code and by words.
type outcomeTable struct {
	all     []OutcomeInfo
	byCode  map[Outcome]OutcomeInfo
	byWord  map[string]Outcome
	unclear map[string][]Outcome // by words, what they may mean
	words   []string
	longest int // words in the longest phrase
}

var outcomes = mustOutcomes()

func mustOutcomes() outcomeTable {
	t, err := loadOutcomes("data/outcomes.yaml", embedded("data/outcomes.yaml"))
	if err != nil {
		panic(err)
	}
	return t
}

// loadOutcomes reads the table and notes every word that would mean two outcomes.
func loadOutcomes(name string, data []byte) (outcomeTable, error) {
	var file struct {
		Outcomes []struct {
			Code    Outcome
			Aliases []string
			Phrases []string
			Label   string
			Button  string
			Group   Group
			Try     bool
			Live    bool
			Mail    bool
			Ends    bool
			Typed   bool
			Source  string
		}
		Unclear []struct {
			Words []string
			Means []Outcome
		}
	}
	t := outcomeTable{byCode: map[Outcome]OutcomeInfo{}, byWord: map[string]Outcome{}, unclear: map[string][]Outcome{}}
	ms := decode(name, data, &file)
	word := func(path, w string, o Outcome) {
		k := wordKey([]string{w})
		if other, taken := t.byWord[k]; taken {
			ms.add(path, "%q already means %s", w, other)
			return
		}
		t.byWord[k] = o
		t.longest = max(t.longest, len(strings.Fields(k)))
	}
	offered := func(path, w string, o Outcome) {
		word(path, w, o)
		t.words = append(t.words, wordKey([]string{w}))
	}
	for i, f := range file.Outcomes {
		path := fmt.Sprintf("outcomes.%d", i)
		if _, taken := t.byCode[f.Code]; taken || f.Code == "" {
			ms.add(path+".code", "%q is empty or there twice", f.Code)
			continue
		}
		switch f.Group {
		case NotReached, ReachedShort, LiveTalk, CameToUs, Ended, OtherTouch, Decision:
		default:
			ms.add(path+".group", "%q: expected not-reached, reached-short, live-talk, came-to-us, ended, other or decision",
				f.Group)
		}
		if f.Label == "" || f.Button == "" || f.Source == "" {
			ms.add(path, "label, button and source are needed")
		}
		if f.Typed {
			offered(path+".code", string(f.Code), f.Code)
		}
		for j, a := range f.Aliases {
			offered(fmt.Sprintf("%s.aliases.%d", path, j), a, f.Code)
		}
		for j, p := range f.Phrases {
			word(fmt.Sprintf("%s.phrases.%d", path, j), p, f.Code)
		}
		for _, shown := range []string{f.Label, f.Button} { // what people read they type
			if o, taken := t.byWord[wordKey([]string{shown})]; f.Typed && !(taken && o == f.Code) {
				word(path+".label", shown, f.Code)
			}
		}
		info := OutcomeInfo(f)
		t.byCode[f.Code] = info
		t.all = append(t.all, info)
	}
	for i, u := range file.Unclear {
		for _, w := range u.Words {
			k := wordKey([]string{w})
			if o, taken := t.byWord[k]; taken || len(u.Means) < 2 {
				ms.add(fmt.Sprintf("unclear.%d", i), "%q means %s alone, or nothing: expected two outcomes", w, o)
			}
			for _, o := range u.Means {
				if !t.byCode[o].Typed {
					ms.add(fmt.Sprintf("unclear.%d.means", i), "%q is nothing that a rep may type", o)
				}
			}
			t.unclear[k] = u.Means
			t.longest = max(t.longest, len(strings.Fields(k)))
		}
	}
	return t, ms.err()
}
