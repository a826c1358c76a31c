package reps

import (
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// switches are the kinds of message by the setting that switches them.
var switches = map[string]coach.MessageKind{
	settingline.Digest: coach.KindDigest, settingline.Nudges: coach.KindNudge, settingline.Pings: coach.KindPing,
	settingline.Tips: coach.KindTip, settingline.Asks: coach.KindAsk, settingline.Hints: coach.KindHint,
	settingline.Reps: coach.KindReps,
}

// notSwitch refuses what is neither on nor off.
func notSwitch(_ *coach.Rep, given string, _ occasion) (bool, error) {
	return false, &request.BadValue{What: "a switch", Given: given, Expected: "on or off",
		Example: "/followup settings nudges off"}
}

// MessageTapped is the ⋯ in the first line of a message that came unasked: the settings, or an end of its kind.
func (h *Handlers) MessageTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	kind := coach.MessageKind(button.Lead)
	switch {
	case button.Part(0) == ids.MessageSettings:
		return h.SettingsLine(ctx, req, input.Line{})
	case button.Part(0) == ids.MessageStop && slices.Contains(coach.MessageKinds(), kind):
		return h.switchKind(ctx, req, kind, false)
	}
	return request.Response{}, request.ErrOutdated
}

// switchKind switches a kind of message on or off and says how to get it back. The digest's next instant is worked out
// with the change, what belongs to leads by the engine.
func (h *Handlers) switchKind(ctx context.Context, req *request.Request, kind coach.MessageKind,
	on bool) (request.Response, error) {
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		rep := req.Rep.With(kind, on)
		req.Rep = &rep
		change := store.NewID()
		said := cards.Stopped(h.reply.Reader(req), kind, change)
		if on {
			said = cards.Resumed(h.reply.Reader(req), kind)
		}
		saved := h.reply.Made(req, said)
		tx.Try(record.Result{Response: &saved, Change: &store.Change{Op: "settings", Entry: change, Undoable: true, Rep: &rep,
			Reindex: kind == coach.KindNudge || kind == coach.KindPing}}, nil)
	}
	return tx.Response()
}

// RestTapped continues a morning message with the leads that are due today and have no card in it. It stands as a
// message of its own, so that its cards can be tapped like those above.
func (h *Handlers) RestTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	_, day, err := h.record.Day(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	shown := strings.FieldsFunc(button.Lead, func(r rune) bool { return r == ',' })
	rest := slices.DeleteFunc(append(day.Shown(), day.Also...), func(c coach.Card) bool {
		return slices.Contains(shown, c.Lead.ID)
	})
	words := cards.Rest(h.reply.Reader(req), rest, day.More, shown)
	req.Posted = true // it stays, as what is written does
	return h.reply.Say(req, words)
}
