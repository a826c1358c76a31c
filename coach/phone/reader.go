package phone

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers/v2"
)

// The reader of telephone numbers looks for runs of what numbers are written with. Letters, commas and the like end a
// run: what is behind them is an extension, a word, or another number. The library decides what is a number; the reader
// decides which characters it gets to see.

// Limits of the reader.
const (
	textLength   = 300 // characters of a text that are looked at
	mostPieces   = 10  // pieces between spaces or slashes that one number may have
	leastDigits  = 7   // digits behind the country code of a number that the library finds possible, yet not valid
	restWithNone = 3   // digits of a part that are worth a remark where no number was read…
	restBeside   = 5   // …and beside one that was: "call 9-5" is none
)

// reader reads one text.
type reader struct {
	typed     string
	text      string // typed without what only a screen shows
	at        []int  // where each byte of text stands in typed
	countries []string
	out       Phones
	rest      []part // those with digits that are no number
}

// part is a part of a text.
type part struct{ from, to int }

// read is [Read], not remembered.
func read(typed string, countries []string) Phones {
	r := reader{typed: typed, countries: slices.DeleteFunc(slices.Clone(countries),
		func(c string) bool { return phonenumbers.GetCountryCodeForRegion(c) == 0 })}
	r.out.Typed = typed
	r.text, r.at = plainText(typed)
	for i := 0; i < len(r.text); {
		if !startsRun(r.text[i:]) {
			_, n := utf8.DecodeRuneInString(r.text[i:])
			i += n
			continue
		}
		i = r.run(i)
	}
	// Digits that are no number are worth a remark, unless they are so few that the words beside a number explain them.
	least := restWithNone
	if len(r.out.Numbers) > 0 {
		least, r.out.Code = restBeside, 0
	}
	for _, p := range r.rest {
		if d := digitsOf(r.text[p.from:p.to]); len(d) >= least && !slices.Contains(r.out.Unread, d) {
			r.out.Unread = append(r.out.Unread, d)
		}
	}
	// One number is the whole of the text, which the link then shows as it was typed.
	if len(r.out.Numbers) == 1 && len(r.out.Unread) == 0 {
		r.out.Numbers[0].Text = ""
	}
	return r.out
}

// startsRun reports whether a number may begin here.
func startsRun(s string) bool {
	if s[0] == '(' && len(s) > 1 {
		s = s[1:]
	}
	return s[0] == '+' || s[0] >= '0' && s[0] <= '9'
}

// run reads the run that begins at from, with the extension or the letters behind it, and returns where to go on.
func (r *reader) run(from int) int {
	end := from
	for end < len(r.text) && strings.IndexByte("0123456789+()-./ ", r.text[end]) >= 0 {
		end++
	}
	to := from + len(strings.TrimRight(r.text[from:end], " +(-./)"))
	if to == from {
		return max(end, from+1)
	}
	before := len(r.out.Numbers)
	last, known := r.numbers(part{from, to})
	if !known {
		if n, after := r.vanity(from, to); n != nil {
			r.add(n, part{from, after})
			return after
		}
	}
	if ext, after := extension(r.text[to:]); after > 0 && last && len(r.out.Numbers) > before {
		n := &r.out.Numbers[len(r.out.Numbers)-1]
		n.Ext, n.Text = ext, n.Text+r.typed[r.at[to]:r.at[to+after]]
		return to + after
	}
	return end
}

// numbers reads the numbers within a run: the whole of it, or what stands between spaces, slashes and plus signs, the
// longest that is a number first. last reports whether the end of the run is the end of a number, known whether all its
// digits were read.
func (r *reader) numbers(run part) (last, known bool) {
	whole, sure := r.parse(r.text[run.from:run.to])
	if sure {
		r.add(whole, run)
		return true, true
	}
	found, where, rest := r.split(pieces(r.text, run))
	if whole != nil && (len(found) == 0 || len(rest) > 0) {
		r.add(whole, run)
		return true, true
	}
	if len(found) == 0 {
		r.rest = append(r.rest, run)
		return false, false
	}
	for i, n := range found {
		r.add(n, where[i])
	}
	r.rest = append(r.rest, rest...)
	return where[len(where)-1].to == run.to, true
}

// grouping is how the pieces of a run are numbers, from one piece on.
type grouping struct {
	lost    int // digits that belong to none
	across  int // slashes with spaces around them within a number: more often they stand between two
	numbers int
	first   *phonenumbers.PhoneNumber // nil where the first piece belongs to none
	takes   int                       // pieces of it
}

// better reports whether g is the likelier reading: fewer digits lost, then fewer slashes within a number, then fewer
// and so longer numbers.
func (g grouping) better(than grouping) bool {
	return cmp.Or(cmp.Compare(g.lost, than.lost), cmp.Compare(g.across, than.across),
		cmp.Compare(g.numbers, than.numbers)) < 0
}

// split finds the numbers among the pieces of a run so that as few digits as can be belong to none.
func (r *reader) split(parts []part) (found []*phonenumbers.PhoneNumber, where, rest []part) {
	// From the last piece to the first: best[i] is the best that the pieces from i on can be, whatever stands before them.
	best := make([]grouping, len(parts)+1)
	for i := len(parts) - 1; i >= 0; i-- {
		best[i] = best[i+1]
		best[i].first, best[i].takes = nil, 1
		best[i].lost += len(digitsOf(r.text[parts[i].from:parts[i].to]))
		for n := 1; n <= min(len(parts)-i, mostPieces); n++ {
			text := r.text[parts[i].from:parts[i+n-1].to]
			g := best[i+n]
			g.across, g.numbers, g.takes = g.across+strings.Count(text, " / "), g.numbers+1, n
			if !g.better(best[i]) {
				continue
			}
			if number, sure := r.parse(text); sure {
				g.first = number
				best[i] = g
			}
		}
	}
	for i := 0; i < len(parts); i += best[i].takes {
		if g := best[i]; g.first != nil {
			found, where = append(found, g.first), append(where, part{parts[i].from, parts[i+g.takes-1].to})
		} else {
			rest = append(rest, parts[i])
		}
	}
	return found, where, rest
}

// pieces are the parts of a run between spaces and slashes, and from each plus on.
func pieces(text string, run part) (out []part) {
	from := -1
	for i := run.from; i < run.to; i++ {
		c := text[i]
		gap := c == ' ' || c == '/'
		if from >= 0 && (gap || c == '+' && i > from && text[i-1] != '(') {
			out, from = append(out, part{from, i}), -1
		}
		if from < 0 && !gap {
			from = i
		}
	}
	if from >= 0 {
		out = append(out, part{from, run.to})
	}
	return slices.DeleteFunc(out, func(s part) bool { return digitsOf(text[s.from:s.to]) == "" })
}

// add keeps a number, once.
func (r *reader) add(n *phonenumbers.PhoneNumber, where part) {
	e164 := phonenumbers.Format(n, phonenumbers.E164)
	if slices.ContainsFunc(r.out.Numbers, func(n Number) bool { return n.E164 == e164 }) {
		return
	}
	if c := phonenumbers.GetRegionCodeForNumber(n); len(c) == 2 && c != "ZZ" && !slices.Contains(r.countries, c) {
		r.countries = append([]string{c}, r.countries...) // a second number is likely of the same country
	}
	r.out.Numbers = append(r.out.Numbers, Number{E164: e164, Text: r.typed[r.at[where.from]:r.at[where.to]]})
}

// Prefixes that stand for the plus where people call abroad from: most of the world, North America, Australia.
var plusPrefixes = [...]string{"00", "011", "0011"}

// parse is the number that a run is, nil for none. It is sure where the library finds it valid; one that is only long
// enough may be as new as its area code.
func (r *reader) parse(run string) (number *phonenumbers.PhoneNumber, sure bool) {
	digits, plus := digitsOf(run), strings.HasPrefix(strings.TrimLeft(run, "( "), "+")
	if len(digits) < restWithNone || len(digits) > 20 {
		return nil, false
	}
	// "+49 (0)30 901820" holds a zero that is dialed at home only. It is tried with the zero first, since Italian numbers
	// keep theirs.
	spellings := []string{digits}
	if zero := strings.Index(run, "(0)"); zero > 0 {
		spellings = append(spellings, digitsOf(run[:zero]+run[zero+3:]))
	}
	tries := make([]*phonenumbers.PhoneNumber, 0, 4) // possible ones
	try := func(digits, country string) bool {
		n, err := phonenumbers.Parse(digits, country)
		switch {
		case err != nil:
			return false
		case phonenumbers.IsValidNumber(n):
			number = n
			return true
		case plausible(n):
			tries = append(tries, n)
		case digits[0] == '+' && r.out.Code == 0:
			r.out.Code = int(n.GetCountryCode())
		}
		return false
	}
	for _, d := range spellings {
		if plus {
			if try("+"+strings.TrimLeft(d, "0"), "ZZ") {
				return number, true
			}
			continue
		}
		for _, c := range r.countries {
			if try(d, c) {
				return number, true
			}
		}
	}
	if plus {
		return firstOf(tries), false
	}
	athome := firstOf(slices.DeleteFunc(tries, func(n *phonenumbers.PhoneNumber) bool { return strangeZero(digits, n) }))
	tries = tries[:0]
	for _, d := range spellings {
		for _, prefix := range plusPrefixes {
			if abroad, ok := strings.CutPrefix(d, prefix); ok && abroad != "" && abroad[0] != '0' && try("+"+abroad, "ZZ") {
				return number, true
			}
		}
		// A country code without a plus is heard where the number is none at home, whatever its area code.
		if athome == nil && len(d) > 10 && d[0] != '0' && try("+"+d, "ZZ") {
			return number, true
		}
	}
	if athome != nil {
		return athome, false
	}
	return firstOf(slices.DeleteFunc(tries, func(*phonenumbers.PhoneNumber) bool { return digits[0] != '0' })), false
}

// firstOf is the first number, nil for none.
func firstOf(list []*phonenumbers.PhoneNumber) *phonenumbers.PhoneNumber {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// plausible reports whether a number that is not valid may be one all the same: a number as long as the country's are
// that is the same one when it is read again as it is dialed. Nothing but zeros is not.
func plausible(n *phonenumbers.PhoneNumber) bool {
	if phonenumbers.IsPossibleNumberWithReason(n) != phonenumbers.IS_POSSIBLE ||
		len(phonenumbers.GetNationalSignificantNumber(n)) < leastDigits {
		return false
	}
	e164 := phonenumbers.Format(n, phonenumbers.E164)
	again, err := phonenumbers.Parse(e164, "ZZ")
	return err == nil && phonenumbers.Format(again, phonenumbers.E164) == e164
}

// strangeZero reports whether the digits begin with a zero that nobody dials in the number's country: they are another
// country's.
func strangeZero(digits string, n *phonenumbers.PhoneNumber) bool {
	home := phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
	return digits[0] == '0' && !strings.HasPrefix(phonenumbers.GetNddPrefixForRegion(home, true), "0")
}

// vanity reads a number that is written with letters, "1-800-FLOWERS", from a run that is too short and the words
// behind it, and returns where it ends. Letters count where they make a number that rings anywhere, or stand as
// capitals without a space between: "212555 cell" is a number cut short.
func (r *reader) vanity(from, to int) (*phonenumbers.PhoneNumber, int) {
	end, words := to, 0
	for words < 3 {
		start := end
		for start < len(r.text) && strings.IndexByte("-. ", r.text[start]) >= 0 {
			start++
		}
		stop := start
		for stop < len(r.text) && isAlnum(r.text[stop]) {
			stop++
		}
		if stop == start {
			break
		}
		end, words = stop, words+1
		letters := r.text[to:end]
		n, sure := r.parse(r.text[from:to] + digitsOf(phonenumbers.ConvertAlphaCharactersInNumber(letters)))
		if sure && (ringsAnywhere(n) || letters == strings.ToUpper(letters) && !strings.Contains(letters, " ")) {
			return n, end
		}
	}
	return nil, 0
}

// isAlnum reports whether a byte is a digit or a letter of ASCII.
func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// extensionWords stand before an extension, longest first.
var extensionWords = [...]string{"extension", "durchwahl", "extensión", "interno", "anexo", "ramal", "poste", "extn",
	"ext", "xtn", "доб", "int", "dw", "x", "#"}

// mostExtension is how many digits an extension has at most.
const mostExtension = 7

// extension reads what stands behind a number as its extension: "ext 12", "x12", "(#12)", ";ext=12", ",12". used is how
// much of the text that takes; 0 for none.
func extension(text string) (ext string, used int) {
	s := strings.TrimLeft(text, " ,;-([")
	pause := text[:len(text)-len(s)]
	named := false
	for _, w := range extensionWords {
		if len(s) > len(w) && strings.EqualFold(s[:len(w)], w) {
			s, named = strings.TrimLeft(s[len(w):], " .:=#"), true
			break
		}
	}
	if !named && (pause == "" || strings.Trim(pause, ",") != "") { // a comma is how telephones write a pause
		return "", 0
	}
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	behind := strings.TrimLeft(s[n:], " ")
	if n == 0 || n > mostExtension || len(s) > n && isAlnum(s[n]) ||
		!named && behind != "" && strings.IndexByte("0123456789+(-./", behind[0]) >= 0 { // goes on: another number
		return "", 0
	}
	used = len(text) - len(s) + n
	if strings.ContainsAny(pause, "([") && len(s) > n && (s[n] == ')' || s[n] == ']') {
		used++
	}
	return s[:n], used
}

// digitsOf are the digits of a text and nothing else.
func digitsOf(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}
