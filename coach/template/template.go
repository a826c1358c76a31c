// Package template fills sentences: what to say to a prospect, or what to write, with slots for what is known of them.
// A sentence with a slot that has no value is not said at all, so that nothing is ever left open; of several variants
// the first one is taken that can be filled ([First]). Values are made of what somebody wrote by [Spoken], [FirstName]
// and [Thing]. Which slots have a value for a lead is package coach's to know.
package template

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/rulefile"
)

// Uses reports whether one of the variants has a slot.
func Uses(variants []Template, slot string) bool {
	return slices.ContainsFunc(variants, func(t Template) bool { return slices.Contains(t.Slots, slot) })
}

// Variants reads the variants of a turn; the last one may use only the given slots.
func Variants(path string, say []string, ms *rulefile.Mistakes, last []string) []Template {
	var out []Template
	for i, s := range say {
		p := fmt.Sprintf("%s.%d", path, i)
		t := Read(p, s, ms)
		if strings.TrimSpace(s) == "" {
			ms.Add(p, "nothing is said")
		}
		if i == len(say)-1 {
			for _, s := range t.Slots {
				if !slices.Contains(last, s) {
					ms.Add(p, "the last variant is said when all others lack something: {%s} may have no value", s)
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// slotNames are the slots there are. Times are words on the lead's clock, as they are said to them.
var slotNames = []string{
	"name",       // the contact's first name, else the lead's: always there
	"company",    // theirs
	"me",         // the rep's name
	"hot",        // hot button
	"agenda",     // of the agreed call
	"material",   // what they were given last, something unread first…
	"pointer",    // …and where in it to look
	"why",        // the reason to call now
	"story",      // what a similar business did
	"last",       // when we last talked: "on Tuesday"
	"agreed",     // the agreed time, from its day on: "today at 16:00", for Americans "today at 4:00 PM"
	"slot1",      // times to offer: "Wednesday at 9:00"
	"slot2",      //
	"competitor", // whom else they talk to
	"introduced", // who sent us
	"decider",    // who decides
	"rep_cost",   // what calling back costs the rep: "about 15 minutes"
	"reach",      // a sentence on how rarely a try reaches somebody
}

// maxLine is how long a sentence may be, in characters: what can be said in one breath.
const maxLine = 600

// Template is a sentence with slots in it: parts and slots take turns, the parts around them are one more.
type Template struct {
	Parts, Slots []string
}

// Read takes a sentence of a script apart, which may have the slots of scripts, and notes what is wrong with it.
func Read(path, s string, ms *rulefile.Mistakes) Template {
	return ReadSlots(path, s, slotNames, ms)
}

// ReadSlots takes a sentence apart that may have the given slots, and notes what is wrong with it.
func ReadSlots(path, s string, known []string, ms *rulefile.Mistakes) Template {
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n > maxLine {
		ms.Add(path, "%d characters: expected at most %d", n, maxLine)
	}
	var t Template
	rest := s
	for {
		before, after, open := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			ms.Add(path, "a } without its {")
		}
		t.Parts = append(t.Parts, before)
		if !open {
			return t
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			ms.Add(path, "a { without its }")
			return t
		}
		if !slices.Contains(known, name) {
			ms.Add(path, "{%s}: no such slot; there are %s", name, strings.Join(known, ", "))
		}
		t.Slots = append(t.Slots, name)
		rest = tail
	}
}

// Bare is the words around the slots, each slot as words that mean nothing.
func (t Template) Bare() string { return strings.Join(t.Parts, " x x x ") }

// Always reports whether the template can be filled for every lead.
func (t Template) Always() bool {
	return !slices.ContainsFunc(t.Slots, func(s string) bool { return s != "name" })
}

// Fill puts the values in; ok is false when one is missing. Values are put in once, whatever they look like.
func (t Template) Fill(values map[string]string) (s string, ok bool) {
	var b strings.Builder
	for i, part := range t.Parts {
		b.WriteString(part)
		if i == len(t.Slots) {
			break
		}
		v := values[t.Slots[i]]
		if v == "" {
			return "", false
		}
		if before := strings.TrimRight(b.String(), " "); before == "" || strings.ContainsAny(before[len(before)-1:], ".?!") {
			first, size := utf8.DecodeRuneInString(v)
			v = string(unicode.ToUpper(first)) + v[size:] // it begins a sentence
		}
		b.WriteString(v)
	}
	return b.String(), true
}

// First is the first variant whose slots all have a value.
func First(variants []Template, values map[string]string) string {
	for _, t := range variants {
		if s, ok := t.Fill(values); ok {
			return s
		}
	}
	return ""
}
