// Package managers is what a manager reads of their reps, day by day: a line for each, one rep's page, and a lead of
// theirs to look at. A line has twelve words and says nothing that its rep doesn't see of themselves, in the same words
// ([Shared]); habits and punctuality are no part of it.
//
//   - managers.go: the lines, as an answer and on the app's Home
//   - rep.go: one rep, with what to help them with
//   - lead.go: a lead to read, and a comment on it
//
// Notes are on a lead that was opened, and nowhere else here.
package managers

import (
	"strconv"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach/teamday"
)

// LineWords is how many words a rep's line has.
const LineWords = 12

// Reps is how many reps one page names: with a button each they stay far from Slack's fifty blocks.
const Reps = 20

// Team is a page of lines.
type Team struct {
	Names []string       // of the teams
	Lines []teamday.Line // of this page
	First int            // how many reps stand on the pages before
	Total int            // reps on all pages
	Typed string         // the line that shows the page, without where it begins
}

// Lines shows a page of reps, each with the way to their page.
//
//	*North, this week.* Each rep sees the same line.
//	@Maya: 20 calls, 7 reached · 8 due, 5 overdue · 1 to decide   [Show]
func Lines(to say.Reader, t Team) say.Reply {
	p := &say.Page{To: to}
	Add(p, t)
	return p.Reply()
}

// Add adds a page of lines to an answer or a Home.
func Add(p *say.Page, t Team) {
	if t.Total == 0 {
		p.Section("*" + teams(t.Names) + "* has no reps yet.")
		p.Actions("a", phrases.RunButton(0, "", "help team", "Help on teams"))
		return
	}
	p.Section("*" + teams(t.Names) + ", this week.* Each rep sees the same line.")
	for i, l := range t.Lines {
		p.SectionOf("rep", say.Mention("@", l.Rep.ID)+": "+Line(p.To, l, LineWords-1),
			phrases.RunButton(i, "", "team show <@"+l.Rep.ID+">", "Show"))
	}
	next := t.First + len(t.Lines)
	if left := t.Total - next; left > 0 {
		p.Actions("more", phrases.RunButton(Reps, "", t.Typed+" after "+strconv.Itoa(next),
			"Show "+strconv.Itoa(min(left, Reps))+" more"))
	}
}

// teams are their names, three of them at most.
func teams(names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, say.Brief(n, 3))
	}
	if len(out) > 3 {
		return say.And(append(out[:2], say.Counted(len(out)-2, "more team")))
	}
	return say.And(out)
}

// Line is how a rep stands, in at most so many words; what has no room is on their page.
func Line(to say.Reader, l teamday.Line, most int) string {
	if !l.Known {
		return "hasn't begun yet"
	}
	words, cut := there(to, l), false
	for _, part := range parts(l) {
		if words != "" {
			part = " · " + part
		}
		if say.WordsOf(words+part) > most {
			cut = true
			continue
		}
		words += part
	}
	if cut {
		words += " …"
	}
	return words
}

// there says that somebody isn't at work, empty where they are.
func there(to say.Reader, l teamday.Line) string {
	switch rep := l.Rep; {
	case rep.Gone:
		return "has left"
	case rep.Away.Paused():
		return "on hold"
	case rep.AwayAt(to.Now) && !rep.Returns().IsZero():
		return "away until " + to.ShortDate(rep.Returns().In(rep.Location()))
	case rep.AwayAt(to.Now):
		return "away"
	}
	return ""
}

// parts are what a line has, what matters most first.
func parts(l teamday.Line) []string {
	out := []string{say.Counted(l.Calls, "call") + ", " + say.Thousands(l.Reached) + " reached"}
	if l.Calls == 0 {
		out[0] = "no calls"
	}
	due := say.Thousands(l.Due+l.More) + " due"
	if l.More > 0 {
		due = "over " + due
	}
	if l.Overdue > 0 {
		due += ", " + say.Thousands(l.Overdue) + " overdue"
	}
	if l.Due+l.More > 0 {
		out = append(out, due)
	}
	if l.Agreed > 0 {
		out = append(out, say.Counted(l.Agreed, "agreed call"))
	}
	if l.Undated > 0 {
		out = append(out, say.Thousands(l.Undated)+" without a date")
	}
	if l.Reviews > 0 {
		out = append(out, say.Thousands(l.Reviews)+" to decide")
	}
	return out
}

// whole is a line without a limit.
const whole = 1000

// showRep is the value of what shows a rep's lead.
func showRep(rep, lead string) string { return ids.Value(lead, rep) }
