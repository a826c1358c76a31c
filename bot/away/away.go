// Package away is a rep's absence: leaving, coming back, and what becomes of what has gathered meanwhile or is long
// overdue. An absence is one value of the rep's record ([coach.Rep.Away]), so that leaving costs the same however many
// leads somebody has. What has gathered is counted here and shown; the engine moves it once somebody has said so.
package away

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/leaveline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/spread"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

// Handlers carry out requests. They hold no state between two of them. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}

// AwayLine leaves until a day, the first one back: "away until <date>", "away for <days>". Without one the form asks
// for it. Said again it moves the day. Behind it may stand who covers: "cover @rep".
func (h *Handlers) AwayLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	if _, c := leaveline.ReadCover(line.Words); c.Said {
		return h.leaveWith(ctx, req, line, line.Words)
	}
	// The word in front of the date says nothing more.
	ws := behindUntil(line.Words)
	if len(ws) == 1 && ws[0].Is("today") { // "out sick today" is back on the next working day
		first := req.Now.In(rep.Location()).AddDate(0, 0, 1)
		for days := 0; days < 7 && !h.record.Rules.Works(rep, first); days++ {
			first = first.AddDate(0, 0, 1)
		}
		return h.reply.Open(ctx, req, absent.LeaveFormBack(h.reply.Reader(req), rep, "", first.Format(time.DateOnly),
			req.Meta()))
	}
	if len(ws) == 0 {
		return h.reply.Open(ctx, req, absent.LeaveForm(h.reply.Reader(req), rep, "", req.Meta()))
	}
	first, err := h.firstDay(req, line.Text, ws)
	if err != nil {
		return request.Response{}, err
	}
	return h.leave(ctx, req, first, nil, false)
}

// LeaveForm is [Handlers.AwayLine] with the day that was picked.
func (h *Handlers) LeaveForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	// The date is one of the rep's calendar, whatever zone the device is in.
	date := form.Values[fields.Date].SelectedDate
	first, err := time.ParseInLocation(time.DateOnly, date, rep.Location())
	if err != nil {
		return request.Response{}, &request.BadValue{What: "a day", Given: date, Expected: problems.ErrDate,
			Field: fields.Date}
	}
	if err := input.CheckAhead(date, first, req.Now); err != nil {
		return request.Response{}, err
	}
	who := form.Values[fields.Colleague].SelectedUser
	return h.leave(ctx, req, first, &who, true)
}

// firstDay reads the first day back. A time of that day is no matter; what names no day, or one that is over, is
// refused.
func (h *Handlers) firstDay(req *request.Request, text string, ws []words.Word) (time.Time, error) {
	c := h.record.Offers.DateContext(req, nil)
	date := input.ReadDate(text, ws, c, dates.Read)
	if said := strings.ToLower(ws[0].Bare); len(ws) > 1 && (said == "for" || date.Kind == dates.None) {
		behind := ws
		if said == "for" || said == "on" {
			behind = ws[1:]
		}
		// "away for three days" is back in three.
		if in := dates.Read("in "+input.Span(text, behind), c); said == "for" && in.Kind != dates.None {
			date.Reading = in
		} else {
			date = input.ReadDate(text, behind, c, dates.Read)
		}
	}
	// Nobody is back in the middle of a day: of an exact time its date counts.
	switch date.Kind {
	case dates.Invalid:
		return time.Time{}, &request.ImpossibleDate{Words: date.Words, Why: date.Problem, Exists: date.Asks}
	case dates.Exact, dates.Day, dates.Part:
		if date.Past {
			return time.Time{}, &request.DatePast{Words: date.Words, At: date.First()}
		}
		first := req.Rep.Midnight(date.First(), 0)
		if !first.After(req.Now) {
			return time.Time{}, &request.DatePast{Words: date.Words, At: first}
		}
		return first, nil
	}
	return time.Time{}, &request.BadValue{What: "a first day back", Given: date.Words,
		Expected: "a day, such as Monday or 18 Nov",
		Example:  "/followup away until Monday"}
}

// leave writes the absence. What an absence that lasts has held back stays held back since then.
func (h *Handlers) leave(ctx context.Context, req *request.Request, first time.Time, ask asksFor,
	page bool) (request.Response, error) {
	who, why, err := h.mayAsk(ctx, req, ask)
	switch to := h.reply.Reader(req); {
	case err != nil:
		return request.Response{}, err
	case why != nil && page:
		return record.AtField(req, fields.Colleague, absent.CoverWhy(to, who, why)), nil
	case why != nil:
		return h.reply.Say(req, absent.CoverRefused(to, who, why, req.Typed()))
	}
	tx := h.record.Begin(ctx, req, store.Query{Agreed: true})
	for tx.Next() {
		rep := *req.Rep
		// Whom a manager has put on hold no word of their own brings back, nor gives a first day back: both would end what
		// the manager has begun, unawares of either.
		if rep.Away.Paused() {
			return h.said(req, absent.Gone(h.reply.Reader(req), rep), page)
		}
		// Moved once more, the day is another one; what was left of each gap is what it was when they left.
		since := req.Now.UTC()
		if rep.Away.Lasts() {
			since = rep.Away.Since
		}
		is := absence.Absence{Since: since, Until: first.In(rep.Location()).Format(time.DateOnly)}
		is, letters := covered(rep.Away, is, rep.ID, ask, req.Now.UTC())
		rep.Away = is
		// Somebody has been promised these calls.
		var agreed []coach.Agreed
		for _, a := range req.Agreed {
			if a.At.After(req.Now) && a.At.Before(rep.Returns()) {
				agreed = append(agreed, a)
			}
		}
		change := store.NewID()
		said, err := h.said(req, absent.Left(h.reply.Reader(req), rep, agreed, change), page)
		tx.Try(record.Result{Response: &said, Change: &store.Change{Op: absence.OpAway, Entry: change, Undoable: true,
			Rep: &rep, Letters: letters}}, err)
	}
	return tx.Response()
}

// said is an answer in its place: a page after a form, else as it is.
func (h *Handlers) said(req *request.Request, r say.Reply, page bool) (request.Response, error) {
	if page {
		return reply.ShowForm(fields.ReplyPage("Away", r))
	}
	return h.reply.Made(req, r), nil
}

// BackLine shows what coming back comes to: "back". Its buttons run the same word with what is to be done: back now, or
// what is long overdue spread or parked. With a day behind it it says when somebody will be back.
func (h *Handlers) BackLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	// Typed it is mostly the word alone; the others are what its buttons run.
	word := ""
	if len(line.Words) > 0 {
		word = strings.ToLower(line.Words[0].Bare)
	}
	switch {
	case len(line.Words) > 1 || word != "" && word != absent.BackNow && word != absent.BackSpread &&
		word != absent.BackPark && word != "today":
		first, err := h.firstDay(req, line.Text, line.Words)
		if err != nil {
			return request.Response{}, err
		}
		return h.leave(ctx, req, first, nil, false)
	case word == absent.BackSpread:
		return h.spread(ctx, req, absence.Backlog)
	case word == absent.BackPark:
		return h.spread(ctx, req, absence.Park)
	case rep.Away.Paused(): // it is said who has done it, and nothing is offered
		return h.reply.Say(req, absent.Gone(h.reply.Reader(req), rep))
	case !rep.Away.Lasts():
		return h.reply.Say(req, absent.NotAway(h.reply.Reader(req), rep))
	case word == absent.BackNow:
		return h.spread(ctx, req, absence.Away)
	}
	g, err := h.gathered(ctx, asked(rep, absence.Away, req.Now, ""), req.Now)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, absent.Return(h.reply.Reader(req), g))
}

// asked is a rep who has asked for a spread, and who is back by that.
func asked(rep coach.Rep, why string, now time.Time, change string) coach.Rep {
	// A backlog is spread by who is there.
	if rep.Away.Lasts() {
		rep.Away = rep.Away.Over(now.UTC())
	}
	rep.Spread = absence.Spread{At: now.UTC(), Why: why, Open: true, Entry: change}.After(rep.Spread, rand.Uint32())
	return rep
}

// spread ends the absence, if there is one, and asks for what has gathered to be moved. The engine moves it; who takes
// this change back takes back all of it.
func (h *Handlers) spread(ctx context.Context, req *request.Request, why string) (request.Response, error) {
	change := store.NewID()
	g, err := h.gathered(ctx, asked(*req.Rep, why, req.Now, change), req.Now)
	if err != nil {
		return request.Response{}, err
	}
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		// A second click, or a button of yesterday, finds that there is nothing left to do.
		to, was := h.reply.Reader(req), *req.Rep
		switch {
		case why == absence.Away && !was.Away.Lasts():
			return h.reply.Say(req, absent.NotAway(to, was))
		case why != absence.Away && was.Away.Lasts(), was.Away.Paused():
			return h.reply.Say(req, absent.Gone(to, was))
		case why != absence.Away && g.Leads == 0:
			return h.reply.Say(req, absent.NoBacklog(to))
		}
		rep := asked(was, why, req.Now, change)
		if g.Leads == 0 { // nothing is to be moved
			rep.Spread = was.Spread
		}
		words := absent.Spread(to, why, g, change)
		if why == absence.Park {
			words = absent.Parked(to, g.Leads, change)
		}
		// Whoever covers knows when the return is, but not of an earlier one.
		var letters []coach.Letter
		if c := was.Away.Cover; !c.Agreed.IsZero() && was.AwayAt(req.Now) {
			letters = append(letters, ended(was.ID, c, req.Now))
		}
		said := h.reply.Made(req, words)
		said.Replace = true
		tx.Try(record.Result{Response: &said, Change: &store.Change{Op: absence.OpSpread, Entry: change, Undoable: true,
			Rep: &rep, Reindex: true, Letters: letters}}, nil)
	}
	return tx.Response()
}

// readMost is how many records one read brings.
const readMost = 500

// gathered is what a spread comes to: the leads that it is about are looked at, in batches, and nothing is written.
func (h *Handlers) gathered(ctx context.Context, rep coach.Rep, now time.Time) (g absent.Gathered, err error) {
	space, plan := h.record.Space(), spread.New(h.record.Rules, rep, now)
	// A lead that can't be read is moved nowhere, and keeps nobody from coming back.
	err = space.EachDue(ctx, rep.ID, plan.Reach, func(leads []coach.Lead) error {
		for _, l := range leads {
			plan.Add(l)
		}
		return nil
	})
	if err != nil && codec.DamagedIn(err) == nil {
		return g, err
	}
	// The plan keeps no records: they are read again in the order in which they are placed.
	for ids := range slices.Chunk(plan.Order(), readMost) {
		leads, err := space.Records.Leads(ctx, rep.ID, ids...)
		if err != nil {
			return g, err
		}
		for _, l := range leads {
			plan.Move(l)
			g.First = append(g.First, l.Name)
		}
	}
	// Of leads that are parked there is no last day.
	g.Leads = plan.Moved
	if g.Leads > 0 && plan.Last != "" {
		g.Last, err = time.ParseInLocation(time.DateOnly, plan.Last, rep.Location())
		return g, err
	}
	return g, nil
}
