package schedule

import (
	"context"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

const (
	lateAfter  = 15 * time.Minute // a digest so far behind its time says so
	digestMax  = 200              // leads read for one digest; what is beyond is only counted
	digestSpan = 2 * time.Hour    // a digest that is set to after the working hours may go out for so long
)

// digest decides about a rep's digest. Its deed is named after the rep-local date, whatever the rep changed about zone
// or time since, so that no date has two.
func (e *Engine) digest(ctx context.Context, d store.Due, now time.Time) (plan, error) {
	p := pass(d, dropped)
	rep, known, err := e.cfg.Space.Rep(ctx, d.Rep)
	if err != nil || !known || silenced(rep) {
		return p, err
	}
	// After a long silence only today's digest is of use: the next one is looked for from today on.
	p.next = e.nextDigest(rep, later(d.For, midnight(now, rep, 0).Add(-time.Millisecond)))
	if !now.Before(cutOff(rep, d.For)) {
		return p, nil
	}
	leads, total, err := e.cfg.Space.DueLeads(ctx, rep.ID, midnight(now, rep, 1).Add(-time.Millisecond), digestMax)
	if err != nil {
		return p, err
	}
	if total == 0 {
		p.skip = silent
		return p, nil
	}
	shown, err := e.cfg.Space.TipsShown(ctx, rep.ID)
	if err != nil {
		return p, err
	}
	msg := e.cfg.Rules.Digest(rep, leads, now, shown)
	if msg.Empty() {
		p.skip = silent
		return p, nil
	}
	msg.More += total - len(leads)
	msg.Date = dateOf(d.For, rep)
	msg.Late = now.Sub(d.For) >= lateAfter
	p.tips = map[string]time.Time{}
	var allDone int
	allDone, p.tips[coach.AllDoneSince] = e.cfg.Rules.AllDone(rep, msg, shown, now)
	if e.cfg.Rules.MirrorDue(rep, shown, now) {
		f, err := e.cfg.Space.Figures(ctx, rep, now.In(rep.Location()).AddDate(0, 0, -7))
		if err != nil {
			return p, err
		}
		msg.Mirror = e.cfg.Rules.Mirror(f.Ever, f.Week)
		if msg.Mirror != nil {
			msg.Mirror.AllDone = allDone
		}
		// also when there is nothing to show: it comes with the first message of a week or not at all
		p.tips[coach.MirrorShown] = now
	}
	p.speaks("digest/"+rep.ID+"/"+msg.Date, msg)
	p.dm = msg.Date
	if msg.Tip != nil {
		p.tips[msg.Tip.ID] = now
	}
	return p, nil
}

// cutOff is when a digest meant for an instant is no longer worth sending: the end of the rep's working hours on that
// date, or, for one set to later than that, two hours on; never the next date.
func cutOff(rep coach.Rep, meant time.Time) time.Time {
	_, to := rep.Hours()
	y, mo, d := meant.In(rep.Location()).Date()
	end := later(time.Date(y, mo, d, 0, to, 0, 0, rep.Location()), meant.Add(digestSpan))
	if tomorrow := midnight(meant, rep, 1); tomorrow.Before(end) {
		return tomorrow
	}
	return end
}

func (e *Engine) nextDigest(rep coach.Rep, after time.Time) *store.Due {
	at := e.cfg.Rules.NextDigest(rep, after)
	if at.IsZero() {
		return nil
	}
	return &store.Due{Kind: store.KindDigest, Rep: rep.ID, At: at, For: at}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
