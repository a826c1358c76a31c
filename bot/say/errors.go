package say

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Errors, each a message of at most 30 words. Where something was to be saved, they begin with whether it was. They
// quote only the part that failed, give everything typed back in a fence, uncut, and end in a button, so that nobody
// types a call twice. Words that were typed are escaped wherever they stand, and a fence in them cannot end the fence
// around them.

// problem is the form of every error: what is wrong, an example of the right form, and the typed words given back.
func (to Reader) problem(what, example, text string) *page {
	p := &page{to: to}
	p.section(what)
	if example != "" {
		p.context("Try `" + strings.ReplaceAll(blockkit.Escape(example), "`", "'") + "`")
	}
	if strings.TrimSpace(text) != "" {
		for _, piece := range typed(text) {
			p.section(piece)
		}
	}
	return p
}

// ends ends an error in its buttons; where there is none to go on with, in the way to the help.
func (p *page) ends(buttons ...*slack.ButtonBlockElement) Reply {
	row := taps(buttons...)
	if len(row) == 0 {
		row = append(row, button(ActHelp, "", "Help"))
	}
	p.actions("a", row...)
	return p.reply()
}

// taps are buttons without those that there are not: a line may be too long to be carried.
func taps(buttons ...*slack.ButtonBlockElement) (row []slack.BlockElement) {
	for _, b := range buttons {
		if b != nil {
			row = append(row, b)
		}
	}
	return row
}

// sendAgain runs a typed line once more; nil where nothing was typed, for several lines, and beyond what a button
// holds.
func sendAgain(text string) *slack.ButtonBlockElement {
	line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "/followup"))
	if strings.TrimSpace(text) == "" || strings.Contains(line, "\n") {
		return nil
	}
	if line == "" {
		line = "today"
	}
	return runButton(0, "", line, "Send again")
}

// unsaved is an error that leaves nothing to mend: the same line may be sent again.
func (to Reader) unsaved(what, text string) Reply {
	p := to.problem(what, "", text)
	if again := sendAgain(text); again != nil {
		p.actions("a", again)
	}
	return p.reply()
}

// NotSaved says that nothing was changed, why, and gives the words back. why is a plain half sentence, "my database is
// full".
func NotSaved(to Reader, why, text string) Reply {
	if why == "" {
		why = "my database did not take it"
	}
	return to.unsaved("*Not saved:* "+strings.TrimSuffix(quote(why, 200), ".")+". Nothing changed.", text)
}

// CannotTell says that the database has not answered in time, so that the words may or may not have been saved.
func CannotTell(to Reader, text string) Reply {
	return to.problem("*I can't tell yet if this was saved.* I'm checking and will answer here. No need to send it again.",
		"", text).reply()
}

// LookedUp ends what [CannotTell] began.
func LookedUp(to Reader, saved bool, text string) Reply {
	if saved {
		return to.problem("*It was saved.* Nothing more to do.", "", text).ends(button(ActToday, "", "Show today"))
	}
	return to.unsaved("*Not saved:* it didn't reach my database. Nothing changed.", text)
}

// NoteTooLong refuses a note of n characters and gives it back.
func NoteTooLong(to Reader, n, most int, text string) Reply {
	return to.problem(fmt.Sprintf("*Not saved:* the note has %s characters, %s at most. Shorten it and send it again.",
		thousands(n), thousands(most)), "", text).ends(button(ActLogForm, "", "Log a call…"))
}

// Mended is a date that was likely meant in the place of one that can't be.
type Mended struct {
	At   time.Time
	Day  bool   // its time of day is open
	Line string // the typed line with it
}

// ImpossibleDate names a date that no calendar has, or a time that a clock change skips. why says which: "April has 30
// days". Of a date that exists and has to be asked about only that is said. The nearest one that there is can be taken,
// nil for none, and another picked.
func ImpossibleDate(to Reader, phrase, why string, exists bool, near *Mended, text string) Reply {
	what := "“" + quote(phrase, 60) + "” doesn't exist."
	switch why := strings.TrimSuffix(quote(why, 120), "."); {
	case exists:
		what = "“" + quote(phrase, 60) + "” isn't clear. " + sentence(why)
	case why != "":
		what = why + ", so “" + quote(phrase, 60) + "” doesn't exist."
	}
	var take *slack.ButtonBlockElement
	if near != nil {
		words := to.words(near.At)
		if near.Day {
			words = to.date(near.At.In(to.zone()))
		}
		take = runButton(1, "", near.Line, words)
	}
	return to.problem("*Not saved:* "+what, "", text).ends(take, pickDate(phrase, text))
}

// pickDate opens the form of a typed line for the date in it that can't be taken; nil where nothing was typed, or the
// words are not found in it.
func pickDate(phrase, text string) *slack.ButtonBlockElement {
	line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "/followup"))
	before, _, found := strings.Cut(line, strings.TrimSpace(phrase))
	if before = strings.TrimSpace(before); !found || before == "" || strings.Contains(line, "\n") {
		return nil
	}
	return runButton(0, "", before, "Pick a date…")
}

// PastDate refuses an appointment in the past.
func PastDate(to Reader, phrase string, at time.Time, text string) Reply {
	return to.problem(fmt.Sprintf("*Not saved:* “%s” is in the past: %s.", quote(phrase, 60), to.when(at)), "", text).
		ends(pickDate(phrase, text))
}

// FutureTouch refuses a call that is said to have happened later than now.
func FutureTouch(to Reader, at time.Time, text string) Reply {
	return to.problem("*Not saved:* "+to.when(at)+" is in the future. `at` says when a call happened.",
		"/followup log Acme voicemail next Thu 16:00", text).ends(button(ActLogForm, "", "Log a call…"))
}

// LongAgo asks about a call said to have happened over a week ago; ref stands for the words, to be sent again.
func LongAgo(to Reader, at time.Time, text, ref string) Reply {
	return to.problem("*Not saved yet:* "+to.when(at)+" is more than a week ago. Is that right?", "", text).
		ends(button(ActAgain, Value(ref), "Yes, save it"))
}

// NotADate refuses words after next or at that are no date.
func NotADate(to Reader, phrase, text string) Reply {
	words := "I can't read “" + quote(phrase, 80) + "” as a date and time."
	if strings.TrimSpace(phrase) == "" {
		words = "I find no date and time in it."
	}
	return to.problem("*Not saved:* "+words, "/followup next Acme Thu 16:00", text).ends(pickDate(phrase, text))
}

// Vague refuses words that name no day, where a day is all that is asked for.
func Vague(to Reader, phrase, example, text string) Reply {
	return to.problem("*Not saved:* which day? “"+quote(phrase, 80)+"” could be any.", example, text).
		ends(pickDate(phrase, text))
}

// UnknownCommand offers the nearest words; near may be empty.
func UnknownCommand(to Reader, word string, near []string, text string) Reply {
	what := "“" + quote(word, 60) + "” is no command and no lead of yours."
	if len(near) > 0 {
		what += " Did you mean " + joined(codes(near), "or") + "?"
	}
	return to.problem(what, "/followup log Acme voicemail", text).ends()
}

// unknownOutcome is said when no outcome is near enough to offer.
func unknownOutcome(to Reader, word, text, ref string) Reply {
	p := to.problem("*Not saved:* I don't know the result “"+quote(word, 60)+"”.", "/followup log Acme voicemail", text)
	if ref == "" {
		return p.ends()
	}
	return p.ends(button(ActElse, Value(ref), pickResult))
}

// withCode is [quote] for a sentence that shows what to type between backticks: that stays in a code span. A backtick
// without a second one is no mark.
func withCode(s string, n int) string {
	parts := strings.Split(tidy(s, n), "`")
	if len(parts)%2 == 0 {
		last := len(parts) - 1
		parts = append(parts[:last-1], parts[last-1]+"`"+parts[last])
	}
	for i, part := range parts {
		if parts[i] = quote(part, n); strings.HasPrefix(part, " ") {
			parts[i] = " " + parts[i]
		}
		if strings.HasSuffix(part, " ") && strings.TrimSpace(part) != "" {
			parts[i] += " "
		}
	}
	return strings.Join(parts, "`")
}

// codes are words as people type them, for an example.
func codes(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "`" + quote(w, 60) + "`"
	}
	return out
}

// Message shows a reply as a page in place of a form: the way an answer reaches somebody who sent one.
func Message(title string, r Reply) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: FormDone, Title: label(title, blockkit.MaxTitle),
		Close:  label("Close", blockkit.MaxTitle),
		Blocks: slack.Blocks{BlockSet: r.Blocks},
	}
}

// Errors at the fields of a form, at most 300 characters each ([FormErrors] cuts them). Slack shows them as plain
// text: nothing is escaped, names are cleaned and cut, and an instant is in the rep's zone in words.

// Texts at the fields of a form. They know no tokens: times are the rep's local time in words.
const (
	ErrOutcome = "Pick what happened."
	ErrName    = "A lead needs a name, for example Acme Corp."
	ErrReason  = "Fewer than five calls so far. Say in a few words why it ends now."
	ErrDate    = "Pick a day."
)

// Texts at the fields of the Settings form.
const (
	ErrClock = "Pick a time."
	ErrDays  = "Pick at least one day."
	ErrHours = "Working hours end on the same day, at least an hour after they begin."
	ErrZone  = "I don't know that place. Try a big city nearby, like Chicago or Berlin."
)

// ErrPhone is for a number that cannot be dialled, typed or filled in.
var ErrPhone = factOf(coach.FactPhone).Expected

// Texts for the end of their contract.
const (
	ErrEnds  = "A contract's end belongs to “Has a solution”. Leave it empty otherwise."
	ErrEnded = "That day is in the past."
)

// ErrNext is for an agreed call in the past.
func ErrNext(to Reader, at time.Time) string {
	return "That's in the past: " + to.words(at) + "."
}

// ErrWhen is for a call that happened later than now.
func ErrWhen(to Reader, at time.Time) string {
	return "That's in the future: " + to.words(at) + ". A call to come belongs below."
}

// ErrLaw is for an instant at which nobody may be called; it names the nearest ones to come at which one may.
func ErrLaw(to Reader, e *coach.LawError) string {
	words := blockkit.Plain(to.outsideHours(e))
	var nearest []string
	for _, at := range []time.Time{e.Before, e.After} {
		if at.After(to.Now) {
			nearest = append(nearest, to.words(at))
		}
	}
	if len(nearest) == 0 {
		return words
	}
	return words + " Try " + joined(nearest, "or") + "."
}

// ErrNote is for a note that is too long.
func ErrNote(n int) string {
	return "The note has " + thousands(n) + " characters, " + thousands(coach.MaxNote) + " at most."
}

// ErrClosed is for a lead that is over.
func ErrClosed(to Reader, l coach.Lead) string {
	p := l.Progress
	switch {
	case p.Closed != outcome.DoNotCall:
		return plainName(l, 60) + " is closed: " + shortly(p.Closed) + " (" + to.words(p.ClosedAt) + ")."
	case p.ClosedBy != "":
		return plainName(l, 60) + " asked a colleague of yours not to be called (" + to.words(p.ClosedAt) + ")."
	}
	return plainName(l, 60) + " asked not to be called (" + to.words(p.ClosedAt) + ")."
}

// ErrWhich is for a name that several leads could have, or, near, that only resembles theirs.
func ErrWhich(named string, candidates []coach.Lead, near bool) string {
	names := make([]string, len(candidates))
	for i, l := range candidates {
		names[i] = plainName(l, 40)
	}
	if near {
		return "No lead called " + tidy(named, 60) + ". Did you mean " + joined(names, "or") + "?"
	}
	return "Several leads fit: " + joined(names, "or") + ". Give more of the name."
}

// ErrUnknown is for a name that is near no lead's.
func ErrUnknown(named string) string {
	return "No lead called " + tidy(named, 60) + ". The command add makes a new one."
}

// What stands against a wrap-up page that is sent after all.
const (
	ErrTakenBack = "The call was undone meanwhile, so nothing of this is saved. It stays here for you to copy."
	ErrMaterial  = "Say what it is, for example Price list."
)

// ErrOpened is for the end of a lead that is open again.
func ErrOpened(l coach.Lead) string {
	return plainName(l, 60) + " was reopened meanwhile. What you wrote stays here for you to copy."
}

// ErrTaken is for the name of a lead that exists.
func ErrTaken(named string) string {
	return "You have a lead called " + tidy(named, 60) + " already."
}
