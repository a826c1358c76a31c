package preps

import (
	"context"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// PrepLine shows what to know before calling a lead: "prep <lead>".
func (h *Handlers) PrepLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "prep")
	}
	seen, question, err := h.record.FindKnown(ctx, req, ln)
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	return h.prepOf(ctx, req, seen)
}

// PrepTapped shows the prep of a card's lead, beneath the message.
func (h *Handlers) PrepTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	return h.prepOf(ctx, req, seen)
}

func (h *Handlers) prepOf(ctx context.Context, req *request.Request, seen store.Seen) (request.Response, error) {
	r, err := h.PrepReply(ctx, req, seen)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, r)
}

// PrepReply is a lead's prep. Nobody calls a closed lead: it is shown instead, with how it ended.
func (h *Handlers) PrepReply(ctx context.Context, req *request.Request, seen store.Seen) (say.Reply, error) {
	if !seen.Lead.Open() {
		return h.record.Views.Show(req, seen), nil
	}
	shown, err := h.record.Space().TipsShown(ctx, req.User)
	if err != nil {
		return say.Reply{}, err
	}
	if shown == nil {
		shown = map[string]time.Time{}
	}
	library, err := h.record.Library(ctx, req)
	if err != nil {
		return say.Reply{}, err
	}
	pr := h.prep(req, seen, library, shown)
	if pr.Tip != nil {
		h.noteTipLater(req, pr.Tip.ID)
	}
	return say.Prep(h.reply.ReaderOn(req, request.OnPrep), pr, say.PrepNews{}), nil
}

// noteTipLater counts a prep's tip as shown, behind the answer: should that fail, the tip comes once more, and a prep
// is worth more than a tip.
func (h *Handlers) noteTipLater(req *request.Request, id string) {
	rep, key, now := req.User, req.Key+":tip", req.Now
	h.reply.Async(func(ctx context.Context) {
		err := h.record.Space().SetTip(ctx, rep, id, now, now, key, nil)
		if _, before := store.Repeated(err); err != nil && !before {
			h.reply.Log.Warn("could not note a tip as shown", "error", err)
		}
	})
}

// prep puts a lead's prep together. With no shown there is no tip in it.
func (h *Handlers) prep(req *request.Request, seen store.Seen, library []coach.Story,
	shown map[string]time.Time) coach.Prep {
	more := coach.PrepInput{Me: req.Person.Full, Tally: seen.Tally, Library: library, Shown: shown}
	return h.record.Rules.Prep(*seen.Lead, seen.Touches, *req.Rep, more, req.Now)
}

// prepNow reads a lead's prep. tip is the one that it had before.
func (h *Handlers) prepNow(ctx context.Context, req *request.Request, lead, tip string) (coach.Prep, error) {
	seen, err := h.record.Lead(ctx, req, lead)
	if err != nil {
		return coach.Prep{}, err
	}
	library, err := h.record.Library(ctx, req)
	if err != nil {
		return coach.Prep{}, err
	}
	return h.prepWith(req, seen, library, tip), nil
}

// prepWith is a prep that was shown before, with the tip that it had then.
func (h *Handlers) prepWith(req *request.Request, seen store.Seen, library []coach.Story, tip string) coach.Prep {
	pr := h.prep(req, seen, library, nil)
	if t, ok := h.record.Rules.TipByID(tip); ok {
		pr.Tip = &t
	}
	return pr
}

// RenderPrep is a prep rendered again where it stands: in the place of an ephemeral message, or of the card of a ping,
// which has a heading and a tip of its own.
func (h *Handlers) RenderPrep(req *request.Request, pr coach.Prep, news say.PrepNews,
	ping bool) (request.Response, error) {
	to := h.reply.ReaderOn(req, request.OnPrep)
	if !ping {
		return h.reply.Replace(req, say.Prep(to, pr, news))
	}
	blocks := say.PingCard(to, pr, news)
	return h.reply.OnCard(req, pr.Lead.ID, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
}

// AfterUndo is a lead's prep after something on it was taken back, in the place of the prep that was tapped.
func (h *Handlers) AfterUndo(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	pr, err := h.prepNow(ctx, req, lead, "")
	if err != nil {
		return request.Response{}, err
	}
	return h.RenderPrep(req, pr, say.PrepNews{Undone: true}, !req.Ephemeral && req.View == nil)
}
