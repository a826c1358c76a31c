package say

import (
	"cmp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// The wrap-up after a talk, a page of six fields at most that aims at 60 words. The call is saved before it opens, so
// that closing it loses nothing; what was typed into it survives when it is rendered again.

// Wrap is the page after a call that reached somebody: it is saved already, and what is worth keeping can be added
// (S3.16). Nothing on it has to be filled in.
type Wrap struct {
	Saved   Saved
	Script  coach.Script    // what to say now, for they are still on the line
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
}

// What the choices of a wrap-up page mean.
const (
	TickNeed    = "need" // of FieldTicks
	TickValue   = "value"
	TickDecides = "decides"

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
	f := &form{page: page{to: to}, title: "Saved", submit: "Save", callback: FormWrap, meta: in.Meta}
	l, o := in.Saved.Lead, in.Saved.Touch.Outcome
	f.meta.Lead, f.meta.Version, f.meta.Outcome = l.ID, l.Version, string(o)
	if id := in.Saved.Touch.ID; id != "" {
		f.meta.Touch = id
	}
	if in.Problem != "" {
		f.section(in.Problem)
	}
	f.wrapHead(in)
	switch {
	// A call that ended the lead asks why; no next call is to be agreed on.
	case !l.Open():
		f.endFields(in)
	// Sending something is an easy way for them to hang up, so questions stand before it (S3.19).
	case o == coach.WantsInfo:
		f.gateFields(in)
	// A gatekeeper names a time without agreeing to one, so this is no agreed call.
	case o == coach.Gatekeeper:
		f.input(FieldNext, "They said to call at ("+to.pickerZone(in.Fixed)+")", "", true,
			instantInput(FieldNext, in.Filled.Next))
		f.input(FieldPhone, "Direct line", "", true, phoneInput(in.Filled.Phone))
		f.note(in.Filled.Note)
	case o.Info().Group == coach.NotReached:
		f.note(in.Filled.Note)
	case o.Info().Group == coach.ReachedShort:
		f.timeFields(in)
		f.note(in.Filled.Note)
	// A talk can have ended with all that a next call needs.
	default:
		f.timeFields(in)
		f.input(FieldAgenda, "Agenda of that call", "So that they know what comes.", true,
			textInput(FieldAgenda, in.Filled.Agenda, "Pricing for 12 seats", false, coach.MaxFact))
		f.hot(cmp.Or(in.Filled.Hot, l.HotButton))
		f.input(
			FieldPromise, "Promised", "What they'll do, one promise a line: “read the specs by Thu”. Begin yours with “me:”.",
			true,
			textInput(FieldPromise, in.Filled.Promise, "", true, 600))
		f.note(in.Filled.Note)
	}
	v := f.view()
	v.Close = label("Done", blockkit.MaxTitle)
	return v
}

// wrapHead is what was saved and what comes next, what to say now, and the one question.
func (f *form) wrapHead(in Wrap) {
	s := in.Saved
	view := savedView{f.to, s}
	f.section(view.line() + "\n" + view.nextLines()[0]) // the page that this one ends on says why
	if in.Cost != nil {
		f.context(f.to.callBackCost(*in.Cost))
	}
	f.spoken(in.Script)
	if notes := f.to.notes(s.Logged.Notes); notes != "" {
		f.context(notes)
	}
	var buttons []slack.BlockElement
	switch q := s.Logged.Question; {
	case q == nil:
	case q.Code == coach.AskHot: // the hot button has a field of its own below
		f.context("If nobody knows yet what they care about most: " + strings.Join(discovery(s.Lead), " "))
	default:
		f.section(f.to.questionWords(s.Lead, *q))
		buttons = append(buttons, questionButtons(s.Lead, *q)...)
	}
	if s.Lead.Open() {
		buttons = append(buttons, button(ActWrapMore, Value(s.Lead.ID), "More…"))
	}
	if s.Change != "" {
		buttons = append(buttons, undoButton(s.Lead, s.Change))
	}
	f.actions("a", buttons...)
}

// timeFields offer times for the next call and leave room for another.
func (f *form) timeFields(in Wrap) {
	label := "Next call agreed for"
	if len(in.Slots) > 0 {
		f.input(FieldSlot, label, "", true, f.to.slotChoice(in.Slots, in.Saved.Step.Zone.Loc, in.Filled.Slot))
		label = "Another time"
	}
	hint := "Takes the place of the times above."
	if len(in.Slots) == 0 {
		hint = "Their day and your hours don't meet, so there's none to offer."
	}
	f.input(FieldNext, label+" ("+f.to.pickerZone(in.Fixed)+")", hint, true, instantInput(FieldNext, in.Filled.Next))
}

// gateFields are the three ticks and the question that stand before anything is sent (S0.25, S3.19), and how they get
// it: best while they are on the line (S3.12).
func (f *form) gateFields(in Wrap) {
	g := coach.Gates()
	ticks := slack.NewCheckboxGroupsBlockElement(FieldTicks)
	for _, t := range [][2]string{{TickNeed, g.Need.Tick}, {TickValue, g.Value.Tick}, {TickDecides, g.Decides.Tick}} {
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
		{HowPDF, "Mail the PDF now and stay on the line"}}
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
	f.input(FieldNext, "Going through it together ("+f.to.pickerZone(in.Fixed)+")", "", true,
		instantInput(FieldNext, in.Filled.Next))
}

// endFields ask what an ending may leave: why, and when their contract with somebody else ends.
func (f *form) endFields(in Wrap) {
	o := in.Saved.Touch.Outcome
	if o != coach.DoNotCall && o != coach.LeftCompany {
		words := "Why?"
		if o == coach.Won {
			words = "What made the difference?"
		}
		f.input(FieldReason, words, "", true, textInput(FieldReason, in.Filled.Reason, "", false, coach.MaxFact))
	}
	if o == coach.HasSolution {
		day := slack.NewDatePickerBlockElement(FieldDay)
		day.InitialDate = in.Filled.Day
		f.input(FieldDay, "Their contract ends", "I'll bring them back in good time before it.", true, day)
	}
	f.note(in.Filled.Note)
}

// MorePage asks for what fewer talks need: what they were given to look at, whether they said yes to the time, and what
// that call is for.
func MorePage(to Reader, in Wrap) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "More", submit: "Save", callback: FormMore, meta: in.Meta}
	l := in.Saved.Lead
	f.meta.Lead, f.meta.Version = l.ID, l.Version
	if in.Problem != "" {
		f.section(in.Problem)
	}
	f.section(strings.Join(append([]string{who(l)}, savedView{to, in.Saved}.nextLines()...), "\n"))
	f.input(FieldMaterial, "What did they get to look at?", "", true,
		textInput(FieldMaterial, in.Filled.Material, "Price list", false, coach.MaxFact))
	f.input(FieldLink, "Where is it?", "A link, so that you have it in front of you too.", true,
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
	v.Close = label("Done", blockkit.MaxTitle)
	return v
}

// HowName is what was shown on the line or sent, when nobody gave it a name.
func HowName(how string) string {
	return map[string]string{HowPage: "Web page", HowDemo: "Demo", HowPDF: "PDF", HowSend: "Information"}[how]
}

// AskReview asks for the time to go through what is sent: without one it is an ending (S0.23).
const AskReview = "When shall we go through it together, you with the page open in front of you?"

// AskFirst is what to say before something is sent, one line to say for each thing that is not known yet.
func AskFirst(_ Reader, questions []string) string {
	words := "What you filled in isn't saved yet. *Ask this first:*"
	for _, q := range questions {
		words += "\n> " + quote(q, 300)
	}
	return words + "\nSending is an easy way for them to hang up. If it has to go out all the same, press Save once more."
}
