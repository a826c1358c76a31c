package coach

import "github.com/nyaruka/phonenumbers/v2"

// Phones is what was read from a text that may hold telephone numbers.
type Phones []string

// E164 are the numbers in the form in which they are dialed and compared.
func (p Phones) E164() []string { return p }

// ReadPhones reads the number in a text that the rep typed, as a number of their country where it names none.
func (r Rep) ReadPhones(typed string) Phones {
	n, err := phonenumbers.Parse(typed, CountryOf(r.TZ))
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return nil
	}
	return Phones{phonenumbers.Format(n, phonenumbers.E164)}
}

// E164 are the lead's telephone numbers as they are dialed and compared ("+12125550100"); nil where none can be read.
func (l Lead) E164(rep Rep) []string {
	if l.Phone == "" {
		return nil
	}
	return rep.ReadPhones(l.Phone)
}
