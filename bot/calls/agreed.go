package calls

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// agree is the one way to agree on a call: typed, tapped and filled in. What names the time is said when it is past.
func (h *Handlers) agree(req *request.Request, seen store.Seen, t record.TouchInput,
	what string) (record.Result, error) {
	if at := t.ExactNext; !at.IsZero() && !at.After(req.Now) {
		return record.Result{}, &request.DatePast{Words: what, At: at}
	}
	t.Outcome, t.Op = coach.Planned, "next"
	return h.record.RecordTouch(req, seen, t)
}

// PickSlot books one of the offered times.
func (h *Handlers) PickSlot(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	at := button.Instant(0)
	if at.IsZero() {
		return request.Response{}, request.ErrOutdated
	}
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			if c := l.Progress.Commitment; c != nil && c.At.Equal(at) && at.After(req.Now) {
				return record.Result{}, request.ErrOutdated // tapped twice
			}
			agenda := ""
			if len(seen.Touches) > 0 {
				agenda = seen.Touches[len(seen.Touches)-1].Agenda
			}
			return h.agree(req, seen, record.TouchInput{Lead: &l, ExactNext: at, Args: input.LogArgs{Agenda: agenda}},
				"That time")
		}, h.record.Views.InPlace(req))
}

// MeantTheirs moves an agreed time to the same clock time in the lead's zone.
func (h *Handlers) MeantTheirs(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			c := l.Progress.Commitment
			if c == nil || len(seen.Touches) == 0 || !seen.Touches[len(seen.Touches)-1].Until.Equal(c.At) {
				return record.Result{}, request.ErrOutdated
			}
			if last := seen.Touches[len(seen.Touches)-1]; last.Theirs {
				return record.Result{}, request.ErrOutdated // tapped twice
			}
			mine := c.At.In(req.Rep.Location())
			theirs := l.Zone(*req.Rep, c.At).Loc
			at := time.Date(mine.Year(), mine.Month(), mine.Day(), mine.Hour(), mine.Minute(), 0, 0, theirs)
			if at.Hour() != mine.Hour() || at.Minute() != mine.Minute() {
				return record.Result{}, &request.ImpossibleDate{Words: mine.Format("15:04"),
					Why: "a clock change skips it there"}
			}
			return h.agree(req, seen, record.TouchInput{Lead: &l, ExactNext: at, Theirs: true,
				Args: input.LogArgs{Agenda: c.Agenda}}, mine.Format("15:04")+" their time")
		}, h.record.Views.InPlace(req))
}

// TapAgreed answers "did it happen?": No answer is a try at the agreed time, I missed it is none.
func (h *Handlers) TapAgreed(o coach.Outcome) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		agreed := button.Instant(0)
		return h.record.ChangeLead(ctx, req, button.Lead,
			func(seen store.Seen, l coach.Lead) (record.Result, error) {
				c := l.Progress.Commitment
				if c == nil || agreed.IsZero() || !c.At.Truncate(time.Second).Equal(agreed) {
					return record.Result{}, request.WithLead(coach.ErrNoAgreed, l)
				}
				tc := record.TouchInput{Lead: &l, Outcome: o, Op: "log"}
				if o == coach.NoAnswer && c.At.Before(req.Now) {
					tc.ExactAt = c.At
				}
				return h.record.RecordTouch(req, seen, tc)
			}, h.record.Views.Ticked(req))
	}
}

// CallingNow ends the ping: the rep is at it, which is what their punctuality goes by (S1.11). No call is logged yet,
// the buttons to log with stand beneath, and nobody asks five minutes later whether the call is still to come.
func (h *Handlers) CallingNow(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	agreed := button.Instant(0)
	render := func(s say.Saved) (request.Response, error) {
		return h.reply.Replace(req, say.Calling(h.reply.Reader(req), h.record.Views.Card(req, s.Lead)))
	}
	resp, res, err := h.record.Change(ctx, req, record.LeadQuery(button.Lead), record.OnLead(
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			c := l.Progress.Commitment
			switch {
			case c == nil || !c.At.Truncate(time.Second).Equal(agreed):
				return record.Result{}, request.WithLead(coach.ErrNoAgreed, l)
			case !c.Calling.IsZero(): // they are at it already, a second tap
				return record.Result{Nothing: true, Saved: say.Saved{Lead: l}}, nil
			}
			return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Calling, Op: "calling"})
		}), render)
	if err == nil && res.Nothing {
		return render(res.Saved)
	}
	return resp, err
}

// stillDue is the entry that asks whether an agreed call is still to come. Timers speak of whole seconds.
func stillDue(l coach.Lead) store.Due {
	return store.Due{Kind: store.KindStill, Rep: l.Rep, Lead: l.ID, For: l.Progress.Commitment.At.Truncate(time.Second)}
}

// aboutNow reports whether a lead's agreed call is the one that a tap now is about.
func aboutNow(l coach.Lead, now time.Time) bool {
	c := l.Progress.Commitment
	return c != nil && now.Sub(c.At).Abs() <= 15*time.Minute
}

// NextLine books a commitment: "next <lead> <when> [agenda …]". A date without a time is never guessed: slots are
// offered.
func (h *Handlers) NextLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	if len(ln.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "next")
	}
	resolver := input.NewLeadResolver(ln, input.BeforeDate(ln, dates.Context{Now: req.Now, Zone: req.Zone()}))
	q := record.Query(resolver.Query(), store.Ask{Said: input.SaidHash(ln), Agreed: true})
	return h.record.Save(ctx, req, ln, q, func(seen store.Seen) (record.Result, error) {
		m, res, err := record.Match(resolver, seen)
		if err != nil || !m.Settled() {
			return res, err
		}
		if m.Lead != nil && len(m.Rest) == 0 {
			return record.ShowForm(say.NextForm(h.reply.Reader(req), *m.Lead, h.record.Offers.First(req, *m.Lead),
				req.Rep.TZFixed, request.Meta{})), nil
		}
		d, agenda, err := input.DateAfter(ln, m, input.DateContext(*req.Rep, m.Lead, req.Now))
		if err != nil {
			return record.Result{}, err
		}
		return h.agree(req, seen, record.TouchInput{Lead: m.Lead, Name: m.Name, Like: m.Similar,
			Resolution: ln.Resolution, Args: input.LogArgs{Next: d, Agenda: agenda}}, "")
	}, h.agreedOrOffered(req))
}

// agreedOrOffered renders an agreed call as every saved touch. Where only a day was named nothing is agreed yet: the
// answer is the offer of times, after the line of a new lead if there is one.
func (h *Handlers) agreedOrOffered(req *request.Request) record.Render {
	return func(s say.Saved) (request.Response, error) {
		if !s.Touch.Vague {
			return h.record.Views.Saved(req)(s)
		}
		s.Touch = coach.Touch{}
		r := say.Logged(h.reply.Reader(req), s)
		if !s.Created && len(r.Blocks) > 1 {
			r.Blocks = r.Blocks[1:]
			r.Text = say.Spoken(r.Blocks)
		}
		return h.reply.Say(req, r)
	}
}

// OpenNextOf opens the form that agrees on a call with a lead.
func (h *Handlers) OpenNextOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta request.Meta) slack.ModalViewRequest {
			return say.NextForm(h.reply.Reader(req), l, h.record.Offers.First(req, l), rep.TZFixed, meta)
		})
}

// NextForm saves an agreed call.
func (h *Handlers) NextForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	at := form.Instant(say.FieldNext)
	if at.IsZero() {
		return record.AtField(req, say.FieldNext, say.ErrDate), nil
	}
	resp, _, err := h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (record.Result, error) {
		return h.agree(req, seen, record.TouchInput{Lead: l, ExactNext: at,
			Args: input.LogArgs{Agenda: form.Text(say.FieldAgenda)}}, "The agreed time")
	})
	return resp, err
}
