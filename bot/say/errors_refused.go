package say

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Refusals of one kind each: people who may not, values and leads that don't fit, hours at
// which nobody may be called. See errors.go for their form.

// NotAllowed refuses somebody. what is what they wanted, as a verb: "set up teams"; who may is a plural: "workspace
// admins".
func NotAllowed(to Reader, what, whoMay string) Reply {
	p := &page{to: to}
	words := "You can't " + quote(what, 120) + " here."
	if whoMay != "" {
		words += " That's for " + quote(whoMay, 120) + "."
	}
	p.section(words)
	return p.ends()
}

// GuestRefused is for guests, bots and people of other workspaces.
func GuestRefused(to Reader) Reply {
	p := &page{to: to}
	p.section("Followup is for members of this workspace, not for guests or people from other companies. A workspace " +
		"admin can change your membership.")
	return p.reply()
}

// NoLead says that a command needs a lead, when no form can be opened in its place.
func NoLead(to Reader, command string) Reply {
	return to.problem("Which lead is this for?", "/followup "+command+" Acme", "").ends()
}

// UnknownLead says that no lead is near the name.
func UnknownLead(to Reader, named, text string) Reply {
	return to.problem("No lead called “"+quote(named, nameLength)+"”.", "", text).
		ends(button(ActAddForm, "", "Add a lead…"))
}

// EmptyName refuses a name with nothing to show in it.
func EmptyName(to Reader, text string) Reply {
	return to.problem("*Not saved:* the lead has no name I could show.", "/followup add \"Acme Corp\"", text).
		ends(button(ActAddForm, "", "Add a lead…"))
}

// LongName refuses a lead's name of more than most characters.
func LongName(to Reader, most int, text string) Reply {
	return to.problem(fmt.Sprintf("*Not saved:* a lead's name has at most %s characters.", thousands(most)),
		"/followup add \"Acme Corp\"", text).ends(button(ActAddForm, "", "Add a lead…"))
}

// BadValue refuses one setting of a command: what it is ("the phone number"), what was given (empty when nothing was),
// what is expected.
func BadValue(to Reader, what, given, expected, example, text string) Reply {
	words := fmt.Sprintf("“%s” doesn't work as %s.", quote(given, 80), quote(what, 60))
	if strings.TrimSpace(given) == "" {
		words = "that needs " + quote(what, 60) + "."
	}
	return to.problem("*Not saved:* "+words+" "+sentence(withCode(expected, 200)), example, text).ends()
}

// Busy is for when somebody is changing the same lead at this moment and the tries ran out.
func Busy(to Reader, text string) Reply {
	return to.unsaved("*Not saved:* this lead is being changed somewhere else right now.", text)
}

// Overloaded is for when so much waits that this was not even looked at.
func Overloaded(to Reader, text string) Reply {
	return to.unsaved("*Not saved:* too much is waiting right now. Nothing changed.", text)
}

// Gone answers a click on a message that no longer matches what is stored.
func Gone(to Reader) Reply {
	p := &page{to: to}
	p.section("This message is out of date, so nothing changed.")
	return p.ends(button(ActToday, "", "Show today"))
}

// Unexpected is the last resort: something broke on our side. id finds it in the log.
func Unexpected(to Reader, id, text string) Reply {
	what := "*That went wrong on my side.*"
	if id != "" {
		what += " The log has it as `" + quote(id, 40) + "`."
	}
	return to.problem(what+" Today's list shows whether a call was saved.", "", text).
		ends(button(ActToday, "", "Show today"))
}

// MissingForm is shown in place of a form that Slack no longer lets us open: the click was too long ago.
func MissingForm(to Reader) Reply {
	p := &page{to: to}
	p.section("Too slow, please tap again.")
	return p.reply()
}

// outsideHours says why nobody is called at an instant, by the lead's clock.
func (to Reader) outsideHours(e *coach.LawError) string {
	late := "late"
	if e.At.In(e.Zone.Loc).Hour() < 12 {
		late = "early"
	}
	from, until := e.Hours()
	return to.hourThere(e.At.In(e.Zone.Loc)) + " is too " + late + " in " + quote(place(e.Zone.Loc), 40) +
		". Calls are allowed from " + to.minutes(from) + " to " + to.minutes(until) + "."
}

// OutsideLaw refuses an agreed call at an hour at which people may not be called, and offers the nearest ones that are
// fine.
func OutsideLaw(to Reader, l coach.Lead, e *coach.LawError, text string) Reply {
	var buttons []*slack.ButtonBlockElement
	for i, at := range []time.Time{e.Before, e.After} {
		if at.After(to.Now) {
			buttons = append(buttons, button(numbered(ActSlot, i), Value(l.ID, fmt.Sprint(at.Unix())), to.words(at)))
		}
	}
	buttons = append(buttons, buttonFor(ActNextForm, Value(l.ID), "Other time…", plainName(l, 40)))
	return to.problem("*Not saved:* "+to.outsideHours(e), "", text).ends(buttons...)
}

// showLead opens a lead's page.
func showLead(l coach.Lead) *slack.ButtonBlockElement {
	return buttonFor(ActShow, Value(l.ID), "Show the lead", plainName(l, 40))
}

// LeadClosed refuses to log on a lead that is over.
func LeadClosed(to Reader, l coach.Lead, text string) Reply {
	what := "*Not saved:* *" + name(l) + "* is closed: " + shortly(l.Progress.Closed) +
		inBrackets(to.past(l.Progress.ClosedAt)) + "."
	if l.Progress.Closed == outcome.DoNotCall {
		what = "*Not saved:* *" + name(l) + "* " + to.askedNotTo(l) + "."
	}
	return to.problem(what, "", text).ends(showLead(l))
}

// askedNotTo is when the number's owner asked not to be called, and whom, when that was somebody else.
func (to Reader) askedNotTo(l coach.Lead) string {
	by, on := l.Progress.ClosedBy, onDay(to.past(l.Progress.ClosedAt))
	if by == "" {
		return "asked not to be called" + on
	}
	return "asked <@" + quote(by, 20) + ">" + on + " not to be called, and it's blocked for everyone"
}

// dontCall is the same in front of a form that could log a call.
func (to Reader) dontCall(l coach.Lead) string {
	by, on := "not to be called", onDay(to.past(l.Progress.ClosedAt))
	if l.Progress.ClosedBy != "" {
		by = "<@" + quote(l.Progress.ClosedBy, 20) + ">"
	}
	return "*Don't call:* they asked " + by + on + ". It's blocked for everyone."
}

// NothingAgreed says that no call is agreed with the lead, so that none can be missed.
func NothingAgreed(to Reader, l coach.Lead) Reply {
	return to.problem("No call is agreed with *"+name(l)+"* right now.", "", "").
		ends(buttonFor(ActNextForm, Value(l.ID), "Agree on a call…", plainName(l, 40)))
}

// CallTakenBack says that what is added to a call has lost it.
func CallTakenBack(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("*Not saved:* the call with *" + name(l) +
		"* was undone meanwhile. What you typed is still on the page beneath.")
	return p.reply()
}

// OpenAlready says that a lead needs no opening.
func OpenAlready(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("*" + name(l) + "* is open already, so nothing changed.")
	return p.ends(showLead(l))
}

// NoTaskLeft says that what was to be done about a closed lead is done.
func NoTaskLeft(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("Nothing is left to do about *" + name(l) + "*.")
	return p.ends(showLead(l))
}

// AnsweredBefore says that a question has its answer; as is which, or empty.
func AnsweredBefore(to Reader, l coach.Lead, as string) Reply {
	p := &page{to: to}
	words := "*" + name(l) + "*: that question is answered already"
	if as != "" {
		words += ": " + as
	}
	p.section(words + ".")
	return p.ends(showLead(l))
}
