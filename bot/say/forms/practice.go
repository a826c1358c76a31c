package forms

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/practice"
	"github.com/followup-coach/followup/coach/script"
)

// Practice: 60 words a page. A turn has two pages: the prospect's line with a field for the answer, then the answer
// with what is in it and the script's line. The answer is given back, so that it doesn't count.
const (
	PracticeWords = 60
	scriptLeast   = 22 // of them the script's line has at least, cut with "…"
)

// Names of practice's buttons, its form, and its pages: [PageHeard] and a turn's number, from 0, is the page with what
// is in its answer; the number alone is the page before.
const (
	PageHeard = "heard."
)

// ErrPractice stands at the field when nothing was answered.
const ErrPractice = "Type what you'd say, for example: Is Thursday at 9:00 or Friday at 4:30 better?"

// PracticeTurn is one turn of a drill.
type PracticeTurn struct {
	script.Exchange
	Prospect   coach.Lead
	Number, Of int    // from 1
	After      string // the branch to practice next
	Meta       request.Meta
}

// Heard is an answer with what is in it.
type Heard struct {
	practice.Heard
	Text string
	// What is said of when to talk next, as typed: a day and an hour, one of them, neither.
	Instants, Days, Hours, Vague []string
}

// nothing reports whether nothing worth a word is in an answer.
func (h Heard) nothing() bool {
	return len(h.Phrases) == 0 && !h.Hot && !h.Asks && len(h.Duties) == 0 &&
		len(h.Instants)+len(h.Days)+len(h.Hours)+len(h.Vague) == 0
}

// title is a drill's branch as a form's title.
func (t PracticeTurn) title() string { return say.Tidy(t.Branch.Title, blockkit.MaxTitle) }

// counted is which turn it is.
func (t PracticeTurn) counted() string {
	return "Turn " + strconv.Itoa(t.Number) + " of " + strconv.Itoa(t.Of)
}

// PracticeForm is a prospect's line to answer. The first page says who is talking and who sees it.
func PracticeForm(to say.Reader, t PracticeTurn) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: t.title(), Submit: "Answer", Callback: fields.FormPractice,
		Meta: t.Meta}
	if t.Number == 1 {
		l := t.Prospect
		f.Section(say.Quote(l.Contact, 40) + " of " + say.Quote(l.Name, 40) + " cares most about " + say.Quote(l.HotButton,
			60) +
			". Only you see this, and nothing is kept.")
	}
	f.Section("*" + say.Quote(firstName(t.Prospect), 40) + ":* “" + say.Quote(t.They, 120) + "”")
	f.Input(fields.Answer, "You say", t.counted()+".", false, fields.TextInput(fields.Answer, "", "", true, coach.MaxNote))
	v := f.View()
	v.Close = say.Label("Stop", blockkit.MaxTitle)
	return v
}

// firstName is how the prospect is called.
func firstName(l coach.Lead) string {
	first, _, _ := strings.Cut(l.Contact, " ")
	return first
}

// PracticeHeard is an answer with what is in it, and the script's line beside it. From the last turn a button leads to
// another drill.
func PracticeHeard(to say.Reader, t PracticeTurn, h Heard) slack.ModalViewRequest {
	meta := t.Meta
	meta.Page = PageHeard + meta.Page
	f := &fields.Form{Page: say.Page{To: to}, Title: t.title(), Submit: "Next turn", Callback: fields.FormPractice,
		Meta: meta}
	f.Section(texts.Checked{Text: h.Text, Check: drafts.Check{Phrases: h.Phrases}}.Marked())
	r := &say.Room{Left: PracticeWords}
	lines := h.Lines(t)
	// what matters least is last
	for len(lines) > 1 && say.WordsOf("In it: "+strings.Join(lines, " ")) > r.Left-scriptLeast-1 {
		lines = lines[:len(lines)-1]
	}
	said := "*In it:* " + strings.Join(lines, "\n")
	if len(lines) > 1 && !h.nothing() {
		said = "*In it:*\n" + strings.Join(lines, "\n")
	}
	r.Left -= say.WordsOf(said)
	f.Section(said)
	f.Section("*Script:* “" + say.Quote(say.Few(t.Say, max(r.Left-1, scriptLeast)), say.LineLength) + "”")
	last := t.Number == t.Of
	if last {
		again := say.Button(say.Numbered(ids.ActPractice, 0), ids.Value("", t.After), "Another…")
		again.Style = slack.StylePrimary
		f.Actions("practice", again)
	}
	v := f.View()
	v.Close = say.Label("Stop", blockkit.MaxTitle)
	if last {
		v.Submit, v.CallbackID, v.PrivateMetadata = nil, fields.FormDone, ""
		v.Close = say.Label("Done", blockkit.MaxTitle)
	}
	return v
}

// Lines are what is in an answer, a line each, what to avoid first.
func (h Heard) Lines(t PracticeTurn) (lines []string) {
	for i, f := range h.Phrases {
		if i == 2 {
			lines = append(lines, "And "+say.Counted(len(h.Phrases)-i, "more phrase")+" to avoid")
			break
		}
		words := "“" + say.Capital(say.Quote(say.Few(f.Words, 4), 60)) + "”"
		if i == 0 {
			words += " " + say.Few(say.Lower(say.Quote(f.Why, 120)), 10)
		} else {
			words += ", to avoid"
		}
		lines = append(lines, strings.TrimSuffix(words, "."))
	}
	if h.nothing() {
		lines = append(lines, "nothing to name")
	}
	if when := h.when(t); when != "" {
		lines = append(lines, when)
	}
	switch {
	case h.Hot:
		lines = append(lines, "Their hot button")
	case t.Hot && len(lines) < 2:
		lines = append(lines, "Not in it: their hot button")
	}
	for i, d := range h.Duties {
		if i == 2 {
			break
		}
		lines = append(lines, doers[d.By]+": "+say.Quote(say.Few(d.What, 5), 80))
	}
	return lines
}

// doers are who is to do something.
var doers = map[coach.Side]string{coach.Us: "You do", coach.Them: "They do", "": "Together"}

// when is what an answer says of the next talk's time; where the script asks for one and the answer doesn't, that it
// is missing.
func (h Heard) when(t PracticeTurn) string {
	said := func(ws []string) string { return "“" + say.Quote(say.Few(ws[0], 4), 60) + "”" }
	switch {
	case len(h.Instants) > 1:
		return "Two times to choose from"
	case len(h.Instants) == 1:
		return "A day and an hour: " + said(h.Instants)
	case len(h.Days) > 1:
		return "Days without an hour: " + said(h.Days) + ", " + said(h.Days[1:])
	case len(h.Days) == 1 && len(h.Hours) == 0:
		return "A day without an hour: " + said(h.Days)
	case len(h.Hours) > 0:
		return "An hour without a day: " + said(h.Hours)
	case h.Asks:
		return "You ask for a day or an hour"
	case len(h.Vague) > 0:
		return "Neither day nor hour: " + said(h.Vague)
	case t.Dated:
		return "Not in it: a day and an hour"
	}
	return ""
}

// WhichPractice offers the branches that words may have meant.
func WhichPractice(to say.Reader, named string, near []script.Branch, text string) say.Reply {
	what := "There's no practice “" + say.Brief(named, 5) + "”."
	if len(near) > 0 {
		what += " Did you mean one of these?"
	}
	p := problems.Problem(to, what, "/followup practice no-time", text)
	var buttons []slack.BlockElement
	for i, b := range near {
		buttons = append(buttons, say.Button(say.Numbered(ids.ActPractice, i), ids.Value("", b.ID),
			say.Tidy(b.Title, phrases.MostLabel)))
	}
	buttons = append(buttons, say.Button(say.Numbered(ids.ActPractice, len(near)), "", "Today's practice…"),
		say.Button(say.Numbered(ids.ActScript, 0), ids.Value("", library.AllScripts), "All scripts"))
	p.Actions("a", buttons...)
	return p.Reply()
}
