package drafts

import (
	"cmp"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
)

// Sent is a message that went to a prospect.
type Sent struct {
	What outcome.Outcome // an email, a message in a network, a step back, a goodbye
	At   time.Time
	Text string
}

// SentMost is how many earlier messages a new one is held against, the newest ones, and how many touches are read for
// them.
const SentMost = 200

// SentTexts are the messages among a lead's touches, newest first: the note of each is what was written (S2.23).
// touches are the end of a history, in any order.
func SentTexts(touches []coach.Touch) []Sent {
	var out []Sent
	for _, t := range touches {
		if t.Written() {
			out = append(out, Sent{t.Outcome, t.At, t.Note})
		}
	}
	slices.SortStableFunc(out, func(a, b Sent) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Text, b.Text)) })
	return out[:min(len(out), SentMost)]
}

// Repeats is how much of a text stands in one earlier message.
type Repeats struct {
	Percent int
	Of      Sent
}

// repeatsOf is the earlier message that has most of a text in it, the newest of several that are equal; Percent is 0
// where none has anything of it.
func repeatsOf(text string, sent []Sent) (most Repeats) {
	mine := phrase.Fingerprint(text)
	for _, s := range sent {
		if n := phrase.Overlap(mine, phrase.Fingerprint(s.Text)); n > most.Percent {
			most = Repeats{n, s}
		}
	}
	return most
}

// MostLike is the earlier message to a lead that has most of the note of a gift in it: what was written to them, and
// the notes of gifts (S2.22, S2.23).
func MostLike(note string, touches []coach.Touch) Repeats {
	sent := SentTexts(touches)
	for _, t := range slices.Backward(touches) {
		if t.Gift != nil {
			sent = append(sent, Sent{outcome.Gift, t.At, t.Gift.Note})
		}
	}
	return repeatsOf(note, sent)
}
