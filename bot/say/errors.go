package say

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Errors, each a message that aims at 30 words. Where something was to be saved, they begin with whether it was; they
// quote only the part that failed, and give everything typed back in a fence, uncut, so that nobody types a call
// twice. Words that were typed are escaped wherever they stand, and a fence in them cannot end the fence around them.

// problem is the form of every error: what is wrong, an example of the right form, and the typed words given back.
func (to Reader) problem(what, example, text string) *page {
	p := &page{to: to}
	p.section(what)
	if example != "" {
		p.context("For example: `" + strings.ReplaceAll(blockkit.Escape(example), "`", "'") + "`")
	}
	if strings.TrimSpace(text) != "" {
		p.context("You typed:")
		for _, piece := range typed(text) {
			p.section(piece)
		}
	}
	return p
}

// NotSaved says that nothing was changed, why, and gives the words back. why is a plain half sentence, "the store is
// full".
func NotSaved(to Reader, why, text string) Reply {
	what := "*Not saved.* "
	if why == "" {
		why = "the store did not take it"
	}
	what += sentence(quote(why, 200)) + " Nothing was changed; please send it again in a moment."
	return to.problem(what, "", text).reply()
}

// CannotTell says that the store has not answered in time, so that the words may or may not have been saved.
func CannotTell(to Reader, text string) Reply {
	p := to.problem(
		"*I can't tell yet whether this was saved.* The store is slow to answer. I'll look it up and tell you here; there "+
			"is no need to type it again.", "", text)
	return p.reply()
}

// LookedUp ends what [CannotTell] began.
func LookedUp(to Reader, saved bool, text string) Reply {
	if saved {
		p := to.problem("*It was saved after all.* Nothing more to do.", "", text)
		p.actions("a", button(ActToday, "", "Show today"))
		return p.reply()
	}
	return to.problem("*It was not saved.* Nothing was changed; please send it again.", "", text).reply()
}

// NoteTooLong refuses a note of n characters and gives it back.
func NoteTooLong(to Reader, n, most int, text string) Reply {
	return to.problem(
		fmt.Sprintf("*Not saved:* the note has %s characters, and %s is the most I can keep. Shorten it and send it again.",
			thousands(n), thousands(most)), "", text).reply()
}

// ImpossibleDate names a date that no calendar has, or a time that a clock change skips. why says which: "April has 30
// days". Of a date that exists and has to be asked about only that is said.
func ImpossibleDate(to Reader, phrase, why string, exists bool, text string) Reply {
	what := "*Not saved:* “" + quote(phrase, 60) + "” doesn't exist"
	switch {
	case exists:
		what = "*Not saved:* “" + quote(phrase, 60) + "” can be read in more than one way: " + quote(why, 120)
	case why != "":
		what += "; " + quote(why, 120)
	}
	return to.problem(what+".", "/followup next Acme 30 Apr 16:00", text).reply()
}

// PastDate refuses an appointment in the past.
func PastDate(to Reader, phrase string, at time.Time, text string) Reply {
	return to.problem(fmt.Sprintf("*Not saved:* “%s” is %s, which has passed. The next call needs a time ahead.",
		quote(phrase, 60), to.when(at)), "/followup next Acme tomorrow 9:30", text).reply()
}

// FutureTouch refuses a call that is said to have happened later than now.
func FutureTouch(to Reader, at time.Time, text string) Reply {
	return to.problem(
		fmt.Sprintf("*Not saved:* %s is still ahead, and `at` says when a call happened. For a call to come, use `next`.",
			to.when(at)), "/followup log Acme voicemail next Thu 16:00", text).reply()
}

// LongAgo asks about a call said to have happened over a week ago; ref stands for the words, to be sent again.
func LongAgo(to Reader, at time.Time, text, ref string) Reply {
	p := to.problem(fmt.Sprintf("*Not saved yet:* %s is more than a week ago. Is that right?", to.when(at)), "", text)
	p.actions("a", button(ActAgain, Value(ref), "Yes, save it"))
	return p.reply()
}

// NotADate refuses words after next or at that are no date.
func NotADate(to Reader, phrase, text string) Reply {
	words := "I can't read “" + quote(phrase, 80) + "” as a date and time."
	if strings.TrimSpace(phrase) == "" {
		words = "I find no date and time in it."
	}
	return to.problem("*Not saved:* "+words, "/followup next Acme Thu 16:00 agenda pricing", text).reply()
}

// Vague refuses words that name no day, where a day is all that is asked for.
func Vague(to Reader, phrase, example, text string) Reply {
	return to.problem("*Not saved:* “"+quote(phrase, 80)+"” could be any day. Name one; the time may be left out.",
		example, text).reply()
}

// UnknownCommand offers the nearest words; near may be empty.
func UnknownCommand(to Reader, word string, near []string, text string) Reply {
	what := "I don't know “" + quote(word, 60) + "” as a command or one of your leads."
	if len(near) > 0 {
		what += " Did you mean " + joined(codes(near), "or") + "?"
	}
	p := to.problem(what, "/followup log Acme voicemail", text)
	p.context("`/followup help` lists what I understand.")
	return p.reply()
}

// unknownOutcome is said when no outcome is near enough to offer.
func unknownOutcome(to Reader, word, text string) Reply {
	p := to.problem("*Not saved:* I don't know “"+quote(word, 60)+"” as something that happens on a call.",
		"/followup log Acme voicemail", text)
	p.context("`/followup help outcomes` lists them.")
	return p.reply()
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

// NotAllowed refuses somebody. what is what they wanted, as a verb: "set up teams"; who may is a plural: "workspace
// admins".
func NotAllowed(to Reader, what, whoMay string) Reply {
	p := &page{to: to}
	words := "You can't " + quote(what, 120) + " here."
	if whoMay != "" {
		words += " That's for " + quote(whoMay, 120) + "; one of them can do it for you."
	}
	p.section(words)
	return p.reply()
}

// GuestRefused is for guests, bots and people of other workspaces.
func GuestRefused(to Reader) Reply {
	p := &page{to: to}
	p.section(
		"Followup is for members of this workspace, so I can't keep leads for guests or people from other companies. A " +
			"workspace admin can change your membership.")
	return p.reply()
}

// NoLead says that a command needs a lead, when no form can be opened in its place.
func NoLead(to Reader, command string) Reply {
	return to.problem("Which lead is this for?", "/followup "+command+" Acme", "").reply()
}

// UnknownLead says that no lead is near the name.
func UnknownLead(to Reader, named, text string) Reply {
	what := "I find no lead called “" + quote(named, nameLength) + "”."
	p := to.problem(what, "/followup add Acme phone:+12125550100", text)
	p.actions("a", button(ActAddForm, "", "Add a lead"))
	return p.reply()
}

// EmptyName refuses a name with nothing to show in it.
func EmptyName(to Reader, text string) Reply {
	return to.problem("*Not saved:* the lead has no name I could show.", "/followup add \"Acme Corp\" phone:+12125550100",
		text).reply()
}

// LongName refuses a lead's name of more than most characters.
func LongName(to Reader, most int, text string) Reply {
	return to.problem(fmt.Sprintf("*Not saved:* the lead's name is longer than %s characters, the most I can keep.",
		thousands(most)), "/followup add \"Acme Corp\"", text).reply()
}

// BadValue refuses one setting of a command: what it is ("the phone number"), what was given (empty when nothing was),
// what is expected.
func BadValue(to Reader, what, given, expected, example, text string) Reply {
	words := fmt.Sprintf("“%s” doesn't work as %s.", quote(given, 80), quote(what, 60))
	if strings.TrimSpace(given) == "" {
		words = "that needs " + quote(what, 60) + "."
	}
	return to.problem("*Not saved:* "+words+" "+sentence(withCode(expected, 200)), example, text).reply()
}

// Busy is for when somebody is changing the same lead at this moment and the tries ran out.
func Busy(to Reader, text string) Reply {
	return to.problem("*Not saved:* this lead is being changed somewhere else at this moment. Please send it again.", "",
		text).reply()
}

// Overloaded is for when so much waits that this was not even looked at.
func Overloaded(to Reader, text string) Reply {
	return to.problem(
		"*Not saved:* more is waiting just now than I can take in. Nothing was changed; please send it again in a moment.",
		"", text).reply()
}

// Gone answers a click on a message that no longer matches what is stored.
func Gone(to Reader) Reply {
	p := &page{to: to}
	p.section(
		"This message is older than what I have now, so I left everything as it is. The current list is one tap away.")
	p.actions("a", button(ActToday, "", "Show today"))
	return p.reply()
}

// Unexpected is the last resort: something broke on our side. id finds it in the log.
func Unexpected(to Reader, id, text string) Reply {
	what := "*Something broke on my side*, and I've written it to the log"
	if id != "" {
		what += " as `" + quote(id, 40) + "`"
	}
	return to.problem(what+". If you were logging a call, `/followup today` shows whether it was saved.", "", text).reply()
}

// MissingForm is shown in place of a form that Slack no longer lets us open: the click was too long ago.
func MissingForm(to Reader) Reply {
	p := &page{to: to}
	p.section("Slack gave up on opening the form, since I was too slow. Please tap again.")
	return p.reply()
}

// Message shows a reply as a page in place of a form: the way an answer reaches somebody who sent one.
func Message(title string, r Reply) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: FormDone, Title: label(title, blockkit.MaxTitle),
		Close:  label("Close", blockkit.MaxTitle),
		Blocks: slack.Blocks{BlockSet: r.Blocks},
	}
}

// OutsideLaw refuses an agreed call at an hour at which people may not be called, and offers the nearest ones to come
// that are fine.
func OutsideLaw(to Reader, l coach.Lead, e *coach.LawError, text string) Reply {
	var nearest []string
	var buttons []slack.BlockElement
	for i, at := range []time.Time{e.Before, e.After} {
		if at.After(to.Now) {
			nearest = append(nearest, to.both(at, e.Zone.Loc))
			buttons = append(buttons, button(numbered(ActSlot, i), Value(l.ID, fmt.Sprint(at.Unix())),
				to.slotWords(coach.Slot{At: at}, e.Zone.Loc)))
		}
	}
	works := ""
	switch len(nearest) {
	case 1:
		works = " The nearest time that works for " + who(l) + " is " + nearest[0] + "."
	case 2:
		works = " The nearest times that work for " + who(l) + " are " + nearest[0] + " and " + nearest[1] + "."
	}
	p := to.problem("*Not saved:* "+quote(to.plainThere(e.At, e.Zone.Loc), 80)+
		" is outside "+to.span(e.Hours())+", the hours in which people may be called."+works, "", text)
	p.actions("slots", buttons...)
	return p.reply()
}

// LeadClosed refuses to log on a lead that is over.
func LeadClosed(to Reader, l coach.Lead, text string) Reply {
	what := "*Not saved:* " + who(l) + " is closed, " + lower(closedWords(l.Progress.Closed)) +
		inBrackets(to.past(l.Progress.ClosedAt)) + "."
	if l.Progress.Closed == coach.DoNotCall {
		what = "*Not saved:* " + who(l) + " " + to.askedNotTo(l) + ". Nothing is logged or planned for them any more."
	}
	p := to.problem(what, "", text)
	p.actions("a", button(ActShow, Value(l.ID), "Show the lead"))
	return p.reply()
}

// askedNotTo is when the number's owner asked not to be called, and whom, when that was somebody else.
func (to Reader) askedNotTo(l coach.Lead) string {
	words := "asked not to be called" + inBrackets(to.past(l.Progress.ClosedAt))
	if by := l.Progress.ClosedBy; by != "" {
		words += "; they told <@" + quote(by, 20) + ">, and it holds for the whole workspace"
	}
	return words
}

// NothingAgreed says that no call is agreed with the lead, so that none can be missed.
func NothingAgreed(to Reader, l coach.Lead) Reply {
	return to.problem("No call is agreed with "+who(l)+" just now.", "/followup next Acme Thu 16:00 agenda pricing",
		"").reply()
}

// CallTakenBack says that what is added to a call has lost it.
func CallTakenBack(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("*Not saved:* the call with " + who(l) +
		" that this belongs to was taken back meanwhile. What you've typed is still on the page beneath, for you to copy.")
	return p.reply()
}

// OpenAlready says that a lead needs no opening.
func OpenAlready(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section(who(l) + " is open already, so I left everything as it is.")
	p.actions("a", button(ActShow, Value(l.ID), "Show the lead"))
	return p.reply()
}

// NoTaskLeft says that what was to be done about a closed lead is done.
func NoTaskLeft(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("Nothing is left to do about " + who(l) + ": that's settled already.")
	p.actions("a", button(ActShow, Value(l.ID), "Show the lead"))
	return p.reply()
}

// AnsweredBefore says that a question has its answer; as is which, or empty.
func AnsweredBefore(to Reader, l coach.Lead, as string) Reply {
	p := &page{to: to}
	words := "That question about " + who(l) + " is answered already"
	if as != "" {
		words += ": " + as
	}
	p.section(words + ". `/followup undo` takes an answer back.")
	return p.reply()
}
