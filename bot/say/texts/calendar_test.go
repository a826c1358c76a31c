package texts

import (
	"strings"
	"testing"
)

// An agenda's points are its lines and what stands between semicolons, without the marks of a list (S4.7).
func TestPoints(t *testing.T) {
	for agenda, want := range map[string]string{
		"":                                     "",
		"pricing":                              "pricing",
		"prices, also for 1,000 seats":         "prices, also for 1,000 seats",
		"- a\n• b\r\n* c; – d;;\n \n":          "a|b|c|d",
		"C-level; -5 % off":                    "C-level|5 % off",
		"\u202Eturned\u2066 \x00around":        "turned around",
		strings.Repeat("x;", 40):               strings.TrimSuffix(strings.Repeat("x|", pointsMost), "|"),
		strings.Repeat("ä", pointLength) + "ä": strings.Repeat("ä", pointLength-1) + "…",
	} {
		if got := strings.Join(points(agenda), "|"); got != want {
			t.Errorf("%q: %q, want %q", agenda, got, want)
		}
	}
}
