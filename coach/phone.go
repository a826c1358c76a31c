package coach

import (
	"strings"

	"github.com/nyaruka/phonenumbers/v2"
)

// PhoneKey is the form in which this rep's numbers are compared with anybody's (E.164): one without a country code is
// read as one of the rep's country. Where neither is known its digits alone stand for it; "" for what has none.
func (r Rep) PhoneKey(number string) string {
	if number == "" {
		return ""
	}
	if n, err := phonenumbers.Parse(number, countryOf(r.TZ)); err == nil {
		return phonenumbers.Format(n, phonenumbers.E164)
	}
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, number)
}
