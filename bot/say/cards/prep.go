package cards

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/prep"
)

// The prep, at most 130 words, and the ping before an agreed call, at most 50, with the question five minutes after the
// agreed time, at most 30: they are read while the phone rings. Who and when stand first, then the hot button, or what
// stands in the way of a good call. What is missing is a button and no line.

// PrepNews is why a prep is rendered again: the gap that was filled, or the filling that was taken back.
type PrepNews struct {
	Missing prep.MissingField // empty: it is rendered for the first time
	Change  string            // the change, for [Undo]
	Undone  bool
	Remark  string // on a phrase in what was filled in; empty for none

	Held *phrases.Held // who else has the lead; nil for nobody
}

// How many words a prep and a ping have.
const (
	PrepWords = 130
	PingWords = 50
)

// prepView is a prep as one reader sees it.
type prepView struct {
	to say.Reader
	prep.Prep
}

// Prep is what to have before one's eyes when dialing: whom and when, the hot button, what there is to offer, what was
// said and how to begin. It is one screen, and what is missing in it is one tap away.
func Prep(to say.Reader, pr prep.Prep, news PrepNews) say.Reply {
	p := &say.Page{To: to}
	view := prepView{to, pr}
	key := phrases.CardKey(pr.Lead.ID)
	r := &say.Room{Left: PrepWords}
	head := view.head()
	if news.Held != nil {
		head = append(head, news.Held.Words(to))
	}
	p.SectionOf(key, addNews(p, r, news, head...), undoOf(pr.Lead, news))
	// Whoever is due gets the tip last, so that it is what goes where there is no room.
	if view.facts(r); len(r.Lines) > 0 {
		p.SectionOf(key, strings.Join(r.Lines, "\n"), nil)
	}
	p.Actions(key, slices.Concat(view.buttons(), news.Held.Buttons(pr.Lead), []slack.BlockElement{prepMore(pr.Lead)})...)
	if pr.Tip != nil && say.WordsOf(TipWords(*pr.Tip)) <= r.Left {
		Tip(p, *pr.Tip)
	}
	return p.Reply()
}

// addNews is the first paragraph: what was just filled in, for whoever filled it looks there, and the lines given.
func addNews(p *say.Page, r *say.Room, news PrepNews, lines ...string) string {
	switch {
	case news.Undone:
		lines = append([]string{"*Undone.*"}, lines...)
	case news.Missing != "":
		noted := []string{"✓ *Noted:* " + missingFields[news.Missing].noted}
		if news.Remark != "" {
			noted = append(noted, news.Remark)
		}
		lines = append(noted, lines...)
	}
	head := strings.Join(lines, "\n")
	r.Left -= say.WordsOf(head)
	return head
}

// undoOf is [Undo] beside what was just filled in.
func undoOf(l coach.Lead, news PrepNews) slack.BlockElement {
	if news.Missing == "" || news.Undone || news.Change == "" {
		return nil
	}
	return phrases.UndoButton(l, news.Change)
}

// head is who is to be called, when, and what they care about most.
func (pr prepView) head() []string {
	lines := []string{pr.whom(), pr.when()}
	switch hot := pr.Lead.HotButton; {
	case strings.TrimSpace(hot) != "":
		lines = append(lines, "*Hot button: "+say.Quote(say.Few(hot, 12), say.ShortLength)+"*")
	case pr.Soft:
		lines = append(lines, softStop)
	}
	return lines
}

// softStop is said instead of a lecture: the call may be made, and the way to it is one tap long.
const softStop = "*No hot button yet.* Add what they care about, or why you call anyway."

// whom is who is to be called and on which number; one that is wrong stands in the next line, not to be tapped.
func (pr prepView) whom() string {
	if pr.findsNumber() {
		return say.Who(pr.Lead)
	}
	return phrases.Whom(pr.Lead)
}

// when is the step with its time; of an agreed call also whether they said yes to it (S4.4, S4.6) and what it is to end
// with.
func (pr prepView) when() string {
	// A commitment may stand beside another step: a call that was missed keeps what had been agreed until it is settled.
	c := pr.Step.Commitment
	if pr.Step.Kind != coach.StepCommitment || c == nil {
		return pr.step()
	}
	line := phrases.AgreedName(c) + ": " + pr.to.Both(c.At, pr.Step.Zone.Loc)
	if c.Tentative {
		line += ", unconfirmed"
	} else {
		line += ", they expect you"
	}
	if c.Goal == coach.GoalClose {
		line += " · goal: a deal"
	}
	return line
}

// step is the line of a step that nobody agreed to. The hot button and the reason have lines of their own on a prep, so
// it ends in what comes after them: the last result.
func (pr prepView) step() string {
	card := pr.Card
	card.Lead.HotButton = ""
	if pr.Why != nil {
		card.Lead.Reasons = nil
	}
	return StepView{pr.to, card}.Line()
}

// facts are the rest of a prep as far as it has room, what matters most first.
func (pr prepView) facts(r *say.Room) {
	if w := pr.Why; w != nil {
		after := ""
		switch {
		case pr.Used:
			after = " (used last time)"
		case pr.Story != nil:
			after = " (from your team)"
		case !w.Until.IsZero():
			after = " (until " + pr.to.Day(w.Until.Add(-time.Second)) + ")" // the last day on which it holds
		}
		r.MayCut("Why now: ", w.Text, after, 16)
	}
	// What they expect to hear comes before what was promised: the agenda is what the call was agreed for.
	if c := pr.Step.Commitment; c != nil {
		r.MayCut("Agenda: ", c.Agenda, "", 14)
	}
	for _, line := range PromisesOf(pr.to, pr.Lead, true) {
		r.May(line)
	}
	pr.open(r)
	r.May(scoreLine(pr.Score))
	if pr.MailFirst {
		r.May("Prefers email: writing first is fine.")
	}
	// Said once, before the first call after a talk: who expects a deal there pushes, and loses it.
	if pr.First {
		r.May("A first follow-up rarely closes: aim for the next date.")
	}
	// The latest note comes before what to say, the others take what room is left.
	notes := slices.Clone(pr.Notes)
	if len(notes) > 0 {
		pr.note(r, notes[0], 24)
		notes = notes[1:]
	}
	pr.say(r)
	for _, n := range notes {
		pr.note(r, n, 14)
	}
}

// PromisesOf are the open promises of both sides, a line each; without days where a date is no use any more.
//
//	They promised: read the specs, by Thu 15 Jan; call the plant
func PromisesOf(to say.Reader, l coach.Lead, days bool) (lines []string) {
	for _, side := range []struct {
		by    coach.Side
		words string
	}{{coach.Them, "They promised: "}, {coach.Us, "You promised: "}} {
		var said []string
		for _, x := range l.Progress.Promises {
			// Two of a side are what one mentions in a call; the lead's page has all.
			if x.By == side.by && len(said) < 2 {
				said = append(said, promiseIn(to, x, days))
			}
		}
		if len(said) > 0 {
			lines = append(lines, side.words+strings.Join(said, "; "))
		}
	}
	return lines
}

// promiseIn is one promise within a line; what the rep owes and has not done stands out.
func promiseIn(to say.Reader, x coach.Promise, days bool) string {
	what := say.Quote(say.Few(x.What, 10), say.ShortLength)
	if x.Read {
		what = "look at " + what
	}
	// Being late is said of the rep's own promises alone: theirs are asked about, not counted against them.
	late := !x.Due.IsZero() && x.Due.Before(to.Now)
	switch {
	case late && x.By == coach.Us && days:
		return what + ", *overdue since " + to.Past(x.Due) + "*"
	case late && x.By == coach.Us:
		return what + ", *overdue*"
	case days:
		return what + phrases.ByWhen(to, x)
	}
	return what
}

// open is the material to have open, with where in it to look (S3.24, S3.25).
func (pr prepView) open(r *say.Room) {
	var open []string
	for i, m := range pr.Materials {
		// The newest is first. What they have read is worth a place only when nothing newer was sent.
		if i == 2 || m.Read && i > 0 {
			break
		}
		open = append(open, material(pr.to, m))
	}
	if len(open) > 0 && !r.May("Have open: "+strings.Join(open, "; ")) {
		r.May("Have open: " + open[0])
	}
}

// material is one document: its name and link, the page that matters to them, when it went out, whether they looked.
//
//	Price list, p. 4, §2, sent Mon, unread
func material(to say.Reader, m coach.Material) string {
	words := phrases.Linked(m.Name, m.Link)
	if m.Pointer != "" {
		words += ", " + say.Quote(m.Pointer, 60)
	}
	did := "sent"
	if m.Shown {
		did = "shown"
	}
	if !m.At.IsZero() {
		words += ", " + did + " " + to.Past(m.At)
	}
	switch {
	case m.Shown:
	case m.Read:
		words += ", read"
	default:
		words += ", unread"
	}
	return words
}

// note is what was written down after a call, with its day and result.
func (pr prepView) note(r *say.Room, n coach.Touch, most int) {
	r.MayCut(noteOf(pr.to, n)+" “", n.Note, "”", most)
}

// noteOf heads a note: "Fri, talked:".
func noteOf(to say.Reader, n coach.Touch) string {
	day := to.Past(n.At)
	if day == "" {
		return say.Capital(say.Shortly(n.Outcome)) + ":"
	}
	return say.Capital(day) + ", " + say.Shortly(n.Outcome) + ":"
}

// say is how to begin, what to say where something is unread, and what to leave on a machine.
func (pr prepView) say(r *say.Room) {
	for _, line := range []struct{ when, words string }{
		{"*Start:* “", pr.Opener}, {"*If unread:* “", pr.Unread}, {"*To a machine:* “", pr.Machine},
	} {
		if line.words == "" {
			continue
		}
		r.MaySay(line.when, line.words, "”")
	}
	// Silence on a machine is a decision of the plan, so it is said; else it would look forgotten.
	if pr.Machine == "" && pr.Unread == "" && pr.Step.IsCall() && pr.Step.Kind != coach.StepCommitment {
		r.May("No message on this try.")
	}
}

// buttons are what one tap does about the call, and a button for each thing that is missing.
func (pr prepView) buttons() []slack.BlockElement {
	c := pr.Step.Commitment
	if card := (StepView{pr.to, pr.Card}).Buttons(); pr.findsNumber() && len(card) > 0 {
		// The gap's button takes the place of the card's: both would read [Add a number…].
		return slices.Concat(pr.missing(false), card[1:], pr.written())
	}
	if pr.Step.Kind != coach.StepCommitment || c == nil {
		view := StepView{pr.to, pr.Card}
		return slices.Concat(view.Buttons(), view.callingButton(), pr.written(), pr.missing(false))
	}
	return append(pingButtons(pr.Lead, c, strconv.FormatInt(c.At.Unix(), 10)), pr.missing(false)...)
}

// findsNumber reports whether the number is what is to be found.
func (pr prepView) findsNumber() bool {
	t := pr.Step.Task
	return pr.Step.Kind == coach.StepTask && pr.Lead.Open() && (t == nil || t.Kind == coach.FindNumber)
}

// written are the messages that go with a call: the email that is due, where no button opens it already, and the
// touches in a network on the first tries.
func (pr prepView) written() (b []slack.BlockElement) {
	if pr.Step.Mail > 0 && pr.Lead.Open() && !MailFirst(pr.Card) {
		b = append(b, phrases.MailButton(pr.Lead, pr.Step))
	}
	return append(b, StepView{pr.to, pr.Card}.social()...)
}

// prepMore is the ⋯ menu of a prep: what to say in full stands in the place of the prep itself.
func prepMore(l coach.Lead) slack.BlockElement {
	option := func(what, words string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(ids.Value(l.ID, what), say.Label(words, 75), nil)
	}
	// [Email 1…] and [Move…] have buttons of their own on a prep, so [Why now?] keeps its place here.
	options := []*slack.OptionBlockObject{option(ids.MoreScript, "Full script"), option(ids.MoreWhen, "Why now?")}
	if l.Open() {
		options = append(options, option(ids.MoreSnooze, "Snooze…"))
	}
	options = append(options, option(ids.MoreLog, "Log with details…"))
	if l.Open() {
		options = append(options, option(ids.MoreClose, "Close…"))
	}
	return slack.NewOverflowBlockElement(ids.ActMore, options...)
}

// pingButtons are for the minutes around an agreed call; at names which one.
func pingButtons(l coach.Lead, c *coach.Commitment, at string) []slack.BlockElement {
	name, label := say.PlainName(l, 40), "Calling now"
	switch {
	case c == nil:
	case c.Meet.By == coach.MeetVisit:
		label = "I'm there"
	case c.Meet.By == coach.MeetVideo:
		label = "Joining now"
	}
	// The one primary button: minutes before an agreed call everybody should dial, whatever else there is to do.
	calling := say.ButtonFor(ids.ActCalling, ids.Value(l.ID, at), label, name)
	calling.Style = slack.StylePrimary
	return []slack.BlockElement{calling, say.ButtonFor(ids.ActNotIn, ids.Value(l.ID, at), "No answer", name),
		say.ButtonFor(ids.ActReached, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reached…", name)}
}

// Series adds what was done as one line: "voicemail Nov 3 · no answer Nov 4 · talked Nov 9" (S4.16). A single touch is
// none: it reports whether there is one. beside is an element at its right, nil for none.
func Series(p *say.Page, touches []coach.Touch, beside slack.BlockElement) bool {
	line := seriesLine(p.To, touches)
	if line != "" {
		p.SectionOf("series", line, beside)
	}
	return line != ""
}

// seriesLine is the line itself, its days those of the reader's calendar; empty where there is none.
func seriesLine(to say.Reader, touches []coach.Touch) string {
	if len(touches) < 2 {
		return ""
	}
	var parts []string
	// The day alone: which hour it was shows in the half of the day above, and a year can be told from the order.
	for _, t := range touches {
		words := say.Shortly(t.Outcome) + " " + to.ShortDate(t.At.In(to.Location()))
		if t.Gut > 0 {
			words += ", " + phrases.Hunch(t.Gut)
		}
		parts = append(parts, words)
	}
	return strings.Join(parts, " · ")
}
