package main

import (
	"fmt"
	"strconv"
	"testing"
)

// Every way in which a call can have gone has a page of its own, and each of them is drawn.
func TestEveryOutcomeIsDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	for i, o := range []struct{ outcome, result, asks, next string }{
		{"talked", "talked", "Agenda, so they know", "· follow-up 1"},
		{"meeting", "agreed on a call", "Agenda, so they know", "· follow-up 1"},
		{"not-reviewed", "hadn't read it", "Did you try to go through it together?", "· follow-up 1"},
		{"wants-info", "asked for info", "Before anything goes out", "· follow-up 1"},
		{"referral", "sent you to someone", "Promises", "· follow-up 1"},
		{"not-now", "not now", "Next call", "· follow-up 1"},
		{"called-back", "called back", "Promises", "· follow-up 1"},
		{"no-time", "no time", "Next call", "· follow-up 1"},
		{"no-memory", "didn't remember you", "Next call", "· follow-up 1"},
		{"won", "won", "What made the difference?", ""},
		{"has-solution", "has a solution", "Their contract ends", ""},
		{"not-interested", "not interested", "Why?", ""},
		{"left-company", "left the company", "Note", ""},
		{"gatekeeper", "spoke to an assistant", "Direct line", "· attempt 4 of 7"},
		{"busy", "busy", "Note", "· redial, attempt 3 of 7"},
		{"bad-number", "wrong number", "Note", "· find a working number"},
		{"do-not-call", "do not call", "Note", ""},
	} {
		v.say("/followup show cobalt")
		v.newest("log.reached")
		v.form("How did it go?")
		v.reached(o.outcome)
		if o.outcome == "do-not-call" { // asked once more, for it can't be taken back like the others
			v.Until(`document.querySelector(".modal.confirm[open]") !== null`)
			v.look("a-confirm")
			v.Browser.Click(".modal.confirm[open] .danger")
		}
		v.form(": " + o.result + ". Nothing below is required.")
		v.form(o.asks)
		name := fmt.Sprintf("a-%02d-%s", i, o.outcome)
		v.look(name)
		v.send()
		// The last page: whose call it was, and what comes next and when, or how it ended.
		switch o.next {
		case "":
			v.form(": Cobalt Freight, " + o.result)
		default:
			v.form("Saved: Cobalt Freight")
			v.form(o.next)
			v.Until(`/[0-9]:[0-9]{2} [AP]M[– ]/.test(document.querySelector(".modal[open]").innerText)`)
		}
		v.Until(`document.querySelector(".modal[open] .submit") === null`)
		v.look(name + "-saved")
		v.closeForm()
		v.say("/followup undo")
	}
	v.content()
}

// What to know before a call, and each form that fills a gap in it.
func TestEveryGapIsDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	filled := 0
	for i, lead := range []string{"acme", "larkspur", "foxglove", "evergreen", "redwood", "trellis", "harbor",
		"meridian"} {
		v.say("/followup prep " + lead)
		v.sees("Start:")
		v.look(fmt.Sprintf("b-%d-%s", i, lead))
		var gaps int
		v.Eval(
			`[...document.querySelectorAll("#messages .message")].at(-1).querySelectorAll('[data-action^="prep.gap"]').length`,
			&gaps)
		for n := range gaps {
			v.Browser.ClickOn(
				`[...document.querySelectorAll("#messages .message")].at(-1).querySelectorAll('[data-action^="prep.gap"]')[` +
					strconv.Itoa(n) + `]`)
			v.form("Save")
			v.look(fmt.Sprintf("b-%d-%s-gap-%d", i, lead, n))
			v.closeForm()
			filled++
		}
	}
	if filled < 5 {
		t.Errorf("the demo's leads have %d gaps", filled)
	}
	v.say("/followup prep foxglove")
	v.newest("prep.gap")
	v.Browser.Click(
		`.modal[open] [data-action="hot"], .modal[open] [data-action="phone"], .modal[open] [data-action="why"]`)
	v.Type("fresh bread at six")
	v.look("b-9-filled")
	v.send()
	v.sees("Noted")
	v.look("b-9-noted")
	v.content()
}

// The rest of what a talk brings: scripts, facts, the library, the agreed call's text and file, questions, the rep's
// own figures.
func TestEverythingAroundATalkIsDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	for i, words := range []string{
		"script", "script acme", "script harbor not reviewed", "script acme nonsense", "show evergreen", "show redwood",
		"show sandstone", "show pinecrest", "prep harbor",
		"team library", `team library add "A clinic like theirs halved its waiting time" industry:clinics`,
		"team library remove 1", "settings", "list closed",
		`edit acme gut:5 prefers:mail competitor:"another one"`, "edit acme gut:9", "foxglove talked", "cobalt not-reviewed",
		"granite talked",
		`harbor talked promise:"read it by Fri" mypromise:"send the draft by Thu" sent:"price list" page:"p. 4" ` +
			`next Thu 4pm agenda pricing`,
		"kestrel wants-info sent:brochure", "kestrel referral Kim Lee", "delta left-company",
		"iris has-solution next 1 Mar 2031", "next evergreen Thu 4pm agenda decision",
	} {
		v.say("/followup " + words)
		v.look(fmt.Sprintf("c-%02d", i))
	}
	v.newest("agreed.text")
	v.sees("decision")
	v.look("d-1-agenda-text")
	v.newest("agreed.file")
	v.sees(".ics")
	v.look("d-2-calendar-file")

	v.say("/followup script acme")
	v.newest("script.show")
	v.look("d-3-another-branch")

	v.say("/followup foxglove talked again")
	v.say("/followup birchwood not-reviewed")
	v.newest("ask.together.1")
	v.sees("Noted")
	v.look("d-4-answered")
	v.say("/followup granite talked once more")
	v.say("/followup show sandstone")
	v.newest("add.follows")
	v.form("Add a lead")
	v.look("d-5-who-follows")
	v.closeForm()

	v.say("/followup edit redwood")
	for i, page := range []string{"Who decides?", "Time zone", "Who made contact first?"} {
		v.form(page)
		v.look(fmt.Sprintf("d-6-edit-%d", i))
		if i < 2 {
			v.inForm("edit.page." + strconv.Itoa(i+2))
		}
	}
	v.send()
	v.form("Nothing was changed")
	v.look("d-7-unchanged")
	v.closeForm()
	v.content()
}

// newest taps the newest button of a kind in the conversation.
func (v *visitor) newest(action string) {
	v.Helper()
	v.Browser.ClickOn(`[...document.querySelectorAll('#messages [data-action^="` + action + `"]')].at(-1)`)
}

// send sends the open form.
func (v *visitor) send() {
	v.Helper()
	v.Browser.Click(`.modal[open] .modal-foot .primary`)
}
