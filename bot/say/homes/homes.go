// Package homes is what the app's Home shows, a tab at a time: what to do today, the reader's leads, their figures, and
// for a manager what waits for them. Each begins with the way to the others.
//
// A lead has twelve words here, its step and the one time that counts, with its number to tap: the rest is in prep. Any
// other section has sixty. The buttons of a lead are those of its card, so that a tap does the same everywhere.
package homes

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/selfreport"
)

// Tabs of a Home. The empty one is the day's, which is what somebody sees who has gone nowhere yet. A button carries
// its tab, so that one of an older version leads to the day at worst.
const (
	TabDay     = ""
	TabLeads   = "leads"
	TabFigures = "figures"
	TabTeam    = "team"
)

const (
	LeadWords  = 12 // of a lead on a Home
	firstMost  = 5  // leads that the day shows at first…
	firstAsks  = 2  // …of which so many are questions, where there are others
	wholeMost  = 20 // …and once all are asked for: with the rest of the page that is far from Slack's 100 blocks
	agreedMax  = 5  // agreed calls of the week that are named
	doneMost   = 6  // touches of today that are named
	triesLeast = 10 // calls from which on a chart says something
)

// Place is the value of a button that goes to a place of the Home: a tab, and in it a filter, a page of the leads, and
// whether all of today is shown.
func Place(tab, filter, after string, whole bool) string {
	mark := ""
	if whole {
		mark = "whole"
	}
	return ids.Value(tab, filter, url.QueryEscape(after), mark)
}

// Day is what a Home shows first. It is the morning message as of now, so that both have the same leads in the same
// order: what needs an answer, what is agreed on, what can be called now, and what later.
type Day struct {
	Digest  notify.Digest // as in the morning message, without a tip
	Whole   bool          // all of today was asked for
	Begin   *cards.First  // the first steps; nil for none
	Lead    *Lead         // those of who leads a team; nil for none
	Leads   bool          // there is a lead at all
	Done    []cards.Done  // logged today, newest first
	Next    *coach.Card   // where nothing is due today: what comes next
	Week    int           // leads that fall due within seven days, from today on
	Agreed  []coach.Agreed
	Counted coach.Counters // of this week
	Paused  bool           // the reader has switched all messages off
	Away    *coach.Rep     // the reader, who is away; nil where they aren't
}

// Answers are the blocks of answers to what was tapped on a Home, by how many cards stand above them.
type Answers map[int][]slack.Block

// from adds the answers below which nothing stands, or nothing did.
func (a Answers) from(p *say.Page, above int) {
	for _, at := range slices.Sorted(maps.Keys(a)) {
		if at >= above {
			p.Blocks = append(p.Blocks, a[at]...)
		}
	}
}

// part is some leads of a day under a heading.
type part struct {
	title string
	cards []coach.Card
}

// parts are the leads of a day that have a place on it, at most five until all are asked for, and how many these are.
// Questions take two of the five where there is something to call: a Home says first what to do now.
func (d Day) parts() (parts []part, shown int) {
	most, asks := firstMost, firstAsks
	if g := d.Digest; d.Whole || len(g.Asks)+len(g.Commitments)+len(g.Cards)+len(g.Later) <= firstMost {
		asks = len(g.Asks)
	}
	if d.Whole {
		most = wholeMost
	}
	for _, p := range []part{
		{"Answer first", d.Digest.Asks[:min(asks, len(d.Digest.Asks))]}, {"Agreed for today", d.Digest.Commitments},
		{"Call now", d.Digest.Cards}, {"Later today", d.Digest.Later}, {"Also today", d.Digest.Also},
	} {
		if p.cards = p.cards[:min(len(p.cards), most-shown)]; len(p.cards) > 0 {
			parts, shown = append(parts, p), shown+len(p.cards)
		}
	}
	return parts, shown
}

// callable reports whether somebody can be called now.
func (d Day) callable(to say.Reader) bool {
	g := d.Digest
	return slices.ContainsFunc(slices.Concat(g.Commitments, g.Cards, g.Also), func(c coach.Card) bool {
		return c.Step.IsCall() && to.AllRules().Callable(c.Step, to.Now)
	})
}

// DayTab is what to do now and later today, five leads at first, then what the week holds.
func DayTab(to say.Reader, d Day, manages bool, answers Answers) []slack.Block {
	p := &say.Page{To: to}
	nav(p, TabDay, manages)
	// What there is to do comes before what there is to know, and settings and help come last.
	if d.Begin != nil {
		begin(p, *d.Begin)
	}
	if d.Lead != nil {
		leads(p, *d.Lead)
	}
	parts, shown := d.parts()
	if d.Away != nil {
		absent.Line(p, *d.Away)
	}
	if d.Begin != nil && !d.Leads {
		answers.from(p, 0) // the first steps say what there is to do
	} else if d.Digest.Total() == 0 {
		// The last card was dealt with: what came of it still stands here.
		answers.from(p, 0)
		if d.Away == nil {
			nothing(p, d)
		}
	} else {
		p.Header(say.Counted(d.Digest.Total(), "lead") + " today")
		if d.callable(to) {
			start := say.Button(ids.ActGo, "", "Start calling")
			start.Style = slack.StylePrimary
			p.Actions("go", start)
		}
		day(p, parts, answers)
		more := func(to, words string) { p.Actions("more", say.Button(say.Numbered(ids.ActHome, 0), to, words)) }
		switch left := d.Digest.Total() - shown; {
		case left > 0 && !d.Whole: // as many as it brings, which may be fewer than are left
			d.Whole = true
			_, all := d.parts()
			more(Place(TabDay, "", "", true), "Show "+say.Thousands(all-shown)+" more")
		case left > 0:
			more(Place(TabLeads, FilterDue, "", false), "Show all "+say.Thousands(d.Digest.Total()))
		case d.Whole:
			more(Place(TabDay, "", "", false), "Show fewer")
		}
	}
	theirs(p, d.Digest.Covered)
	done(p, d.Done)
	if n := len(d.Digest.Damaged); n > 0 {
		p.Context("I can't read " + say.Counted(n, "lead") + ". Tell whoever runs me.")
	}
	week(p, d)
	if d.Paused {
		p.Context("Messages are paused. `/followup settings on` resumes them.")
	}
	tools := []slack.BlockElement{say.Button(ids.ActLogForm, "", "Log a call…")}
	// The first steps lead to leads and settings already.
	if d.Begin == nil || d.Leads {
		tools = append(tools, say.Button(ids.ActAddForm, "", "Add a lead…"), say.Button(ids.ActSettings, "", "Settings…"),
			absent.LeaveButton(),
			say.Button(ids.ActSettings+".messages", fields.PageMessages, "Messages…"))
	}
	p.Actions("a", append(tools, say.Button(ids.ActHelp, "", "Help"))...)
	return p.Blocks
}

// theirsMost is how many of a colleague's leads a Home names.
const theirsMost = 5

// theirs adds what is due of the colleagues for whom the reader covers, in a line each, below the reader's own; their
// cards are behind a button.
//
//	*@Maya's leads:* 7 due today                          [Show]
//	*Alder* · attempt 2 of 7 · until 10:00 AM
//	and 2 more
func theirs(p *say.Page, all []notify.Covered) {
	for i, c := range all {
		if c.Total == 0 {
			continue
		}
		lines := []string{covered.Head(c.Owner, say.Thousands(c.Total)+" due today")}
		for _, card := range c.Cards[:min(len(c.Cards), theirsMost)] {
			lines = append(lines, cards.Row(p.To, card, ""))
		}
		if more := c.Total - (len(lines) - 1); more > 0 {
			lines = append(lines, "and "+say.Thousands(more)+" more")
		}
		p.SectionOf("theirs", strings.Join(lines, "\n"), phrases.RunButton(20+i, "", "cover", "Show"))
	}
}

// day adds the leads of a day under their headings, with the answers between them.
func day(p *say.Page, parts []part, answers Answers) {
	above := 0
	for _, part := range parts {
		for i, c := range part.cards {
			p.Blocks = append(p.Blocks, answers[above]...)
			if i == 0 {
				p.SectionOf(cards.PartKey, "*"+part.title+"*", nil)
			}
			lead(p, c)
			above++
		}
	}
	answers.from(p, above)
}

// done counts what was logged today and names the newest, with the way to take the last of it back.
func done(p *say.Page, logged []cards.Done) {
	if len(logged) == 0 {
		return
	}
	var lines []string
	for i, d := range logged {
		if i == doneMost {
			break
		}
		lines = append(lines, say.Brief(say.NameOf(d.Lead), 3)+", "+say.Shortly(d.Touch.Outcome))
	}
	words := "*Done today: " + say.Thousands(len(logged)) + "*\n✓ " + strings.Join(lines, " · ")
	if len(logged) > doneMost {
		words += "…"
	}
	// The button names the change that it stands beside, so that a tap on a Home that isn't drawn anew yet takes back
	// nothing else. What can't be taken back has none: it would take back something older.
	var undo slack.BlockElement
	if newest := logged[0]; newest.Change != "" {
		undo = say.ButtonFor(ids.ActUndo, ids.Value(newest.Lead.ID, newest.Change), "Undo last",
			say.PlainName(newest.Lead, 40))
	}
	p.SectionOf("done", words, undo)
}

// lead adds a lead in twelve words, with the buttons of its card.
func lead(p *say.Page, c coach.Card) {
	key, step := phrases.CardKey(c.Lead.ID), cards.StepView{To: p.To, Card: c}
	words := cards.Row(p.To, c, "")
	// A number is there to be tapped. What has no room for it has a long step, and its number in prep.
	if _, _, number := step.Whom(); say.WordsOf(words)+say.WordsOf(number) <= LeadWords {
		name, rest, _ := strings.Cut(words, " · ")
		words = name + number + " · " + rest
	}
	p.SectionOf(key, words, step.More())
	p.Actions(key, step.Buttons()...)
}

// nothing is a day without a lead: what comes next, and what there is to do instead.
func nothing(p *say.Page, d Day) {
	// An empty Home teaches what fills it, and says that something comes, so that nobody takes it for a broken one.
	words := "*Nothing due today.*"
	if d.Next != nil {
		words += " Next: " + say.Brief(say.NameOf(d.Next.Lead), 4) + ", " + p.To.When(d.Next.Step.Due)
	}
	p.Section(words + "\nLog a call or add a lead, and I'll tell you here whom to call next.")
}

// week is what the next seven days hold, and what this one held so far. Where there is neither, there is no word of it:
// a Home that begins says what to do first, and not that nothing has been done.
func week(p *say.Page, d Day) {
	lines := []string{"*This week*"}
	if t := d.Counted; t.Tries() > 0 {
		lines = append(lines, "So far: "+say.Counted(t.Tries(), "call")+", "+say.Thousands(t.Reached)+" reached")
	}
	if d.Week > d.Digest.Total() { // else it is today's leads once more
		lines = append(lines, "Within seven days: "+say.Counted(d.Week, "lead"))
	}
	// An agreed call is a promise, so each of the next is named, with its time. Today's are among them: above they stand
	// with what to do.
	for i, a := range d.Agreed {
		if i == agreedMax {
			lines = append(lines, "and "+say.Counted(len(d.Agreed)-i, "more agreed call"))
			break
		}
		lines = append(lines, "Agreed: "+p.To.When(a.At)+", "+say.Brief(a.Name, 3))
	}
	if len(lines) == 1 {
		return
	}
	p.SectionOf("week", strings.Join(lines, "\n"), phrases.RunButton(0, "", "list week", "Show the week"))
}

// nav is the way to the other tabs.
func nav(p *say.Page, at string, manages bool) {
	// The tab that is shown has no button: it would do nothing.
	var row []slack.BlockElement
	for i, tab := range []struct{ tab, words string }{{TabDay, "Today"}, {TabLeads, "My leads"},
		{TabFigures, "My figures"}, {TabTeam, "My team"}} {
		if tab.tab == at || tab.tab == TabTeam && !manages {
			continue
		}
		row = append(row, say.Button(say.Numbered(ids.ActHome, i+1), Place(tab.tab, "", "", false), tab.words))
	}
	p.Actions("nav", row...)
}

// Figures are what the reader's own calls come to.
type Figures struct {
	Own    *selfreport.Report // nil for nothing yet
	Tries  []notify.TryRate
	Shared string // what their managers see too; "" where they have none
}

// FiguresTab is that, with a chart and, for a screen reader, its numbers in words. What managers see stands apart from
// what they don't.
func FiguresTab(to say.Reader, f Figures, manages bool, answers Answers) []slack.Block {
	m, tries := f.Own, f.Tries
	p := &say.Page{To: to}
	nav(p, TabFigures, manages)
	answers.from(p, 0)
	// The figures of somebody who has logged nothing yet would all be none.
	lines := figures.SelfReportLines(m)
	if len(lines) == 0 {
		lines = []string{"They begin with your first logged call."}
	}
	p.Section("*Your figures.* " + figures.OnlyYou + ".\n" + strings.Join(lines, "\n"))
	p.Actions("numbers", phrases.RunButton(0, "", "numbers", "All my numbers"))
	if f.Shared != "" {
		p.Section(f.Shared)
	}
	calls := 0
	for _, t := range tries {
		calls += t.Calls
	}
	if calls < triesLeast {
		p.Context("How many you reach by try is drawn here from your tenth call in four weeks on.")
		return p.Blocks
	}
	p.Section("*The last four weeks.* " + figures.ByTry(tries))
	figures.TryChart(p, tries)
	return p.Blocks
}
