package say

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// The answer to whatever was saved: a log, a new lead, an edit, an agreed call, a snooze, a close. It aims at 25
// words, and 15 more each for a remark and for the one question. What was saved is said before what comes next, and
// why last. A note is quoted up to 280 characters; the lead's own page has all of it.

// Saved is a change that the store has taken, and what followed from it.
type Saved struct {
	Lead    coach.Lead   // after the change
	Touch   coach.Touch  // what was saved; no outcome means the lead was only added
	Step    coach.Step   // what comes next
	Logged  coach.Logged // notes and the one question
	Change  string       // names the change for [Undo]; empty: it can't be taken back
	Created bool         // the lead did not exist before
	Was     *coach.Lead  // the lead before, when what is known of it was changed by hand
	Moved   bool         // …and that moved what comes next

	Vague   string           // the words that should have been a date and time: the answer offers Slots
	Law     *coach.LawError  // Vague was an instant at which the lead may not be called
	DayOnly bool             // Vague names a day or a part of one; only the time is missing
	Wrong   string           // what is wrong with the date that Vague names, in one sentence
	Passed  time.Time        // Vague names an instant that has passed
	Places  []*time.Location // in which each of Slots is what was typed, where it can mean several times
	WrongAt string           // the same of the time at which it is said to have been: it was saved as just now
	EndsOn  string           // words for the end of their contract that name no day
	Timed   string           // the line whose words said when the touch happened: offers [It was just now]
	Offer   Offer            // what choosing one of Slots means
	Slots   []coach.Slot     // three offers, or the time that the note names
	ReadAs  string           // a date typed so that it could have meant another one too (10/12): said back
	// the time was typed as the rep's and could have been the lead's: offers [Meant their time]
	Theirs  bool
	Instant []coach.Reason  // what there is to say about the agreed instant: a day off, outside hours
	Asked   request.Stopped // of a lifted do-not-call: who was asked too, so that the number stays blocked; mostly nobody
	Phrase  *Found          // a phrase in the note or the agenda that the sources advise against
}

// Offer is what choosing an offered time means.
type Offer int

// What an offered time is.
const (
	OfferSlots  Offer = iota // a time to agree on
	OfferAgreed              // the time that the note says was agreed on
	OfferTry                 // when to try again: nobody was reached who could agree
)

// savedView is what was saved, as one reader sees it.
type savedView struct {
	to Reader
	Saved
}

// Found is a phrase in what was written down, and what to say instead to this lead.
type Found struct {
	coach.Finding
	Instead string
}

// Logged answers a log, an add, a date, a snooze or a close: what was saved, what comes next and when, because; then
// [Undo] and whatever else there is to tap.
func Logged(to Reader, s Saved) Reply {
	p := &page{to: to}
	p.saved(s)
	return p.reply()
}

// saved adds what was saved, what comes next, remarks, and at the end everything there is to tap. The order is fixed:
// whoever hears it read out gets the news first.
func (p *page) saved(s Saved) {
	view := savedView{p.to, s}
	lines := []string{view.line()}
	if s.Created && s.Touch.Outcome != "" {
		lines = append(lines, "That's a new lead; I've created it. Not what you meant? [Undo] takes it back.")
	}
	lines = append(lines, view.besides()...)
	if !s.edit() || s.Moved {
		lines = append(lines, view.nextLines()...)
	}
	p.section(strings.Join(lines, "\n"))
	if notes := p.to.notes(append(append([]coach.Reason{}, s.Instant...), s.Logged.Notes...)); notes != "" {
		p.context(notes)
	}
	if s.overruled() {
		p.context("The call for " + p.to.both(s.Touch.Until, s.Step.Zone.Loc) +
			" isn't planned: what has happened since then stands. `/followup next` plans it all the same.")
	}
	if s.WrongAt != "" {
		p.context("Saved as just now: " + quote(s.WrongAt, 120) + " Your words are in the note.")
	}
	if s.EndsOn != "" {
		p.context(
			"“" + quote(
				s.EndsOn, 60) +
				"” names no day. Once you know when their contract ends: `/followup close Acme has-solution next 1 March`, and " +
				"I'll bring them up again before it.")
	}
	if s.ReadAs != "" && !s.Touch.Until.IsZero() {
		p.context("I read “" + quote(s.ReadAs, 40) + "” as " + p.to.dated(s.Touch.Until.In(p.to.zone())) +
			". If you meant another day, take it back and name the month.")
	}
	if len(s.Slots) > 0 || s.Vague != "" {
		p.slots(s)
	}
	if w := view.foundLine(); w != "" {
		p.context(w)
	}
	// Corrections come first and [Undo] last, so that its place never changes.
	var buttons []slack.BlockElement
	if s.Theirs {
		buttons = append(buttons, button(ActTheirTime, Value(s.Lead.ID, s.Change), "Meant their time"))
	}
	if v := s.Change + "|" + url.QueryEscape(s.Timed); s.Timed != "" && s.Change != "" && len(v) <= blockkit.MaxCarried {
		buttons = append(buttons, button(ActJustNow, v, "It was just now"))
	}
	if q := s.Logged.Question; q != nil && q.Code == coach.AskHot && len(s.Slots) > 0 { // one line, behind the times
		p.section("One question, if you like: what do they care about most? It opens the next call.")
		buttons = append(buttons, questionButtons(s.Lead, *q)...)
	} else {
		buttons = append(buttons, p.question(s.Lead, q)...)
	}
	buttons = append(buttons, agreedButtons(s)...)
	buttons = append(buttons, s.offers()...)
	if s.Touch.Outcome == coach.DoNotCall {
		buttons = append(buttons, liftButton(s.Lead.ID, s.Lead.Rep))
	}
	if s.Change != "" {
		buttons = append(buttons, undoButton(s.Lead, s.Change))
	}
	p.actions("a", buttons...)
}

// foundLine is one line about a phrase: what was written, what speaks against it, what to say instead, and who says so.
// It is a statement, so it stands beside whatever the answer asks or offers.
func (s savedView) foundLine() string {
	if s.Phrase == nil {
		return ""
	}
	f := s.Phrase
	words := "“" + quote(f.Words, 80) + "”: " + lower(quote(f.Why, 200)) + " *Instead:* " + quote(f.Instead, 400)
	if zone := s.Step.Zone.Loc; clockTime.MatchString(f.Instead) && zone != nil &&
		!sameClock(s.to.Now, s.to.zone(), zone) {
		words += " (their time)"
	}
	return words + " (" + quote(f.Source, 40) + ")"
}

// edit reports whether nothing but what is known of the lead was changed.
func (s Saved) edit() bool { return s.Was != nil && s.Touch.Outcome == "" }

// besides is what was saved along with the touch: facts, promises, material.
func (s savedView) besides() []string {
	var lines []string
	if s.Touch.Outcome != coach.Details { // of which nothing else is said
		lines = s.to.detailLines(s.Touch)
	}
	if s.Was != nil {
		lines = append(lines, changedLines(*s.Was, s.Lead)...)
	}
	if s.Created || s.Was != nil && s.Was.Phone != s.Lead.Phone {
		lines = append(lines, unreadNumber(s.Lead)...)
	}
	return lines
}

// offers are the buttons for what mostly follows: whom they named, or whoever comes after them, is a lead of its own.
func (s Saved) offers() []slack.BlockElement {
	l, who := s.Lead, plainName(s.Lead, 40)
	v := Value(l.ID, strconv.FormatInt(l.Version, 10))
	o := s.Touch.Outcome
	if o == coach.Details || o == coach.Explained { // what was added to a call: what follows is the call's
		o = l.Progress.LastOutcome
	}
	switch task := l.Progress.Task(); {
	case o == coach.Referral && l.Open():
		return []slack.BlockElement{buttonFor(ActIntroduced, Value(l.ID), "Add who they named…", who)}
	case o == coach.LeftCompany && task != nil && task.Kind == coach.FindSuccessor:
		return []slack.BlockElement{buttonFor(ActFollows, v, "Add who follows…", who)}
	case s.Touch.Outcome == "" && s.Created:
		return []slack.BlockElement{editButton(l, PageMatters, "Edit…")}
	}
	return nil
}

// overruled reports whether an agreed call that was logged belatedly is not what comes next, for something newer
// stands.
func (s Saved) overruled() bool {
	if s.Touch.Until.IsZero() || s.Touch.Outcome == coach.Snoozed || !s.Lead.Open() ||
		!slices.ContainsFunc(s.Logged.Notes, func(n coach.Reason) bool { return n.Code == coach.ReasonReplay }) {
		return false
	}
	c := s.Step.Commitment
	return c == nil || !c.At.Equal(s.Touch.Until)
}

// line says what the store now has.
func (s savedView) line() string {
	lead, t := who(s.Lead), s.Touch
	at := ""
	if gap := s.to.Now.Sub(t.At); !t.At.IsZero() && (gap > 2*time.Minute || gap < -2*time.Minute) {
		at = ", " + s.to.when(t.At)
	}
	reason := ""
	if t.Reason != "" {
		reason = " (" + quote(t.Reason, shortLength) + ")"
	}
	// Changes that are no call have a verb of their own; a call is named by its outcome.
	switch t.Outcome {
	case "":
		if s.Was != nil {
			return "✓ *Changed:* " + lead
		}
		return "✓ *Added:* " + lead + addedWords(s.Lead)
	case coach.Planned:
		return "✓ *Saved:* a call agreed with " + lead + s.until()
	case coach.Snoozed:
		nothing := "nothing is due for "
		if s.Step.Kind == coach.StepCommitment && s.Step.Due.Before(t.Until) {
			nothing = "but for the agreed call, nothing is due for "
		}
		return "✓ *Snoozed:* " + nothing + lead + " before " + s.to.both(t.Until, s.Step.Zone.Loc)
	case coach.Resumed:
		return "✓ *Resumed:* the calls to " + lead + " go on"
	case coach.Reopened:
		if t.Lifted {
			return s.lifted()
		}
		return "✓ *Opened again:* " + lead
	case coach.Details:
		return withNote("✓ *Saved:* "+lead+s.details(), t)
	case coach.TaskDone:
		return "✓ *Done:* " + lead + ", nothing is left to do about it"
	case coach.Missed:
		return "✓ *Noted:* the agreed call with " + lead + " didn't happen. A short apology opens it well"
	case coach.DoNotCall:
		words := "✓ *Saved:* " + lead + " · Do not call. Everything has stopped"
		if s.Lead.Phone != "" {
			words += ", and the number is blocked for the whole workspace: leads of others with it stop too"
		}
		return words + at
	}
	info := t.Outcome.Info()
	if info.Ends || t.Outcome == coach.Lost || t.Outcome == coach.NoResponse {
		return withNote("✓ *Closed:* "+lead+" · "+lower(closedWords(t.Outcome))+reason+at, t)
	}
	return withNote("✓ *Saved:* "+lead+" · "+plainOutcome(t.Outcome)+at, t)
}

// withNote is a line with the note below it, as it was written.
func withNote(line string, t coach.Touch) string {
	if t.Note != "" {
		line += "\n" + quoted(t.Note, noteLength)
	}
	return line
}

// details is what a talk left behind: a date, promises, material.
func (s savedView) details() string {
	t := s.Touch
	var parts []string
	switch {
	case t.Given:
		parts = append(parts, "call at "+s.to.both(t.Until, s.Step.Zone.Loc))
	case !t.Until.IsZero():
		parts = append(parts, "a call agreed"+s.until())
	case t.Agenda != "":
		parts = append(parts, "agenda: "+quote(t.Agenda, shortLength))
	}
	for _, x := range t.Promises {
		side := "they'll "
		if x.By == coach.Us {
			side = "you'll "
		}
		parts = append(parts, side+s.to.promised(x))
	}
	if m := t.Material; m != nil {
		how := "sent: "
		if m.Shown {
			how = "gone through together: "
		}
		parts = append(parts, how+document(*m))
	}
	if t.Tentative {
		parts = append(parts, "they haven't said yes to the time yet")
	}
	if len(parts) == 0 {
		return ""
	}
	return " · " + strings.Join(parts, " · ")
}

// until is the agreed instant and its agenda, for a call that was agreed on.
func (s savedView) until() string {
	words := ""
	if !s.Touch.Until.IsZero() {
		words = " for " + s.to.both(s.Touch.Until, s.Step.Zone.Loc)
	}
	if s.Touch.Agenda != "" {
		words += ", agenda: " + quote(s.Touch.Agenda, shortLength)
	}
	return words
}

// addedWords are what a new lead is taken for, so that a wrong guess is seen at once.
func addedWords(l coach.Lead) string {
	var words []string
	switch l.Warmth {
	case coach.Warm:
		words = append(words, "warm, they came to you")
	case coach.Cold:
		words = append(words, "cold")
	default:
		words = append(words, "warmth unknown, so it runs as cold")
	}
	switch l.Potential {
	case coach.PotentialHigh:
		words = append(words, "high potential")
	case coach.PotentialLow:
		words = append(words, "low potential")
	}
	return " · " + strings.Join(words, ", ")
}

// nextLines say what comes next, when, and because.
func (s savedView) nextLines() []string {
	if s.Touch.Lifted && s.Asked.By != "" {
		return nil // it stops again
	}
	if !s.Lead.Open() && s.Step.Kind != coach.StepTask {
		return []string{"Nothing more is due for this lead."}
	}
	c := coach.Card{Lead: s.Lead, Step: s.Step}
	var lines []string
	switch s.Step.Kind {
	case coach.StepNone, "":
		lines = append(lines, "*Next:* nothing is due. "+"`/followup next` sets a date.")
	case coach.StepCommitment:
		lines = append(lines, "*Next:* the agreed call, "+s.to.both(s.Step.Due, s.Step.Zone.Loc)+
			". I'll remind you "+minutesInWords(s.to.limits().PingBefore)+" before.")
		if s.Step.Commitment != nil && s.Step.Commitment.Agenda != "" && s.Touch.Outcome != coach.Planned {
			lines = append(lines, "Agenda: "+quote(s.Step.Commitment.Agenda, shortLength))
		}
	default:
		lines = append(lines, "*Next:* "+stepView{s.to, c}.stepLine())
	}
	// what a note says of this very touch is said once
	fresh := slices.DeleteFunc(slices.Clone(s.Step.Because), func(r coach.Reason) bool {
		return slices.ContainsFunc(s.Logged.Notes, func(n coach.Reason) bool { return n.Code == r.Code })
	})
	if b := s.to.because(fresh); b != "" {
		lines = append(lines, b)
	}
	if s.Step.Mail > 0 {
		lines = append(lines, "Mail "+strconv.Itoa(s.Step.Mail)+" is due too; it doesn't hold up the call.")
	}
	return lines
}

// question puts the one question below what was saved and returns its buttons.
func (p *page) question(l coach.Lead, q *coach.Question) []slack.BlockElement {
	if q == nil {
		return nil
	}
	p.section(p.to.questionWords(l, *q))
	return questionButtons(l, *q)
}

// FormSaved is the page a form ends on: saved, next, because, [Undo] and the next lead, if there is one.
func FormSaved(to Reader, s Saved, next *coach.Card) slack.ModalViewRequest {
	p := &page{to: to}
	p.saved(s)
	if next != nil {
		p.divider()
		p.section("*Next in line:* " + who(next.Lead) + "\n" + stepView{to, *next}.stepLine())
		p.actions("nextlead", button(ActLogForm, Value(next.Lead.ID), "Next lead: "+plainName(next.Lead, 50)))
	}
	return Message("Saved", Reply{Blocks: p.blocks})
}
