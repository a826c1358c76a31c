package calls

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// PickSlot books one of the offered times.
func (h *Handlers) PickSlot(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	at := button.Instant(0)
	if at.IsZero() {
		return request.Response{}, request.ErrOutdated
	}
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			if !at.After(req.Now) {
				return store.Change{}, say.Saved{}, &request.DatePast{Words: "That time", At: at}
			}
			if c := l.Progress.Commitment; c != nil && c.At.Equal(at) {
				return store.Change{}, say.Saved{}, request.ErrOutdated // tapped twice
			}
			agenda := ""
			if len(seen.Touches) > 0 {
				agenda = seen.Touches[len(seen.Touches)-1].Agenda
			}
			return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Planned, Op: "next", ExactNext: at,
				Args: input.LogArgs{Agenda: agenda}})
		}, h.record.RenderInPlace(req))
}

// MeantTheirs moves an agreed time to the same clock time in the lead's zone.
func (h *Handlers) MeantTheirs(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			c := l.Progress.Commitment
			if c == nil || len(seen.Touches) == 0 || !seen.Touches[len(seen.Touches)-1].Until.Equal(c.At) {
				return store.Change{}, say.Saved{}, request.ErrOutdated
			}
			if last := seen.Touches[len(seen.Touches)-1]; last.Reason == theirTime {
				return store.Change{}, say.Saved{}, request.ErrOutdated // tapped twice
			}
			mine := c.At.In(req.Rep.Location())
			theirs := l.Zone(*req.Rep, c.At).Loc
			at := time.Date(mine.Year(), mine.Month(), mine.Day(), mine.Hour(), mine.Minute(), 0, 0, theirs)
			if at.Hour() != mine.Hour() || at.Minute() != mine.Minute() {
				return store.Change{}, say.Saved{}, &request.ImpossibleDate{Words: mine.Format("15:04"),
					Why: "a clock change skips it there"}
			}
			if !at.After(req.Now) {
				return store.Change{}, say.Saved{}, &request.DatePast{Words: mine.Format("15:04") + " their time", At: at}
			}
			return h.record.RecordTouch(req, seen,
				record.TouchInput{Lead: &l, Outcome: coach.Planned, Op: "next", ExactNext: at, Reason: theirTime,
					Args: input.LogArgs{Agenda: c.Agenda}})
		}, h.record.RenderInPlace(req))
}

// theirTime marks the touch by which an agreed time was moved to the lead's zone.
const theirTime = "their time"

// TapAgreed answers "did it happen?": No answer is a try at the agreed time, I missed it is none.
func (h *Handlers) TapAgreed(o coach.Outcome) func(context.Context, *request.Request,
	request.Button) (request.Response, error) {
	return func(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
		agreed := button.Instant(0)
		return h.record.ChangeLead(ctx, req, button.Lead,
			func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
				c := l.Progress.Commitment
				if c == nil || agreed.IsZero() || !c.At.Truncate(time.Second).Equal(agreed) {
					return store.Change{}, say.Saved{}, request.WithLead(coach.ErrNoAgreed, l)
				}
				tc := record.TouchInput{Lead: &l, Outcome: o, Op: "log"}
				if o == coach.NoAnswer && c.At.Before(req.Now) {
					tc.ExactAt = c.At
				}
				return h.record.RecordTouch(req, seen, tc)
			}, h.record.RenderTicked(req))
	}
}

// CallingNow ends the ping: the rep is at it, which is what their punctuality goes by (S1.11). No call is logged yet,
// the buttons to log with stand beneath, and nobody asks five minutes later whether the call is still to come.
func (h *Handlers) CallingNow(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	agreed := button.Instant(0)
	render := func(l coach.Lead) (request.Response, error) {
		return reply.Replace(h.reply.Checked(req, say.Calling(h.reply.Reader(req), h.record.Card(req, l))))
	}
	var at *coach.Lead // they are at it already, a second tap
	resp, err := h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			c := l.Progress.Commitment
			switch {
			case c == nil || !c.At.Truncate(time.Second).Equal(agreed):
				return store.Change{}, say.Saved{}, request.WithLead(coach.ErrNoAgreed, l)
			case !c.Calling.IsZero():
				at = &l
				return store.Change{}, say.Saved{}, request.ErrNothing
			}
			return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Calling, Op: "calling"})
		}, func(s say.Saved) (request.Response, error) { return render(s.Lead) })
	if at != nil && errors.Is(err, request.ErrNothing) {
		return render(*at)
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
	resolver := input.NewLeadResolver(ln, h.record.BeforeDate(req, ln))
	ask := resolver.Ask()
	ask.Said, ask.Agreed = input.SaidHash(ln), true
	return record.Change(ctx, h.record, req, ask, func(seen store.Seen) (store.Change, say.Saved, error) {
		f, err := resolver.Find(seen)
		if err == nil && f.Lead != nil && len(f.Rest) == 0 {
			err = h.record.AsForm(say.NextForm(h.reply.Reader(req), *f.Lead, h.record.FirstSlot(req, *f.Lead), req.Rep.TZFixed,
				say.Meta{}))
		}
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		d, agenda, err := h.record.DateAfter(req, ln, f)
		if err != nil {
			return store.Change{}, say.Saved{}, err
		}
		return h.record.RecordTouch(req, seen, record.TouchInput{
			Lead: f.Lead, Name: f.Name, Like: f.Like, Outcome: coach.Planned, Op: "next", Resolution: ln.Resolution,
			Args: input.LogArgs{Next: d, Agenda: agenda},
		})
	}, h.agreedOrOffered(req))
}

// agreedOrOffered renders an agreed call as every saved touch. Where only a day was named nothing is agreed yet: the
// answer is the offer of times, after the line of a new lead if there is one.
func (h *Handlers) agreedOrOffered(req *request.Request) func(say.Saved) (request.Response, error) {
	return func(s say.Saved) (request.Response, error) {
		if !s.Touch.Vague {
			return h.record.RenderSaved(req)(s)
		}
		s.Touch = coach.Touch{}
		r := say.Logged(h.reply.Reader(req), s)
		if !s.Created && len(r.Blocks) > 1 {
			r.Blocks = r.Blocks[1:]
			r.Text = say.Spoken(r.Blocks)
		}
		return reply.Say(h.reply.Checked(req, r))
	}
}

func (h *Handlers) OpenNextOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.record.OpenFor(ctx, req, button.Lead,
		func(l coach.Lead, rep coach.Rep, meta say.Meta) slack.ModalViewRequest {
			return say.NextForm(h.reply.Reader(req), l, h.record.FirstSlot(req, l), rep.TZFixed, meta)
		})
}

// NextForm saves an agreed call.
func (h *Handlers) NextForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	at := form.Instant(say.FieldNext)
	if at.IsZero() {
		return h.record.AtField(req, say.FieldNext, say.ErrDate), nil
	}
	return h.record.SaveForm(ctx, req, form, func(seen store.Seen, l *coach.Lead) (store.Change, say.Saved, error) {
		if !at.After(req.Now) {
			return store.Change{}, say.Saved{}, &request.DatePast{Words: "The agreed time", At: at}
		}
		return h.record.RecordTouch(req, seen, record.TouchInput{Lead: l, Outcome: coach.Planned, Op: "next", ExactNext: at,
			Args: input.LogArgs{Agenda: form.Text(say.FieldAgenda)}})
	})
}
