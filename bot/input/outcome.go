package input

import (
	"slices"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// OffersTimes are the outcomes after which the call map has a time agreed on, so that a line that names none is
// answered with some: two slots, not "next week" (S0.19–S0.21, S3.26).
var OffersTimes = map[coach.Outcome]bool{coach.Meeting: true, coach.NoTime: true, coach.Unavailable: true,
	coach.Distracted: true, coach.NotReviewed: true}

// LogLine is a line that logs a touch. Which outcomes its words can mean is read once, by [ReadLog], before anything is
// read from the store: where an outcome stands decides, together with the names that exist, where a name ends.
type LogLine struct {
	Line
	// by the index of the word that it begins with; one more than there are words, for the end
	said  []coach.OutcomeReading
	pairs []words.Pair // the keys in it with their values
	order bool         // it begins with what happened, and the name follows: "left a message for Acme"
}

// ReadLog reads the outcomes of a line: those within a name's reach, and the first one behind that. A long note costs
// no more: the words behind that are not looked at.
func ReadLog(line Line) LogLine {
	l := LogLine{Line: line, pairs: words.Attached(line.Words, slices.Concat(words.LeadKeys, words.TalkKeys)...)}
	l.said = make([]coach.OutcomeReading, len(line.Words)+1)
	bare, at := spoken(line.Words)
	found := false
	for k, i := range at {
		if i > names.MaxWords && found {
			break
		}
		switch {
		case bare[k] != "":
			l.said[i] = coach.ReadOutcome(bare[k:])
			if used := l.said[i].Used; used > 0 { // with the marks between its words
				l.said[i].Used = at[k+used-1] + 1 - i
			}
		case i > 0 && !found && line.Words[i].Quoted:
			l.said[i] = wholeOutcome(line.Words[i])
		}
		found = found || i > 0 && l.said[i].Used > 0
	}
	l.order = l.said[0].Used > 0 || len(line.Words) > 1 && verbs[lower(line.Words[0])]
	return l
}

// wholeOutcome is an outcome that all of what stands in quotes says: birch "left a voicemail". It takes no words where
// more is quoted, or several can be meant.
func wholeOutcome(w words.Word) coach.OutcomeReading {
	said := bareWords(words.Lex(w.Text))
	s := coach.ReadOutcome(said)
	if s.Outcome == "" || s.Used < len(said) {
		return coach.OutcomeReading{}
	}
	s.Used = 1
	return s
}

// spoken are the words that are heard, as [bareWords] has them, and where each stands: a dash on its own changes nothing.
func spoken(ws []words.Word) (bare []string, at []int) {
	bare, at = make([]string, 0, len(ws)), make([]int, 0, len(ws))
	for i, w := range ws {
		switch {
		case w.Quoted:
			bare, at = append(bare, ""), append(at, i)
		case w.Bare != "":
			bare, at = append(bare, w.Bare), append(at, i)
		}
	}
	return bare, at
}

// bareWords are the words without the punctuation around them. What is in quotes is no outcome and stays empty.
func bareWords(ws []words.Word) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		if !w.Quoted {
			out[i] = w.Bare
		}
	}
	return out
}

// MayAgree reports whether the line may agree on a time, or ask for one: it has the word next, is about something that
// asks for a time, or about something that was sent.
func (l LogLine) MayAgree() bool {
	if o := l.Resolution.Outcome; OffersTimes[o] || o == coach.WantsInfo {
		return true
	}
	for i, w := range l.Words {
		if w.Is("next") {
			return true
		}
		if o := l.said[i].Outcome; i <= names.MaxWords && (OffersTimes[o] || o == coach.WantsInfo) {
			return true
		}
	}
	return false
}

// BeforeOutcome is how many words stand before the first known outcome: the name of a lead that nobody has yet.
func (l LogLine) BeforeOutcome(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := 1; i < len(ws); i++ { // a name has one word at least, also when that word is an outcome
		if l.Resolution.Outcome != "" && l.Resolution.At == i || l.said[i].Used > 0 {
			return i
		}
	}
	return 0
}
