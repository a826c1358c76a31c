package lending

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
)

// Desk reads what somebody covers. It costs a trip for whoever covers for somebody, and nothing for anybody else.
type Desk struct {
	Space func() *store.Workspace // its id is known only once Slack has answered
	Rules *coach.Rules
	Reply *reply.Replier
}

// Owners are the colleagues for whom somebody covers at the request's instant, by their records. Self is the record of
// who asks, which has been read. What is over is taken off it.
func (d Desk) Owners(ctx context.Context, req *request.Request, self coach.Rep) (owners []coach.Rep, err error) {
	if len(self.Covers) == 0 {
		return nil, nil
	}
	reps, err := d.Space().Records.RepsBy(ctx, cover.Whom(self))
	if err != nil {
		return nil, err
	}
	self.ID = req.User
	owners, over := cover.Owners(self, reps, req.Now)
	if len(over) > 0 {
		d.forget(ctx, req, over)
	}
	return owners, nil
}

// forget takes what is over off the record of somebody who covers. What stands there only says where to look, so that
// an error is no matter.
func (d Desk) forget(ctx context.Context, req *request.Request, over []string) {
	_, _, _ = d.Space().Change(ctx, store.Query{Rep: req.User, Now: req.Now},
		func(seen store.Snapshot) (store.Change, error) {
			rep := cover.Without(seen.Rep, over...)
			return store.Change{Op: absence.OpCover, Now: req.Now, Rep: &rep, KeepDigest: true,
				Nothing: len(rep.Covers) == len(seen.Rep.Covers)}, nil
		})
}

// Day is what is due today of the leads of the colleagues for whom somebody covers, up to the end of their own day.
func (d Desk) Day(ctx context.Context, req *request.Request, self coach.Rep) (days []notify.Covered, err error) {
	owners, err := d.Owners(ctx, req, self)
	if err != nil {
		return nil, err
	}
	for _, owner := range owners {
		// Whoever has been away for long has more due than anybody can look at.
		due, err := d.Space().Records.DueLeads(ctx, owner.ID, self.Midnight(req.Now, 1), notify.CoveredMost)
		if err != nil {
			return nil, err
		}
		days = append(days, notify.CoveredFor(d.Rules, owner, due.Leads, due.Total, req.Now))
	}
	return days, nil
}

// lastLooked is how many changes back the last one of a colleague's is looked for.
const lastLooked = 50

// Last is the lead of a colleague that somebody has changed last, where nothing of their own is newer, or the request
// has taken something back there before; nil for none.
func (d Desk) Last(ctx context.Context, req *request.Request, self coach.Rep) (*request.CoveredLead, error) {
	owners, err := d.Owners(ctx, req, self)
	if err != nil || len(owners) == 0 {
		return nil, err
	}
	// Of their own journal too: what they did themselves last is what they mean.
	newest := func(rep string) (e store.Entry, err error) {
		journal, err := d.Space().History.Journal(ctx, rep, req.Now, lastLooked)
		i := slices.IndexFunc(journal, func(e store.Entry) bool { return e.By == req.User && e.Undoable && !e.Undone })
		if err != nil || i < 0 {
			return e, err
		}
		return journal[i], nil
	}
	last, err := newest(req.User)
	if err != nil {
		return nil, err
	}
	var of *request.CoveredLead
	for _, owner := range owners {
		// A second delivery is answered where the first one has written.
		seen, err := d.Space().Records.Read(ctx, store.Query{Rep: owner.ID, Now: req.Now, Key: req.Key})
		if err != nil {
			return nil, err
		}
		if seen.Answered {
			return &request.CoveredLead{Owner: owner.ID}, nil
		}
		e, err := newest(owner.ID)
		if err != nil {
			return nil, err
		}
		if e.LeadID != "" && e.At.After(last.At) {
			last, of = e, &request.CoveredLead{Lead: e.LeadID, Owner: owner.ID}
		}
	}
	return of, nil
}

// Or is a match among one's own leads, or what comes in its place for somebody who covers: a colleague's lead where
// none of one's own has the name, as a *[request.CoveredLead], and a question where both have. A lead of one's own that
// was found by its whole name is meant, unless theirs is called so too. A likeness among theirs is not asked about: one
// slip must not show what a colleague has. Query is the read for the line's lead by its name, nil for the resolver's
// own; exact says that the whole name was found.
func (d Desk) Or(ctx context.Context, req *request.Request, resolver *input.LeadResolver, query *store.Query,
	m input.Match, exact bool) (input.Match, error) {
	if req.Cover != nil || req.Owner != req.User || len(req.Rep.Covers) == 0 || !resolver.Undecided() {
		return m, nil
	}
	owners, err := d.Owners(ctx, req, *req.Rep)
	if err != nil {
		return m, err
	}
	if query == nil {
		q := resolver.Anew().Query()
		query = &store.Query{Names: q.Names, Index: q.Index, Details: q.Details, Starts: q.Starts}
	}
	var first *request.CoveredLead
	var found input.Match
	var others []coach.Lead
	for _, owner := range owners {
		hit, whole, err := d.match(ctx, req, resolver, *query, owner)
		switch {
		case err != nil:
			return m, err
		case hit.Lead == nil, m.Lead != nil && exact && !whole: // one's own comes first
			continue
		}
		if first == nil {
			found = hit
			first = &request.CoveredLead{Name: hit.Lead.Name, Lead: hit.Lead.ID, Owner: owner.ID, From: hit.From,
				Count: hit.Count}
		}
		// In the question a button names the owner beside the lead, and carries both.
		label := *hit.Lead
		label.ID, label.Contact = covered.Ref(label.ID, owner.ID), d.name(owner.ID)+"'s"
		others = append(others, label)
	}
	switch {
	case first == nil:
		return m, nil
	case m.Lead == nil && len(others) == 1:
		return m, first
	case m.Lead != nil:
		m.Question = resolver.Which(m, m.Lead.ID)
	default:
		m.Question = resolver.Which(found)
	}
	m.Question.Others, m.Question.Create, m.Lead = others, false, nil
	return m, nil
}

// match is what a line matches among the leads of a colleague that are open; whole says that the name was found as it
// is.
func (d Desk) match(ctx context.Context, req *request.Request, resolver *input.LeadResolver, q store.Query,
	owner coach.Rep) (m input.Match, whole bool, err error) {
	q.Rep, q.Now, q.Touches, q.Key, q.Said = owner.ID, req.Now, 0, "", ""
	r := resolver.Anew()
	seen, err := d.Space().Records.Read(ctx, q)
	if err != nil {
		return m, false, err
	}
	m, err = r.Find(Found(seen, owner))
	if err == nil && m.Retry != "" {
		q.LeadID, q.Names, q.Details, q.Starts, q.Index = m.Retry, nil, nil, nil, false
		if seen, err = d.Space().Records.Read(ctx, q); err != nil {
			return m, false, err
		}
		m, err = r.Find(Found(seen, owner))
	}
	// What is wrong with the line was found among one's own.
	found := err == nil && m.Question == nil && m.Lead != nil && m.Lead.Open()
	if !found {
		return input.Match{}, false, nil
	}
	return m, seen.Name != "", nil
}

// name is what Slack calls somebody, for a button, which knows no mentions.
func (d Desk) name(user string) string {
	who, _ := d.Reply.People.Get(user)
	first, _, _ := strings.Cut(who.Full, " ")
	return cmp.Or(first, who.Name, "a colleague")
}
