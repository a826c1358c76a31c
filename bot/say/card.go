package say

import (
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
	p.sectionOf(key, step.text(), step.more())
	p.actions(key, step.buttons()...)
}

// text is the card's two lines, what matters most first: a reader may hear only the beginning.
func (c stepView) text() string { return c.brief(true) }

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
			b = append(b, buttonFor(ActResume, v, "Resume calls", who))
		}
		return b
	case coach.StepTask:
		return taskButtons(l, s, v)
	case coach.StepReview:
		return c.verdictButtons()
	case coach.StepNone, "":
		return []slack.BlockElement{buttonFor(ActReached, v, "Reached…", who)}
	}
	if s.OutsideHours && !c.to.rules().Callable(c.Card, c.to.Now) { // nobody is to be called now
		return []slack.BlockElement{buttonFor(ActReached, v, "Reached…", who)}
	}
	b := []slack.BlockElement{
		buttonFor(ActVoicemail, v, "Voicemail", who), buttonFor(ActNoAnswer, v, "No answer", who),
		buttonFor(ActReached, v, "Reached…", who),
	}
	if mailFirst(c.Card) {
		b = append([]slack.BlockElement{mailButton(l, s)}, b...)
	}
	return b
}

// social are the touches in a network that go with the first tries on a warm lead (S2.16). Cards leave them out.
func (c stepView) social() []slack.BlockElement {
	if c.Step.Kind != coach.StepCall || !c.Step.Social || !c.Lead.Open() {
		return nil
	}
	return socialButtons(c.Lead, c.Lead.Version)
}

// mailFirst reports whether a card puts writing before calling: they prefer it, and no call is agreed (S0.27, C18).
func mailFirst(c coach.Card) bool {
	return c.Lead.MailFirst() && (c.Step.Kind == coach.StepCall || c.Step.Kind == coach.StepRedial)
}

// taskButtons are what to do about a task. Those of a closed lead can be left at that.
func taskButtons(l coach.Lead, s coach.Step, v string) []slack.BlockElement {
	who := plainName(l, 40)
	again, leave := buttonFor(ActReopen, v, "Reopen", who), buttonFor(ActLeaveTask, v, "Leave it", who)
	switch {
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return []slack.BlockElement{buttonFor(ActFollows, v, "Add the successor…", who), again, leave}
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return []slack.BlockElement{again, leave}
	case s.Task != nil && s.Task.Kind == coach.ApproveGift:
		return []slack.BlockElement{buttonFor(ActReview, Value(l.ID), "Decide…", who),
			buttonFor(ActReached, v, "Reached…", who)}
	case s.Task != nil && s.Task.Kind == coach.SendGift:
		return []slack.BlockElement{buttonFor(ActDelivered, v, "Delivered", who), buttonFor(ActReached, v, "Reached…", who)}
	}
	return []slack.BlockElement{editButton(l, PageContact, "Add a number…"), buttonFor(ActReached, v, "Reached…", who)}
}

// more is the ⋯ menu beside a card: what is done to a lead more rarely. Its second place is for what the step asks
// for beside the call, and else for why it stands here.
func (c stepView) more() slack.BlockElement {
	l, s := c.Lead, c.Step
	switch {
	case !l.Open():
	case s.Kind == coach.StepCommitment:
		return overflow(l, option(l, "Move…", MoreMove))
	case s.IsCall() && s.NeedsDate:
		return overflow(l, option(l, "Set a date…", MoreMove))
	case s.Mail > 0 && !mailFirst(c.Card):
		return overflow(l, option(l, mailWords(s), MoreDraft, string(coach.DraftEmail)))
	}
	return more(l)
}

// more is the ⋯ menu of a lead that stands on a page of its own.
func more(l coach.Lead) slack.BlockElement { return overflow(l, option(l, "Why now?", MoreWhen)) }

// option is a choice of a lead's ⋯ menu.
func option(l coach.Lead, words string, value ...string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(Value(append([]string{l.ID}, value...)...), label(words, 75), nil)
}

// overflow is a lead's ⋯, of five choices at most, for that is what Slack allows. Nothing can be snoozed or closed on a
// closed one.
func overflow(l coach.Lead, second *slack.OptionBlockObject) slack.BlockElement {
	logs := option(l, "Log with details…", MoreLog)
	options := []*slack.OptionBlockObject{second, logs}
	if l.Open() {
		options = []*slack.OptionBlockObject{option(l, "Prep", MorePrep), second, option(l, "Snooze…", MoreSnooze), logs,
			option(l, "Close…", MoreClose)}
	}
	return slack.NewOverflowBlockElement(ActMore, options...)
}

// PlainStep is a card's second line for the same surfaces: which step, when it is due, and the lead's own window.
func (to Reader) PlainStep(c coach.Card) string { return blockkit.Plain(stepView{to, c}.stepLine()) }

// The step of a lead in one line outside of cards: in answers, lists and on a lead's page. It says when the step is due
// and names the lead's own window.

// stepLine says which step it is, when it is due, and the lead's own window.
func (c stepView) stepLine() string {
	parts := []string{c.stepName()}
	s := c.Step
	if dated := s.Kind != coach.StepDidIt && s.Kind != coach.StepNeedsDate && s.Kind != coach.StepLight; dated &&
		!s.Due.IsZero() {
		parts = append(parts, c.stepDue())
	}
	if w := c.window(); w != "" {
		parts = append(parts, w)
	}
	if s.OutsideHours {
		parts = append(parts, "outside your hours")
	}
	if w := c.stepNight(); w != "" {
		parts = append(parts, w)
	}
	if s.NeedsDate && s.Kind != coach.StepNeedsDate {
		parts = append(parts, "needs a date")
	}
	return strings.Join(parts, " · ")
}

// stepNight says from when on a lead may be called again, when a call is due or overdue at an hour at which nobody may
// be called where they are; "" otherwise.
func (c stepView) stepNight() string {
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

// stepName says which step it is: "Attempt 3 of 7", "Follow-up 2", "Agreed call".
func (c stepView) stepName() string {
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
			return "Closed: " + lower(plainOutcome(c.Lead.Progress.Closed))
		}
		return "Nothing is due"
	}
	n := tryName(s)
	if s.Kind == coach.StepRedial {
		n += ", dial again after the busy signal"
	}
	return n
}

// stepDue says when, and whether that is now. Overdue is a word, never a colour. A call without a window is said in
// the lead's own time too; beside a window that would be said twice.
func (c stepView) stepDue() string {
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
