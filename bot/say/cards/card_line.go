package cards

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/coach/outcome"
)

// The words of a card: two lines of 22 words in all. The first says who, with the number to tap; the second which step,
// when, and the one reason that counts most. Whatever else is known stands in prep and on the lead's page.

const (
	CardWords = 22 // of a whole card

	contactWords = 3
	leastName    = 2 // of a name whose step is long: an email first, overdue, at night, on two clocks
	leastReason  = 4 // of a reason that is cut; a shorter rest is left out
	nudgedWords  = 6 // of a card whose step is said above all cards
)

// Line is the second line of a card by itself.
func (c StepView) Line() string {
	_, second, _ := strings.Cut(c.text(), "\n")
	return second
}

// Brief is a card of at most [CardWords] words. The reason is shortened where names or two clocks leave little room,
// and whom to ask for gives way before it does. Without a reason it is for a message that says it once for all cards.
//
//	*Acme Corp* · Pat Doe · +1 212 555 0100
//	Attempt 3 of 7, until 10:30 · hot button: cut unscheduled maintenance · email 1
func (c StepView) Brief(reasons bool) string {
	step, mail := c.step(), ""
	if c.Step.Mail > 0 && c.Step.IsCall() && c.Lead.Open() && !MailFirst(c.Card) {
		mail = fmt.Sprintf(" · email %d", c.Step.Mail)
	}
	reason := ""
	if reasons {
		reason = c.reason()
	}
	name, contact, number := c.Whom()
	first := name + contact + number
	// The step and its time are never cut, so the reason gets what they leave.
	room := CardWords - say.WordsOf(first) - say.WordsOf(step) - say.WordsOf(mail)
	if short := min(say.WordsOf(reason), say.ClauseWords); room < short && contact != "" {
		first, room = name+number, room+say.WordsOf(contact)
	}
	if over := say.WordsOf(first) + say.WordsOf(step) + say.WordsOf(mail) - CardWords; reasons && over > 0 {
		first = c.bold(max(leastName, say.NameWords-over)) + number
	}
	if !reasons { // the step is said above all cards, too
		if say.WordsOf(first) > nudgedWords {
			return name + number
		}
		return first
	}
	if room < leastReason && room < say.WordsOf(reason) { // "1 day after…" says less than nothing
		reason = ""
	}
	if reason = say.FirstWords(reason, min(room, say.ClauseWords)); reason != "" {
		reason = joinStep(c.Step) + reason
	}
	return first + "\n" + step + reason + mail
}

// joinStep is what parts a step from its reason: a question has its agenda as a sentence of its own.
func joinStep(s coach.Step) string {
	switch s.Kind {
	case coach.StepDidIt:
		return " "
	case coach.StepReview:
		return ": "
	}
	return " · "
}

// Whom is the first line in three parts: the lead's name, whom to ask for, and the number, a link only where a call is
// due: a wrong one and that of a closed lead are not to be tapped.
//
//	*Acme Corp*   · Pat Doe   · +1 212 555 0100
func (c StepView) Whom() (name, contact, number string) {
	l := c.Lead
	name = c.bold(say.NameWords)
	// A person before a company, and neither where the lead is called so itself.
	for _, more := range []string{l.Contact, l.Company} {
		if m := say.Quote(say.Few(more, contactWords), 40); m != "" && !strings.EqualFold(more, say.NameOf(l)) {
			contact = " · " + m
			break
		}
	}
	switch cm := c.Step.Commitment; {
	case c.Step.Kind == coach.StepTask && l.Open(): // the second line has the one that is dead
	case c.Step.Kind == coach.StepCommitment && cm != nil && cm.Meet.By != "":
		number = reach(l, cm)
	case c.Numberless():
		number = " · find a number"
	case l.Phone == "" && l.Open() && c.Step.IsCall():
		number = " · no number yet"
	case l.Phone == "":
	case l.Progress.Closed == outcome.DoNotCall:
		number = " · " + say.Quote(l.Phone, phrases.NumberLength)
	default:
		number = " · " + phrases.Phone(l)
	}
	return name, contact, number
}

// bold is the lead's name in at most n words.
func (c StepView) bold(n int) string {
	return "*" + say.Quote(say.Few(say.NameOf(c.Lead), n), say.NameLength) + "*"
}

// Numberless reports whether a call is due to somebody whose number is not known: finding it is what there is to do
// (S0.28). Whoever has it elsewhere logs the call as always.
func (c StepView) Numberless() bool {
	meet := c.Step.Commitment != nil && c.Step.Commitment.Meet.By != ""
	return c.Lead.Open() && strings.TrimSpace(c.Lead.Phone) == "" && c.Step.IsCall() && !meet &&
		!(c.Step.OutsideHours && !c.To.AllRules().Callable(c.Card.Step, c.To.Now))
}

// step says which step it is and when.
//
//	Follow-up 2, overdue since 09:00, no next date
//	Agreed call: Thu 15 Jan, 16:00 (10:00 in New York), they expect you
func (c StepView) step() string {
	s, n := c.Step, c.Name()
	switch s.Kind {
	case coach.StepCommitment:
		n += ": " + c.To.Both(s.Due, s.Zone.Loc)
		// Whether they said yes decides how to open (S4.4, S4.6), so it stands even where the agenda has no room.
		if s.Commitment != nil && s.Commitment.Tentative {
			return n + ", unconfirmed"
		}
		return n + ", they expect you"
	case coach.StepCall, coach.StepRedial:
	default:
		return n + c.moved()
	}
	words := n + ", " + c.Due() + c.moved()
	if s.Kind == coach.StepRedial {
		words = n + ", redial " + c.Due()
	}
	if MailFirst(c.Card) {
		words = "Prefers email, so write first · " + say.Lower(words)
	}
	// Not a reason to skip them: the nearest legal time lies outside the rep's hours, and the rep decides.
	if s.OutsideHours {
		words += ", outside your hours"
	}
	if s.NeedsDate {
		words += ", no next date"
	}
	return words
}

// moved says that a step stands on another day than it would: somebody was away, or too many were overdue.
func (c StepView) moved() string {
	for _, r := range c.Step.Because {
		if r.Code == coach.ReasonMoved && c.Step.Kind != coach.StepNone {
			return ", moved: " + r.Word
		}
	}
	return ""
}

// Name says which step it is: "Attempt 3 of 7", "Follow-up 2", "Agreed call".
func (c StepView) Name() string {
	s := c.Step
	switch s.Kind {
	case coach.StepCommitment:
		return phrases.AgreedName(s.Commitment)
	case coach.StepDidIt:
		at := s.Due
		if s.Commitment != nil {
			at = s.Commitment.At
		}
		return "Did " + c.To.When(at) + " happen?"
	case coach.StepNeedsDate:
		return "Needs a date"
	case coach.StepReview:
		return "Time to decide"
	case coach.StepTask:
		return taskName(c.To, s)
	case coach.StepLight:
		return "Short plan done. Keep going?"
	case coach.StepNone, "":
		if !c.Lead.Open() {
			return "Closed: " + say.Lower(say.PlainOutcome(c.Lead.Progress.Closed))
		}
		if c.Lead.Parked() || coach.HasReason(s.Because, coach.ReasonMoved) {
			return phrases.Parked
		}
		if c.Lead.Paused() {
			return phrases.Paused(c.To, c.Lead)
		}
		return "Nothing is due"
	}
	return TryName(s)
}

// Due says when a call is due: from when until when, until when from now on, or since when it is overdue, which is a
// word and never a colour. The lead's own clock follows for times ahead.
func (c StepView) Due() string {
	s := c.Step
	switch s.State(c.To.Now) {
	case coach.DueNow:
		if night := c.Night(); night != "" {
			return night
		}
		if !s.Until.After(c.To.Now) {
			return "now"
		}
		words := "until " + soon(c.To, s.Until)
		if there := c.To.There(s.Until, s.Zone.Loc); there != "" {
			words += " (" + there + ")"
		}
		return words
	// Since its window closed, not since it opened: before that nobody was late.
	case coach.Overdue:
		since := slices.MaxFunc([]time.Time{s.Until, s.Due}, time.Time.Compare) // without a window there is no Until
		words := "overdue since " + c.To.Past(since)
		if c.To.Past(since) == "today" {
			words = "overdue since " + c.To.Clock(since)
		}
		if night := c.Night(); night != "" {
			words += ", " + night
		}
		return words
	}
	words := soon(c.To, s.Due)
	if s.Until.After(s.Due) {
		words += "–" + c.To.Clock(s.Until)
	}
	if there := c.To.ThereStretch(s.Due, s.Until, s.Zone.Loc); there != "" {
		words += " (" + there + ")"
	}
	return words
}

// soon is an instant to come: the time alone if it is today.
func soon(to say.Reader, at time.Time) string {
	if say.Days(to.Now.In(to.Location()), at.In(to.Location())) == 0 {
		return to.Clock(at)
	}
	return to.When(at)
}

// Night says from when on a lead may be called again, when a call is due or overdue at an hour at which nobody may be
// called where they are; "" otherwise.
func (c StepView) Night() string {
	if at := c.To.AllRules().LawfulFrom(c.Card.Step, c.To.Now); at.After(c.To.Now) {
		words := "not before " + soon(c.To, at)
		if there := c.To.There(at, c.Step.Zone.Loc); there != "" {
			words += " (" + there + ")"
		}
		return words
	}
	return ""
}

// reason is what the second line ends in: the agenda of an agreed call; else a wish, a broken promise or an open one;
// else what they care about or why to call now; else the last result, or who came to whom.
func (c StepView) reason() string {
	s, l := c.Step, c.Lead
	switch s.Kind {
	case coach.StepReview:
		return Chase(c.To, l)
	case coach.StepTask:
		return taskReason(c.To, c.Card)
	case coach.StepDidIt:
		if s.Commitment != nil && s.Commitment.Agenda != "" {
			return "Agenda: " + say.Quote(s.Commitment.Agenda, say.ShortLength)
		}
		return ""
	case coach.StepLight, coach.StepNone, "":
		return ""
	case coach.StepNeedsDate:
		return why(c.To, s, l)
	case coach.StepCommitment:
		if s.Commitment != nil && s.Commitment.Agenda != "" {
			return say.Quote(s.Commitment.Agenda, say.ShortLength)
		}
	}
	if first := firstReason(c.To, s, l); first != "" {
		return first
	}
	if l.HotButton != "" {
		return "hot button: " + say.Quote(l.HotButton, say.ShortLength)
	}
	if w := coach.WhyNow(l, c.To.Now); w != nil {
		return say.Quote(w.Text, say.ShortLength)
	}
	// An agreed call needs no last result: that they agreed is why it is made.
	if s.Kind == coach.StepCommitment {
		return ""
	}
	return why(c.To, s, l)
}

// Chase is what the tries at a lead came to, for whoever decides about it.
//
//	2 calls and 1 email, never reached
func Chase(to say.Reader, l coach.Lead) string {
	p := l.Progress
	var tries []string // a count of nothing is left out
	if p.Calls > 0 {
		tries = append(tries, say.Counted(p.Calls, "call"))
	}
	if p.Mails > 0 {
		tries = append(tries, say.Counted(p.Mails, "email"))
	}
	words := say.And(tries)
	if words == "" {
		return "no call yet"
	}
	switch from := chase.Since(l); {
	case !p.TalkedAt.IsZero():
		return words + " since you talked" + say.OnWhen(to.Past(p.TalkedAt))
	case !from.IsZero() && to.Now.Sub(from) > 48*time.Hour:
		words += " in " + say.Counted(say.Days(from.In(to.Location()), to.Now.In(to.Location())), "day")
	}
	if p.Spoken {
		return words + ", no talk yet"
	}
	return words + ", never reached"
}

// taskReason is what a task comes from.
//
//	+1 212 555 0100 was wrong on Tue
func taskReason(to say.Reader, c coach.Card) string {
	switch t := c.Step.Task; {
	case t != nil && (t.Kind == coach.ApproveGift || t.Kind == coach.SendGift):
		return phrases.GiftWords(c.Lead.Progress.Gift)
	case t != nil && t.Kind == coach.FindSuccessor:
		return "they left (call" + say.OnWhen(to.Past(t.At)) + ")"
	// A number that was taken out can't be shown as the wrong one.
	case t != nil && t.Kind == coach.Renewal, c.Lead.Phone == "":
		return ""
	default:
		at := c.Lead.Progress.LastTry
		if t != nil {
			at = t.At
		}
		return say.Quote(c.Lead.Phone, 40) + " was wrong" + say.OnWhen(to.Past(at))
	}
}

// taskName says what there is to do that is no call.
func taskName(to say.Reader, s coach.Step) string {
	switch {
	case s.Task != nil && s.Task.Kind == coach.ApproveGift:
		return "Ask about the gift"
	case s.Task != nil && s.Task.Kind == coach.SendGift:
		return "Send the gift"
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return "Find the successor"
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return "Their contract ends on " + phrases.TheirContract(to, *s.Task, s.Zone.Loc)
	}
	return "Find a working number"
}

// TryName counts attempts until somebody is reached, and follow-ups after that. A plan that grew shorter leaves its
// length out rather than saying "8 of 7".
func TryName(s coach.Step) string {
	switch {
	case s.FollowUp:
		return "Follow-up " + strconv.Itoa(max(1, cmp.Or(s.Nth, s.Number)))
	case s.Of > 0 && s.Number <= s.Of:
		return fmt.Sprintf("Attempt %d of %d", max(1, s.Number), s.Of)
	}
	return "Attempt " + strconv.Itoa(max(1, s.Number))
}
