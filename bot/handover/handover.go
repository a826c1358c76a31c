// Package handover is leads that go from one rep to others: the line and the form of a manager, its preview, what does
// it and what takes it back, and the letter to managers when a rep has left.
//
// Who may: a manager, from any rep of their teams to any other, and whoever may set up teams. What goes where is
// decided by coach/handover and written as one list; store moves the leads, one by one, and goes on after a crash.
//
// What was shown isn't kept: the button runs the line once more, for the leads as they are by then.
package handover

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/handovers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/handover"
	"github.com/followup-coach/followup/store"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	teams  func(context.Context) ([]coach.Team, error)
}

// New makes the handlers of this slice; teams are all teams, with their managers.
func New(rec *record.Recorder, rep *reply.Replier, teams func(context.Context) ([]coach.Team, error)) *Handlers {
	return &Handlers{record: rec, reply: rep, teams: teams}
}

// atOnce bounds one hand-over: what is decided in one request, kept in one record, and read by a person as one thing.
const atOnce = 5000

// Line is "team handover [<@from> to <@to>… [which] [in turn|least busy]]". It shows what would go where; what lacks
// somebody is asked for by the form.
func (h *Handlers) Line(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	wish := teamline.ReadHandOver(line.Words)
	// A word that says nothing is refused before anything is looked at: it may have been the filter.
	switch {
	case wish.Undo != "":
		return h.undo(ctx, req, wish)
	case wish.Stray != "":
		return request.Response{}, &request.BadValue{What: "which leads", Given: wish.Stray,
			Expected: "all, open, due, warm, cold, high, low or closed ones, in turn or least busy",
			Example:  "/followup team handover @rep to @other warm"}
	case wish.Form || wish.From == "" || len(wish.To) == 0:
		if _, err := h.allowed(ctx, req, wish); err != nil {
			return request.Response{}, err
		}
		meta := req.Meta()
		meta.Lead, meta.Rep = wish.Lead, wish.From
		return h.reply.Open(ctx, req, handovers.Form(h.reply.Reader(req), handovers.Fields{From: wish.From, To: wish.To,
			Which: wish.Which, How: wish.How, One: wish.Lead != "", Meta: meta}))
	case wish.Go:
		return h.do(ctx, req, wish)
	}
	return h.preview(ctx, req, wish)
}

// Form shows what would go where as the form has it. What is wrong stays at its field.
func (h *Handlers) Form(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	// A menu can't have an empty value.
	chosen := func(field string) string {
		v := form.Values[field].SelectedOption.Value
		if v == fields.Unset {
			return ""
		}
		return v
	}
	wish := teamline.HandOver{From: form.Values[fields.HandFrom].SelectedUser,
		Which: handover.Which(chosen(fields.HandWhich)), How: handover.How(chosen(fields.HandHow))}
	if form.Meta.Lead != "" { // one lead has one rep
		wish.Lead, wish.From = form.Meta.Lead, form.Meta.Rep
	}
	// Nobody gets their own leads, however often they are picked.
	to := form.Values[fields.HandTo].SelectedUsers
	if one := form.Values[fields.HandTo].SelectedUser; one != "" {
		to = []string{one}
	}
	for _, id := range to {
		if id != wish.From && !slices.Contains(wish.To, id) {
			wish.To = append(wish.To, id)
		}
	}
	if len(wish.To) == 0 {
		return record.AtField(req, fields.HandTo, handovers.ErrNobody), nil
	}
	// A refusal stands at the field that mends it.
	refused, err := h.allowed(ctx, req, wish)
	switch {
	case err != nil:
		return request.Response{}, err
	case refused.words != "" && wish.Lead != "": // it has the one field
		return record.AtField(req, fields.HandTo, refused.words), nil
	case refused.words != "":
		return record.AtField(req, refused.field, refused.words), nil
	}
	shown, err := h.shown(ctx, req, wish)
	if err != nil {
		return request.Response{}, err
	}
	return reply.ShowForm(fields.ReplyPage("Hand over leads", shown))
}

// refusal is why somebody can't be part of a hand-over, and the form's field that named them.
type refusal struct{ field, words, who string }

// allowed checks who acts, whose leads they are and who gets them. People who aren't named yet are checked later.
func (h *Handlers) allowed(ctx context.Context, req *request.Request, wish teamline.HandOver) (refusal, error) {
	teams, err := h.teams(ctx)
	if err != nil {
		return refusal{}, err
	}
	// A rep of one team of theirs may get leads of another's: they manage both.
	mine := map[string]bool{}
	manages := req.Person.Admin
	for _, team := range teams {
		if req.Person.Admin || slices.Contains(team.Managers, req.User) {
			manages = true
			for _, id := range team.Reps {
				mine[id] = true
			}
		}
	}
	if !manages {
		return refusal{}, request.ErrNoManager
	}
	if wish.From != "" && !mine[wish.From] && !req.Person.Admin {
		return refusal{fields.HandFrom, handovers.ErrNotRep, wish.From}, nil
	}
	// Somebody without a zone has been added and not begun yet: nobody knows when they can be told of a call.
	reps, err := h.record.Space().Records.RepsBy(ctx, wish.To)
	if err != nil {
		return refusal{}, err
	}
	for _, id := range wish.To {
		switch rep, known := reps[id]; {
		case !mine[id], !known || rep.TZ == "":
			return refusal{fields.HandTo, handovers.ErrNotRep, id}, nil
		case rep.Gone:
			return refusal{fields.HandTo, handovers.ErrGone, id}, nil
		}
	}
	return refusal{}, nil
}

// mayNot is allowed for a typed line, whose refusal is an error.
func (h *Handlers) mayNot(ctx context.Context, req *request.Request, wish teamline.HandOver) error {
	// Whoever manages nobody is refused before, whatever they have typed.
	refused, err := h.allowed(ctx, req, wish)
	if err != nil || refused.words == "" {
		return err
	}
	return &request.BadValue{What: "a rep of yours", Given: say.Mention("@", refused.who), Expected: refused.words,
		Example: "/followup team handover @rep to @other"}
}

// preview shows what would go where.
func (h *Handlers) preview(ctx context.Context, req *request.Request,
	wish teamline.HandOver) (request.Response, error) {
	if err := h.mayNot(ctx, req, wish); err != nil {
		return request.Response{}, err
	}
	shown, err := h.shown(ctx, req, wish)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, shown)
}

// shown is the preview.
func (h *Handlers) shown(ctx context.Context, req *request.Request, wish teamline.HandOver) (say.Reply, error) {
	shares, more, err := h.deal(ctx, wish, req.Now)
	if err != nil {
		return say.Reply{}, err
	}
	to := h.reply.Reader(req)
	if len(shares) == 0 {
		return handovers.None(to, wish.From, wish.Which), nil
	}
	return handovers.Preview(to, wish.From, sums(shares, req.Now), wish.Line(), more), nil
}

// deal shares out the leads that a wish is about, as they are now, and says how many have to wait.
func (h *Handlers) deal(ctx context.Context, wish teamline.HandOver, now time.Time) (shares []handover.Share, more int,
	err error) {
	space := h.record.Space()
	from, _, err := space.Records.Rep(ctx, wish.From)
	if err != nil {
		return nil, 0, err
	}
	if wish.Lead != "" {
		one, err := space.Records.Leads(ctx, wish.From, wish.Lead)
		switch {
		case err != nil:
			return nil, 0, err
		case len(one) == 0: // it has gone meanwhile, or never was theirs
			return nil, 0, request.ErrOutdated
		case one[0].Leaving != "":
			return nil, 0, store.ErrLeaving
		}
		return handover.Deal(one, []handover.Taker{{ID: wish.To[0]}}, handover.InTurn), 0, nil
	}
	// All of them are read, a few hundred in a trip: which ones go is decided by what each waits for. What more there are
	// than go at once are counted.
	var leads []coach.Lead
	err = space.EachLead(ctx, wish.From, func(part []coach.Lead) error {
		for _, l := range part {
			var step coach.Step
			if wish.Which == handover.Due {
				step = h.record.Rules.Next(l, from, now)
			}
			// One that is on its way already is somebody else's to be.
			switch {
			case l.Leaving != "" || !wish.Which.Has(l, step, now):
			case len(leads) == atOnce:
				more++
			default:
				leads = append(leads, l)
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	// How busy they are is only counted where it decides.
	takers := make([]handover.Taker, len(wish.To))
	for i, id := range wish.To {
		takers[i].ID = id
		if wish.How == handover.LeastBusy {
			page, err := space.Records.List(ctx, id, store.ListQuery{Kind: store.ListAll, Limit: 1})
			if err != nil {
				return nil, 0, err
			}
			takers[i].Open = page.Total
		}
	}
	return handover.Deal(leads, takers, wish.How), more, nil
}

// sums are what shares come to, as a preview and the answer to a hand-over say it.
func sums(shares []handover.Share, now time.Time) []handovers.Share {
	out := make([]handovers.Share, len(shares))
	for i, s := range shares {
		out[i] = handovers.Share{To: s.To, Sum: handover.Count(s.Leads, now)}
	}
	return out
}

// partSize is how many leads are moved by one item of the outbox: a second's work.
const partSize = 100

// parts are the shares of a list in pieces of that size.
func parts(shares []handover.Share) (out []store.HandOverPart) {
	for _, s := range shares {
		for some := range slices.Chunk(s.Leads, partSize) {
			part := store.HandOverPart{To: s.To}
			for _, l := range some {
				part.Leads = append(part.Leads, l.ID)
			}
			out = append(out, part)
		}
	}
	return out
}

// do hands the leads over as they are now. A second delivery gets the first one's answer.
func (h *Handlers) do(ctx context.Context, req *request.Request, wish teamline.HandOver) (request.Response, error) {
	req.Writes = true
	if err := h.mayNot(ctx, req, wish); err != nil {
		return request.Response{}, err
	}
	// The first delivery may have left nothing to hand over.
	if raw, done, err := h.answered(ctx, req, wish.From); err != nil || done {
		return raw, err
	}
	shares, _, err := h.deal(ctx, wish, req.Now)
	if err != nil {
		return request.Response{}, err
	}
	to := h.reply.Reader(req)
	if len(shares) == 0 {
		return h.reply.Say(req, handovers.None(to, wish.From, wish.Which))
	}
	// The undo names the list: it may be tapped when the leads have been worked on.
	list := store.HandOver{ID: store.NewID(), From: wish.From, By: req.User, At: req.Now.UTC(), Parts: parts(shares)}
	resp, err := h.reply.Say(req, handovers.Done(to, wish.From, sums(shares, req.Now),
		"team handover undo <@"+wish.From+"> "+list.ID))
	if err != nil {
		return request.Response{}, err
	}
	return h.begin(ctx, req, list, resp)
}

// answered is the response to an earlier delivery of the same request.
func (h *Handlers) answered(ctx context.Context, req *request.Request, from string) (request.Response, bool, error) {
	// It was kept with the list, in the shard of whose leads they were.
	seen, err := h.record.Space().Records.Read(ctx, store.Query{Rep: from, Now: req.Now, Key: req.Key})
	if err != nil || !seen.Answered {
		return request.Response{}, false, err
	}
	resp, err := request.DecodeResponse(seen.Answer)
	return resp, true, err
}

// begin writes the list with its response; the outbox carries it out.
func (h *Handlers) begin(ctx context.Context, req *request.Request, list store.HandOver,
	resp request.Response) (request.Response, error) {
	// The list, its items and the response are one write: all of it is done, or nothing was said.
	_, _, err := h.record.Space().Change(ctx, store.Query{Rep: list.From, Now: req.Now, Key: req.Key},
		func(store.Snapshot) (store.Change, error) {
			return store.Change{Op: store.OpHandOver, By: req.User, Now: req.Now, Key: req.Key, Answer: resp.Encode(),
				HandOver: &list}, nil
		})
	if before, again := store.Repeated(err); again {
		return request.DecodeResponse(before)
	}
	if err == nil {
		h.record.Wake(req.Now)
	}
	return resp, err
}

// undo takes a hand-over back: what is still with whoever got it goes back, with what was logged since. It is one list
// for each of them, since their leads are in several shards; each is done once, whoever asks for it again.
func (h *Handlers) undo(ctx context.Context, req *request.Request, wish teamline.HandOver) (request.Response, error) {
	req.Writes = true
	if err := h.mayNot(ctx, req, teamline.HandOver{From: wish.From}); err != nil {
		return request.Response{}, err
	}
	to := h.reply.Reader(req)
	// What is on its way can't be turned round, and after a day nobody knows any more what went.
	list, done, found, err := h.record.Space().History.HandOver(ctx, wish.From, wish.Undo)
	switch {
	case err != nil:
		return request.Response{}, err
	case !found:
		return h.reply.Say(req, handovers.TooLate(to))
	case done < len(list.Parts):
		return h.reply.Say(req, handovers.NotYet(to, req.Typed()))
	}
	// A lead that has gone further, or was erased, isn't looked for.
	back, stay := map[string][]string{}, 0
	var takers []string
	for _, part := range list.Parts {
		leads, err := h.record.Space().Records.Leads(ctx, part.To, part.Leads...)
		if err != nil {
			return request.Response{}, err
		}
		stay += len(part.Leads)
		for _, l := range leads {
			if n := len(l.Handed); n == 0 || l.Handed[n-1].ID != list.ID || l.Leaving != "" {
				continue
			}
			if back[part.To] == nil {
				takers = append(takers, part.To)
			}
			back[part.To] = append(back[part.To], l.ID)
			stay--
		}
	}
	// Where the process dies in between, the next tap finds the rest where it was.
	gone := 0
	for _, taker := range takers {
		// The list lies in the shard of whoever has the leads now.
		own := *req
		own.Key = "handover-back/" + list.ID // whoever taps twice takes it back once
		going := store.HandOver{ID: store.NewID(), From: taker, By: req.User, At: req.Now.UTC()}
		for some := range slices.Chunk(back[taker], partSize) {
			going.Parts = append(going.Parts, store.HandOverPart{To: list.From, Leads: some})
		}
		gone += len(back[taker])
		if _, err := h.begin(ctx, &own, going, request.Response{}); err != nil {
			return request.Response{}, err
		}
	}
	return h.reply.Say(req, handovers.Undone(to, list.From, gone, stay))
}
