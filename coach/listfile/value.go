package listfile

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// firstMail is the first address in a cell, "" for none: some programs put several into one.
func firstMail(v string) string {
	for _, one := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(" ,;|<>", r) }) {
		if one = strings.TrimPrefix(one, "mailto:"); isMail(one) {
			return one
		}
	}
	return ""
}

// isMail reports whether a text can be an address: mail servers alone know which there are.
func isMail(v string) bool {
	at := strings.IndexByte(v, '@')
	return at > 0 && at < len(v)-1 && strings.Count(v, "@") == 1 && !strings.ContainsAny(v, " \t,;<>()")
}

// sheetNumber is what a spreadsheet makes of a long number: the digits behind the first few are lost.
var sheetNumber = regexp.MustCompile(`^[+-]?\d([.,]\d+)?[eE]\+?\d+$`)

// ofSheet reports whether a spreadsheet has written a number as an amount.
func ofSheet(v string) bool { return sheetNumber.MatchString(v) }

// isoDate is the beginning of a date as programs write it.
var isoDate = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(\D|$)`)

// numericDate is a date in the order of some country.
var numericDate = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(\D|$)`)

// dateOf reads a date, whatever time stands behind it. Of two small numbers the first is the month where the locale
// says so and slashes stand between, and else the day; one that can't be a month is the day in any country.
func dateOf(v, locale string) (day time.Time, ok bool) {
	var y, m, d int
	if p := isoDate.FindStringSubmatch(v); p != nil {
		y, m, d = number(p[1]), number(p[2]), number(p[3])
	} else if p := numericDate.FindStringSubmatch(v); p != nil {
		d, m, y = number(p[1]), number(p[3]), number(p[4])
		if p[2] == "/" && monthFirst(locale) && d <= 12 || m > 12 {
			d, m = m, d
		}
		if y < 100 {
			y += 2000
		}
	} else {
		for _, layout := range []string{"2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", "02-Jan-2006",
			"02-Jan-06", "Mon, Jan 2, 2006", "Mon, 2 Jan 2006"} {
			if t, err := time.Parse(layout, v); err == nil {
				return t, true
			}
		}
		return day, false
	}
	day = time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return day, day.Year() == y && day.Month() == time.Month(m) && day.Day() == d
}

// number is a run of digits.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// monthFirst reports whether people of a locale write the month before the day.
func monthFirst(locale string) bool {
	locale = strings.ReplaceAll(locale, "_", "-")
	return locale == "" || strings.EqualFold(locale, "en-US") || strings.EqualFold(locale, "en-PH")
}

// countries are the ISO codes of countries as lists name them, in small letters. What isn't among them is read as a
// number of the rep's country, as every number without its own code is.
var countries = map[string]string{
	"argentina": "AR", "australia": "AU", "austria": "AT", "belgium": "BE", "brazil": "BR", "bulgaria": "BG",
	"canada": "CA", "chile": "CL", "china": "CN", "colombia": "CO", "croatia": "HR", "czech republic": "CZ",
	"czechia": "CZ", "denmark": "DK", "deutschland": "DE", "egypt": "EG", "england": "GB", "españa": "ES",
	"estonia": "EE", "finland": "FI", "france": "FR", "germany": "DE", "great britain": "GB", "greece": "GR",
	"hong kong": "HK", "hungary": "HU", "iceland": "IS", "india": "IN", "indonesia": "ID", "ireland": "IE",
	"israel": "IL", "italia": "IT", "italy": "IT", "japan": "JP", "kenya": "KE", "latvia": "LV", "lithuania": "LT",
	"luxembourg": "LU", "malaysia": "MY", "mexico": "MX", "netherlands": "NL", "new zealand": "NZ",
	"nigeria": "NG", "norway": "NO", "pakistan": "PK", "peru": "PE", "philippines": "PH", "poland": "PL",
	"portugal": "PT", "romania": "RO", "saudi arabia": "SA", "schweiz": "CH", "serbia": "RS", "singapore": "SG",
	"slovakia": "SK", "slovenia": "SI", "south africa": "ZA", "south korea": "KR", "spain": "ES", "sweden": "SE",
	"switzerland": "CH", "taiwan": "TW", "thailand": "TH", "the netherlands": "NL", "turkey": "TR", "uk": "GB",
	"ukraine": "UA", "united arab emirates": "AE", "united kingdom": "GB", "united states": "US",
	"united states of america": "US", "usa": "US", "vietnam": "VN", "österreich": "AT",
}

// countryOf is the ISO code of a country as lists write it, "" for none that is known.
func countryOf(name string) string {
	if len(name) == 2 {
		return strings.ToUpper(name)
	}
	return countries[strings.ToLower(name)]
}
