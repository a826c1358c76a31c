// Package absent is what is said of somebody who is away: when they leave, while they are gone, and what becomes of
// what has gathered when they are back. An answer has sixty words, a line in another message one sentence. Most buttons
// run a line as if it were typed, so that one of last week finds out by itself that nothing is left to do.
package absent

import (
	"cmp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/spread"
)

const (
	agreedMost = 3 // agreed calls that are named, each with a button
	firstMost  = 3 // leads that are named as the first ones
)

// Lines that the buttons run, as if they were typed.
const (
	BackNow       = "now"    // "back now": back, and what has gathered is spread
	BackSpread    = "spread" // "back spread": what is long overdue is
	BackPark      = "park"   // "back park": it is put aside
	lineBack      = "back"
	lineBackNow   = lineBack + " " + BackNow
	lineSpread    = lineBack + " " + BackSpread
	linePark      = lineBack + " " + BackPark
	lineOverdue   = "list overdue"
	lineAway      = "away"
	buttonSpread  = "Spread"
	buttonBackNow = "Back now"
)

// Left confirms an absence, with [Undo] for the change. agreed are the calls that fall into it: somebody has been
// promised them, so that they stay.
func Left(to say.Reader, rep coach.Rep, agreed []coach.Agreed, change string) say.Reply {
	p := &say.Page{To: to}
	words := "✓ *Saved:* you're away until " + to.Day(rep.Returns()) + ". Nothing is due and nothing comes until then."
	switch c := rep.Away.Cover; {
	case c.By != "" && c.Agreed.IsZero():
		words += "\nI've asked " + say.Mention("@", c.By) + " to cover for you."
	case c.By != "":
		words += "\n" + Covered(c)
	}
	p.Section(words)
	undo := say.Button(ids.ActUndo, ids.Value("", change), "Undo")
	if len(agreed) == 0 {
		p.Actions("a", undo)
		return p.Reply()
	}
	// Three are named, since each has a button; the others are a list.
	var calls []string
	var buttons []slack.BlockElement
	for i, a := range agreed[:min(len(agreed), agreedMost)] {
		calls = append(calls, say.Quote(say.Few(a.Name, say.NameWords), say.NameLength)+", "+to.When(a.At))
		buttons = append(buttons, say.Button(say.Numbered(ids.ActNextForm, i), ids.Value(a.Lead),
			"Move "+strings.TrimSuffix(say.Tidy(a.Name, 17), "…")+"…"))
	}
	words = "Still agreed: " + strings.Join(calls, " · ")
	if more := len(agreed) - len(calls); more > 0 {
		words += " · and " + say.Thousands(more) + " more"
		buttons = append(buttons, phrases.RunButton(0, "", "list agreed", "Show all"))
	}
	p.Section(words)
	p.Actions("a", append(buttons, undo)...)
	return p.Reply()
}

// LeaveForm asks for the first day back, and who covers. The picker starts with the day that is known, else a week
// ahead; the other with who was named, or is asked already.
func LeaveForm(to say.Reader, rep coach.Rep, who string, meta request.Meta) slack.ModalViewRequest {
	first := to.Now.In(to.Location()).AddDate(0, 0, 7).Format(time.DateOnly)
	if rep.AwayAt(to.Now) && rep.Away.Until != "" {
		first = rep.Away.Until
	}
	return LeaveFormBack(to, rep, who, first, meta)
}

// LeaveFormBack is [LeaveForm] with the first day back that was said, 2006-01-02.
func LeaveFormBack(to say.Reader, rep coach.Rep, who, first string, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Away", Submit: "Save", Callback: fields.FormAway, Meta: meta}
	f.Section("From now until then nothing is due, and nothing comes.")
	day := slack.NewDatePickerBlockElement(fields.Date)
	day.InitialDate = first
	f.Input(fields.Date, "First day back", "", false, day)
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, say.Label("Nobody", 150), fields.Colleague)
	pick.InitialUser = cmp.Or(who, rep.Away.Cover.By)
	f.Input(fields.Colleague, "Cover", "They may log, move and prep what's due, once they agree.", true, pick)
	return f.View()
}

// Gathered is what waits for somebody who comes back, or is long overdue, and where it goes.
type Gathered struct {
	Leads int
	Last  time.Time // the last day that has some of them
	First []string  // names of the first ones
}

// until says how many there are, and until when.
func (g Gathered) until(to say.Reader) string {
	return say.Counted(g.Leads, "lead") + ", at most " + say.Thousands(spread.PerDay) + " a day, until " + to.Day(g.Last)
}

// Return shows what coming back now comes to. It takes effect with its button.
func Return(to say.Reader, g Gathered) say.Reply {
	p := &say.Page{To: to}
	if g.Leads == 0 {
		p.Section("*Back now?* Nothing has gathered.")
	} else {
		p.Section("*Back now?* " + say.Capital(g.until(to)) + ". First: " + strings.Join(named(g.First), ", ") +
			"\nAgreed calls stay where they are.")
	}
	b := phrases.RunButton(0, "", lineBackNow, map[bool]string{true: buttonSpread, false: buttonBackNow}[g.Leads > 0])
	b.Style = slack.StylePrimary
	p.Actions("a", b, phrases.RunButton(1, "", lineAway, "Stay away…"))
	return p.Reply()
}

// named are the first names, cut to what a line has room for.
func named(names []string) (out []string) {
	for _, n := range names[:min(len(names), firstMost)] {
		out = append(out, say.Quote(say.Few(n, say.NameWords), say.NameLength))
	}
	return out
}

// Spread confirms that somebody is back, or that what is long overdue is spread, with [Undo] for the change.
func Spread(to say.Reader, why string, g Gathered, change string) say.Reply {
	p := &say.Page{To: to}
	words := "✓ *Saved:* you're back."
	switch {
	case why == absence.Backlog:
		words = "✓ *Saved:* " + g.until(to) + "."
	case g.Leads > 0:
		words += " " + say.Capital(g.until(to)) + "."
	}
	p.Section(words)
	p.Actions("a", say.Button(ids.ActToday, "", "Today"), say.Button(ids.ActUndo, ids.Value("", change), "Undo"))
	return p.Reply()
}

// Parked confirms that what is long overdue is put aside.
func Parked(to say.Reader, leads int, change string) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Saved:* " + say.Counted(leads, "lead") +
		" parked. Nothing is due there until you resume one or log a call.")
	p.Actions("a", phrases.RunButton(0, "", "list parked", "Show"),
		say.Button(ids.ActUndo, ids.Value("", change), "Undo"))
	return p.Reply()
}

// NotAway answers "back" to somebody who isn't away. Who is back since today, by a click before this one, gets the way
// to take that back again.
func NotAway(to say.Reader, rep coach.Rep) say.Reply {
	p := &say.Page{To: to}
	if s := rep.Spread; s.Why == absence.Away && s.Entry != "" && !s.At.Before(rep.Midnight(to.Now, 0)) {
		p.Section("You're back already, so nothing is changed.")
		p.Actions("a", say.Button(ids.ActToday, "", "Today"), say.Button(ids.ActUndo, ids.Value("", s.Entry), "Undo"))
		return p.Reply()
	}
	p.Section("You're not away, so nothing is changed.")
	p.Actions("a", say.Button(ids.ActToday, "", "Today"), phrases.RunButton(0, "", lineAway, "Away…"))
	return p.Reply()
}

// NoBacklog answers the button of a backlog that is none any more.
func NoBacklog(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("Nothing is that long overdue any more, so nothing is changed.")
	p.Actions("a", say.Button(ids.ActToday, "", "Today"))
	return p.Reply()
}

// Undone says how things stand after such a change was taken back.
func Undone(to say.Reader, op string, rep coach.Rep) say.Reply {
	p := &say.Page{To: to}
	switch {
	case rep.AwayAt(to.Now):
		p.Section("*Undone:* you're away until " + to.Day(rep.Returns()) + ".")
		p.Actions("a", backButton())
		return p.Reply()
	case op == absence.OpAway:
		p.Section("*Undone:* you're not away. Everything is due as it was.")
	default:
		p.Section("*Undone:* nothing is moved. Everything is due when it was.")
	}
	p.Actions("a", say.Button(ids.ActToday, "", "Today"))
	return p.Reply()
}

// Line says that the reader is away, with the way back, in a message that was asked for. From a hold only a manager
// brings them back.
func Line(p *say.Page, rep coach.Rep) {
	if rep.Away.Paused() {
		p.Section("*" + say.Mention("@", rep.Away.By) + " put your leads on hold " + p.To.When(rep.Away.Since) +
			".* Nothing is due until a manager ends that.")
		return
	}
	until := "until you say so"
	if back := rep.Returns(); !back.IsZero() {
		until = "until " + p.To.Day(back)
	}
	words := "*You're away " + until + ".* Nothing is due before that."
	if c := Covered(rep.Away.Cover); c != "" {
		words += "\n" + c
	}
	p.SectionOf("away", words, backButton())
}

// Gone answers what somebody who is away asks to be shown of their work.
func Gone(to say.Reader, rep coach.Rep) say.Reply {
	p := &say.Page{To: to}
	Line(p, rep)
	return p.Reply()
}

// LeaveButton asks for the first day back.
func LeaveButton() *slack.ButtonBlockElement { return phrases.RunButton(8, "", lineAway, "Away…") }

// backButton shows what coming back comes to, before anything is changed.
func backButton() *slack.ButtonBlockElement { return phrases.RunButton(9, "", lineBack, buttonBackNow) }

// SpreadLine says in the first message after an absence what has become of what had gathered.
func SpreadLine(p *say.Page, s absence.Spread) {
	last, err := time.ParseInLocation(time.DateOnly, s.Last, p.To.Location())
	if err != nil || s.Leads == 0 {
		return
	}
	// It was done unasked, so that the way back stands beside it.
	g := Gathered{Leads: s.Leads, Last: last}
	p.SectionOf("spread", "*Welcome back:* "+g.until(p.To)+".", say.Button(ids.ActUndo, ids.Value("", s.Entry), "Undo"))
}

// BacklogLine offers, once, to deal with what is long overdue.
func BacklogLine(p *say.Page, n int) {
	if n == 0 {
		return
	}
	p.Section("*" + say.Counted(n, "call") + " overdue for over two weeks.* Spread them, " + say.Thousands(spread.PerDay) +
		" a day, or park them?")
	p.Actions("backlog", phrases.RunButton(6, "", lineSpread, buttonSpread), phrases.RunButton(7, "", linePark, "Park"),
		phrases.RunButton(8, "", lineOverdue, "Show"))
}
