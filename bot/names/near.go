package names

import (
	"cmp"
	"slices"
	"strings"
)

// MaxNear is how many words a did-you-mean offers.
const MaxNear = 3

// Near lists the words of list that word may have been meant to be, nearest first
// and at most [MaxNear]; ties keep the order of list. Case, hyphens and spaces do
// not matter. A word of up to five letters may be one edit away, a longer one two;
// three letters or more may also be the beginning. Nothing near gives nil.
func Near(word string, list []string) []string {
	w := squeeze(word)
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
		c := squeeze(candidate)
		d := distance(w, c)
		if len(w) >= 3 && len(c) > len(w) && slices.Equal(c[:len(w)], w) {
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

func squeeze(s string) []rune {
	const longest = 40
	r := []rune(strings.ReplaceAll(Normalize(s), " ", ""))
	return r[:min(len(r), longest)]
}

// distance is the number of letters to insert, remove, replace or swap with a
// neighbour (optimal string alignment).
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range a {
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(rows[i][j]+cost, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(a)][len(b)]
}
