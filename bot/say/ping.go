package say

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

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
