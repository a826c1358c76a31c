package reps

import (
	"context"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/store"
)

// ZoneTapped is the answer of a rep whom Slack has in another zone: it becomes theirs, as one undoable change of their
// settings, or their own stays, which changes nothing. Whoever has answered on another device is told what holds. A
// question about a move that is over is outdated.
func (h *Handlers) ZoneTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	zone, use := button.Part(0), button.Part(1) == ids.ZoneUse
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		rep := *req.Rep
		switch {
		case rep.TZ == zone && use:
			return h.reply.Say(req, setup.Settings(h.reply.Reader(req), rep))
		case rep.Moved != zone || !request.ZoneExists(zone):
			return request.Response{}, request.ErrOutdated
		case !use:
			return h.reply.Replace(req, cards.ZoneStays(h.reply.Reader(req), rep))
		}
		rep.TZ, rep.Moved = zone, ""
		req.Rep = &rep
		change := store.NewID()
		saved := h.reply.Made(req, setup.SettingsSaved(h.reply.Reader(req), "tz", rep, change))
		saved.Replace = true
		tx.Try(record.Result{Response: &saved, Change: &store.Change{Op: "settings", Entry: change, Undoable: true,
			Rep: &rep, Reindex: true}}, nil)
	}
	return tx.Response()
}

// NotAway is the answer of a rep who isn't away although their status says so. They were asked once, so that there is
// nothing to write.
func (h *Handlers) NotAway(_ context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	return h.reply.Replace(req, cards.NotAway(h.reply.Reader(req)))
}
