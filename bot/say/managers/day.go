package managers

import (
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

// Day is the message to a manager on the day of a team's summary: thirty words and twelve for each rep. Behind a rep
// who has left stands who goes on with their leads, behind each other one their page.
//
//	*North, Nov 2–8, by rep.*
//	@Maya: 20 calls, 7 reached · 8 due, 5 overdue · 1 to decide   [Show]
//	[Post the summary] [All reps] [Manage…]
func Day(to say.Reader, d notify.TeamDay) say.Reply {
	p := &say.Page{To: to}
	head := "*" + say.Brief(d.Team.Name, 3) + ", "
	if d.ThisWeek {
		head += "this week, by rep.* Each rep sees the same line."
	} else {
		head += span(to, d.From, d.To) + ", by rep.*"
	}
	p.SectionOf("s", head, phrases.MessageMenu(coach.KindReps))
	for i, l := range d.Lines {
		id := l.Rep.ID
		open := phrases.RunButton(i, "", "team show <@"+id+">", "Show")
		if l.Rep.Gone {
			open = phrases.RunButton(i, "", "team handover <@"+id+">", "Hand over…")
		}
		p.SectionOf("rep", say.Mention("@", id)+": "+Line(to, l, LineWords-1), open)
	}
	name := words.Quote(d.Team.Name)
	buttons := phrases.Taps(phrases.RunButton(Reps, "", "team summary now "+name, "Post the summary"),
		phrases.RunButton(Reps+1, "", "team show "+name, "All reps"),
		phrases.RunButton(Reps+2, "", "team list", "Manage…"))
	if d.More > 0 {
		p.Context("and " + say.Counted(d.More, "more rep"))
	}
	p.Actions("a", buttons...)
	return p.Reply()
}

// span is a stretch of days, the last one included.
func span(to say.Reader, from, last time.Time) string {
	switch {
	case say.Days(from, last) <= 0:
		return to.ShortDate(last)
	case from.Month() != last.Month():
		return to.ShortDate(from) + "–" + to.ShortDate(last)
	case to.MonthFirst():
		return from.Format("Jan 2") + "–" + last.Format("2")
	}
	return from.Format("2") + "–" + last.Format("2 Jan")
}
