package coach

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/phone"
)

// What a lead's phone holds, and as numbers of which country it is read. The reading itself is package phone's.

// PhoneKey is [phone.Key] for a number that the rep typed.
func (r Rep) PhoneKey(number string) string { return phone.Key(number, calendar.Country(r.TZ)) }

// Telephones is what was read from the lead's phone: as it is kept, else read now for this rep.
func (l Lead) Telephones(rep Rep) phone.Phones {
	if l.Phones.Typed == l.Phone {
		return l.Phones
	}
	return phone.Read(l.Phone, append([]string{calendar.Country(l.TZ)}, rep.Countries()...)...)
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
		l.Phones = phone.Phones{}
	case l.Phones.Typed != l.Phone, len(l.Phones.Numbers) == 0:
		l.Phones.Typed = ""
		l.Phones = l.Telephones(rep)
	}
	return l
}

// ReadPhones reads the numbers in a text that the rep typed, as a number of their country where it names none.
func (r Rep) ReadPhones(typed string) phone.Phones { return phone.Read(typed, r.Countries()...) }

// Countries are those whose numbers the rep types without a country code, likeliest first: that of their zone, and that
// of their language, for a rep whose zone lies in no country (UTC).
func (r Rep) Countries() []string {
	out := make([]string, 0, 2)
	if c := calendar.Country(r.TZ); c != "" {
		out = append(out, c)
	}
	if at := strings.LastIndexAny(r.Locale, "-_"); at > 0 && len(r.Locale)-at == 3 {
		if c := strings.ToUpper(r.Locale[at+1:]); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
