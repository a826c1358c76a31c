package names

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxNear is how many words a did-you-mean offers.
const MaxNear = 3

// Near lists the words of list that word may have been meant to be, nearest first
// and at most [MaxNear]; ties keep the order of list. Case, hyphens and spaces do
// not matter. A word of up to five letters may be one edit away, a longer one two;
// three letters or more may also be the beginning. Nothing near gives nil.
func Near(word string, list []string) []string {
	var typed, meant squeezed
	w := typed.letters(word)
	if len(w) < 2 {
		return nil
	}
	type near struct {
		word     string
		distance int
	}
	allowed := 1
	if len(w) > 5 {
		allowed = 2
	}
	var found []near
	for _, candidate := range list {
		c := meant.letters(candidate)
		begins := len(c) > len(w) && slices.Equal(c[:len(w)], w)
		apart := len(c) - len(w) // as many edits are needed at least…
		apart = max(apart, -apart, bits.OnesCount64(typed.has&^meant.has), bits.OnesCount64(meant.has&^typed.has))
		if !begins && apart > allowed { // …and one for each letter that only one of them has
			continue
		}
		d := distance(w, c)
		if begins {
			d = min(d, 1)
		}
		// of two letters, one edit leaves too little: only "mv" for "vm" is a slip
		if d > 0 && len(w) == 2 && !slices.Equal(c, []rune{w[1], w[0]}) {
			continue
		}
		if d <= allowed {
			found = append(found, near{candidate, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var out []string
	for _, f := range found[:min(len(found), MaxNear)] {
		out = append(out, f.word)
	}
	return out
}

// Slip reports whether word is such a slip of what was meant as fingers make: two
// neighbours swapped, a letter doubled, or hit beside its key; one left out of four or
// more, behind the first. Words that are merely alike are names as often ("Lou", "Ada").
func Slip(word, meant string) bool {
	var typed, other squeezed
	w, m := typed.letters(word), other.letters(meant)
	at := 0
	for at < min(len(w), len(m)) && w[at] == m[at] {
		at++
	}
	switch {
	case len(w) == len(m) && at < len(w):
		if slices.Equal(w[at+1:], m[at+1:]) {
			return besides(w[at], m[at])
		}
		return at+1 < len(w) && w[at] == m[at+1] && w[at+1] == m[at] && slices.Equal(w[at+2:], m[at+2:])
	case len(w) == len(m)+1:
		return at > 0 && w[at] == w[at-1] && slices.Equal(w[at+1:], m[at:])
	case len(w)+1 == len(m):
		return at > 0 && len(m) >= 4 && slices.Equal(w[at:], m[at+1:])
	}
	return false
}

// keys are the rows of a keyboard. Other layouts have a few letters elsewhere, which
// makes a slip there a question less.
var keys = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// besides reports whether two different letters are neighbours on the keyboard.
func besides(a, b rune) bool {
	where := func(r rune) (row, at int) {
		for i, k := range keys {
			if at := strings.IndexRune(k, r); at >= 0 {
				return i, at
			}
		}
		return -9, -9
	}
	ra, xa := where(a)
	rb, xb := where(b)
	return ra >= 0 && max(ra-rb, rb-ra) <= 1 && max(xa-xb, xb-xa) <= 1
}

// mostLetters is how much of a word is compared.
const mostLetters = 40

// squeezed is a word as it is compared with others: its letters, without a space.
type squeezed struct {
	room [mostLetters]rune
	n    int
	has  uint64 // a bit for each letter in it; letters of a distance of 64 share one
}

// letters are the letters of the word, in the room that it has for them: nothing is allocated for one.
func (w *squeezed) letters(word string) []rune {
	if w.plain(word) {
		return w.room[:w.n]
	}
	var room [96]byte
	w.n, w.has = 0, 0
	for rest := appendNormal(room[:0], word); len(rest) > 0 && w.n < mostLetters; {
		r, size := utf8.DecodeRune(rest)
		rest = rest[size:]
		if r != ' ' {
			w.add(r)
		}
	}
	return w.room[:w.n]
}

// plain takes the letters of a word of nothing but small ones of ASCII, as most are; false for any other.
func (w *squeezed) plain(word string) bool {
	w.n, w.has = 0, 0
	if len(word) > mostLetters {
		return false
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
		w.add(rune(word[i]))
	}
	return true
}

func (w *squeezed) add(r rune) {
	w.room[w.n] = r
	w.has |= 1 << (r % 64)
	w.n++
}

// distance is the number of letters to insert, remove, replace or swap with a
// neighbour (optimal string alignment). It keeps the last three rows of the table.
func distance(a, b []rune) int {
	var rows [3][mostLetters + 1]int
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range a {
		above, row, before := &rows[i%3], &rows[(i+1)%3], &rows[(i+2)%3]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(above[j]+cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
	}
	return rows[len(a)%3][len(b)]
}
