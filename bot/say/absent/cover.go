package absent

import (
	"errors"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/cover"
)

// What is said of a cover: to whoever is away, and to the colleague who sees to their due leads.

// Lines that the buttons run.
const (
	lineCover    = "cover"
	lineCoverOff = "cover off"
)

// Covered says how things stand with the cover of an absence: asked, or agreed to; nothing where nobody is asked.
//
//	@Omar hasn't said yet whether they cover for you.
//	@Omar covers for you.
func Covered(c absence.Cover) string {
	switch {
	case c.By == "":
		return ""
	case c.Agreed.IsZero():
		return say.Mention("@", c.By) + " hasn't said yet whether they cover for you."
	}
	return say.Mention("@", c.By) + " covers for you."
}

// CoverWhy says in a sentence why somebody can't be asked to cover.
//
//	@Nina is away until Fri 20 Nov. Pick somebody else to cover.
func CoverWhy(to say.Reader, who coach.Rep, why error) string {
	// Each says what to do instead.
	name := say.Mention("@", who.ID)
	switch {
	case errors.Is(why, cover.ErrSelf):
		return "That's you. Pick somebody else to cover."
	case errors.Is(why, cover.ErrQuiet):
		return name + " has switched off all messages. Pick somebody else to cover."
	case errors.Is(why, cover.ErrTooMany):
		return name + " covers for " + say.Small(absence.CoversMost) + " already. Pick somebody else."
	case errors.Is(why, cover.ErrAbsent):
		if until := who.Away.Until; until != "" {
			return name + " is away until " + dateOf(to, until) + ". Pick somebody else to cover."
		}
		return name + " is away. Pick somebody else to cover."
	}
	return name + " doesn't use Followup. Pick somebody else to cover."
}

// CoverRefused says why somebody can't be asked, and gives back what was typed.
func CoverRefused(to say.Reader, who coach.Rep, why error, typed string) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not saved:* " + CoverWhy(to, who, why))
	if typed != "" {
		p.Typed(typed)
	}
	return p.Reply()
}

// CoverAsk asks the reader whether they see to what falls due for a colleague: so many leads, until their return.
//
//	@Maya asks you to cover 12 due leads until Wed 18 Nov. You may log, move and prep them, as yourself.
//	[OK] [No, thanks]
func CoverAsk(p *say.Page, owner, id, until string, due int) {
	leads := ""
	if due > 0 {
		leads = " " + say.Counted(due, "due lead")
	}
	p.Section("*" + say.Mention("@", owner) + " asks you to cover" + leads + " until " + dateOf(p.To, until) +
		".* You may log, move and prep their leads, as yourself.")
	ok := say.Button(ids.ActCover+".yes", ids.Value(owner, id, CoverYes), "OK")
	ok.Style = slack.StylePrimary
	p.Actions("cover", ok, say.Button(ids.ActCover+".no", ids.Value(owner, id, CoverNo), "No, thanks"))
}

// dateOf is the first day back, 2006-01-02, as a day of the reader's calendar: it is the same date for whoever reads
// it, wherever they are.
func dateOf(to say.Reader, until string) string {
	day, err := time.ParseInLocation(time.DateOnly, until, to.Location())
	if err != nil {
		return "they're back"
	}
	return to.Day(day.Add(12 * time.Hour))
}

// What the buttons of the question say.
const (
	CoverYes = "yes"
	CoverNo  = "no"
)

// CoverAnswered confirms the answer to the question, in its place.
//
//	✓ Saved: you cover for @Maya until Wed 18 Nov. What's due there stands below your own list.
//	[Today] [Stop covering]
func CoverAnswered(to say.Reader, owner coach.Rep, yes bool) say.Reply {
	p := &say.Page{To: to}
	if !yes {
		p.Section("✓ Declined. I've told " + say.Mention("@", owner.ID) + ".")
		return p.Reply()
	}
	p.Section("✓ *Saved:* you cover for " + say.Mention("@", owner.ID) + " until " + dateOf(to, owner.Away.Until) +
		". What's due there stands below your own list.")
	p.Actions("a", say.Button(ids.ActToday, "", "Today"), phrases.RunButton(0, "", lineCoverOff, "Stop covering"))
	return p.Reply()
}

// CoverOver answers a colleague for whom there is nothing to cover any more.
func CoverOver(to say.Reader, owner string) say.Reply {
	p := &say.Page{To: to}
	who := "them"
	if owner != "" {
		who = say.Mention("@", owner)
	}
	p.Section("You don't cover for " + who + " now, so nothing is changed.")
	return p.Reply()
}

// CoverAway answers a colleague who is away themselves.
func CoverAway(to say.Reader, rep coach.Rep) say.Reply {
	p := &say.Page{To: to}
	p.Section("You're away yourself, so nothing is changed.")
	Line(p, rep)
	return p.Reply()
}

// NotLent says why a colleague can't do something with a lead of somebody who is away.
//
//	Not saved: that's for @Maya to decide. You may log, move and prep the lead.
//	Not saved: you don't cover for @Maya now. Nothing is changed.
func NotLent(to say.Reader, owner string, why error, typed string) say.Reply {
	p := &say.Page{To: to}
	switch {
	case errors.Is(why, cover.ErrNotTheirs):
		p.Section("*Not saved:* that's for " + say.Mention("@", owner) + " to decide. You may log, move and prep the lead.")
	case errors.Is(why, cover.ErrAway):
		p.Section("*Not saved:* you're away yourself.")
	default:
		p.Section("*Not saved:* you don't cover for " + say.Mention("@", owner) + " now. Nothing is changed.")
	}
	if typed != "" {
		p.Typed(typed)
	}
	return p.Reply()
}

// AloneInLine answers one of several lines that is about a colleague's lead.
func AloneInLine(to say.Reader, name, owner, typed string) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not saved:* " + say.Quote(name, say.NameLength) + " is a lead of " + say.Mention("@", owner) +
		". Send this line by itself.")
	if typed != "" {
		p.Typed(typed)
	}
	return p.Reply()
}

// CoverEnded confirms that a cover has ended: nobody covers for the reader, or the reader for nobody any more.
func CoverEnded(to say.Reader, whom []string, change string) say.Reply {
	p := &say.Page{To: to}
	if len(whom) > 0 {
		p.Section("✓ *Saved:* you don't cover for " + say.People(whom, 3) + " any more. I've told them.")
		return p.Reply()
	}
	p.Section("✓ *Saved:* nobody covers for you. Nothing is due and nothing comes until you're back.")
	p.Actions("a", say.Button(ids.ActUndo, ids.Value("", change), "Undo"))
	return p.Reply()
}

// NoCover answers who neither is covered for nor covers.
//
//	Nobody covers for you, and you cover for nobody.   [Away…]
func NoCover(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("Nobody covers for you, and you cover for nobody. `/followup away until Monday cover @Kim` asks somebody.")
	p.Actions("a", phrases.RunButton(0, "", lineAway, "Away…"))
	return p.Reply()
}

// CoverLetter is what a rep hears unasked of a cover: that the colleague declined, or can't any more; or, as the
// colleague, that it has ended.
func CoverLetter(p *say.Page, l coach.Letter) {
	who := say.Mention("@", l.Colleague)
	switch l.Cover {
	case absence.CoverEnded:
		p.Section("*You don't cover for " + say.Mention("@", l.From) + " any more.* They ended it.")
		return
	case absence.CoverDeclined:
		p.Section("*" + who + " can't cover for you.* Nobody sees what's due until you're back.")
	default:
		p.Section("*" + who + " doesn't cover for you any more.* Nobody sees what's due until you're back.")
	}
	p.Actions("letter", phrases.RunButton(0, "", lineAway, "Ask somebody else…"))
}
