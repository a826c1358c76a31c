package fakeslack

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// named puts the marks that Slack hands to an app in the place of #channel and @name as people type them: a name is a
// handle, a full name or a first name that only one person has, in any case, and ends where a word ends. The longest
// name counts. What is nobody stays as it was typed.
func (p *page) named(text string) string {
	if !strings.ContainsAny(text, "#@") {
		return text
	}
	marks := p.marks()
	var out strings.Builder
	word := false // whether what stands before is a part of the same word: an address holds an @ as well
	for text != "" {
		mark, n := "", 0
		if !word {
			mark, n = markAt(marks, text)
		}
		if n > 0 {
			out.WriteString(mark)
			text, word = text[n:], false
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		out.WriteString(text[:size])
		text, word = text[size:], partOfName(r)
	}
	return out.String()
}

// marked is a name as it is typed, in lower case with its sign, and the mark that stands for it.
type marked struct{ name, mark string }

// marks are all names that can be typed, the longest first.
func (p *page) marks() (all []marked) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	first := map[string]int{}
	for _, u := range s.users {
		given, _, _ := strings.Cut(strings.ToLower(u.RealName), " ")
		first[given]++
	}
	for _, u := range s.users {
		mark := "<@" + u.ID + "|" + u.Name + ">"
		given, _, _ := strings.Cut(strings.ToLower(u.RealName), " ")
		all = append(all, marked{"@" + strings.ToLower(u.Name), mark}, marked{"@" + strings.ToLower(u.RealName), mark})
		if first[given] == 1 {
			all = append(all, marked{"@" + given, mark})
		}
	}
	for _, c := range s.channels {
		if !c.Private && c.Name != "" {
			all = append(all, marked{"#" + strings.ToLower(c.Name), "<#" + c.ID + "|" + c.Name + ">"})
		}
	}
	slices.SortFunc(all, func(a, b marked) int {
		return cmp.Or(len(b.name)-len(a.name), strings.Compare(a.name, b.name))
	})
	return all
}

// markAt is the mark of the name that text begins with, and how many bytes the name has; "" and 0 for none.
func markAt(marks []marked, text string) (mark string, n int) {
	for _, m := range marks {
		if len(m.name) < 2 || len(m.name) > len(text) || !strings.EqualFold(text[:len(m.name)], m.name) {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[len(m.name):]); len(text) == len(m.name) || !partOfName(next) {
			return m.mark, len(m.name)
		}
	}
	return "", 0
}

// partOfName reports whether a character goes on with a name.
func partOfName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '@'
}
