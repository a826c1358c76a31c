package reviews

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/store"
)

// A gift is asked for by the rep; the engine then writes to the managers of their teams, and with the answer to the
// rep, each once ([coach.Rules.Timers]). The answer is written among the rep's records and in their audit trail, by
// whoever tapped.

// giftForm is the form of a gift, for high potential alone.
func (h *Handlers) giftForm(ctx context.Context, req *request.Request, l coach.Lead,
	meta request.Meta) (slack.ModalViewRequest, error) {
	if l.Potential != coach.PotentialHigh {
		return slack.ModalViewRequest{}, request.WithLead(coach.ErrNotHigh, l)
	}
	managers, err := h.managers(ctx, req.Owner)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return texts.GiftForm(h.reply.Reader(req), texts.GiftFields{Lead: l, Alone: len(managers) == 0, Meta: meta}), nil
}

// GiftForm asks a manager for a gift, or, where the rep has none, keeps that the rep decided. A note that stands in an
// earlier message is said once; sent once more it is meant so.
func (h *Handlers) GiftForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	gift := coach.GiftPlan{Who: form.Text(fields.GiftWho), What: form.Text(fields.GiftWhat),
		Note: form.Text(fields.GiftNote), Cost: form.Text(fields.GiftCost)}
	for _, f := range [][2]string{{fields.GiftWho, gift.Who}, {fields.GiftWhat, gift.What},
		{fields.GiftNote, gift.Note}, {fields.GiftCost, gift.Cost}} {
		if f[1] == "" {
			return record.AtField(req, f[0], texts.ErrGift), nil
		}
	}
	managers, err := h.managers(ctx, req.Owner)
	if err != nil {
		return request.Response{}, err
	}
	gift.Alone = len(managers) == 0
	if !form.Meta.Asked {
		view, err := h.heldAgainst(ctx, req, form, gift)
		if err != nil || view != nil {
			if err != nil {
				return request.Response{}, err
			}
			return reply.ShowForm(*view)
		}
	}
	return h.save(ctx, req, form, record.TouchInput{Outcome: outcome.Verdict, Verdict: coach.VerdictGift, Gift: &gift})
}

// heldAgainst is the form again where the note is like what was sent to this lead, or like one of the team's messages;
// nil where it is like none. Of a colleague's text only the per cent is said (S2.22, S2.23).
func (h *Handlers) heldAgainst(ctx context.Context, req *request.Request, form request.Form,
	gift coach.GiftPlan) (*slack.ModalViewRequest, error) {
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: form.Meta.Lead, Touches: drafts.SentMost})
	switch {
	case err != nil:
		return nil, err
	case seen.Lead == nil:
		return nil, request.ErrOutdated
	}
	most := h.record.Rules.Limits().Overlap
	own := drafts.MostLike(gift.Note, seen.Touches)
	like, words := own.Percent, texts.YourMessageOf(h.reply.Reader(req), own.Of.At)
	if like < most {
		prints, err := h.record.Space().Directory.Prints(ctx, req.Rep.Teams...)
		if err != nil {
			return nil, err
		}
		like, words = phrase.MostOverlap(gift.Note, prints), texts.TeamMessages
	}
	if like < most {
		return nil, nil
	}
	view := texts.GiftForm(h.reply.Reader(req), texts.GiftFields{Lead: *seen.Lead, Gift: gift, Like: like, Where: words,
		Alone: gift.Alone, Meta: form.Meta})
	return &view, nil
}

// Whose gift it is travels in the button and in the form of a refusal. Neither is trusted: who manages the rep is read
// each time, among the teams as they are then.

// asked is the lead whose gift a manager's button or form speaks of, as one of the owner's: [request.ErrNotGift] for
// who manages no team of theirs.
func (h *Handlers) asked(ctx context.Context, req *request.Request, owner string) (*request.Request, error) {
	managers, err := h.managers(ctx, owner)
	if err != nil {
		return nil, err
	}
	for _, m := range managers {
		if m == req.User {
			as := *req
			as.Owner, as.Rep = owner, nil
			return &as, nil
		}
	}
	return nil, request.ErrNotGift
}

// Approve agrees to a gift, in the place of the question. The second tap, whoever's, hears how it was decided.
func (h *Handlers) Approve(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	as, err := h.asked(ctx, req, button.Part(0))
	if err != nil {
		return request.Response{}, err
	}
	return h.answer(ctx, req, as, button.Lead, button.Instant(1), "",
		func(l coach.Lead, quiet bool) (request.Response, error) {
			return h.reply.Replace(req, texts.GiftDecided(h.reply.Reader(req), l, as.Owner, quiet))
		})
}

// answer decides about the gift that was asked for at that time: declined where there is a reason.
func (h *Handlers) answer(ctx context.Context, req, as *request.Request, lead string, when time.Time, why string,
	shown func(l coach.Lead, quiet bool) (request.Response, error)) (request.Response, error) {
	tx := h.record.BeginLead(ctx, as, record.LeadQuery(lead))
	for tx.Next() {
		if g := tx.Lead.Progress.Gift; tx.Lead.Progress.GiftIs() != coach.GiftAsked || g.Asked.Unix() != when.Unix() {
			return h.over(req, tx.Seen, when)
		}
		res, err := h.record.DecideTouch(as, tx.Seen, record.TouchInput{Lead: tx.Lead, Outcome: outcome.Verdict,
			Verdict: coach.Approval(why == ""), Reason: why, Op: "gift"})
		if err == nil && res.Change != nil {
			res.Change.Undoable, res.Change.Entry = false, "" // the rep has heard of it
			var resp request.Response
			resp, err = shown(res.Saved.Lead, silent(tx.Seen.Rep))
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	return tx.Response()
}

// over says that there is nothing to decide any more, in the place of the question: the gift that was asked for then
// was taken back, or decided about. Who decided it reads that once more, as at the first tap.
func (h *Handlers) over(req *request.Request, seen store.Snapshot, when time.Time) (request.Response, error) {
	l := *seen.Lead
	g := l.Progress.Gift
	if g != nil && g.Asked.Unix() != when.Unix() {
		g, l.Progress.Gift = nil, nil
	}
	said := texts.GiftOver(h.reply.Reader(req), l)
	if g != nil && g.By == req.User {
		said = texts.GiftDecided(h.reply.Reader(req), l, l.Rep, silent(seen.Rep))
	}
	if req.Kind == request.KindSubmit {
		return reply.ShowForm(fields.ReplyPage("Gift", h.reply.Checked(req, said)))
	}
	return h.reply.Replace(req, said)
}

// OpenGift shows a gift with its whole note, to the rep who asked for it and to who manages them.
func (h *Handlers) OpenGift(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	as, owner := req, button.Part(0)
	if owner != "" && owner != req.User {
		var err error
		if as, err = h.asked(ctx, req, owner); err != nil {
			return request.Response{}, err
		}
	}
	seen, err := h.record.Lead(ctx, as, button.Lead)
	switch {
	case err != nil:
		return request.Response{}, err
	case seen.Lead.Progress.Gift == nil, seen.Lead.Progress.Gift.Asked.Unix() != button.Instant(1).Unix():
		return h.over(req, seen, button.Instant(1))
	}
	return h.reply.Open(ctx, req, texts.GiftPage(h.reply.Reader(req), *seen.Lead))
}

// silent reports whether a rep gets no messages.
func silent(rep coach.Rep) bool { return rep.Off || rep.Gone }

// OpenDecline opens the form for why a gift is declined.
func (h *Handlers) OpenDecline(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	as, err := h.asked(ctx, req, button.Part(0))
	if err != nil {
		return request.Response{}, err
	}
	seen, err := h.record.Lead(ctx, as, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	g := seen.Lead.Progress.Gift
	if seen.Lead.Progress.GiftIs() != coach.GiftAsked || g.Asked.Unix() != button.Instant(1).Unix() {
		return h.over(req, seen, button.Instant(1))
	}
	meta := req.Meta()
	meta.Rep, meta.At = as.Owner, g.Asked.Unix()
	return h.reply.Open(ctx, req, texts.DeclineForm(h.reply.Reader(req), *seen.Lead, meta))
}

// DeclineForm declines a gift with its reason, which goes to the rep. The question that it was asked in is closed.
func (h *Handlers) DeclineForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	why := form.Text(fields.Reason)
	if why == "" {
		return record.AtField(req, fields.Reason, texts.ErrDeclined), nil
	}
	as, err := h.asked(ctx, req, form.Meta.Rep)
	if err != nil {
		return request.Response{}, err
	}
	return h.answer(ctx, req, as, form.Meta.Lead, time.Unix(form.Meta.At, 0), why,
		func(l coach.Lead, quiet bool) (request.Response, error) {
			return reply.ShowForm(fields.ReplyPage("Declined",
				h.reply.Checked(req, texts.GiftDecided(h.reply.Reader(req), l, as.Owner, quiet))))
		})
}

// managers are those of a rep's teams, without the rep: who is asked about a gift, and who may approve it.
func (h *Handlers) managers(ctx context.Context, rep string) ([]string, error) {
	teams, err := h.record.Space().Directory.Teams(ctx)
	return coach.ManagersOf(teams, rep), err
}
