package forms

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

// Forms for a log, a new lead, an agreed call, a snooze and a close, and what all forms share. Title and buttons of a
// modal take 24 characters each, what it carries along in private metadata 3,000.

// LogFields prefill the Log form. Fixed says that the rep's zone was set by hand: Slack's pickers show the device's
// zone, which may then be another.
type LogFields struct {
	Lead    coach.Lead // without an ID the form asks for it, and starts with a new one called Lead.Name
	Outcome outcome.Outcome
	Note    string
	When    time.Time // zero: now
	Next    time.Time
	Agenda  string
	Reached bool // opened by [Reached…]: talks stand first
	Fixed   bool
	LongAgo bool        // asks whether When, over a week ago, is meant: it is when the form is sent once more
	Before  coach.Touch // that is there already and may be the same call; mostly none
	Meta    request.Meta
}

// LogForm asks for a call's outcome, a note, when it was, the next call and its agenda, and the hot button.
func LogForm(to say.Reader, in LogFields) slack.ModalViewRequest {
	if in.Lead.ID != "" && in.Lead.Progress.Closed == outcome.DoNotCall {
		return over(to, "Log a call", in.Lead)
	}
	f := &fields.Form{Page: say.Page{To: to}, Title: "Log a call", Submit: "Save", Callback: fields.FormLog, Meta: in.Meta}
	zone := fields.PickerZone(to, in.Fixed)
	if in.Lead.ID == "" {
		starts := f.Lead("Lead", "Type a name I don't know yet to add it.", false, in.Lead)
		if !starts && in.Note == "" { // what is too long for a name is not lost
			in.Note = in.Lead.Name
		}
	} else {
		f.Meta.Lead, f.Meta.Version = in.Lead.ID, in.Lead.Version
		f.Section(say.Who(in.Lead))
	}
	if in.LongAgo {
		f.Meta.LongAgo = in.When.Unix()
		f.Section("*Not saved yet:* " + to.When(in.When) + " is over a week ago. If that's right, press *Save* again.")
	}
	if in.Before.ID != "" {
		f.Section("*Logged already:* " + say.Shortly(in.Before.Outcome) + ", " + to.When(in.Before.At) +
			". *Save* logs one more.")
	}
	f.Input(fields.Outcome, "What happened?", "", false, fields.OutcomeSelect(in.Outcome, in.Reached))
	f.Note(in.Note)
	when := in.When
	if when.IsZero() {
		when = to.Now
	}
	f.Input(fields.When, "When ("+zone+")", "", false, fields.InstantInput(fields.When, when))
	f.Input(fields.Next, "Next call ("+zone+")", "Only if they agreed to a date and a time.", true,
		fields.InstantInput(fields.Next, in.Next))
	f.Input(fields.Agenda, "Agenda of the next call", "", true,
		fields.TextInput(fields.Agenda, in.Agenda, "Pricing for 12 seats", false, coach.MaxFact))
	if in.Lead.ID != "" {
		f.Hot(in.Lead.HotButton)
	}
	return f.View()
}

// AddForm asks for a new lead; lead prefills it.
func AddForm(to say.Reader, lead coach.Lead, meta request.Meta) slack.ModalViewRequest {
	return addForm(to, lead, meta, nil, func(*fields.Form) {})
}

// addForm is the Add form below something else; typed are values that stand in its fields as they are.
func addForm(to say.Reader, lead coach.Lead, meta request.Meta, typed map[string]string,
	above func(*fields.Form)) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Add a lead", Submit: "Add", Callback: fields.FormAdd, Meta: meta}
	above(f)
	if meta.Origin != "" { // somebody at the company of another lead
		f.Section("What I know already, and keep: " + say.And(Origin(f.To, lead)) + ".")
	}
	for _, fact := range facts.All() {
		if fact.Add == nil {
			continue
		}
		value, there := typed[fact.Key]
		if !there {
			value = fact.Value(lead)
		}
		f.Input(fact.Key, fact.Ask.Words, fact.Add.Hint, fact.Key != fields.Name, fields.NewFactInput(fact, value))
	}
	return f.View()
}

// KnownForm is the Add form as it was sent, with the question whether the lead is one of those that exist, and a button
// for each that gives it what the form holds. Sent once more the form adds the lead.
func KnownForm(to say.Reader, lead coach.Lead, known []coach.Lead, byDetail bool,
	meta request.Meta) slack.ModalViewRequest {
	return addForm(to, lead, meta, nil, func(f *fields.Form) {
		f.Section("*Not saved yet:* " + phrases.IsKnown(lead.Name, known, byDetail) +
			" If it's somebody else, press *Add* again.")
		buttons := phrases.KnownButtons(ids.ActKnown, known)
		elements := make([]slack.BlockElement, len(buttons))
		for i, b := range buttons {
			elements[i] = b
		}
		f.Actions("known", elements...)
	})
}

// StillKnown is the Add form whose values can't go to the lead that exists: with what was typed, the problem on top,
// and the way to that lead once it is mended.
func StillKnown(to say.Reader, from, known coach.Lead, typed map[string]string, problem string,
	meta request.Meta) slack.ModalViewRequest {
	return addForm(to, from, meta, typed, func(f *fields.Form) {
		f.Section(NotYet(problem))
		f.Actions("known", phrases.KnownButtons(ids.ActKnown, []coach.Lead{known})[0])
	})
}

// Origin is what a new lead has from the one it comes from.
func Origin(to say.Reader, l coach.Lead) []string {
	var words []string
	for _, c := range []struct{ field, before string }{{facts.Company, "company "},
		{facts.Introduced, "introduced by "},
		{facts.Source, "source “"}, {facts.Industry, "industry "}, {facts.Problem, "problem "}} {
		fact := phrases.FactOf(c.field)
		w := phrases.FactWords(fact, fact.Value(l))
		switch {
		case w == "":
		case strings.HasSuffix(c.before, "“"):
			words = append(words, c.before+w+"”")
		default:
			words = append(words, c.before+"*"+w+"*")
		}
	}
	return words
}

// leadHint says what finds a lead.
const leadHint = "A part of the name, contact or company finds it."

// LeadForm asks which lead a command is for.
func LeadForm(to say.Reader, command string) slack.ModalViewRequest {
	words := map[string][2]string{
		"next": {"Book a call", "Go on"}, "snooze": {"Snooze", "Go on"}, "close": {"Close a lead", "Go on"},
		"show": {"Show a lead", "Show"}, "when": {"What comes next", "Show"}, "resume": {"Resume", "Resume the calls"},
		"pause": {"Put a lead on hold", "Pause"},
		"prep":  {"Prep for a call", "Show"}, "draft": {"Write to a lead", "Go on"},
		"review": {"Review a lead", "Go on"},
		"edit":   {"Edit a lead", "Go on"}, "reopen": {"Reopen a lead", "Reopen"},
		"erase": {"Erase a lead", "Go on"}, "merge": {"Merge two leads", "Go on"}, "history": {"History", "Show"},
	}[command]
	f := &fields.Form{Page: say.Page{To: to}, Title: words[0], Submit: words[1], Callback: fields.FormLead,
		Meta: request.Meta{Command: command}}
	which := "Which lead?"
	if command == "merge" {
		which = "Which lead goes?"
	}
	f.Lead(which, leadHint, false, coach.Lead{})
	return f.View()
}

// CloseForm asks how a lead ended and why. needsReason says that the reason can't be left out (no response before five
// calls).
func CloseForm(to say.Reader, lead coach.Lead, how outcome.Outcome, needsReason bool,
	meta request.Meta) slack.ModalViewRequest {
	// An end that is there can have its reason, and when their contract ends.
	if lead.Progress.Closed == outcome.DoNotCall || !lead.Open() && how != lead.Progress.Closed {
		return over(to, "Close a lead", lead)
	}
	f := &fields.Form{Page: say.Page{To: to}, Title: "Close a lead", Submit: "Close the lead", Callback: fields.FormClose,
		Meta: meta}
	f.Meta.Lead, f.Meta.Version = lead.ID, lead.Version
	f.Section(say.Who(lead) + "\nThis stops all calls. You can undo it for 24 hours.")
	if how == "" && lead.Open() {
		f.Actions("as", phrases.CloseButtons(lead)...)
	}
	f.Input(fields.Outcome, "How did it end?", "", false,
		fields.GroupedSelect(fields.Outcome, how, []outcome.Group{outcome.Ended}, func(outcome.Info) bool { return true }))
	hint := ""
	if needsReason {
		hint = "Fewer than five calls so far: why now?"
	}
	f.Input(fields.Reason, "Reason", hint, !needsReason,
		fields.TextInput(fields.Reason, "", "Went with another supplier", false, 300))
	// A renewal that is planned already knows when their contract ends.
	ends := slack.NewDatePickerBlockElement(fields.Day)
	if t := lead.Progress.Task(); t != nil && t.Kind == coach.Renewal {
		ends.InitialDate = t.At.In(to.Location()).Format(time.DateOnly)
	}
	f.Input(fields.Day, "Their contract ends",
		"Only if they have a solution: I'll remind you 60 days before.", true, ends)
	return f.View()
}

// SnoozeForm asks until when nothing shall be due. A day is enough.
func SnoozeForm(to say.Reader, lead coach.Lead, meta request.Meta) slack.ModalViewRequest {
	if !lead.Open() {
		return over(to, "Snooze", lead)
	}
	f := &fields.Form{Page: say.Page{To: to}, Title: "Snooze", Submit: "Snooze", Callback: fields.FormSnooze, Meta: meta}
	f.Meta.Lead, f.Meta.Version = lead.ID, lead.Version
	f.Section(say.Who(lead) + "\nNothing is due until then.")
	if !lead.Paused() {
		f.Actions("hold", say.ButtonFor(ids.ActPause, ids.Value(lead.ID), "Until I resume it", say.PlainName(lead, 40)))
	}
	// The picker starts with tomorrow in the rep's zone; a time is optional, for a day is enough.
	day := slack.NewDatePickerBlockElement(fields.Date)
	day.InitialDate = to.Now.In(to.Location()).AddDate(0, 0, 1).Format(time.DateOnly)
	f.Input(fields.Date, "Until which day?", "", false, day)
	f.Input(fields.Time, "Time ("+fields.ZoneLabel(to)+")", "Empty means that morning.", true,
		slack.NewTimePickerBlockElement(fields.Time))
	return f.View()
}

// NextForm asks for the date and time that the other side agreed to.
func NextForm(to say.Reader, lead coach.Lead, at time.Time, fixed bool, meta request.Meta) slack.ModalViewRequest {
	if !lead.Open() {
		return over(to, "Book a call", lead)
	}
	f := &fields.Form{Page: say.Page{To: to}, Title: "Book a call", Submit: "Book the call", Callback: fields.FormNext,
		Meta: meta}
	f.Meta.Lead, f.Meta.Version = lead.ID, lead.Version
	f.Section(say.Who(lead))
	f.Input(fields.Next, "Agreed for ("+fields.PickerZone(to, fixed)+")",
		"I'll remind you "+say.MinutesInWords(to.Limits().PingBefore)+" before.", false,
		fields.InstantInput(fields.Next, at))
	f.Input(fields.Agenda, "Agenda, so they know what's coming", "", true,
		fields.TextInput(fields.Agenda, agendaOf(lead), "Pricing for 12 seats", false, coach.MaxFact))
	by, link := coach.MeetCall, ""
	if c := lead.Progress.Commitment; c != nil && c.Meet.By != "" {
		by, link = c.Meet.By, c.Meet.Link
	}
	f.Input(fields.Link, "Link, for a video call", "", true,
		fields.TextInput(fields.Link, link, "https://…", false, coach.MaxFact))
	f.Actions("menus", fields.MeetMenu(by))
	return f.View()
}

// agendaOf is what the agreed call of a lead is about, for it stays so when the call moves; empty without one.
func agendaOf(lead coach.Lead) string {
	if c := lead.Progress.Commitment; c != nil {
		return c.Agenda
	}
	return ""
}
