package managers

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/teamday"
	"github.com/followup-coach/followup/coach/tips"
)

// Rep is one rep's page.
type Rep struct {
	Line    teamday.Line
	Figures teamday.Figures
	Since   time.Time // since when the figures were counted
	// Behind is where they lie furthest behind the others, with advice that fits; nil for nowhere beyond chance.
	Behind *teamday.Gap
	Tip    tips.Tip
	Leads  []coach.Card // to look at, the most urgent first
	More   int          // how many others there are
}

// RepPage shows one rep: how they stand, the figures of the last weeks with what they are made of, what to help them
// with, and the leads that may need a look. Sixty words beside twelve for each lead, with the advice thirty-five more.
//
//	*@Maya, this week:* 20 calls, 7 reached · 8 due, 5 overdue
//	*Since Oct 12:* reached on the 1st try 12 of 40 · on later tries 5 of 20 · next date after a talk 4 of 20 · …
//	*Coach this: next date after a talk.* 4 of 20, the others 60 of 80.
//	Open the calendar while they still talk…   [Source]
func RepPage(to say.Reader, r Rep) say.Reply {
	p := &say.Page{To: to}
	id := r.Line.Rep.ID
	lines := []string{"*" + say.Mention("@", id) + ", this week:* " + Line(to, r.Line, whole)}
	if r.Line.Known {
		lines = append(lines, Figures(to, r.Figures, r.Since))
	}
	p.Section(strings.Join(lines, "\n"))
	if r.Line.Known {
		coachThis(p, r)
	}
	for i, c := range r.Leads {
		p.SectionOf("lead", cards.Row(to, c, ""), say.ButtonFor(say.Numbered(ids.ActTeamLead, i),
			showRep(id, c.Lead.ID), "Open", say.PlainName(c.Lead, 40)))
	}
	if r.More > 0 {
		p.Context("and " + say.Counted(r.More, "more lead") + " to look at")
	}
	hold := phrases.RunButton(0, "", "team pause <@"+id+">", "Pause")
	if r.Line.Rep.Away.Paused() {
		hold = phrases.RunButton(0, "", "team resume <@"+id+">", "Resume")
	}
	p.Actions("a", hold, phrases.RunButton(1, "", "team handover <@"+id+">", "Hand over…"),
		phrases.RunButton(2, "", "team show", "All reps"))
	return p.Reply()
}

// coachThis adds where somebody lies furthest behind the others of their team, with n on both sides, and the advice of
// the sources that fits.
func coachThis(p *say.Page, r Rep) {
	if r.Behind == nil {
		p.Section("*Coach this:* nothing lies behind the team's beyond chance.")
		return
	}
	p.SectionOf("coach", "*Coach this: "+names[r.Behind.Figure]+".* "+of(r.Behind.Own)+", the others "+
		of(r.Behind.Others)+".\n"+r.Tip.Text, say.Button(ids.ActSource, ids.Value(r.Tip.ID), "Source"))
}

// names are how each figure is called.
var names = map[teamday.Figure]string{teamday.First: "reached on the 1st try",
	teamday.Later: "on later tries", teamday.Dated: "next date after a talk",
	teamday.Kept: "agreed calls they kept", teamday.OnTime: "due calls in time"}

// Figures are the figures of some weeks on one line; those of fewer than ten cases say nothing yet.
func Figures(to say.Reader, f teamday.Figures, since time.Time) string {
	var parts []string
	for i, count := range f.All() {
		if count.Of >= teamday.Fewest {
			parts = append(parts, names[teamday.Figure(i)]+" "+of(count))
		}
	}
	words := "*Since " + to.ShortDate(since.In(to.Location())) + ":* "
	if len(parts) == 0 {
		return words + "no figures yet"
	}
	return words + strings.Join(parts, " · ")
}

// of is "4 of 20".
func of(c coach.Count) string { return say.Thousands(c.N) + " of " + say.Thousands(c.Of) }

// Shared is what a rep's managers see of them, said to the rep: the same words as on the managers' side.
func Shared(to say.Reader, l teamday.Line, f teamday.Figures, since time.Time) string {
	return "*Your managers see this too.* This week: " + Line(to, l, whole) + "\n" + Figures(to, f, since)
}
