package record

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Lead reads one of the acting person's leads with the end of its history.
func (rec *Recorder) Lead(ctx context.Context, req *request.Request, id string) (store.Snapshot, error) {
	if id == "" {
		return store.Snapshot{}, request.ErrOutdated
	}
	seen, err := rec.Read(ctx, req, store.Query{LeadID: id, Touches: ShownTouches, Counters: true, Agreed: true})
	if err == nil && seen.Lead == nil {
		err = request.ErrOutdated
	}
	return seen, err
}

// Rep reads the acting person's record, once for each request.
func (rec *Recorder) Rep(ctx context.Context, req *request.Request) (coach.Rep, error) {
	if req.Rep != nil {
		return *req.Rep, nil
	}
	seen, err := rec.Read(ctx, req, store.Query{})
	return seen.Rep, err
}

// LeadQuery is the read for a change of one lead: its last touch for the version of its card, the agreed calls for what
// may be agreed on.
func LeadQuery(id string) store.Query { return store.Query{LeadID: id, Touches: 1, Agreed: true} }

// Library is what the acting rep's teams have to tell: their stories, of all teams together.
func (rec *Recorder) Library(ctx context.Context, req *request.Request) ([]coach.Story, error) {
	rep, err := rec.Rep(ctx, req)
	if err != nil {
		return nil, err
	}
	return rec.Space().Directory.Library(ctx, rep.Teams...)
}

// ShownTouches is how much of a lead's history its card needs: three notes are shown, and not every touch has one.
const ShownTouches = 20

// ShowLead reads the one lead that a line names and shows something of it.
func (rec *Recorder) ShowLead(ctx context.Context, req *request.Request, ln input.Line, word string,
	show func(*request.Request, store.Snapshot) say.Reply) (request.Response, error) {
	if len(ln.Words) == 0 {
		return rec.OpenWhichLead(ctx, req, word)
	}
	seen, question, err := rec.FindKnown(ctx, req, ln, store.Query{})
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return rec.Ask(ctx, req, question)
	}
	return rec.Reply.Say(req, show(req, seen))
}

// FindKnown is [Recorder.FindLead] for a lead that must exist: *[request.UnknownLead] where none has the name.
func (rec *Recorder) FindKnown(ctx context.Context, req *request.Request,
	line input.Line, with store.Query) (store.Snapshot, *input.Clarification, error) {
	seen, question, err := rec.FindLead(ctx, req, line, with)
	if err == nil && question == nil && seen.Lead == nil {
		err = &request.UnknownLead{Name: input.Span(line.Text, line.Words)}
	}
	return seen, question, err
}

// FindOwn is [Recorder.FindKnown] for a line whose lead is about to be changed: a part of a contact is asked about.
func (rec *Recorder) FindOwn(ctx context.Context, req *request.Request,
	line input.Line) (store.Snapshot, *input.Clarification, error) {
	resolver := input.NewLeadResolver(line, input.AllWords)
	seen, m, err := rec.ReadLead(ctx, req, resolver, Query(resolver.WholeName(), store.Query{}))
	if err == nil && m.Question == nil && seen.Lead == nil {
		err = &request.UnknownLead{Name: input.Span(line.Text, line.Words)}
	}
	return seen, m.Question, err
}

// FindLead finds the lead that all words of a line name, for a line that changes nothing; nil in what was read where
// none has the name. Where it can't be told which is meant, there is a question instead.
func (rec *Recorder) FindLead(ctx context.Context, req *request.Request,
	line input.Line, with store.Query) (store.Snapshot, *input.Clarification, error) {
	resolver := input.NewLeadResolver(line, input.AllWords)
	with.Touches = cmp.Or(with.Touches, ShownTouches)
	seen, m, err := rec.ReadLead(ctx, req, resolver, Query(resolver.WholeLine(), with))
	return seen, m.Question, err
}

// ReadLead reads the lead that a line starts with, in a second trip where only its likeness finds it. The lead in what
// was read is nil where none is meant, and the match then says what is to be asked or that nothing is near.
func (rec *Recorder) ReadLead(ctx context.Context, req *request.Request, resolver *input.LeadResolver,
	q store.Query) (store.Snapshot, input.Match, error) {
	seen, err := rec.Read(ctx, req, q)
	if err != nil {
		return seen, input.Match{}, err
	}
	asked := q // by the name, for whoever covers for a colleague
	m, err := resolver.Find(lending.Found(seen, *req.Rep))
	if err == nil && m.Retry != "" {
		q = retry(q, m.Retry)
		if seen, err = rec.Read(ctx, req, q); err == nil {
			m, err = resolver.Find(lending.Found(seen, *req.Rep))
		}
	}
	if err == nil {
		m, err = rec.Lent.Or(ctx, req, resolver, &asked, m, seen.Name != "")
	}
	return seen, m, err
}

// Details are what a lead of that rep is found by besides its name, as the store keeps it.
func Details(l coach.Lead, rep coach.Rep) []store.Detail {
	details := input.Details(l, rep)
	out := make([]store.Detail, len(details))
	for i, d := range details {
		out[i] = store.Detail(d)
	}
	return out
}

// Similar looks in what was read for leads whose names resemble the first n words of a line.
func Similar(resolver *input.LeadResolver, seen store.Snapshot, n int) input.Match {
	return resolver.FindSimilar(lending.Found(seen, seen.Rep), n)
}

// For is the request as one about another rep's leads, for a manager of theirs: [request.ErrNotLifted] for anybody
// else.
func (rec *Recorder) For(ctx context.Context, req *request.Request, owner string) (*request.Request, error) {
	if owner == "" || owner == req.User {
		return req, nil
	}
	may, err := MayLift(ctx, rec.Space(), req.User, owner)
	if err == nil && !may {
		err = request.ErrNotLifted
	}
	as := *req
	as.Owner, as.Rep = owner, nil
	return &as, err
}

// NoteOpened keeps in the owner's audit trail that somebody else has looked at a lead of theirs; what of it they asked
// for is op. It stands there before anything is shown.
func NoteOpened(ctx context.Context, space *store.Workspace, as *request.Request, lead, op string) error {
	if as.Owner == as.User {
		return nil
	}
	_, _, err := space.Change(ctx, store.Query{Rep: as.Owner, Now: as.Now}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: op, By: as.User, Now: as.Now, About: lead}, nil
	})
	return err
}

// Read reads for a request that changes nothing. The first /followup makes somebody a rep, whatever they ask for.
func (rec *Recorder) Read(ctx context.Context, req *request.Request, q store.Query) (store.Snapshot, error) {
	q.Rep, q.Now = req.Owner, req.Now
	seen, err := rec.Space().Records.Read(ctx, withCalled(req, q))
	if err == nil {
		err = calledLead(req, seen)
	}
	if err != nil {
		return seen, err
	}
	rep, completed := NewRep(seen, req.Person, req.Now)
	// Nothing of a colleague's lead is shown to who doesn't cover for them at this instant.
	if rep, err = lending.Rep(req, rep); err != nil {
		return seen, err
	}
	req.Rep, req.Counters, req.Agreed = &rep, seen.Counters, seen.Agreed
	if len(seen.Held) > 0 {
		rec.Views.Phrases.MayHear(ctx, req.User, rep, seen.Held)
	}
	if completed && req.Owner == req.User { // a conflict means that another request of theirs wrote the record first
		c := store.Change{Op: "rep", By: req.User, Now: req.Now, Rep: req.Rep,
			NextDigest: rec.Rules.NextDigest(*req.Rep, req.Now)}
		if err := rec.Space().Write(ctx, seen, c); err != nil && !errors.Is(err, store.ErrConflict) {
			return seen, err
		}
		rec.Wake(c.FirstDue(seen))
	}
	seen.Rep = *req.Rep
	return seen, nil
}

// withCalled is a read that looks for the leads too which a line may begin with, its command's word included. Those
// names are longer than what stands behind the word, so they come first.
func withCalled(req *request.Request, q store.Query) store.Query {
	if len(req.Called) > 0 && q.LeadID == "" {
		q.Names = slices.Concat(req.Called, q.Names)
	}
	return q
}

// calledLead is a *[request.CalledLead] where the read of [withCalled] has found one. None is looked for again.
func calledLead(req *request.Request, seen store.Snapshot) error {
	called := req.Called
	req.Called = nil
	if seen.Lead != nil && slices.Contains(called, seen.Name) {
		return &request.CalledLead{Name: seen.Name}
	}
	return nil
}
