package main

import (
	"fmt"
	"testing"
)

// The first thing a newcomer does: log a voicemail, move the clock to tomorrow, read the morning message.
func TestTheFirstFiveMinutes(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup acme voicemail")
	v.sees("Acme Corp", "Undo")
	v.look("1-logged")

	v.forward(1, 8, 30)
	v.sees(" today", "Birchwood Dental")
	v.look("2-morning")

	v.Browser.Click(`[data-action="log.voicemail"]`)
	v.sees("✓")
	v.look("3-one-tap")
	v.content()
}

// Every message and form that the bot has, drawn from its real words.
func TestEverythingIsDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	for i, words := range []string{
		"today", "show acme", "when acme", "list week", "list closed", "help", "help dates", "tip", "settings",
		"settings digest 7:45",
		"evergreen talked liked it next Thu 4pm agenda pricing", "foxglove talked next week", "foxglove talked next week",
		"acme voicmail", "cobolt voicemail", "frobnicate the leads", "next acme 31 Apr", "next acme last Friday",
		"log Newton Mills voicemail",
		"undo", "close birchwood no-response", "snooze cobalt Monday", "check just checking in", "team list",
	} {
		v.say("/followup " + words)
		v.look(fmt.Sprintf("5-%02d", i))
	}

	// The forms, from the newest card.
	v.say("/followup show meridian")
	v.say("/followup show harbor")
	for _, f := range []struct{ entry, says string }{
		{"Log with details", "What happened?"}, {"Snooze", "Snooze"}, {"Close", "Close"},
	} {
		v.more(f.entry)
		v.form(f.says)
		v.look("6-form-" + f.says[:5])
		v.closeForm()
	}
	v.say("/followup add")
	v.form("Add a lead")
	v.look("6-form-add")
	v.closeForm()

	// A form that is sent ends on what was saved, what comes next, and why.
	v.more("Log with details")
	v.form("What happened?")
	v.Browser.Click(`.modal[open] .modal-foot .primary`)
	v.Until(`document.querySelector(".modal[open]").innerText.toLowerCase().includes("pick") `)
	v.look("6-form-errors")
	v.Browser.Click(`.modal[open] [data-action="outcome"]`)
	v.pick("Left a voicemail")
	v.Browser.Click(`.modal[open] .modal-foot .primary`)
	v.form("✓")
	v.look("6-form-saved")
	v.closeForm()

	// What comes by itself: the nudge before a second try, the ping, its update, and the next morning's question.
	v.say("/followup next cobalt today 3pm agenda price list")
	v.say("/followup acme voicemail left word again")
	v.forward(0, 14, 50)
	v.sees("Calling now")
	v.look("7-ping")
	v.forward(0, 15, 5)
	v.sees("Still to call")
	v.look("7-still")
	v.forward(0, 15, 50)
	v.sees("second try")
	v.look("7-nudge")
	v.forward(1, 8, 30)
	v.sees(" today", "I missed it")
	v.look("7-morning")

	v.at(manager + "/" + salesRoom)
	v.say("/followup team summary now")
	v.sees("North, ")
	v.look("8-summary")
	v.content()
}
