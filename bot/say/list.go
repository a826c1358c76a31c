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
	"github.com/followup-coach/followup/coach/outcome"
)

// The list of leads: ten a page, each a row that aims at 12 words, with the way to the pages beside it.

// ListSize is how many leads a page of a list has.
const ListSize = 10

// ListPage is one page of a list.
type ListPage struct {
	Filters []string // as the slice leads reads them, all of which hold; none for the open ones
	Search  string   // the words searched for
	Leads   []coach.Card
	Page    int // from 1
	Total   int // leads on all pages
}

// List shows a page of leads, each with its step, and the way to the pages beside it.
func List(to Reader, l ListPage) Reply {
	p := &page{to: to}
	page := max(1, l.Page)
	pages := max(1, (l.Total+ListSize-1)/ListSize)
	head := listed(l.Total, l.Filters)
	if l.Search != "" {
		head += " with “" + tidy(l.Search, 40) + "”"
	}
	if pages > 1 {
		head += fmt.Sprintf(", page %d of %d", page, pages)
	}
	if l.Total == 0 {
		p.section("*No" + blockkit.Escape(blockkit.Literal(strings.TrimPrefix(head, "0"))) + ".*")
		p.searchAll(l)
		return p.reply()
	}
	p.header(head)
	shown, _ := capped(l.Leads, ListSize)
	for _, c := range shown {
		p.sectionOf("row", to.row(c, l.Search),
			buttonFor(ActShow, Value(c.Lead.ID), "Show", plainName(c.Lead, 40)))
	}
	// The search travels along in the button, cut to fit its value, so that the next page is of the same list.
	var turn []slack.BlockElement
	value := func(n int) string {
		return blockkit.Truncate(Value(strings.Join(l.Filters, "+"), strconv.Itoa(n), tidy(l.Search, 60)),
			blockkit.MaxValue)
	}
	if page > 1 {
		turn = append(turn, button(ActPage+".prev", value(page-1), "Previous page"))
	}
	if page < pages {
		turn = append(turn, button(ActPage+".next", value(page+1), "Next page"))
	}
	p.actions("turn", turn...)
	return p.reply()
}

// searchAll offers to look among all leads where a list is empty that looked among some, and to add one.
func (p *page) searchAll(l ListPage) {
	add := button(ActAddForm, "", "Add a lead…")
	if slices.Contains(l.Filters, "all") {
		p.actions("a", add)
		return
	}
	if b := runButton(0, "", "list all "+tidy(l.Search, 60), "Look among all leads"); b != nil {
		p.actions("a", b, add)
	}
}

// row is one lead of a list in at most twelve words: its name, which step, when. A search shows whom it found at the
// lead, where the name doesn't say it.
func (to Reader) row(c coach.Card, search string) string {
	words := "*" + brief(nameOf(c.Lead), 4) + "*"
	if search != "" && c.Lead.Contact != "" && !saysAll(nameOf(c.Lead), search) && saysAll(c.Lead.Contact, search) {
		words = "*" + brief(nameOf(c.Lead), 2) + "* · " + brief(c.Lead.Contact, 2)
	}
	step := to.rowStep(c)
	if !c.Lead.Open() {
		p := c.Lead.Progress
		closed := lower(plainOutcome(p.Closed)) + " " + to.past(p.ClosedAt)
		switch {
		case c.Step.Kind == coach.StepTask: // why it stands in a list of what is due
			closed += " · " + to.rowTask(c.Step)
		case p.ClosedReason != "":
			closed += ": " + brief(p.ClosedReason, 3)
		}
		step = closed
	}
	return words + " · " + strings.TrimSpace(step)
}

// saysAll reports whether a text has all words of a search in it.
func saysAll(text, search string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(search)) {
		if !strings.Contains(strings.ToLower(text), w) {
			return false
		}
	}
	return true
}

// rowStep is the step of a lead in a list, with the one time that counts: of what is to come, until when it lasts, or
// since when it is overdue.
func (to Reader) rowStep(c coach.Card) string {
	s := c.Step
	name := lower(tryName(s))
	switch s.Kind {
	case coach.StepNone, "":
		return "nothing due"
	case coach.StepNeedsDate:
		return "needs a date"
	case coach.StepReview, coach.StepLight:
		return "time to decide"
	case coach.StepDidIt:
		at := s.Due
		if s.Commitment != nil {
			at = s.Commitment.At
		}
		return "did " + to.past(at) + ", " + to.clock(at) + " happen?"
	case coach.StepCommitment:
		name = "agreed call"
	case coach.StepRedial:
		name += ", redial"
	case coach.StepTask:
		name = to.rowTask(s)
	}
	if s.NeedsDate {
		name += ", no next date"
	}
	switch state := s.State(to.Now); {
	case s.Due.IsZero():
		return name
	case state == coach.Overdue:
		since := slices.MaxFunc([]time.Time{s.Until, s.Due}, time.Time.Compare)
		if to.past(since) == "today" {
			return name + " · overdue since " + to.clock(since)
		}
		return name + " · overdue since " + to.past(since)
	case state == coach.DueNow && s.Until.After(to.Now):
		return name + " · until " + to.clock(s.Until)
	case state == coach.DueNow:
		return name + " · now"
	}
	return name + " · " + to.when(s.Due)
}

// rowTask is what there is to do that is no call.
func (to Reader) rowTask(s coach.Step) string {
	switch {
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return "find the successor"
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return "contract ends " + to.day(s.Task.At)
	}
	return "find a number"
}

// listWords are what a filter says of the leads of a list, before the word leads or behind it; of one lead, where that
// is another form.
var listWords = map[string]struct{ before, behind, one string }{
	"open": {before: "open"}, "all": {}, "closed": {before: "closed"}, "won": {before: "won"}, "lost": {before: "lost"},
	"due": {before: "due"}, "overdue": {before: "overdue"}, "tomorrow": {behind: "due tomorrow"},
	"week": {behind: "due this week"}, "next-week": {behind: "due next week"},
	"needs-date": {behind: "that need a date", one: "that needs a date"}, "to-decide": {behind: "to decide about"},
	"agreed": {behind: "with an agreed call"}, "stale": {behind: "without a call for a month"},
	"warm": {before: "warm"}, "cold": {before: "cold"}, "high": {before: "high-potential"},
	"low": {before: "low-potential"},
}

// listed counts the leads of a list: "3 overdue warm leads", "1 lead that needs a date". Without a filter they are the
// open ones.
func listed(n int, filters []string) string {
	if len(filters) == 0 {
		filters = []string{"open"}
	}
	parts := []string{thousands(n)}
	var behind []string
	for _, f := range filters {
		words, known := listWords[f]
		switch {
		case !known:
			words.behind = "closed as " + lower(plainOutcome(outcome.Outcome(f)))
		case f == "closed" && len(filters) > 1: // won, lost and the like say it
			continue
		}
		if n == 1 && words.one != "" {
			words.behind = words.one
		}
		parts = append(parts, words.before)
		behind = append(behind, words.behind)
	}
	noun := "leads"
	if n == 1 {
		noun = "lead"
	}
	return strings.Join(strings.Fields(strings.Join(append(append(parts, noun), behind...), " ")), " ")
}

// The day's list. A message shows ten leads and says how many more there are.

// cardsShown is how many cards one message holds; the rest is a button away.
const cardsShown = 10

// DayList is what `today` shows: cards in the order given, and what was logged today, newest first.
type DayList struct {
	Cards  []coach.Card // due now and later today, at most ten are shown
	More   int          // how many more there are beside Cards
	Done   []Done       // logged today
	Silent bool         // the rep has switched all messages off
	Next   *coach.Card  // where nothing is due today: what comes next, nil for nothing
	New    *coach.Rep   // a rep without a lead so far, who is told what this is
}

// Done is one touch that was logged, with its lead.
type Done struct {
	Lead  coach.Lead
	Touch coach.Touch
}

// Today answers `/followup` and `today`.
func Today(to Reader, d DayList) Reply {
	p := &page{to: to}
	cards, rest := capped(d.Cards, cardsShown)
	more := d.More + rest
	switch {
	case d.New != nil:
		return FirstContact(to, *d.New)
	case len(cards)+more == 0:
		return nothingDue(to, d)
	}
	p.header(counted(len(cards)+more, "lead") + " today")
	for _, c := range cards {
		p.card(c)
	}
	if more > 0 {
		p.moreButton("due", more)
	}
	p.done(d.Done)
	if d.Silent {
		p.context("Messages are paused. `/followup settings on` resumes them.")
	}
	p.actions("a", button(ActLogForm, "", "Log a call…"), button(ActAddForm, "", "Add a lead…"))
	return p.reply()
}

// FirstContact says what this is to somebody who has no lead yet, when it writes and who reads along, and what to do
// first.
func FirstContact(to Reader, r coach.Rep) Reply {
	p := &page{to: to}
	comes := "Your list comes on working days at " + to.minutes(r.DigestMinute()) + "."
	if r.Off {
		comes = "Messages are paused. `/followup settings on` resumes them."
	}
	p.section("*I'm Followup.* Tell me how a call went; I tell you whom to call next, when and why.\n" +
		comes + " Managers of your team can read your leads.")
	hours := button(ActSettings, "", "Set my hours…")
	hours.Style = slack.StylePrimary
	p.actions("a", hours, button(ActAddForm, "", "Add leads…"), button(ActLogForm, "", "Try one log…"))
	return p.reply()
}

// nothingDue is a day's list without a lead: what comes next, and what was logged today.
func nothingDue(to Reader, d DayList) Reply {
	p := &page{to: to}
	head := "*Nothing due today.*"
	if d.Next != nil {
		head += " Next: " + brief(nameOf(d.Next.Lead), 4) + ", " + to.when(d.Next.Step.Due)
	}
	lines := []string{head}
	if len(d.Done) > 0 {
		lines = append(lines, loggedToday(d.Done))
	}
	log := button(ActLogForm, "", "Log a call…")
	log.Style = slack.StylePrimary
	buttons := []slack.BlockElement{log, button(ActAddForm, "", "Add a lead…"),
		runButton(0, "", "list week", "This week")}
	if d.Silent {
		lines = append(lines, "Messages are paused.")
		buttons = append(buttons, runButton(1, "", "settings on", "Resume messages"))
	}
	p.section(strings.Join(lines, "\n"))
	p.actions("a", buttons...)
	return p.reply()
}

// loggedToday counts what was logged: calls, emails, whatever else; the newest by name.
func loggedToday(done []Done) string {
	calls, emails, others := 0, 0, 0
	var leads []string
	for _, d := range done {
		switch o := d.Touch.Outcome.Info(); {
		case o.Mail:
			emails++
		case o.Group == outcome.OtherTouch || o.Code == outcome.Replied:
			others++
		default:
			calls++
		}
		if n := brief(nameOf(d.Lead), 3); !slices.Contains(leads, n) {
			leads = append(leads, n)
		}
	}
	var parts []string
	for _, c := range []struct {
		n    int
		noun string
	}{{calls, "call"}, {emails, "email"}, {others, "other touch"}} {
		switch {
		case c.n > 1 && c.noun == "other touch":
			parts = append(parts, thousands(c.n)+" other touches")
		case c.n > 0:
			parts = append(parts, counted(c.n, c.noun))
		}
	}
	words := "Logged today: " + and(parts)
	const shown = 2
	if len(leads) > shown {
		return words + " · " + strings.Join(leads[:shown], ", ") + " and " + thousands(len(leads)-shown) + " more"
	}
	return words + " · " + strings.Join(leads, ", ")
}

// capped is as much of a list as fits, and how much is left over.
func capped(cards []coach.Card, most int) (shown []coach.Card, left int) {
	if len(cards) <= most {
		return cards, 0
	}
	return cards[:most], len(cards) - most
}

// moreButton says how many more there are and opens the list of them.
func (p *page) moreButton(filter string, more int) {
	p.actions("more", button(numbered(ActPage, 0), Value(filter, "1"), "Show "+thousands(more)+" more"))
}

// done adds what was done today already, a line each.
func (p *page) done(done []Done) {
	if len(done) == 0 {
		return
	}
	const most = 12
	lines := []string{"*Logged today:* " + thousands(len(done))}
	for i, d := range done {
		if i == most {
			lines = append(lines, "and "+thousands(len(done)-most)+" more")
			break
		}
		lines = append(lines, "✓ "+p.to.clock(d.Touch.At)+" "+name(d.Lead)+", "+shortly(d.Touch.Outcome))
	}
	p.section(strings.Join(lines, "\n"))
}
