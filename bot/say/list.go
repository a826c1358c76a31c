package say

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
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
	p.header(head)
	if l.Total == 0 {
		p.section("Nobody here. `/followup list all` shows every lead, and `/followup add Acme` adds one.")
		p.searchAll(l)
	}
	shown, _ := capped(l.Leads, ListSize)
	for _, c := range shown {
		lines := []string{who(c.Lead)}
		if c.Lead.Open() {
			lines = append(lines, stepView{to, c}.stepLine())
		} else {
			line := "Closed: " + lower(closedWords(c.Lead.Progress.Closed)) + inBrackets(to.past(c.Lead.Progress.ClosedAt))
			if c.Lead.Progress.ClosedReason != "" {
				line += ", " + quote(c.Lead.Progress.ClosedReason, shortLength)
			}
			lines = append(lines, line)
			if c.Step.Kind == coach.StepTask {
				lines = append(lines, stepView{to, c}.stepLine()) // why it stands in a list of what is due
			}
		}
		p.sectionOf("row", strings.Join(lines, "\n"),
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

// searchAll offers to look for the words of an empty list among all leads, where it looked among some.
func (p *page) searchAll(l ListPage) {
	if l.Search == "" || slices.Contains(l.Filters, "all") {
		return
	}
	if b := runButton(0, "", "list all "+tidy(l.Search, 60), "Look among all leads"); b != nil {
		p.actions("a", b)
	}
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
			words.behind = "closed as " + lower(closedWords(coach.Outcome(f)))
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
	head := "Nothing is due today"
	if n := len(cards) + more; n > 0 {
		head = counted(n, "lead") + " today"
	}
	p.header(head)
	if len(cards) == 0 && len(d.Done) == 0 {
		p.section(
			"Log a call with `/followup log Acme voicemail`, or add somebody with `/followup add Acme phone:+12125550100`.")
	}
	for _, c := range cards {
		p.card(c)
	}
	if more > 0 {
		p.moreButton("due", more)
	}
	p.done(d.Done)
	if d.Silent {
		p.context("All my messages to you are off. `/followup settings on` brings them back.")
	}
	p.actions("a", button(ActLogForm, "", "Log a call…"), button(ActAddForm, "", "Add a lead…"))
	return p.reply()
}

// capped is as much of a list as fits, and how much is left over.
func capped(cards []coach.Card, most int) (shown []coach.Card, left int) {
	if len(cards) <= most {
		return cards, 0
	}
	return cards[:most], len(cards) - most
}

// moreButton says how many more there are and opens the list at what the button says.
func (p *page) moreButton(filter string, more int) {
	words := "And " + thousands(more) + " more"
	p.sectionOf("more", words+" in the list.", button(numbered(ActPage, 0), Value(filter, "1"), words))
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
		lines = append(lines, "✓ "+p.to.clock(d.Touch.At)+" "+name(d.Lead)+" · "+plainOutcome(d.Touch.Outcome))
	}
	p.section(strings.Join(lines, "\n"))
}
