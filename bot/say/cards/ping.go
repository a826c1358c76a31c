package cards

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/prep"
)

// The ping ten minutes before an agreed call, the question five minutes after its time, and what becomes of both once
// the rep is calling. One call has one message.

// PingCard is the card of a ping: who, when and what about, and what to do about it.
func PingCard(to say.Reader, pr prep.Prep, news PrepNews) []slack.Block {
	p := &say.Page{To: to}
	pingCard(p, pr, news)
	return p.Blocks
}

// pingCard adds the card before an agreed call. A call that is agreed no more has the words and buttons of its step.
func pingCard(p *say.Page, pr prep.Prep, news PrepNews) {
	l, view := pr.Lead, prepView{p.To, pr}
	key, r := phrases.CardKey(l.ID), &say.Room{Left: PingWords}
	c := pr.Step.Commitment
	// A gap can be filled on a ping whose call was moved or logged meanwhile: its buttons must not log that call again.
	if pr.Step.Kind != coach.StepCommitment || c == nil {
		p.SectionOf(key, addNews(p, r, news, view.head()...), pingMenu(l, news))
		p.Actions(key, append(append(StepView{p.To, pr.Card}.Buttons(), view.missing(true)...), More(l))...)
		return
	}
	p.SectionOf(key, addNews(p, r, news, pingHead(p, pr)...), pingMenu(l, news))
	// Without their days: within ten minutes nothing can be done about a date.
	for _, line := range PromisesOf(p.To, l, false) {
		r.May(line)
	}
	if len(r.Lines) > 0 {
		p.SectionOf(key, strings.Join(r.Lines, "\n"), nil)
	}
	at := strconv.FormatInt(c.At.Unix(), 10)
	buttons := pingButtons(l, c, at)
	// What has no room here is one tap away, beside the likeliest one.
	full := say.ButtonFor(ids.ActPrep, ids.Value(l.ID), "Full prep", say.PlainName(l, 40))
	buttons = append([]slack.BlockElement{buttons[0], full}, buttons[1:]...)
	p.Actions(key, append(append(buttons, view.missing(true)...), More(l))...)
}

// pingMenu is the ⋯ of a ping's first line, with the end of such messages. Right after a gap was filled its [Undo] has
// that place.
func pingMenu(l coach.Lead, news PrepNews) slack.BlockElement {
	if undo := undoOf(l, news); undo != nil {
		return undo
	}
	return phrases.MessageMenu(coach.KindPing)
}

// pingHead is who is called in how many minutes, when that is and what about, and the hot button.
func pingHead(p *say.Page, pr prep.Prep) []string {
	c, l := pr.Step.Commitment, pr.Lead
	until := "Now"
	switch n := int((c.At.Sub(p.To.Now) + time.Minute - 1) / time.Minute); {
	// A message that stays in the conversation is rendered again long after it was sent.
	case n > 60: // it was moved since
		until = "Coming up"
	case n > 0:
		until = "In " + say.Counted(n, "minute")
	}
	first, rest := person(l)
	when := phrases.AgreedName(c) + ": " + bothClock(p.To, c.At, pr.Step.Zone.Loc)
	if c.Tentative {
		when += ", unconfirmed"
	}
	if c.Agenda != "" {
		when += " · " + say.Quote(say.Few(c.Agenda, 10), say.ShortLength)
	}
	lines := []string{"*" + until + ": " + first + "*" + rest + reach(l, c), when}
	if l.HotButton != "" {
		lines = append(lines, "*Hot button: "+say.Quote(say.Few(l.HotButton, 10), say.ShortLength)+"*")
	}
	return lines
}

// person is whom to ask for, and the company behind it; without a person the lead itself.
func person(l coach.Lead) (first, rest string) {
	first = say.Name(l)
	if c := say.Quote(l.Contact, say.NameLength); c != "" && !strings.EqualFold(c, first) {
		first, rest = c, ", "+first
	}
	return first, rest
}

// reach is the number to tap behind a dot, or the link of a video call; nobody dials for a visit.
func reach(l coach.Lead, c *coach.Commitment) string {
	if to := strings.TrimSpace(phrases.Reach(l, c)); to != "" {
		return " · " + to
	}
	return ""
}

// bothClock is the time of day alone, with the lead's own in brackets where it differs: for what is minutes away.
func bothClock(to say.Reader, at time.Time, zone *time.Location) string {
	if there := to.There(at, zone); there != "" {
		return to.Clock(at) + " (" + there + ")"
	}
	return to.Clock(at)
}

// Ping comes ten minutes before an agreed call. Five minutes after the agreed time the same message becomes the
// question whether the call is still to come (Still).
func Ping(to say.Reader, m notify.Ping) say.Reply {
	p := &say.Page{To: to}
	c := m.Card
	if !m.Still {
		m.Prep.Card = c
		pingCard(p, m.Prep, PrepNews{})
		markTheirs(p, m.Theirs, c)
		return p.Reply()
	}
	at := agreedFor(c)
	// The name alone: the company was in the message that this one replaces.
	first, _ := person(c.Lead)
	lines := []string{"*Still to " + stillTo(c.Step.Commitment) + " " + first + "?* If you're talking, ignore this.",
		strings.TrimPrefix(reach(c.Lead, c.Step.Commitment)+" · "+forWhen(c.Step.Commitment)+" "+to.Clock(at), " · "),
		stillOpener}
	key, name := phrases.CardKey(c.Lead.ID), say.PlainName(c.Lead, 40)
	p.SectionOf(key, strings.Join(lines, "\n"), phrases.MessageMenu(coach.KindPing))
	v := strconv.FormatInt(at.Unix(), 10)
	b := pingButtons(c.Lead, c.Step.Commitment, v)
	p.Actions(key, b[0], b[2], b[1], say.ButtonFor(ids.ActMissed, ids.Value(c.Lead.ID, v), "I missed it", name),
		More(c.Lead))
	markTheirs(p, m.Theirs, c)
	return p.Reply()
}

// markTheirs has a message to a colleague say whose leads it is about, in words and in all that can be tapped.
func markTheirs(p *say.Page, of notify.Theirs, cards ...coach.Card) {
	if of.Owner == "" {
		return
	}
	for _, c := range cards {
		covered.Mark(p.Blocks, of.Owner, c.Lead.ID)
	}
	p.Blocks = append(p.Blocks, covered.Label(p.ID(covered.LabelKey), of.Owner))
}

// stillTo is what may still be to do at an agreed time that has passed.
func stillTo(c *coach.Commitment) string {
	switch {
	case c == nil:
	case c.Meet.By == coach.MeetVisit:
		return "see"
	case c.Meet.By == coach.MeetVideo:
		return "meet"
	}
	return "call"
}

// forWhen stands in front of the time of an appointment that they may not have said yes to (S4.4).
func forWhen(c *coach.Commitment) string {
	if c != nil && c.Tentative {
		return "planned for"
	}
	return "agreed for"
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

// What a prep lacks: a button each, asked for by a form of one to three fields. A missing field is pointed out and
// never forbids the call.

// MissingFieldForm asks for the one thing that a prep lacks. A reason has its kind and, where it is dated, the last day
// on which it holds; anyway asks for it where there is no hot button to call about.
func MissingFieldForm(to say.Reader, pr prep.Prep, gap prep.MissingField, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: missingFields[gap].title, Submit: "Save",
		Callback: fields.FormMissing, Meta: meta}
	l := pr.Lead
	f.Meta.Lead, f.Meta.Missing = l.ID, string(gap)
	f.Section(say.Who(l))
	switch gap {
	case prep.MissingHot:
		f.Input(fields.Hot, "What do they care about most?",
			"In their words. To find out, ask: what made you look into this?", false,
			fields.HotInput(l.HotButton))
	case prep.MissingNumber:
		f.Input(fields.Phone, "Phone", phrases.FactOf(fields.Phone).Ask.Hint, false, fields.PhoneInput(""))
	case prep.MissingAgenda, prep.MissingClose:
		agenda, hint := "", "So they know what's coming."
		if c := l.Progress.Commitment; c != nil {
			agenda, f.Meta.At = c.Agenda, c.At.Unix()
		}
		// The same field as for an agenda, with what is lacking in it: a deal that isn't named catches them off guard (S4.8).
		if gap == prep.MissingClose {
			hint = "This call is to end with a deal: name the price, the contract or the decision."
		}
		f.Input(fields.Agenda, "Agenda", hint, false,
			fields.TextInput(fields.Agenda, agenda, "Price for 12 seats, then your decision", false, coach.MaxFact))
	case prep.MissingPage:
		name := ""
		if m := pr.Lacking(); m != nil {
			name, f.Meta.Sent = m.Name, m.At.Unix()
		}
		f.Input(fields.Pointer, "Where to open "+say.Tidy(cmp.Or(name, "it"), 60),
			"The page or paragraph about what they care about.", false,
			fields.PointerInput(""))
	case prep.MissingReason:
		reason(f, pr)
	}
	return f.View()
}

// reason asks for a reason to call, of the kind whose turn it is.
func reason(f *fields.Form, pr prep.Prep) {
	f.Input(fields.Kind, "What kind of reason?", "", false,
		fields.Radio(fields.Kind, string(coach.NextKind(pr.Lead, f.To.Now)),
			[2]string{string(coach.WhyValue), "Value: how you can help them"},
			[2]string{string(coach.WhyTimely), "Timely: something about your product or their industry"},
			[2]string{string(coach.WhyNews), "News: something that concerns them"},
			[2]string{string(coach.WhyStory), "Success story: what a similar business did"}))
	// The hint shows by example what a reason is, for “just checking in” is what most people write first (S1.16).
	words, hint := "The reason, as you'd say it", "“I've been thinking about … for you” beats “just checking in”."
	if pr.Soft {
		words, hint = "Why call anyway?",
			"What makes this call worth their time?"
	}
	f.Input(fields.Why, words, hint, false,
		fields.TextInput(fields.Why, "", "A shop like theirs cut stock-outs by 30 %", false,
			coach.MaxFact))
	f.Input(fields.Date, "Good until", "The last day on which it still holds.", true,
		slack.NewDatePickerBlockElement(fields.Date))
}

// missingFields say of each gap what its form is headed, what its button says, and what is noted once it is filled.
var missingFields = map[prep.MissingField]struct{ title, button, noted string }{
	prep.MissingHot:    {"Hot button", "Add the hot button…", "the hot button"},
	prep.MissingNumber: {"Phone number", "Add a number…", "the number"},
	prep.MissingAgenda: {"Agenda", "Add an agenda…", "the agenda"},
	prep.MissingClose:  {"Agenda", "Add price to agenda…", "the agenda"},
	prep.MissingReason: {"Reason for this call", "Add a reason…", "the reason"},
	prep.MissingPage:   {"Page", "Add the page…", "the page"},
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
	who, tip := say.PlainName(pr.Lead, 40), ""
	if pr.Tip != nil {
		tip = pr.Tip.ID
	}
	var out []slack.BlockElement
	add := func(g prep.MissingField, words string) {
		out = append(out, say.ButtonFor(say.Numbered(ids.ActMissing, len(out)), ids.Value(pr.Lead.ID, string(g), tip), words,
			who))
	}
	for _, g := range pr.Missing {
		// Ten minutes before the call it is too late to tell them what it will be about.
		if ping && (g == prep.MissingAgenda || g == prep.MissingClose) {
			continue
		}
		add(g, missingFields[g].button)
		if g == prep.MissingHot && pr.Soft {
			add(prep.MissingReason, "Call anyway…")
		}
	}
	if pr.Story != nil && !ping { // its words stand in the prep alone
		out = append(out, say.ButtonFor(ids.ActUse, ids.Value(pr.Lead.ID, pr.Story.ID, tip), "Use this reason", who))
	}
	return out
}
