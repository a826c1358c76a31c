package calendar

import "strings"

// HourCycle is how many hours a clock has before it begins anew, as somebody wants to read it. The zero value goes by
// their locale: Americans' clocks have twelve.
type HourCycle string

// What somebody can want instead of what their locale says.
const (
	Hours12 HourCycle = "12"
	Hours24 HourCycle = "24"
)

// Twelve reports whether a time of day is written with AM and PM. It is the one place that decides so, for messages,
// buttons, forms and what is written to prospects alike.
func (c HourCycle) Twelve(locale string) bool {
	return c == Hours12 || c != Hours24 && American(locale)
}

// American reports whether a locale is that of the United States, as Slack writes it or as others do: there the month
// comes before the day.
func American(locale string) bool {
	return strings.EqualFold(strings.ReplaceAll(locale, "_", "-"), "en-US")
}
