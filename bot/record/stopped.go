package record

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// MayBeCalled refuses a number that somebody in the workspace was asked never to call again: a *[request.Stopped]. A
// lead without a number may be called.
func (rec *Recorder) MayBeCalled(ctx context.Context, req *request.Request, l coach.Lead) error {
	stopped, err := rec.NumberStopped(ctx, req, l)
	if err != nil {
		return err
	}
	return stopped.Refuses(req, l)
}

// Stopped are numbers of the do-not-call list that something typed may mean.
type Stopped struct {
	found []store.Blocked
	lifts map[string]bool // reps on whose leads the acting person may lift a do-not-call
}

// NumberStopped looks for everything that a lead's number may be on the do-not-call list as. Of a number that is to be
// stored it is found out before the change, which must do nothing but decide: [Stopped.Refuses] does, once the lead and
// its country are known.
func (rec *Recorder) NumberStopped(ctx context.Context, req *request.Request, l coach.Lead) (s Stopped, err error) {
	if l.Phone == "" {
		return s, nil
	}
	rep, err := rec.Rep(ctx, req)
	if err != nil {
		return s, err
	}
	keys := l.Telephones(rep).Suspects()
	if old := rep.PhoneKey(l.Phone); old != "" {
		keys = append(keys, old)
	}
	if s.found, err = rec.Space().Directory.BlockedAmong(ctx, keys); err != nil || len(s.found) == 0 {
		return s, err
	}
	s.lifts = make(map[string]bool)
	for _, b := range s.found {
		if s.lifts[b.Rep], err = MayLift(ctx, rec.Space(), req.User, b.Rep); err != nil {
			return s, err
		}
	}
	return s, nil
}

// Refuses is a *[request.Stopped] when one of the lead's numbers is blocked, nil when it may be called. The rep's
// record must have been read.
func (s Stopped) Refuses(req *request.Request, l coach.Lead) error {
	if len(s.found) == 0 || l.Phone == "" {
		return nil
	}
	phones, old := l.Telephones(*req.Rep), req.Rep.PhoneKey(l.Phone)
	for _, b := range s.found {
		_, besides := b.Besides(l)
		own := l.Progress.Closed == outcome.DoNotCall && !besides // asked on this lead, which says so itself
		if own || !phones.Covers(b.Phone) && b.Phone != old {
			continue
		}
		refused := &request.Stopped{Number: b.Phone, By: b.By, At: b.At, Field: fields.Phone}
		if s.lifts[b.Rep] {
			refused.Rep, refused.Lead = b.Rep, b.Lead
		}
		return refused
	}
	return nil
}

// MayLift reports whether somebody may lift a do-not-call on a lead: its owner, and the managers of a team that the
// owner is in.
func MayLift(ctx context.Context, space *store.Workspace, user, owner string) (bool, error) {
	if owner == "" || user == owner {
		return owner != "", nil
	}
	teams, err := space.Directory.Teams(ctx)
	return slices.ContainsFunc(teams, func(t coach.Team) bool {
		return slices.Contains(t.Reps, owner) && slices.Contains(t.Managers, user)
	}), err
}

// AskedBesides is the first who was asked about one of a rep's lead's numbers on another lead than this one, as long as
// that stands; nobody, with an empty By, otherwise. Of a lead that was closed because of another one, that one stands
// there where the person may lift it.
func AskedBesides(ctx context.Context, space *store.Workspace, user string, rep coach.Rep,
	lead coach.Lead) (other request.Stopped, err error) {
	blocked, err := space.Directory.BlockedAmong(ctx, lead.Telephones(rep).Keys())
	if err != nil {
		return other, err
	}
	for _, b := range blocked {
		asked, besides := b.Besides(lead)
		if !besides {
			continue
		}
		other = request.Stopped{Number: b.Phone, By: asked.By, At: asked.At}
		if lead.Progress.ClosedBy == "" {
			return other, nil
		}
		may, err := MayLift(ctx, space, user, asked.Rep)
		if may {
			other.Rep, other.Lead = asked.Rep, asked.Lead
		}
		return other, err
	}
	return other, nil
}

// addedNumbers blocks, for the whole workspace, the numbers that a lead has got since its owner asked not to be called:
// they asked that for themselves, and not for one telephone. A lead that was closed because of another one blocks none.
func addedNumbers(req *request.Request, was, is coach.Lead) (items []store.Outbox) {
	p := is.Progress
	if p.Closed != outcome.DoNotCall || p.ClosedBy != "" || was.Phone == is.Phone {
		return nil
	}
	had := was.Telephones(*req.Rep).Keys()
	for _, number := range is.Telephones(*req.Rep).Keys() {
		if !slices.Contains(had, number) {
			items = append(items, store.Outbox{Kind: store.OutboxBlock, By: req.User, Blocked: &store.Blocked{Phone: number,
				By: is.Rep, At: p.ClosedAt, Rep: is.Rep, Lead: is.ID, Read: true}})
		}
	}
	return items
}
