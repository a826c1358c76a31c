package dates

import (
	_ "embed"
	"strings"
	"sync"
	"time"
)

// weekdays as people write them, with the short forms that dictionaries have.
var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "mon": time.Monday,
	"tuesday": time.Tuesday, "tue": time.Tuesday, "tues": time.Tuesday,
	"wednesday": time.Wednesday, "wed": time.Wednesday, "weds": time.Wednesday,
	"thursday": time.Thursday, "thu": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday,
	"friday": time.Friday, "fri": time.Friday,
	"saturday": time.Saturday, "sat": time.Saturday,
	"sunday": time.Sunday, "sun": time.Sunday,
	// Whoever writes "14 Uhr" writes the day in front of it so. Alone they are no days: people are called like them
	// ([saysNothing]).
	"montag": time.Monday, "dienstag": time.Tuesday, "mittwoch": time.Wednesday, "donnerstag": time.Thursday,
	"freitag": time.Friday, "samstag": time.Saturday, "sonntag": time.Sunday,
}

// months as people write them. "may" is one even where it could be a verb: then the rest of the phrase is no date.
var months = map[string]time.Month{
	"january": time.January, "jan": time.January,
	"february": time.February, "feb": time.February,
	"march": time.March, "mar": time.March,
	"april": time.April, "apr": time.April,
	"may":  time.May,
	"june": time.June, "jun": time.June,
	"july": time.July, "jul": time.July,
	"august": time.August, "aug": time.August,
	"september": time.September, "sep": time.September, "sept": time.September,
	"october": time.October, "oct": time.October,
	"november": time.November, "nov": time.November,
	"december": time.December, "dec": time.December,
}

// numberWords are numbers in letters that people use with units and clocks.
var numberWords = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
	"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
}

// tomorrows are the ways tomorrow is typed in a hurry.
//
//nolint:misspell // they are misspelt on purpose
var tomorrows = map[string]bool{
	"tomorrow": true, "tmrw": true, "tmw": true, "tmr": true, "tmo": true, "tomo": true,
	"tomorow": true, "tommorow": true, "tommorrow": true,
}

// unit is what a number counts: elapsed time, days, or months.
type unit struct {
	elapsed time.Duration
	days    int
	months  int
	glued   bool // only directly behind its number: "2h", never "2 h ago" as a word
}

// units are what may follow a number. Single letters only count when they touch it, for "a 2 h" is a note.
var units = map[string]unit{
	"minute": {elapsed: time.Minute}, "minutes": {elapsed: time.Minute}, "min": {elapsed: time.Minute},
	"mins": {elapsed: time.Minute},
	"m":    {elapsed: time.Minute, glued: true},
	"hour": {elapsed: time.Hour}, "hours": {elapsed: time.Hour}, "hr": {elapsed: time.Hour}, "hrs": {elapsed: time.Hour},
	"h":   {elapsed: time.Hour, glued: true},
	"day": {days: 1}, "days": {days: 1},
	"d":    {days: 1, glued: true},
	"week": {days: 7}, "weeks": {days: 7}, "wk": {days: 7}, "wks": {days: 7},
	"w":         {days: 7, glued: true},
	"fortnight": {days: 14}, "fortnights": {days: 14},
	"month": {months: 1}, "months": {months: 1}, "mo": {months: 1}, "mos": {months: 1},
	"year": {months: 12}, "years": {months: 12}, "yr": {months: 12}, "yrs": {months: 12},
}

// part is a stretch of a day in wall-clock hours, [from, to).
type part struct {
	from, to int
	// low and high bound the hours that may be said together with it.
	low, high int
	name      string
}

// Parts of a day: from and to bound what is offered, low and high what may be said with it ("12 in the morning" is
// asked about, "13 in the morning" refused).
var (
	morning    = part{6, 12, 0, 12, "morning"}
	firstThing = part{6, 11, 0, 12, "morning"}
	lunch      = part{12, 14, 11, 15, "lunch time"}
	afternoon  = part{12, 18, 12, 19, "afternoon"}
	endOfDay   = part{16, 24, 12, 24, "end of the day"}
	evening    = part{18, 24, 16, 24, "evening"}
)

// parts are the words for them.
var parts = map[string]*part{
	"morning": &morning, "mornings": &morning,
	"afternoon": &afternoon, "evening": &evening, "night": &evening,
	"lunchtime": &lunch, "eod": &endOfDay, "cob": &endOfDay, "eob": &endOfDay,
}

// spelt are hurried and misspelt words as the rest of the grammar has them.
//
//nolint:misspell // they are misspelt on purpose
var spelt = map[string]string{
	"nxt": "next", "wk": "week", "wks": "weeks", "mth": "month", "mths": "months", "qtr": "quarter", "arvo": "afternoon",
	"aft": "afternoon", "morn": "morning", "tonite": "tonight", "wkend": "weekend", "b4": "before", "abt": "about",
	"wensday": "wednesday", "wednsday": "wednesday", "wendesday": "wednesday", "wedensday": "wednesday",
	"thrusday": "thursday", "thurday": "thursday", "thursdy": "thursday", "thursay": "thursday", "thusday": "thursday",
	"thurdsay": "thursday", "tuseday": "tuesday", "teusday": "tuesday", "tuesdy": "tuesday", "satuday": "saturday",
	"saterday": "saturday", "munday": "monday", "firday": "friday", "fridy": "friday", "feburary": "february",
	"febuary": "february", "janurary": "january", "septmber": "september", "novemeber": "november",
	"decemeber": "december", "ocotber": "october", "tomoz": "tomorrow", "tmoro": "tomorrow", "tomoro": "tomorrow",
	"yday": "yesterday", "y'day": "yesterday", "ystrday": "yesterday", "ystd": "yesterday", "yesterdy": "yesterday",
	"yesteday": "yesterday", "yesturday": "yesterday", "tommorrows": "tomorrow",
	"x-mas": "christmas", "xmas": "christmas", "x'mas": "christmas", "workday": "workdays", "week's": "week",
	"day's": "day", "month's": "month", "fortnight's": "fortnight",
}

// ordinalWords are the days of a month in letters: "the first of December".
var ordinalWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
	"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
	"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

// zoneIDs are the IANA ids, one to a line, whose last part means one place to everybody. Left out are words of another
// meaning (Pacific/Wake, Indian/Christmas), surnames and firms (Atlantic/Stanley), names that a better known place has
// too (Europe/Jersey), and the small towns below a state (America/Indiana/Petersburg).
//
//go:embed cities.txt
var zoneIDs string

// zoneCities are the zones by the last part of their ids, as people write it: "sao paulo", "port - au - prince" and
// "port au prince".
var zoneCities = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 512)
	for id := range strings.Lines(zoneIDs) {
		id = strings.TrimSpace(id)
		name := strings.ToLower(strings.ReplaceAll(id[strings.LastIndexByte(id, '/')+1:], "_", " "))
		m[strings.ReplaceAll(name, "-", " - ")] = id
		m[strings.ReplaceAll(name, "-", " ")] = id
	}
	return m
})

// cityStarts are the first words of all names of cities, so that other words cost nothing.
var cityStarts = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 512)
	for name := range cities {
		first, _, _ := strings.Cut(name, " ")
		m[first] = true
	}
	for name := range zoneCities() {
		first, _, _ := strings.Cut(name, " ")
		m[first] = true
	}
	return m
})

// cityMost is how many tokens the longest name of a city has: "port - au - prince".
const cityMost = 5

// unmarked are the letters that IANA ids write without their marks.
var unmarked = strings.NewReplacer("á", "a", "ã", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ç", "c")

// city reads the name of a city, the longest that there is.
func (p *parser) city(i int, s spec) {
	if !cityStarts()[unmarked.Replace(p.word(i))] {
		return
	}
	found, end := "", i
	name := ""
	for k := i; k < min(i+cityMost, len(p.tok)); k++ {
		name = strings.TrimPrefix(name+" "+unmarked.Replace(p.word(k)), " ")
		id, ok := cities[name]
		if !ok {
			id, ok = zoneCities()[name]
		}
		if ok {
			found, end = id, k+1
		}
	}
	if found == "" {
		return
	}
	s.zone.loc = location(found)
	p.accept(p.skipTime(end), s)
}
