package coach

import "time"

// Who is new gets a line of how on the first cards of a morning message, and whole scripts in preps; both fade after so
// many logged calls (S1.4). Who is no salesperson keeps the scripts (S0.14).

// NewCalls is after how many logged calls a rep is no longer new.
const NewCalls = newRepCalls

// hintCards is how many cards have a line of how.
const hintCards = 3

// Hinted reports whether a rep with these counts gets lines of how: one who is new, and has switched off neither them
// nor tips.
func (r Rep) Hinted(c Counters) bool {
	return c.NewRep() && r.Wants(KindTip) && r.Switched(KindHint)
}

// WholeScripts reports whether a rep with these counts gets whole scripts in preps.
func (r Rep) WholeScripts(c Counters) bool { return r.Scripts || c.NewRep() && r.Switched(KindHint) }

// Hints are the lines of how on the first cards of a morning message, by the lead's id: each card has the tip that fits
// it best, another one than the day's and the other cards' where there is one. They count as no tip shown, since how a
// call is made is no news. shown is as in [Rules.TipFor]: what rests there is left out. nil for who is not new.
func (r *Rules) Hints(d Digest, rep Rep, c Counters, shown map[string]time.Time, now time.Time) map[string]Tip {
	if !rep.Hinted(c) {
		return nil
	}
	hints, used := map[string]Tip{}, map[string]bool{}
	if d.Tip != nil {
		used[d.Tip.ID] = true
	}
	cards := d.Shown()
	for _, card := range cards[:min(hintCards, len(cards))] {
		best := func(again bool) *Tip {
			return r.bestTip(card, now.In(rep.Location()), func(t *Tip) bool {
				return (again || !used[t.ID]) && t.short() && !shown[TipRest(t.ID)].After(now)
			})
		}
		t := best(false)
		if t == nil {
			t = best(true)
		}
		if t != nil {
			used[t.ID], hints[card.Lead.ID] = true, *t
		}
	}
	return hints
}
