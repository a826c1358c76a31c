package main

import "testing"

// The list to try, from the form to its end and back; and one of the visitor's own.
func TestImport(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup import")
	v.form("A CSV file")
	v.look("i-1-form")
	v.Browser.Click(`.modal[open] [data-file="leads.csv"]`)
	v.look("i-2-chosen")
	v.Browser.Click(`.modal[open] .submit`)
	v.form("12 new · 3 doubles · 1 blocked · 2 refused")
	v.look("i-3-preview")
	v.inForm("import.lines")
	v.form("Line 13: Quarry Street Gym, whose number is blocked")
	v.look("i-4-lines")
	v.Browser.Click(`.modal[open] .back`)
	v.form("12 new")
	v.Browser.Click(`.modal[open] .submit`)
	v.form("✓ Imported: leads.csv, 12 new")
	v.look("i-5-done")
	v.closeForm()
	v.say("/followup undo")
	v.newest("import.revert")
	v.sees("✓ Undone: leads.csv, 12 leads.")
	v.look("i-6-undone")

	v.say("/followup import")
	v.form("A CSV file")
	v.Eval(`(() => { // as picking it does
		const own = new DataTransfer(), input = document.querySelector(".modal[open] input[type=file]");
		own.items.add(new File(["Name,Phone\nZinnia Toys,+1 212 555 0177\n"], "own.csv"));
		input.files = own.files;
		input.dispatchEvent(new Event("change"));
	})()`, nil)
	v.form("own.csv")
	v.Browser.Click(`.modal[open] .submit`)
	v.form("1 new")
	v.closeForm()
	v.content()
}
