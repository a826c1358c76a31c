package main

import (
	"strconv"
	"strings"
	"testing"
)

// Somebody picks up: the next line to say, the outcome with one tap, a time, and the page it ends on.
func TestSomebodyPicksUp(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup today")
	v.sees("Reached…")
	v.look("9-1-today")
	v.Browser.Click(`#messages [data-action="log.reached"]`)
	v.form("How did it go?")
	v.look("9-2-reached")
	v.inForm("talk.what") // the script is folded until it is asked for
	v.Browser.Click(`.modal[open] [data-action="talk.say"]`)
	v.pick("Has no time")
	v.form("which suits you better?")
	v.look("9-3-next-line")
	v.reached("not-reviewed")
	v.form("Did you try to go through it together?")
	v.look("9-4-not-read")
	v.tick("slot", 0)
	var slot string // "Tue, Dec 1, 4:30 PM"
	v.Eval(`document.querySelector('.modal[open] input:checked').closest("label").innerText`, &slot)
	clock := slot[strings.LastIndex(slot, ", ")+2:]
	v.look("9-5-slot")
	v.Browser.Click(`.modal[open] .modal-foot .primary`)
	v.form("Booked: Kestrel Air, ")
	v.form(clock)
	v.look("9-6-saved")
	v.closeForm()
	v.sees("✓ Kestrel Air: call agreed for ", clock)

	v.say("/followup show harbor")
	v.Browser.Click(`#messages .message:last-child [data-action="log.reached"]`)
	v.form("How did it go?")
	v.reached("wants-info")
	v.form("Saved: asked for info.")
	v.form("Before anything goes out")
	v.look("9-7-gate")
	v.tick("how", 3)
	v.Browser.Click(`.modal[open] [data-action="material"]`)
	v.Type("Price list")
	v.Browser.Click(`.modal[open] .modal-foot .primary`)
	v.form("Ask this first")
	v.look("9-8-ask-first")
	v.inForm("wrap.more")
	v.form("What did you send or show?")
	v.look("9-9-more")
	v.content()
}

// inForm taps a button of the open form.
func (v *visitor) inForm(action string) {
	v.Helper()
	v.Browser.Click(`.modal[open] [data-action="` + action + `"]`)
}

// tick taps the nth choice of a field of the open form.
func (v *visitor) tick(field string, n int) {
	v.Helper()
	v.Browser.ClickOn(`[...document.querySelectorAll('.modal[open] [data-action="` + field +
		`"] input, .modal[open] input[data-action="` + field + `"]')][` + strconv.Itoa(n) + `]`)
}

// reached says how it went: with a button, or for the rarer outcomes with the menu "Something else".
func (v *visitor) reached(outcome string) {
	v.Helper()
	rare := map[string]string{
		"not-reviewed": "Hasn't read it", "referral": "Sent me to someone", "called-back": "They called back",
		"no-memory": "Doesn't remember me", "won": "Won", "has-solution": "Has a solution",
		"left-company": "Left the company", "gatekeeper": "Assistant answered", "busy": "Busy",
		"bad-number": "Wrong number",
	}
	if words, ok := rare[outcome]; ok {
		v.inForm("reached.else")
		v.pick(words)
		return
	}
	v.inForm("reached." + outcome)
}
