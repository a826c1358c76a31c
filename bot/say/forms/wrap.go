package forms

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/selfreport"
)

// The wrap-up after a talk, a page of six fields at most and 60 words, and the page of 25 words that it ends on. The
// call is saved before it opens, so that skipping it loses nothing; what was typed into it survives when it is rendered
// again.

// Wrap is the page after a call that reached somebody: it is saved already, and what is worth keeping can be added
// (S3.16). Nothing on it has to be filled in.
type Wrap struct {
	Saved   answers.Saved
	Script  script.Script        // what to say now, for they are still on the line; behind a button
	Cost    *selfreport.CallBack // of hanging up, where that matters (S3.14); nil elsewhere
	Slots   []coach.Slot         // times to offer
	Filled  WrapFields           // what was typed into it before it is rendered again
	Problem string               // what has to be put right; empty for nothing
	Fixed   bool                 // the rep's zone was set by hand: Slack's pickers show the device's
	NoSend  bool                 // sending something is not offered as an end of the talk (S0.24)
	Meta    request.Meta

	Criteria string // whom the team wants as a customer (S3.17); empty where nobody has said so
}

// WrapFields is what a wrap-up page holds, as far as it has such a field.
type WrapFields struct {
	Slot, Agenda, Hot, Promise, Note, Phone, Reason string
	Next                                            time.Time
	Day                                             string // 2006-01-02
	Ticks                                           []string
	Agreed, How, Material, Pointer, Link            string
	Sure, Goal                                      string
	Meet, Hunch                                     string // of the menus: how they meet, what the gut says
	Unfolded                                        bool   // what to say is shown
}

// What the choices of a wrap-up page mean.
const (
	TickNeed    = "need" // of fields.Ticks
	TickValue   = "value"
	TickDecides = "decides"
	TickFits    = "fits"

	HowPage = "page" // of fields.How: how they get what they ask for; all but the last while they are on the line (S3.12)
	HowDemo = "demo"
	HowPDF  = "pdf"
	HowSend = "send"

	Yes = "yes"
	No  = "no"
)

// WrapPage shows what was saved, and the fields that fit what happened: at most six.
func WrapPage(to say.Reader, in Wrap) slack.ModalViewRequest {
	l, o := in.Saved.Lead, in.Saved.Touch.Outcome
	f := &fields.Form{Page: say.Page{To: to}, Title: say.PlainName(l, blockkit.MaxTitle), Submit: "Book and finish",
		Callback: fields.FormWrap,
		Meta:     in.Meta}
	f.Meta.Lead, f.Meta.Version, f.Meta.Outcome = l.ID, l.Version, string(o)
	if id := in.Saved.Touch.ID; id != "" {
		f.Meta.Touch = id
	}
	f.Meta.Change = cmp.Or(in.Saved.Change, f.Meta.Change)
	wrapHead(f, in)
	switch {
	// A call that ended the lead asks why; no next call is to be agreed on.
	case !l.Open():
		f.Submit = "Finish"
		endFields(f, in)
	// Sending something is an easy way for them to hang up, so questions stand before it (S3.19).
	case o == outcome.WantsInfo:
		gateFields(f, in)
	// A gatekeeper names a time without agreeing to one, so this is no agreed call.
	case o == outcome.Gatekeeper:
		f.Submit = "Finish"
		f.Input(fields.Next, "They said to call at ("+pickerPlace(f.To, in.Fixed)+")", "", true,
			fields.InstantInput(fields.Next, in.Filled.Next))
		f.Input(fields.Phone, "Direct line", "", true, fields.PhoneInput(in.Filled.Phone))
		f.Note(in.Filled.Note)
	case o.Info().Group == outcome.NotReached:
		f.Submit = "Finish"
		f.Note(in.Filled.Note)
	case o.Info().Group == outcome.ReachedShort:
		timeFields(f, in)
		f.Note(in.Filled.Note)
	// A talk can have ended with all that a next call needs.
	default:
		timeFields(f, in)
		f.Input(fields.Agenda, "Agenda, so they know what's coming", "", true,
			fields.TextInput(fields.Agenda, in.Filled.Agenda, "Pricing for 12 seats", false, coach.MaxFact))
		f.Input(fields.Hot, "Hot button: what they care about most", "", true,
			fields.HotInput(cmp.Or(in.Filled.Hot, l.HotButton)))
		f.Input(fields.Promise, "Promises, one a line; start yours with “me:”", "", true,
			fields.TextInput(fields.Promise, in.Filled.Promise, "", true, 600))
		f.Note(in.Filled.Note)
		f.Actions("menus", fields.MeetMenu(in.Filled.Meet), fields.HunchMenu(in.Filled.Hunch))
	}
	wrapFoot(f, in)
	v := f.View()
	v.Close = say.Label("Skip", blockkit.MaxTitle)
	return v
}

// wrapHead is what was saved, on top and in view, what stands in the way of more, and the remarks.
func wrapHead(f *fields.Form, in Wrap) {
	s := in.Saved
	done := "Saved"
	if !s.Lead.Open() {
		done = "Closed"
	}
	words := "✓ " + done + ": " + say.Shortly(s.Touch.Outcome) + "."
	if in.Problem == "" {
		words += " Nothing below is required."
	}
	f.Section(words)
	if in.Problem != "" {
		f.Section(in.Problem)
	}
	if notes := phrases.Notes(f.To, phrases.WithoutEnd(s.Logged.Notes)); notes != "" {
		f.Context(notes)
	}
}

// wrapFoot is the one question and what else there is to tap, with what to say now behind a button.
func wrapFoot(f *fields.Form, in Wrap) {
	s := in.Saved
	var buttons []slack.BlockElement
	// The hot button has a field of its own above, with the questions that find it out beside the script.
	// So has the end of a contract.
	if q := s.Logged.Question; q != nil && q.Code != coach.AskHot && q.Code != coach.AskEnds {
		f.Section(cards.QuestionWords(f.To, s.Lead, *q))
		buttons = append(buttons, cards.QuestionButtons(s.Lead, *q)...)
	}
	if hasWords(f, in) {
		buttons = append(buttons, library.WhatToSay(s.Lead, in.Filled.Unfolded))
	}
	if s.Lead.Open() {
		buttons = append(buttons, say.Button(ids.ActWrapMore, ids.Value(s.Lead.ID), "Add what you sent…"))
	}
	if s.Change != "" {
		buttons = append(buttons, phrases.UndoButton(s.Lead, s.Change))
	}
	f.Actions("a", buttons...)
	if in.Filled.Unfolded {
		wrapWords(f, in)
	}
}

// hasWords reports whether there is anything to say on the line.
func hasWords(f *fields.Form, in Wrap) bool {
	return in.Cost != nil || asksHot(in.Saved) || slices.ContainsFunc(in.Script.Lines,
		func(l script.Line) bool { return l.Say != "" })
}

// asksHot reports whether nobody knows yet what they care about most.
func asksHot(s answers.Saved) bool {
	return s.Logged.Question != nil && s.Logged.Question.Code == coach.AskHot
}

// wrapWords are what to say now, what hanging up costs, and the questions that find the hot button.
func wrapWords(f *fields.Form, in Wrap) {
	if in.Cost != nil {
		f.Context(figures.CallBackCost(f.To, *in.Cost))
	}
	library.Spoken(&f.Page, in.Script)
	if asksHot(in.Saved) {
		f.Context("To find the hot button: " + strings.Join(cards.Discovery(in.Saved.Lead), " "))
	}
}

// timeFields offer times for the next call and leave room for another.
func timeFields(f *fields.Form, in Wrap) {
	words := "Next call (" + pickerPlace(f.To, in.Fixed) + ")"
	if len(in.Slots) > 0 {
		f.Input(fields.Slot, "Next call", "", true, fields.SlotChoice(f.To, in.Slots, in.Saved.Step.Zone.Loc, in.Filled.Slot))
		words = "Other time (" + pickerPlace(f.To, in.Fixed) + "), instead of those above"
	}
	f.Input(fields.Next, words, "", true, fields.InstantInput(fields.Next, in.Filled.Next))
}

// pickerPlace is where the clock of Slack's pickers stands: they show the device's.
func pickerPlace(to say.Reader, fixed bool) string {
	if fixed {
		return "your device's time"
	}
	return say.Place(to.Location())
}

// gateFields are the three ticks and the question that stand before anything is sent (S0.25, S3.19), and how they get
// it: best while they are on the line (S3.12).
func gateFields(f *fields.Form, in Wrap) {
	g := qualify.Gates()
	ticks := slack.NewCheckboxGroupsBlockElement(fields.Ticks)
	asked := [][2]string{{TickNeed, g.Need.Tick}, {TickValue, g.Value.Tick}, {TickDecides, g.Decides.Tick}}
	if in.Criteria != "" {
		asked = append(asked, [2]string{TickFits, g.Fits.Tick + ": " + in.Criteria})
	}
	for _, t := range asked {
		o := slack.NewOptionBlockObject(t[0], say.Label(t[1], blockkit.MaxOption), nil)
		ticks.Options = append(ticks.Options, o)
		for _, have := range in.Filled.Ticks {
			if have == t[0] {
				ticks.InitialOptions = append(ticks.InitialOptions, o)
			}
		}
	}
	f.Input(fields.Ticks, "Before anything goes out", "", true, ticks)
	f.Input(fields.Agreed, "“"+blockkit.Truncate(g.Agreed.Ask, 180)+"”", "", true,
		fields.Radio(fields.Agreed, in.Filled.Agreed, [2]string{Yes, "They said yes"}, [2]string{No, "They said no"}))
	// Best first: while they are on the line, what they look at can be talked about.
	how := [][2]string{{HowPage, "Show a web page now"}, {HowDemo, "Demo now"},
		{HowPDF, "Email the PDF now and stay on the line"}}
	if !in.NoSend {
		how = append(how, [2]string{HowSend, "Send it, and go through it together later"})
	}
	f.Input(fields.How, "How do they get it?", "", true, fields.Radio(fields.How, in.Filled.How, how...))
	f.Input(fields.Material, "What is it?", "", true,
		fields.TextInput(fields.Material, in.Filled.Material, "Price list", false, coach.MaxFact))
	f.Pointer(in.Filled.Pointer)
	if len(in.Slots) > 0 {
		f.Input(fields.Slot, "Going through it together", "", true,
			fields.SlotChoice(f.To, in.Slots, in.Saved.Step.Zone.Loc, in.Filled.Slot))
		return
	}
	f.Input(fields.Next, "Going through it together ("+pickerPlace(f.To, in.Fixed)+")", "", true,
		fields.InstantInput(fields.Next, in.Filled.Next))
}

// endFields ask what an ending may leave: why, and when their contract with somebody else ends.
func endFields(f *fields.Form, in Wrap) {
	o := in.Saved.Touch.Outcome
	if o != outcome.DoNotCall && o != outcome.LeftCompany {
		words := "Why?"
		if o == outcome.Won {
			words = "What made the difference?"
		}
		f.Input(fields.Reason, words, "", true, fields.TextInput(fields.Reason, in.Filled.Reason, "", false, coach.MaxFact))
	}
	if o == outcome.HasSolution {
		day := slack.NewDatePickerBlockElement(fields.Day)
		day.InitialDate = in.Filled.Day
		f.Input(fields.Day, "Their contract ends", "I'll remind you 60 days before.", true, day)
	}
	f.Note(in.Filled.Note)
}

// MorePage asks for what fewer talks need: what they were given to look at, whether they said yes to the time, and what
// that call is for.
func MorePage(to say.Reader, in Wrap) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "What you sent", Submit: "Save", Callback: fields.FormMore,
		Meta: in.Meta}
	l := in.Saved.Lead
	f.Meta.Lead, f.Meta.Version = l.ID, l.Version
	if in.Problem != "" {
		f.Section(in.Problem)
	}
	f.Section(say.Who(l))
	f.Input(fields.Material, "What did you send or show?", "", true,
		fields.TextInput(fields.Material, in.Filled.Material, "Price list", false, coach.MaxFact))
	f.Input(fields.Link, "Link to it", "", true,
		fields.TextInput(fields.Link, in.Filled.Link, "https://…", false, coach.MaxFact))
	f.Pointer(in.Filled.Pointer)
	f.Input(fields.How, "Did you go through it together?", "", true,
		fields.Radio(fields.How, in.Filled.How, [2]string{HowPage, "Yes, on the line"},
			[2]string{HowSend, "No, it was sent"}))
	if c := l.Progress.Commitment; c != nil {
		f.Input(fields.Sure, "Have they said yes to the time?", "", true,
			fields.Radio(fields.Sure, in.Filled.Sure, [2]string{Yes, "Yes"}, [2]string{No, "Not yet"}))
		f.Input(fields.Goal, "What is that call for?", "If it's to decide, the agenda should say so.", true,
			fields.Radio(fields.Goal, in.Filled.Goal, [2]string{coach.GoalClose, "To decide"},
				[2]string{No, "Something before that"}))
	}
	v := f.View()
	v.Close = say.Label("Skip", blockkit.MaxTitle)
	return v
}

// HowName is what was shown on the line or sent, when nobody gave it a name.
func HowName(how string) string {
	return map[string]string{HowPage: "Web page", HowDemo: "Demo", HowPDF: "PDF", HowSend: "Information"}[how]
}

// AskReview asks for the time to go through what is sent: without one it is an ending (S0.23).
const AskReview = "When shall we go through it together, with the page in front of you?"

// AskFirst is what to say before something is sent, one line to say for each thing that is not known yet.
func AskFirst(questions []string) string {
	words := "*Nothing below is saved yet.* Ask this first:"
	for _, q := range questions {
		words += "\n> " + say.Quote(q, 300)
	}
	return words + "\nTo send it anyway, press *Book and finish* again."
}
