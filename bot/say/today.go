package say

import (
	"strings"

	"github.com/followup-coach/followup/coach"
)

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
