package coach

import (
	"cmp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
)

// How new a message is: the rows of three words in it that stand in an earlier one (S2.23). Case, marks and line
// breaks make no difference, nor does where in the message they stand.

// shingle is how many words a row has.
const shingle = 3

// Fingerprint is a text as hashes of its rows of words, sorted, each once; none of a text of fewer than three words. It
// tells how much of another text stands in this one, and nothing else about it. Two hundred long messages are read for
// one check, so that words are hashed where they stand.
func Fingerprint(text string) []uint32 {
	words := wordHashes(text)
	if len(words) < shingle {
		return nil
	}
	rows := words[:0]
	for i := range len(words) - shingle + 1 {
		h := uint32(fnvOffset)
		for _, w := range words[i : i+shingle] {
			for shift := 0; shift < 32; shift += 8 {
				h = (h ^ w>>shift&0xff) * fnvPrime
			}
		}
		rows = append(rows, h)
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// The numbers of FNV-1a with 32 bits.
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// wordHashes are the hashes of the words of a text in their order: letters and digits, in small letters; an apostrophe
// is no part of a word and ends none.
func wordHashes(text string) []uint32 {
	out := make([]uint32, 0, len(text)/5)
	h, inside := uint32(fnvOffset), false
	for _, r := range text {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r < utf8.RuneSelf && r != '\'', r >= utf8.RuneSelf && !wordRune(r) && !isApostrophe(r):
			if inside {
				out = append(out, h)
			}
			h, inside = fnvOffset, false
			continue
		case r < utf8.RuneSelf || isApostrophe(r):
			continue
		default:
			r = unicode.ToLower(r)
		}
		h, inside = (h^uint32(r))*fnvPrime, true
	}
	if inside {
		out = append(out, h)
	}
	return out
}

// overlap is how much of a text stands in an earlier one, in per cent: the share of its rows of words.
func overlap(text, earlier []uint32) int {
	if len(text) == 0 {
		return 0
	}
	shared, k := 0, 0
	for _, h := range text {
		for k < len(earlier) && earlier[k] < h {
			k++
		}
		if k < len(earlier) && earlier[k] == h {
			shared++
		}
	}
	return (shared*100 + len(text)/2) / len(text)
}

// Sent is a message that went to a prospect.
type Sent struct {
	What outcome.Outcome // an email, a message in a network, a step back, a goodbye
	At   time.Time
	Text string
}

// SentMost is how many earlier messages a new one is held against, the newest ones, and how many touches are read for
// them.
const SentMost = 200

// Written reports whether a touch is a message that went to a prospect, with its text as the note.
func (t Touch) Written() bool {
	switch t.Outcome {
	case outcome.Email, outcome.LinkedIn, outcome.XTwitter, outcome.StepBack, outcome.BreakUp:
		return !blankText(t.Note)
	}
	return false
}

// SentTexts are the messages among a lead's touches, newest first: the note of each is what was written (S2.23).
// touches are the end of a history, in any order.
func SentTexts(touches []Touch) []Sent {
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
	mine := Fingerprint(text)
	for _, s := range sent {
		if n := overlap(mine, Fingerprint(s.Text)); n > most.Percent {
			most = Repeats{n, s}
		}
	}
	return most
}

// MostLike is the earlier message to a lead that has most of the note of a gift in it: what was written to them, and
// the notes of gifts (S2.22, S2.23).
func MostLike(note string, touches []Touch) Repeats {
	sent := SentTexts(touches)
	for _, t := range slices.Backward(touches) {
		if t.Gift != nil {
			sent = append(sent, Sent{outcome.Gift, t.At, t.Gift.Note})
		}
	}
	return repeatsOf(note, sent)
}

// MostLikePrints is how much of a text stands in the message to others that has most of it, in per cent, by their
// fingerprints.
func MostLikePrints(text string, earlier [][]uint32) (percent int) {
	mine := Fingerprint(text)
	for _, e := range earlier {
		percent = max(percent, overlap(mine, e))
	}
	return percent
}
