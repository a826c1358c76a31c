package bot

import (
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// settingsLine shows or changes the rep's own settings. Each change is undoable, and whatever depends on it is worked
// out again: the digest at once, the leads' due times by the engine.
func (b *Bot) settingsLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		seen, err := b.look(ctx, a, store.Ask{})
		if err != nil {
			return answer{}, err
		}
		f, err := b.space().Figures(ctx, seen.Rep, a.now.In(seen.Rep.Location()).AddDate(0, 0, -7))
		if err != nil {
			return answer{}, err
		}
		return saying(b.checked(a, say.Settings(b.reader(a), seen.Rep, b.rules.Mirror(f.Ever, f.Week))))
	}
	word := strings.ToLower(ln.ws[0].Text)
	set, known := settings[word]
	if !known {
		return answer{}, &badValue{what: "a setting", given: word, expected: "digest, days, hours, tz, mode, off or on",
			example: "/followup settings digest 08:30"}
	}
	given := span(ln.text, ln.ws[1:])
	return change(ctx, b, a, store.Ask{}, func(store.Seen) (store.Change, say.Reply, error) {
		rep := *a.rep
		reindex, err := set(&rep, given, a)
		if err != nil {
			return store.Change{}, say.Reply{}, err
		}
		c := store.Change{Op: "settings", Entry: store.NewID(), Undoable: true, Rep: &rep, Reindex: reindex}
		a.rep = &rep
		return c, say.SettingsSaved(b.reader(a), word, rep), nil
	}, func(r say.Reply) (answer, error) { return saying(b.checked(a, r)) })
}

// settings change a rep's record by what was typed, and report whether the leads' due times depend on it.
var settings = map[string]func(rep *coach.Rep, given string, a *act) (reindex bool, err error){
	"digest": func(rep *coach.Rep, given string, a *act) (bool, error) {
		m, ok := readClock(given)
		if !ok {
			return false, &badValue{what: "a time of day", given: given, expected: "hours and minutes",
				example: "/followup settings digest 08:30"}
		}
		rep.Digest, rep.DigestSet = &m, a.now.UTC()
		return false, nil
	},
	"days": func(rep *coach.Rep, given string, _ *act) (bool, error) {
		days, ok := readDays(given)
		if !ok {
			return false, &badValue{what: "working days", given: given, expected: "weekdays, a range of them, or all",
				example: "/followup settings days mon-fri"}
		}
		rep.Days = days
		return true, nil
	},
	"hours": func(rep *coach.Rep, given string, _ *act) (bool, error) {
		from, to, ok := readHours(given)
		if !ok {
			return false, &badValue{what: "working hours", given: given,
				expected: "two times of one day, the earlier first and at least an hour apart",
				example:  "/followup settings hours 08:00-18:00"}
		}
		rep.From, rep.To = from, to
		return true, nil
	},
	"tz": func(rep *coach.Rep, given string, a *act) (bool, error) {
		if strings.EqualFold(given, "auto") {
			rep.TZFixed = false
			if zoneExists(a.who.tz) {
				rep.TZ = a.who.tz
			}
			return true, nil
		}
		zone, ok := readZone(given)
		if !ok {
			return false, &badValue{what: "a time zone", given: given,
				expected: "a name such as Europe/Berlin, or auto to follow Slack",
				example:  "/followup settings tz America/New_York"}
		}
		rep.TZ, rep.TZFixed = zone, true
		return true, nil
	},
	"mode": func(rep *coach.Rep, given string, _ *act) (bool, error) {
		switch m := coach.Mode(strings.ToLower(given)); m {
		case coach.Passive, coach.Balanced, coach.Assertive:
			rep.Mode = m
			return true, nil
		}
		return false, &badValue{what: "a mode", given: given, expected: "passive, balanced or assertive",
			example: "/followup settings mode assertive"}
	},
	"off": func(rep *coach.Rep, _ string, _ *act) (bool, error) {
		rep.Off = true
		return true, nil
	},
	"on": func(rep *coach.Rep, _ string, _ *act) (bool, error) {
		rep.Off = false
		return true, nil
	},
}

// readClock reads a time of day as minutes from midnight: 8:30, 08:30, 8, 8am, 8:30 pm.
func readClock(s string) (int, bool) {
	s = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	for _, layout := range []string{"15:04", "3:04pm", "3pm", "15", "15.04", "15h04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Hour()*60 + t.Minute(), true
		}
	}
	return 0, false
}

// readHours reads working hours: 08:00-18:00, 8 to 18. They lie within one day.
func readHours(s string) (from, to int, ok bool) {
	s = strings.NewReplacer("–", "-", "—", "-", " to ", "-", " until ", "-").Replace(strings.ToLower(s))
	f, t, found := strings.Cut(s, "-")
	if !found {
		return 0, 0, false
	}
	from, ok1 := readClock(f)
	to, ok2 := readClock(t)
	if strings.TrimSpace(t) == "24:00" || strings.TrimSpace(t) == "24" {
		to, ok2 = 24*60, true
	}
	return from, to, ok1 && ok2 && to-from >= 60
}

var weekdayNames = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// readDays reads working weekdays: mon-fri, sun-thu, all, "mon tue thu", weekdays. They come back in the order of the
// week.
func readDays(s string) ([]int, bool) {
	s = strings.ToLower(strings.NewReplacer("–", "-", "—", "-", " - ", "-", ",", " ", " and ", " ", "&", " ").Replace(s))
	switch strings.TrimSpace(s) {
	case "all", "every day", "everyday", "daily":
		return []int{0, 1, 2, 3, 4, 5, 6}, true
	case "weekdays":
		return []int{1, 2, 3, 4, 5}, true
	}
	var on [7]bool
	parts := strings.Fields(s)
	for _, part := range parts {
		first, last, isRange := strings.Cut(part, "-")
		from, ok := readWeekday(first)
		to := from
		if ok && isRange {
			to, ok = readWeekday(last)
		}
		if !ok {
			return nil, false
		}
		for d := from; ; d = (d + 1) % 7 {
			on[d] = true
			if d == to {
				break
			}
		}
	}
	var days []int
	for d, is := range on {
		if is {
			days = append(days, d)
		}
	}
	return days, len(days) > 0
}

func readWeekday(s string) (int, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".")
	if len(s) < 2 {
		return 0, false
	}
	for d, name := range weekdayNames {
		if strings.HasPrefix(name, s) || s == name+"s" {
			return d, true
		}
	}
	return 0, false
}
