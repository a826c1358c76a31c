// Package search tells which leads hold a text, and in which order those stand that an index found for it.
//
// An index knows beginnings of words; whether a lead holds a text is for its record to say, with or without an index.
package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/followup-coach/followup/coach"
)

// Candidate is a lead that may hold a text.
type Candidate struct {
	ID     string
	Due    float64 // where it stands among what is to be looked at…
	Listed bool    // …if it does
	Closed bool    // and does so for a task alone
}

// Read reads what lua/find.lua has found: of each lead its id, its place and whether it is there for a task.
func Read(reply []any) (out []Candidate) {
	for found := range slices.Chunk(reply, 3) {
		id, _ := found[0].(string)
		c := Candidate{ID: id, Closed: found[2] == int64(1)}
		if score, there := found[1].(string); there {
			due, err := strconv.ParseFloat(score, 64)
			c.Due, c.Listed = due, err == nil
		}
		out = append(out, c)
	}
	return out
}

// InOrder sorts leads as they are due, and those due at one instant by id.
func InOrder(all []Candidate) {
	slices.SortFunc(all, func(a, b Candidate) int { return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID)) })
}

// Behind reports whether a lead stands in that order behind a place, "score|id"; all do behind none.
func (c Candidate) Behind(place string) bool {
	score, id, _ := strings.Cut(place, "|")
	at, err := strconv.ParseFloat(score, 64)
	return err != nil || c.Due > at || c.Due == at && c.ID > id
}

// Matcher says whether a lead holds a text in name, contact, company, phone, mail or what is kept of its list. Every
// word must be found in one of them; a text of digits and the punctuation of numbers is compared with the phone's
// digits.
func Matcher(query string) func(coach.Lead) bool {
	words := strings.Fields(fold(query))
	if len(words) == 0 {
		return func(coach.Lead) bool { return true }
	}
	digitsTyped := number(query)
	return func(l coach.Lead) bool {
		if digitsTyped != "" && strings.Contains(digits(l.Phone), digitsTyped) {
			return true
		}
		all := fold(l.Name + "\n" + l.Contact + "\n" + l.Company + "\n" + l.Email + "\n" + l.Phone)
		for _, kept := range l.List.Facts {
			all += "\n" + fold(kept)
		}
		for _, word := range words {
			if !strings.Contains(all, word) {
				return false
			}
		}
		return true
	}
}

// number is the digits of a text that may be a part of a number, "" for none.
func number(query string) string {
	if number := digits(query); len(number) >= 3 && strings.Trim(query, "0123456789 +-()./") == "" {
		return number
	}
	return ""
}

// NumberKey is how the detail of a number begins that ends with the digits of a text (bot/input makes them), "" for a
// text that is no part of a number.
func NumberKey(query string) string {
	key := []byte(number(query))
	if len(key) == 0 {
		return ""
	}
	slices.Reverse(key)
	return "#" + string(key)
}

// fold takes case and accents away.
func fold(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80
	}
	if plain {
		return strings.ToLower(s)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s)))
}

// digits drops the punctuation of numbers, which everybody writes in another way.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
