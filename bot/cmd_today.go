package bot

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// dueMost bounds how many due leads one answer looks at; what is beyond it is counted, not read.
const dueMost = 200

// todayLine answers "/followup" and "today": what is due now and today, and what was logged today.
func (b *Bot) todayLine(ctx context.Context, a *act, _ line) (answer, error) {
	reply, err := b.todayReply(ctx, a)
	if err != nil {
		return answer{}, err
	}
	return saying(reply)
}

func (b *Bot) todayReply(ctx context.Context, a *act) (say.Reply, error) {
	seen, err := b.look(ctx, a, store.Ask{})
	if err != nil {
		return say.Reply{}, err
	}
	rep := seen.Rep
	y, m, d := a.now.In(rep.Location()).Date()
	leads, total, err := b.space().DueLeads(ctx, a.user, time.Date(y, m, d+1, 0, 0, 0, 0, rep.Location()), dueMost)
	if err != nil {
		return say.Reply{}, err
	}
	journal, err := b.space().Journal(ctx, a.user, a.now, 200)
	if err != nil {
		return say.Reply{}, err
	}
	day := b.rules.Digest(rep, leads, a.now, nil)
	day.More += total - len(leads)
	list := say.DayList{
		Cards: slices.Concat(day.Asks, day.Commitments, day.Cards), More: day.More, Silent: rep.Off,
		Done: doneSince(journal, time.Date(y, m, d, 0, 0, 0, 0, rep.Location())),
	}
	return b.checked(a, say.Today(b.readerOn(a, onToday), list)), nil
}

// doneSince are the touches of today that stand, newest first, as the journal has them.
func doneSince(journal []store.Entry, midnight time.Time) []say.Done {
	var out []say.Done
	for _, e := range journal {
		o := outcomeIn(e.Op)
		if e.Undone || e.Undoes != "" || e.TouchID == "" || o == "" || e.At.Before(midnight) || o == coach.Calling ||
			o == coach.Details || o == coach.Explained {
			continue // the last three belong to a call that stands there by itself
		}
		out = append(out, say.Done{Lead: coach.Lead{ID: e.LeadID, Name: e.LeadName},
			Touch: coach.Touch{Outcome: o, At: e.At}})
	}
	return out
}
