package input

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// What a lead is found by besides its name is its details: contact, company, telephone numbers, mail address. They are
// compared as keys, and this file is the one place that makes them, of what is stored and of what is typed:
//
//	kim roe        a contact or company, as names are compared, and "roe", the end of it from each word on
//	@pat@acme.com  a mail address, in small letters
//	#0010555212    the digits of a number from the last to the first, so that a number typed without its country code, or
//	               without its area code, is the beginning of the whole one
//	*lead id:0042  its id in the system that a list is from, which nobody types

const (
	mailKey   = "@"
	numberKey = "#"
	listKey   = "*"
)

// Detail is something that a lead is found by.
type Detail struct {
	Key   string
	Whole string // for the end of a contact or company: all of it; empty for a detail as a whole
	Reach bool   // a number or an address, which seldom belongs to two leads
}

// FoundDetail is a detail of the lead with that id.
type FoundDetail struct {
	ID string
	Detail
}

// Details are what a lead of that rep is found by besides its name.
func Details(l coach.Lead, rep coach.Rep) []Detail {
	if l.Contact == "" && l.Company == "" && l.Phone == "" && l.Email == "" && l.List.Key == "" {
		return nil
	}
	out := make([]Detail, 0, 8)
	add := func(d Detail) {
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	name := names.Normalize(l.Name)
	for _, text := range []string{l.Contact, l.Company} {
		whole := names.Normalize(text)
		if whole == "" || whole == name { // the name finds it
			continue
		}
		add(Detail{Key: whole})
		for rest, i := whole, 1; i < names.MaxWords; i++ {
			_, end, more := strings.Cut(rest, " ")
			if !more {
				break
			}
			add(Detail{Key: end, Whole: whole})
			rest = end
		}
	}
	if l.Email != "" {
		add(Detail{Key: mailOf(l.Email), Reach: true})
	}
	if l.List.Key != "" {
		add(Detail{Key: listKey + l.List.Key})
	}
	// By the rep's country, as whoever types it later will mean it.
	numbers := l.E164(rep)
	if len(numbers) == 0 {
		numbers = []string{l.Phone} // no number of a country that is known: its digits stand for it
	}
	for _, n := range numbers {
		if digits, _ := dialed(n); len(digits) >= leastDigits {
			add(Detail{Key: numberOf(digits), Reach: true})
		}
	}
	return out
}

// mailOf is the key of a mail address.
func mailOf(address string) string { return mailKey + strings.ToLower(strings.TrimSpace(address)) }

// leastDigits are how many digits a number has at least to find a lead: one without its area code.
const leastDigits = 7

// numberOf is the key of a number's digits.
func numberOf(digits string) string {
	reversed := []byte(digits)
	slices.Reverse(reversed)
	return numberKey + string(reversed)
}

// digitsOf are the digits of a text, those of other scripts too.
func digitsOf(text string) string {
	var b strings.Builder
	for _, r := range text {
		if d, ok := digit(r); ok {
			b.WriteByte(d)
		}
	}
	return b.String()
}

// A number may be typed in any script's digits, as phones in Arabic and Hindi write them; it is kept as it was typed
// and compared by its ASCII digits.

// digit is the ASCII digit of a decimal digit. The ten of a script stand together, zero first.
func digit(r rune) (byte, bool) {
	if !unicode.IsDigit(r) {
		return 0, false
	}
	n := byte(0)
	for ; n < 9 && unicode.IsDigit(r-1); n++ {
		r--
	}
	return '0' + n, true
}

// typedNumber is a telephone number at the start of a line.
type typedNumber struct {
	text   string // as typed
	words  int
	digits string // without what stands before a country code or an area code
	abroad bool   // it names its country
}

// numberAt reads the number that a line starts with; the zero value where it starts with none. An extension behind it
// belongs to it.
func numberAt(line Line, ws []words.Word) (n typedNumber) {
	end, digits := 0, 0
	for end < len(ws) && digits < 15 && numeric(ws[end].Text) {
		digits += len(digitsOf(ws[end].Text))
		end++
	}
	if digits < leastDigits {
		return typedNumber{}
	}
	n.text = Span(line.Text, ws[:end])
	n.words = end + extensionAt(ws[end:])
	if n.digits, n.abroad = dialed(n.text); len(n.digits) < leastDigits {
		return typedNumber{}
	}
	return n
}

// dialed are the digits of a number without an extension and without what stands before a country code or an area code;
// abroad says that it names its country.
func dialed(number string) (digits string, abroad bool) {
	plain, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(number, "(0)", "")), "x")
	digits = digitsOf(plain)
	switch {
	case strings.ContainsAny(plain, "+＋"):
		abroad = true
	case strings.HasPrefix(digits, "011"):
		digits, abroad = digits[3:], true
	case strings.HasPrefix(digits, "00"):
		digits, abroad = digits[2:], true
	}
	return strings.TrimLeft(digits, "0"), abroad
}

// numeric reports whether a word can be a part of a telephone number: digits and what people write between them.
func numeric(word string) bool {
	some := false
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			some = true
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), unicode.Is(unicode.Cf, r), strings.ContainsRune("+＋().,/·", r):
		case (r == 'x' || r == 'X') && some: // 212-555-0100x12
		default:
			return false
		}
	}
	return some
}

// extensionAt is how many words an extension takes: "x12", "ext. 12".
func extensionAt(ws []words.Word) int {
	if len(ws) == 0 {
		return 0
	}
	word := strings.ToLower(ws[0].Text)
	for _, sign := range []string{"extension", "ext.", "ext", "x"} {
		rest, is := strings.CutPrefix(word, sign)
		switch {
		case !is:
		case rest == "" && len(ws) > 1 && allDigits(ws[1].Text):
			return 2
		case rest != "" && allDigits(rest):
			return 1
		}
	}
	return 0
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// mailAt is the key of the mail address that a line starts with, "" for none.
func mailAt(ws []words.Word) string {
	if len(ws) == 0 {
		return ""
	}
	address := strings.Trim(ws[0].Text, ".,;:!?<>()")
	if at := strings.IndexByte(address, '@'); at < 1 || at == len(address)-1 || strings.ContainsAny(address, " \t|") {
		return ""
	}
	return mailOf(address)
}

// isNumber reports whether a detail is the number that was typed: the same digits, or the same number as this rep's
// country reads them.
func (n typedNumber) isNumber(d FoundDetail, rep coach.Rep) bool {
	if d.Key == numberOf(n.digits) {
		return true
	}
	return slices.ContainsFunc(rep.ReadPhones(n.text).E164(), func(e string) bool { return d.Key == numberOf(e[1:]) })
}

// hasDetail reports whether a lead's record bears out the detail that it was found by.
func hasDetail(l coach.Lead, rep coach.Rep, key string) bool {
	return slices.ContainsFunc(Details(l, rep), func(d Detail) bool { return d.Key == key })
}

// idsOf are the leads that have one of the details, each once.
func idsOf(details []FoundDetail) (ids []string) {
	for _, d := range details {
		if !slices.Contains(ids, d.ID) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// findPart are the leads of whose contact or company the typed words are a part, one letter of a word or two not being
// enough.
func findPart(name string, f Found) []FoundDetail {
	index := make([]names.Entry, 0, len(f.Details))
	for i, d := range f.Details {
		if !strings.HasPrefix(d.Key, numberKey) {
			index = append(index, names.Entry{ID: strconv.Itoa(i), Name: cmp.Or(d.Whole, d.Key)})
		}
	}
	var out []FoundDetail
	for _, h := range names.Match(name, index) {
		if h.Kind == names.Typo || h.Kind == names.Prefix && len([]rune(names.Normalize(name))) < 3 {
			continue
		}
		i, _ := strconv.Atoi(h.ID)
		out = append(out, f.Details[i])
	}
	return out
}
