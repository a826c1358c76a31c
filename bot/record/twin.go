package record

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Two leads of one number or address are mostly one prospect. Of their own a rep is asked when they add one, and told
// behind the save when they bring it about in another way; of a colleague's they are told, then and with each call.

// newReach reports whether a change brings a number or an address to a lead.
func newReach(was, is *coach.Lead) bool {
	return is != nil && is.Phone+is.Email != "" && (was == nil || was.Phone != is.Phone || was.Email != is.Email)
}

// TellOthers adds to what is said of a saved lead who else is reached by what the save has brought to it. asked says
// that their own were asked about before. What can't be read is not worth failing a save for.
func TellOthers(ctx context.Context, req *request.Request, rec *Recorder, was *coach.Lead, saved *answers.Saved,
	asked bool) {
	keys := input.ContactKeys(saved.Lead, *req.Rep)
	if was != nil {
		had := input.ContactKeys(*was, *req.Rep)
		keys = slices.DeleteFunc(keys, func(key string) bool { return slices.Contains(had, key) })
	}
	if len(keys) == 0 || req.Owner != req.User {
		return
	}
	if !asked {
		saved.Twin = twin(ctx, req, rec, saved.Lead.ID, keys)
	}
	reps, err := rec.Space().Records.Reps(ctx)
	if err != nil {
		return
	}
	reps = slices.DeleteFunc(reps, func(r coach.Rep) bool { return r.ID == req.User })
	if found, err := rec.Space().Records.HeldBy(ctx, reps, keys); err == nil && len(found) > 0 {
		rec.Views.Phrases.MayHear(ctx, req.User, *req.Rep, found)
		saved.Held = rec.Views.Held(req, found, saved.Lead, was)
	}
}

// twin is another lead of the acting person's with one of some details; nil where there is none.
func twin(ctx context.Context, req *request.Request, rec *Recorder, but string, keys []string) *coach.Lead {
	found, err := rec.Space().Records.Find(ctx, *req.Rep, nil, keys, nil)
	if err != nil {
		return nil
	}
	for _, key := range keys {
		for _, id := range found.Details[key] {
			if other, there := found.Leads[id]; there && id != but {
				return &other.Lead
			}
		}
	}
	return nil
}

// Held is who is to be told of, among the open leads of others that were found: somebody of a team of the rep's before
// others, then who has called last. nil for nobody. What was called today is theirs until the end of their day, unless
// the rep called it before them that day: was is the rep's lead before what they do now, nil for a new one.
func (v Views) Held(req *request.Request, found []store.Held, own coach.Lead, was *coach.Lead) *phrases.Held {
	if len(found) == 0 || req.Owner != req.User {
		return nil
	}
	address := input.ContactKeys(coach.Lead{Email: own.Email}, *req.Rep)
	number := func(h store.Held) bool { return !slices.Contains(address, h.Detail) }
	best := slices.MaxFunc(found, func(a, b store.Held) int {
		return cmp.Or(rank(a.Known)-rank(b.Known), a.Called.Compare(b.Called),
			rank(number(a))-rank(number(b)))
	})
	held := &phrases.Held{Number: number(best)}
	if !best.Known {
		return held
	}
	held.By, held.Called = best.Rep.ID, best.Called
	if who, met := v.Reply.People.Get(best.Rep.ID); met {
		held.Name = cmp.Or(who.Full, who.Name)
	}
	y, m, d := best.Called.In(best.Rep.Location()).Date()
	began := time.Date(y, m, d, 0, 0, 0, 0, best.Rep.Location())
	first := was != nil && !was.Progress.LastTry.Before(began) && was.Progress.LastTry.Before(best.Called)
	if !best.Called.IsZero() && !first {
		held.Until = began.AddDate(0, 0, 1)
	}
	return held
}

// rank puts what is so before what isn't.
func rank(is bool) int {
	if is {
		return 1
	}
	return 0
}
