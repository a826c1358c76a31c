package say

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The words of a card: two lines of 22 words in all. The first says who, with the number to tap; the second which step,
// when, and the one reason that counts most. Whatever else is known stands in prep and on the lead's page.

const (
	cardWords    = 22 // of a whole card
	clauseWords  = 10 // of its reason
	nameWords    = 5  // of a lead's name on it
	contactWords = 3
	nudgedWords  = 6 // of a card whose step is said above all cards
)

// line is the second line of a card by itself.
func (c stepView) line() string {
	_, second, _ := strings.Cut(c.text(), "\n")
	return second
}

// brief is a card of at most [cardWords] words. The reason is shortened where names or two clocks leave little room,
// and whom to ask for gives way before it does. Without a reason it is for a message that says it once for all cards.
func (c stepView) brief(reasons bool) string {
	step, mail := c.step(), ""
	if c.Step.Mail > 0 && c.Step.IsCall() && c.Lead.Open() && !mailFirst(c.Card) {
		mail = fmt.Sprintf(" · email %d", c.Step.Mail)
	}
	reason := ""
	if reasons {
		reason = c.reason()
	}
	name, contact, number := c.whom()
	first := name + contact + number
	room := cardWords - wordsOf(first) - wordsOf(step) - wordsOf(mail)
	if short := min(wordsOf(reason), clauseWords); room < short && contact != "" {
		first, room = name+number, room+wordsOf(contact)
	}
	if !reasons { // the step is said above all cards, too
		if wordsOf(first) > nudgedWords {
			return name + number
		}
		return first
	}
	if reason = firstWords(reason, min(room, clauseWords)); reason != "" {
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

// whom is the first line in three parts: the lead's name, whom to ask for, and the number, a link only where a call is
// due: a wrong one and that of a closed lead are not to be tapped.
func (c stepView) whom() (name, contact, number string) {
	l := c.Lead
	name = "*" + quote(few(nameOf(l), nameWords), nameLength) + "*"
	for _, more := range []string{l.Contact, l.Company} {
		if m := quote(few(more, contactWords), 40); m != "" && !strings.EqualFold(more, nameOf(l)) {
			contact = " · " + m
			break
		}
	}
	switch {
	case c.Step.Kind == coach.StepTask && l.Open(): // the second line has the one that is dead
	case l.Phone == "" && l.Open() && c.Step.IsCall():
		number = " · no number yet"
	case l.Phone == "":
	case l.Progress.Closed == outcome.DoNotCall:
		number = " · " + quote(l.Phone, numberLength)
	default:
		number = " · " + phone(l)
	}
	return name, contact, number
}

// step says which step it is and when.
func (c stepView) step() string {
	s, n := c.Step, c.name()
	switch s.Kind {
	case coach.StepCommitment:
		n += ": " + c.to.both(s.Due, s.Zone.Loc)
		if s.Commitment != nil && s.Commitment.Tentative {
			return n + ", unconfirmed"
		}
		return n + ", they expect you"
	case coach.StepCall, coach.StepRedial:
	default:
		return n
	}
	words := n + ", " + c.due()
	if s.Kind == coach.StepRedial {
		words = n + ", redial " + c.due()
	}
	if mailFirst(c.Card) {
		words = "Prefers email, so write first · " + lower(words)
	}
	if s.OutsideHours {
		words += ", outside your hours"
	}
	if s.NeedsDate {
		words += ", no next date"
	}
	return words
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
		return "Did " + c.to.when(at) + " happen?"
	case coach.StepNeedsDate:
		return "Needs a date"
	case coach.StepReview:
		return "Time to decide"
	case coach.StepTask:
		return c.to.taskName(s)
	case coach.StepLight:
		return "Short plan done. Keep going?"
	case coach.StepNone, "":
		if !c.Lead.Open() {
			return "Closed: " + lower(plainOutcome(c.Lead.Progress.Closed))
		}
		return "Nothing is due"
	}
	return tryName(s)
}

// due says when a call is due: from when until when, until when from now on, or since when it is overdue, which is a
// word and never a colour. The lead's own clock follows for times ahead.
func (c stepView) due() string {
	s := c.Step
	switch s.State(c.to.Now) {
	case coach.DueNow:
		if night := c.night(); night != "" {
			return night
		}
		if !s.Until.After(c.to.Now) {
			return "now"
		}
		words := "until " + c.to.soon(s.Until)
		if there := c.to.there(s.Until, s.Zone.Loc); there != "" {
			words += " (" + there + ")"
		}
		return words
	case coach.Overdue:
		since := slices.MaxFunc([]time.Time{s.Until, s.Due}, time.Time.Compare) // without a window there is no Until
		words := "overdue since " + c.to.past(since)
		if c.to.past(since) == "today" {
			words = "overdue since " + c.to.clock(since)
		}
		if night := c.night(); night != "" {
			words += ", " + night
		}
		return words
	}
	words := c.to.soon(s.Due)
	if s.Until.After(s.Due) {
		words += "–" + c.to.clock(s.Until)
	}
	if there := c.to.thereStretch(s.Due, s.Until, s.Zone.Loc); there != "" {
		words += " (" + there + ")"
	}
	return words
}

// soon is an instant to come: the time alone if it is today.
func (to Reader) soon(at time.Time) string {
	if days(to.Now.In(to.zone()), at.In(to.zone())) == 0 {
		return to.clock(at)
	}
	return to.when(at)
}

// night says from when on a lead may be called again, when a call is due or overdue at an hour at which nobody may be
// called where they are; "" otherwise.
func (c stepView) night() string {
	if at := c.to.rules().LawfulFrom(c.Card, c.to.Now); at.After(c.to.Now) {
		words := "not before " + c.to.soon(at)
		if there := c.to.there(at, c.Step.Zone.Loc); there != "" {
			words += " (" + there + ")"
		}
		return words
	}
	return ""
}

// reason is what the second line ends in: the agenda of an agreed call; else a wish, a broken promise or an open one;
// else what they care about or why to call now; else the last result, or who came to whom.
func (c stepView) reason() string {
	s, l := c.Step, c.Lead
	switch s.Kind {
	case coach.StepReview:
		return c.to.chase(l)
	case coach.StepTask:
		return c.to.taskReason(c.Card)
	case coach.StepDidIt:
		if s.Commitment != nil && s.Commitment.Agenda != "" {
			return "Agenda: " + quote(s.Commitment.Agenda, shortLength)
		}
		return ""
	case coach.StepLight, coach.StepNone, "":
		return ""
	case coach.StepNeedsDate:
		return c.to.why(s, l)
	case coach.StepCommitment:
		if s.Commitment != nil && s.Commitment.Agenda != "" {
			return quote(s.Commitment.Agenda, shortLength)
		}
	}
	if first := c.to.firstReason(s, l); first != "" {
		return first
	}
	if l.HotButton != "" {
		return "hot button: " + quote(l.HotButton, shortLength)
	}
	if w := coach.WhyNow(l, c.to.Now); w != nil {
		return quote(w.Text, shortLength)
	}
	if s.Kind == coach.StepCommitment {
		return ""
	}
	return c.to.why(s, l)
}

// chase is what the tries at a lead came to, for whoever decides about it.
func (to Reader) chase(l coach.Lead) string {
	p := l.Progress
	words := counted(p.Calls, "call")
	if p.Mails > 0 {
		words += " and " + counted(p.Mails, "email")
	}
	switch from := l.Created; {
	case !p.TalkedAt.IsZero():
		return words + " since you talked" + onWhen(to.past(p.TalkedAt))
	case !from.IsZero() && to.Now.Sub(from) > 48*time.Hour:
		words += " in " + counted(days(from.In(to.zone()), to.Now.In(to.zone())), "day")
	}
	if p.Spoken {
		return words + ", no talk yet"
	}
	return words + ", never reached"
}

// taskReason is what a task comes from.
func (to Reader) taskReason(c coach.Card) string {
	switch t := c.Step.Task; {
	case t != nil && (t.Kind == coach.ApproveGift || t.Kind == coach.SendGift):
		return giftWords(c.Lead.Progress.Gift)
	case t != nil && t.Kind == coach.FindSuccessor:
		return "they left (call" + onWhen(to.past(t.At)) + ")"
	case t != nil && t.Kind == coach.Renewal, c.Lead.Phone == "":
		return ""
	default:
		at := c.Lead.Progress.LastTry
		if t != nil {
			at = t.At
		}
		return quote(c.Lead.Phone, 40) + " was wrong" + onWhen(to.past(at))
	}
}

// onWhen is a past day behind a verb: " today", " on Mon".
func onWhen(day string) string {
	switch day {
	case "":
		return ""
	case "today":
		return " today"
	}
	return " on " + day
}

// wordsOf counts words as budgets do: runs between spaces with a letter or a digit. A link, an instant, a stretch of
// time and a telephone number are one each.
func wordsOf(mrkdwn string) (n int) {
	var b strings.Builder
	for rest := mrkdwn; rest != ""; {
		before, after, found := strings.Cut(rest, "<")
		b.WriteString(before)
		if !found {
			break
		}
		var token string
		token, rest, _ = strings.Cut(after, ">")
		if _, label, ok := strings.Cut(token, "|"); ok && strings.HasPrefix(token, "http") { // its label is words
			b.WriteString(label)
		} else {
			b.WriteString("x")
		}
	}
	number, clock := false, false
	for word := range strings.FieldsSeq(b.String()) {
		bare := strings.Trim(word, ".,:;()–·")
		digits := bare != "" && strings.Trim(bare, "+0123456789()./-") == ""
		half := clock && (bare == "AM" || bare == "PM" || strings.HasPrefix(bare, "AM–") || strings.HasPrefix(bare, "PM–"))
		clock = half || strings.Contains(bare, ":") && bare[0] >= '0' && bare[0] <= '9'
		if number = number && word[0] != '+' && strings.ContainsFunc(word, isSign); half || number && digits ||
			!strings.ContainsFunc(word, isSign) {
			continue
		}
		number = digits && (len(bare) > 1 && bare[0] == '+' || number)
		n++
	}
	return n
}

// isSign reports whether a character makes a run of them a word.
func isSign(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// firstWords is the beginning of a reason, at most n words of it; nothing where so few are left that they say nothing.
func firstWords(reason string, n int) string {
	if wordsOf(reason) <= n {
		return reason
	}
	if n < 3 {
		return ""
	}
	end := len(reason)
	for wordsOf(reason[:end]) > n { // a token is cut whole, for its words hold spaces
		if end = strings.LastIndexByte(reason[:end], ' '); end < 0 {
			return ""
		}
		if open := strings.LastIndexByte(reason[:end], '<'); open > strings.LastIndexByte(reason[:end], '>') {
			end = open
		}
	}
	cut := strings.TrimRight(reason[:end], ",:;·–(“… ") + "…"
	if strings.Count(cut, "“") > strings.Count(cut, "”") {
		cut += "”"
	}
	return cut
}

// taskName says what there is to do that is no call.
func (to Reader) taskName(s coach.Step) string {
	switch {
	case s.Task != nil && s.Task.Kind == coach.ApproveGift:
		return "Gift: no answer yet"
	case s.Task != nil && s.Task.Kind == coach.SendGift:
		return "Send the gift"
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return "Find the successor"
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return "Their contract ends on " + to.theirContract(*s.Task, s.Zone.Loc)
	}
	return "Find a working number"
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
