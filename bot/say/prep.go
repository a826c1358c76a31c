package say

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// The prep, and the ping before an agreed call that shows it. A prep aims at 130 words, a ping at 50, the question
// five minutes after the agreed time at 30: they are read while the phone rings. Its first line is the hot button, or
// what stands in the way of a good call.

// PrepNews is why a prep is rendered again: the gap that was filled, or the filling that was taken back.
type PrepNews struct {
	Missing coach.MissingField // empty: it is rendered for the first time
	Change  string             // the change, for [Undo]
	Undone  bool
}

// prepView is a prep as one reader sees it.
type prepView struct {
	to Reader
	coach.Prep
}

// Prep is what to have before one's eyes when dialing: the hot button first, then them, what there is to offer, and
// what one wants of the call oneself. It is one screen, and what is missing in it is one tap away.
func Prep(to Reader, pr coach.Prep, news PrepNews) Reply {
	p := &page{to: to}
	p.header("Before you call " + plainName(pr.Lead, 100))
	step := stepView{to, pr.Card}
	p.prep(pr, news, step.stepLine(), noteLength, len(pr.Notes))
	key := cardKey(pr.Lead.ID)
	p.actions(key, append(step.pageButtons(), more(pr.Lead))...)
	p.missingButtons(pr)
	if pr.Tip != nil {
		p.tip(*pr.Tip)
	}
	return p.reply()
}

// prep writes the words of a prep under the card's key, so that a logged call takes the place of all of it. when is the
// line that says when the call is; only so many notes are shown.
func (p *page) prep(pr coach.Prep, news PrepNews, when string, noteMost, notes int) {
	to, l := p.to, pr.Lead
	key := cardKey(l.ID)
	// What was just filled in stands first, with [Undo] beside it: whoever filled it looks there.
	var lines []string
	var undo slack.BlockElement
	switch {
	case news.Undone:
		lines = append(lines, "*Taken back.*")
	case news.Missing != "":
		lines = append(lines, "✓ *Noted:* "+missingFields[news.Missing].noted)
		if news.Change != "" {
			undo = undoButton(l, news.Change)
		}
	}
	if pr.Soft {
		lines = append(lines, softStop)
	}
	if l.HotButton != "" {
		lines = append(lines, "*Hot button: "+quote(l.HotButton, shortLength)+"*")
	}
	lines = append(lines, who(l), when)
	if n := numberLine(pr.Card); n != "" {
		lines = append(lines, n)
	}
	p.sectionOf(key, strings.Join(lines, "\n"), undo)
	view := prepView{to, pr}
	for _, part := range [][]string{view.them(noteMost, notes), view.offer(), view.you()} {
		if len(part) > 1 {
			p.sectionOf(key, strings.Join(part, "\n"), nil)
		}
	}
	if missing := missingLine(pr); missing != "" {
		p.sectionOf(key, missing, nil)
	}
}

// softStop is said instead of a lecture: the call may be made, and the way to it is one line long.
const softStop = "*One moment.* You've talked, and there's no hot button yet. A call about nothing they care about " +
	"is easily brushed off: " +
	"add what they care about, or say why you call anyway."

// numberLine is the number to dial, or that there is none.
func numberLine(c coach.Card) string {
	switch {
	case c.Lead.Phone != "" && c.Step.Kind == coach.StepTask && c.Step.Task != nil && c.Step.Task.Kind == coach.FindNumber:
		return "The number " + quote(c.Lead.Phone, 40) + " was wrong"
	case c.Lead.Phone != "":
		return "Phone: " + phone(c.Lead)
	}
	return ""
}

// them is what is known of the customer: whether they expect the call, what they promised, what was said.
func (pr prepView) them(noteMost, notes int) []string {
	lines := []string{"*Them*"}
	if c := pr.Step.Commitment; pr.Expected && c != nil {
		words := "They expect you."
		if c.Tentative {
			words = "They haven't said yes to this time: ask first whether it suits them."
		}
		lines = append(lines, words)
		if c.Agenda != "" {
			lines = append(lines, "Agenda: "+quote(c.Agenda, shortLength))
		}
	}
	if pr.MailFirst {
		lines = append(lines, "They'd rather read than talk, and you've tried by phone: a mail first is fine.")
	}
	lines = append(lines, pr.to.promises(pr.Lead.Progress.Promises, coach.Them, "They promised: ")...)
	for i, n := range pr.Notes {
		if i == notes {
			break
		}
		lines = append(lines, pr.to.past(n.At)+": "+plainOutcome(n.Outcome), quoted(n.Note, noteMost))
	}
	return lines
}

// promises are the open ones of one side, with when they are due.
func (to Reader) promises(list []coach.Promise, by coach.Side, words string) []string {
	var said []string
	for _, x := range list {
		if x.By == by {
			said = append(said, to.promised(x))
		}
	}
	if len(said) == 0 {
		return nil
	}
	return []string{words + strings.Join(said, "; ")}
}

// offer is what there is for them: the reason for the call and the material, each with where to open it.
func (pr prepView) offer() []string {
	lines := []string{"*Your offer*"}
	if w := pr.Why; w != nil {
		words := "Why now: " + quote(w.Text, shortLength) + " (" + reasonKind[w.Kind]
		if pr.Story != nil {
			words += " from your team"
		}
		if !w.Until.IsZero() {
			words += ", good until " + pr.to.day(w.Until.Add(-time.Second)) // the last day on which it holds
		}
		lines = append(lines, words+")")
	}
	var open []string
	for i, m := range pr.Materials {
		if i == 2 || m.Read && i > 0 {
			break
		}
		open = append(open, pr.to.material(m, pr.Lead.HotButton))
	}
	if len(open) > 0 {
		lines = append(lines, "Have open: "+strings.Join(open, "; "))
	}
	return lines
}

// material is one document: its name and link, when it went out, whether it was looked at, and the page that matters to
// them.
func (to Reader) material(m coach.Material, hot string) string {
	words := linked(m.Name, m.Link)
	did := "sent"
	if m.Shown {
		did = "shown"
	}
	words += " (" + did
	if !m.At.IsZero() {
		words += " " + to.past(m.At)
	}
	switch {
	case m.Shown:
	case m.Read:
		words += ", looked at"
	default:
		words += ", unread so far"
	}
	words += ")"
	if m.Pointer != "" {
		words += ", " + quote(m.Pointer, 60)
		if hot != "" {
			words += " for “" + quote(hot, 60) + "”"
		}
	}
	return words
}

// reasonKind says of what kind a reason to call is.
var reasonKind = map[coach.WhyKind]string{
	coach.WhyValue: "value", coach.WhyTimely: "timely", coach.WhyNews: "news", coach.WhyStory: "a success story",
}

// you is the rep's own part: the goal, what was promised them, how to begin, and how rare it is that somebody picks up.
func (pr prepView) you() []string {
	lines := []string{"*You*"}
	if pr.Step.IsCall() {
		lines = append(lines, "Goal: "+goalWords(pr.Prep))
	}
	lines = append(lines, pr.to.promises(pr.Lead.Progress.Promises, coach.Us, "You promised: ")...)
	for _, say := range []struct{ when, words string }{
		{"Open with", pr.Opener}, {"If it's unread", pr.Unread}, {"To a machine", pr.Machine},
	} {
		if say.words != "" {
			lines = append(lines, say.when+": “"+quote(say.words, lineLength)+"”")
		}
	}
	if w := rareWords(pr.Rate); w != "" {
		lines = append(lines, w)
	}
	return lines
}

// lineLength is how much of a line to say is shown: all of it, but for the longest names.
const lineLength = 400

// goalWords say what the call is for: every call ends with a date for the next, but the one that closes.
func goalWords(pr coach.Prep) string {
	switch c := pr.Step.Commitment; {
	case c != nil && c.Goal == coach.GoalClose:
		return "a deal"
	case pr.Lead.Progress.Spoken:
		return "leave with a date and a time for what comes next"
	}
	return "a first talk, and a date and a time for the second"
}

// rareWords say how often the rep reaches somebody, where that is rarely: what a talk is worth, never a reproach.
func rareWords(r coach.Rate) string {
	if !r.Rare() {
		return ""
	}
	return "You reach " + rateWords(r) + ": make this one count."
}

// PingCard is the card of a ping: when the call is, the prep with the last note, and what to do about it.
func PingCard(to Reader, pr coach.Prep, news PrepNews) []slack.Block {
	p := &page{to: to}
	p.pingCard(pr, news)
	return p.blocks
}

// pingCard adds the card before an agreed call. A call that is agreed no more has the words and buttons of its step.
func (p *page) pingCard(pr coach.Prep, news PrepNews) {
	l, to := pr.Lead, p.to
	step := stepView{to, pr.Card}
	when, buttons := step.stepLine(), append(step.pageButtons(), more(l))
	if c := pr.Step.Commitment; pr.Step.Kind == coach.StepCommitment && c != nil {
		when = "The call agreed for " + to.both(c.At, pr.Step.Zone.Loc) + "."
		buttons = pingButtons(l, strconv.FormatInt(c.At.Unix(), 10))
	}
	p.prep(pr, news, when, 160, 1)
	p.actions(cardKey(l.ID), buttons...)
	p.missingButtons(pr)
}

// pingButtons are for the minutes around an agreed call; at names which one.
func pingButtons(l coach.Lead, at string) []slack.BlockElement {
	name := plainName(l, 40)
	calling := buttonFor(ActCalling, Value(l.ID, at), "Calling now", name)
	calling.Style = slack.StylePrimary
	return []slack.BlockElement{calling, buttonFor(ActNotIn, Value(l.ID, at), "No answer", name),
		buttonFor(ActReached, Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reached…", name), more(l)}
}

// Ping comes ten minutes before an agreed call, with the prep for it. Five minutes after the agreed time the same
// message becomes the question whether the call is still to come (Still).
func Ping(to Reader, m coach.Ping) Reply {
	p := &page{to: to}
	c := m.Card
	at := c.Step.Due
	if c.Step.Commitment != nil {
		at = c.Step.Commitment.At
	}
	if !m.Still {
		p.header("Call " + plainName(c.Lead, 80) + ", " + to.words(at))
		m.Prep.Card = c
		p.pingCard(m.Prep, PrepNews{})
		if m.Tip != nil {
			p.tip(*m.Tip)
		}
		return p.reply()
	}
	// This replaces the ping before the call, so that one call has one message.
	p.header("Still to call " + plainName(c.Lead, 80) + "?")
	words := who(c.Lead) + "\nIf you're talking, ignore this. The call was agreed for " + to.both(at, c.Step.Zone.Loc) +
		"; a word about the wait is a good way in."
	if c.Lead.Phone != "" {
		words += "\nPhone: " + phone(c.Lead)
	}
	for _, line := range hotLine(c) {
		words += "\n" + line
	}
	if len(m.Prep.Notes) > 0 {
		words += "\nYour last note:\n" + quoted(m.Prep.Notes[0].Note, noteLength)
	}
	key := cardKey(c.Lead.ID)
	p.sectionOf(key, words, nil)
	p.actions(key, pingButtons(c.Lead, strconv.FormatInt(at.Unix(), 10))...)
	return p.reply()
}

// Calling is what a ping becomes when [Calling now] was tapped.
func Calling(to Reader, c coach.Card) Reply {
	p := &page{to: to}
	key := cardKey(c.Lead.ID)
	words := "You're on it: " + who(c.Lead)
	if c.Lead.Phone != "" {
		words += "\nPhone: " + phone(c.Lead)
	}
	for _, line := range hotLine(c) {
		words += "\n" + line
	}
	words += "\nTell me afterwards how it went."
	p.sectionOf(key, words, nil)
	at := c.Step.Due
	if c.Step.Commitment != nil {
		at = c.Step.Commitment.At
	}
	v, name := Value(c.Lead.ID, strconv.FormatInt(at.Unix(), 10)), plainName(c.Lead, 40)
	version := Value(c.Lead.ID, strconv.FormatInt(c.Lead.Version, 10))
	p.actions(key, buttonFor(ActReached, version, "Reached…", name), buttonFor(ActNotIn, v, "No answer", name),
		more(c.Lead))
	return p.reply()
}
