package main

import "testing"

// A manager's reps from their Home: a line for each, one rep's page, and a lead of theirs to read.
func TestTheManagersReps(t *testing.T) {
	v := visit(t)
	v.at(manager + "/home")
	v.homeTaps("My team")
	v.homeSays("Your reps", "this week", "Each rep sees the same line.")
	v.look("11-reps")
	v.homeTaps("Show")
	v.form("Coach this")
	v.look("11-rep")
	v.formTaps("Open")
	v.form("To read.")
	v.look("11-lead")
	v.formTaps("Comment…")
	v.form("Your comment")
	v.content()
}
