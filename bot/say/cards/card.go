package cards

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/coach/outreach"
)

// The card: one lead that wants something. It stands in the digest, the nudge, the day's list and on the lead's page,
// aims at 22 words, and is two blocks, one of words and one of buttons, under one key, so that it can be replaced
// alone. The order of its lines is fixed, who and what to do first, for a notification shows no more.

// StepView is one lead with its next step, as one reader sees it.
type StepView struct {
	To say.Reader
	coach.Card
}

// Card is one lead that wants something: who, which attempt, why, when, the number, and one-tap buttons. Its block ids
// start with card.<lead>, so that [answers.ReplaceCard] finds it again.
func Card(to say.Reader, c coach.Card) []slack.Block {
	p := &say.Page{To: to}
	AddCard(p, c)
	return p.Blocks
}

// AddCard adds a lead's words and its buttons as two blocks under one key.
func AddCard(p *say.Page, c coach.Card) {
	key := phrases.CardKey(c.Lead.ID)
	step := StepView{p.To, c}
	p.SectionOf(key, step.text(), step.More())
	p.Actions(key, step.Buttons()...)
}

// text is the card's two lines, what matters most first: a reader may hear only the beginning.
func (c StepView) text() string { return c.Brief(true) }

// HotLine is what to open with: the agenda that was agreed on and the hot button.
func HotLine(c coach.Card) []string {
	var lines []string
	if cm := c.Step.Commitment; cm != nil && cm.Agenda != "" {
		lines = append(lines, "Agenda: "+say.Quote(cm.Agenda, say.ShortLength))
	}
	if c.Lead.HotButton != "" {
		lines = append(lines, "Hot button: "+say.Quote(c.Lead.HotButton, say.ShortLength))
	}
	return lines
}

// Buttons are what one tap does about the step, the likeliest first.
func (c StepView) Buttons() []slack.BlockElement {
	l, s := c.Lead, c.Step
	who, v := say.PlainName(l, 40), ids.Value(l.ID, strconv.FormatInt(l.Version, 10))
	switch s.Kind {
	// The buttons carry the agreed instant in the place of a version: an answer counts for that call, also when the lead
	// has changed since, and only once.
	case coach.StepDidIt:
		at := ids.Value(l.ID, strconv.FormatInt(s.Due.Unix(), 10))
		if s.Commitment != nil {
			at = ids.Value(l.ID, strconv.FormatInt(s.Commitment.At.Unix(), 10))
		}
		return []slack.BlockElement{
			say.ButtonFor(ids.ActTalked, at, "Talked…", who), say.ButtonFor(ids.ActNotIn, at, "No answer", who),
			say.ButtonFor(ids.ActMissed, at, "I missed it", who),
		}
	// A plan of its own length that is used up asks one question, and every answer is one tap.
	case coach.StepLight:
		return QuestionButtons(l, coach.Question{Code: askLight, Options: []string{"drop", "keep", "full"}})
	case coach.StepNeedsDate:
		b := []slack.BlockElement{say.ButtonFor(ids.ActNextForm, ids.Value(l.ID), "Set a date…", who),
			say.ButtonFor(ids.ActReached, v, "Reached…", who)}
		// Only who wrote back has calls that wait; after a talk without a date they go on by themselves.
		if l.Progress.Replied() {
			b = append(b, say.ButtonFor(ids.ActResume, v, "Resume calls", who))
		}
		return b
	case coach.StepTask:
		return taskButtons(l, s, v)
	case coach.StepReview:
		return c.VerdictButtons()
	// Nothing is due, but somebody may have called back: that is never refused.
	case coach.StepNone, "":
		if l.Parked() { // the likeliest is to want them after all
			return []slack.BlockElement{say.ButtonFor(ids.ActResume, v, "Start calls", who),
				say.ButtonFor(ids.ActReached, v, "Reached…", who)}
		}
		if l.Paused() {
			return []slack.BlockElement{phrases.ResumeButton(l), say.ButtonFor(ids.ActReached, v, "Reached…", who)}
		}
		return []slack.BlockElement{say.ButtonFor(ids.ActReached, v, "Reached…", who)}
	}
	if s.OutsideHours && !c.To.AllRules().Callable(c.Card.Step, c.To.Now) { // nobody is to be called now
		return []slack.BlockElement{say.ButtonFor(ids.ActReached, v, "Reached…", who)}
	}
	// The three taps of a call stand in the order in which calls mostly end, and in the same place on every card.
	b := []slack.BlockElement{
		say.ButtonFor(ids.ActVoicemail, v, "Voicemail", who), say.ButtonFor(ids.ActNoAnswer, v, "No answer", who),
		say.ButtonFor(ids.ActReached, v, "Reached…", who),
	}
	if MailFirst(c.Card) {
		b = append([]slack.BlockElement{phrases.MailButton(l, s)}, b...)
	}
	return b
}

// callingButton says that the rep is calling, where a call may be made now; nil elsewhere. An agreed one is named by
// its time.
func (c StepView) callingButton() []slack.BlockElement {
	s, at := c.Step, ""
	if cm := s.Commitment; s.Kind == coach.StepCommitment && cm != nil {
		at = strconv.FormatInt(cm.At.Unix(), 10)
	}
	if !c.Lead.Open() || !s.IsCall() || at == "" && strings.TrimSpace(c.Lead.Phone) == "" ||
		c.To.AllRules().LawfulFrom(s, c.To.Now).After(c.To.Now) {
		return nil
	}
	return []slack.BlockElement{say.ButtonFor(ids.ActCalling, ids.Value(c.Lead.ID, at), "Calling now",
		say.PlainName(c.Lead, 40))}
}

// numberButton opens the lead's form where its number goes. Beside [Edit…] it needs a name of its own.
func numberButton(l coach.Lead) slack.BlockElement {
	return say.ButtonFor(say.Numbered(ids.ActEditForm, 0), ids.Value(l.ID, fields.PageContact), "Add a number…",
		say.PlainName(l, 40))
}

// social are the touches in a network that go with the first tries on a warm lead (S2.16). Cards leave them out.
func (c StepView) social() []slack.BlockElement {
	if c.Step.Kind != coach.StepCall || !c.Step.Social || !c.Lead.Open() {
		return nil
	}
	return phrases.SocialButtons(c.Lead, c.Lead.Version)
}

// MailFirst reports whether a card puts writing before calling: they prefer it, and no call is agreed (S0.27, C18).
func MailFirst(c coach.Card) bool {
	return c.Lead.MailFirst() && (c.Step.Kind == coach.StepCall || c.Step.Kind == coach.StepRedial)
}

// taskButtons are what to do about a task. Those of a closed lead can be left at that.
func taskButtons(l coach.Lead, s coach.Step, v string) []slack.BlockElement {
	who := say.PlainName(l, 40)
	again, leave := say.ButtonFor(ids.ActReopen, v, "Reopen", who), say.ButtonFor(ids.ActLeaveTask, v, "Leave it", who)
	switch {
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return []slack.BlockElement{say.ButtonFor(ids.ActFollows, v, "Add the successor…", who), again, leave}
	// A lead whose contract ends was closed: calls begin again only when somebody says so.
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return []slack.BlockElement{again, leave}
	case s.Task != nil && s.Task.Kind == coach.ApproveGift:
		return []slack.BlockElement{say.ButtonFor(ids.ActReview, ids.Value(l.ID), "Decide…", who),
			say.ButtonFor(ids.ActReached, v, "Reached…", who)}
	case s.Task != nil && s.Task.Kind == coach.SendGift:
		return []slack.BlockElement{say.ButtonFor(ids.ActDelivered, v, "Delivered", who), phrases.GiftButton(l, ""),
			say.ButtonFor(ids.ActReached, v, "Reached…", who)}
	}
	return []slack.BlockElement{numberButton(l),
		say.ButtonFor(ids.ActReached, v, "Reached…", who)}
}

// More is the ⋯ menu beside a card: what is done to a lead more rarely. Its second place is for what the step asks
// for beside the call, and else for why it stands here.
func (c StepView) More() slack.BlockElement {
	l, s := c.Lead, c.Step
	switch {
	case !l.Open():
	case s.Kind == coach.StepCommitment:
		return overflow(l, option(l, "Move…", ids.MoreMove))
	case s.IsCall() && s.NeedsDate:
		return overflow(l, option(l, "Set a date…", ids.MoreMove))
	// Where writing comes first the email is a button already, and nothing stands on a card twice.
	case s.Mail > 0 && !MailFirst(c.Card):
		return overflow(l, option(l, phrases.MailWords(s), ids.MoreDraft, string(outreach.Email)))
	case c.Numberless():
		return overflow(l, option(l, "Add a number…", ids.MoreNumber, fields.PageContact))
	}
	return More(l)
}

// More is the ⋯ menu of a lead that stands on a page of its own.
func More(l coach.Lead) slack.BlockElement { return overflow(l, option(l, "Why now?", ids.MoreWhen)) }

// moreOf is the ⋯ beside what was logged on a lead: what comes next has one of its own, which is full.
func moreOf(l coach.Lead) slack.BlockElement {
	return slack.NewOverflowBlockElement(ids.ActHistory, option(l, "History", "1"))
}

// option is a choice of a lead's ⋯ menu.
func option(l coach.Lead, words string, value ...string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(ids.Value(append([]string{l.ID}, value...)...), say.Label(words, 75), nil)
}

// overflow is a lead's ⋯, of five choices at most, for that is what Slack allows. Nothing can be snoozed or closed on a
// closed one.
func overflow(l coach.Lead, second *slack.OptionBlockObject) slack.BlockElement {
	logs := option(l, "Log with details…", ids.MoreLog)
	// A closed lead keeps what looks back: why, and a call that was not logged in time.
	options := []*slack.OptionBlockObject{second, logs}
	if l.Open() {
		options = []*slack.OptionBlockObject{option(l, "Prep", ids.MorePrep), second, option(l, "Snooze…", ids.MoreSnooze),
			logs,
			option(l, "Close…", ids.MoreClose)}
	}
	return slack.NewOverflowBlockElement(ids.ActMore, options...)
}

// PlainStep is a card's second line for the same surfaces: which step, when it is due, and the lead's own window.
func PlainStep(to say.Reader, c coach.Card) string { return blockkit.Plain(StepView{to, c}.stepLine()) }

// The step of a lead in one line outside of cards: in answers, lists and on a lead's page. It says when the step is due
// and names the lead's own window.

// stepLine says which step it is, when it is due, and the lead's own window.
func (c StepView) stepLine() string {
	parts := []string{c.Name()}
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
func (c StepView) stepNight() string {
	s := c.Step
	if !s.IsCall() || s.Zone.Loc == nil || s.State(c.To.Now) == coach.Later {
		return ""
	}
	// From 8:00 to 21:00 of their own time people may be called.
	there := c.To.Now.In(s.Zone.Loc)
	y, m, d := there.Date()
	switch {
	case there.Hour() >= 21:
		d++
	case there.Hour() >= 8:
		return ""
	}
	return "no calls there before " + c.To.Both(time.Date(y, m, d, 8, 0, 0, 0, s.Zone.Loc), s.Zone.Loc)
}

// stepDue says when, and whether that is now. Overdue is a word, never a colour. A call without a window is said in
// the lead's own time too; beside a window that would be said twice.
func (c StepView) stepDue() string {
	s := c.Step
	zone := s.Zone.Loc
	if !s.IsCall() || c.window() != "" {
		zone = nil
	}
	switch s.State(c.To.Now) {
	case coach.DueNow:
		words, at := "due now", c.To.Now
		if s.Until.After(c.To.Now) {
			words, at = "due now, until "+c.To.Clock(s.Until), s.Until
		}
		if there := c.To.There(at, zone); there != "" {
			words += " (" + there + ")"
		}
		return words
	case coach.Overdue:
		since := slices.MaxFunc([]time.Time{s.Until, s.Due}, time.Time.Compare) // a step without a window has no Until
		return "overdue since " + c.To.Both(since, zone)
	}
	return "due " + c.To.Both(s.Due, s.Zone.Loc)
}

// window is the part of the lead's day in which to call, in the lead's own time.
func (c StepView) window() string {
	s := c.Step
	// A task has an hour only where somebody is called for it.
	leftToDo := s.Task != nil && s.Task.Kind != coach.FindNumber // at any hour, for nobody is called
	if s.Window.From == s.Window.To || s.Kind == coach.StepCommitment || leftToDo {
		return ""
	}
	w := c.To.Span(s.Window.From, s.Window.To)
	at := s.Due
	if at.IsZero() {
		at = c.To.Now
	}
	switch {
	case s.Zone.Loc == nil || say.SameClock(at, c.To.Location(), s.Zone.Loc):
		return "window " + w
	case s.State(c.To.Now) == coach.Later:
		return "their window " + w // the due time beside it names the place
	}
	return "their window " + w + " in " + say.Quote(say.Place(s.Zone.Loc), 40)
}

// VerdictButtons are what may become of a lead at its review, each a way on; [Close…] is the last. The likeliest can't
// be told, so none is primary.
func (c StepView) VerdictButtons() []slack.BlockElement {
	l, who := c.Lead, say.PlainName(c.Lead, 40)
	v := ids.Value(l.ID, strconv.FormatInt(l.Version, 10))
	ways := map[string][2]string{
		coach.VerdictExtend:   {ids.ActExtend, "One more call…"},
		coach.VerdictStepBack: {ids.ActStepBack, "Step back…"},
		coach.VerdictBreakUp:  {ids.ActGoodbye, "Say goodbye…"},
		coach.VerdictGift:     {ids.ActGiftForm, "Send a gift…"},
		coach.VerdictNurture:  {ids.ActNurture, BackIn(c.To)},
	}
	// Which of them a lead has is the rules' to say: no goodbye before the fifth call, no gift without high potential.
	var buttons []slack.BlockElement
	for _, verdict := range chase.Offered(c.To.AllRules(), l) {
		way := ways[verdict]
		buttons = append(buttons, say.ButtonFor(way[0], v, way[1], who))
	}
	return append(buttons, say.ButtonFor(ids.ActCloseForm, ids.Value(l.ID), "Close…", who))
}

// BackIn is the label of what sets a lead aside.
func BackIn(to say.Reader) string {
	return "Back in " + say.Counted(to.AllRules().VerdictDays(coach.VerdictNurture), "day")
}
