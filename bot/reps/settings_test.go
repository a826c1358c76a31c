package reps

import (
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
)

// shownSettings are the lines of the settings' page as their reader sees them: "Second tries: same day for every lead".
func shownSettings(t *testing.T, rep coach.Rep, locale string) []string {
	t.Helper()
	page := setup.Settings(say.Reader{Zone: time.UTC, Locale: locale, Now: time.Unix(1e9, 0)}, rep)
	var lines []string
	for line := range strings.SplitSeq(page.Text, "\n") {
		if strings.Contains(line, ": ") {
			lines = append(lines, strings.NewReplacer("*", "", "\u2060", "").Replace(line))
		}
	}
	if len(lines) != 3 {
		t.Fatalf("%d settings in %q", len(lines), page.Text)
	}
	return lines
}

// What the page of settings shows, typed behind "settings", sets that very value: every time of a digest, all sets of
// weekdays, working hours of every length, each mode and zone.
func TestShownSettingsAreReadBack(t *testing.T) {
	backIn := func(was coach.Rep, locale string) {
		t.Helper()
		got := coach.Rep{}
		req := &request.Request{Now: time.Unix(1e9, 0), Person: request.Person{TZ: was.TZ}}
		for _, line := range shownSettings(t, was, locale) {
			word, value := settingline.Read(line)
			set, known := settings[word]
			if !known {
				t.Fatalf("%q names no setting", line)
			}
			if _, err := set(&got, value, req); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		}
		got.DigestSet, was.DigestSet = time.Time{}, time.Time{}
		if diff := gocmp.Diff(was, got); diff != "" {
			t.Fatalf("read back from %q: %s", shownSettings(t, was, locale), diff)
		}
	}
	back := func(was coach.Rep) {
		t.Helper()
		backIn(was, "en-GB")
		backIn(was, "en-US")
	}
	digest := 510
	usual := coach.Rep{TZ: "Europe/Berlin", TZFixed: true, Digest: &digest, Days: []int{1, 2, 3, 4, 5}, From: 480,
		To:   1080,
		Mode: coach.Balanced}
	for m := range 24 * 60 {
		rep := usual
		rep.Digest = &m
		back(rep)
	}
	for set := 1; set < 128; set++ {
		rep := usual
		rep.Days = nil
		for d := range 7 {
			if set>>d&1 == 1 {
				rep.Days = append(rep.Days, d)
			}
		}
		back(rep)
	}
	for from := 0; from <= 23*60; from += 15 {
		for to := from + 60; to <= 24*60; to += 15 {
			rep := usual
			rep.From, rep.To = from, to
			back(rep)
		}
	}
	for _, mode := range []coach.Mode{coach.Passive, coach.Balanced, coach.Assertive} {
		for _, zone := range []string{"Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Asia/Kolkata", "Etc/GMT+5"} {
			for _, fixed := range []bool{true, false} {
				rep := usual
				rep.Mode, rep.TZ, rep.TZFixed = mode, zone, fixed
				back(rep)
			}
		}
	}
}

// Each setting that a line can name is one that can be changed, and has words of its own.
func TestSettingsAreKnown(t *testing.T) {
	for word := range settings {
		if said, _ := settingline.Read(word + " 8"); said != word && !slices.Contains([]string{"on", "off"}, word) {
			t.Errorf("%q is read as %q", word, said)
		}
		if switches[word] != "" && word != settingline.Digest { // confirmed by what is on or off
			continue
		}
		if words := setup.SettingsSaved(say.Reader{}, word, coach.Rep{}, "").Text; strings.Contains(words,
			"settings are changed") {
			t.Errorf("%s is confirmed in general: %s", word, words)
		}
	}
}
