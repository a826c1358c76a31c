package calendar

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/is"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/rs"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"github.com/followup-coach/followup/coach/rulefile"
)

// holidaysOf are the public holidays of the countries that a configuration may name, by ISO 3166 code. They are
// nationwide ones; a region's own days go into holidays.dates.
var holidaysOf = map[string][]*cal.Holiday{
	"AR": ar.Holidays, "AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays,
	"BR": br.Holidays, "CA": ca.Holidays, "CH": ch.Holidays, "CY": cy.Holidays,
	"CZ": cz.Holidays, "DE": de.Holidays, "DK": dk.Holidays, "EE": ee.Holidays,
	"ES": es.Holidays, "FI": fi.Holidays, "FR": fr.Holidays, "GB": gb.Holidays,
	"GR": gr.Holidays, "HR": hr.Holidays, "HU": hu.Holidays, "IE": ie.Holidays,
	"IS": is.Holidays, "IT": it.Holidays, "JP": jp.Holidays, "LT": lt.Holidays,
	"LU": lu.Holidays, "LV": lv.Holidays, "MT": mt.Holidays, "MX": mx.Holidays,
	"NL": nl.Holidays, "NO": no.Holidays, "NZ": nz.Holidays, "PL": pl.Holidays,
	"PT": pt.Holidays, "RO": ro.Holidays, "RS": rs.Holidays, "SE": se.Holidays,
	"SI": si.Holidays, "SK": sk.Holidays, "UA": ua.Holidays, "US": usBusiness(),
	"ZA": za.Holidays,
}

// holidayCountries lists the ISO 3166 codes that holidays.countries takes.
func holidayCountries() []string { return slices.Sorted(maps.Keys(holidaysOf)) }

// calendarOf is a calendar of a country's holidays and the days on which they are observed; nil for an unknown country.
func calendarOf(country string) *cal.Calendar {
	days, ok := holidaysOf[country]
	if !ok {
		return nil
	}
	c := &cal.Calendar{Name: country, Cacheable: true}
	c.AddHoliday(days...)
	return c
}

// Holidays are the days off of a configuration: those of the countries that it lists, and dates that are holidays for
// everybody.
type Holidays struct {
	calendars map[string]*cal.Calendar // by country
	countries []string                 // in the order of the list
	dates     map[Date]bool
}

// Load takes countries by ISO 3166 code, and dates like 2026-12-24; what is wrong is noted under holidays.
func Load(countries, dates []string, ms *rulefile.Mistakes) *Holidays {
	h := &Holidays{calendars: map[string]*cal.Calendar{}, dates: map[Date]bool{}}
	for i, c := range countries {
		c = strings.ToUpper(c)
		of := calendarOf(c)
		if of == nil {
			ms.Add(fmt.Sprintf("holidays.countries.%d", i), "%q: expected one of %s", c, strings.Join(holidayCountries(), " "))
			continue
		}
		h.calendars[c] = of
		h.countries = append(h.countries, c)
	}
	for i, s := range dates {
		d, err := Parse(s)
		if err != nil {
			ms.Add(fmt.Sprintf("holidays.dates.%d", i), "%q: expected a date like \"2026-12-24\"", s)
		}
		h.dates[d] = err == nil
	}
	return h
}

// Home is the country that is listed first, for whoever lives in a zone of none; empty without one.
func (h *Holidays) Home() string {
	if len(h.countries) == 0 {
		return ""
	}
	return h.countries[0]
}

// On is the name of the holiday on the date for somebody in the country, "" for none. Dates that the configuration
// lists are holidays for everybody; of countries, only those listed count.
func (h *Holidays) On(d Date, country string) string {
	if h.dates[d] {
		return "holiday"
	}
	c := h.calendars[country]
	if c == nil {
		return ""
	}
	actual, observed, x := c.IsHoliday(d.Midnight())
	if !actual && !observed {
		return ""
	}
	return x.Name
}

// usBusiness are the American federal holidays on which offices are closed as a rule: sales floors work on Columbus Day
// and on Veterans Day.
func usBusiness() []*cal.Holiday {
	return slices.DeleteFunc(slices.Clone(us.Holidays), func(h *cal.Holiday) bool {
		return h == us.ColumbusDay || h == us.VeteransDay
	})
}
