package preps

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/tipline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/advice"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/tips"
	"github.com/followup-coach/followup/store"
)

// TipLine shows a tip: "tip [topic]". Alone it is one for what is due today, which counts towards the most that a rep
// gets a day outside the digest. One that is asked for by name doesn't. Both count as shown, so that the digest brings
// another. One that was shown today is shown again for nothing. "tip mute t5", "tip unmute t5" and "tip muted" are
// about what never comes.
func (h *Tips) TipLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if do, id := tipline.ReadTip(line.Words); do != "" {
		return h.muteLine(ctx, req, do, id)
	}
	rules, err := h.record.Tips(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	rep := *req.Rep
	shown, err := h.record.Space().Ledger.TipsShown(ctx, req.User)
	if err != nil {
		return request.Response{}, err
	}
	topic := input.Span(line.Text, line.Words)
	tip, err := h.choose(ctx, req, rules, topic, shown)
	if err != nil {
		return request.Response{}, err
	}
	// A tip that was asked for by name is noted under another id, so that it takes none of the day's.
	more, note := advice.More(rules, rep, shown, req.Now), tips.Asked
	if topic == "" {
		note = func(id string) string { return id }
	}
	switch {
	case tip == nil && (more || topic != ""):
		return h.reply.Say(req, library.NoTip(h.reply.Reader(req), topic, rules.Tips().Topics()))
	case tip != nil && sameDate(tips.Seen(shown, tip.ID), req.Now, rep.Location()): // asked for again
		return h.reply.Say(req, library.Tip(h.reply.Reader(req), *tip))
	case topic == "" && !more:
		return h.reply.Say(req, library.TipsEnough(h.reply.Reader(req), rules.Limits().TipsPerDay))
	}
	resp, err := h.reply.Say(req, library.Tip(h.reply.Reader(req), *tip))
	if err != nil {
		return request.Response{}, err
	}
	return h.note(ctx, req, note(tip.ID), req.Now, resp)
}

// note writes under a tip's id, or the id of its rest, at which instant it was shown or its rest ends. The response
// is kept with it, and a second delivery of the request gets that.
func (h *Tips) note(ctx context.Context, req *request.Request, id string, at time.Time,
	resp request.Response) (request.Response, error) {
	req.Writes = true
	err := h.record.Space().Ledger.SetTip(ctx, req.User, id, at, req.Now, req.Key, resp.Encode())
	before, repeated := store.Repeated(err)
	switch {
	case repeated:
		return request.DecodeResponse(before)
	case err != nil:
		return request.Response{}, err
	}
	return resp, nil
}

// noteLater counts a prep's tip as shown, behind the answer: should that fail, the tip comes once more, and a prep
// is worth more than a tip. The key follows from the request's, so that a second delivery counts it once.
func (h *Tips) noteLater(req *request.Request, id string) {
	rep, key, now := req.User, req.Key+":tip", req.Now
	h.reply.Async(func(ctx context.Context) {
		err := h.record.Space().Ledger.SetTip(ctx, rep, id, now, now, key, nil)
		if _, before := store.Repeated(err); err != nil && !before {
			h.reply.Log.Warn("could not note a tip as shown", "error", err)
		}
	})
}

// sameDate reports whether two instants are on one date in a zone.
func sameDate(x, y time.Time, zone *time.Location) bool {
	return x.In(zone).Format(time.DateOnly) == y.In(zone).Format(time.DateOnly)
}

// choose finds the tip to show: by its short id, by topic the one shown longest ago, those at rest last, else the one
// that fits what is due.
func (h *Tips) choose(ctx context.Context, req *request.Request, rules *coach.Rules, topic string,
	shown map[string]time.Time) (*tips.Tip, error) {
	rep := *req.Rep
	// One that is asked for by its id is shown even while it rests, or is muted.
	if t, ok := rules.Tips().ByID(strings.ToLower(topic)); ok {
		return &t, nil
	}
	if topic != "" {
		var best *tips.Tip
		for _, t := range rules.Tips().ByTopic(topic) {
			if best == nil || lastShown(shown, t, req.Now).Before(lastShown(shown, *best, req.Now)) {
				best = &t
			}
		}
		return best, nil
	}
	list, err := h.record.Space().Records.DueLeads(ctx, req.User, rep.Midnight(req.Now, 1), record.DueMost)
	if err != nil {
		return nil, err
	}
	if tip := notify.DigestFor(rules, rep, list.Leads, req.Now, shown).Tip; tip != nil {
		return tip, nil
	}
	// Nothing is due that a tip fits: one for a call, since that is what comes next.
	return advice.For(rules, []coach.Card{{Step: coach.Step{Kind: coach.StepCall}}}, shown, req.Now, rep), nil
}

// lastShown is when a tip was shown; of one at rest, the end of that, which is ahead, so that it is chosen last. It is
// zero for a tip that was never shown: that one is chosen first.
func lastShown(shown map[string]time.Time, t tips.Tip, now time.Time) time.Time {
	if rests := shown[tips.Rest(t.ID)]; rests.After(now) {
		return rests
	}
	return tips.Seen(shown, t.ID)
}

// Rated answers 👍 and 👎: a tip that is not for this rep rests for [tips.RestDays], one that is ends its rest.
// The metrics count both by tip, never by person.
func (h *Tips) Rated(useful bool) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		rules, err := h.record.Tips(ctx, req)
		if err != nil {
			return request.Response{}, err
		}
		tip, ok := rules.Tips().ByID(button.Lead)
		if !ok {
			return request.Response{}, request.ErrOutdated
		}
		resp, err := h.reply.Say(req, library.TipThanks(h.reply.Reader(req), tip, useful))
		if err != nil {
			return request.Response{}, err
		}
		// The zero time ends a rest that an earlier vote began.
		var rests time.Time
		if !useful {
			rests = req.Now.AddDate(0, 0, tips.RestDays)
		}
		if resp, err = h.note(ctx, req, tips.Rest(button.Lead), rests, resp); err == nil {
			reply.CountTip(button.Lead, useful)
		}
		return resp, err
	}
}

// TipMore is the ⋯ beside a tip in another message: its votes and its source.
func (h *Handlers) TipMore(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	switch button.Part(0) {
	case cards.TipUp:
		return h.tips.Rated(true)(ctx, req, button)
	case cards.TipDown:
		return h.tips.Rated(false)(ctx, req, button)
	}
	return h.Source(ctx, req, button)
}

// Source says where a tip, a script, the advice against a phrase or the reasons of a lead's next step come from. A
// script, or a row of the call map, is named behind an empty id; a lead's id has [ids.MoreWhen] behind it, a tip's
// nothing.
func (h *Handlers) Source(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if button.Lead == "" && button.Part(0) == ids.MorePhrase {
		if _, err := h.record.Rep(ctx, req); err != nil {
			return request.Response{}, err
		}
		finding, ok := h.record.Phrases.For(ctx, req).ByID(button.Part(1))
		if !ok {
			return request.Response{}, request.ErrOutdated
		}
		return h.reply.Say(req, answers.PhraseSourced(h.reply.Reader(req), finding))
	}
	if button.Lead == "" {
		if button.Part(0) == answers.SourceMap {
			return h.mapSource(req, button)
		}
		branch, ok := h.record.Rules.Scripts().Branch(button.Part(0))
		if !ok {
			return request.Response{}, request.ErrOutdated
		}
		return h.reply.Say(req, library.Sourced(h.reply.Reader(req), branch.Title, branch.Sources()))
	}
	if button.Part(0) == ids.MoreWhen {
		seen, err := h.record.Read(ctx, req, store.Query{LeadID: button.Lead, Counters: true, Agreed: true})
		if err != nil {
			return request.Response{}, err
		}
		if seen.Lead == nil {
			return request.Response{}, request.ErrOutdated
		}
		var sources []string
		for _, because := range h.record.Rules.Next(*seen.Lead, *req.Rep, req.Now).Because {
			sources = append(sources, because.Source)
		}
		return h.reply.Say(req, library.Sourced(h.reply.Reader(req), seen.Lead.Name, sources))
	}
	return h.tips.source(ctx, req, button.Lead)
}

// WhyLine says where a tip comes from and how sure it is, or why a lead's next step comes when it does: "why <tip>",
// "why <lead>". A lead that is called like a tip is found by its name in quotes.
func (h *Handlers) WhyLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 1 && !line.Words[0].Quoted && line.Resolution.Lead == "" &&
		tipline.CouldBeID(line.Words[0].Text) { // else the reads of a team's tips would be for nothing
		resp, err := h.tips.source(ctx, req, strings.ToLower(line.Words[0].Text))
		if !errors.Is(err, request.ErrOutdated) { // no tip is called so
			return resp, err
		}
	}
	return h.record.ShowLead(ctx, req, line, "when", h.record.Views.When)
}
