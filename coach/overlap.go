package coach

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"
)

// How new a message is: the rows of three words in it that stand in an earlier one (S2.23). Case, marks and line
// breaks make no difference, nor does where in the message they stand.

// shingle is how many words a row has.
const shingle = 3

// Fingerprint is a text as the hashes of its rows of words: what two texts share can be told from it, and the text
// can't be read back. The zero value is that of a text of fewer than three words.
type Fingerprint struct {
	rows []uint32 // in order, each once
	most bool     // there were more: these are the smallest
}

// storedRows is how many hashes of a text are stored: all those of a message of up to about 130 words.
const storedRows = 128

// FingerprintOf is the fingerprint of a text, with all its rows. Two hundred long messages are read for one check, so
// that words are hashed where they stand.
func FingerprintOf(text string) Fingerprint {
	words := wordHashes(text)
	if len(words) < shingle {
		return Fingerprint{}
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
	return Fingerprint{rows: slices.Compact(rows)}
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

// Overlap is how much of f's text stands in g's, in per cent: the share of its rows of three words. Where g was stored
// with a part of its rows it is an estimate from those.
func (f Fingerprint) Overlap(g Fingerprint) int {
	mine := f.rows
	if g.most { // g tells nothing of rows beyond its last one
		end, found := slices.BinarySearch(mine, g.rows[len(g.rows)-1])
		if found {
			end++
		}
		mine = mine[:end]
	}
	if len(mine) == 0 {
		return 0
	}
	shared, k := 0, 0
	for _, h := range mine {
		for k < len(g.rows) && g.rows[k] < h {
			k++
		}
		if k < len(g.rows) && g.rows[k] == h {
			shared++
		}
	}
	return (shared*100 + len(mine)/2) / len(mine)
}

// MarshalText is the fingerprint as it is stored: at most 700 characters, without a line break.
func (f Fingerprint) MarshalText() ([]byte, error) {
	rows, most := f.rows, byte(0)
	if f.most || len(rows) > storedRows {
		rows, most = rows[:min(len(rows), storedRows)], 1
	}
	raw := []byte{most}
	for _, h := range rows {
		raw = binary.BigEndian.AppendUint32(raw, h)
	}
	return base64.RawURLEncoding.AppendEncode(nil, raw), nil
}

// UnmarshalText is the reverse of [Fingerprint.MarshalText].
func (f *Fingerprint) UnmarshalText(text []byte) error {
	raw, err := base64.RawURLEncoding.AppendDecode(nil, text)
	if err != nil || len(raw)%4 != 1 {
		return fmt.Errorf("no fingerprint: %q", text)
	}
	rows := make([]uint32, 0, len(raw)/4)
	for rest := raw[1:]; len(rest) > 0; rest = rest[4:] {
		rows = append(rows, binary.BigEndian.Uint32(rest))
	}
	slices.Sort(rows)
	*f = Fingerprint{rows: slices.Compact(rows), most: raw[0] == 1 && len(rows) > 0}
	return nil
}

// Sent is a message that went to a prospect.
type Sent struct {
	What Outcome // an email, a message in a network, a step back, a goodbye
	At   time.Time
	Text string
}

// sentMost is how many earlier messages a new one is held against, the newest ones.
const sentMost = 200

// SentTexts are the messages among a lead's touches, newest first: the note of each is what was written (S2.23). touches
// are the end of a history, in any order.
func SentTexts(touches []Touch) []Sent {
	var out []Sent
	for _, t := range touches {
		switch t.Outcome {
		case Email, LinkedIn, XTwitter, StepBack, BreakUp:
			if !blankText(t.Note) {
				out = append(out, Sent{t.Outcome, t.At, t.Note})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Sent) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Text, b.Text)) })
	return out[:min(len(out), sentMost)]
}

// Repeats is how much of a text stands in one earlier message.
type Repeats struct {
	Percent int
	Of      Sent
}

// MostLike is the earlier message that has most of a text in it, the newest of several that are equal; Percent is 0
// where none has anything of it.
func MostLike(text string, sent []Sent) (most Repeats) {
	f := FingerprintOf(text)
	for _, s := range sent {
		if n := f.Overlap(FingerprintOf(s.Text)); n > most.Percent {
			most = Repeats{n, s}
		}
	}
	return most
}
