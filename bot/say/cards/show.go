package cards

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/suspect"
)

// A lead's own page, at most 100 words: what is due, what was done, what is known, what was said. What has no room is
// on the form behind [Edit…].

// ShowLead is what `show` shows of a lead.
type ShowLead struct {
	Card  coach.Card
	Notes []coach.Touch // newest first; the last three with a note are shown

	Series []coach.Touch // the last calls and messages, oldest first
	Meter  chase.Meter   // how far the chase has come
	Own    bool          // the reader is the lead's rep
	Theirs bool          // the reader is somebody else who reads it as its rep does

	Score *suspect.Score // how probable a suspect they are; nil where nobody has said whom the team chases
	Held  *phrases.Held  // who else has the lead; nil for nobody
	// Asked is who was asked about the number of a lead that was closed because of another one. That lead stands there
	// where the reader may take it back; By is empty where nobody is asked any more.
	Asked request.Stopped
}

// ShowWords is how many words the page has.
const ShowWords = 100

// Show is a lead's own page: state, both counters in words, the next step, what is known, the last notes.
func Show(to say.Reader, s ShowLead) say.Reply {
	p := &say.Page{To: to}
	key := phrases.CardKey(s.Card.Lead.ID)
	r := &say.Room{Left: ShowWords}
	r.Must(prepView{to, prep.Prep{Card: s.Card}}.whom())
	r.Must(showStep(to, s.Card))
	if s.Card.Lead.Paused() && s.Card.Step.Kind != coach.StepNone {
		r.Must(phrases.Paused(to, s.Card.Lead) + ", but for that call")
	}
	if l := s.Card.Lead; l.Progress.ClosedBy != "" && l.Phone != "" && s.Asked.By == "" {
		r.Must(phrases.NotBlocked)
	}
	p.SectionOf(key, strings.Join(r.Lines, "\n"), nil)
	r.Lines = nil
	if s.Held != nil {
		r.Must(s.Held.Words(to))
	}
	showFacts(to, r, s)
	p.SectionOf("facts", strings.Join(r.Lines, "\n"), nil)
	past := moreOf(s.Card.Lead) // beside the first of what was logged
	if Series(p, s.Series, past) {
		past = nil
	}
	r.Lines = nil
	shown := 0
	for _, t := range s.Notes {
		if t.Note == "" || shown == 3 {
			continue
		}
		shown++
		r.MayCut(noteOf(to, t)+" “", t.Note, "”", 24)
	}
	if len(r.Lines) > 0 {
		p.SectionOf("notes", strings.Join(r.Lines, "\n"), past)
	}
	p.Actions(key, append(s.Held.Buttons(s.Card.Lead), s.buttons(to)...)...)
	return p.Reply()
}

// buttons are what can be done about the lead. What was asked on another lead is taken back there, by who may; nobody
// is offered a form that would refuse them.
func (s ShowLead) buttons(to say.Reader) []slack.BlockElement {
	if l := s.Card.Lead; l.Progress.ClosedBy == "" || s.Asked.By == "" || s.Card.Step.Kind == coach.StepTask {
		return ShowButtons(to, s.Card)
	}
	buttons := []slack.BlockElement{phrases.EditButton(s.Card.Lead, fields.PageMatters, "Edit…")}
	if s.Asked.Lead != "" {
		buttons = append(buttons, phrases.LiftButton(s.Asked.Lead, s.Asked.Rep, s.Asked.Number))
	}
	return buttons
}

// ShowButtons are what can be done about a lead. Whoever asked not to be called is opened again by a form of its own.
func ShowButtons(to say.Reader, c coach.Card) []slack.BlockElement {
	l, edit := c.Lead, phrases.EditButton(c.Lead, fields.PageMatters, "Edit…")
	switch {
	case l.Open():
		view := StepView{to, c}
		if l.Paused() && c.Step.Kind != coach.StepNone {
			return append(view.Buttons(), phrases.ResumeButton(l), edit, More(l))
		}
		return append(slices.Concat(view.Buttons(), view.callingButton(), view.social()), edit, More(l))
	case c.Step.Kind == coach.StepTask:
		return append(StepView{to, c}.Buttons(), edit)
	case l.Progress.Closed != outcome.DoNotCall:
		return []slack.BlockElement{say.ButtonFor(ids.ActReopen, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reopen",
			say.PlainName(l, 40)), edit}
	}
	return []slack.BlockElement{phrases.LiftButton(l.ID, l.Rep), edit}
}

// showStep is what is due, with the agenda of an agreed call; of a closed lead how it ended.
func showStep(to say.Reader, c coach.Card) string {
	l, line := c.Lead, StepView{to, c}.Line()
	if l.Open() || c.Step.Kind == coach.StepTask {
		if cm := c.Step.Commitment; cm != nil && cm.Agenda != "" {
			agenda := say.Quote(say.Few(cm.Agenda, 12), say.ShortLength)
			switch view := (StepView{to, c}); c.Step.Kind {
			case coach.StepCommitment: // here it may be longer than on a card
				line = view.step() + " · " + agenda
			case coach.StepDidIt:
				line = view.step() + " Agenda: " + agenda
			default:
				line += " · agenda: " + agenda
			}
		}
		if !l.Open() {
			line += "\n" + EndLine(to, l)
		}
		return line
	}
	return EndLine(to, l)
}

// showFacts are the rest of the page, what matters most first.
func showFacts(to say.Reader, r *say.Room, s ShowLead) {
	l := s.Card.Lead
	r.Must(soFar(to, s))
	r.Must(kind(l, s.Card.Step, s.Theirs))
	r.May(scoreLine(s.Score))
	if !strings.Contains(showStep(to, s.Card), "ot button: "+say.Quote(l.HotButton, say.ShortLength)) { // said above
		r.MayCut("Hot button: ", l.HotButton, "", 14)
	}
	if line := GateLine(l.Progress.Gate); line != "" {
		r.May(line)
	}
	if day := to.Past(l.Progress.TalkedAt); s.Own && l.Open() && day != "" && strings.TrimSpace(l.HotButton) == "" {
		r.May(figures.OnlyYou + ": the talk" + phrases.OnDay(day) + " left no hot button.") // S3.22
	}
	if declined := phrases.GiftDeclined(l.Progress.Gift); declined != "" {
		r.May(say.Capital(declined))
	}
	lines := PromisesOf(to, l, true)
	if kept := phrases.Book(l.Progress.Counters); kept != "" {
		if len(lines) > 0 && !strings.HasPrefix(lines[0], "You") {
			lines[0] += " · " + strings.TrimPrefix(kept, "they ")
		} else {
			lines = append(lines, say.Capital(kept))
		}
	}
	for _, line := range lines {
		r.May(line)
	}
	for i, m := range slices.Backward(l.Progress.Materials) {
		if i < len(l.Progress.Materials)-2 {
			break
		}
		r.May(sentLine(to, m))
	}
	for _, w := range l.Reasons {
		until := ""
		switch {
		case !w.Fresh(to.Now):
			until = " (over since " + to.Past(w.Until) + ")"
		case !w.Until.IsZero():
			until = " (until " + to.Day(w.Until) + ")"
		}
		r.MayCut("Why now: ", w.Text, until, 14)
	}
	if l.Email != "" {
		r.May("Email: " + say.Quote(l.Email, say.ShortLength))
	}
	r.MayCut("From: ", l.Source, "", 10)
	if n := len(l.Handed); n > 0 {
		r.May("From " + say.Mention("@", l.Handed[n-1].From) + " " + to.Past(l.Handed[n-1].At))
	}
	if l.List.Name != "" {
		words := "From list " + say.Quote(l.List.Name, say.NameLength)
		if built := phrases.BuiltOn(l.List.Built, say.Quote, 2); built != "" {
			words += ", " + built
		}
		r.May(words)
	}
	var about []string
	for _, f := range facts.All() {
		said := f.Key == facts.Introduced || f.Key == facts.Prefers && MailFirst(s.Card) // above
		if v := f.Value(l); v != "" && f.Known != "" && !said {
			about = append(about, f.Known+phrases.FactWords(f, v))
		}
	}
	for len(about) > 0 && !r.May(say.Capital(strings.Join(about, " · "))) {
		about = about[:len(about)-1]
	}
	// What the installation keeps besides, under its own names.
	for _, column := range slices.Sorted(maps.Keys(l.List.Facts)) {
		if value := l.List.Facts[column]; value != "" {
			r.MayCut(say.Quote(column, say.ShortLength)+": ", value, "", 8)
		}
	}
}

// scoreLine is how probable a suspect somebody is, and by what: "Score 35 of 100: often buys, has a need". A vertical
// that seldom buys stands first (S2.7).
func scoreLine(s *suspect.Score) string {
	if s == nil {
		return ""
	}
	words := "Score " + strconv.Itoa(s.Points) + " of 100"
	if s.Seldom {
		words = "*Seldom buys* · score " + strconv.Itoa(s.Points) + " of 100"
	}
	var why []string
	for _, f := range s.Matched {
		if len(why) < 3 {
			why = append(why, f.Words)
		}
	}
	if more := len(s.Matched) - len(why); more > 0 {
		why = append(why, say.Thousands(more)+" more")
	}
	if len(why) > 0 {
		words += ": " + strings.Join(why, ", ")
	}
	return words
}

// GateLine is what was found out before anything was sent (S3.19); empty where nobody was asked.
func GateLine(g *qualify.Gate) string {
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
		parts = append(parts, "known: "+say.And(known))
	}
	if len(open) > 0 {
		parts = append(parts, "open: "+say.And(open))
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

// FirstDay is the meter of a lead's first day: "1 of 2 calls, 0 of 1 email" (S2.15).
func FirstDay(m chase.Meter) string {
	words := say.Thousands(m.Calls) + " of " + say.Counted(m.OfCalls, "call")
	if m.OfMails > 0 {
		words += ", " + say.Thousands(m.Mails) + " of " + say.Counted(m.OfMails, "email")
	}
	return words + " today"
}

// soFar counts calls, emails and days, never together (S1.23).
func soFar(to say.Reader, s ShowLead) string {
	l, m := s.Card.Lead, s.Meter
	if m.FirstDay {
		return FirstDay(m)
	}
	pr := l.Progress
	words := say.Counted(pr.Calls, "call")
	switch {
	case pr.Calls == 0 && pr.TalkedAt.IsZero() && pr.Total == 0 && pr.Mails == 0:
		words = "No call yet"
	case pr.Calls == 0:
		words = "No calls"
	}
	switch {
	case pr.TalkedAt.IsZero() && pr.Total != pr.Calls:
		words += ", " + say.Thousands(pr.Total) + " in all"
	case pr.TalkedAt.IsZero():
	default:
		day := to.Past(pr.TalkedAt)
		if day != "today" {
			day = "on " + day
		}
		talk := "you talked "
		if s.Theirs {
			talk = "the talk "
		}
		words += " since " + talk + day + ", " + say.Thousands(pr.Total) + " in all"
	}
	separator := ", "
	if !pr.TalkedAt.IsZero() {
		separator = " · "
	}
	if pr.Mails > 0 {
		words += separator + say.Counted(pr.Mails, "email")
	}
	if m.Days > 0 && pr.TalkedAt.IsZero() && pr.Calls+pr.Mails > 0 {
		words += " in " + say.Counted(m.Days, "day")
	}
	if pr.Broken > 0 {
		words += " · they missed " + say.Counted(pr.Broken, "agreed call") + " in a row"
	}
	return words
}

// kind is what sort of lead it is, who sent them, and whose clock they live by.
func kind(l coach.Lead, s coach.Step, theirs bool) string {
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
		words += " · introduced by " + say.Quote(l.Introduced, say.NameLength)
	}
	if s.Zone.Loc == nil {
		return words
	}
	words += " · " + say.Quote(say.Place(s.Zone.Loc), 40) + " time"
	switch {
	case s.Zone.Likely:
		words += ", from the phone number"
	case s.Zone.From == coach.ZoneRep && !theirs:
		words += ", yours"
	}
	return words
}

// sentLine is what they were given: "Sent Thu: specs, p. 12, unread".
func sentLine(to say.Reader, m coach.Material) string {
	words := "Sent"
	if m.Shown {
		words = "Shown"
	}
	if day := to.Past(m.At); day != "" {
		words += " " + day
	}
	words += ": " + phrases.Document(m)
	switch {
	case m.Shown:
	case m.Read:
		words += ", read"
	default:
		words += ", unread"
	}
	return words
}
