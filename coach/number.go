package coach

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers/v2"
)

// One reading of telephone numbers serves the lead's clock, the law guard, the do-not-call list, finding leads and the
// link that dials. What people type into one field is more than a number: words around it, an extension, a second
// number, marks that came along with a paste. number_reader.go takes the text apart; this file says what a lead has.

// Number is one telephone number that was read.
type Number struct {
	E164 string `json:"e"`           // plus, country code, national number: "+12125550100"
	Ext  string `json:"x,omitempty"` // digits of its extension
	Text string `json:"t,omitempty"` // the part of the text it was read from, where that holds more than one number
}

// Phones is what was read from the text of a lead's phone. It is kept beside the text, so that a number goes on dialing
// and blocking the same line when its rep moves to another country.
type Phones struct {
	Typed   string   `json:"of"`           // the text; where [Lead.Phone] is another one, that is read anew
	Numbers []Number `json:"n,omitempty"`  // in the order of the text, each once
	Unread  []string `json:"no,omitempty"` // parts with three digits or more that are no number, as digits
	// Code is the country calling code of a number that can't be read but for it: enough to tell a clock by where the
	// country has one. 0 for none.
	Code int `json:"cc,omitempty"`
}

// E164 are the numbers in the form in which they are dialed and compared, in the order of the text.
func (p Phones) E164() []string {
	out := make([]string, len(p.Numbers))
	for i, n := range p.Numbers {
		out[i] = n.E164
	}
	return out
}

// PhoneKey is the key that versions before this one kept a blocked number by: E.164 where the whole text is a number,
// else its digits. What they blocked is looked up by it still.
func (r Rep) PhoneKey(number string) string {
	if number == "" {
		return ""
	}
	if n, err := phonenumbers.Parse(number, CountryOf(r.TZ)); err == nil {
		return phonenumbers.Format(n, phonenumbers.E164)
	}
	return digitsOf(number)
}

// Keys are what the do-not-call list knows the numbers by: E.164, and the digits alone of what can't be read, so that
// the same text typed again is blocked as well.
func (p Phones) Keys() []string { return append(p.E164(), p.Unread...) }

// Covers reports whether a key of the do-not-call list is one of these numbers. What can't be read is that number when
// it ends in those digits: a slip never lifts a block.
func (p Phones) Covers(key string) bool {
	for _, n := range p.Numbers {
		if n.E164 == key {
			return true
		}
	}
	for _, u := range p.Unread {
		if u == key || len(u) >= leastDigits && strings.HasSuffix(key, strings.TrimLeft(u, "0")) {
			return true
		}
	}
	return false
}

// Suspects are the keys under which the do-not-call list may hold one of these numbers: their own, and of what was
// typed without a country code those of every country, since the lead that it is for may live in another one.
func (p Phones) Suspects() []string {
	keys := p.Keys()
	for _, n := range p.Numbers {
		if strings.ContainsAny(p.Typed, "+＋") {
			continue
		}
		if number, err := phonenumbers.Parse(n.E164, "ZZ"); err == nil {
			keys = append(keys, anywhere(phonenumbers.GetNationalSignificantNumber(number))...)
		}
	}
	for _, u := range p.Unread {
		if len(u) >= leastDigits {
			keys = append(keys, anywhere(strings.TrimLeft(u, "0"))...)
		}
	}
	return keys
}

// anywhere is a national number behind each country code.
func anywhere(national string) []string {
	keys := make([]string, 0, 256)
	for code := range phonenumbers.GetSupportedCallingCodes() {
		keys = append(keys, "+"+strconv.Itoa(code)+national)
	}
	return keys
}

// Telephones is what was read from the lead's phone: as it is kept, else read now for this rep.
func (l Lead) Telephones(rep Rep) Phones {
	if l.Phones.Typed == l.Phone {
		return l.Phones
	}
	return ReadPhones(l.Phone, append([]string{CountryOf(l.TZ)}, rep.countries()...)...)
}

// E164 are the lead's telephone numbers as they are dialed and compared ("+12125550100"), none twice; nil where none
// can be read.
func (l Lead) E164(rep Rep) []string {
	if l.Phone == "" {
		return nil
	}
	return l.Telephones(rep).E164()
}

// WithPhones is the lead with what was read from its phone kept beside it. A reading that is there stays, unless the
// text is another one, or nothing could be read and a zone has been set since.
func (l Lead) WithPhones(rep Rep) Lead {
	switch {
	case l.Phone == "":
		l.Phones = Phones{}
	case l.Phones.Typed != l.Phone, len(l.Phones.Numbers) == 0:
		l.Phones.Typed = ""
		l.Phones = l.Telephones(rep)
	}
	return l
}

// ReadPhones reads the numbers in a text that the rep typed, as a number of their country where it names none.
func (r Rep) ReadPhones(typed string) Phones { return ReadPhones(typed, r.countries()...) }

// countries are those whose numbers the rep types without a country code, likeliest first: that of their zone, and that
// of their language, for a rep whose zone lies in no country (UTC).
func (r Rep) countries() []string {
	out := make([]string, 0, 2)
	if c := CountryOf(r.TZ); c != "" {
		out = append(out, c)
	}
	if at := strings.LastIndexAny(r.Locale, "-_"); at > 0 && len(r.Locale)-at == 3 {
		if c := strings.ToUpper(r.Locale[at+1:]); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// readings remembers what texts were read as, so that a digest of a hundred leads reads none twice; it starts afresh
// when full.
var readings = struct {
	sync.Mutex
	known map[readingKey]Phones
}{known: map[readingKey]Phones{}}

// readingKey is a text with the countries as one of which it was read, in the order in which they were tried: the same
// digits are one number here and another there.
type readingKey struct{ typed, countries string }

// phonesKept bounds the memory that remembered numbers take.
const phonesKept = 20_000

// ReadPhones reads the numbers in a text. One without a country code is read as one of the countries (ISO 3166), the
// first in which it is a number. The result is shared: it must not be changed.
func ReadPhones(typed string, countries ...string) Phones {
	if typed == "" {
		return Phones{}
	}
	key := readingKey{typed, strings.Join(countries, " ")}
	readings.Lock()
	p, ok := readings.known[key]
	readings.Unlock()
	if ok {
		return p
	}
	p = readPhones(typed, countries)
	readings.Lock()
	defer readings.Unlock()
	if len(readings.known) >= phonesKept {
		clear(readings.known)
	}
	readings.known[key] = p
	return p
}
