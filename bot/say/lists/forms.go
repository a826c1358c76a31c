package lists

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach/listfile"
	"github.com/followup-coach/followup/coach/suspect"
)

const (
	// FileMost is the biggest file that a form takes, in bytes.
	FileMost = 10 << 20
	// keepMost is how many columns are offered to be kept: as many as boxes stand together.
	keepMost = 10
	// linesMost is how many rows a preview of sixty words tells of.
	linesMost = 3
	// namesMost is how many new leads it names.
	namesMost = 2
	title     = "Import leads"
)

// Import is what is said of a list that is being brought in, or was.
type Import struct {
	ID, Name string
	Stage    Stage

	Built []string // what it was built on

	Rows, New, Parked, Changed int
	Back, Stayed               int // leads that an undo has taken back, and that it left
}

// Stage is how far an import is.
type Stage int

// The stages of an import.
const (
	Open Stage = iota // it goes on by itself where it was interrupted
	Imported
	BeingUndone
	Undone
)

// TooBig is what is said at the field of a file that no form takes.
func TooBig(bytes int) string {
	return "This file has " + strconv.Itoa((bytes+1<<20-1)>>20) + " MB, and 10 MB fit. " +
		"For bigger ones, whoever runs me uses `followup import`."
}

// Form asks for a file. The last list that stands can be taken back.
func Form(to say.Reader, last Import, meta request.Meta) slack.ModalViewRequest {
	f := fields.Form{Page: say.Page{To: to}, Title: title, Submit: "Preview", Callback: fields.FormImport, Meta: meta}
	if last.ID != "" && last.Stage != Undone {
		f.SectionOf("last", Done(last), say.Button(ids.ActRevert, last.ID, "Undo import"))
	}
	f.Section("A CSV file of up to 10 MB, from a CRM or an address book. " +
		"Nothing is written before you've seen what it changes.")
	f.Actions("one", say.Button(ids.ActAddForm, "", "Add one lead…"))
	// Other kinds of files are refused by Slack itself.
	file := slack.NewFileInputBlockElement(fields.File).WithMaxFiles(1).WithFileTypes("csv", "tsv", "txt")
	f.Input(fields.File, "File", "", false, file)
	// Once for each file: who chooses it again and says nothing has said it (S2.9).
	boxes := slack.NewCheckboxGroupsBlockElement(Built)
	for _, factor := range suspect.Built() {
		boxes.Options = append(boxes.Options, slack.NewOptionBlockObject(factor.Code,
			say.Label(factor.List, blockkit.MaxOption), nil))
	}
	f.Input(Built, "What was this list built on?", "Its leads' score goes by it.", true, boxes)
	f.Input(fields.Factors, "Anything else it was built on", "", true,
		fields.TextInput(fields.Factors, "", "in Ohio, 50 rooms or more", false, otherMost))
	return f.View()
}

// Built is the field of the form with the factors that a list was built on.
const Built = "built"

// otherMost is how many characters what else it was built on has.
const otherMost = 150

// Reading says that a file is being read.
func Reading(file string) string { return "Reading *" + say.Quote(file, nameMost) + "*…" }

// Importing says how many rows of how many are done.
func Importing(done, rows int) string {
	return "Importing: " + say.Thousands(done) + " of " + say.Counted(rows, "row") + "…"
}

// Undoing says that a list is being taken back.
func Undoing(file string) string {
	return "Undoing the import of *" + say.Quote(file, nameMost) + "*…"
}

// Waiting is the page while something takes its time. It has no buttons: there is nothing to do but wait, or close it.
func Waiting(to say.Reader, words string) slack.ModalViewRequest {
	p := say.Page{To: to}
	p.Section(words)
	return fields.ReplyPage(title, p.Reply())
}

// PreviewForm says what a file would change. There is nothing to press where it would change nothing.
func PreviewForm(to say.Reader, p listfile.Preview, meta request.Meta) slack.ModalViewRequest {
	f := fields.Form{Page: say.Page{To: to}, Title: title, Submit: "Import", Callback: fields.FormImportWrite, Meta: meta}
	// Without new leads nothing is planned.
	day := ""
	if !p.Until.IsZero() {
		day = to.Date(p.Until.In(to.Location()))
	}
	p.Names = p.Names[:min(namesMost, len(p.Names))]
	if p.Parked > 0 { // a preview has sixty words
		p.Names = nil
	}
	lines := Preview(p, say.Quote, func(id string) string { return say.Mention("@", id) }, day, 0)
	lines[0] = "*" + lines[0] + "*"
	f.Section("*" + say.Quote(p.File, nameMost) + "*: " + say.Counted(p.Rows, "row") + "\n" + strings.Join(lines, "\n"))
	// The button says how many more there are; parked ones stand behind it alone.
	if n := len(p.Notes); n > 0 {
		f.Section(strings.Join(noteLines(worstFirst(p.Notes)[:min(linesMost, n)], say.Quote), "\n"))
	}
	if n := len(p.Notes) + len(p.ParkedRows); n > min(linesMost, len(p.Notes)) {
		f.Actions("lines", say.Button(ids.ActLines, "", "Show "+say.Counted(n, "line")))
	}
	if p.RepeatOf != "" {
		f.Section("You've imported this very file before.")
	}
	if built := phrases.BuiltOn(p.Built, say.Quote, 2); built != "" {
		f.Context(say.Capital(built))
	}
	if p.Broken != nil {
		f.Section(Trouble(p.Broken) + " Mend it and choose it again.")
	}
	// A file that can't be read to its end brings nothing in, and neither does one with nothing new.
	if p.Broken != nil || p.New+p.Parked+p.Changed == 0 {
		f.Actions("again", say.Button(ids.ActImport, "", "Choose another file…"))
		v := fields.ReplyPage(title, f.Reply())
		v.PrivateMetadata = fields.EncodeMeta(meta) // its lines can be shown
		return v
	}
	// A box has the header for its value, since its label may be cut: one that is too long for it isn't offered.
	keep := slices.DeleteFunc(slices.Clone(p.Unknown), func(header string) bool {
		return utf8.RuneCountInString(header) > blockkit.MaxValue
	})
	if keep = keep[:min(keepMost, len(keep))]; len(keep) > 0 {
		boxes := slack.NewCheckboxGroupsBlockElement(fields.Keep)
		for _, header := range keep {
			boxes.Options = append(boxes.Options, slack.NewOptionBlockObject(header,
				say.Label(header, blockkit.MaxOption), nil))
		}
		f.Input(fields.Keep, "Keep these columns as facts", "", true, boxes)
	}
	return f.View()
}

// worstFirst puts rows that are lost before those that are there already.
func worstFirst(rows []listfile.Outcome) []listfile.Outcome {
	rank := []listfile.Fate{listfile.Refused, listfile.Blocked, listfile.Double}
	return slices.SortedStableFunc(slices.Values(rows), func(a, b listfile.Outcome) int {
		return slices.Index(rank, a.Fate) - slices.Index(rank, b.Fate)
	})
}

// LinesPage tells of the rows of a file that bring no lead in, the first fifty, and of the first fifty that are parked.
func LinesPage(to say.Reader, p listfile.Preview) slack.ModalViewRequest {
	page := say.Page{To: to}
	// As many a paragraph as it surely holds.
	notes := slices.Concat(p.Notes, p.ParkedRows)
	for few := range slices.Chunk(notes, 10) {
		page.Section(strings.Join(noteLines(few, say.Quote), "\n"))
	}
	if more := noted(p) - len(notes); more > 0 {
		page.Context("and " + say.Thousands(more) + " more")
	}
	return fields.ReplyPage(title, page.Reply())
}

// DonePage says what an import has come to, with the way back.
func DonePage(to say.Reader, im Import) slack.ModalViewRequest {
	p := say.Page{To: to}
	p.Section(Done(im))
	if im.Stage == Imported || im.Stage == Open {
		p.Actions("a", say.Button(ids.ActRevert, im.ID, "Undo import"), say.Button(ids.ActToday, "", "Show today"))
	}
	return fields.ReplyPage(title, p.Reply())
}

// Done says how far an import is, in a sentence or two.
func Done(im Import) string {
	file := "*" + say.Quote(im.Name, nameMost) + "*"
	// In each state the file first, then how many.
	switch im.Stage {
	case Imported:
		words := "✓ Imported: " + file + ", " + say.Thousands(im.New) + " new"
		if im.Parked > 0 {
			words += ", " + say.Thousands(im.Parked) + " parked"
		}
		if im.Changed > 0 {
			words += ", " + say.Thousands(im.Changed) + " completed"
		}
		if built := phrases.BuiltOn(im.Built, say.Quote, 2); built != "" {
			words += "\n" + say.Capital(built)
		}
		return words
	case Undone:
		words := "✓ Undone: " + file + ", " + say.Counted(im.Back, "lead")
		if im.Stayed > 0 {
			words += ". " + say.Counted(im.Stayed, "lead") + " stayed, since you've worked on " + itThem(im.Stayed)
		}
		return words + "."
	case BeingUndone:
		return "Undoing the import of " + file + ": " + say.Counted(im.Back, "lead") + " so far. It goes on by itself."
	}
	return "Importing " + file + ": " + say.Counted(im.Rows, "row") + " so far. It goes on by itself."
}

// itThem stands for so many.
func itThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// LastChange says that the newest change is an import, which an undo doesn't take back by itself.
func LastChange(to say.Reader, id string) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not undone:* your newest change is an imported list.")
	p.Actions("a", say.Button(ids.ActRevert, id, "Undo import"))
	return p.Reply()
}

// Stopped says why a file can't be brought in, and that what there was of it is gone again.
func Stopped(to say.Reader, words string, im Import) slack.ModalViewRequest {
	p := say.Page{To: to}
	p.Section("*Not imported.* " + words)
	if im.Back+im.Stayed > 0 {
		p.Section(Done(im))
	}
	p.Actions("again", say.Button(ids.ActImport, "", "Choose another file…"))
	return fields.ReplyPage(title, p.Reply())
}
