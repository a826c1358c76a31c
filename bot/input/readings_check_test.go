package input_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// tableParts are the hours of the parts of a day, from the first until before the second.
var tableParts = map[string][2]string{"morning": {"05:00", "12:00"}, "afternoon": {"12:00", "18:00"},
	"evening": {"18:00", "24:00"}}

// The words in front of a stretch of time that say nothing of it.
var tableFiller = regexp.MustCompile(`^(?i:next|on|at|around|the)\b:? *`)

// get is the value of a field that a reading has once; a fact is no such field.
func (r tableReading) get(key string) string {
	for _, f := range r.fields {
		if f.key == key {
			return f.value
		}
	}
	return ""
}

// check holds an answer, a line for each line of work, against the readings that are right.
func (c tableCase) check(got string) error {
	lines := strings.Split(got, "\n")
	if len(lines) != len(c.want) {
		return fmt.Errorf("%d readings, want %d: %q", len(lines), len(c.want), got)
	}
	for i, line := range lines {
		r, err := readReading(line, c.leads)
		if err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		if !slices.ContainsFunc(c.want[i], r.fits) {
			return fmt.Errorf("\n got %s\nwant %s", line, c.want[i][0].text)
		}
	}
	return nil
}

// fits says whether a reading is the wanted one; what the table leaves open is free.
func (r tableReading) fits(want tableReading) bool {
	if r.verb != want.verb || r.about != want.about || r.ask != want.ask || len(r.choices) < len(want.choices) {
		return false
	}
	for i, c := range want.choices {
		if !sameValue("choice", strings.TrimPrefix(r.choices[i], "at "), strings.TrimPrefix(c, "at ")) {
			return false
		}
	}
	return slices.EqualFunc(sortedFields(r.fields), sortedFields(want.fields), func(a, b tableField) bool {
		return a.key == b.key && sameValue(a.key, a.value, b.value)
	})
}

// sortedFields puts details in one order: which of them was typed first says nothing.
func sortedFields(fields []tableField) []tableField {
	return slices.SortedStableFunc(slices.Values(fields), func(a, b tableField) int {
		if a.key != "fact" || b.key != "fact" {
			return slices.Index(tableFields, a.key) - slices.Index(tableFields, b.key)
		}
		return strings.Compare(a.value, b.value)
	})
}

// sameValue compares a value with the wanted one. A day without an hour leaves the hour open, a part of a day its
// hours.
func sameValue(key, got, want string) bool {
	day, clock, _ := strings.Cut(got, " ")
	wantDay, part, _ := strings.Cut(want, " ")
	hours, isPart := tableParts[part]
	switch {
	case got == want:
		return true
	case key == "slots":
		return trimFiller(got) == trimFiller(want)
	case key != "at" && key != "choice" || !tableDay.MatchString(got) || day != wantDay:
		return false
	}
	return part == "" || isPart && clock >= hours[0] && clock < hours[1]
}

// trimFiller drops the words in front of a stretch of time that say nothing of it.
func trimFiller(words string) string {
	for {
		short := tableFiller.ReplaceAllString(words, "")
		if short == words || short == "" {
			return words
		}
		words = short
	}
}

// possible finds what can't be right in a reading, whatever the contract says.
func (r tableReading) possible(c tableCase) error {
	days := map[string]string{} // the days that stand there, with their fields
	for _, f := range r.fields {
		if m := tableDay.FindStringSubmatch(f.value); m != nil && f.key != "fact" {
			days[m[1]] = f.key
		}
		if err := f.possible(c); err != nil {
			return err
		}
	}
	for _, choice := range r.choices {
		at, ok := strings.CutPrefix(choice, "at ")
		if !ok {
			continue
		}
		if t := c.instant(at); !t.Before(c.now.AddDate(0, 0, -7)) {
			return fmt.Errorf("%s is no seven days back", at)
		}
		days[at[:len(time.DateOnly)]] = "at"
	}
	if len(days) != 1 {
		return nil
	}
	for day := range days {
		if err := c.sameWeekday(day); err != nil {
			return err
		}
	}
	return nil
}

// possible finds what can't be right in a field.
func (f tableField) possible(c tableCase) error {
	switch f.key {
	case "at":
		if t := c.instant(f.value); t.After(c.now) || t.Before(c.now.AddDate(0, 0, -7)) {
			return fmt.Errorf("at %s is ahead, or over seven days back", f.value)
		}
	case "next", "agreed?", "try-again?", "come-back":
		if t := c.instant(f.value); !t.After(c.now) {
			return fmt.Errorf("%s %s isn't ahead", f.key, f.value)
		}
	case "note", "agenda", "slots", "named":
		typed := unlinked(c.typed)
		for _, word := range strings.Fields(unlinked(f.value)) {
			if !strings.Contains(typed, word) {
				return fmt.Errorf("%q wasn't typed", word)
			}
		}
	}
	return nil
}

// instant is a day with an hour, on the rep's clock; a day without one is its first minute.
func (c tableCase) instant(text string) time.Time {
	day, clock, _ := strings.Cut(text, " ")
	if hours, ok := tableParts[clock]; ok {
		clock = hours[0]
	}
	if clock == "" {
		clock = "00:00"
	}
	t, _ := time.ParseInLocation(time.DateOnly+" 15:04", day+" "+clock, c.now.Location()) // read before
	return t
}

// sameWeekday refuses a day that isn't the one weekday that was typed, nor the one word for a day near now.
func (c tableCase) sameWeekday(day string) error {
	typed := strings.ToLower(unlinked(c.typed))
	for _, l := range c.leads {
		typed = strings.ReplaceAll(typed, strings.ToLower(l.name), "")
	}
	date, _ := time.Parse(time.DateOnly, day) // read before
	named := map[string]bool{}
	for _, word := range regexp.MustCompile(`\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*\b`).FindAllString(typed, -1) {
		named[word[:3]] = true
	}
	if weekday := strings.ToLower(date.Weekday().String()[:3]); len(named) == 1 && !named[weekday] {
		return fmt.Errorf("%s is a %s", day, date.Weekday())
	}
	for word, days := range map[string]int{"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1} {
		if !strings.Contains(typed, word) || strings.Contains(typed, "day after") {
			continue
		}
		if near := c.now.AddDate(0, 0, days).Format(time.DateOnly); near != day {
			return fmt.Errorf("%s is %s", word, near)
		}
	}
	return nil
}
