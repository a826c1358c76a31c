package handover

import (
	"context"
	"errors"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/handovers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Went says of an error that a lead isn't there any more whether it went to another rep, and to whom: a card of it is
// old, or its name was typed. Any other error stays what it is.
func Went(ctx context.Context, rec *record.Recorder, req *request.Request, err error) error {
	// A card's button names the lead, a form what it was opened for, a line's words its name.
	id, norm := "", ""
	unknown, named := errors.AsType[*request.UnknownLead](err)
	switch {
	case req.Owner != req.User: // who acts on a colleague's leads hears nothing of where these went
		return err
	case named && unknown.Rep == "":
		norm = names.Normalize(unknown.Name)
	case errors.Is(err, request.ErrOutdated) && req.Kind == request.KindClick:
		button, _ := request.ReadButton(req)
		id = button.Lead
	case errors.Is(err, request.ErrOutdated) && req.Kind == request.KindSubmit:
		form, _ := request.ReadForm(req)
		id = form.Meta.Lead
	}
	if id == "" && norm == "" {
		return err
	}
	// One trip or two, and only behind an error: what works asks nothing of it.
	went, found, readErr := rec.Space().Went.To(ctx, req.User, id, norm, req.Now)
	// A hint that can't be had leaves the words that were there.
	if readErr != nil || !found {
		return err
	}
	return &request.WentLead{Name: went.Name, To: went.To, By: went.By, At: went.At}
}

// Tell brings a line that somebody typed about a lead that went to another rep to whoever has it now, once.
func (h *Handlers) Tell(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	req.Writes = true // a letter, and the answer that a second tap gets
	p, kept, err := h.record.Pending(ctx, req, button.Part(0))
	if err != nil {
		return request.Response{}, err
	}
	// Whoever has the lead now is told, whatever the button says, and only by who had it before.
	went, found, err := h.record.Space().Went.To(ctx, req.User, button.Lead, "", req.Now)
	switch {
	case err != nil:
		return request.Response{}, err
	case !kept || !found || button.Lead == "":
		return request.Response{}, request.ErrOutdated
	}
	reps, err := h.record.Space().Records.RepsBy(ctx, []string{went.To})
	if err != nil {
		return request.Response{}, err
	}
	// Somebody without messages hears nothing, and whoever tells them must know: they have other ways of reaching a
	// colleague, and think that this one was enough.
	off := reps[went.To].Off
	resp, err := h.reply.Say(req, handovers.Told(h.reply.Reader(req), went.To, off))
	resp.Replace = true
	if err != nil || off {
		return resp, err
	}
	// The key is that of the line: tapped twice, it is told once. It has the words as they were typed, and the name that
	// the rep knew the lead by.
	err = h.record.Space().PostLetter(ctx, coach.Letter{ID: store.NewID(), From: req.User, To: went.To,
		Text: p.Line().Text, On: went.Name, OnLead: went.ID, At: req.Now.UTC()}, req.Now, "told/"+button.Part(0),
		resp.Encode())
	if before, told := store.Repeated(err); told {
		return request.DecodeResponse(before)
	}
	if err == nil {
		h.record.Wake(req.Now)
	}
	return resp, err
}
