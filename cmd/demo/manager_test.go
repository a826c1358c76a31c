package main

import "testing"

// What a manager has to do with their team: a month's figures of a rep with what to help with, the message on the day
// of the summary, and who takes over from a rep who has left.
func TestAManagersDay(t *testing.T) {
	v := visit(t)
	v.at(manager + "/")
	v.sees("@Vera Santos has left.", "1 with an agreed call.")
	v.look("m-0-left")
	v.say("/followup team show")
	v.sees("North, this week.", "@Omar Haddad", "@Vera Santos: has left")
	v.look("m-1-show")
	v.say("/followup team show @Omar Haddad")
	v.sees("Coach this: next date after a talk.", "the others")
	v.look("m-2-rep")
	v.Browser.ClickOn(`[...document.querySelectorAll("#messages button")].find(b => b.innerText === "Hand over…")`)
	v.form("Hand over")
	v.look("m-3-handover")
	v.closeForm()
	v.forward(3, 16, 10)
	v.sees("by rep.", "Post the summary")
	v.look("m-4-day")
	v.content()
}
