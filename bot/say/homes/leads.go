package homes

import (
	"strconv"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// Filters of the leads, as their menu has them. The empty one is all that are open.
const (
	FilterOpen    = "open"
	FilterDue     = "due"
	FilterUndated = "needs-date"
	FilterDecide  = "to-decide"
	FilterStale   = "stale"
	FilterParked  = "parked"
	FilterPaused  = "paused" // on hold
	FilterClosed  = "closed"
)

// filters are the choices of the menu, and what is said where one finds nobody: how a lead comes there, or that there
// is nothing to do.
var filters = []struct{ filter, words, none string }{
	{FilterOpen, "Open", "No open leads. Add one, or bring in a list."},
	{FilterDue, "Due today", "Nothing due today."},
	{FilterUndated, "Needs a date", "Every lead has its next date."},
	{FilterDecide, "To decide", "Nothing to decide. Leads come here when their plan is used up."},
	{FilterStale, "Stale", "No lead stands still. Those without a call for a month come here."},
	{FilterParked, "Parked", "No parked leads. A list that is brought in may park those who don't fit."},
	{FilterPaused, "Paused", "No paused leads. `/followup pause` and a name puts one on hold."},
	{FilterClosed, "Closed", "No closed leads yet."},
}

// Leads is a page of the reader's leads.
type Leads struct {
	Filter string
	Cards  []coach.Card
	Total  int    // on all pages; below zero where nobody has counted
	Later  bool   // the page is not the first
	Next   string // where the next page begins; empty on the last
	More   bool   // there are more, which only the list has
}

// The order is that in which leads fall due, those with nothing due at the end; closed ones stand by name.

// LeadsTab is a page of the reader's leads, a row each, with the menu of filters and a field to find any of them.
func LeadsTab(to say.Reader, l Leads, manages bool, answers Answers) []slack.Block {
	p := &say.Page{To: to}
	nav(p, TabLeads, manages)
	answers.from(p, 0)
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, say.Label("Which", 75), ids.ActHome+".filter")
	none := ""
	for _, f := range filters {
		o := slack.NewOptionBlockObject(Place(TabLeads, f.filter, "", false), say.Label(f.words, 75), nil)
		menu.Options = append(menu.Options, o)
		if f.filter == l.Filter || f.filter == FilterOpen && l.Filter == "" {
			menu.InitialOption, none = o, f.none
		}
	}
	// Slack asks what it offers at each letter, as in a form.
	find := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, say.Label("Find a lead…", 75), ids.ActHomeFind)
	least := 0
	find.MinQueryLength = &least
	p.Actions("filter", menu, find)
	if l.Total > 0 {
		p.Header(say.Counted(l.Total, "lead"))
	}
	// A filter that finds nobody says what would be found; a page that does not, that there may be others.
	if len(l.Cards) == 0 {
		if l.Next != "" || l.Later {
			none = "None among these."
		}
		p.Section(none)
	}
	// A row has one button: what is done to a lead is done on its page, which opens over the Home.
	for _, c := range l.Cards {
		p.SectionOf("row", cards.Row(to, c, ""), say.ButtonFor(ids.ActShow, ids.Value(c.Lead.ID), "Show",
			say.PlainName(c.Lead, 40)))
	}
	// Pages have no numbers: to count what a filter leaves, all leads would have to be read.
	var turn []slack.BlockElement
	// The way back is the way to the start, since nobody keeps where the pages before began.
	if l.Later {
		turn = append(turn, say.Button(say.Numbered(ids.ActHome, 0), Place(TabLeads, l.Filter, "", false), "First page"))
	}
	if l.Next != "" {
		turn = append(turn, say.Button(say.Numbered(ids.ActHome, 1), Place(TabLeads, l.Filter, l.Next, false), "Next page"))
	}
	if l.More {
		turn = append(turn, say.Button(say.Numbered(ids.ActPage, 0), ids.Value(l.Filter, strconv.Itoa(2)), "Show more"))
	}
	p.Actions("turn", turn...)
	p.Actions("a", say.Button(ids.ActAddForm, "", "Add a lead…"), say.Button(ids.ActImport, "", "Import a list…"),
		phrases.RunButton(0, "", "export", "Export"))
	return p.Blocks
}
