package answers

import (
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Corrected says that an entry of a lead's history is another one now, or gone, and what comes next.
//
//	✓ Corrected: *Acme Corp*, no answer
//	Next: Wed 14 Jan, 15:00–16:00 · attempt 3 of 7   [History] [Undo]
func Corrected(to say.Reader, s Saved, was, is coach.Touch) say.Reply {
	p := &say.Page{To: to}
	words := "✓ Corrected: *" + say.Name(s.Lead) + "*, " + say.Shortly(is.Outcome)
	if is.Outcome == outcome.TakenOut {
		words = "✓ Taken out: *" + say.Name(s.Lead) + "*, " + say.Shortly(was.Outcome)
	}
	p.Section(strings.Join(append([]string{words}, SavedView{to, s}.nextLines()...), "\n"))
	p.Actions("a", historyButton(s.Lead), phrases.UndoButton(s.Lead, s.Change))
	return p.Reply()
}

// EntryStays says that an entry can't be corrected, since others go by it.
func EntryStays(to say.Reader, l coach.Lead, t coach.Touch) say.Reply {
	p := &say.Page{To: to}
	why := "the do-not-call stands or falls with it, and that holds for everyone."
	switch {
	case t.Lifted:
		why = "the lift of a do-not-call holds for everyone. If they want no calls after all, log do not call."
	case t.ByOtherLead:
		why = "a do-not-call was said to " + say.Mention("@", t.By) + " on another lead, and it's lifted there."
	case t.Outcome == outcome.DoNotCall && l.Progress.Closed != outcome.DoNotCall:
		why = "a do-not-call holds for everyone. It was lifted meanwhile."
	case t.Outcome == outcome.DoNotCall:
		why = "a do-not-call holds for everyone. The lead's page has the way to lift it."
	case t.Outcome == outcome.Verdict:
		why = "a manager decided this."
	}
	p.Section("*Not changed:* " + why)
	p.Actions("a", phrases.ShowLead(l))
	return p.Reply()
}
