package say

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// A lead's own page, at most 100 words: what is due, what was done, what is known, what was said. What has no room is
// on the form behind [Edit…].

// ShowLead is what `show` shows of a lead.
type ShowLead struct {
	Card  coach.Card
	Notes []coach.Touch // newest first; the last three with a note are shown

	Series []coach.Touch // the last calls and messages, oldest first
	Meter  coach.Meter   // how far the chase has come
	Own    bool          // the reader is the lead's rep
}

// showWords is how many words the page has.
const showWords = 100

// Show is a lead's own page: state, both counters in words, the next step, what is known, the last notes.
func Show(to Reader, s ShowLead) Reply {
	p := &page{to: to}
	key := cardKey(s.Card.Lead.ID)
	r := &room{left: showWords}
	r.must(prepView{to, coach.Prep{Card: s.Card}}.whom())
	r.must(to.showStep(s.Card))
	p.sectionOf(key, strings.Join(r.lines, "\n"), nil)
	r.lines = nil
	to.showFacts(r, s)
	p.sectionOf("facts", strings.Join(r.lines, "\n"), nil)
	p.series(s.Series)
	r.lines = nil
	shown := 0
	for _, t := range s.Notes {
		if t.Note == "" || shown == 3 {
			continue
		}
		shown++
		r.mayCut(to.noteOf(t)+" “", t.Note, "”", 24)
	}
	if len(r.lines) > 0 {
		p.sectionOf("notes", strings.Join(r.lines, "\n"), nil)
	}
	p.actions(key, showButtons(to, s.Card)...)
	return p.reply()
}

// showButtons are what can be done about a lead. Whoever asked not to be called is opened again by a form of its own.
func showButtons(to Reader, c coach.Card) []slack.BlockElement {
	l, edit := c.Lead, editButton(c.Lead, PageMatters, "Edit…")
	switch {
	case l.Open():
		return append(append(stepView{to, c}.buttons(), stepView{to, c}.social()...), edit, more(l))
	case c.Step.Kind == coach.StepTask:
		return append(stepView{to, c}.buttons(), edit)
	case l.Progress.Closed != outcome.DoNotCall:
		return []slack.BlockElement{buttonFor(ActReopen, Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reopen",
			plainName(l, 40)), edit}
	}
	return []slack.BlockElement{liftButton(l.ID, l.Rep), edit}
}

// showStep is what is due, with the agenda of an agreed call; of a closed lead how it ended.
func (to Reader) showStep(c coach.Card) string {
	l, line := c.Lead, stepView{to, c}.line()
	if l.Open() || c.Step.Kind == coach.StepTask {
		if cm := c.Step.Commitment; cm != nil && cm.Agenda != "" && !strings.Contains(line, quote(cm.Agenda, shortLength)) {
			line += " · agenda: " + quote(few(cm.Agenda, 12), shortLength)
		}
		if !l.Open() {
			line += "\n" + to.endLine(l)
		}
		return line
	}
	return to.endLine(l)
}

// endLine is how a closed lead ended.
func (to Reader) endLine(l coach.Lead) string {
	pr := l.Progress
	words := "Closed: " + lower(plainOutcome(pr.Closed)) + inBrackets(to.past(pr.ClosedAt))
	if pr.ClosedBy != "" {
		words += ", told to <@" + quote(pr.ClosedBy, 20) + ">, for everyone"
	}
	if pr.ClosedReason != "" {
		words += ", " + quote(few(pr.ClosedReason, 12), shortLength)
	}
	return words
}

// showFacts are the rest of the page, what matters most first.
func (to Reader) showFacts(r *room, s ShowLead) {
	l := s.Card.Lead
	r.must(to.soFar(l, s.Meter))
	r.must(to.kind(l, s.Card.Step))
	if !strings.Contains(to.showStep(s.Card), "ot button: "+quote(l.HotButton, shortLength)) { // said above
		r.mayCut("Hot button: ", l.HotButton, "", 14)
	}
	if line := gateLine(l.Progress.Gate); line != "" {
		r.may(line)
	}
	if day := to.past(l.Progress.TalkedAt); s.Own && l.Open() && day != "" && strings.TrimSpace(l.HotButton) == "" {
		r.may(onlyYou + ": the talk" + onDay(day) + " left no hot button.") // S3.22
	}
	lines := to.promisesOf(l, true)
	if kept := book(l.Progress.Counters); kept != "" {
		if len(lines) > 0 && !strings.HasPrefix(lines[0], "You") {
			lines[0] += " · " + strings.TrimPrefix(kept, "they ")
		} else {
			lines = append(lines, capital(kept))
		}
	}
	for _, line := range lines {
		r.may(line)
	}
	for i, m := range slices.Backward(l.Progress.Materials) {
		if i < len(l.Progress.Materials)-2 {
			break
		}
		r.may(to.sentLine(m))
	}
	for _, w := range l.Reasons {
		until := ""
		switch {
		case !w.Fresh(to.Now):
			until = " (over since " + to.past(w.Until) + ")"
		case !w.Until.IsZero():
			until = " (until " + to.day(w.Until) + ")"
		}
		r.mayCut("Why now: ", w.Text, until, 14)
	}
	if l.Email != "" {
		r.may("Email: " + quote(l.Email, shortLength))
	}
	r.mayCut("From: ", l.Source, "", 10)
	var about []string
	for _, f := range coach.Facts() {
		said := f.Key == coach.FactIntroduced || f.Key == coach.FactPrefers && mailFirst(s.Card) // above
		if v := f.Value(l); v != "" && f.Known != "" && !said {
			about = append(about, f.Known+factWords(f, v))
		}
	}
	for len(about) > 0 && !r.may(capital(strings.Join(about, " · "))) {
		about = about[:len(about)-1]
	}
}

// gateLine is what was found out before anything was sent (S3.19); empty where nobody was asked.
func gateLine(g *coach.Gate) string {
	if g == nil {
		return ""
	}
	var known, open []string
	for _, x := range []struct {
		what string
		is   bool
	}{{"a need", g.Need}, {"its value", g.Value}, {"who decides", g.Decides}} {
		if x.is {
			known = append(known, x.what)
		} else {
			open = append(open, x.what)
		}
	}
	var parts []string
	if len(known) > 0 {
		parts = append(parts, "known: "+and(known))
	}
	if len(open) > 0 {
		parts = append(parts, "open: "+and(open))
	}
	if g.Fits {
		parts = append(parts, "they fit")
	}
	if g.Agreed != nil {
		parts = append(parts, map[bool]string{true: "said yes to a deal if it holds up",
			false: "said no to a deal"}[*g.Agreed])
	}
	return "Before sending, " + strings.Join(parts, " · ")
}

// firstDay is the meter of a lead's first day: "1 of 2 calls, 0 of 1 email" (S2.15).
func firstDay(m coach.Meter) string {
	words := thousands(m.Calls) + " of " + counted(m.OfCalls, "call")
	if m.OfMails > 0 {
		words += ", " + thousands(m.Mails) + " of " + counted(m.OfMails, "email")
	}
	return words + " today"
}

// soFar counts calls, emails and days, never together (S1.23).
func (to Reader) soFar(l coach.Lead, m coach.Meter) string {
	if m.FirstDay {
		return firstDay(m)
	}
	pr := l.Progress
	words := counted(pr.Calls, "call")
	switch {
	case pr.TalkedAt.IsZero() && pr.Total != pr.Calls:
		words += ", " + thousands(pr.Total) + " in all"
	case pr.TalkedAt.IsZero():
	default:
		day := to.past(pr.TalkedAt)
		if day != "today" {
			day = "on " + day
		}
		words += " since you talked " + day + ", " + thousands(pr.Total) + " in all"
	}
	separator := ", "
	if !pr.TalkedAt.IsZero() {
		separator = " · "
	}
	if pr.Mails > 0 {
		words += separator + counted(pr.Mails, "email")
	}
	if m.Days > 0 && pr.TalkedAt.IsZero() && pr.Calls+pr.Mails > 0 {
		words += separator + counted(m.Days, "day")
	}
	if pr.Broken > 0 {
		words += " · they missed " + counted(pr.Broken, "agreed call") + " in a row"
	}
	return words
}

// kind is what sort of lead it is, who sent them, and whose clock they live by.
func (to Reader) kind(l coach.Lead, s coach.Step) string {
	words := map[coach.Warmth]string{coach.Warm: "Warm", coach.Cold: "Cold"}[l.Warmth]
	if words == "" {
		words = "Warmth unknown, counts as cold"
	}
	switch l.Potential {
	case coach.PotentialHigh:
		words += ", high potential"
	case coach.PotentialLow:
		words += ", low potential"
	}
	if l.Introduced != "" {
		words += " · introduced by " + quote(l.Introduced, nameLength)
	}
	if s.Zone.Loc == nil {
		return words
	}
	words += " · " + quote(place(s.Zone.Loc), 40) + " time"
	switch {
	case s.Zone.Likely:
		words += ", from the phone number"
	case s.Zone.From == coach.ZoneRep:
		words += ", yours"
	}
	return words
}

// sentLine is what they were given: "Sent Thu: specs, p. 12, unread".
func (to Reader) sentLine(m coach.Material) string {
	words := "Sent"
	if m.Shown {
		words = "Shown"
	}
	if day := to.past(m.At); day != "" {
		words += " " + day
	}
	words += ": " + document(m)
	switch {
	case m.Shown:
	case m.Read:
		words += ", read"
	default:
		words += ", unread"
	}
	return words
}
