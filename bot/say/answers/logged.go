package answers

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
)

// The answer to whatever was saved: a log, a new lead, an edit, an agreed call, a snooze, a close. It aims at 25
// words, with ten more for the note and 15 each for a remark and for the one question. What was saved is said before
// what comes next, and why last. The lead's own page has the whole note and whom to ask for; `when` has every reason.

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

	Times   Times  // that are offered, for the next call
	WrongAt string // what is wrong with the time at which it is said to have been: it was saved as just now
	EndsOn  string // words for the end of their contract that name no day
	Timed   string // the line whose words said when the touch happened: offers [It was just now]
	ReadAs  string // a date typed so that it could have meant another one too (10/12): said back
	// the time was typed as the rep's and could have been the lead's: offers [Meant their time]
	Theirs  bool
	Instant []coach.Reason  // what there is to say about the agreed instant: a day off, outside hours
	Asked   request.Stopped // of a lifted do-not-call: who was asked too, so that the number stays blocked; mostly nobody
	Best    *coach.Card     // after a close: the lead that is worth the time now
	Twin    *coach.Lead     // another one with the number or the address that was saved…
	Held    *phrases.Held   // …and whoever else has one
	Phrase  *Found          // a phrase in the note or the agenda that the sources advise against
}

// SavedView is what was saved, as one reader sees it.
type SavedView struct {
	To say.Reader
	Saved
}

// Found is a phrase in what was written down, and what to say instead to this lead.
type Found struct {
	phrase.Finding
	Instead string
}

// Logged answers a log, an add, a date, a snooze or a close: what was saved, what comes next and when, and why; then
// whatever there is to tap, [Undo] last.
//
//	✓ Saved: *Acme Corp*, voicemail
//	> Said: call me next week
//	Next: Wed 14 Jan, 15:00–16:00 (09:00–10:00 in New York) · attempt 3 of 7
//	One day after the last try.
//	[Email 1…] [Undo]
func Logged(to say.Reader, s Saved) say.Reply {
	p := &say.Page{To: to}
	saved(p, s)
	return p.Reply()
}

// saved adds what was saved, what comes next, remarks, and at the end everything there is to tap. The order is fixed:
// whoever hears it read out gets the news first.
func saved(p *say.Page, s Saved) {
	view := SavedView{p.To, s}
	lines := append([]string{view.first()}, view.besides()...)
	switch {
	case s.asksTime():
		lines = append(lines, view.timeLines()...)
	case !s.edit() || s.Moved || renumbered(s.Was, s.Lead):
		lines = append(lines, view.unplanned()...)
		lines = append(lines, view.nextLines()...)
	}
	if s.Best != nil {
		lines = append(lines, view.best())
	}
	p.Section(strings.Join(lines, "\n"))
	if remarks := view.withDo(view.remarks()); len(remarks) > 0 {
		p.Section(strings.Join(remarks, "\n"))
	}
	first, rest := view.buttons()
	if q := s.Logged.Question; q != nil {
		// Times stand above the question, its answers below: nobody takes a date for an answer.
		p.Actions("times", first...)
		first = nil
		p.Section(cards.QuestionWords(p.To, s.Lead, *q))
	}
	p.Actions("a", append(first, rest...)...)
}

// buttons are what there is to tap: corrections of a time and the times to choose from, which stand above the question
// where there is one; then the answers to it, and [Undo] last, so that its place never changes.
func (s SavedView) buttons() (times, buttons []slack.BlockElement) {
	if s.Theirs {
		times = append(times, say.Button(ids.ActTheirTime, ids.Value(s.Lead.ID, s.Change), "Meant their time"))
	}
	if v := s.Change + "|" + url.QueryEscape(s.Timed); s.Timed != "" && s.Change != "" && len(v) <= blockkit.MaxCarried {
		times = append(times, say.Button(ids.ActJustNow, v, "It was just now"))
	}
	times = append(times, s.slotButtons()...)
	if q := s.Logged.Question; q != nil {
		buttons = append(buttons, cards.QuestionButtons(s.Lead, *q)...)
	}
	if s.Touch.Outcome == outcome.Paused && s.Step.Kind == coach.StepCommitment {
		buttons = append(buttons, say.ButtonFor(ids.ActNextForm, ids.Value(s.Lead.ID), "Move the call…",
			say.PlainName(s.Lead, 40)))
	}
	buttons = append(buttons, agreedButtons(s.Saved)...)
	if s.Phrase != nil {
		buttons = append(buttons, say.Button(ids.ActSource, ids.Value("", ids.MorePhrase, s.Phrase.ID), "Source"))
	}
	if s.Step.Kind == coach.StepNeedsDate && s.Lead.Open() && !s.asksTime() {
		buttons = append(buttons, say.ButtonFor(ids.ActNextForm, ids.Value(s.Lead.ID), "Set a date…",
			say.PlainName(s.Lead, 40)),
			say.ButtonFor(ids.ActResume, s.nextVersion(), "Resume calls", say.PlainName(s.Lead, 40)))
	}
	if s.Step.Mail > 0 && s.Touch.Outcome != "" && s.Lead.Open() {
		buttons = append(buttons, phrases.MailButton(s.Lead, s.Step))
	}
	buttons = append(buttons, s.offers()...)
	if s.Best != nil {
		buttons = append(buttons, say.ButtonFor(ids.ActPrep, ids.Value(s.Best.Lead.ID), "Prep",
			say.PlainName(s.Best.Lead, 40)))
	}
	buttons = append(append(buttons, mergeButtons(s.Lead, s.Twin)...), s.Held.Buttons(s.Lead)...)
	if s.Touch.Outcome == outcome.DoNotCall {
		buttons = append(buttons, phrases.LiftButton(s.Lead.ID, s.Lead.Rep))
	}
	if s.Change != "" {
		buttons = append(buttons, phrases.UndoButton(s.Lead, s.Change))
	}
	return times, buttons
}

// nextVersion is the value of a button about the lead as the store will have it, which counts this change.
func (s Saved) nextVersion() string {
	return ids.Value(s.Lead.ID, strconv.FormatInt(s.Lead.Version+1, 10))
}

// edit reports whether nothing but what is known of the lead was changed.
func (s Saved) edit() bool { return s.Was != nil && s.Touch.Outcome == "" }

// asksTime reports whether the answer asks for the next time in the place of what comes next.
func (s Saved) asksTime() bool {
	return s.Times.Offer == OfferSlots && (len(s.Times.Slots) > 0 || s.Times.Words != "")
}

// besides is what was saved along with the touch: facts, promises, material.
//
//	They promised: read the specs, by Thu 15 Jan
//	Sent: Price list, p. 4, §2
//	• and 7 more
func (s SavedView) besides() []string {
	var lines []string
	if s.Touch.Outcome != outcome.Details { // of which nothing else is said
		lines = phrases.DetailLines(s.To, s.Touch)
	}
	if s.Was != nil {
		changed := phrases.ChangedLines(*s.Was, s.Lead)
		if n, room := len(changed), mostBesides-len(lines); n > room {
			room = max(0, room-1)
			changed = append(changed[:room:room], "• and "+say.Thousands(n-room)+" more")
		}
		lines = append(lines, changed...)
	}
	if s.Created || s.Was != nil && s.Was.Phone != s.Lead.Phone {
		lines = append(lines, phrases.UnreadNumber(s.Lead)...)
	}
	return lines
}

// mostBesides is how many lines an answer has for what was saved along with a call; the lead's page has all of it.
const mostBesides = 4

// offers are the buttons for what mostly follows: whom they named, or whoever comes after them, is a lead of its own;
// a touch in a network goes with the first tries on a warm lead.
func (s Saved) offers() []slack.BlockElement {
	if row := s.social(); row != nil {
		return row
	}
	return s.gapButtons()
}

// social are the buttons of a warm lead's first day beside a try (S2.16): they get a notification.
func (s Saved) social() []slack.BlockElement {
	if !s.Touch.Outcome.Info().Try || s.Step.Kind != coach.StepCall || !s.Step.Social {
		return nil
	}
	return phrases.SocialButtons(s.Lead, s.Lead.Version+1) // as the store will have it, which counts this change
}

// gapButtons are the buttons for what a change leaves to be known.
func (s Saved) gapButtons() []slack.BlockElement {
	l, who := s.Lead, say.PlainName(s.Lead, 40)
	v := ids.Value(l.ID, strconv.FormatInt(l.Version, 10))
	o := s.Touch.Outcome
	if o == outcome.Details || o == outcome.Explained { // what was added to a call: what follows is the call's
		o = l.Progress.LastOutcome
	}
	switch task := l.Progress.Task(); {
	case o == outcome.Referral && l.Open():
		return []slack.BlockElement{say.ButtonFor(ids.ActIntroduced, ids.Value(l.ID), "Add who they named…", who)}
	case o == outcome.LeftCompany && task != nil && task.Kind == coach.FindSuccessor:
		return []slack.BlockElement{say.ButtonFor(ids.ActFollows, v, "Add the successor…", who)}
	case s.edit() && len(phrases.ChangedLines(*s.Was, l)) > mostBesides:
		return []slack.BlockElement{phrases.ShowLead(l)}
	case s.Touch.Outcome == "" && s.Created:
		return []slack.BlockElement{phrases.EditButton(l, fields.PageMatters, "Edit…")}
	}
	return nil
}

// The first line of an answer: ✓, what the store now has, of whom. The contact person isn't repeated, for whoever
// logged a call has just talked to them.

// line says what the store now has, with the note below it.
func (s SavedView) line() string { return s.withNote(s.head()) }

// first is [SavedView.line] with what is to be said of the call's day: it came early or late.
//
//	✓ Saved: *Acme Corp*, voicemail. Early: the plan says 1 day after the last try.
func (s SavedView) first() string {
	words := s.head()
	if aside := s.aside(); aside != "" {
		words += ". " + aside
	}
	return s.withNote(words)
}

// withNote is a line with the beginning of the note below it.
func (s SavedView) withNote(line string) string {
	if note := say.Few(s.Touch.Note, say.NoteWords); note != "" {
		line += "\n" + say.Quoted(note, say.NoteLength)
	}
	return line
}

// whom is the lead by its bold name, with a word that it is new.
func (s SavedView) whom() string {
	words := "*" + say.Name(s.Lead) + "*"
	if s.Created && s.Touch.Outcome != "" {
		words += " (new lead)"
	}
	return words
}

// verbs are the words that begin the line of what is no call.
var verbs = map[outcome.Outcome]string{
	outcome.Planned: "Booked", outcome.Snoozed: "Snoozed", outcome.Resumed: "Resumed", outcome.Reopened: "Reopened",
	outcome.TaskDone: "Done", outcome.Paused: "Paused",
}

// head is the line without the note. Changes that are no call have a verb of their own; a call is named by its result.
//
//	✓ Booked: *Acme Corp*
//	✓ Closed: *Acme Corp*, no response (chose another)
func (s SavedView) head() string {
	t := s.Touch
	if verb := verbs[t.Outcome]; verb != "" {
		if t.Lifted {
			return s.lifted()
		}
		words := "✓ " + verb + ": " + s.whom()
		if t.Outcome == outcome.Snoozed && !s.Step.Due.Equal(t.Until) { // else the next line says until when
			words += " until " + s.To.Both(t.Until, s.Step.Zone.Loc)
		}
		return words
	}
	switch t.Outcome {
	case "":
		return s.headWithoutCall()
	case outcome.Details:
		return "✓ Saved: " + s.whom() + s.details()
	case outcome.Missed:
		return "✓ Noted: " + s.whom() + ", agreed call missed"
	case outcome.DoNotCall:
		return "✓ Saved: " + s.whom() + ", do not call" + s.happened()
	}
	if info := t.Outcome.Info(); info.Ends || t.Outcome == outcome.Lost || t.Outcome == outcome.NoResponse {
		words := "✓ Closed: " + s.whom() + ", " + say.Shortly(t.Outcome)
		if after := phrases.EndedAfter(s.Lead); after != "" {
			words += " " + after
		}
		if t.Reason != "" {
			words += " (" + say.Quote(say.Few(t.Reason, say.NoteWords), say.ShortLength) + ")"
		}
		return words + s.happened()
	}
	if t.Outcome == outcome.Verdict {
		return "✓ Saved: " + s.whom() + ", " + verdictResult(t)
	}
	return "✓ Saved: " + s.whom() + ", " + say.Shortly(t.Outcome) + s.happened()
}

// headWithoutCall is the line of a change that logs nothing: a new lead, other facts, a date that is wanted.
//
//	✓ Added: *Acme Corp*, warm, high potential
func (s SavedView) headWithoutCall() string {
	switch {
	case s.Was != nil:
		return "✓ Changed: " + s.whom()
	case s.Times.Words != "" && !s.Created:
		if s.Lead.Progress.Commitment != nil {
			return "✓ Noted: " + s.whom() + " wants a new date; the " +
				say.Lower(phrases.AgreedName(s.Lead.Progress.Commitment)) + " stays until then"
		}
		return "✓ Noted: " + s.whom() + " needs a date"
	}
	words := "✓ Added: " + s.whom()
	for _, w := range []string{string(s.Lead.Warmth), potentialWords[s.Lead.Potential]} {
		if w != "" {
			words += ", " + w
		}
	}
	return words
}

// potentialWords say a potential that changes the plan.
var potentialWords = map[coach.Potential]string{
	coach.PotentialHigh: "high potential", coach.PotentialLow: "low potential",
}

// happened is when it was, where that is not just now.
func (s SavedView) happened() string {
	gap := s.To.Now.Sub(s.Touch.At)
	if s.Touch.At.IsZero() || gap <= 2*time.Minute && gap >= -2*time.Minute {
		return ""
	}
	return ", " + s.To.When(s.Touch.At)
}

// aside is what is to be said of the day of a call: it came ahead of its gap or behind its day. It takes the place of
// the reason (S2.19, S2.18).
func (s SavedView) aside() string {
	for _, n := range s.Logged.Notes {
		switch {
		case n.Code == coach.ReasonEarly && n.N == 0:
			return "Early: the plan says " + say.Counted(n.Of, "day") + " after the last try."
		case n.Code == coach.ReasonEarly:
			return "Early: " + say.Counted(n.N, "day") + " after the last try, the plan says " + say.Thousands(n.Of) + "."
		case n.Code == coach.ReasonEarlyHours:
			return "Early: " + say.Length(n.N) + " after the last try, the plan says " + say.Length(n.Of) + "."
		case n.Code == coach.ReasonLate:
			return "Late by " + say.Counted(n.Days, "day") + ", so the plan moves along."
		}
	}
	return ""
}

// details is what a talk left behind: a date, promises, material.
func (s SavedView) details() string {
	t := s.Touch
	var parts []string
	switch {
	case t.Given:
		parts = append(parts, "call at "+s.To.Both(t.Until, s.Step.Zone.Loc))
	case !t.Until.IsZero():
		parts = append(parts, say.Lower(phrases.AgreedName(s.Lead.Progress.Commitment)))
	case t.Agenda != "":
		parts = append(parts, "agenda: "+say.Quote(t.Agenda, say.ShortLength))
	}
	for _, x := range t.Promises {
		side := "they'll "
		if x.By == coach.Us {
			side = "you'll "
		}
		parts = append(parts, side+phrases.Promised(s.To, x))
	}
	if m := t.Material; m != nil {
		how := "sent: "
		if m.Shown {
			how = "shown: "
		}
		parts = append(parts, how+phrases.Document(*m))
	}
	if t.Tentative {
		parts = append(parts, "not confirmed yet")
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, " · ")
}
