package away

import (
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/leaveline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/store"
)

// A cover is asked for with the absence, by a letter that goes with the change. What the colleague says to it is
// written on the record of whoever is away; their own record only keeps where to look, and that comes first: of a
// process that dies between the two, nobody is left who has agreed and doesn't see what is due.

// asksFor is who is to cover by a change of an absence: nil leaves that as it is, "" is nobody.
type asksFor *string

// CoverLine says how things stand with a cover: "cover"; asks for one: "cover @rep"; and ends it, by whoever is away or
// by the colleague: "cover off".
func (h *Handlers) CoverLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	// The word itself is gone from the line: it is put back for whoever reads what is said of a cover.
	first := ""
	if len(line.Words) > 0 {
		first = line.Words[0].Lower
	}
	_, c := leaveline.ReadCover(append([]words.Word{{Text: "cover", Bare: "cover", Lower: "cover"}}, line.Words...))
	switch to := h.reply.Reader(req); {
	case c.Off:
		return h.coverOff(ctx, req)
	case len(c.Who) > 0 || rep.Away.Lasts() && first != "":
		return h.leaveWith(ctx, req, line, line.Words)
	case rep.Away.Lasts():
		return h.reply.Say(req, absent.Gone(to, rep))
	}
	// A card that is tapped there stands in the day's list afterwards.
	days, err := h.record.Lent.Day(ctx, req, rep)
	switch to := h.reply.ReaderOn(req, request.OnToday); {
	case err != nil:
		return request.Response{}, err
	case len(days) == 0:
		return h.reply.Say(req, absent.NoCover(to))
	default:
		return h.reply.Say(req, cards.CoverDay(to, days))
	}
}

// leaveWith is a line about leaving that speaks of a cover. Who is away already need not say until when once more; who
// isn't is asked.
func (h *Handlers) leaveWith(ctx context.Context, req *request.Request, line input.Line,
	ws []words.Word) (request.Response, error) {
	rest, c := leaveline.ReadCover(ws)
	rest = behindUntil(rest)
	// Two people would each leave it to the other.
	switch {
	case len(c.Who) > 1 || c.Said && !c.Off && len(c.Who) == 0:
		return request.Response{}, &request.BadValue{What: "a cover", Given: strings.Join(words.Texts(ws), " "),
			Expected: "one person, picked from Slack's list when you type @",
			Example:  "/followup away until Monday cover @rep"}
	case c.Off && len(rest) == 0:
		return h.coverOff(ctx, req)
	}
	who := ""
	if len(c.Who) > 0 {
		who = c.Who[0]
	}
	// The record was read for the line's first words.
	switch rep := *req.Rep; {
	case len(rest) > 0:
		first, err := h.firstDay(req, line.Text, rest)
		if err != nil {
			return request.Response{}, err
		}
		return h.leave(ctx, req, first, &who, false)
	// The day stays, and with it what is held back.
	case rep.AwayAt(req.Now) && !rep.Away.Paused():
		return h.leave(ctx, req, rep.Returns(), &who, false)
	default:
		return h.reply.Open(ctx, req, absent.LeaveForm(h.reply.Reader(req), rep, who, req.Meta()))
	}
}

// mayAsk is why somebody can't be asked to cover, with their record; nil where they can.
func (h *Handlers) mayAsk(ctx context.Context, req *request.Request, ask asksFor) (who coach.Rep, why, err error) {
	if ask == nil || *ask == "" || *ask == req.Rep.Away.Cover.By && req.Rep.Away.Lasts() {
		return who, nil, nil
	}
	who, known, err := h.record.Space().Records.Rep(ctx, *ask)
	if err != nil {
		return who, nil, err
	}
	// Whoever was only added to a team doesn't know of the coach.
	if !known || who.TZ == "" { // one without a zone has never written to the bot
		who = coach.Rep{}
	}
	why = cover.MayAsk(*req.Rep, who, req.Now)
	who.ID = *ask
	return who, why, nil
}

// covered is the absence with who is asked to cover, and the letters that go with it: one asks them, where they are
// asked anew, and one tells a colleague who had agreed that somebody else is asked now, or nobody.
func covered(was, is absence.Absence, rep string, ask asksFor, now time.Time) (absence.Absence, []coach.Letter) {
	// A cover of an absence that has ended is over.
	id, before := store.NewID(), absence.Cover{}
	if was.Lasts() {
		before = was.Cover
	}
	switch {
	// Whoever is asked already isn't asked once more, unless it is for longer.
	case ask == nil || *ask == before.By:
		is.Cover = before.Moved(was, is, id, now)
	case *ask != "":
		is.Cover = absence.Cover{ID: id, By: *ask, Asked: now}
	}
	var letters []coach.Letter
	if is.Cover.ID == id {
		letters = append(letters, coach.Letter{ID: id, From: rep, To: is.Cover.By, Cover: absence.CoverAsks, At: now})
	}
	if before.By != is.Cover.By && !before.Agreed.IsZero() {
		letters = append(letters, ended(rep, before, now))
	}
	return is, letters
}

// ended is the letter that tells a colleague who covers for a rep that it is over before the return.
func ended(rep string, was absence.Cover, now time.Time) coach.Letter {
	return coach.Letter{ID: store.NewID(), From: rep, To: was.By, Cover: absence.CoverEnded, At: now.UTC()}
}

// coverOff ends a cover: that of whoever is away, or those of a colleague, who has enough of it.
func (h *Handlers) coverOff(ctx context.Context, req *request.Request) (request.Response, error) {
	change := store.NewID()
	tx := h.record.Begin(ctx, req, store.Query{})
	// Who is away covers for nobody, so that one word serves both.
	for tx.Next() {
		to, rep := h.reply.Reader(req), *req.Rep
		c := store.Change{Op: absence.OpAway, Entry: change, Rep: &rep, KeepDigest: true}
		var whom []string
		switch was := rep.Away.Cover; {
		case rep.Away.Lasts() && was.By != "":
			// Taken back it stands as it did: nobody need agree to it once more.
			rep.Away.Cover, c.Undoable = absence.Cover{}, true
			if !was.Agreed.IsZero() {
				c.Letters = []coach.Letter{ended(rep.ID, was, req.Now)}
			}
		case len(rep.Covers) > 0:
			c.Op = absence.OpCover
			for _, one := range rep.Covers {
				whom = append(whom, one.Rep)
				c.Outbox = append(c.Outbox, store.Outbox{Kind: store.OutboxUncover, Rep: one.Rep, Cover: one.ID, By: rep.ID})
			}
			rep.Covers = nil
		case rep.Away.Lasts():
			return h.reply.Say(req, absent.Gone(to, rep))
		default:
			return h.reply.Say(req, absent.NoCover(to))
		}
		said := h.reply.Made(req, absent.CoverEnded(to, whom, change))
		said.Replace = req.OwnAnswer()
		tx.Try(record.Result{Response: &said, Change: &c}, nil)
	}
	return tx.Response()
}

// CoverTapped answers whether somebody covers for a colleague, in the place of the question. Whatever the button says:
// the record of whoever is away has who is asked.
func (h *Handlers) CoverTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	owner, id, yes := button.Lead, button.Part(0), button.Part(1) == absent.CoverYes
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	// What is written is the owner's, by whoever answers.
	actor := cover.Of(rep, req.Now)
	as := *req
	as.Owner, as.Rep = owner, nil
	space := h.record.Space()
	if yes {
		// Nobody's record says that they cover who was never asked.
		known, _, err := space.Records.Rep(ctx, owner)
		if err != nil {
			return request.Response{}, err
		}
		if _, answer := cover.Answered(known, actor, id, yes, req.Now); answer == cover.Saved {
			if err := h.keepCovering(ctx, req, absence.Covering{ID: id, Rep: owner}); err != nil {
				return request.Response{}, err
			}
		}
	}
	tx := h.record.Begin(ctx, &as, store.Query{})
	for tx.Next() {
		to := h.reply.Reader(req)
		after, answer := cover.Answered(tx.Seen.Rep, actor, id, yes, req.Now)
		switch answer {
		case cover.NotNow:
			return h.reply.Say(req, absent.CoverAway(to, rep))
		case cover.Over:
			return h.reply.Replace(req, absent.CoverOver(to, owner))
		case cover.Already:
			return h.reply.Replace(req, absent.CoverAnswered(to, after, true))
		}
		// It is decided about their record, and said to whoever has answered.
		// Due times are worked out anew: a change of settings may have moved them all behind the return.
		c := store.Change{Op: absence.OpCover, Rep: &after, KeepDigest: true, Reindex: yes}
		if !yes {
			c.Letters = []coach.Letter{{ID: store.NewID(), From: owner, To: owner, Cover: absence.CoverDeclined,
				Colleague: req.User, At: req.Now.UTC()}}
		}
		said, err := h.reply.Replace(req, absent.CoverAnswered(to, tx.Seen.Rep, yes))
		tx.Try(record.Result{Response: &said, Change: &c}, err)
	}
	resp, err := tx.Response()
	req.Writes = req.Writes || err == nil // what they cover stands on their Home from now on
	return resp, err
}

// keepCovering keeps on a colleague's record for whom they cover. Written twice it is there once.
func (h *Handlers) keepCovering(ctx context.Context, req *request.Request, c absence.Covering) error {
	// Without the request's key, which belongs to the answer: a second delivery of that comes by here again.
	_, _, err := h.record.Space().Change(ctx, store.Query{Rep: req.User, Now: req.Now},
		func(seen store.Snapshot) (store.Change, error) {
			rep := cover.With(seen.Rep, c)
			// Who asks is held to the limit; a second answer at the same moment isn't.
			if over := len(rep.Covers) - absence.CoversMost; over > 0 { // the oldest has ended, or ends by that
				rep.Covers = rep.Covers[over:]
			}
			return store.Change{Op: absence.OpCover, By: req.User, Now: req.Now, Rep: &rep, KeepDigest: true}, nil
		})
	return err
}

// behindUntil are words without the one in front of the first day back, which says nothing more.
func behindUntil(ws []words.Word) []words.Word {
	if len(ws) > 0 {
		switch ws[0].Lower {
		case "until", "till", "til", "'til", "back":
			return ws[1:]
		}
	}
	return ws
}
