package say_test

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/say/problems"
)

// What is expected shows what to type as code, and takes nothing of its meaning from it; other marks mean nothing.
func TestExpectedShowsWhatToType(t *testing.T) {
	for expected, want := range map[string]string{
		"one of those that `/followup team list` shows": "One of those that `/followup team list` shows.",
		"`/followup help` has the keys":                 "`/followup help` has the keys.",
		"write `a <b>` or `*c*`":                        "Write `a &lt;b&gt;` or `∗c∗`.",
		"hours, as `9`, not *9*":                        "Hours, as `9`, not ∗9∗.",
		"what a lone ` marks":                           "What a lone ˋ marks.",
		"`a` and a lone `":                              "`a` and a lone ˋ.",
	} {
		if got := problems.BadValue(reader, "a team", "x", expected, "", "").Text; !strings.Contains(got, want) {
			t.Errorf("%q is said as\n%s\nwithout %q", expected, got, want)
		}
	}
}
