package problems

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

// Errors, each a message of at most 30 words. Where something was to be saved, they begin with whether it was. They
// quote only the part that failed, give everything typed back in a fence, uncut, and end in a button, so that nobody
// types a call twice. Words that were typed are escaped wherever they stand, and a fence in them cannot end the fence
// around them.

// NotSaved says that nothing was changed, why, and gives the words back. why is a plain half sentence, "my database is
// full".
func NotSaved(to say.Reader, why, text string) say.Reply {
	if why == "" {
		why = "my database did not take it"
	}
	return unsaved(to, "*Not saved:* "+strings.TrimSuffix(say.Quote(why, 200), ".")+". Nothing changed.", text)
}

// CannotTell says that the database has not answered in time, so that the words may or may not have been saved.
func CannotTell(to say.Reader, text string) say.Reply {
	return Problem(
		to, "*I can't tell yet if this was saved.* I'm checking and will answer here. No need to send it again.",
		"", text).Reply()
}

// LookedUp ends what [CannotTell] began.
func LookedUp(to say.Reader, saved bool, text string) say.Reply {
	if saved {
		return ends(Problem(to, "*It was saved.* Nothing more to do.", "", text), say.Button(ids.ActToday, "", "Show today"))
	}
	return unsaved(to, "*Not saved:* it didn't reach my database. Nothing changed.", text)
}

// NoteTooLong refuses a note of n characters and gives it back.
func NoteTooLong(to say.Reader, n, most int, text string) say.Reply {
	return ends(
		Problem(to, fmt.Sprintf("*Not saved:* the note has %s characters, %s at most. Shorten it and send it again.",
			say.Thousands(n), say.Thousands(most)), "", text), say.Button(ids.ActLogForm, "", "Log a call…"))
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
func ImpossibleDate(to say.Reader, phrase, why string, exists bool, near *Mended, text string) say.Reply {
	what := "“" + say.Quote(phrase, 60) + "” doesn't exist."
	switch why := strings.TrimSuffix(say.Quote(why, 120), "."); {
	case exists:
		what = "“" + say.Quote(phrase, 60) + "” isn't clear. " + say.Sentence(why)
	case why != "":
		what = why + ", so “" + say.Quote(phrase, 60) + "” doesn't exist."
	}
	return ends(Problem(to, "*Not saved:* "+what, "", text), near.button(to), pickDate(phrase, text))
}

// button runs the typed line with the date; nil for none.
func (m *Mended) button(to say.Reader) *slack.ButtonBlockElement {
	if m == nil {
		return nil
	}
	words := to.Words(m.At)
	if m.Day {
		words = to.Date(m.At.In(to.Location()))
	}
	return phrases.RunButton(1, "", m.Line, words)
}

// pickDate opens the form of a typed line for the date in it that can't be taken; nil where nothing was typed, or the
// words are not found in it.
func pickDate(phrase, text string) *slack.ButtonBlockElement {
	line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "/followup"))
	before, _, found := strings.Cut(line, strings.TrimSpace(phrase))
	if before = strings.TrimSpace(before); !found || before == "" || strings.Contains(line, "\n") {
		return nil
	}
	return phrases.RunButton(0, "", before, "Pick a date…")
}

// PastDate refuses an appointment in the past. The same time on a day to come can be taken, nil for none, and another
// picked.
func PastDate(to say.Reader, phrase string, at time.Time, later *Mended, text string) say.Reply {
	when := to.When(at)
	if local := at.In(to.Location()); local.Hour() == 0 && local.Minute() == 0 { // a day was named, and no hour
		when = to.Date(local)
	}
	return ends(Problem(to, fmt.Sprintf("*Not saved:* “%s” is in the past: %s.", say.Quote(phrase, 60), when), "",
		text), later.button(to), pickDate(phrase, text))
}

// FutureTouch refuses a call that is said to have happened later than now.
func FutureTouch(to say.Reader, at time.Time, text string) say.Reply {
	return ends(Problem(to, "*Not saved:* "+to.When(at)+" is in the future. `at` says when a call happened.",
		"/followup log Acme voicemail next Thu 16:00", text), say.Button(ids.ActLogForm, "", "Log a call…"))
}

// LongAgo asks about a call said to have happened over a week ago; ref stands for the words, to be sent again.
func LongAgo(to say.Reader, at time.Time, text, ref string) say.Reply {
	return ends(Problem(to, "*Not saved yet:* "+to.When(at)+" is more than a week ago. Is that right?", "", text),
		say.Button(ids.ActAgain, ids.Value(ref), "Yes, save it"))
}

// NotADate refuses words after next or at that are no date.
func NotADate(to say.Reader, phrase, text string) say.Reply {
	words := "I can't read “" + say.Quote(phrase, 80) + "” as a date and time."
	if strings.TrimSpace(phrase) == "" {
		words = "There's no date and time in it."
	}
	return ends(Problem(to, "*Not saved:* "+words, "/followup next Acme Thu 16:00", text), pickDate(phrase, text))
}

// Vague refuses words that name no day, where a day is all that is asked for.
func Vague(to say.Reader, phrase, example, text string) say.Reply {
	return ends(Problem(to, "*Not saved:* which day? “"+say.Quote(phrase, 80)+"” could be any.", example, text),
		pickDate(phrase, text))
}

// UnknownCommand offers the nearest words; near may be empty.
func UnknownCommand(to say.Reader, word string, near []string, text string) say.Reply {
	what := "“" + say.Quote(word, 60) + "” is no command and no lead of yours."
	if len(near) > 0 {
		what += " Did you mean " + say.Joined(Codes(near), "or") + "?"
	}
	return ends(Problem(to, what, "/followup log Acme voicemail", text))
}

// UnknownOutcome is said when no outcome is near enough to offer.
func UnknownOutcome(to say.Reader, word, text, ref string) say.Reply {
	p := Problem(to, "*Not saved:* I don't know the result “"+say.Quote(word, 60)+"”.", "/followup log Acme voicemail",
		text)
	if ref == "" {
		return ends(p)
	}
	return ends(p, say.Button(ids.ActElse, ids.Value(ref), pickResult))
}

// Errors at the fields of a form, at most 300 characters each ([fields.FormErrors] cuts them). Slack shows them as
// plain text: nothing is escaped, names are cleaned and cut, and an instant is in the rep's zone in words.

// Texts at the fields of a form. They know no tokens: times are the rep's local time in words.
const (
	ErrOutcome = "Pick what happened."
	ErrName    = "A lead needs a name, for example Acme Corp."
	ErrReason  = "Fewer than five calls so far. Say in a few words why it ends now."
	ErrDate    = "Pick a day."
	ErrLink    = "That's no link. One begins with https://, for example https://zoom.us/j/123."
)

// Texts at the fields of the Settings form.
const (
	ErrClock = "Pick a time."
	ErrDays  = "Pick at least one day."
	ErrHours = "Working hours end on the same day, at least an hour after they begin."
	ErrZone  = "I don't know that place. Try a big city nearby, like Chicago or Berlin."
	ErrPick  = "Pick one."
)

// NumberUpTo is for what is no number from 1 to the most.
func NumberUpTo(most int) string { return "A number from 1 to " + strconv.Itoa(most) + "." }

// ErrPhone is for a number that cannot be dialled, typed or filled in.
var ErrPhone = phrases.FactOf(facts.Phone).Expected

// Texts for the end of their contract.
const (
	ErrEnds  = "A contract's end belongs to “Has a solution”. Leave it empty otherwise."
	ErrEnded = "That day is in the past."
)

// ErrNext is for an agreed call in the past.
func ErrNext(to say.Reader, at time.Time) string {
	return "That's in the past: " + to.Words(at) + "."
}

// ErrWhen is for a call that happened later than now.
func ErrWhen(to say.Reader, at time.Time) string {
	return "That's in the future: " + to.Words(at) + ". A call to come belongs below."
}

// ErrLaw is for an instant at which nobody may be called; it names the nearest ones to come at which one may.
func ErrLaw(to say.Reader, e *coach.LawError) string {
	words := blockkit.Plain(phrases.OutsideHours(to, e))
	var nearest []string
	for _, at := range []time.Time{e.Before, e.After} {
		if at.After(to.Now) {
			nearest = append(nearest, to.Words(at))
		}
	}
	if len(nearest) == 0 {
		return words
	}
	return words + " Try " + say.Joined(nearest, "or") + "."
}

// ErrNote is for a note that is too long.
func ErrNote(n int) string {
	return "The note has " + say.Thousands(n) + " characters, " + say.Thousands(coach.MaxNote) + " at most."
}

// ErrClosed is for a lead that is over.
func ErrClosed(to say.Reader, l coach.Lead) string {
	p := l.Progress
	switch {
	case p.Closed != outcome.DoNotCall:
		return say.PlainName(l, 60) + " is closed: " + say.Shortly(p.Closed) + " (" + to.Words(p.ClosedAt) + ")."
	case p.ClosedBy != "":
		return say.PlainName(l, 60) + " asked a colleague of yours not to be called (" + to.Words(p.ClosedAt) + ")."
	}
	return say.PlainName(l, 60) + " asked not to be called (" + to.Words(p.ClosedAt) + ")."
}

// ErrNoLead is for a lead that is gone since it was picked.
const ErrNoLead = "That lead is gone. Pick another one."

// ErrSameLead is for a lead that is to go into itself.
const ErrSameLead = "That's the lead that goes. Pick the other one."

// What stands against a wrap-up page that is sent after all.
const (
	ErrTakenBack = "The call was undone meanwhile, so nothing of this is saved. It stays here for you to copy."
	ErrMaterial  = "Say what it is, for example Price list."
)

// ErrOpened is for the end of a lead that is open again.
func ErrOpened(l coach.Lead) string {
	return say.PlainName(l, 60) + " was reopened meanwhile. What you wrote stays here for you to copy."
}

// ErrTaken is for the name of a lead that exists.
func ErrTaken(named string) string {
	return "You have a lead called " + say.Tidy(named, 60) + " already."
}

// What stands against lifting a do-not-call.
const (
	ErrWho      = "Say who asked, for example Pat Doe, by email."
	ErrLiftDay  = "That day is still ahead."
	ErrLiftEver = "They asked not to be called after that day."
)
