package say

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// The ping ten minutes before an agreed call, the question five minutes after its time, and what becomes of both once
// the rep is calling. One call has one message.

// PingCard is the card of a ping: who, when and what about, and what to do about it.
func PingCard(to Reader, pr coach.Prep, news PrepNews) []slack.Block {
	p := &page{to: to}
	p.pingCard(pr, news)
	return p.blocks
}

// pingCard adds the card before an agreed call. A call that is agreed no more has the words and buttons of its step.
func (p *page) pingCard(pr coach.Prep, news PrepNews) {
	l, view := pr.Lead, prepView{p.to, pr}
	key, r := cardKey(l.ID), &room{left: pingWords}
	c := pr.Step.Commitment
	if pr.Step.Kind != coach.StepCommitment || c == nil {
		step := stepView{p.to, pr.Card}
		p.sectionOf(key, p.news(r, news, view.head()...), pingMenu(l, news))
		p.actions(key, append(append(step.buttons(), view.missing(true)...), more(l))...)
		return
	}
	p.sectionOf(key, p.news(r, news, p.pingHead(pr)...), pingMenu(l, news))
	for _, line := range p.to.promisesOf(l, false) {
		r.may(line)
	}
	if len(r.lines) > 0 {
		p.sectionOf(key, strings.Join(r.lines, "\n"), nil)
	}
	at := strconv.FormatInt(c.At.Unix(), 10)
	buttons := pingButtons(l, at)
	full := buttonFor(ActPrep, Value(l.ID), "Full prep", plainName(l, 40))
	buttons = append([]slack.BlockElement{buttons[0], full}, buttons[1:]...)
	p.actions(key, append(append(buttons, view.missing(true)...), more(l))...)
}

// pingMenu is the ⋯ of a ping's first line, with the end of such messages. Right after a gap was filled its [Undo] has
// that place.
func pingMenu(l coach.Lead, news PrepNews) slack.BlockElement {
	if undo := undoOf(l, news); undo != nil {
		return undo
	}
	return messageMenu(coach.KindPing)
}

// pingHead is who is called in how many minutes, when that is and what about, and the hot button.
func (p *page) pingHead(pr coach.Prep) []string {
	c, l := pr.Step.Commitment, pr.Lead
	until := "Now"
	switch n := int((c.At.Sub(p.to.Now) + time.Minute - 1) / time.Minute); {
	case n > 60: // it was moved since
		until = "Coming up"
	case n > 0:
		until = "In " + counted(n, "minute")
	}
	first, rest := person(l)
	when := "Agreed call: " + p.to.bothClock(c.At, pr.Step.Zone.Loc)
	if c.Tentative {
		when += ", unconfirmed"
	}
	if c.Agenda != "" {
		when += " · " + quote(few(c.Agenda, 10), shortLength)
	}
	lines := []string{"*" + until + ": " + first + "*" + rest + number(l), when}
	if l.HotButton != "" {
		lines = append(lines, "*Hot button: "+quote(few(l.HotButton, 10), shortLength)+"*")
	}
	return lines
}

// person is whom to ask for, and the company behind it; without a person the lead itself.
func person(l coach.Lead) (first, rest string) {
	first = name(l)
	if c := quote(l.Contact, nameLength); c != "" && !strings.EqualFold(c, first) {
		first, rest = c, ", "+first
	}
	return first, rest
}

// number is the number to tap, behind a dot.
func number(l coach.Lead) string {
	if strings.TrimSpace(l.Phone) == "" {
		return ""
	}
	return " · " + phone(l)
}

// bothClock is the time of day alone, with the lead's own in brackets where it differs: for what is minutes away.
func (to Reader) bothClock(at time.Time, zone *time.Location) string {
	if there := to.there(at, zone); there != "" {
		return to.clock(at) + " (" + there + ")"
	}
	return to.clock(at)
}

// Ping comes ten minutes before an agreed call. Five minutes after the agreed time the same message becomes the
// question whether the call is still to come (Still).
func Ping(to Reader, m coach.Ping) Reply {
	p := &page{to: to}
	c := m.Card
	if !m.Still {
		m.Prep.Card = c
		p.pingCard(m.Prep, PrepNews{})
		return p.reply()
	}
	at := agreedFor(c)
	first, _ := person(c.Lead)
	lines := []string{"*Still to call " + first + "?* If you're talking, ignore this.",
		strings.TrimPrefix(number(c.Lead)+" · agreed for "+to.clock(at), " · "), stillOpener}
	key, name := cardKey(c.Lead.ID), plainName(c.Lead, 40)
	p.sectionOf(key, strings.Join(lines, "\n"), messageMenu(coach.KindPing))
	v := strconv.FormatInt(at.Unix(), 10)
	b := pingButtons(c.Lead, v)
	p.actions(key, b[0], b[2], b[1], buttonFor(ActMissed, Value(c.Lead.ID, v), "I missed it", name), more(c.Lead))
	return p.reply()
}

// stillOpener opens a call that begins some minutes late.
const stillOpener = "Start: “Thanks for waiting. Is now still good?”"

// agreedFor is the instant of an agreed call.
func agreedFor(c coach.Card) time.Time {
	if c.Step.Commitment != nil {
		return c.Step.Commitment.At
	}
	return c.Step.Due
}

// Calling is what a ping becomes when [Calling now] was tapped.
func Calling(to Reader, c coach.Card) Reply {
	p := &page{to: to}
	key := cardKey(c.Lead.ID)
	first, rest := person(c.Lead)
	lines := append([]string{"*Calling " + first + "*" + rest + number(c.Lead)}, hotLine(c)...)
	p.sectionOf(key, strings.Join(lines, "\n"), nil)
	b := pingButtons(c.Lead, strconv.FormatInt(agreedFor(c).Unix(), 10))
	p.actions(key, b[2], b[1], more(c.Lead))
	return p.reply()
}

// What a prep lacks: a button each, asked for by a form of one to three fields. A missing field is pointed out and
// never forbids the call.

// MissingFieldForm asks for the one thing that a prep lacks. A reason has its kind and, where it is dated, the last day
// on which it holds; anyway asks for it where there is no hot button to call about.
func MissingFieldForm(to Reader, pr coach.Prep, gap coach.MissingField, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: missingFields[gap].title, submit: "Save", callback: FormMissing, meta: meta}
	l := pr.Lead
	f.meta.Lead, f.meta.Missing = l.ID, string(gap)
	f.section(who(l))
	switch gap {
	case coach.MissingHot:
		f.input(FieldHot, "What do they care about most?",
			"In their words. To find out, ask: what made you look into this?", false,
			hotInput(l.HotButton))
	case coach.MissingNumber:
		f.input(FieldPhone, "Phone", factOf(FieldPhone).Ask.Hint, false, phoneInput(""))
	case coach.MissingAgenda, coach.MissingClose:
		agenda, hint := "", "So they know what's coming."
		if c := l.Progress.Commitment; c != nil {
			agenda, f.meta.At = c.Agenda, c.At.Unix()
		}
		if gap == coach.MissingClose {
			hint = "This call is to end with a deal: name the price, the contract or the decision."
		}
		f.input(FieldAgenda, "Agenda", hint, false,
			textInput(FieldAgenda, agenda, "Price for 12 seats, then your decision", false, coach.MaxFact))
	case coach.MissingPage:
		name := ""
		if m := pr.Lacking(); m != nil {
			name, f.meta.Sent = m.Name, m.At.Unix()
		}
		f.input(FieldPointer, "Where to open "+tidy(cmp.Or(name, "it"), 60),
			"The page or paragraph about what they care about.", false,
			pointerInput(""))
	case coach.MissingReason:
		f.reason(pr)
	}
	return f.view()
}

// reason asks for a reason to call, of the kind whose turn it is.
func (f *form) reason(pr coach.Prep) {
	f.input(FieldKind, "What kind of reason?", "", false, radio(FieldKind, string(coach.NextKind(pr.Lead, f.to.Now)),
		[2]string{string(coach.WhyValue), "Value: how you can help them"},
		[2]string{string(coach.WhyTimely), "Timely: something about your product or their industry"},
		[2]string{string(coach.WhyNews), "News: something that concerns them"},
		[2]string{string(coach.WhyStory), "Success story: what a similar business did"}))
	words, hint := "The reason, as you'd say it", "“I've been thinking about … for you” beats “just checking in”."
	if pr.Soft {
		words, hint = "Why call anyway?",
			"What makes this call worth their time?"
	}
	f.input(FieldWhy, words, hint, false, textInput(FieldWhy, "", "A shop like theirs cut stock-outs by 30 %", false,
		coach.MaxFact))
	f.input(FieldDate, "Good until", "The last day on which it still holds.", true,
		slack.NewDatePickerBlockElement(FieldDate))
}

// missingFields say of each gap what its form is headed, what its button says, and what is noted once it is filled.
var missingFields = map[coach.MissingField]struct{ title, button, noted string }{
	coach.MissingHot:    {"Hot button", "Add the hot button…", "the hot button"},
	coach.MissingNumber: {"Phone number", "Add a number…", "the number"},
	coach.MissingAgenda: {"Agenda", "Add an agenda…", "the agenda"},
	coach.MissingClose:  {"Agenda", "Add price to agenda…", "the agenda"},
	coach.MissingReason: {"Reason for this call", "Add a reason…", "the reason"},
	coach.MissingPage:   {"Page", "Add the page…", "the page"},
}

// What the forms of a prep say at their fields.
const (
	ErrHot    = "Name the one thing they care about most."
	ErrAgenda = "Name at least one point."
	ErrPage   = "Name a page or a paragraph, for example p. 4."
	ErrKind   = "Pick what kind of reason it is."
	ErrWhy    = "Say in a line why you call."
	ErrOver   = "That day is over already. Pick a later one, or leave it empty."
)

// missing are buttons that fill the gaps, one tap each; the tip goes along, so that the prep has the same one when it
// is rendered again. On a ping there is no time left to write an agenda, and no reason of the team's to be read.
func (pr prepView) missing(ping bool) []slack.BlockElement {
	who, tip := plainName(pr.Lead, 40), ""
	if pr.Tip != nil {
		tip = pr.Tip.ID
	}
	var out []slack.BlockElement
	add := func(g coach.MissingField, words string) {
		out = append(out, buttonFor(numbered(ActMissing, len(out)), Value(pr.Lead.ID, string(g), tip), words, who))
	}
	for _, g := range pr.Missing {
		if ping && (g == coach.MissingAgenda || g == coach.MissingClose) {
			continue
		}
		add(g, missingFields[g].button)
		if g == coach.MissingHot && pr.Soft {
			add(coach.MissingReason, "Call anyway…")
		}
	}
	if pr.Story != nil && !ping { // its words stand in the prep alone
		out = append(out, buttonFor(ActUse, Value(pr.Lead.ID, pr.Story.ID, tip), "Use this reason", who))
	}
	return out
}
