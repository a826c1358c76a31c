package main

import (
	"strconv"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// homeSays waits until the Home has the words.
func (v *visitor) homeSays(words ...string) {
	v.Helper()
	for _, w := range words {
		v.Until(`document.querySelector("#home").innerText.replace(/\s+/g," ").includes(` + strconv.Quote(w) + `)`)
	}
}

// homeTaps taps the first button of the Home with that label.
func (v *visitor) homeTaps(label string) {
	v.Helper()
	v.Browser.ClickOn(`[...document.querySelectorAll("#home button")].find(b => b.innerText === ` +
		strconv.Quote(label) + `)`)
}

// What a rep has before them without asking: whom to call now, in one tap; their leads by a filter; their figures. A
// manager sees what waits for them.
func TestTheHome(t *testing.T) {
	v := visit(t)
	v.at(maya + "/home")
	v.homeSays("leads today", "Answer first", "Show")
	v.look("9-home")
	v.homeTaps("No answer")
	v.homeSays("✓", "Undo")
	v.look("9-home-logged")
	v.homeTaps("Undo")
	v.homeSays("Undone:")

	v.homeTaps("My leads")
	v.homeSays("Next page")
	v.look("9-home-leads")
	v.homeTaps("Next page")
	v.homeSays("First page")
	v.homeTaps("My figures")
	v.homeSays("Only you see this")
	v.look("9-home-figures")

	v.at(omar + "/home")
	v.homeSays("today")
	v.look("9-home-omar")
	v.at(manager + "/home")
	v.homeSays("My team")
	v.homeTaps("My team")
	v.homeSays("Waiting for you")
	v.look("9-home-manager")

	v.floor.slack.Join(fakeslack.User{ID: "U0NINA", Name: "nina", RealName: "Nina Ortiz", TZ: "America/New_York"})
	v.at("U0NINA/home")
	v.homeSays("I'm Followup", "Try one log")
	v.look("9-home-new")
	v.homeTaps("Try one log…")
	v.form("Sample Bakery")
	v.Browser.ClickOn(`[...document.querySelectorAll(".modal[open] button")].find(b => b.innerText === "Voicemail")`)
	v.form("A try: nothing was kept")
	v.look("9-home-tried")
	v.closeForm()
	v.homeTaps("Skip")
	v.homeSays("Nothing due today.")
	v.look("9-home-empty")
	v.content()
}
