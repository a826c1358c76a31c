package input

import (
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// MapCase is a case of the call map as it was typed: "third voicemail warm".
type MapCase struct {
	Case  coach.Case
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
		m.Case.Touch.Gate = &coach.Gate{Need: true, Value: true, Decides: true}
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
		if t, agreed, ok := rules.CaseTouch(lowered(said)); ok {
			gate := m.Case.Touch.Gate
			m.Case.Touch, m.Agree, m.Found = t, agreed || t.Outcome == outcome.Missed, true
			m.Case.Touch.Gate = gate
			return m
		}
	}
	m.Said = strings.Join(plain, " ")
	m.Near = names.Near(m.Said, append(outcome.Words(), coach.Verdicts...))
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
