package coach

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode"
)

// shingleWords is how many words in a row make a shingle: as many as nobody writes alike by chance.
const shingleWords = 4

// Fingerprint is a text as hashes of its shingles, each four words in a row without case and marks, sorted. It tells
// how much of another text stands in this one and nothing else about it. A text of fewer words has none.
func Fingerprint(text string) []uint32 {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
	if len(words) < shingleWords {
		return nil
	}
	prints := make([]uint32, 0, len(words))
	for i := range len(words) - shingleWords + 1 {
		h := fnv.New32a()
		for _, w := range words[i : i+shingleWords] {
			_, _ = h.Write([]byte(w))
			_, _ = h.Write([]byte{' '})
		}
		prints = append(prints, h.Sum32())
	}
	slices.Sort(prints)
	return slices.Compact(prints)
}

// Shared is how much of a text stands in an earlier one, in per cent of the text's shingles.
func Shared(text, earlier []uint32) int {
	if len(text) == 0 {
		return 0
	}
	n := 0
	for _, p := range text {
		if _, there := slices.BinarySearch(earlier, p); there {
			n++
		}
	}
	return n * 100 / len(text)
}

// MostLike is the message to a lead that has most of a text, in per cent, and when it was sent: emails by their notes,
// and notes of gifts (S2.23).
func MostLike(text string, touches []Touch) (percent int, sent time.Time) {
	prints := Fingerprint(text)
	for _, t := range touches {
		earlier := ""
		switch {
		case t.Gift != nil:
			earlier = t.Gift.Note
		case t.Info().Mail:
			earlier = t.Note
		}
		if n := Shared(prints, Fingerprint(earlier)); n > percent {
			percent, sent = n, t.At
		}
	}
	return percent, sent
}

// MostLikePrints is the same among fingerprints of messages to others.
func MostLikePrints(text string, earlier [][]uint32) (percent int) {
	prints := Fingerprint(text)
	for _, e := range earlier {
		percent = max(percent, Shared(prints, e))
	}
	return percent
}
