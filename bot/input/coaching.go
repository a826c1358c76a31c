package input

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/whatif"
)

// ExactBranch is the id of the branch that words name by its id, its title, or the outcome that it ends with; "" for
// none. Case, accents and marks don't matter.
func ExactBranch(ws []words.Word, all []script.Branch) string {
	key := names.Normalize(strings.Join(words.Texts(ws), " "))
	if key == "" {
		return ""
	}
	for _, branch := range all {
		if names.Normalize(branch.ID) == key || names.Normalize(branch.Title) == key {
			return branch.ID
		}
	}
	if o, used, ok := outcome.Parse(words.Texts(ws)...); ok && used == len(ws) {
		for _, branch := range all {
			if branch.Outcome == o {
				return branch.ID
			}
		}
	}
	return ""
}

// BranchNamed is the branch that words mean: an exact one, else the only one whose title holds them. Words that merely
// resemble a title name no branch: "" has them asked about.
func BranchNamed(ws []words.Word, all []script.Branch) string {
	if id := ExactBranch(ws, all); id != "" {
		return id
	}
	hits := names.Match(strings.Join(words.Texts(ws), " "), branchIndex(all))
	if len(hits) == 1 && hits[0].Kind != names.Typo {
		return hits[0].ID
	}
	return ""
}

// NearBranches are the branches that words may have meant, by title before by id, at most as many as a question offers
// ([Offered]).
func NearBranches(text string, all []script.Branch) (out []script.Branch) {
	var ids, every []string
	for _, hit := range names.Match(text, branchIndex(all)) {
		ids = append(ids, hit.ID)
	}
	for _, branch := range all {
		every = append(every, branch.ID)
	}
	ids = append(ids, names.Near(text, every)...)
	for i, id := range ids {
		at := slices.IndexFunc(all, func(b script.Branch) bool { return b.ID == id })
		if at >= 0 && slices.Index(ids, id) == i && len(out) < Offered {
			out = append(out, all[at])
		}
	}
	return out
}

// branchIndex is the titles of branches, for finding one by a part of its title.
func branchIndex(all []script.Branch) (index []names.Entry) {
	for _, branch := range all {
		index = append(index, names.Entry{ID: branch.ID, Name: branch.Title})
	}
	return index
}

// spokenTime is what somebody's words say about when to talk next.
type spokenTime struct {
	Instants []string // a day with an hour, as said: "Thursday at 9:00", and "4:30" behind it
	Days     []string // a day, or a part of one, without an hour
	Hours    []string // an hour without a day
	Vague    []string // neither: "next week"
}

// spokenMost is how many words of an answer are searched for times: more than a field of a form holds in words that
// people type.
const spokenMost = 1200

// ReadSpoken finds what a rep's words say about a time to come. What is past, and how long something takes, is left
// out. The words are read on the rep's clock.
func ReadSpoken(text string, rep coach.Rep, now time.Time) (said spokenTime) {
	ws := strings.Fields(text)
	ws = ws[:min(len(ws), spokenMost)]
	c, day := DateContext(rep, nil, now), false
	// Read as one, "Thursday at 9 or Friday at 4" names no day; two to choose from are what is wanted here.
	for len(ws) > 0 {
		n := slices.IndexFunc(ws, func(w string) bool { return strings.EqualFold(w, "or") || strings.EqualFold(w, "and") })
		if n < 0 {
			n = len(ws)
		}
		for i := 0; i < n; {
			found, used := dates.Find(ws[:n], i, c)
			if used == 0 {
				i++
				continue
			}
			i += used
			day = said.add(found, day)
		}
		ws = ws[min(n+1, len(ws)):]
	}
	return said
}

// add sorts a phrase about time. day says whether a day was named before it, and afterwards.
func (said *spokenTime) add(found dates.Found, day bool) bool {
	typed := strings.Trim(found.Words, words.EndMarks+"!?")
	switch {
	case found.Length, found.Direction == dates.Behind, found.Ahead.Kind == dates.None:
	case found.Ahead.Kind == dates.Invalid, found.Ahead.Kind == dates.Vague:
		said.Vague = append(said.Vague, typed)
	case found.Clock && (found.Day || day):
		said.Instants = append(said.Instants, typed)
		return true
	case found.Clock:
		said.Hours = append(said.Hours, typed)
	case found.Day || found.PartOfDay:
		said.Days = append(said.Days, typed)
		return true
	}
	return day
}

// MapCase is a case of the call map as it was typed: "third voicemail warm".
type MapCase struct {
	Case  whatif.Case
	Mode  coach.Mode // empty: the rep's own
	Found bool       // false: the words that are left over are no outcome…
	Said  string     // …these
	Near  []string   // what they resemble
	Agree bool       // it is about a call that was agreed on for the same time
}

// tryNumbers are the numbers of a call in words.
var tryNumbers = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

// mapFillers say nothing of a case.
var mapFillers = set("a", "an", "the", "for", "with", "on", "of", "lead", "try", "attempt", "potential", "mode", "when",
	"i", "if", "they", "got", "get", "my")

// mapTraits are the words that say something of the lead or the rep, wherever they stand.
var mapTraits = map[string]func(*MapCase){
	"warm":      func(m *MapCase) { m.Case.Lead.Warmth = coach.Warm },
	"cold":      func(m *MapCase) { m.Case.Lead.Warmth = coach.Cold },
	"high":      func(m *MapCase) { m.Case.Lead.Potential = coach.PotentialHigh },
	"low":       func(m *MapCase) { m.Case.Lead.Potential = coach.PotentialLow },
	"last":      func(m *MapCase) { m.Case.LastTry = true },
	"spoken":    func(m *MapCase) { m.Case.Spoken = true },
	"promised":  func(m *MapCase) { m.Case.Promised = true },
	"passive":   func(m *MapCase) { m.Mode = coach.Passive },
	"balanced":  func(m *MapCase) { m.Mode = coach.Balanced },
	"assertive": func(m *MapCase) { m.Mode = coach.Assertive },
	"gate": func(m *MapCase) {
		m.Case.Touch.Gate = &qualify.Gate{Need: true, Value: true, Decides: true}
	},
}

// ReadMapCase reads what stands behind `map`: an outcome as people say it, and around it the number of the try, the
// lead's warmth and potential, and the mode. An outcome's own words win: in "no answer the second time" nothing is left
// over. "test" in front is left out.
func ReadMapCase(rules *coach.Rules, ws []words.Word) MapCase {
	if len(ws) > 1 && ws[0].Is("test") {
		ws = ws[1:]
	}
	var m MapCase
	m.Case.Try = 1
	var left []string
	for i, w := range ws {
		word := strings.TrimPrefix(w.Lower, "--")
		before := ""
		if i > 0 {
			before = ws[i-1].Lower
		}
		n := tryNumber(word, before)
		switch trait := mapTraits[word]; {
		case n > 0:
			m.Case.Try = n
		case trait != nil:
			trait(&m)
		default:
			left = append(left, w.Bare)
		}
	}
	plain := slices.DeleteFunc(slices.Clone(left), func(w string) bool { return mapFillers[strings.ToLower(w)] })
	for _, said := range [][]string{left, plain} {
		if t, agreed, ok := whatif.TouchOf(rules, lowered(said)); ok {
			gate := m.Case.Touch.Gate
			m.Case.Touch, m.Agree, m.Found = t, agreed || t.Outcome == outcome.Missed, true
			m.Case.Touch.Gate = gate
			return m
		}
	}
	m.Said = strings.Join(plain, " ")
	m.Near = names.Near(m.Said, append(outcome.Words(), whatif.Verdicts...))
	return m
}

// tryNumber is the number of a try that a word says: "third", "3rd", "try=3", or "3" behind "try"; 0 for none.
func tryNumber(word, before string) int {
	if i := slices.Index(tryNumbers, word); i >= 0 {
		return i + 1
	}
	digits, named := strings.CutPrefix(word, "try=")
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if short, ok := strings.CutSuffix(digits, end); ok {
			digits, named = short, true
		}
	}
	if hash, ok := strings.CutPrefix(digits, "#"); ok {
		digits, named = hash, true
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > 20 || !named && before != "try" && before != "attempt" && before != "call" {
		return 0
	}
	return n
}

// lowered are words in small letters.
func lowered(ws []string) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = strings.ToLower(w)
	}
	return out
}
