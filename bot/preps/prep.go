package preps

import (
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

// PrepLine shows what to know before calling a lead: "prep <lead>". It changes nothing but that its tip counts as
// shown.
func (h *Handlers) PrepLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "prep")
	}
	seen, question, err := h.record.FindKnown(ctx, req, line, store.Query{Counters: true, Agreed: true})
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

// prepOf answers with the prep of a lead that was read.
func (h *Handlers) prepOf(ctx context.Context, req *request.Request, seen store.Snapshot) (request.Response, error) {
	shown, err := h.PrepReply(ctx, req, seen)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, shown)
}

// PrepReply is a lead's prep. Nobody calls a closed lead: it is shown instead, with how it ended. seen must hold the
// end of the lead's history and the rep's tally. A closed lead uses up no tip.
func (h *Handlers) PrepReply(ctx context.Context, req *request.Request, seen store.Snapshot) (say.Reply, error) {
	if !seen.Lead.Open() {
		return h.record.Show(ctx, req, seen), nil
	}
	shown, err := h.record.Space().Ledger.TipsShown(ctx, req.User)
	if err != nil {
		return say.Reply{}, err
	}
	switch {
	case !req.Rep.Switched(coach.KindTip):
		shown = nil // and with it the tip
	case shown == nil:
		shown = map[string]time.Time{}
	}
	teams, err := h.record.Teams(ctx, req)
	if err != nil {
		return say.Reply{}, err
	}
	prep := h.prep(req, seen, teams, shown)
	page := library.Prep(h.reply.ReaderOn(req, request.OnPrep), prep,
		cards.PrepNews{Held: h.record.Views.Held(req, seen.Held, *seen.Lead, seen.Lead)})
	// A full prep leaves its tip out, and what nobody has read is not shown.
	if prep.Tip != nil && strings.Contains(page.Text, cards.TipWords(*prep.Tip)) {
		h.tips.noteLater(req, prep.Tip.ID)
	}
	return page, nil
}

// prep puts a lead's prep together. teams are the rep's, with what they have to tell and their tips. shown is when each
// tip was shown to the rep; with nil there is no tip in the prep. Who is new, and who is no salesperson, has the whole
// script in it (S0.14, S1.4).
func (h *Handlers) prep(req *request.Request, seen store.Snapshot, teams []coach.Team,
	shown map[string]time.Time) prep.Prep {
	with := prep.Input{Me: req.Person.Full, Counters: seen.Counters, Library: coach.StoriesOf(teams), Shown: shown}
	rules := h.record.Rules.TipsFor(*req.Rep, teams)
	prep := prep.For(rules, *seen.Lead, seen.Touches, *req.Rep, with, req.Now)
	prep.Score = suspect.Shown(*seen.Lead, suspect.OfTeams(teams), req.Now)
	if !seen.Lead.Open() || !req.Rep.WholeScripts(seen.Counters) {
		return prep
	}
	id := rules.BranchOnLine(prep.Lead, prep.Step, req.Now)
	branch, _ := rules.Scripts().Branch(id)
	fill := h.record.Offers.Fill(req, prep.Lead, branch.Outcome)
	if prep.Why != nil { // the reason in it is the one that the prep shows
		fill.Lead.Reasons, fill.Story = []coach.Why{*prep.Why}, prep.Story
	}
	if script, ok := rules.Scripts().Script(id, fill.Values()); ok {
		prep.Whole = &script
	}
	return prep
}

// prepNow reads a lead and puts its prep together. tip is the id of the one that it had before, "" for none: a prep
// that is shown again counts no other tip as shown.
func (h *Handlers) prepNow(ctx context.Context, req *request.Request, lead, tip string) (prep.Prep, error) {
	seen, err := h.record.Lead(ctx, req, lead)
	if err != nil {
		return prep.Prep{}, err
	}
	teams, err := h.record.Teams(ctx, req)
	if err != nil {
		return prep.Prep{}, err
	}
	return h.prepWith(req, seen, teams, tip), nil
}

// prepWith is a prep that was shown before, with the tip that it had then. A tip that this version no longer has
// leaves it without one.
func (h *Handlers) prepWith(req *request.Request, seen store.Snapshot, teams []coach.Team, tip string) prep.Prep {
	prep := h.prep(req, seen, teams, nil)
	if t, ok := h.record.Rules.TipsFor(*req.Rep, teams).Tips().ByID(tip); ok {
		prep.Tip = &t
	}
	return prep
}

// renderPrep is a prep rendered again where it stands: in the place of an ephemeral message, or of the card of a ping,
// which has a heading and a tip of its own.
func (h *Handlers) renderPrep(req *request.Request, prep prep.Prep, news cards.PrepNews,
	ping bool) (request.Response, error) {
	to := h.reply.ReaderOn(req, request.OnPrep)
	if !ping {
		return h.reply.Replace(req, library.Prep(to, prep, news))
	}
	blocks := cards.PingCard(to, prep, news)
	return h.reply.OnCard(req, prep.Lead.ID, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
}

// AfterUndo is a lead's prep after something on it was taken back, in the place of the prep that was tapped.
// It has no tip: [Undo] carries the change that it takes back, not the tip beside it.
func (h *Handlers) AfterUndo(ctx context.Context, req *request.Request, lead string) (request.Response, error) {
	prep, err := h.prepNow(ctx, req, lead, "")
	if err != nil {
		return request.Response{}, err
	}
	return h.renderPrep(req, prep, cards.PrepNews{Undone: true}, !req.OwnAnswer() && req.View == nil)
}
