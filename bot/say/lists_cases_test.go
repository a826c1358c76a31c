package say_test

import (
	"fmt"
	"testing"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/lists"
	"github.com/followup-coach/followup/coach/listfile"
)

// aPreview is of a list as most are: 12 new, 3 doubles, 1 blocked, 2 refused.
func aPreview() listfile.Preview {
	p := listfile.Preview{File: "leads.csv", Rows: 18, New: 12, Doubles: 3, Blocked: 1, Refused: 2, Until: at(14, 9, 0),
		Names: []string{"Aster Dental", "Bluebell Books", "Clover Café"},
		Notes: []listfile.Outcome{
			{Fate: listfile.Double, Line: 3, Name: "Acme", By: listfile.ByNumber, Of: "Acme Corp"},
			{Fate: listfile.Refused, Line: 5, Why: &listfile.Refusal{Why: listfile.WhyNumber, Given: "call me"}},
			{Fate: listfile.Double, Line: 8, Name: "Birchwod Dental", By: listfile.ByNear, Of: "Birchwood Dental"},
			{Fate: listfile.Double, Line: 9, Name: "Fox", By: listfile.ByMail},
			{Fate: listfile.Blocked, Line: 12, Name: "Quarry Street Gym"},
			{Fate: listfile.Refused, Line: 15, Why: &listfile.Refusal{Why: listfile.WhyNobody}},
		}}
	return p
}

// hostilePreview says as much as a preview can, in words that would like to be markup.
func hostilePreview() listfile.Preview {
	p := aPreview()
	p.File, p.Unknown, p.RepeatOf = "<!channel>*"+longName+".csv", []string{"<@U1> & *size*", longName}, "i"
	p.Parked = 14
	p.Held, p.Changed = []listfile.Held{{Rows: 2}, {Rows: 1}}, 7
	for i := range p.Names {
		p.Names[i] = fmt.Sprint(i, "<!here> & ", longName)
	}
	for i := range p.Notes {
		p.Notes[i].Name, p.Notes[i].Of = "<!here>`*"+longName, "<@U1>"+longName
		if p.Notes[i].Why != nil {
			p.Notes[i].Why.Given, p.Notes[i].Why.Column = "<!here>"+longName, "*_"+longName
		}
	}
	return p
}

// listCases are what is said of lists that are brought in.
func listCases(add func(string, any)) {
	im := lists.Import{ID: "i1", Name: "leads.csv", Stage: lists.Imported, Rows: 18, New: 12, Changed: 1}
	back, open := im, im
	back.Stage, back.Back, back.Stayed = lists.Undone, 11, 2
	open.Stage = lists.Open
	add("import-form", lists.Form(reader, im, request.Meta{}))
	add("import-form-first", lists.Form(reader, lists.Import{}, request.Meta{}))
	add("import-preview", lists.PreviewForm(reader, aPreview(), request.Meta{Ref: "F1|hash|18", Change: "i1"}))
	add("import-preview-hostile", lists.PreviewForm(reader, hostilePreview(), request.Meta{}))
	parked := aPreview()
	parked.Rows, parked.New, parked.Parked, parked.Notes = 17, 3, 14, nil
	add("import-preview-parked", lists.PreviewForm(reader, parked, request.Meta{}))
	waits := im
	waits.New, waits.Parked = 3, 14
	add("import-done-parked", lists.DonePage(reader, waits))
	none := aPreview()
	none.New, none.Names, none.Doubles, none.RepeatOf = 0, nil, 15, "i0"
	add("import-preview-nothing", lists.PreviewForm(reader, none, request.Meta{}))
	broken := aPreview()
	broken.Broken = &listfile.UnclosedError{Line: 7}
	add("import-preview-broken", lists.PreviewForm(reader, broken, request.Meta{}))
	add("import-lines", lists.LinesPage(reader, aPreview()))
	add("import-lines-hostile", lists.LinesPage(reader, hostilePreview()))
	add("import-reading", lists.Waiting(reader, lists.Reading("leads.csv")))
	add("import-importing", lists.Waiting(reader, lists.Importing(18, 2500)))
	add("import-taking-back", lists.Waiting(reader, lists.Undoing(im.Name)))
	add("import-done", lists.DonePage(reader, im))
	add("import-open", lists.DonePage(reader, open))
	add("import-back", lists.DonePage(reader, back))
	add("import-stopped", lists.Stopped(reader, "That file is gone.", back))
	add("import-undo", lists.LastChange(reader, "i1"))
}

// TestBudgetImport: a preview in 60 words, as previews have, and the names of a hostile one don't break it; what comes
// of it in 30.
func TestBudgetImport(t *testing.T) {
	p := aPreview()
	p.Parked = 14
	view := lists.PreviewForm(reader, p, request.Meta{})
	if n := wordCount(view.Blocks.BlockSet); n > 60 {
		t.Errorf("a preview has %d words", n)
	}
	p.Unknown = []string{"Size", "Fleet"}
	view = lists.PreviewForm(reader, p, request.Meta{})
	if n := wordCount(view.Blocks.BlockSet); n > 70 {
		t.Errorf("with columns to keep it has %d words", n)
	}
	im := lists.Import{Name: "leads.csv", Stage: lists.Undone, Back: 11, Stayed: 2}
	if n := wordCount(lists.DonePage(reader, im).Blocks.BlockSet); n > 30 {
		t.Errorf("the end has %d words", n)
	}
	if n := wordCount(lists.Form(reader, im, request.Meta{}).Blocks.BlockSet); n > 60 {
		t.Errorf("the form has %d words", n)
	}
}
