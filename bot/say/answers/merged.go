package answers

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// Merged says that one lead has gone into another one, and what comes next.
//
//	✓ Merged: *Acme Inc* into *Acme Corp*
//	Next: Wed 14 Jan, 15:00–16:00 · attempt 3 of 7   [Undo]
func Merged(to say.Reader, s Saved, gone coach.Lead) say.Reply {
	p := &say.Page{To: to}
	p.Section(strings.Join(append([]string{"✓ Merged: *" + say.Name(gone) + "* into *" + say.Name(s.Lead) + "*"},
		SavedView{to, s}.nextLines()...), "\n"))
	p.Actions("a", phrases.ShowLead(s.Lead), phrases.UndoButton(s.Lead, s.Change))
	return p.Reply()
}

// MergeGone says that one of two leads is gone since their merge was shown.
func MergeGone(to say.Reader, name string) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not merged:* *" + say.Name(coach.Lead{Name: name}) + "* is gone.")
	return p.Reply()
}

// Next says what comes next and when.
func Next(to say.Reader, st coach.Step) string { return nextWords(to, st) }

// GoesOn says that nothing holds up a lead which was to go on, and what comes next.
//
//	*Acme Corp* isn't on hold. Next: Wed 11 Nov 08:00 EST–10:00 EST · attempt 2 of 7
func GoesOn(to say.Reader, c coach.Card) say.Reply {
	p := &say.Page{To: to}
	p.SectionOf(phrases.CardKey(c.Lead.ID), "*"+say.Name(c.Lead)+"* isn't on hold. "+nextWords(to, c.Step), nil)
	p.Actions(phrases.CardKey(c.Lead.ID), phrases.ShowLead(c.Lead))
	return p.Reply()
}

// OnHold says that a lead is on hold already which was to be paused.
func OnHold(to say.Reader, c coach.Card) say.Reply {
	p := &say.Page{To: to}
	p.SectionOf(phrases.CardKey(c.Lead.ID), "*"+say.Name(c.Lead)+"* is on hold already. "+phrases.Paused(to, c.Lead)+".",
		nil)
	p.Actions(phrases.CardKey(c.Lead.ID), phrases.ResumeButton(c.Lead), phrases.ShowLead(c.Lead))
	return p.Reply()
}

// mergeButtons are the one that makes one lead of two; none without another.
func mergeButtons(l coach.Lead, twin *coach.Lead) []slack.BlockElement {
	if twin == nil {
		return nil
	}
	return []slack.BlockElement{say.ButtonFor(ids.ActMerge, ids.Value(l.ID, twin.ID), "Merge…",
		say.PlainName(*twin, 40))}
}
