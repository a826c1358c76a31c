package say

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// The day's list and the list of all leads. A message shows ten leads and says how many more there are; a row of the
// list aims at 12 words.

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
		head = counted(n, "lead") + " to look after today"
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
	p.sectionOf("more", words+" in the list.", button(numbered(ActPage, 0), request.Value(filter, "1"), words))
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

// ListSize is how many leads a page of a list has.
const ListSize = 10

// ListPage is one page of a list.
type ListPage struct {
	Filter string // due, week, stale, all, closed; or empty for the open ones
	Search string // the words searched for
	Leads  []coach.Card
	Page   int // from 1
	Total  int // leads on all pages
}

// List shows a page of leads, each with its step, and the way to the pages beside it.
func List(to Reader, l ListPage) Reply {
	p := &page{to: to}
	page := max(1, l.Page)
	pages := max(1, (l.Total+ListSize-1)/ListSize)
	what := map[string]string{"due": "due leads", "week": "leads due this week",
		"stale": "leads without a call for a month", "all": "leads", "closed": "closed leads", "": "open leads"}[l.Filter]
	if what == "" {
		what = "leads"
	}
	head := fmt.Sprintf("%s %s", thousands(l.Total), what)
	if l.Total == 1 {
		head = "1 " + strings.Replace(what, "leads", "lead", 1)
	}
	if l.Search != "" {
		head += " with “" + tidy(l.Search, 40) + "”"
	}
	if pages > 1 {
		head += fmt.Sprintf(", page %d of %d", page, pages)
	}
	p.header(head)
	if l.Total == 0 {
		p.section("Nobody here. `/followup list all` shows every lead, and `/followup add Acme` adds one.")
	}
	shown, _ := capped(l.Leads, ListSize)
	for _, c := range shown {
		lines := []string{who(c.Lead)}
		if c.Lead.Open() {
			lines = append(lines, stepView{to, c}.line())
		} else {
			line := "Closed: " + lower(closedWords(c.Lead.Progress.Closed)) + inBrackets(to.day(c.Lead.Progress.ClosedAt))
			if c.Lead.Progress.ClosedReason != "" {
				line += ", " + quote(c.Lead.Progress.ClosedReason, shortLength)
			}
			if c.Step.Kind == coach.StepTask { // why it stands in a list of what is due
				line += "\n" + stepView{to, c}.line()
			}
			lines = append(lines, line)
		}
		p.sectionOf("row", strings.Join(lines, "\n"),
			buttonFor(ActShow, request.Value(c.Lead.ID), "Show", plainName(c.Lead, 40)))
	}
	// The search travels along in the button, cut to fit its value, so that the next page is of the same list.
	var turn []slack.BlockElement
	value := func(n int) string {
		return blockkit.Truncate(request.Value(l.Filter, strconv.Itoa(n), tidy(l.Search, 60)), blockkit.MaxValue)
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
