package say

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The wrap-up after a talk, a page of six fields at most and 60 words, and the page of 25 words that it ends on. The
// call is saved before it opens, so that skipping it loses nothing; what was typed into it survives when it is rendered
// again.

// Wrap is the page after a call that reached somebody: it is saved already, and what is worth keeping can be added
// (S3.16). Nothing on it has to be filled in.
type Wrap struct {
	Saved   Saved
	Script  coach.Script    // what to say now, for they are still on the line; behind a button
	Cost    *coach.CallBack // of hanging up, where that matters (S3.14); nil elsewhere
	Slots   []coach.Slot    // times to offer
	Filled  WrapFields      // what was typed into it before it is rendered again
	Problem string          // what has to be put right; empty for nothing
	Fixed   bool            // the rep's zone was set by hand: Slack's pickers show the device's
	NoSend  bool            // sending something is not offered as an end of the talk (S0.24)
	Meta    request.Meta
}

// WrapFields is what a wrap-up page holds, as far as it has such a field.
type WrapFields struct {
	Slot, Agenda, Hot, Promise, Note, Phone, Reason string
	Next                                            time.Time
	Day                                             string // 2006-01-02
	Ticks                                           []string
	Agreed, How, Material, Pointer, Link            string
	Sure, Goal                                      string
	Unfolded                                        bool // what to say is shown
}

// What the choices of a wrap-up page mean.
const (
	TickNeed    = "need" // of FieldTicks
	TickValue   = "value"
	TickDecides = "decides"
	TickFits    = "fits"

	HowPage = "page" // of FieldHow: how they get what they ask for; all but the last while they are on the line (S3.12)
	HowDemo = "demo"
	HowPDF  = "pdf"
	HowSend = "send"

	Yes = "yes"
	No  = "no"

	noSlot = "0" // of FieldSlot: no time was agreed on
)

// WrapPage shows what was saved, and the fields that fit what happened: at most six.
func WrapPage(to Reader, in Wrap) slack.ModalViewRequest {
	l, o := in.Saved.Lead, in.Saved.Touch.Outcome
	f := &form{page: page{to: to}, title: plainName(l, blockkit.MaxTitle), submit: "Book and finish", callback: FormWrap,
		meta: in.Meta}
	f.meta.Lead, f.meta.Version, f.meta.Outcome = l.ID, l.Version, string(o)
	if id := in.Saved.Touch.ID; id != "" {
		f.meta.Touch = id
	}
	f.meta.Change = cmp.Or(in.Saved.Change, f.meta.Change)
	f.wrapHead(in)
	switch {
	// A call that ended the lead asks why; no next call is to be agreed on.
	case !l.Open():
		f.submit = "Finish"
		f.endFields(in)
	// Sending something is an easy way for them to hang up, so questions stand before it (S3.19).
	case o == outcome.WantsInfo:
		f.gateFields(in)
	// A gatekeeper names a time without agreeing to one, so this is no agreed call.
	case o == outcome.Gatekeeper:
		f.submit = "Finish"
		f.input(FieldNext, "They said to call at ("+f.to.pickerPlace(in.Fixed)+")", "", true,
			instantInput(FieldNext, in.Filled.Next))
		f.input(FieldPhone, "Direct line", "", true, phoneInput(in.Filled.Phone))
		f.note(in.Filled.Note)
	case o.Info().Group == outcome.NotReached:
		f.submit = "Finish"
		f.note(in.Filled.Note)
	case o.Info().Group == outcome.ReachedShort:
		f.timeFields(in)
		f.note(in.Filled.Note)
	// A talk can have ended with all that a next call needs.
	default:
		f.timeFields(in)
		f.input(FieldAgenda, "Agenda, so they know what's coming", "", true,
			textInput(FieldAgenda, in.Filled.Agenda, "Pricing for 12 seats", false, coach.MaxFact))
		f.input(FieldHot, "Hot button: what they care about most", "", true, hotInput(cmp.Or(in.Filled.Hot, l.HotButton)))
		f.input(FieldPromise, "Promises, one a line; start yours with “me:”", "", true,
			textInput(FieldPromise, in.Filled.Promise, "", true, 600))
		f.note(in.Filled.Note)
	}
	f.wrapFoot(in)
	v := f.view()
	v.Close = label("Skip", blockkit.MaxTitle)
	return v
}

// wrapHead is what was saved, on top and in view, what stands in the way of more, and the remarks.
func (f *form) wrapHead(in Wrap) {
	s := in.Saved
	done := "Saved"
	if !s.Lead.Open() {
		done = "Closed"
	}
	words := "✓ " + done + ": " + shortly(s.Touch.Outcome) + "."
	if in.Problem == "" {
		words += " Nothing below is required."
	}
	f.section(words)
	if in.Problem != "" {
		f.section(in.Problem)
	}
	if notes := f.to.notes(withoutEnd(s.Logged.Notes)); notes != "" {
		f.context(notes)
	}
}

// wrapFoot is the one question and what else there is to tap, with what to say now behind a button.
func (f *form) wrapFoot(in Wrap) {
	s := in.Saved
	var buttons []slack.BlockElement
	// The hot button has a field of its own above, with the questions that find it out beside the script.
	if q := s.Logged.Question; q != nil && q.Code != coach.AskHot {
		f.section(f.to.questionWords(s.Lead, *q))
		buttons = append(buttons, questionButtons(s.Lead, *q)...)
	}
	if f.hasWords(in) {
		buttons = append(buttons, whatToSay(s.Lead, in.Filled.Unfolded))
	}
	if s.Lead.Open() {
		buttons = append(buttons, button(ActWrapMore, Value(s.Lead.ID), "Add what you sent…"))
	}
	if s.Change != "" {
		buttons = append(buttons, undoButton(s.Lead, s.Change))
	}
	f.actions("a", buttons...)
	if in.Filled.Unfolded {
		f.wrapWords(in)
	}
}

// hasWords reports whether there is anything to say on the line.
func (f *form) hasWords(in Wrap) bool {
	return in.Cost != nil || asksHot(in.Saved) || slices.ContainsFunc(in.Script.Lines,
		func(l coach.Line) bool { return l.Say != "" })
}

// asksHot reports whether nobody knows yet what they care about most.
func asksHot(s Saved) bool { return s.Logged.Question != nil && s.Logged.Question.Code == coach.AskHot }

// wrapWords are what to say now, what hanging up costs, and the questions that find the hot button.
func (f *form) wrapWords(in Wrap) {
	if in.Cost != nil {
		f.context(f.to.callBackCost(*in.Cost))
	}
	f.spoken(in.Script)
	if asksHot(in.Saved) {
		f.context("To find the hot button: " + strings.Join(discovery(in.Saved.Lead), " "))
	}
}

// timeFields offer times for the next call and leave room for another.
func (f *form) timeFields(in Wrap) {
	words := "Next call (" + f.to.pickerPlace(in.Fixed) + ")"
	if len(in.Slots) > 0 {
		f.input(FieldSlot, "Next call", "", true, f.to.slotChoice(in.Slots, in.Saved.Step.Zone.Loc, in.Filled.Slot))
		words = "Other time (" + f.to.pickerPlace(in.Fixed) + "), instead of those above"
	}
	f.input(FieldNext, words, "", true, instantInput(FieldNext, in.Filled.Next))
}

// pickerPlace is where the clock of Slack's pickers stands: they show the device's.
func (to Reader) pickerPlace(fixed bool) string {
	if fixed {
		return "your device's time"
	}
	return place(to.zone())
}

// gateFields are the three ticks and the question that stand before anything is sent (S0.25, S3.19), and how they get
// it: best while they are on the line (S3.12).
func (f *form) gateFields(in Wrap) {
	g := coach.Gates()
	ticks := slack.NewCheckboxGroupsBlockElement(FieldTicks)
	asked := [][2]string{{TickNeed, g.Need.Tick}, {TickValue, g.Value.Tick}, {TickDecides, g.Decides.Tick}}
	if fit := f.to.rules().Fit(); fit != "" {
		asked = append(asked, [2]string{TickFits, g.Fits.Tick + ": " + fit})
	}
	for _, t := range asked {
		o := slack.NewOptionBlockObject(t[0], label(t[1], blockkit.MaxOption), nil)
		ticks.Options = append(ticks.Options, o)
		for _, have := range in.Filled.Ticks {
			if have == t[0] {
				ticks.InitialOptions = append(ticks.InitialOptions, o)
			}
		}
	}
	f.input(FieldTicks, "Before anything goes out", "", true, ticks)
	f.input(FieldAgreed, "“"+blockkit.Truncate(g.Agreed.Ask, 180)+"”", "", true,
		radio(FieldAgreed, in.Filled.Agreed, [2]string{Yes, "They said yes"}, [2]string{No, "They said no"}))
	// Best first: while they are on the line, what they look at can be talked about.
	how := [][2]string{{HowPage, "Show a web page now"}, {HowDemo, "Demo now"},
		{HowPDF, "Email the PDF now and stay on the line"}}
	if !in.NoSend {
		how = append(how, [2]string{HowSend, "Send it, and go through it together later"})
	}
	f.input(FieldHow, "How do they get it?", "", true, radio(FieldHow, in.Filled.How, how...))
	f.input(FieldMaterial, "What is it?", "", true,
		textInput(FieldMaterial, in.Filled.Material, "Price list", false, coach.MaxFact))
	f.pointer(in.Filled.Pointer)
	if len(in.Slots) > 0 {
		f.input(FieldSlot, "Going through it together", "", true,
			f.to.slotChoice(in.Slots, in.Saved.Step.Zone.Loc, in.Filled.Slot))
		return
	}
	f.input(FieldNext, "Going through it together ("+f.to.pickerPlace(in.Fixed)+")", "", true,
		instantInput(FieldNext, in.Filled.Next))
}

// endFields ask what an ending may leave: why, and when their contract with somebody else ends.
func (f *form) endFields(in Wrap) {
	o := in.Saved.Touch.Outcome
	if o != outcome.DoNotCall && o != outcome.LeftCompany {
		words := "Why?"
		if o == outcome.Won {
			words = "What made the difference?"
		}
		f.input(FieldReason, words, "", true, textInput(FieldReason, in.Filled.Reason, "", false, coach.MaxFact))
	}
	if o == outcome.HasSolution {
		day := slack.NewDatePickerBlockElement(FieldDay)
		day.InitialDate = in.Filled.Day
		f.input(FieldDay, "Their contract ends", "I'll remind you 60 days before.", true, day)
	}
	f.note(in.Filled.Note)
}

// MorePage asks for what fewer talks need: what they were given to look at, whether they said yes to the time, and what
// that call is for.
func MorePage(to Reader, in Wrap) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "What you sent", submit: "Save", callback: FormMore, meta: in.Meta}
	l := in.Saved.Lead
	f.meta.Lead, f.meta.Version = l.ID, l.Version
	if in.Problem != "" {
		f.section(in.Problem)
	}
	f.section(who(l))
	f.input(FieldMaterial, "What did you send or show?", "", true,
		textInput(FieldMaterial, in.Filled.Material, "Price list", false, coach.MaxFact))
	f.input(FieldLink, "Link to it", "", true,
		textInput(FieldLink, in.Filled.Link, "https://…", false, coach.MaxFact))
	f.pointer(in.Filled.Pointer)
	f.input(FieldHow, "Did you go through it together?", "", true,
		radio(FieldHow, in.Filled.How, [2]string{HowPage, "Yes, on the line"}, [2]string{HowSend, "No, it was sent"}))
	if c := l.Progress.Commitment; c != nil {
		f.input(FieldSure, "Have they said yes to the time?", "", true,
			radio(FieldSure, in.Filled.Sure, [2]string{Yes, "Yes"}, [2]string{No, "Not yet"}))
		f.input(FieldGoal, "What is that call for?", "If it's to decide, the agenda should say so.", true,
			radio(FieldGoal, in.Filled.Goal, [2]string{coach.GoalClose, "To decide"}, [2]string{No, "Something before that"}))
	}
	v := f.view()
	v.Close = label("Skip", blockkit.MaxTitle)
	return v
}

// HowName is what was shown on the line or sent, when nobody gave it a name.
func HowName(how string) string {
	return map[string]string{HowPage: "Web page", HowDemo: "Demo", HowPDF: "PDF", HowSend: "Information"}[how]
}

// AskReview asks for the time to go through what is sent: without one it is an ending (S0.23).
const AskReview = "When shall we go through it together, with the page in front of you?"

// AskFirst is what to say before something is sent, one line to say for each thing that is not known yet.
func AskFirst(_ Reader, questions []string) string {
	words := "*Not saved yet.* Ask this first:"
	for _, q := range questions {
		words += "\n> " + quote(q, 300)
	}
	return words + "\nTo send it anyway, press *Book and finish* again."
}

// WrapSaved is the page that a wrap-up ends on where nothing was added to the call.
func WrapSaved(to Reader, s Saved, next *coach.Card) slack.ModalViewRequest {
	p := &page{to: to}
	p.lastPage(s, next)
	return p.ended()
}

// lastPage is what was booked, or that nothing was, and who is next in line, in 25 words; then what can be sent, and
// [Undo].
func (p *page) lastPage(s Saved, next *coach.Card) {
	l, view := s.Lead, savedView{p.to, s}
	const nextWords = 3 // of the next lead's name
	r := &room{left: lastPageWords - wordsOf(p.nextInLine(next, nextWords))}
	c, who := l.Progress.Commitment, "*"+brief(nameOf(l), nameWords)+"*"
	booked := c != nil && !s.Touch.Given && c.At.Equal(s.Touch.Until)
	switch {
	case booked:
		words := "✓ Booked: " + who + ", " + p.to.both(c.At, s.Step.Zone.Loc)
		if c.Tentative {
			words += ", unconfirmed"
		}
		r.mustCut(words+" · agenda: ", c.Agenda, words)
	case s.Touch.Given, s.Touch.Outcome == outcome.Explained, !l.Open():
		next := view.nextLines()[0]
		r.must(firstWords(view.head(), max(5, r.left-wordsOf(next))))
		r.left -= wordsOf(next)
		if note := few(s.Touch.Note, noteWords); note != "" && r.may(quoted(note, noteLength)) {
			s.Touch.Note = ""
		}
		r.lines = append(r.lines, next)
	case s.Step.Kind == coach.StepCommitment:
		r.must("✓ Saved: " + who)
		r.must(firstWords(view.next(), max(5, r.left)))
	default:
		next := view.next()
		line := who + ". No call booked."
		switch n := r.left - wordsOf(next) - 4; { // a whole name goes before what the next line says as well
		case n < min(2, wordsOf(nameOf(l))):
			line = "*" + brief(nameOf(l), min(nameWords, max(1, n+3))) + "*"
		case n < nameWords:
			line = "*" + brief(nameOf(l), n) + "*. No call booked."
		}
		r.must("✓ Saved: " + line)
		r.must(next)
	}
	r.may(s.also(booked))
	p.section(strings.Join(r.lines, "\n"))
	if notes := p.to.notes(append(slices.Clone(s.Instant), withoutEnd(s.Logged.Notes)...)); notes != "" {
		p.context(notes)
	}
	if remark := view.foundLine(); remark != "" {
		p.section(remark)
	}
	var buttons []slack.BlockElement
	if q := s.Logged.Question; q != nil {
		p.section(p.to.questionWords(l, *q))
		buttons = questionButtons(l, *q)
	}
	buttons = append(buttons, agreedButtons(s)...)
	buttons = append(buttons, s.offers()...)
	if s.Change != "" {
		buttons = append(buttons, undoButton(l, s.Change))
	}
	p.actions("a", buttons...)
	p.nextLead(next)
}

// lastPageWords is how many words that page has, beside remarks and the question.
const lastPageWords = 25

// also names what else was kept of the call; all of it stands on the lead's page.
func (s Saved) also(booked bool) string {
	var parts []string
	add := func(is bool, words string) {
		if is {
			parts = append(parts, words)
		}
	}
	t := s.Touch
	add(!booked && t.Agenda != "", "the agenda")
	add(t.Note != "" && t.Outcome == outcome.Details, "your note")
	add(s.Was != nil && s.Was.HotButton != s.Lead.HotButton, "the hot button")
	add(s.Was != nil && s.Was.Phone != s.Lead.Phone, "the number")
	if n := len(t.Promises); n > 0 {
		parts = append(parts, counted(n, "promise"))
	}
	if t.Material != nil {
		parts = append(parts, quote(t.Material.Name, 40))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Also saved: " + and(parts)
}

// ended is the last page of a wrap-up.
func (p *page) ended() slack.ModalViewRequest {
	v := Message("Saved", Reply{Blocks: p.blocks})
	v.Close = label("Done", blockkit.MaxTitle)
	return v
}
