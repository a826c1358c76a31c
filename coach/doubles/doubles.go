// Package doubles makes one lead of two that are the same prospect. What one of them knows and the other doesn't is
// taken over, and what happened on both is gone through once more in the order in which it happened, so that the plan
// goes on from all of it.
package doubles

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

// Side is one of two leads, with everything that was logged on it.
type Side struct {
	Lead    coach.Lead
	Touches []coach.Touch
}

// One is what two leads become.
type One struct {
	Lead  coach.Lead    // the one that stays, as it will be
	Moved []coach.Touch // what was logged on the other, as it stands behind its own
	// Stop is one more entry: it keeps the do-not-call of either, where something later has lifted it, or ends the pause
	// of the one that goes, where the other is not on hold. nil for none.
	Stop *coach.Touch

	Filled []facts.Fact     // that the lead has from the other…
	Differ []facts.Fact     // …and those in which the other knew something else, which goes
	Agreed coach.Commitment // an agreed call of either that doesn't stand any more; zero for none
}

// Entries is how many things are logged on the lead that two become.
func (o One) Entries() int { return o.Lead.Progress.Touches }

// Merge makes one lead of two of a rep. Neither of them is changed. The id is that of a touch that may have to be made.
func Merge(r *coach.Rules, stays, goes Side, rep coach.Rep, id string, now time.Time) One {
	// What is known, before what happened: a zone or a number decides when there is to be called.
	one := One{Lead: stays.Lead}
	one.Filled, one.Differ = facts.Fill(&one.Lead, goes.Lead)
	if stays.Lead.Phone == "" { // as it was read where it comes from
		one.Lead.Phones = goes.Lead.Phones
	}
	one.addNumbers(goes.Lead, rep)
	one.Lead = one.Lead.WithPhones(rep)
	l, shift := &one.Lead, lastSeq(stays)
	if created := goes.Lead.Created; l.Created.IsZero() || !created.IsZero() && created.Before(l.Created) {
		l.Created = created
	}
	for _, w := range goes.Lead.Reasons {
		l.Reasons = coach.WithWhy(l.Reasons, w, now)
	}
	l.Asked = slices.Clone(l.Asked)
	for _, code := range goes.Lead.Asked {
		if code = askedOf(code, shift); !slices.Contains(l.Asked, code) {
			l.Asked = append(l.Asked, code)
		}
	}
	l.List.Key = cmp.Or(l.List.Key, goes.Lead.List.Key)
	if l.List.Name == "" {
		l.List.Name, l.List.Built = goes.Lead.List.Name, goes.Lead.List.Built
	}
	l.List.Parked = l.List.Parked && goes.Lead.List.Parked
	l.Opened = slices.Concat(l.Opened, goes.Lead.Opened)
	slices.SortStableFunc(l.Opened, func(a, b coach.Opening) int { return a.At.Compare(b.At) })
	l.Opened = l.Opened[max(0, len(l.Opened)-coach.MaxOpened):]
	l.Merged = slices.Concat(l.Merged, []string{goes.Lead.ID}, goes.Lead.Merged)

	// What happened, in its order.
	for _, t := range goes.Touches {
		one.Moved = append(one.Moved, renumbered(t, shift))
	}
	all := slices.Concat(stays.Touches, one.Moved)
	*l = r.Replay(*l, all, rep)
	if by, stopped := stopped(stays, goes); stopped && l.Progress.Closed != outcome.DoNotCall {
		one.Stop = &coach.Touch{ID: id, Seq: int64(len(all)) + 1, Outcome: outcome.DoNotCall, At: now.UTC(),
			Logged: now.UTC(), By: by, ByOtherLead: true}
	} else if l.Paused() && !stays.Lead.Paused() {
		one.Stop = &coach.Touch{ID: id, Seq: int64(len(all)) + 1, Outcome: outcome.Resumed, At: now.UTC(),
			Logged: now.UTC(), By: rep.ID}
	}
	if one.Stop != nil {
		*l = l.After(r, *one.Stop, rep)
	}
	// Of two agreed calls the one that was agreed on last stands, and nobody is to miss the other unawares.
	for _, side := range []Side{stays, goes} {
		c := side.Lead.Progress.Commitment
		if c != nil && c.At.After(now) && (l.Progress.Commitment == nil || !l.Progress.Commitment.At.Equal(c.At)) {
			one.Agreed = *c
		}
	}
	return one
}

// stopped reports whether one of two leads is closed as do-not-call, and who was asked.
func stopped(sides ...Side) (by string, ok bool) {
	for _, s := range sides {
		if s.Lead.Progress.Closed != outcome.DoNotCall {
			continue
		}
		ok = true
		for _, t := range s.Touches {
			if t.Outcome == outcome.DoNotCall {
				by = t.By
			}
		}
	}
	return by, ok
}

// addNumbers puts the other's numbers behind those of the lead that stays, where both have some: a number more is worth
// a call.
func (o *One) addNumbers(goes coach.Lead, rep coach.Rep) {
	l := &o.Lead
	i := slices.IndexFunc(o.Differ, func(f facts.Fact) bool { return f.Key == facts.Phone })
	if i < 0 {
		return
	}
	own := l.Telephones(rep)
	more := slices.ContainsFunc(goes.Telephones(rep).Keys(), func(key string) bool { return !own.Covers(key) })
	both := l.Phone + ", " + goes.Phone
	switch {
	case !more: // the same, typed in another way
		o.Differ = slices.Delete(o.Differ, i, i+1)
	case utf8.RuneCountInString(both) <= coach.MaxFact:
		o.Filled, o.Differ = append(o.Filled, o.Differ[i]), slices.Delete(o.Differ, i, i+1)
		l.Phone = both
	}
}

// Touches are numbered within their lead, and their promises after them. Those that come over are numbered on from the
// last one of the lead that stays, and what points at a promise with them.

// lastSeq is the highest number of a lead's touches.
func lastSeq(s Side) int64 {
	last := int64(len(s.Touches))
	for _, t := range s.Touches {
		last = max(last, t.Seq)
	}
	return last
}

// renumbered is a touch that comes over.
func renumbered(t coach.Touch, shift int64) coach.Touch {
	t.Seq += shift
	t.Promises, t.Settled = slices.Clone(t.Promises), slices.Clone(t.Settled)
	for i := range t.Promises {
		t.Promises[i].ID = promiseOf(t.Promises[i].ID, shift)
	}
	for i := range t.Settled {
		t.Settled[i].ID = promiseOf(t.Settled[i].ID, shift)
	}
	return t
}

// promiseOf is the id of a promise of a touch that was renumbered: "3.0" or "3.m".
func promiseOf(id string, shift int64) string {
	seq, of, ok := strings.Cut(id, ".")
	n, err := strconv.ParseInt(seq, 10, 64)
	if !ok || err != nil {
		return id
	}
	return strconv.FormatInt(n+shift, 10) + "." + of
}

// askedOf is the code of a question that was asked on the lead that goes.
func askedOf(code string, shift int64) string {
	if id, ok := strings.CutPrefix(code, coach.AskPromise+":"); ok {
		return coach.AskPromise + ":" + promiseOf(id, shift)
	}
	return code
}
