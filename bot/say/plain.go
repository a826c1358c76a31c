package say

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Answers to plain words that are no command: one sentence, and a button for each command that does what was asked.
// Nothing is done before one is tapped.

// Plain is what plain words ask for.
type Plain struct {
	Kind  string
	Lead  coach.Lead // of a kind that is about one
	At    time.Time  // when, of a kind that says so…
	Day   bool       // …of which the time of day is open
	Text  string     // what is to be found or added
	Lines []string   // the command lines that the buttons run, in the order of the kind's labels
	Typed string     // the line of the first button, as one would type it
}

// plainWords are the sentence of each kind and the labels of its buttons, in the order of its lines. {lead}, {when} and
// {text} stand for what the words say.
var plainWords = map[string]struct {
	says   string
	labels []string
}{
	"call": {"A call to {lead}, {when}? Nothing is saved yet. If they agreed to it, I remind you ten minutes before.",
		[]string{"Call {when}", "Agreed: {when}"}},
	"book": {"A call with {lead}, {when}? Nothing is saved yet.", []string{"Agreed: {when}", "Only try then"}},
	"move": {"{lead} to {when}? Nothing is saved yet.", []string{"Move to {when}"}},
	"someday": {"Which day for {lead}? Nothing is saved yet.",
		[]string{"Pick a day…", "Agreed call…"}},
	"prep": {"To call {lead}: what to know before, or how it went.", []string{"Prep", "Log the call…"}},
	"drop": {"I delete nobody, but {lead} can be closed: no more calls, and the history stays.",
		[]string{"Close…", "Do not call"}},
	"edit":    {"The name of {lead}, and all that is known, can be changed in the form.", []string{"Edit…"}},
	"new":     {"A new lead “{text}”? Nothing is saved yet.", []string{"Add {text}"}},
	"find":    {"“{text}” may be among your leads.", []string{"Find {text}"}},
	"quiet":   {"Shall I stop sending you messages? Commands still answer.", []string{"Turn off messages"}},
	"loud":    {"Shall I send you messages again?", []string{"Turn on messages"}},
	"undo":    {"Nothing is changed yet. Your last change can be taken back.", []string{"Undo my last change"}},
	"today":   {"That's your list for today.", []string{"Today"}},
	"overdue": {"That's the list of what is overdue.", []string{"Show overdue", "Today"}},
	"week":    {"That's the list of the coming days.", []string{"Show this week", "Today"}},
	"leads":   {"That's the list of your leads.", []string{"Show open leads", "Show all leads"}},
	"figures": {"Your own figures stand below your settings.", []string{"My figures", "Today"}},
	"help":    {"Help has the lines that I understand.", []string{"Help", "Today"}},
	"done":    {"Which call? Nothing is saved yet.", []string{"Log a call…", "Today"}},
	"answer": {"I asked nothing just now, so nothing is changed. To answer a question, tap a button below it.",
		[]string{"Today", "Help"}},
	"hello": {"Hello! Tell me how a call went: `/followup acme voicemail`.", []string{"Today", "Help"}},
}

// untaught are the kinds that ask for nothing which could be typed another time.
var untaught = map[string]bool{"done": true, "answer": true, "hello": true, "help": true}

// PlainWords answers plain words: what they ask for, its buttons, and how it is typed the next time.
func PlainWords(to Reader, o Plain) Reply {
	p := &page{to: to}
	words := plainWords[o.Kind]
	when, onButton := "", ""
	switch {
	case o.At.IsZero():
	case o.Day:
		when, onButton = to.day(o.At), to.date(o.At.In(to.zone()))
	default:
		when, onButton = to.when(o.At), to.words(o.At)
	}
	says := strings.NewReplacer("{lead}", "*"+name(o.Lead)+"*", "{when}", when, "{text}",
		quote(o.Text, nameLength)).Replace(words.says)
	p.section(says)
	if o.Typed != "" && !untaught[o.Kind] {
		p.context("Next time: `/followup " + strings.ReplaceAll(quote(o.Typed, 120), "`", "'") + "`")
	}
	label := strings.NewReplacer("{when}", onButton, "{text}", tidy(o.Text, 18))
	var buttons []slack.BlockElement
	for i, line := range o.Lines {
		if b := runButton(i, o.Lead.ID, line, label.Replace(words.labels[i])); b != nil {
			if strings.HasSuffix(line, " do-not-call") { // the one thing that undo doesn't take back like the others
				b.Style, b.Confirm = slack.StyleDanger, stopsAll(o.Lead)
			}
			buttons = append(buttons, b)
		}
	}
	p.actions("a", buttons...)
	return p.reply()
}

// runButton is the nth button of a message that runs a line as if it were typed. With a lead's id the first name in the
// line is that lead's, whatever it is called by then. nil where the line is longer than a button holds.
func runButton(n int, lead, line, words string) *slack.ButtonBlockElement {
	value := Value(lead) + "|" + line
	if blockkit.Len(value) > blockkit.MaxValue {
		return nil
	}
	return button(numbered(ActRun, n), value, words)
}
