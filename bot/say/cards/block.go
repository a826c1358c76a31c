package cards

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// A call block: one card at a time, with the first words of the call, and the next one in its place after a tap. What
// was tapped last stands above it as ✓.

// GoWords is how many words the card of a call block has, with the first words of the call.
const GoWords = 45

// Done is one touch that was logged, with its lead.
type Done struct {
	Lead   coach.Lead
	Touch  coach.Touch
	Change string // the entry of the journal that logged it; empty where it can't be taken back
}

// Turn is where a rep stands in a call block.
type Turn struct {
	Block  notify.Block // its first call is the one whose turn it is
	Opener string       // the first words of that call; empty for none
	Done   []Done       // logged today
	NotNow []coach.Lead // asked for by name, and not to be called now
	Away   *coach.Rep   // they are away, and have nobody to call but whom it was agreed with; nil where they aren't
	// Owners are the colleagues for whom the rep covers, by their ids, as their leads are worked on.
	Owners map[string]coach.Rep
}

// own are the calls of a block that are the rep's own.
func (t Turn) own() (calls []coach.Card) {
	for _, c := range t.Block.Calls {
		if _, theirs := t.Owners[c.Lead.Rep]; !theirs {
			calls = append(calls, c)
		}
	}
	return calls
}

// GoCard is the turn of a call block, or its end where nobody is left to call.
//
//	*Birchwood Dental* · Lena Fox · +1 212 555 0102                                       ⋯
//	Attempt 2 of 7, until 10:00 AM · 1 day after voicemail Mon
//	*Start:* “Hello Lena, …”
//	[Voicemail] [No answer] [Reached…] [Calling now]
//	[Skip] [Take a break] [Log several…]
//	7 done, 3 left
func GoCard(to say.Reader, t Turn) say.Reply {
	p := &say.Page{To: to}
	if len(t.Block.Calls) == 0 {
		goEnd(p, t)
		return p.Reply()
	}
	c := t.Block.Calls[0]
	step, key, r := StepView{to, c}, phrases.CardKey(c.Lead.ID), &say.Room{Left: GoWords}
	r.Must(step.text())
	foot, of := t.foot(to), notify.Theirs{}
	if owner, theirs := t.Owners[c.Lead.Rep]; theirs {
		of.Owner = owner.ID
		r.Left -= labelWords
	}
	r.Left -= say.WordsOf(foot)
	if !MailFirst(c) { // who is to be written to first is not opened with
		r.MaySay("*Start:* “", t.Opener, "”")
	}
	p.SectionOf(key, strings.Join(r.Lines, "\n"), step.More())
	p.Actions(key, append(step.Buttons(), step.callingButton()...)...)
	buttons := goButtons(c.Lead)
	if len(t.own()) > 1 {
		buttons = append(buttons, say.Button(ids.ActSeveral, "", "Log several…"))
	}
	p.Actions("go", buttons...)
	p.Context(foot)
	markTheirs(p, of, c)
	return p.Reply()
}

// labelWords are those that say whose lead a card is about.
const labelWords = 3

// goButtons are what can be done about a call of a block but to make it.
func goButtons(l coach.Lead) []slack.BlockElement {
	return []slack.BlockElement{
		say.ButtonFor(ids.ActSkip, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Skip", say.PlainName(l, 40)),
		say.Button(ids.ActBreak, ids.Value(l.ID), "Take a break"),
	}
}

// GoBreak is a call block that rests. Nothing of it is lost: what is left is worked out when it goes on.
func GoBreak(to say.Reader, t Turn) say.Reply {
	p := &say.Page{To: to}
	p.Section("*On a break.* " + t.progress())
	p.Actions("go", primary(say.Button(ids.ActGo, "", "Go on")), say.Button(ids.ActToday, "", "Show today"))
	return p.Reply()
}

// GoNotNow says why the lead with which a block was to begin can't be called now: how it ended, or its step and when.
// The others are one tap away.
//
//	*Birchwood Dental* can't be called now.
//	Attempt 2 of 7, not before 6:00 PM (8:00 AM there)
func GoNotNow(to say.Reader, t Turn, c coach.Card) say.Reply {
	p, why := &say.Page{To: to}, EndLine(to, c.Lead)
	if c.Lead.Open() {
		why = StepView{to, c}.step()
	}
	p.Section("*" + say.Brief(say.NameOf(c.Lead), say.NameWords) + "* can't be called now.\n" + why)
	var buttons []slack.BlockElement
	if len(t.Block.Calls) > 0 {
		buttons = append(buttons, primary(say.Button(ids.ActGo, "", "Start calling")))
	}
	if c.Lead.Open() && c.Step.Kind == coach.StepTask {
		buttons = append(buttons, numberButton(c.Lead))
	}
	p.Actions("go", append(buttons, phrases.ShowLead(c.Lead))...)
	if owner, theirs := t.Owners[c.Lead.Rep]; theirs {
		markTheirs(p, notify.Theirs{Owner: owner.ID}, c)
	}
	return p.Reply()
}

// GoAlready says above the next card what the one that was tapped was dealt with by, on another device or by a line.
func GoAlready(to say.Reader, l coach.Lead, last coach.Touch) say.Reply {
	p := &say.Page{To: to}
	p.SectionOf(phrases.CardKey(l.ID), "*"+say.Brief(say.NameOf(l), say.NameWords)+"* was logged already: "+
		say.Shortly(last.Outcome)+", "+to.Clock(last.Logged), nil)
	return p.Reply()
}

// goEnd says in one line what came of a call block, and what there is to do next.
func goEnd(p *say.Page, t Turn) {
	if t.Away != nil {
		absent.Line(p, *t.Away)
		return
	}
	calls, reached := callsIn(t.Done)
	words := "*Nobody to call now.*"
	if calls > 0 {
		words += " " + say.Counted(calls, "call") + " today, " + say.Thousands(reached) + " reached."
	}
	var buttons []slack.BlockElement
	if n := len(t.Block.Skipped); n > 0 {
		words += " " + say.Thousands(n) + " skipped."
		buttons = append(buttons, primary(say.Button(ids.ActGo, GoAgain, "Call the skipped")))
	}
	if next := t.Block.Next; next != nil {
		words += " Next: " + say.Brief(say.NameOf(next.Lead), 4) + ", " + p.To.When(t.Block.NextAt)
	}
	p.Section(words)
	p.Actions("go", append(buttons, say.Button(ids.ActToday, "", "Show today"))...)
}

// GoAgain is the value of the button that takes up the calls that were passed over.
const GoAgain = "again"

// foot is what stands below a card: who was asked for and can't be called now, whether it is the rep's time to work,
// and how far they are.
func (t Turn) foot(to say.Reader) string {
	words := ""
	if n := len(t.NotNow); n > 0 {
		words = "Not now: " + say.Brief(say.NameOf(t.NotNow[0]), 3)
		if n > 1 {
			words += " and " + say.Thousands(n-1) + " more"
		}
		words += ". "
	}
	switch t.Block.Off {
	case notify.OffDay:
		words += "It's " + to.Now.In(to.Location()).Weekday().String() + "; "
	case notify.OffHoliday:
		words += "It's a holiday; "
	case notify.OffEarly:
		words += "It's before your hours; "
	case notify.OffLate:
		words += "It's after your hours; "
	}
	return words + t.progress()
}

// progress is "7 done, 3 left".
func (t Turn) progress() string {
	left := say.Thousands(len(t.Block.Calls)) + " left"
	if n := len(t.Block.Skipped); n > 0 {
		left += ", " + say.Thousands(n) + " skipped"
	}
	if calls, _ := callsIn(t.Done); calls > 0 {
		return say.Thousands(calls) + " done, " + left
	}
	return left
}

// callsIn counts the calls among what was done, and those in which somebody was reached.
func callsIn(done []Done) (calls, reached int) {
	for _, d := range done {
		o := d.Touch.Outcome.Info()
		if o.Group == outcome.Decision || o.Mail || o.Group == outcome.OtherTouch || o.Code == outcome.Replied ||
			o.Ends && !o.Try { // decided at the desk
			continue
		}
		calls++
		if o.Group != outcome.NotReached {
			reached++
		}
	}
	return calls, reached
}

// primary is a button as the likeliest one of its message.
func primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	b.Style = slack.StylePrimary
	return b
}

// GoField begins the name of a field that asks what came of a call; the lead and its version follow.
const GoField = "call"

// GoSeveral is how many calls are logged at once.
const GoSeveral = 10

// GoSeveralForm asks what came of the rep's own calls that are due, ten at most; ok is false where none is. Those that
// nothing is picked for stay due.
func GoSeveralForm(to say.Reader, t Turn, meta request.Meta) (v slack.ModalViewRequest, ok bool) {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Log several calls", Submit: "Save",
		Callback: fields.FormSeveral, Meta: meta}
	shown, _ := capped(t.own(), GoSeveral)
	for _, c := range shown {
		field := GoField + "|" + ids.Value(c.Lead.ID, strconv.FormatInt(c.Lead.Version, 10))
		f.Input(field, say.PlainName(c.Lead, 60), PlainStep(to, c), true, fields.GroupedSelect(field, "",
			[]outcome.Group{outcome.NotReached, outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs, outcome.Ended},
			// A do-not-call is confirmed by itself.
			func(o outcome.Info) bool { return o.Typed && o.Code != outcome.DoNotCall }))
	}
	return f.View(), len(shown) > 0
}
