package record

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// Result is what a decision came to: a change with what is said of it, or one of the things that come instead of a
// change. An error beside it means that something is wrong, never that something else is to be shown.
type Result struct {
	Change   *store.Change     // to write…
	Saved    answers.Saved     // …and what came of it
	Response *request.Response // says so; nil for what Saved says in the place where the request was made

	Question *input.Clarification    // asked before anything is written
	Form     *slack.ModalViewRequest // shown before anything is written
	Nothing  bool                    // what is stored says it already; Saved.Lead is the lead as it is
	Tapped   *Tapped                 // the card was dealt with already

	// Stale says, beside an error, that the page of a call doesn't go with its lead any more: rendered again it would
	// have other fields.
	Stale bool
	// Keep is, beside an error, the page on which the person goes on with what was typed.
	Keep request.KeepPage
}

// Transaction changes what is stored, once: it is read, the caller decides, and the change is written if nothing of it
// was written by somebody else meanwhile, with all the bookkeeping: who and when, the request's key and response, a new
// rep's record. It is driven like a [bufio.Scanner]:
//
//	tx := rec.Begin(ctx, req, query)
//	for tx.Next() {
//		tx.Try(decide(tx.Seen))
//	}
//	return tx.Response()
//
// A decision may be made several times and must do nothing but decide. A request that is delivered again gets the
// response that it got then, with an empty result: where it was not stored, it is decided once more from what was read
// then, and not written.
type Transaction struct {
	Seen   store.Snapshot // what was read, for each decision anew
	Lead   *coach.Lead    // that the transaction is about; nil where none is, or none has the name yet
	Match  input.Match    // how a typed line or the name in a form leads to it
	Result Result         // of the last decision

	rec      *Recorder
	ctx      context.Context // of the request, which the transaction never outlives
	req      *request.Request
	query    store.Query
	resolver *input.LeadResolver // finds Lead by its name; nil where it is read by its id or none is
	line     *input.Line         // of a typed line
	instead  string              // the change that the transaction takes the place of; empty for none
	form     *request.Form       // of a form…
	due      []coach.Card        // …behind which the first of these comes next
	known    bool                // Lead must be there

	then      store.Entry // the change that an earlier delivery of the request has written, where its answer isn't stored
	tries     int
	completed bool // the rep's record was, which is written with the change
	ended     bool
	response  request.Response
	err       error
}

// Begin begins a change of what a query reads. From here on the request counts as one that writes: when the store
// hangs, its person hears that nobody can tell, and not that nothing was saved.
func (rec *Recorder) Begin(ctx context.Context, req *request.Request, q store.Query) *Transaction {
	req.Writes = true
	q.Rep, q.Now, q.Key = req.Owner, req.Now, req.Key
	return &Transaction{rec: rec, ctx: ctx, req: req, query: q}
}

// BeginLead begins a change of a lead that is read by its id: [request.ErrOutdated] where it is gone.
func (rec *Recorder) BeginLead(ctx context.Context, req *request.Request, q store.Query) *Transaction {
	tx := rec.Begin(ctx, req, q)
	tx.known = true
	return tx
}

// BeginLine begins what a typed line says of the lead that it names, with what else q brings. Where it can't be told
// which lead is meant, or the same words were saved a moment ago, that is asked instead of decided. A line that takes
// the place of a change (input.Resolution.Instead) is decided as if that were taken back, and written together with the
// undo: both or neither. Where the change can't be taken back any more, the error is that of store.History.Undo.
func (rec *Recorder) BeginLine(ctx context.Context, req *request.Request, line input.Line,
	resolver *input.LeadResolver, q store.Query) *Transaction {
	req.Writes = true
	q = Query(resolver.Query(), q)
	q.Rep, q.Now, q.Key = req.Owner, req.Now, req.Key
	return &Transaction{rec: rec, ctx: ctx, req: req, query: q, line: &line, resolver: resolver,
		instead: line.Resolution.Instead}
}

// BeginKnown is [Recorder.BeginLine] for a lead that must exist: *[request.UnknownLead] where none has the name.
func (rec *Recorder) BeginKnown(ctx context.Context, req *request.Request, line input.Line,
	resolver *input.LeadResolver) *Transaction {
	tx := rec.BeginLine(ctx, req, line, resolver, store.Query{})
	tx.known = true
	return tx
}

// BeginForm begins the change that a form asks for, of the lead that it was opened for or that was picked in it; a name
// that was chosen to be a new one's is, unless a lead is called so by now. It ends on the page "Saved" with the lead
// that comes next, and the message that the form was opened from is brought up to date behind it.
func (rec *Recorder) BeginForm(ctx context.Context, req *request.Request, form request.Form) *Transaction {
	due, err := rec.DueNow(ctx, req) // before the change, because the page "Saved" is part of what is written
	if err != nil {
		return &Transaction{ended: true, err: err}
	}
	q := store.Query{Agreed: true} // most forms can agree on a time
	var resolver *input.LeadResolver
	id, name := form.Lead(fields.Name)
	if id = cmp.Or(form.Meta.Lead, id); id != "" {
		q.LeadID, q.Touches = id, 1
		if form.Meta.Touch != "" {
			q.Touches = ShownTouches // it must still be among them
		}
	} else {
		line := input.Named(name, "log")
		line.Resolution = input.Resolution{Name: 1, Create: true}
		resolver = input.NewLeadResolver(line, input.AllWords)
		q = Query(resolver.Query(), q)
	}
	tx := rec.Begin(ctx, req, q)
	tx.form, tx.due, tx.resolver, tx.known = &form, due, resolver, resolver == nil
	return tx
}

// Next reads what the next decision is made from. It reports false when there is none to make any more: a change was
// written or a result came instead of one, or something is wrong.
func (tx *Transaction) Next() bool {
	for !tx.ended {
		tx.tries++
		asked := tx.query
		if len(tx.req.Called) > 0 {
			tx.query = withCalled(tx.req, asked)
		}
		seen, err := tx.read()
		tx.query = asked
		tx.Seen, tx.Lead, tx.ended = seen, seen.Lead, true
		tx.Result, tx.response = Result{}, request.Response{} // of a decision that could not be written
		switch {
		case store.TryAgain(tx.ctx, tx.tries, err):
			tx.ended = false
			continue
		case err != nil:
			tx.err = store.NotSaved(err)
			return false
		case len(tx.req.Called) > 0: // also of a second delivery: its first one was the other line
			if tx.err = calledLead(tx.req, seen); tx.err != nil {
				return false
			}
		}
		switch {
		case seen.Answered && len(seen.Answer) == 0 && !tx.req.Several:
			tx.then.ID, tx.ended = seen.Handled, false
			continue
		case seen.Answered:
			tx.response, tx.err = kept(tx.rec.Reply, tx.req, seen.Answer)
			return false
		}
		rep, completed := NewRep(seen, tx.req.Person, tx.req.Now)
		tx.completed = completed && tx.req.Owner == tx.req.User
		// A colleague reads what they cover, and works on it as if its rep were there.
		if rep, tx.err = lending.Rep(tx.req, rep); tx.err != nil {
			return false
		}
		tx.req.Rep, tx.req.Counters, tx.req.Agreed = &rep, seen.Counters, seen.Agreed
		if seen.Said != nil && tx.line != nil && tx.isRepeat() {
			tx.Result.Question = tx.line.Again(seen.Said.At) // the same words a moment ago
			return false
		}
		if tx.resolver != nil {
			tx.Match, tx.err = tx.resolver.Find(lending.Found(seen, rep))
			if tx.err == nil && tx.Match.Retry != "" && tx.query.LeadID == "" {
				tx.query = retry(tx.query, tx.Match.Retry)
				tx.ended = false
				continue
			}
			// Who covers for a colleague may mean a lead of theirs.
			if tx.err == nil && tx.line != nil {
				tx.Match, tx.err = tx.rec.Lent.Or(tx.ctx, tx.req, tx.resolver, nil, tx.Match, seen.Name != "")
			}
			tx.Lead = tx.Match.Lead
		}
		switch {
		case tx.err != nil:
			return false
		case tx.line != nil && tx.Match.Question != nil:
			tx.Result.Question = tx.Match.Question
			return false
		case tx.known && tx.Lead == nil && tx.line != nil:
			tx.err = &request.UnknownLead{Name: tx.Match.Name}
			return false
		case tx.known && tx.Lead == nil && tx.form != nil && tx.form.Meta.Lead == "":
			tx.err = &request.BadValue{What: "a lead", Expected: "that one is gone, so pick another", Field: fields.Name}
			return false
		case tx.known && tx.Lead == nil:
			tx.err = request.ErrOutdated
			return false
		}
		if tx.Lead == nil && tx.went() {
			return false
		}
		if (tx.Lead != nil || tx.resolver != nil) && len(tx.req.Rep.Teams) > 0 {
			tx.rec.Phrases.For(tx.ctx, tx.req) // at hand for the decision, which reads nothing
		}
		tx.ended = false
		return true
	}
	return false
}

// Try writes what was decided. It is read and decided again, up to a limit, where somebody else wrote meanwhile, and
// once where the decision needs the whole history of the lead. The response is made before the write and stored with
// it unless it follows from the records, so that another delivery of the request is answered alike.
func (tx *Transaction) Try(res Result, err error) {
	req, rec := tx.req, tx.rec
	if errors.Is(err, coach.ErrHistory) && tx.query.Touches != -1 {
		tx.query.Touches = -1
		return
	}
	tx.Result, tx.err, tx.ended = res, err, true
	tx.response = request.Response{Keep: res.Keep}
	if err != nil || res.Change == nil {
		return
	}
	if tx.then.ID != "" {
		tx.sayAgain(res)
		return
	}
	c := res.Change
	opens, closes := turns(tx.Seen.Lead, c)
	// Who covers for somebody may do less than the lead's own rep, and only while the record says so that the write is
	// conditional on.
	err = lending.MayWrite(req, tx.Seen, c, closes)
	if err == nil && opens {
		err = rec.MayBeCalled(tx.ctx, req, *c.Lead)
	}
	if err != nil {
		tx.Result, tx.err = Result{}, err
		return
	}
	if res.Response == nil && tx.form == nil && closes {
		res.Saved.Best = tx.nextBest(c.Lead.ID)
	}
	if facts := res.Saved.Was != nil || res.Saved.Created; facts && res.Response == nil &&
		newReach(tx.Seen.Lead, c.Lead) {
		TellOthers(tx.ctx, req, rec, tx.Seen.Lead, &res.Saved, c.Op == "add") // which asks before
	}
	if tx.completed { // who is new or back has no digest yet that could be kept
		c.KeepDigest = false
		if c.Rep == nil {
			c.Rep = req.Rep
		}
	}
	if c.Rep != nil { // hours or days off may have moved the next morning message
		c.NextDigest = rec.Rules.NextDigest(*c.Rep, req.Now)
	}
	switch {
	case res.Response != nil:
		tx.response = *res.Response
	case tx.form != nil:
		tx.response, err = reply.ShowForm(answers.FormSaved(rec.Reply.Reader(req), res.Saved,
			NextInLine(tx.due, res.Saved.Lead.ID)))
	case req.Several:
		tx.response = rec.Reply.Made(req, answers.Line(rec.Reply.Reader(req), res.Saved))
	default:
		tx.response = rec.Reply.Made(req, answers.Logged(rec.Reply.Reader(req), res.Saved))
	}
	if c.Entry == "" { // it can't be taken back, so that its answer has no use for it
		c.Entry = store.NewID()
	}
	tx.response.Entry = c.Entry
	c.By, c.Now, c.Key, c.Said = req.User, req.Now, req.Key, tx.query.Said
	if err != nil {
		tx.Result, tx.err = Result{}, err
		return
	}
	if opens || closes || res.Saved.Twin != nil || res.Saved.Held != nil || !tx.follows(res) {
		c.Answer = tx.response.Encode()
	}
	err = rec.Space().Write(tx.ctx, tx.Seen, *c)
	_, repeated := store.Repeated(err)
	switch {
	case err == nil:
		tx.wake(c)
		if tx.form != nil {
			rec.Reply.RefreshOrigin(req, tx.form.Meta, res.Saved)
		}
		return
	case repeated: // another delivery of the same request was faster: the next read finds it
		tx.ended = false
		return
	case errors.Is(err, store.ErrNameTaken):
		err = &request.NameTaken{Name: c.Lead.Name}
	case store.TryAgain(tx.ctx, tx.tries, err):
		tx.ended = false
		return
	}
	tx.response, tx.err = request.Response{}, err
}

// read reads what the next decision is made from: as it was before the change that this one takes the place of. That is
// taken back by the write, and not before, so that nothing is lost when there is none.
func (tx *Transaction) read() (seen store.Snapshot, err error) {
	switch {
	case tx.then.ID != "":
		seen, err = tx.readThen()
	case tx.instead != "":
		seen, err = tx.rec.Space().History.ReadBefore(tx.ctx, tx.query, undoBy(tx.rec.Rules, tx.req,
			store.UndoQuery{Entry: tx.instead}))
	default:
		seen, err = tx.rec.Space().Records.Read(tx.ctx, tx.query)
	}
	if len(seen.Held) > 0 {
		tx.rec.Views.Phrases.MayHear(tx.ctx, tx.req.User, seen.Rep, seen.Held)
	}
	return seen, err
}

// wake tells the scheduler what a written change has put into the index of what is due, and what an undo in the same
// write has.
func (tx *Transaction) wake(c *store.Change) {
	due := c.FirstDue(tx.Seen)
	if tx.instead != "" {
		due = tx.req.Now
	}
	tx.rec.Wake(due)
}

// Response is what the request is answered with: that it was saved, or what comes instead. A result that nobody but the
// caller has words for leaves it empty.
func (tx *Transaction) Response() (request.Response, error) {
	if tx.then.ID != "" && (tx.err != nil || tx.response.Empty()) {
		return kept(tx.rec.Reply, tx.req, nil)
	}
	if tx.err != nil || tx.Result.Change != nil {
		return tx.response, tx.err
	}
	return tx.rec.Respond(tx.ctx, tx.req, tx.response, tx.Result)
}

// Query is the read for a line's lead, with what else is to be brought.
func Query(q input.Query, with store.Query) store.Query {
	with.LeadID, with.Names, with.Index, with.Details, with.Starts = q.LeadID, q.Names, q.Index, q.Details, q.Starts
	return with
}

// retry is the query for the lead that likeness or a detail found.
func retry(q store.Query, lead string) store.Query {
	q.LeadID, q.Names, q.Details, q.Starts, q.Index = lead, nil, nil, nil, false
	return q
}

// NewRep is a rep's record as it was read, completed by what Slack says where it says nothing: the first command makes
// somebody a rep, and who was only added to a team has no zone yet. Completed reports that the record has to be written
// for that: of somebody new, of somebody who is back, and of somebody who was only added to a team.
func NewRep(seen store.Snapshot, who request.Person, now time.Time) (rep coach.Rep, completed bool) {
	rep, completed = seen.Rep, !seen.Known || seen.Rep.Gone || seen.Rep.TZ == ""
	if !seen.Known {
		rep = coach.Rep{ID: who.ID, Since: now.UTC()}
	}
	if rep.TZ == "" {
		rep.TZ, rep.Locale = who.TZ, who.Locale
		if !request.ZoneExists(rep.TZ) {
			rep.TZ = "UTC"
		}
	}
	rep.Gone = false
	return rep, completed
}

// turns reports what a change makes of the state of its lead, as it was read; nil for a new one. An answer opens a lead
// that was closed, unless its number is blocked by now, which is for the caller to find out (product 4). Opening it by
// name asks before, so that is not counted here. A change closes a lead that was open, or new, but for a do-not-call.
func turns(was *coach.Lead, c *store.Change) (opens, closes bool) {
	switch {
	case c.Lead == nil:
		return false, false
	case c.Lead.Open():
		return was != nil && !was.Open() && c.Touch != nil && c.Touch.Outcome != outcome.Reopened, false
	}
	return false, (was == nil || was.Open()) && c.Lead.Progress.Closed != outcome.DoNotCall
}
