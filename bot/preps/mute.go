package preps

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/input/tipline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tips"
	"github.com/followup-coach/followup/store"
)

// muteLine mutes a tip for the acting rep, lifts that, or shows what is muted. Without an id it is the tip that they
// saw last. Both are undoable, as settings are.
func (h *Tips) muteLine(ctx context.Context, req *request.Request, do tipline.TipDo,
	id string) (request.Response, error) {
	teams, err := h.record.Teams(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	if do == tipline.TipMuted {
		return h.mutedTips(req, teams)
	}
	// Those of the teams are among them: a rep may mute a tip that a team of theirs wrote.
	rules := h.record.Rules.TipsFor(*req.Rep, teams)
	if id == "" && do == tipline.TipUnmute { // which of them stands in the list
		return h.mutedTips(req, teams)
	}
	if id == "" {
		shown, err := h.record.Space().Ledger.TipsShown(ctx, req.User)
		if err != nil {
			return request.Response{}, err
		}
		if id = lastSeen(rules, shown); id == "" {
			return h.reply.Say(req, library.NothingToMute(h.reply.Reader(req)))
		}
	}
	tip, ok := rules.Tips().ByID(id)
	if !ok {
		return request.Response{}, &request.BadValue{What: "a tip", Given: id, Expected: "its name as [Source] shows it",
			Example: "/followup tip mute t5"}
	}
	return h.mute(ctx, req, tip, do == tipline.TipMute)
}

// lastSeen is the tip that a rep saw last, whoever brought it; "" for none.
func lastSeen(rules *coach.Rules, shown map[string]time.Time) (id string) {
	var last time.Time
	for _, t := range rules.Tips().ByTopic("") {
		if at := tips.Seen(shown, t.ID); at.After(last) {
			id, last = t.ID, at
		}
	}
	return id
}

// mute writes a tip into the rep's muted ones, or takes it out.
func (h *Tips) mute(ctx context.Context, req *request.Request, tip tips.Tip,
	mute bool) (request.Response, error) {
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		if slices.Contains(req.Rep.Muted, tip.ID) == mute { // it is so already
			return h.reply.Say(req, library.TipMuted(h.reply.Reader(req), tip, mute, ""))
		}
		rep := *req.Rep
		rep.Muted = coach.WithMuted(rep.Muted, tip.ID, mute)
		req.Rep = &rep
		change := store.NewID()
		saved := h.reply.Made(req, library.TipMuted(h.reply.Reader(req), tip, mute, change))
		tx.Try(record.Result{Response: &saved, Change: &store.Change{Op: coach.OpTips, Entry: change, Undoable: true,
			Rep: &rep}}, nil)
	}
	return tx.Response()
}

// mutedTips lists what the acting rep has muted, and what their teams have.
func (h *Tips) mutedTips(req *request.Request, teams []coach.Team) (request.Response, error) {
	rules := h.record.Rules.TipsFor(*req.Rep, teams)
	of := func(ids []string) (tips []tips.Tip) {
		for _, id := range ids {
			if tip, ok := rules.Tips().ByID(id); ok {
				tips = append(tips, tip)
			}
		}
		return tips
	}
	var byTeam []library.TeamMuted
	for _, team := range teams {
		byTeam = append(byTeam, library.TeamMuted{Team: team.Name, Tips: of(team.Muted)})
	}
	return h.reply.Say(req, library.MutedTips(h.reply.Reader(req), of(req.Rep.Muted), byTeam))
}

// source says where a tip comes from, how sure it is, and what speaks against it. Who manages a team may mute it
// there, if it has no more behind it than an opinion.
func (h *Tips) source(ctx context.Context, req *request.Request, id string) (request.Response, error) {
	rules, err := h.record.Tips(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	tip, ok := rules.Tips().ByID(id)
	if !ok {
		return request.Response{}, request.ErrOutdated
	}
	// A tip of a team's own is removed there, not muted; one with data behind it stays (handbook §5).
	var may library.TeamMute
	if tip.TeamMay() && !tip.Own {
		teams, err := h.record.Space().Directory.Teams(ctx)
		if err != nil {
			return request.Response{}, err
		}
		may = muteFor(teams, req.User, tip)
	}
	return h.reply.Say(req, library.TipSourced(h.reply.Reader(req), tip, may))
}

// muteFor is what somebody may do about a tip for the teams that they manage, and that have not muted it yet.
func muteFor(teams []coach.Team, user string, tip tips.Tip) library.TeamMute {
	may := library.TeamMute{Line: "team tips mute " + tip.ID}
	for _, team := range teams {
		switch {
		case !slices.Contains(team.Managers, user) || slices.Contains(team.Muted, tip.ID):
		case may.Team != "": // which of them is asked
			return library.TeamMute{Team: "a team…", Line: "team tips mute " + tip.ID}
		default:
			may.Team, may.Line = team.Name, "team tips mute "+tip.ID+" team:"+words.Quote(team.Name)
		}
	}
	return may
}
