package main

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// newcomerTaps is how many taps somebody new needs from an empty Home to their first call logged, a list brought in on
// the way. The README has them one by one.
const newcomerTaps = 13

// A newcomer's two minutes on a phone, tap by tap, without a word typed: a log is tried, the hours are looked at, a
// list is brought in, and the first call of it is made and logged.
func TestANewcomersTwoMinutes(t *testing.T) {
	v := visit(t)
	v.Size(phoneWide, phoneHigh, false)
	v.floor.slack.Join(fakeslack.User{ID: "U0NINA", Name: "nina", RealName: "Nina Ortiz", TZ: "America/New_York"})
	v.at("U0NINA/home")
	taps := 0
	tap := func(in, label string) {
		t.Helper()
		v.Browser.ClickOn(fmt.Sprintf(`[...document.querySelectorAll(%q)].find(b => b.innerText === %s)`,
			in+" button", strconv.Quote(label)))
		taps++
	}
	const home, page = "#home", ".modal[open]"
	gone := func() {
		t.Helper()
		v.Until(`document.querySelector(".modal[open]") === null`)
	}

	v.homeSays("I'm Followup.", "3. Try one log")
	tap(home, "Try one log…")
	v.form("Sample Bakery")
	tap(page, "No answer")
	v.form("A try: nothing was kept.")
	tap(page, "Close")
	gone()
	v.homeSays("✓ Try one log")

	tap(home, "Set my hours…")
	v.form("Morning message")
	tap(page, "Save")
	v.form("Your settings")
	tap(page, "Close")
	gone()
	v.homeSays("✓ Your list comes on working days at 8:30 AM")

	tap(home, "Add or import leads…")
	v.form("A CSV file")
	v.Browser.Click(`.modal[open] [data-file="leads.csv"]`)
	taps++
	v.Browser.Click(`.modal[open] .submit`)
	taps++
	v.form("14 new")
	v.Browser.Click(`.modal[open] .submit`)
	taps++
	v.form("✓ Imported: leads.csv")
	tap(page, "Close")
	gone()
	v.homeSays("leads today", "Call now")

	tap(home, "Start calling")
	v.form("Take a break")
	tap(page, "No answer")
	v.form("✓ Saved: Acme, no answer")
	v.form("1 done")
	if taps != newcomerTaps {
		t.Errorf("%d taps, and the README says %d", taps, newcomerTaps)
	}
	v.content()
}
