package main

import "testing"

// A call block, and a call under way: what stands there, what it asks two minutes later, and the next card after a tap.
func TestACallBlockIsDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.forward(0, 9, 5)
	v.say("/followup go")
	v.sees("left", "Take a break")
	v.look("g-0-card")
	v.newest("call.now")
	v.sees("Tap to dial")
	v.look("g-1-calling")
	v.forward(0, 9, 8)
	v.sees("How did it go with")
	v.look("g-2-asked")
	v.newest("log.noanswer")
	v.sees("no answer saved.", "1 done")
	v.look("g-3-next")
	v.newest("go.skip")
	v.sees("1 skipped")
	v.newest("go.several")
	v.form("Log several calls")
	v.look("g-4-several")
	v.closeForm()
	v.newest("go.break")
	v.sees("On a break.")
	v.look("g-5-break")
	v.content()
}
