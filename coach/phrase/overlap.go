package phrase

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// How new a message is: the rows of three words in it that stand in an earlier one (S2.23). Case, marks and line
// breaks make no difference, nor does where in the message they stand.

// shingle is how many words a row has.
const shingle = 3

// Fingerprint is a text as hashes of its rows of words, sorted, each once; none of a text of fewer than three words. It
// tells how much of another text stands in this one, and nothing else about it. Two hundred long messages are read for
// one check, so that words are hashed where they stand.
func Fingerprint(text string) []uint32 {
	// A row is hashed over the bytes of its words' hashes.
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

// Overlap is how much of a text stands in an earlier one, in per cent: the share of its rows of words.
func Overlap(text, earlier []uint32) int {
	if len(text) == 0 {
		return 0
	}
	// Both are sorted, so that one walk through them finds what they share.
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

// MostOverlap is how much of a text stands in the message to others that has most of it, in per cent, by their
// fingerprints.
func MostOverlap(text string, earlier [][]uint32) (percent int) {
	mine := Fingerprint(text)
	for _, e := range earlier {
		percent = max(percent, Overlap(mine, e))
	}
	return percent
}
