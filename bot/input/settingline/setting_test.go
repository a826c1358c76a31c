package settingline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Times of day and working hours as people write them, and as settings show them.
func TestHoursAreRead(t *testing.T) {
	for typed, want := range map[string]string{
		"9-5": "09:00–17:00", "9 - 5": "09:00–17:00", "9–5": "09:00–17:00", "9 to 5": "09:00–17:00",
		"from 9 to 5": "09:00–17:00", "between 9 and 5": "09:00–17:00", "nine to five": "09:00–17:00",
		"9am to 5pm": "09:00–17:00", "9 am - 5 pm": "09:00–17:00", "9 a.m. until 5 p.m.": "09:00–17:00",
		"9am-5": "09:00–17:00", "9-5pm": "09:00–17:00", "9 till 5": "09:00–17:00", "9:00-5:00": "09:00–17:00",
		"9 o'clock to 5 o'clock": "09:00–17:00", "at 9 to 5": "09:00–17:00", "9h-17h": "09:00–17:00",
		"8:30-5:30": "08:30–17:30", "8.30-17.30": "08:30–17:30", "0830-1730": "08:30–17:30", "8:30 AM–5:30 PM": "08:30–17:30",
		"half past 8 to half past 5": "08:30–17:30", "quarter to 9 to 5": "08:45–17:00",
		"08:00 – 18:00": "08:00–18:00", "8 to 18": "08:00–18:00", "8 until 18:00": "08:00–18:00",
		"8 - noon": "08:00–12:00", "noon to 8": "12:00–20:00", "12-8": "12:00–20:00", "8-12": "08:00–12:00",
		"10-7": "10:00–19:00", "7-3": "07:00–15:00", "6-2": "06:00–14:00", "1-5": "13:00–17:00", "1-5pm": "13:00–17:00",
		"1pm-5pm": "13:00–17:00", "1pm to 5": "13:00–17:00", "5-2": "05:00–14:00", "5am-2pm": "05:00–14:00",
		"01:00-05:00": "01:00–05:00", "9-24": "09:00–24:00", "9 to midnight": "09:00–24:00", "00:00-24:00": "00:00–24:00",
		"9-9":    "09:00–21:00",
		"17-18x": "", "5": "", "9": "", "22-6": "", "10pm-6am": "", "18:00-08:00": "", "9-9:30": "", "9am-9am": "",
		"9-25": "", "x-5": "", "": "", "-": "", "mon-fri": "", "9:60-17:00": "", "13pm-17pm": "", "always": "",
	} {
		got := ""
		if from, to, ok := readHours(typed); ok {
			got = fmt.Sprintf("%02d:%02d–%02d:%02d", from/60, from%60, to/60, to%60)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestDigestTimesAreRead(t *testing.T) {
	for typed, want := range map[string]int{
		"8": 480, "8am": 480, "8 am": 480, "8 a.m.": 480, "at 8": 480, "08:00": 480, "0800": 480, "eight": 480,
		"8 o'clock": 480, "8.30": 510, "at 8:30": 510, "8:30 AM": 510, "half past 8": 510, "8h30": 510,
		"eight thirty": 510, "08:30 on working days": 510, "8:30 every day": 510, "daily 8:30": 510, "8.30 uhr": 510,
		"quarter to 9": 525, "quarter past 8": 495, "8:15 in the morning": 495, "noon": 720, "12 noon": 720, "12pm": 720,
		"8pm": 1200, "8 in the evening": 1200, "20:00": 1200, "6": 360, "5:45": 345, "12am": 0, "0:00": 0, "23:59": 1439,
		"24:00": -1, "25": -1, "8:60": -1, "13pm": -1, "0pm": -1, "late": -1, "": -1, "8-9": -1, "off": -1, "8:3": -1,
		"12345": -1, "quarter to 0": -1, "half past 25": -1,
	} {
		got, ok := ReadDigest(typed)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d, want %d", typed, got, want)
		}
	}
}

func TestWorkingDaysAreRead(t *testing.T) {
	for typed, want := range map[string]string{
		"mon-fri": "12345", "Monday to Friday": "12345", "monday through friday": "12345", "Mon – Fri": "12345",
		"mon thru fri": "12345", "from monday to friday": "12345", "weekdays": "12345", "working days": "12345",
		"every weekday": "12345", "M-F": "12345", "Mo-Fr": "12345", "mon.-fri.": "12345", "Mon til Fri": "12345",
		"Sunday to Thursday": "01234", "sun-thu": "01234", "Sun - Thurs": "01234", "sunday until thursday": "01234",
		"Mon, Tue and Thu": "124", "mon tue thu": "124", "mondays, tuesdays & thursdays": "124", "Mon/Tue/Thu": "124",
		"monday, tuesday, and thursday": "124", "on mon and thu": "14", "mon + weds": "13", "tues weds thurs": "234",
		"mon-sat": "123456", "weekdays and Saturday": "123456", "every day except Sunday": "123456",
		"all but sunday": "123456", "except Sunday": "123456", "mon-fri except wed": "1245", "not friday": "012346",
		"every day": "0123456", "all": "0123456", "daily": "0123456", "7 days a week": "0123456", "all week": "0123456",
		"weekends": "06", "sat and sun": "06", "fri-mon": "0156", "wed": "3", "only mon": "1",
		"never": "", "": "", "mon-x": "", "someday": "", "all except every day": "", "m": "", "and": "", "9-5": "",
	} {
		days, _ := readDays(typed)
		got := strings.Trim(strings.ReplaceAll(fmt.Sprint(days), " ", ""), "[]")
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// A line names its setting in the contract's words or in everyday ones, or by a value that nothing else can have.
func TestSettingsAreNamed(t *testing.T) {
	for typed, want := range map[string]string{
		"hours 9-5": "hours 9-5", "working hours: 9-5": "hours 9-5", "set my working hours to 9-5": "hours 9-5",
		"Hours = 9-5": "hours 9-5", "office hours from 9 to 5": "hours from 9 to 5", "9-5": "hours 9-5",
		"9am to 5pm": "hours 9am to 5pm", "9-5 on weekdays": "hours 9-5 on weekdays", "mon-fri 9-5": "hours mon-fri 9-5",
		"Mon–Fri, 8:00 AM–6:00 PM": "hours Mon–Fri, 8:00 AM–6:00 PM",
		"days Sunday to Thursday":  "days Sunday to Thursday", "Working days: mon-fri": "days mon-fri",
		"change my working days to mon-sat": "days mon-sat", "mon-sat": "days mon-sat", "every day": "days every day",
		"digest 8": "digest 8", "morning message at 8:30": "digest at 8:30", "Morning message: 08:30": "digest 08:30",
		"8:30": "digest 8:30", "8am": "digest 8am", "daily digest 8am": "digest 8am",
		"tz auto": "tz auto", "time zone Europe/Berlin": "tz Europe/Berlin", "timezone: Berlin": "tz Berlin",
		"Europe/Berlin": "tz Europe/Berlin", "mode assertive": "mode assertive", "assertive": "mode assertive",
		"Mode: balanced": "mode balanced", "passive mode": "mode passive mode",
		"off": "off ", "mute": "off ", "turn off": "off ", "messages off": "off ", "Turn off messages.": "off ",
		"stop messages": "off ", "silence": "off ", "on": "on ", "unmute": "on ", "turn messages on": "on ",
		"resume messages": "on ",
		"colour blue":     " colour blue", "8": " 8", "never": " never", "hours": "hours ", "off on": " off on",
	} {
		word, value := Read(typed)
		if got := word + " " + value; got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// Working hours and days may come in one value.
func TestWeeksAreRead(t *testing.T) {
	for typed, want := range map[string]string{
		"9-5": "540-1020 []", "mon-fri": "0-0 [1 2 3 4 5]", "9-5 mon-fri": "540-1020 [1 2 3 4 5]",
		"mon-fri 9-5": "540-1020 [1 2 3 4 5]", "9 to 5 on weekdays": "540-1020 [1 2 3 4 5]",
		"Sunday to Thursday, 08:00–16:00": "480-960 [0 1 2 3 4]", "9-5, Mon, Tue and Thu": "540-1020 [1 2 4]",
		"9-5 days mon-thu": "540-1020 [1 2 3 4]", "every day from 10 to 4": "600-960 [0 1 2 3 4 5 6]",
		"9-5 often": "", "mon-fri late": "", "": "",
	} {
		got := ""
		if from, to, days, ok := ReadWeek(typed); ok {
			got = fmt.Sprintf("%d-%d %v", from, to, days)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestModesAndOwnZonesAreRead(t *testing.T) {
	for typed, want := range map[string]string{"passive": "passive", "Balanced": "balanced", "assertive mode": "assertive",
		"normal": "balanced", "aggressive": "assertive", "everybody": "assertive", "wild": "", "": "",
		"balanced, warm and high-potential leads get a second try the same day": "balanced"} {
		if got, _ := ReadMode(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	for typed, want := range map[string]string{"auto": "auto", "follow Slack": "auto", "slack": "auto",
		"America/New_York, follows Slack": "auto", "Europe/Berlin, set by you": "Europe/Berlin", "berlin": "Europe/Berlin",
		"new york": "America/New_York", "UTC": "UTC", "Mars/Olympus": "", "": "", "here": ""} {
		got, auto, ok := ReadOwnZone(typed)
		if auto {
			got = "auto"
		}
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", typed, got, ok, want)
		}
	}
}

// Every name of a setting is one setting's, and no name is a value of another.
func TestSettingNamesAreTold(t *testing.T) {
	seen := map[string]string{}
	for word, list := range settingNames {
		for _, name := range list {
			if other := seen[name]; other != "" {
				t.Errorf("%q is called %s and %s", name, word, other)
			}
			seen[name] = word
			if n := len(strings.Fields(name)); n > nameMost || slices.Contains(settingVerbs, name) {
				t.Errorf("%q is never reached", name)
			}
		}
	}
}

// Who sells for a living says so, and whole scripts follow.
func TestSellersAreHeard(t *testing.T) {
	for typed, want := range map[string]string{"I'm not a salesperson": "on", "i am not a salesperson.": "on",
		"I’m a salesperson": "off"} {
		if word, value := Read(typed); word != Scripts || value != want {
			t.Errorf("%q: %s %s", typed, word, value)
		}
	}
}
