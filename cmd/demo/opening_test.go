package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
)

// The demo opens on something to do: three steps, the first already chosen, and its command waits to be sent.
func TestItOpensOnSomethingToDo(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.Until(`document.querySelectorAll("#steps .step").length === 3`)
	v.Until(`document.querySelector('#steps [aria-current="step"]').dataset.step === "0"`)
	v.Until(`document.getElementById("typed").value === "/followup acme voicemail"`)
	v.look("0-opens")

	v.Press("Enter")
	v.sees("Acme Corp")
	v.Until(`document.querySelector('#steps [aria-current="step"]').dataset.step === "1"`)
	v.look("s-log")
	v.Browser.Click(`#steps [data-step="1"]`)
	v.sees("Birchwood Dental")
	v.Until(`document.querySelector('#steps [aria-current="step"]').dataset.step === "2"`)
	v.look("s-digest")
	v.Browser.Click(`#steps [data-step="2"]`)
	v.Until(`document.getElementById("typed").value === "/followup when delta"`)
	v.Press("Enter")
	v.sees("Delta Print Works")
	v.Until(`document.getElementById("steps").hidden`)
	v.content()
}

// Typing takes the place of what waits in the box, and an empty box shows what can be typed.
func TestTheBoxShowsItsHints(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.Until(`document.getElementById("typed").value !== ""`)
	v.Browser.Click("#typed")
	v.Type("/followup help")
	v.Until(`document.getElementById("typed").value === "/followup help"`)
	v.Press("Enter")
	v.sees("What you can type")
	v.look("s-help")
	v.Browser.Click("#steps .icon")
	v.Until(`document.getElementById("hints").hidden`)
	v.Eval(`document.activeElement.blur()`, nil)
	v.Browser.Click("#typed")
	v.Until(`document.querySelectorAll(".hint-row").length > 10`)
	v.look("0-hints")
	v.content()
}

// #channel and @name are what Slack makes of them: a team, its people and its summary, all typed.
func TestNamesAreResolvedInTheBox(t *testing.T) {
	v := visit(t)
	v.at(manager + "/")
	v.say("/followup team create West #sales-north")
	v.sees("✓ Created: West", "#sales-north")
	v.say("/followup team add West @Omar Haddad")
	v.sees("✓ Added: West, @Omar Haddad")
	v.look("s-team")
	v.at(manager + "/" + salesRoom)
	v.say("/followup team summary North now")
	v.sees("North, ")
	for _, screen := range []struct{ wide, drawn int }{{390, 320}, {1280, 640}} {
		v.Size(screen.wide, 860, false)
		v.Until(fmt.Sprintf(`document.querySelector("#messages .chart > svg").viewBox.baseVal.width === %d`, screen.drawn))
	}
	v.look("s-summary")
	v.content()
}

// Nobody's first message says that it is late, however far the clock was moved, and whatever hour they chose.
func TestFirstMessagesComeInTime(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup settings digest 7:45")
	v.sees("7:45 AM")
	v.forward(1, 8, 30)
	v.at(omar + "/")
	v.sees("Stellwerk GmbH")
	v.at(maya + "/")
	v.sees("Kestrel Air")
	for _, p := range []string{maya, omar} {
		for _, m := range v.floor.slack.Messages(v.floor.slack.DM(p), p) {
			if strings.Contains(m.Text, "later than usual") || strings.Contains(m.Text, "Sent late") ||
				strings.Contains(m.Text, "offline") {
				t.Errorf("%s reads: %s", p, m.Text)
			}
		}
	}
}

// A move halts at each rep's morning, and skips all but the last days of a long one.
func TestMornings(t *testing.T) {
	start := firstMorning(time.Date(2026, time.November, 9, 12, 0, 0, 0, time.UTC)) // Tuesday, 8:20 in New York
	rules := coach.DefaultRules()
	reps := []coach.Rep{{ID: maya, TZ: "America/New_York"}, {ID: omar, TZ: "Europe/Berlin"},
		{ID: manager, TZ: "America/New_York"}}
	if got := mornings(rules, reps, start, start.Add(11*time.Minute)); len(got) != 1 {
		t.Errorf("to 8:31: %v", got)
	}
	if got := mornings(rules, reps, start, start.Add(24*time.Hour)); len(got) != 2 || !got[1].After(got[0]) {
		t.Errorf("to tomorrow: %v", got) // Berlin's comes after New York's of today
	}
	if got := mornings(rules, reps, start, start.Add(300*24*time.Hour)); len(got) > 6 {
		t.Errorf("a year halts %d times", len(got))
	}
}

// What a rep opens most, for the eye.
func TestSurfacesForTheEye(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup today")
	v.sees("Reached…")
	v.Browser.Click(`#messages [data-action="log.reached"]`)
	v.form("How did it go?")
	v.look("s-reached")
	v.closeForm()
	v.say("/followup settings")
	v.sees("Your settings")
	v.look("s-settings")
	v.Browser.ClickOn(`[...document.querySelectorAll('#messages [data-action="open.settings"]')].at(-1)`)
	v.form("Working days")
	v.look("s-settings-form")
	v.send()
	v.form("Saved")
	v.look("s-settings-saved")
	v.closeForm()
	for name, words := range map[string]string{
		"error-date": "next acme 31 Apr", "error-word": "acme voicemeil", "error-later": "export",
		"figures": "settings figures",
		"list":    "list week", "none": "list due zzz", "help-team": "help team", "library": "team library",
	} {
		v.say("/followup " + words)
		v.look("s-" + name)
	}
	v.content()
}
