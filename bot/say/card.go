package say

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// The card: one lead that wants something. It stands in the digest, the nudge, the day's list and on the lead's page,
// aims at 22 words, and is two blocks, one of words and one of buttons, under one key, so that it can be replaced
// alone. The order of its lines is fixed, who and what to do first, for a notification shows no more.

// stepView is one lead with its next step, as one reader sees it.
type stepView struct {
	to Reader
	coach.Card
}

// Card is one lead that wants something: who, which attempt, why, when, the number, and one-tap buttons. Its block ids
// start with card.<lead>, so that [ReplaceCard] finds it again.
func Card(to Reader, c coach.Card) []slack.Block {
	p := &page{to: to}
	p.card(c)
	return p.blocks
}

// cardKey begins the block ids of a lead's card, wherever it stands.
func cardKey(lead string) string { return "card:" + lead }

// card adds a lead's words and its buttons as two blocks under one key.
func (p *page) card(c coach.Card) {
	key := cardKey(c.Lead.ID)
	step := stepView{p.to, c}
	p.sectionOf(key, step.text(), nil)
	p.actions(key, append(step.buttons(), more(c.Lead))...)
}

// text is a card's lines, what matters most first: a reader may hear only the beginning.
func (c stepView) text() string {
	lines := []string{who(c.Lead), c.line()}
	if b := c.to.briefly(c.Step.Because); b != "" {
		lines = append(lines, b)
	}
	// A number links to the phone only where a call is due: a wrong one and that of a closed lead are not to be tapped.
	contact := []string{"No phone number yet"}
	switch {
	case c.Lead.Phone == "" && !c.Lead.Open(): // nobody is to be called
		contact = nil
	case c.Lead.Phone != "" && c.Step.Kind == coach.StepTask && c.Lead.Open(): // a number that is dead is not to be tapped
		contact[0] = "The number " + quote(c.Lead.Phone, 40) + " was wrong"
	case c.Lead.Progress.Closed == coach.DoNotCall:
		contact[0] = "Phone: " + quote(c.Lead.Phone, numberLength)
	case c.Lead.Phone != "":
		contact[0] = "Phone: " + phone(c.Lead)
	}
	if c.Step.Mail > 0 {
		contact = append(contact, fmt.Sprintf("mail %d is due too", c.Step.Mail))
	}
	if len(contact) > 0 {
		lines = append(lines, strings.Join(contact, " · "))
	}
	if mailFirst(c.Card) {
		lines = append(lines, "They prefer mail: write first, then call")
	}
	lines = append(lines, hotLine(c.Card)...)
	if c.Lead.Open() {
		lines = append(lines, c.to.reasonLine(c.Lead)...)
	}
	if others := c.others(); others != "" {
		lines = append(lines, others)
	}
	return strings.Join(lines, "\n")
}

// others says whom else a lead is talking to; of a warm one that nobody has spoken to, that it probably is (S0.5),
// unless the reasons or the tip below say so already.
func (c stepView) others() string {
	switch {
	case !c.Step.IsCall():
		return ""
	case c.Lead.Competitor != "":
		return "Also talking to: " + quote(c.Lead.Competitor, shortLength)
	case !c.Lead.Contested(), c.Step.FollowUp, c.to.tipOnRivals,
		slices.ContainsFunc(c.Step.Because, func(r coach.Reason) bool { return r.Code == coach.ReasonNow }):
		return ""
	}
	return "They came to you, and probably asked one or two others as well"
}

// hotLine is what to open with: the agenda that was agreed on and the hot button.
func hotLine(c coach.Card) []string {
	var lines []string
	if cm := c.Step.Commitment; cm != nil && cm.Agenda != "" {
		lines = append(lines, "Agenda: "+quote(cm.Agenda, shortLength))
	}
	if c.Lead.HotButton != "" {
		lines = append(lines, "Hot button: "+quote(c.Lead.HotButton, shortLength))
	}
	return lines
}

// line is the second line of a card: which step, when it is due, and the lead's own window.
func (c stepView) line() string {
	parts := []string{c.name()}
	s := c.Step
	if dated := s.Kind != coach.StepDidIt && s.Kind != coach.StepNeedsDate && s.Kind != coach.StepLight; dated &&
		!s.Due.IsZero() {
		parts = append(parts, c.due())
	}
	if w := c.window(); w != "" {
		parts = append(parts, w)
	}
	if s.OutsideHours {
		parts = append(parts, "outside your hours")
	}
	if w := c.night(); w != "" {
		parts = append(parts, w)
	}
	if s.NeedsDate && s.Kind != coach.StepNeedsDate {
		parts = append(parts, "needs a date")
	}
	return strings.Join(parts, " · ")
}

// night says from when on a lead may be called again, when a call is due or overdue at an hour at which nobody may be
// called where they are; "" otherwise.
func (c stepView) night() string {
	s := c.Step
	if !s.IsCall() || s.Zone.Loc == nil || s.State(c.to.Now) == coach.Later {
		return ""
	}
	// From 8:00 to 21:00 of their own time people may be called.
	there := c.to.Now.In(s.Zone.Loc)
	y, m, d := there.Date()
	switch {
	case there.Hour() >= 21:
		d++
	case there.Hour() >= 8:
		return ""
	}
	return "no calls there before " + c.to.both(time.Date(y, m, d, 8, 0, 0, 0, s.Zone.Loc), s.Zone.Loc)
}

// name says which step it is: "Attempt 3 of 7", "Follow-up 2", "Agreed call".
func (c stepView) name() string {
	s := c.Step
	switch s.Kind {
	case coach.StepCommitment:
		return "Agreed call"
	case coach.StepDidIt:
		at := s.Due
		if s.Commitment != nil {
			at = s.Commitment.At
		}
		return "Did the call agreed for " + c.to.both(at, s.Zone.Loc) + " happen?"
	case coach.StepNeedsDate:
		if c.Lead.Progress.Replied() {
			return "They replied. *Needs a date*"
		}
		return "*Needs a date*"
	case coach.StepReview:
		return "Review: the plan is used up"
	case coach.StepTask:
		return c.to.taskName(s)
	case coach.StepLight:
		return "The short plan is used up. Drop, keep light or go on in full?"
	case coach.StepNone, "":
		if !c.Lead.Open() {
			return "Closed: " + lower(closedWords(c.Lead.Progress.Closed))
		}
		return "Nothing is due"
	}
	n := tryName(s)
	if s.Kind == coach.StepRedial {
		n += ", dial again after the busy signal"
	}
	return n
}

// tryName counts attempts until somebody is reached, and follow-ups after that. A plan that grew shorter leaves its
// length out rather than saying "8 of 7".
func tryName(s coach.Step) string {
	switch {
	case s.FollowUp:
		return "Follow-up " + strconv.Itoa(max(1, s.Number))
	case s.Of > 0 && s.Number <= s.Of:
		return fmt.Sprintf("Attempt %d of %d", max(1, s.Number), s.Of)
	}
	return "Attempt " + strconv.Itoa(max(1, s.Number))
}

// due says when, and whether that is now. Overdue is a word, never a colour. A call without a window is said in
// the lead's own time too; beside a window that would be said twice.
func (c stepView) due() string {
	s := c.Step
	zone := s.Zone.Loc
	if !s.IsCall() || c.window() != "" {
		zone = nil
	}
	switch s.State(c.to.Now) {
	case coach.DueNow:
		words, at := "due now", c.to.Now
		if s.Until.After(c.to.Now) {
			words, at = "due now, until "+c.to.clock(s.Until), s.Until
		}
		if there := c.to.there(at, zone); there != "" {
			words += " (" + there + ")"
		}
		return words
	case coach.Overdue:
		since := slices.MaxFunc([]time.Time{s.Until, s.Due}, time.Time.Compare) // a step without a window has no Until
		return "overdue since " + c.to.both(since, zone)
	}
	return "due " + c.to.both(s.Due, s.Zone.Loc)
}

// window is the part of the lead's day in which to call, in the lead's own time.
func (c stepView) window() string {
	s := c.Step
	leftToDo := s.Task != nil && s.Task.Kind != coach.FindNumber // at any hour, for nobody is called
	if s.Window.From == s.Window.To || s.Kind == coach.StepCommitment || leftToDo {
		return ""
	}
	w := c.to.span(s.Window.From, s.Window.To)
	at := s.Due
	if at.IsZero() {
		at = c.to.Now
	}
	switch {
	case s.Zone.Loc == nil || sameClock(at, c.to.zone(), s.Zone.Loc):
		return "window " + w
	case s.State(c.to.Now) == coach.Later:
		return "their window " + w // the due time beside it names the place
	}
	return "their window " + w + " in " + quote(place(s.Zone.Loc), 40)
}

// buttons are what one tap does about the step, the likeliest first.
func (c stepView) buttons() []slack.BlockElement {
	l, s := c.Lead, c.Step
	who, v := plainName(l, 40), Value(l.ID, strconv.FormatInt(l.Version, 10))
	switch s.Kind {
	case coach.StepDidIt:
		at := Value(l.ID, strconv.FormatInt(s.Due.Unix(), 10))
		if s.Commitment != nil {
			at = Value(l.ID, strconv.FormatInt(s.Commitment.At.Unix(), 10))
		}
		return []slack.BlockElement{
			buttonFor(ActTalked, at, "Talked…", who), buttonFor(ActNotIn, at, "No answer", who),
			buttonFor(ActMissed, at, "I missed it", who),
		}
	case coach.StepLight:
		return questionButtons(l, coach.Question{Code: askLight, Options: []string{"drop", "keep", "full"}})
	case coach.StepNeedsDate:
		b := []slack.BlockElement{buttonFor(ActNextForm, Value(l.ID), "Set a date…", who),
			buttonFor(ActReached, v, "Reached…", who)}
		if l.Progress.Replied() {
			b = append(b, buttonFor(ActResume, v, "Resume", who))
		}
		return b
	case coach.StepTask:
		return taskButtons(l, s, v)
	case coach.StepReview, coach.StepNone, "":
		return []slack.BlockElement{buttonFor(ActReached, v, "Reached…", who)}
	}
	b := []slack.BlockElement{
		buttonFor(ActVoicemail, v, "Voicemail", who), buttonFor(ActNoAnswer, v, "No answer", who),
		buttonFor(ActReached, v, "Reached…", who),
	}
	if s.NeedsDate {
		b = append(b, buttonFor(ActNextForm, Value(l.ID), "Set a date…", who))
	}
	switch mail := buttonFor(ActMail, v, "Mail sent", who); {
	case mailFirst(c.Card):
		b = append([]slack.BlockElement{mail}, b...)
	case s.Mail > 0:
		b = append(b, mail)
	}
	return b
}

// mailFirst reports whether a card puts writing before calling: they prefer it, and no call is agreed (S0.27, C18).
func mailFirst(c coach.Card) bool {
	return c.Lead.MailFirst() && (c.Step.Kind == coach.StepCall || c.Step.Kind == coach.StepRedial)
}

// taskName says what there is to do that is no call.
func (to Reader) taskName(s coach.Step) string {
	switch {
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return "Find who follows them"
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return "Their contract ends on " + to.theirContract(*s.Task, s.Zone.Loc)
	}
	return "Find a number that works"
}

// taskButtons are what to do about a task. Those of a closed lead can be left at that.
func taskButtons(l coach.Lead, s coach.Step, v string) []slack.BlockElement {
	who := plainName(l, 40)
	again, leave := buttonFor(ActReopen, v, "Open again", who), buttonFor(ActLeaveTask, v, "Leave it", who)
	switch {
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return []slack.BlockElement{buttonFor(ActFollows, v, "Add who follows…", who), again, leave}
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return []slack.BlockElement{again, leave}
	}
	return []slack.BlockElement{editButton(l, PageContact, "New number…"), buttonFor(ActReached, v, "Reached…", who)}
}

// more is the ⋯ menu of a card: what is done to a lead more rarely. Nothing can be snoozed or closed on a closed one.
func more(l coach.Lead) slack.BlockElement {
	option := func(what, words string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(Value(l.ID, what), label(words, 75), nil)
	}
	options := []*slack.OptionBlockObject{option(MoreShow, "Show the lead"), option(MoreLog, "Log with details…")}
	if l.Open() { // five is as many as Slack allows
		options = append([]*slack.OptionBlockObject{option(MorePrep, "Prep")},
			append(options, option(MoreSnooze, "Snooze…"), option(MoreClose, "Close…"))...)
	}
	return slack.NewOverflowBlockElement(ActMore, options...)
}

// PlainStep is a card's second line for the same surfaces: which step, when it is due, and the lead's own window.
func (to Reader) PlainStep(c coach.Card) string { return blockkit.Plain(stepView{to, c}.line()) }

// reasonLine is the one line of a card beside the hot button: the reason for the call (S1.16), and the page of what
// they are to look at.
func (to Reader) reasonLine(l coach.Lead) []string {
	var parts []string
	if w := coach.WhyNow(l, to.Now); w != nil {
		parts = append(parts, "Why now: "+quote(w.Text, shortLength))
	}
	for i := len(l.Progress.Materials) - 1; i >= 0; i-- {
		if m := l.Progress.Materials[i]; !m.Read && m.Pointer != "" {
			parts = append(parts, quote(m.Name, 40)+": "+quote(m.Pointer, 40))
			break
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{strings.Join(parts, " · ")}
}
