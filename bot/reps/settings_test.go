package reps

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
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
	if len(lines) < 3 {
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
		when := occasion{now: time.Unix(1e9, 0), slack: was.TZ, most: coach.DefaultRules().Limits().DMsPerDay}
		for _, line := range shownSettings(t, was, locale) {
			word, value := settingline.Read(line)
			set, known := settings[word]
			if !known {
				t.Fatalf("%q names no setting", line)
			}
			if _, err := set(&got, value, when); err != nil {
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
	for n := range 12 {
		for _, clock := range []calendar.HourCycle{"", calendar.Hours12, calendar.Hours24} {
			rep := usual
			rep.DMs, rep.Clock = n, clock
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

// A page of the form is what stands in its fields when it is sent.
func page(t *testing.T, opened coach.Rep, fill map[string]slack.BlockAction) request.Form {
	t.Helper()
	raw, err := json.Marshal(formed(opened))
	if err != nil {
		t.Fatal(err)
	}
	return request.Form{Values: fill, Meta: request.Meta{Text: string(raw)}}
}

func picked(at int) slack.BlockAction {
	return slack.BlockAction{SelectedTime: fmt.Sprintf("%02d:%02d", at/60%24, at%60)}
}

// The form's pickers name times of day as they are: whatever two of them say is a working day of these hours, or none.
func TestHoursOfTheFormAreTakenAsTheyArePicked(t *testing.T) {
	for from := 0; from < 24*60; from += 15 {
		for to := 15; to <= 24*60; to += 15 {
			rep := coach.Rep{TZ: "UTC", From: 1, To: 61}
			_, field, _ := fill(&rep, page(t, rep, map[string]slack.BlockAction{fields.From: picked(from),
				fields.Until: picked(to)}), occasion{})
			switch taken := rep.From == from && rep.To == to; {
			case to-from >= 60 && (!taken || field != ""):
				t.Fatalf("%d–%d: %d–%d, refused at %q", from, to, rep.From, rep.To, field)
			case to-from < 60 && (field != fields.Until || rep.From != 1 || rep.To != 61):
				t.Fatalf("%d–%d: %d–%d, refused at %q", from, to, rep.From, rep.To, field)
			}
		}
	}
}

// A page writes what was changed on it, and leaves what was set elsewhere while it was open.
func TestAFormWritesWhatWasChangedOnIt(t *testing.T) {
	opened := coach.Rep{TZ: "America/New_York"}
	elsewhere := opened
	early := 7 * 60
	elsewhere.Digest, elsewhere.Mode, elsewhere.Days = &early, coach.Assertive, []int{0, 1, 2}
	untouched := map[string]slack.BlockAction{fields.Digest: picked(510), fields.From: picked(480),
		fields.Until: picked(18 * 60), fields.Mode: {SelectedOption: slack.OptionBlockObject{Value: "balanced"}},
		fields.Zone: {}, fields.Days: {SelectedOptions: []slack.OptionBlockObject{{Value: "5"}, {Value: "1"}, {Value: "2"},
			{Value: "3"}, {Value: "4"}}}}
	rep := elsewhere
	if _, field, problem := fill(&rep, page(t, opened, untouched), occasion{slack: "Asia/Tokyo"}); problem != "" {
		t.Fatal(field, problem)
	}
	if diff := gocmp.Diff(elsewhere, rep); diff != "" {
		t.Errorf("a form without a change changed %s", diff)
	}
	untouched[fields.Digest] = picked(9 * 60)
	rep = elsewhere
	if _, field, problem := fill(&rep, page(t, opened, untouched), occasion{}); problem != "" {
		t.Fatal(field, problem)
	}
	if want := 9 * 60; rep.DigestMinute() != want || rep.Mode != coach.Assertive || len(rep.Days) != 3 {
		t.Errorf("%d, %s on %v", rep.DigestMinute(), rep.Mode, rep.Days)
	}
}

// A number of messages that can't be is refused at its field and on the line, with what can; the installation's own is
// no wish.
func TestMessagesADayHaveACeiling(t *testing.T) {
	when := occasion{most: 12}
	for given, want := range map[string]int{"1": 1, "8": 8, "at most 8 a day": 8, "12": 0, "auto": 0, "0": -1, "13": -1,
		"-1": -1, "many": -1, "": -1, "8.5": -1} {
		rep := coach.Rep{DMs: 5}
		_, err := settings[settingline.DMs](&rep, given, when)
		if err != nil {
			rep.DMs = -1
		}
		if rep.DMs != want {
			t.Errorf("%q: %d, want %d (%v)", given, rep.DMs, want, err)
		}
		form := coach.Rep{DMs: 5}
		_, field, problem := fill(&form, page(t, form, map[string]slack.BlockAction{fields.DMs: {Value: given}}), when)
		if refused := want < 0; refused != (field == fields.DMs) || refused && !strings.Contains(problem, "1 to 12") {
			t.Errorf("%q on the form: %d, %q at %q", given, form.DMs, problem, field)
		}
	}
}
