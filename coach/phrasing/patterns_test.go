package phrasing

import (
	"slices"
	"strings"
	"testing"
)

func TestPhrases(t *testing.T) {
	sets := Sets{"them": "him|her", "again": "$again now"}
	for pattern, want := range map[string]string{
		"Left (him|her|) a (voicemail|VM)": "left him voicemail|left him vm|left her voicemail|left her vm|" +
			"left voicemail|left vm",
		"called $them": "called him|called her",
		"didn’t call":  "didn't call",
		"a call":       "a call", // an article that begins it stays
	} {
		got, err := sets.Phrases(pattern)
		if err != nil || !slices.Equal(got, strings.Split(want, "|")) {
			t.Errorf("%s: %q, %v", pattern, got, err)
		}
	}
	for pattern, want := range map[string]string{
		"left (him": "a bracket is open", "left him)": "closes nothing", "(him|)": "expected a word",
		"$nobody": "no such set", "$again": "within itself", strings.Repeat("(a1|b1|c1|d1|e1)", 6): "more than 2000",
	} {
		if got, err := sets.Phrases(pattern); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v, want %q", pattern, got, err, want)
		}
	}
}
