package cards

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
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
	Page    int      // from 1
	Total   int      // leads on all pages
	Damaged []string // names of leads on it that can't be read
}

// List shows a page of leads, each with its step, and the way to the pages beside it.
func List(to say.Reader, l ListPage) say.Reply {
	p := &say.Page{To: to}
	page := max(1, l.Page)
	pages := max(1, (l.Total+ListSize-1)/ListSize)
	head := listed(l.Total, l.Filters)
	if l.Search != "" {
		head += " with “" + say.Tidy(l.Search, 40) + "”"
	}
	if pages > 1 {
		head += fmt.Sprintf(", page %d of %d", page, pages)
	}
	// An empty list says what was looked for, so that a slip in the search is seen, and offers to look further.
	if l.Total == 0 {
		p.Section("*No" + blockkit.Escape(blockkit.Literal(strings.TrimPrefix(head, "0"))) + ".*")
		damaged(p, l.Damaged)
		searchAll(p, l)
		return p.Reply()
	}
	p.Header(head)
	shown, _ := capped(l.Leads, ListSize)
	for _, c := range shown {
		p.SectionOf("row", Row(to, c, l.Search),
			say.ButtonFor(ids.ActShow, ids.Value(c.Lead.ID), "Show", say.PlainName(c.Lead, 40)))
	}
	damaged(p, l.Damaged)
	// The search travels along in the button, cut to fit its value, so that the next page is of the same list.
	var turn []slack.BlockElement
	value := func(n int) string {
		return blockkit.Truncate(ids.Value(strings.Join(l.Filters, "+"), strconv.Itoa(n), say.Tidy(l.Search, 60)),
			blockkit.MaxValue)
	}
	if page > 1 {
		turn = append(turn, say.Button(ids.ActPage+".prev", value(page-1), "Previous page"))
	}
	if page < pages {
		turn = append(turn, say.Button(ids.ActPage+".next", value(page+1), "Next page"))
	}
	p.Actions("turn", turn...)
	return p.Reply()
}

// searchAll offers to look among all leads where a list is empty that looked among some, and to add one.
func searchAll(p *say.Page, l ListPage) {
	add := say.Button(ids.ActAddForm, "", "Add a lead…")
	if slices.Contains(l.Filters, "all") {
		p.Actions("a", add)
		return
	}
	if b := phrases.RunButton(0, "", "list all "+say.Tidy(l.Search, 60), "Look among all leads"); b != nil {
		p.Actions("a", b, add)
	}
}

// Row is one lead of a list in at most twelve words: its name, which step, when. A search shows whom it found at the
// lead, where the name doesn't say it.
func Row(to say.Reader, c coach.Card, search string) string {
	words := "*" + say.Brief(say.NameOf(c.Lead), 4) + "*"
	if search != "" && c.Lead.Contact != "" && !saysAll(say.NameOf(c.Lead), search) && saysAll(c.Lead.Contact, search) {
		words = "*" + say.Brief(say.NameOf(c.Lead), 2) + "* · " + say.Brief(c.Lead.Contact, 2)
	}
	// A row has one time: two would be read as a span.
	step := rowStep(to, c)
	if !c.Lead.Open() {
		p := c.Lead.Progress
		closed := say.Lower(say.PlainOutcome(p.Closed)) + " " + to.Past(p.ClosedAt)
		switch {
		case c.Step.Kind == coach.StepTask: // why it stands in a list of what is due
			closed += " · " + rowTask(to, c.Step)
		case p.ClosedReason != "":
			closed += ": " + say.Brief(p.ClosedReason, 3)
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
func rowStep(to say.Reader, c coach.Card) string {
	s := c.Step
	// The words of a card, shortened: who comes from a card to the list finds the same step under the same name.
	name := say.Lower(TryName(s))
	switch s.Kind {
	case coach.StepNone, "":
		// The one state of an open lead in which nothing is to come.
		if c.Lead.Parked() {
			return "parked"
		}
		if c.Lead.Paused() {
			return "paused"
		}
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
		return "did " + to.Past(at) + ", " + to.Clock(at) + " happen?"
	case coach.StepCommitment:
		name = say.Lower(phrases.AgreedName(s.Commitment))
	case coach.StepRedial:
		name += ", redial"
	case coach.StepTask:
		name = rowTask(to, s)
	}
	if s.NeedsDate {
		name += ", no next date"
	}
	switch state := s.State(to.Now); {
	case s.Due.IsZero():
		return name
	case state == coach.Overdue:
		since := slices.MaxFunc([]time.Time{s.Until, s.Due}, time.Time.Compare)
		if to.Past(since) == "today" {
			return name + " · overdue since " + to.Clock(since)
		}
		return name + " · overdue since " + to.Past(since)
	case state == coach.DueNow && s.Until.After(to.Now):
		return name + " · until " + to.Clock(s.Until)
	case state == coach.DueNow:
		return name + " · now"
	}
	return name + " · " + to.When(s.Due)
}

// rowTask is what there is to do that is no call.
func rowTask(to say.Reader, s coach.Step) string {
	switch {
	case s.Task != nil && s.Task.Kind == coach.FindSuccessor:
		return "find the successor"
	case s.Task != nil && s.Task.Kind == coach.Renewal:
		return "contract ends " + to.Day(s.Task.At)
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
	"parked": {before: "parked"}, "paused": {before: "paused"}, "warm": {before: "warm"}, "cold": {before: "cold"},
	"high": {before: "high-potential"}, "low": {before: "low-potential"},
}

// listed counts the leads of a list: "3 overdue warm leads", "1 lead that needs a date". Without a filter they are the
// open ones.
func listed(n int, filters []string) string {
	if len(filters) == 0 {
		filters = []string{"open"}
	}
	parts := []string{say.Thousands(n)}
	var behind []string
	for _, f := range filters {
		words, known := listWords[f]
		switch {
		// Whatever outcome an installation has can be a filter, in its own words.
		case !known:
			words.behind = "closed as " + say.Lower(say.PlainOutcome(outcome.Outcome(f)))
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
	Cards   []coach.Card // due now and later today, at most ten are shown
	More    int          // how many more there are beside Cards
	Done    []Done       // logged today
	Silent  bool         // the rep has switched all messages off
	Away    *coach.Rep   // they are away: only what is agreed on for today is among Cards; nil where they aren't
	Backlog int          // calls that it is offered to spread, see [notify.Digest]
	Next    *coach.Card  // where nothing is due today: what comes next, nil for nothing
	New     *First       // the first steps of a rep without a lead so far; nil where they are done or were skipped
	Damaged []string     // names of due leads that can't be read

	Covered []notify.Covered // what is due of colleagues who are away
}

// Today answers `/followup` and `today`.
func Today(to say.Reader, d DayList) say.Reply {
	p := &say.Page{To: to}
	// Cards that fit no more are counted with those that were not even read.
	cards, rest := capped(d.Cards, cardsShown)
	more := d.More + rest
	switch {
	case d.New != nil:
		return FirstContact(to, *d.New)
	case d.Away != nil:
		absent.Line(p, *d.Away)
		for _, c := range cards {
			AddCard(p, c)
		}
		done(p, d.Done)
		return p.Reply()
	case len(cards)+more == 0:
		nothingDue(p, d)
		Covered(p, d.Covered, cardsShown)
		return p.Reply()
	}
	p.Header(say.Counted(len(cards)+more, "lead") + " today")
	for _, c := range cards {
		AddCard(p, c)
	}
	if more > 0 {
		moreButton(p, "due", more)
	}
	damaged(p, d.Damaged)
	Covered(p, d.Covered, cardsShown-len(cards))
	absent.BacklogLine(p, d.Backlog)
	done(p, d.Done)
	// A list that was asked for comes also to who has switched messages off, and reminds them of it.
	if d.Silent {
		p.Context("Messages are paused. `/followup settings on` resumes them.")
	}
	buttons := []slack.BlockElement{say.Button(ids.ActLogForm, "", "Log a call…"),
		say.Button(ids.ActAddForm, "", "Add a lead…")}
	if slices.ContainsFunc(cards, func(c coach.Card) bool {
		return c.Step.IsCall() && to.AllRules().Callable(c.Step, to.Now)
	}) {
		buttons = slices.Insert(buttons, 0, slack.BlockElement(say.Button(ids.ActGo, "", "Start calling")))
	}
	p.Actions("a", buttons...)
	return p.Reply()
}

// nothingDue is a day's list without a lead: what comes next, and what was logged today.
func nothingDue(p *say.Page, d DayList) {
	to := p.To
	head := "*Nothing due today.*"
	if d.Next != nil {
		head += " Next: " + say.Brief(say.NameOf(d.Next.Lead), 4) + ", " + to.When(d.Next.Step.Due)
	}
	lines := []string{head}
	if logged := loggedToday(d.Done); logged != "" {
		lines = append(lines, logged)
	}
	log := say.Button(ids.ActLogForm, "", "Log a call…")
	log.Style = slack.StylePrimary
	buttons := []slack.BlockElement{log, say.Button(ids.ActAddForm, "", "Add a lead…"),
		phrases.RunButton(0, "", "list week", "This week")}
	if d.Silent {
		lines = append(lines, "Messages are paused.")
		buttons = append(buttons, phrases.RunButton(1, "", "settings on", "Resume messages"))
	}
	p.Section(strings.Join(lines, "\n"))
	p.Actions("a", buttons...)
}

// loggedToday counts what was logged; the newest by name. "" where nothing was but decisions, such as a snooze.
func loggedToday(done []Done) string {
	calls, emails, others, closed := 0, 0, 0, 0
	var leads []string
	for _, d := range done {
		switch o := d.Touch.Outcome.Info(); {
		case o.Group == outcome.Decision: // nobody was spoken to
			continue
		case o.Mail:
			emails++
		case o.Group == outcome.OtherTouch || o.Code == outcome.Replied:
			others++
		case o.Ends && !o.Try: // decided at the desk
			closed++
		default:
			calls++
		}
		if n := say.Brief(say.NameOf(d.Lead), 3); !slices.Contains(leads, n) {
			leads = append(leads, n)
		}
	}
	var parts []string
	for _, c := range []struct {
		n         int
		one, more string
	}{{calls, "call", "calls"}, {emails, "email", "emails"}, {others, "other touch", "other touches"},
		{closed, "closed", "closed"}} {
		if c.n == 1 {
			c.more = c.one
		}
		if c.n > 0 {
			parts = append(parts, say.Thousands(c.n)+" "+c.more)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	words := "Logged today: " + say.And(parts)
	// Two names tell that the right calls were counted; the others would only make the line longer.
	const shown = 2
	if len(leads) > shown {
		return words + " · " + strings.Join(leads[:shown], ", ") + " and " + say.Thousands(len(leads)-shown) + " more"
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
func moreButton(p *say.Page, filter string, more int) {
	p.Actions("more", say.Button(say.Numbered(ids.ActPage, 0), ids.Value(filter, "1"),
		"Show "+say.Thousands(more)+" more"))
}

// done adds what was done today already, a line each. A long day's work is not read again line by line.
func done(p *say.Page, done []Done) {
	if len(done) == 0 {
		return
	}
	const most = 12
	lines := []string{"*Logged today:* " + say.Thousands(len(done))}
	for i, d := range done {
		if i == most {
			lines = append(lines, "and "+say.Thousands(len(done)-most)+" more")
			break
		}
		lines = append(lines, "✓ "+p.To.Clock(d.Touch.At)+" "+say.Name(d.Lead)+", "+say.Shortly(d.Touch.Outcome))
	}
	p.Section(strings.Join(lines, "\n"))
}
