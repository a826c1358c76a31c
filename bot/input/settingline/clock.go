package settingline

import (
	"regexp"
	"strconv"
	"strings"
)

// dayEnd is the end of a day in minutes from its midnight, 24:00.
const dayEnd = 24 * 60

// clockTime is a time of day as it was typed.
type clockTime struct {
	minutes int  // from midnight
	open    bool // a small number without am, pm or a leading zero: the other half of the day may be meant
	pm      bool // it said so
}

// ReadClock reads a time of day as minutes from midnight: 8:30, 08:30, 8.30, 0830, 8, 8am, 8:30 p.m., at 8, noon, half
// past 8. 24:00 is none: only [readHours] takes it, for the end of the day.
func ReadClock(s string) (int, bool) {
	c, ok := readClock(s)
	return c.minutes, ok
}

var (
	// clockDigits are hours with minutes or without: 8, 8:30, 8.30, 8h30.
	clockDigits = regexp.MustCompile(`^(\d{1,2})(?:[:.h](\d\d))?h?(am|pm)?$`)
	// clockRun are hours and minutes without a mark between: 0830, 830pm.
	clockRun = regexp.MustCompile(`^(\d{1,2})(\d\d)(am|pm)?$`)
	// clockPast are minutes before or after the hour: half past 8, quarter to 9.
	clockPast = regexp.MustCompile(`^(half|quarter|\d{1,2})(past|to)(\d{1,2})(am|pm)?$`)
)

// clockWords are how times of day are said, and as which digits they are read. They are replaced in this order in words
// without spaces.
var clockWords = strings.NewReplacer(
	"a.m.", "am", "p.m.", "pm", "a.m", "am", "p.m", "pm", "o'clock", "", "o’clock", "", "oclock", "", "sharp", "",
	"inthemorning", "am", "intheafternoon", "pm", "intheevening", "pm", "uhr", "", "hrs", "",
	"12noon", "12pm", "12midday", "12pm", "noon", "12pm", "midday", "12pm", "12midnight", "12am", "midnight", "12am",
	"eleven", "11", "twelve", "12", "seven", "7", "eight", "8", "three", "3", "nine", "9", "four", "4", "five", "5",
	"one", "1", "two", "2", "six", "6", "ten", "10", "thirty", ":30", "fifteen", ":15", "fortyfive", ":45")

// readClock reads a time of day and whether its half of the day is left open.
func readClock(s string) (clockTime, bool) {
	s = strings.Join(strings.Fields(strings.ToLower(s)), "")
	s = clockWords.Replace(strings.TrimPrefix(strings.TrimPrefix(s, "at"), "@"))
	if m := clockPast.FindStringSubmatch(s); m != nil {
		at, ok := readDigits(m[3] + m[4])
		if !ok {
			return clockTime{}, false
		}
		return at.past(m[1], m[2])
	}
	return readDigits(s)
}

// readDigits reads a time as figures, with am or pm behind them.
func readDigits(s string) (clockTime, bool) {
	var hours, minutes, half string
	if m := clockDigits.FindStringSubmatch(s); m != nil {
		hours, minutes, half = m[1], m[2], m[3]
	} else if m := clockRun.FindStringSubmatch(s); m != nil {
		hours, minutes, half = m[1], m[2], m[3]
	} else {
		return clockTime{}, false
	}
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	if h > 23 || m > 59 || half != "" && (h < 1 || h > 12) {
		return clockTime{}, false
	}
	switch {
	case half == "am" && h == 12:
		h = 0
	case half == "pm" && h < 12:
		h += 12
	}
	return clockTime{h*60 + m, half == "" && h > 0 && h <= 12 && hours[0] != '0', half == "pm"}, true
}

// past moves a time: "half past", "quarter to".
func (at clockTime) past(by, side string) (clockTime, bool) {
	off, _ := strconv.Atoi(by)
	switch by {
	case "half":
		off = 30
	case "quarter":
		off = 15
	}
	if side == "to" {
		off = -off
	}
	if at.minutes += off; at.minutes < 0 {
		return clockTime{}, false
	}
	return at, off > -60 && off < 60
}

// hoursBetween are the words and marks between the two ends of working hours.
var hoursBetween = regexp.MustCompile(`\s*(?:[-–—−~]|\b(?:to|until|till|til|through|thru|and)\b)+\s*`)

// readHours reads working hours as minutes from midnight: 08:00-18:00, 9-5, 8:30 to 5:30, from 9am to 5pm. They lie
// within one day and are an hour at least; 24:00 and midnight are the end of the day. A second time before the first is
// one of the afternoon where nothing says otherwise, and so are both of 1-5.
func readHours(s string) (from, to int, ok bool) {
	if len(s) > settingMost {
		return 0, 0, false
	}
	s = strings.ToLower(strings.TrimSpace(s))
	for _, word := range []string{"from ", "between "} {
		s = strings.TrimPrefix(s, word)
	}
	for _, at := range hoursBetween.FindAllStringIndex(s, -1) { // "quarter to 9 to 5" has two of them
		first, ok1 := readClock(s[:at[0]])
		last, ok2 := readEnd(s[at[1]:])
		if !ok1 || !ok2 {
			continue
		}
		if last.open && last.minutes <= first.minutes && last.minutes < dayEnd/2 {
			last.minutes += dayEnd / 2
		}
		if first.open && first.minutes < 6*60 {
			switch {
			case last.open && last.minutes <= 8*60:
				first.minutes, last.minutes = first.minutes+dayEnd/2, last.minutes+dayEnd/2
			case last.pm:
				first.minutes += dayEnd / 2
			}
		}
		return first.minutes, last.minutes, last.minutes-first.minutes >= 60
	}
	return 0, 0, false
}

// readEnd reads the end of working hours, which may be the end of the day.
func readEnd(s string) (clockTime, bool) {
	switch strings.Join(strings.Fields(s), "") {
	case "24", "24:00", "24.00", "2400", "24h", "midnight", "12midnight", "12am":
		return clockTime{minutes: dayEnd}, true
	}
	return readClock(s)
}
