package dates

import (
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/us"
)

// feast is a holiday as people name it.
type feast struct {
	day  *cal.Holiday            // where no country has its own; nil for one that the calendars don't know
	own  map[string]*cal.Holiday // by ISO 3166 code of the country
	plus int                     // days behind it: Black Friday, Christmas Eve
	// bare is set for a name that is also the season around it ("christmas"): a day only behind "the day after" and the
	// like, else a word about time that names none.
	bare bool
}

// easters are Easter by the Julian calendar, for the countries in which the churches of most people keep it.
var easters = func() map[string]*cal.Holiday {
	julian, m := &cal.Holiday{Julian: true, Func: cal.CalcEasterOffset}, map[string]*cal.Holiday{}
	for _, country := range strings.Fields("BG BY CY ET GE GR MD ME MK RO RS RU UA") {
		m[country] = julian
	}
	return m
}()

// yearly is a date that is the same in each year.
func yearly(m time.Month, d int) *cal.Holiday {
	return &cal.Holiday{Month: m, Day: d, Func: cal.CalcDayOfMonth}
}

// feasts by their names in small letters, without the "day" and the apostrophes that may stand there.
var feasts = map[string]feast{
	"christmas": {day: aa.ChristmasDay, bare: true}, "christmas day": {day: aa.ChristmasDay},
	"christmas eve": {day: aa.ChristmasDay, plus: -1}, "boxing day": {day: aa.ChristmasDay2},
	"st stephens day": {day: aa.ChristmasDay2},
	"new year":        {day: aa.NewYear, bare: true}, "new years": {day: aa.NewYear, bare: true},
	"new years day": {day: aa.NewYear}, "new years eve": {day: aa.NewYear, plus: -1},
	"new year eve": {day: aa.NewYear, plus: -1}, "epiphany": {day: aa.Epiphany},
	"thanksgiving":     {day: us.ThanksgivingDay, own: map[string]*cal.Holiday{"CA": ca.ThanksgivingDay}, bare: true},
	"thanksgiving day": {day: us.ThanksgivingDay, own: map[string]*cal.Holiday{"CA": ca.ThanksgivingDay}},
	"black friday":     {day: us.ThanksgivingDay, plus: 1}, "cyber monday": {day: us.ThanksgivingDay, plus: 4},
	"easter": {day: aa.Easter, own: easters, bare: true}, "easter sunday": {day: aa.Easter, own: easters},
	"easter monday": {day: aa.Easter, own: easters, plus: 1}, "good friday": {day: aa.Easter, own: easters, plus: -2},
	"maundy thursday": {day: aa.Easter, own: easters, plus: -3},
	"ascension day":   {day: aa.Easter, own: easters, plus: 39}, "pentecost": {day: aa.Easter, own: easters, plus: 49},
	"whit monday": {day: aa.Easter, own: easters, plus: 50}, "pentecost monday": {day: aa.Easter, own: easters, plus: 50},
	"corpus christi": {day: aa.CorpusChristi}, "all saints day": {day: aa.AllSaintsDay}, "may day": {day: aa.WorkersDay},
	"labor day": {day: aa.WorkersDay, own: labourDays}, "labour day": {day: aa.WorkersDay, own: labourDays},
	"memorial day": {day: us.MemorialDay}, "juneteenth": {day: us.Juneteenth}, "mlk day": {day: us.MlkDay},
	"martin luther king day": {day: us.MlkDay}, "presidents day": {day: us.PresidentsDay},
	"columbus day": {day: us.ColumbusDay}, "indigenous peoples day": {day: us.ColumbusDay},
	"veterans day": {day: us.VeteransDay}, "remembrance day": {day: ca.RemembranceDay},
	"independence day": {day: us.IndependenceDay, own: map[string]*cal.Holiday{"MX": mx.IndependenceDay,
		"IN": yearly(time.August, 15), "PH": yearly(time.June, 12), "BR": yearly(time.September, 7),
		"ID": yearly(time.August, 17)}},
	"canada day": {day: ca.CanadaDay}, "victoria day": {day: ca.VictoriaDay}, "civic holiday": {day: ca.CivicDay},
	"australia day": {day: au.AustraliaDay}, "anzac day": {day: au.AnzacDay}, "melbourne cup day": {day: au.MelbourneCup},
	"waitangi day": {day: nz.WaitangiDay}, "early may bank holiday": {day: gb.EarlyMay},
	"may bank holiday": {day: gb.EarlyMay}, "spring bank holiday": {day: gb.SpringHoliday},
	"august bank holiday": {day: gb.SummerHoliday}, "summer bank holiday": {day: gb.SummerHoliday},
	"bastille day": {day: yearly(time.July, 14)}, "st patricks day": {day: yearly(time.March, 17)},
	"halloween": {day: yearly(time.October, 31)}, "valentines day": {day: yearly(time.February, 14)},
	"groundhog day": {day: yearly(time.February, 2)}, "german unity day": {day: yearly(time.October, 3)},
	"diwali": {}, "deepavali": {}, "holi": {}, "eid": {}, "ramadan": {}, "hanukkah": {}, "passover": {},
	"rosh hashanah": {}, "yom kippur": {}, "chinese new year": {}, "lunar new year": {},
}

// labourDays are those of the countries that don't keep the first of May.
var labourDays = map[string]*cal.Holiday{"US": us.LaborDay, "CA": ca.LabourDay, "NZ": nz.LabourDay,
	"AU": au.LabourDayActNswSa}

// feastStarts are the first words of their names, so that other words cost nothing.
var feastStarts = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, len(feasts))
	for name := range feasts {
		first, _, _ := strings.Cut(name, " ")
		m[first] = true
	}
	return m
})

// feastMost is how many words the longest name has.
const feastMost = 4

// feastAt is the name of a holiday at i, the longest that there is, and where it ends; "" when there is none. An
// apostrophe changes nothing: "New Year's", "Presidents' Day".
func (p *tokens) feastAt(i int) (string, int) {
	first := strings.ReplaceAll(p.word(i), "'", "")
	if !feastStarts()[first] {
		return "", 0
	}
	found, end, name := "", 0, ""
	for k, n := i, 0; k < len(p.tok) && n < feastMost; k++ {
		switch w := p.word(k); w {
		case "'", ".":
			continue
		default:
			name = strings.TrimPrefix(name+" "+strings.ReplaceAll(w, "'", ""), " ")
			n++
		}
		if _, ok := feasts[name]; ok {
			found, end = name, k+1
		}
	}
	return found, end
}

// holiday reads a day by the name of a holiday: "Labor Day", "the day after Thanksgiving". The names of seasons count
// where something is counted from them.
func (p *parser) holiday(i int, s spec) {
	plus := 0
	counted := s.plusDays != 0 || s.plusMonths != 0
	for _, side := range [...]struct {
		word string
		days int
	}{{"after", 1}, {"before", -1}} {
		if p.seq(i, "day", side.word) {
			plus, counted = side.days, true
			i += 2
		}
	}
	if p.word(i) == "the" && plus != 0 {
		i++
	}
	name, end := p.feastAt(i)
	if name == "" || feasts[name].bare && !counted || feasts[name].day == nil {
		return
	}
	s.day, s.feast, s.n = holidayOf, name, plus
	if y := p.year(end); y > 0 && !p.hasSuffix(end+1) {
		s.year = y
		end++
	}
	p.accept(end, s)
}

// onHoliday is the date of the holiday of a spec, in its year or in that of its next passing (reading the past: its
// last).
func (p resolver) onHoliday(s spec, today civil) (civil, string) {
	year := s.year
	if year == 0 {
		year = today.Year()
		switch day, ok := p.ctx.holiday(s.feast, year); {
		case ok && !p.past && day.before(today):
			year++
		case ok && p.past && today.before(day):
			year--
		}
	}
	day, ok := p.ctx.holiday(s.feast, year)
	if !ok {
		return day, "I don't know when that is: name the date."
	}
	return day.plus(s.n), ""
}

// holiday is the date of a holiday in a year, by the calendar of the country of the context; false where none is known.
func (c Context) holiday(name string, year int) (civil, bool) {
	f := feasts[name]
	h := f.day
	if own, ok := f.own[c.Country]; ok {
		h = own
	}
	if h == nil {
		return civil{}, false
	}
	day, _ := h.Calc(year)
	if day.IsZero() {
		return civil{}, false
	}
	return civilOf(day).plus(f.plus), true
}
