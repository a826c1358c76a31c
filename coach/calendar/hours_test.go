package calendar

import "testing"

func TestAWishGoesBeforeTheLocale(t *testing.T) {
	for _, c := range []struct {
		wish   HourCycle
		locale string
		twelve bool
	}{
		{"", "en-US", true}, {"", "en_us", true}, {"", "en-GB", false}, {"", "de-DE", false}, {"", "", false},
		{Hours24, "en-US", false}, {Hours24, "de-DE", false}, {Hours12, "de-DE", true}, {Hours12, "", true},
		{"13", "en-US", true}, // what a newer version may write
	} {
		if got := c.wish.Twelve(c.locale); got != c.twelve {
			t.Errorf("%q in %q: twelve hours %v", c.wish, c.locale, got)
		}
	}
}
