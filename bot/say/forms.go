package say

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Forms for a log, a new lead, an agreed call, a snooze and a close, and what all forms share. Title and buttons of a
// modal take 24 characters each, what it carries along in private metadata 3,000.

// EncodeMeta writes what a form carries along for a view's private metadata. When that would pass Slack's 3,000
// characters, the typed words go first, for they can be kept elsewhere under Ref, then the message's address: the form
// still works, only the card isn't brought up to date.
func EncodeMeta(m request.Meta) string {
	for _, drop := range []func(){func() {}, func() { m.Text = "" }, func() { m.URL = "" },
		func() { m.Channel, m.Message, m.Ref = "", "", "" }} {
		drop()
		if raw, err := json.Marshal(m); err == nil && blockkit.Len(string(raw)) <= blockkit.MaxMetadata {
			return string(raw)
		}
	}
	return ""
}

// form gathers the inputs of a modal.
type form struct {
	page
	title, submit, callback string
	meta                    request.Meta
}

// view is the form as Slack opens it. What it carries along is in its metadata, and comes back when it is sent.
func (f *form) view() slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: f.callback, PrivateMetadata: EncodeMeta(f.meta),
		Title: label(f.title, blockkit.MaxTitle), Submit: label(f.submit, blockkit.MaxTitle),
		Close:  label("Cancel", blockkit.MaxTitle),
		Blocks: slack.Blocks{BlockSet: f.blocks},
	}
}

// input adds a labelled field. The field's name begins its block id, so that an answer and its errors find it again.
func (f *form) input(field, words, hint string, optional bool, e slack.BlockElement) {
	b := &slack.InputBlock{Type: slack.MBTInput, BlockID: field + "." + f.to.Nonce, Label: label(words, 200), Element: e,
		Optional: optional}
	if hint != "" {
		b.Hint = label(hint, 500)
	}
	f.blocks = append(f.blocks, b)
}

// textInput is a field for text of at most so many characters; what it starts with is cut to fit.
func textInput(field, value, placeholder string, lines bool, most int) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, field)
	e.Multiline, e.MaxLength = lines, most
	// Trimmed after cleaning: what is cleaned away can stand behind a space.
	e.InitialValue = blockkit.Truncate(strings.TrimSpace(blockkit.Clean(value)), most)
	if placeholder != "" {
		e.Placeholder = label(placeholder, 150)
	}
	return e
}

// instantInput is a picker of date and time. Slack shows it in the zone of the device.
func instantInput(field string, at time.Time) *slack.DateTimePickerBlockElement {
	e := slack.NewDateTimePickerBlockElement(field)
	if u := at.Unix(); u >= 1e9 && u < 1e10 {
		e.InitialDateTime = u
	}
	return e
}

// radio offers pairs of value and words; none is chosen when no value matches.
func radio(field, chosen string, pairs ...[2]string) *slack.RadioButtonsBlockElement {
	e := slack.NewRadioButtonsBlockElement(field)
	for _, p := range pairs {
		o := slack.NewOptionBlockObject(p[0], label(p[1], blockkit.MaxOption), nil)
		e.Options = append(e.Options, o)
		if p[0] == chosen {
			e.InitialOption = o
		}
	}
	return e
}

// hot asks for the hot button, beside other things.
func (f *form) hot(value string) {
	f.input(FieldHot, "Hot button", factOf(FieldHot).Ask.Hint, true, hotInput(value))
}

// hotInput is the field for what they care about most.
func hotInput(value string) *slack.PlainTextInputBlockElement {
	return factText(FieldHot, factOf(FieldHot).Ask.Example, value, coach.MaxFact)
}

// phoneInput is the field for a number; whether it can be dialled is checked when it is saved.
func phoneInput(value string) *slack.PlainTextInputBlockElement {
	return factText(FieldPhone, factOf(FieldPhone).Ask.Example, value, 50)
}

// pointer asks where in a document to look.
func (f *form) pointer(value string) {
	f.input(FieldPointer, "Where in it?", "", true, pointerInput(value))
}

// pointerInput is the field for where in a document to look.
func pointerInput(value string) *slack.PlainTextInputBlockElement {
	return textInput(FieldPointer, value, "p. 4, §2", false, 100)
}

// note asks for a note.
func (f *form) note(value string) {
	f.input(FieldNote, "Note", "", true, textInput(FieldNote, value, "What was said, in a line or two", true,
		coach.MaxNote))
}

// pickerZone names the zone that Slack's pickers show.
func (to Reader) pickerZone(fixed bool) string {
	if fixed {
		return "your device's time"
	}
	return to.zoneLabel()
}

// zoneLabel names the zone that a form's times are in.
func (to Reader) zoneLabel() string {
	return place(to.zone()) + " time"
}

// LogFields prefill the Log form. Fixed says that the rep's zone was set by hand: Slack's pickers show the device's
// zone, which may then be another.
type LogFields struct {
	Lead    coach.Lead // without an ID the form asks for the name, and starts with Lead.Name
	Outcome outcome.Outcome
	Note    string
	When    time.Time // zero: now
	Next    time.Time
	Agenda  string
	Reached bool // opened by [Reached…]: talks stand first
	Fixed   bool
	LongAgo bool // asks whether When, over a week ago, is meant: it is when the form is sent once more
	Meta    request.Meta
}

// LogForm asks for a call's outcome, a note, when it was, the next call and its agenda, and the hot button.
func LogForm(to Reader, in LogFields) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Log a call", submit: "Save", callback: FormLog, meta: in.Meta}
	zone := to.pickerZone(in.Fixed)
	if in.Lead.ID == "" {
		f.input(FieldName, "Lead", "A name I don't know yet becomes a new lead.", false,
			textInput(FieldName, tidyInput(in.Lead.Name), "Acme Corp", false, 200))
	} else {
		f.meta.Lead, f.meta.Version = in.Lead.ID, in.Lead.Version
		f.section(who(in.Lead))
		if in.Lead.Progress.Closed == outcome.DoNotCall {
			f.section(to.dontCall(in.Lead))
		}
	}
	if in.LongAgo {
		f.meta.LongAgo = in.When.Unix()
		f.section("*Not saved yet:* " + to.when(in.When) + " is over a week ago. If that's right, press *Save* again.")
	}
	f.input(FieldOutcome, "What happened?", "", false, outcomeSelect(in.Outcome, in.Reached))
	f.note(in.Note)
	when := in.When
	if when.IsZero() {
		when = to.Now
	}
	f.input(FieldWhen, "When ("+zone+")", "", false, instantInput(FieldWhen, when))
	f.input(FieldNext, "Next call ("+zone+")", "Only if they agreed to a date and a time.", true,
		instantInput(FieldNext, in.Next))
	f.input(FieldAgenda, "Agenda of the next call", "", true,
		textInput(FieldAgenda, in.Agenda, "Pricing for 12 seats", false, coach.MaxFact))
	if in.Lead.ID != "" {
		f.hot(in.Lead.HotButton)
	}
	return f.view()
}

// tidyInput is one line of what was typed, without marks that nobody sees.
func tidyInput(s string) string { return strings.Join(strings.Fields(blockkit.Clean(s)), " ") }

// groupNames are the headings under which outcomes stand in a menu.
var groupNames = map[outcome.Group]string{
	outcome.NotReached: "Not reached", outcome.ReachedShort: "Reached, but short", outcome.LiveTalk: "Talked",
	outcome.CameToUs: "They came to us", outcome.Ended: "Closed", outcome.OtherTouch: "Other than a call",
}

// outcomeSelect lists every outcome that a rep may log, in plain words, by group.
func outcomeSelect(chosen outcome.Outcome, reached bool) *slack.SelectBlockElement {
	order := []outcome.Group{outcome.NotReached, outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs, outcome.Ended,
		outcome.OtherTouch}
	if reached {
		order = []outcome.Group{outcome.LiveTalk, outcome.ReachedShort, outcome.CameToUs, outcome.Ended, outcome.NotReached,
			outcome.OtherTouch}
	}
	return groupedSelect(FieldOutcome, chosen, order, func(o outcome.Info) bool { return o.Typed })
}

// groupedSelect is a menu of outcomes under headings, in the order given. takes says which of them it has.
func groupedSelect(field string, chosen outcome.Outcome, order []outcome.Group,
	takes func(outcome.Info) bool) *slack.SelectBlockElement {
	e := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, label("Pick one", 150), field)
	for _, g := range order {
		var options []*slack.OptionBlockObject
		for _, o := range outcome.All() {
			if o.Group != g || !takes(o) {
				continue
			}
			option := slack.NewOptionBlockObject(string(o.Code), label(o.Label, blockkit.MaxOption), nil)
			options = append(options, option)
			if o.Code == chosen {
				e.InitialOption = option
			}
		}
		if len(options) > 0 {
			e.OptionGroups = append(e.OptionGroups, slack.NewOptionGroupBlockElement(label(groupNames[g], 75), options...))
		}
	}
	return e
}

// AddForm asks for a new lead; lead prefills it.
func AddForm(to Reader, lead coach.Lead, meta request.Meta) slack.ModalViewRequest {
	return addForm(to, lead, meta, "")
}

// addForm is the Add form below a notice; empty for none.
func addForm(to Reader, lead coach.Lead, meta request.Meta, notice string) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Add a lead", submit: "Add", callback: FormAdd, meta: meta}
	if notice != "" {
		f.section(notice)
	}
	if meta.Origin != "" { // somebody at the company of another lead
		f.section("What I know already, and keep: " + and(f.to.origin(lead)) + ".")
	}
	for _, fact := range coach.Facts() {
		if fact.Add == nil {
			continue
		}
		f.input(fact.Key, fact.Ask.Words, fact.Add.Hint, fact.Key != FieldName, newFactInput(fact, fact.Value(lead)))
	}
	return f.view()
}

// KnownForm is the Add form as it was sent, with the question whether the lead is one of those that exist. Sent once
// more it adds the lead.
func KnownForm(to Reader, lead coach.Lead, known []coach.Lead, byDetail bool,
	meta request.Meta) slack.ModalViewRequest {
	return addForm(to, lead, meta,
		"*Not saved yet:* "+isKnown(lead.Name, known, byDetail)+" If it's somebody else, press *Add* again.")
}

// origin is what a new lead has from the one it comes from.
func (to Reader) origin(l coach.Lead) []string {
	var words []string
	for _, c := range []struct{ field, before string }{{coach.FactCompany, "company "},
		{coach.FactIntroduced, "introduced by "},
		{coach.FactSource, "source “"}, {coach.FactIndustry, "industry "}, {coach.FactProblem, "problem "}} {
		fact := factOf(c.field)
		w := factWords(fact, fact.Value(l))
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

// LeadForm asks which lead a command is for; named prefills it.
func LeadForm(to Reader, command, named string) slack.ModalViewRequest {
	words := map[string][2]string{
		"next": {"Book a call", "Go on"}, "snooze": {"Snooze", "Go on"}, "close": {"Close a lead", "Go on"},
		"show": {"Show a lead", "Show"}, "when": {"What comes next", "Show"}, "resume": {"Resume", "Resume the calls"},
		"prep": {"Prep for a call", "Show"}, "draft": {"Write to a lead", "Go on"},
		"review": {"Review a lead", "Go on"},
		"edit":   {"Edit a lead", "Go on"}, "reopen": {"Reopen a lead", "Reopen"},
	}[command]
	f := &form{page: page{to: to}, title: words[0], submit: words[1], callback: FormLead,
		meta: request.Meta{Command: command}}
	f.input(FieldName, "Which lead?", "A part of the name is enough if no other lead has it.", false,
		textInput(FieldName, tidyInput(named), "Acme Corp", false, 200))
	return f.view()
}

// CloseForm asks how a lead ended and why. needsReason says that the reason can't be left out (no response before five
// calls).
func CloseForm(to Reader, lead coach.Lead, how outcome.Outcome, needsReason bool,
	meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Close a lead", submit: "Close the lead", callback: FormClose, meta: meta}
	f.meta.Lead, f.meta.Version = lead.ID, lead.Version
	f.section(who(lead) + "\nThis stops all calls. You can undo it for 24 hours.")
	if how == "" && lead.Open() {
		f.actions("as", closeButtons(lead)...)
	}
	f.input(FieldOutcome, "How did it end?", "", false,
		groupedSelect(FieldOutcome, how, []outcome.Group{outcome.Ended}, func(outcome.Info) bool { return true }))
	hint := ""
	if needsReason {
		hint = "Fewer than five calls so far: why now?"
	}
	f.input(FieldReason, "Reason", hint, !needsReason,
		textInput(FieldReason, "", "Went with another supplier", false, 300))
	// A renewal that is planned already knows when their contract ends.
	ends := slack.NewDatePickerBlockElement(FieldDay)
	if t := lead.Progress.Task(); t != nil && t.Kind == coach.Renewal {
		ends.InitialDate = t.At.In(to.zone()).Format(time.DateOnly)
	}
	f.input(FieldDay, "Their contract ends",
		"Only if they have a solution: I'll remind you 60 days before.", true, ends)
	return f.view()
}

// SnoozeForm asks until when nothing shall be due. A day is enough.
func SnoozeForm(to Reader, lead coach.Lead, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Snooze", submit: "Snooze", callback: FormSnooze, meta: meta}
	f.meta.Lead, f.meta.Version = lead.ID, lead.Version
	f.section(who(lead) + "\nNothing is due until then.")
	// The picker starts with tomorrow in the rep's zone; a time is optional, for a day is enough.
	day := slack.NewDatePickerBlockElement(FieldDate)
	day.InitialDate = to.Now.In(to.zone()).AddDate(0, 0, 1).Format(time.DateOnly)
	f.input(FieldDate, "Until which day?", "", false, day)
	f.input(FieldTime, "Time ("+to.zoneLabel()+")", "Empty means that morning.", true,
		slack.NewTimePickerBlockElement(FieldTime))
	return f.view()
}

// NextForm asks for the date and time that the other side agreed to.
func NextForm(to Reader, lead coach.Lead, at time.Time, fixed bool, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Book a call", submit: "Book the call", callback: FormNext, meta: meta}
	f.meta.Lead, f.meta.Version = lead.ID, lead.Version
	f.section(who(lead))
	f.input(FieldNext, "Agreed for ("+to.pickerZone(fixed)+")",
		"I'll remind you "+minutesInWords(to.limits().PingBefore)+" before.", false,
		instantInput(FieldNext, at))
	f.input(FieldAgenda, "Agenda, so they know what's coming", "", true,
		textInput(FieldAgenda, "", "Pricing for 12 seats", false, coach.MaxFact))
	return f.view()
}

// FormErrors puts texts at the fields of the form that was sent: blockIDs are those of its state, texts are by field.
// Texts for fields that the form doesn't have are put at its first one, so that none is lost.
func FormErrors(blockIDs []string, texts map[string]string) map[string]string {
	out := map[string]string{}
	missing := ""
	for field, words := range texts {
		found := false
		for _, id := range blockIDs {
			if request.FieldOf(id) == field {
				out[id], found = blockkit.Truncate(words, 300), true
			}
		}
		if !found {
			missing = words
		}
	}
	if missing != "" && len(blockIDs) > 0 && out[blockIDs[0]] == "" {
		out[blockIDs[0]] = blockkit.Truncate(missing, 300)
	}
	return out
}
