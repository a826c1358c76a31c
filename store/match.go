package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/followup-coach/followup/coach"
)

// matcher says whether a lead holds a text in name, contact, company, phone or mail. Every word must be found in one of
// them; a text of digits and the punctuation of numbers is compared with the phone's digits.
func matcher(query string) func(coach.Lead) bool {
	words := strings.Fields(fold(query))
	if len(words) == 0 {
		return func(coach.Lead) bool { return true }
	}
	number := ""
	if strings.Trim(query, "0123456789 +-()./") == "" {
		number = digits(query)
	}
	return func(l coach.Lead) bool {
		if len(number) >= 3 && strings.Contains(digits(l.Phone), number) {
			return true
		}
		all := fold(l.Name + "\n" + l.Contact + "\n" + l.Company + "\n" + l.Email + "\n" + l.Phone)
		for _, word := range words {
			if !strings.Contains(all, word) {
				return false
			}
		}
		return true
	}
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

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
