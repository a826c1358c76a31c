package problems

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Refusals of one kind each: people who may not, values and leads that don't fit, hours at
// which nobody may be called. See errors.go for their form.

// NotAllowed refuses somebody. what is what they wanted, as a verb: "set up teams"; who may is a plural: "workspace
// admins".
func NotAllowed(to say.Reader, what, whoMay string) say.Reply {
	p := &say.Page{To: to}
	words := "You can't " + say.Quote(what, 120) + " here."
	if whoMay != "" {
		words += " That's for " + say.Quote(whoMay, 120) + "."
	}
	p.Section(words)
	return ends(p)
}

// GuestRefused is for guests, bots and people of other workspaces.
func GuestRefused(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("Followup is for members of this workspace, not for guests or people from other companies. A workspace " +
		"admin can change your membership.")
	return p.Reply()
}

// NoLead says that a command needs a lead, when no form can be opened in its place.
func NoLead(to say.Reader, command string) say.Reply {
	return ends(Problem(to, "Which lead is this for?", "/followup "+command+" Acme", ""))
}

// UnknownLead says that no lead is near the name. A new one is offered; behind old, which says that the line was about
// what a lead has behind it, those that there are.
func UnknownLead(to say.Reader, named, text string, old bool) say.Reply {
	button := say.Button(ids.ActAddForm, "", "Add a lead…")
	if old {
		button = phrases.RunButton(0, "", "list all", "Show all leads")
	}
	return ends(Problem(to, "No lead called “"+say.Quote(named, say.NameLength)+"”.", "", text), button)
}

// OthersLead says that a mention beside a lead means its rep, and what a manager of theirs can do.
func OthersLead(to say.Reader, named, text string) say.Reply {
	words := "*Nothing changed:* only whom you mention works on their leads. Yours need no mention."
	example := ""
	if named != "" {
		words += " Managers can read who did what."
		example = "/followup team audit " + named + " @rep"
	}
	return ends(Problem(to, words, example, text))
}

// EmptyName refuses a name with nothing to show in it.
func EmptyName(to say.Reader, text string) say.Reply {
	return ends(Problem(to, "*Not saved:* the lead has no name I could show.", "/followup add \"Acme Corp\"", text),
		say.Button(ids.ActAddForm, "", "Add a lead…"))
}

// LongName refuses a lead's name of more than most characters.
func LongName(to say.Reader, most int, text string) say.Reply {
	return ends(Problem(to, fmt.Sprintf("*Not saved:* a lead's name has at most %s characters.", say.Thousands(most)),
		"/followup add \"Acme Corp\"", text), say.Button(ids.ActAddForm, "", "Add a lead…"))
}

// BadValue refuses one setting of a command: what it is ("the phone number"), what was given (empty when nothing was),
// what is expected.
func BadValue(to say.Reader, what, given, expected, example, text string) say.Reply {
	words := fmt.Sprintf("“%s” doesn't work as %s.", say.Quote(given, 80), say.Quote(what, 60))
	if strings.TrimSpace(given) == "" {
		words = "that needs " + say.Quote(what, 60) + "."
	}
	return ends(Problem(to, "*Not saved:* "+words+" "+say.Sentence(withCode(expected, 200)), example, text))
}

// Busy is for when somebody is changing the same lead at this moment and the tries ran out.
func Busy(to say.Reader, text string) say.Reply {
	return unsaved(to, "*Not saved:* this lead is being changed somewhere else right now.", text)
}

// Overloaded is for when so much waits that this was not even looked at.
func Overloaded(to say.Reader, text string) say.Reply {
	return unsaved(to, "*Not saved:* too much is waiting right now. Nothing changed.", text)
}

// Gone answers a click on a message that no longer matches what is stored.
func Gone(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("This message is out of date, so nothing changed.")
	return ends(p, say.Button(ids.ActToday, "", "Show today"))
}

// GoneForm is the same of a form: what it is about has changed since it was opened, or is gone.
func GoneForm(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("This form is out of date, so nothing changed.")
	return ends(p, say.Button(ids.ActToday, "", "Show today"))
}

// Unexpected is the last resort: something broke on our side. id finds it in the log.
func Unexpected(to say.Reader, id, text string) say.Reply {
	what := "*That went wrong on my side.*"
	if id != "" {
		what += " The log has it as `" + say.Quote(id, 40) + "`."
	}
	return ends(Problem(to, what+" Today's list shows whether a call was saved.", "", text),
		say.Button(ids.ActToday, "", "Show today"))
}

// MissingForm is shown in place of a form that Slack no longer lets us open: the click was too long ago.
func MissingForm(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("Too slow, please tap again.")
	return p.Reply()
}

// OutsideLaw refuses an agreed call at an hour at which people may not be called, and offers the nearest ones that are
// fine.
func OutsideLaw(to say.Reader, l coach.Lead, e *coach.LawError, text string) say.Reply {
	var buttons []*slack.ButtonBlockElement
	for i, at := range []time.Time{e.Before, e.After} {
		if at.After(to.Now) {
			buttons = append(buttons, say.Button(say.Numbered(ids.ActSlot, i), ids.Value(l.ID, fmt.Sprint(at.Unix())),
				to.Words(at)))
		}
	}
	buttons = append(buttons, say.ButtonFor(ids.ActNextForm, ids.Value(l.ID), "Other time…", say.PlainName(l, 40)))
	return ends(Problem(to, "*Not saved:* "+phrases.OutsideHours(to, e), "", text), buttons...)
}

// LeadClosed refuses to log on a lead that is over.
func LeadClosed(to say.Reader, l coach.Lead, text string) say.Reply {
	what := "*Not saved:* *" + say.Name(l) + "* is closed: " + say.Shortly(l.Progress.Closed) +
		say.InBrackets(to.Past(l.Progress.ClosedAt)) + "."
	if l.Progress.Closed == outcome.DoNotCall {
		what = "*Not saved:* *" + say.Name(l) + "* " + phrases.AskedNotTo(to, l) + "."
		return ends(Problem(to, what, "", text), phrases.ShowLead(l))
	}
	return ends(Problem(to, what, "", text), phrases.ShowLead(l),
		say.ButtonFor(ids.ActReopen, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reopen", say.PlainName(l, 40)))
}

// NothingAgreed says that no call is agreed with the lead, so that none can be missed.
func NothingAgreed(to say.Reader, l coach.Lead) say.Reply {
	return ends(Problem(to, "No call is agreed with *"+say.Name(l)+"* right now.", "", ""),
		say.ButtonFor(ids.ActNextForm, ids.Value(l.ID), "Book a call…", say.PlainName(l, 40)))
}

// CallTakenBack says that what is added to a call has lost it.
func CallTakenBack(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not saved:* the call with *" + say.Name(l) +
		"* was undone meanwhile. What you typed is still on the page beneath.")
	return p.Reply()
}

// OpenAlready says that a lead needs no opening.
func OpenAlready(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	p.Section("*" + say.Name(l) + "* is open already, so nothing changed.")
	return ends(p, phrases.ShowLead(l))
}

// NoTaskLeft says that what was to be done about a closed lead is done.
func NoTaskLeft(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	p.Section("Nothing is left to do about *" + say.Name(l) + "*.")
	return ends(p, phrases.ShowLead(l))
}

// AnsweredBefore says that a question has its answer; as is which, or empty.
func AnsweredBefore(to say.Reader, l coach.Lead, as string) say.Reply {
	p := &say.Page{To: to}
	words := "*" + say.Name(l) + "*: that question is answered already"
	if as != "" {
		words += ": " + as
	}
	p.Section(words + ".")
	return ends(p, phrases.ShowLead(l))
}

// NumberStopped refuses a number whose owner asked not to be called, with the way to lift that for whom it is open.
func NumberStopped(to say.Reader, s request.Stopped, text string) say.Reply {
	p := Problem(to, "*Not saved:* the owner of "+say.Quote(s.Number, 40)+" asked "+say.Mention("@", s.By)+
		phrases.OnDay(to.Past(s.At))+" not to be called. It's blocked for everyone.", "", text)
	if s.Lead == "" {
		p.Context(say.Mention("@", s.By) + " or a manager of theirs can lift that.")
	} else {
		p.Actions("a", phrases.LiftButton(s.Lead, s.Rep, s.Number))
	}
	return p.Reply()
}

// ErrStopped is for a number whose owner asked not to be called.
func ErrStopped(to say.Reader, s request.Stopped) string {
	return "Not saved: its owner asked not to be called (" + to.Words(s.At) + "). It's blocked for everyone."
}
