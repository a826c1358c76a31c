package doubles

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// A prospect may be a colleague's as well. Nobody is to call them twice for it, and nobody's lead is shown to anybody:
// what two reps share is a number or an address, and the rest they tell each other.

// AskTapped asks a colleague of a team who goes on with a prospect that both have. The question is a letter: they see
// who asks and the number or address, which they have themselves, and answer by a form. Within a day it is asked once,
// however often the button is tapped.
func (h *Handlers) AskTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	who := button.Part(0)
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return request.Response{}, err
	}
	reps, err := h.record.Space().Records.RepsBy(ctx, []string{who})
	if err != nil {
		return request.Response{}, err
	}
	// Whatever the button says: they must have it still, and be on a team with whoever asks.
	rep, known := reps[who]
	one := []store.Held{{Rep: rep}}
	h.record.Views.Phrases.MayHear(ctx, req.User, *req.Rep, one)
	if !known || who == req.User || !one[0].Known {
		return request.Response{}, request.ErrOutdated
	}
	// Looked up and not taken from the lead's mark, which may be a second behind.
	held, err := h.record.Space().Records.HeldBy(ctx, []coach.Rep{rep}, input.ContactKeys(*seen.Lead, *req.Rep))
	switch {
	case err != nil:
		return request.Response{}, err
	case len(held) == 0:
		return h.reply.Say(req, texts.HolderAsked(h.reply.Reader(req), who, texts.HolderGone))
	case rep.Off:
		return h.reply.Say(req, texts.HolderAsked(h.reply.Reader(req), who, texts.HolderOff))
	}
	// What they share is all that goes to them: of two numbers the one that they have themselves.
	text := seen.Lead.Email
	for _, number := range seen.Lead.E164(*req.Rep) {
		key := input.ContactKeys(coach.Lead{Phone: number}, *req.Rep)
		if slices.ContainsFunc(held, func(h store.Held) bool { return slices.Contains(key, h.Detail) }) {
			text = number
		}
	}
	// The key is not the tap's but the question's.
	req.Writes = true
	resp, err := h.reply.Say(req, texts.HolderAsked(h.reply.Reader(req), who, texts.HolderSent))
	if err != nil {
		return request.Response{}, err
	}
	err = h.record.Space().PostLetter(ctx, coach.Letter{ID: store.NewID(), From: req.User, To: who, Text: text,
		Shared: true, At: req.Now.UTC()}, req.Now, "ask/"+seen.Lead.ID+"/"+who, resp.Encode())
	if before, asked := store.Repeated(err); asked {
		return request.DecodeResponse(before)
	}
	if err == nil {
		h.record.Wake(req.Now)
	}
	return resp, err
}
