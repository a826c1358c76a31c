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
	said  []spoken     // by the index of the word that it begins with; one more than there are words, for the end
	pairs []words.Pair // the keys in it with their values
}

// spoken is what the words from one on say as an outcome.
type spoken struct {
	outcome coach.Outcome
	used    int             // words it takes; 0 for none
	unclear []coach.Outcome // what they may mean where they can't be told apart ("left")
	known   bool            // whether they are an outcome, or one of several
}

// ReadLog reads the outcomes of a line: those within a name's reach, and the first one behind that. A long note costs
// no more: the words behind that are not looked at.
func ReadLog(line Line) LogLine {
	l := LogLine{Line: line, pairs: words.Attached(line.Words, slices.Concat(words.LeadKeys, words.TalkKeys)...)}
	l.said = make([]spoken, len(line.Words)+1)
	plain, longest, found := words.Texts(line.Words), coach.LongestOutcome(), false
	for i := range line.Words {
		if i > names.MaxWords && found {
			break
		}
		end := i
		for end < min(len(plain), i+longest) && !line.Words[end].Quoted { // what is in quotes is no outcome
			end++
		}
		s := &l.said[i]
		if o, used, ok := coach.ParseOutcome(plain[i:end]...); ok {
			s.outcome, s.used = o, used
		} else {
			s.unclear = coach.UnclearOutcomes(plain[i:end]...)
		}
		s.known = s.used > 0 || s.unclear != nil
		found = found || i > 0 && s.known
	}
	return l
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
		if o := l.said[i].outcome; i <= names.MaxWords && (OffersTimes[o] || o == coach.WantsInfo) {
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
		if l.Resolution.Outcome != "" && l.Resolution.At == i || l.said[i].known {
			return i
		}
	}
	return 0
}

// Outcome is the outcome right after the name, and how many words it takes; 0 when there is none.
func (l LogLine) Outcome(m Match) (coach.Outcome, int) {
	at := len(l.Words) - len(m.Rest)
	if l.Resolution.Outcome != "" && l.Resolution.At == at {
		return l.Resolution.Outcome, min(1, len(m.Rest))
	}
	s := l.said[at]
	return s.outcome, s.used
}

// LaterOutcome is the outcome that follows a known lead's name after some other words, how many words it takes and
// where it stands; 0 when there is none within a name's reach. The words between are a note, or the rest of another
// name.
func (l LogLine) LaterOutcome(m Match) (o coach.Outcome, used, at int) {
	if m.Lead == nil || m.Count == 0 || l.Resolution.Outcome != "" || len(m.Rest) < 2 || l.Words[0].Quoted ||
		len(NearOutcomes(m.Rest[0].Text)) > 0 {
		return "", 0, 0
	}
	at = l.BeforeOutcome(l.Words[:min(len(l.Words), names.MaxWords+1)])
	if s := l.said[at]; at > m.Count && s.used > 0 { // an unclear one is asked about
		return s.outcome, s.used, at
	}
	return "", 0, 0
}

// LeadOrNew asks whether the words between a known lead and the outcome are a note or the rest of a new lead's name.
func (l LogLine) LeadOrNew(m Match, o coach.Outcome, at int) *Clarification {
	return &Clarification{
		Question: LeadOrNew, Pending: l.Pending(func(res *Resolution) { res.Name = m.Count }), Typed: typedLine(l.Text),
		Lead: *m.Lead, Name: Span(l.Text, l.Words[:at]), Outcome: o,
	}
}

// NoOutcome offers outcomes near a word of the line, or those that it can mean; nil when no word is near any.
func (l LogLine) NoOutcome(m Match) *Clarification {
	from := max(m.Count, 1)
	for i := from; i < min(len(l.Words), from+names.MaxWords); i++ { // a name has no more words, whatever was pasted
		if i > from && m.Lead != nil {
			break // after a known lead only the next word can be the outcome
		}
		question, outcomes := WhichOutcome, NearOutcomes(l.Words[i].Text)
		if unclear := l.said[i].unclear; unclear != nil {
			question, outcomes = UnclearOutcome, unclear
		}
		if len(outcomes) == 0 {
			continue
		}
		return &Clarification{
			Question: question, Pending: l.Pending(func(res *Resolution) { res.At, res.Name = i, m.Count }),
			Name: l.Words[i].Text, Outcomes: outcomes,
		}
	}
	return nil
}

// NearOutcomes are the outcomes that a mistyped word may have meant, nearest first, at most three.
func NearOutcomes(word string) []coach.Outcome {
	var out []coach.Outcome
	seen := make(map[coach.Outcome]bool)
	for _, w := range names.Near(word, coach.OutcomeWords()) {
		o, _, ok := coach.ParseOutcome(w)
		if ok && !seen[o] {
			seen[o] = true
			out = append(out, o)
		}
	}
	return out
}
