package main

import (
	"strconv"
	"testing"
)

// formTaps taps the button of the form on top with that label.
func (v *visitor) formTaps(label string) {
	v.Helper()
	v.Browser.ClickOn(`[...[...document.querySelectorAll(".modal[open]")].at(-1).querySelectorAll("button")]
		.find(b => b.innerText === ` + strconv.Quote(label) + `)`)
}

// A rep's settings from their Home: when they work, and on top of that page what they are sent and on which clock they
// read. What is saved is drawn on the Home at once.
func TestTheSettings(t *testing.T) {
	v := visit(t)
	v.at(maya + "/home")
	v.homeSays("leads today")
	v.homeTaps("Settings…")
	v.form("Working hours from")
	v.look("10-settings")
	v.formTaps("Messages…")
	v.form("What I may send you")
	v.look("10-settings-messages")
	v.Browser.ClickOn(`[...document.querySelectorAll(".modal[open] label")].find(l => l.innerText.includes("24 hours"))`)
	v.formTaps("Save")
	v.form("Clock: 24 hours")
	v.look("10-settings-saved")
	v.formTaps("Undo")
	v.form("Undone")
	v.content()
}
