package imports

import (
	"hash/maphash"
	"strings"

	"github.com/followup-coach/followup/bot/names"
)

// nearNames finds names that are nearly the same among very many, without comparing each with each: one slip leaves the
// first half of a name as it is, or the second. So each name stands under its two halves, and is compared with what
// stands there. Names whose digits differ are two ("Branch 4").
type nearNames struct {
	seed  maphash.Seed
	heads map[uint64]int32 // half → the last name under it, by its place in names, from 1
	names []nearName
}

// nearName is one of the names. Those under one half are chained, the newest first.
type nearName struct {
	name     string   // squeezed
	id       string   // of a lead; "" for a row of the file
	reach    bool     // a row that has a number or an address
	previous [2]int32 // under each half
}

// nearMost is how many names under one half are compared.
const nearMost = 50

// newNearNames holds none.
func newNearNames() nearNames {
	return nearNames{seed: maphash.MakeSeed(), heads: map[uint64]int32{}}
}

// half is the key of the beginning (0) or the end (1) of a name with those digits.
func (n *nearNames) half(which int, part, digits string) uint64 {
	return maphash.String(n.seed, "<>"[which:which+1]+part+"\n"+digits)
}

// halves are the keys that a squeezed name stands under.
func (n *nearNames) halves(name string) [2]uint64 {
	digits, mid := digitsIn(name), len(name)/2
	return [2]uint64{n.half(0, name[:mid], digits), n.half(1, name[mid:], digits)}
}

// add takes a normalized name in.
func (n *nearNames) add(name, id string, reach bool) {
	if name = squeezed(name); name == "" {
		return
	}
	one := nearName{name: name, id: id, reach: reach}
	for i, key := range n.halves(name) {
		one.previous[i] = n.heads[key]
		n.heads[key] = int32(len(n.names) + 1) // from 1: 0 is none
	}
	// Of names that are the same the newest stands first.
	n.names = append(n.names, one)
}

// cut forgets all names but the first n.
func (n *nearNames) cut(to int) {
	// From the newest on, so that each half leads to what it led to before.
	for i := len(n.names) - 1; i >= to; i-- {
		one := n.names[i]
		for k, key := range n.halves(one.name) {
			n.heads[key] = one.previous[k]
		}
	}
	n.names = n.names[:to]
}

// lead is the id of a lead that has nearly a normalized name, "" for none.
func (n *nearNames) lead(name string) (id string) {
	n.each(name, func(other nearName, _ bool) bool {
		id = other.id
		return id == ""
	})
	return id
}

// hasRow reports whether an earlier row of the file has nearly a normalized name. Of two rows that can both be reached
// a slip tells nothing: their numbers and addresses do.
func (n *nearNames) hasRow(name string, reach bool) (has bool) {
	n.each(name, func(other nearName, same bool) bool {
		has = other.id == "" && (same || !reach || !other.reach)
		return !has
	})
	return has
}

// each calls fn for the names that are nearly a normalized one, or the same but for the forms of companies, until it
// says that this is enough.
func (n *nearNames) each(name string, fn func(other nearName, same bool) (more bool)) {
	if name = squeezed(name); name == "" {
		return
	}
	// Bytes, not letters: a slip in a letter of several bytes is one within a half all the same.
	digits, size := digitsIn(name), len(name)
	looked := 0
	for i := range 2 { // the beginning, the end
		tried := -1
		for _, of := range [3]int{size - 1, size, size + 1} { // the length of the other name
			at, part := of/2, ""
			if i == 1 {
				at = size - (of - of/2)
			}
			if at < 0 || at > size || at == tried {
				continue
			}
			if tried = at; i == 0 {
				part = name[:at]
			} else {
				part = name[at:]
			}
			// A half that very many names share tells little: the newest of them are looked at.
			for k := n.heads[n.half(i, part, digits)]; k > 0 && looked < nearMost; looked++ {
				other := n.names[k-1]
				k = other.previous[i]
				same := other.name == name
				if (same || slip(name, other.name)) && !fn(other, same) {
					return
				}
			}
		}
	}
}

// slip reports whether one name is the other with one letter wrong, missing, too many or swapped with its neighbour.
func slip(a, b string) bool {
	hits := names.Match(a, []names.Entry{{Name: b}})
	return len(hits) == 1 && hits[0].Kind == names.Typo
}

// digitsIn are the digits of a name.
func digitsIn(name string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, name)
}
