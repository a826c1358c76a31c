package preps

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// OpenGap opens the form that asks for the one thing that a prep lacks.
func (h *Handlers) OpenGap(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	gap := coach.Gap(button.Part(0))
	pr, err := h.prepNow(ctx, req, button.Lead, "")
	if err != nil {
		return request.Response{}, err
	}
	if !slices.Contains(pr.Gaps, gap) && (gap != coach.GapWhy || !pr.Lead.Open()) {
		return request.Response{}, request.ErrOutdated // filled meanwhile; one more reason is always welcome
	}
	meta := req.Meta()
	meta.Tip = button.Part(1)
	return h.reply.Open(ctx, req, say.GapForm(h.reply.Reader(req), pr, gap, meta))
}

// GapForm saves what a prep lacked, closes the form, and draws the prep anew where it stands.
func (h *Handlers) GapForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	gap := coach.Gap(form.Meta.Gap)
	if field, words := h.gapMistake(gap, form); field != "" {
		return record.AtField(req, field, words), nil
	}
	if gap == coach.GapNumber {
		if err := h.record.MayBeCalled(ctx, req, coach.Lead{Phone: form.Text(say.FieldPhone)}); err != nil {
			return request.Response{}, err
		}
	}
	library, err := h.record.Library(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	news := say.PrepNews{Gap: gap}
	resp, res, err := h.changePrep(ctx, req, form.Meta.Lead, form.Meta.Tip, library,
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			return h.fillGap(req, seen, l, gap, form)
		}, func(pr coach.Prep, change string) (request.Response, error) {
			if form.Meta.URL != "" {
				return request.Response{}, nil
			}
			news := news // the prep was a page: it is one again
			news.Change = change
			return reply.ShowForm(say.Message("Prep",
				h.reply.Checked(req, say.Prep(h.reply.ReaderOn(req, request.OnPrep), pr, news))))
		})
	if err == nil && form.Meta.URL != "" && res.Change != nil { // not when it is delivered again
		seen := res.Seen
		seen.Lead, news.Change = &res.Saved.Lead, res.Saved.Change
		h.redrawPrep(req, form.Meta, h.prepWith(req, seen, library, form.Meta.Tip), news)
	}
	return resp, err
}

// changePrep changes the lead of a prep, and renders the prep again with the tip that it had.
func (h *Handlers) changePrep(ctx context.Context, req *request.Request, lead, tip string, library []coach.Story,
	decide func(store.Seen, coach.Lead) (record.Result, error),
	render func(pr coach.Prep, change string) (request.Response, error)) (request.Response, record.Result, error) {
	return h.record.Change(ctx, req, store.Ask{LeadID: lead, Touches: record.ShownTouches, Tally: true},
		record.OnLead(func(seen store.Seen, l coach.Lead) (record.Result, error) {
			if !l.Open() {
				return record.Result{}, request.WithLead(coach.ErrClosed, l)
			}
			res, err := decide(seen, l)
			res.Render = func(done say.Saved) (request.Response, error) {
				after := seen
				after.Lead = &done.Lead
				return render(h.prepWith(req, after, library, tip), done.Change)
			}
			return res, err
		}), nil)
}

// gapMistake is the field of a gap's form that can't be used, and why; none when all can.
func (h *Handlers) gapMistake(gap coach.Gap, form request.Form) (field, words string) {
	switch {
	case gap == coach.GapHot && form.Text(say.FieldHot) == "":
		return say.FieldHot, say.ErrHot
	case gap == coach.GapNumber && input.CheckFacts(coach.Lead{Phone: form.Text(say.FieldPhone)}) != nil,
		gap == coach.GapNumber &&
			form.Text(say.FieldPhone) == "":
		return say.FieldPhone, say.ErrPhone
	case (gap == coach.GapAgenda || gap == coach.GapClose) && form.Text(say.FieldAgenda) == "":
		return say.FieldAgenda, say.ErrAgenda
	case gap == coach.GapPage && form.Text(say.FieldPointer) == "":
		return say.FieldPointer, say.ErrPage
	case gap == coach.GapWhy && !coach.WhyKind(form.Text(say.FieldKind)).Valid():
		return say.FieldKind, say.ErrKind
	case gap == coach.GapWhy && form.Text(say.FieldWhy) == "":
		return say.FieldWhy, say.ErrWhy
	}
	return "", ""
}

// fillGap is the change that fills a gap. What is agreed on and what was sent are told by touches, so that whatever is
// logged late loses nothing of it; the rest are facts.
func (h *Handlers) fillGap(req *request.Request, seen store.Seen, l coach.Lead, gap coach.Gap,
	form request.Form) (record.Result, error) {
	switch gap {
	case coach.GapHot:
		l.HotButton = form.Text(say.FieldHot)
	case coach.GapNumber:
		l.Phone = form.Text(say.FieldPhone)
		if t := l.Progress.Task(); t != nil && t.Kind == coach.FindNumber { // found: the calls go on
			return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Resumed, Op: "resume"})
		}
	case coach.GapAgenda, coach.GapClose:
		if c := l.Progress.Commitment; c == nil || c.At.Unix() != form.Meta.At {
			return record.Result{}, request.ErrOutdated
		}
		return h.record.RecordTouch(req, seen, record.TouchInput{Lead: &l, Outcome: coach.Details, Op: "log",
			Args: input.LogArgs{Agenda: form.Text(say.FieldAgenda)}})
	case coach.GapPage:
		i := slices.IndexFunc(l.Progress.Materials,
			func(m coach.Material) bool { return !m.Read && m.At.Unix() == form.Meta.Sent })
		if i < 0 {
			return record.Result{}, request.ErrOutdated
		}
		m := coach.Material{Name: l.Progress.Materials[i].Name, Pointer: form.Text(say.FieldPointer)}
		return h.record.RecordTouch(req, seen,
			record.TouchInput{Lead: &l, Outcome: coach.Details, Op: "log", Details: input.CallDetails{Material: &m}})
	case coach.GapWhy:
		w := coach.Why{Kind: coach.WhyKind(form.Text(say.FieldKind)), Text: form.Text(say.FieldWhy)}
		if date := form.Values[say.FieldDate].SelectedDate; date != "" {
			last, err := time.ParseInLocation(time.DateOnly, date, req.Rep.Location())
			if err != nil || !last.AddDate(0, 0, 1).After(req.Now) {
				return record.Result{}, &request.BadValue{What: "a last day", Given: date, Expected: say.ErrOver,
					Field: say.FieldDate}
			}
			w.Until = last.AddDate(0, 0, 1)
		}
		l.Whys = coach.WithWhy(l.Whys, w, req.Now)
	default:
		return record.Result{}, request.ErrOutdated
	}
	return h.record.ChangeFacts(req, l)
}

// redrawPrep draws a prep anew in the place of the one that a form was opened from. Where that can't be reached any
// more it comes as a message of its own: what was saved is said in any case.
func (h *Handlers) redrawPrep(req *request.Request, m request.Meta, pr coach.Prep, news say.PrepNews) {
	to, ping := *req, m.Channel != ""
	to.ResponseURL, to.Writes = m.URL, false
	h.reply.Async(func(ctx context.Context) {
		resp, err := h.RenderPrep(&to, pr, news, ping)
		if err != nil {
			h.reply.Log.Error("could not draw a prep", "error", err)
			return
		}
		if ping {
			copied, err := h.reply.Message(ctx, m.Channel, m.Message)
			if err != nil {
				h.reply.Log.Warn("could not read the message a form was opened from", "error", err)
			}
			if whole, ok := h.reply.ReplaceCardIn(&to, h.reply.ReaderOn(&to, request.OnPrep), m.Channel+m.Message, copied,
				resp); ok {
				resp = whole
			}
		}
		if !h.reply.Respond(ctx, &to, resp, resp.Replace) {
			to.ResponseURL = ""
			h.reply.Tell(ctx, &to, resp)
		}
	})
}

// UseStory makes an entry of the team's library a lead's own reason, so that it takes its turn with the others.
func (h *Handlers) UseStory(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	library, err := h.record.Library(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	i := slices.IndexFunc(library, func(s coach.Story) bool { return s.ID == button.Part(0) })
	if i < 0 {
		return request.Response{}, request.ErrOutdated
	}
	story := library[i]
	resp, _, err := h.changePrep(ctx, req, button.Lead, button.Part(1), library,
		func(_ store.Seen, l coach.Lead) (record.Result, error) {
			l.Whys = coach.WithWhy(l.Whys, coach.Why{Kind: story.Kind, Text: story.Text, Until: story.Until}, req.Now)
			return h.record.ChangeFacts(req, l)
		}, func(pr coach.Prep, change string) (request.Response, error) {
			return h.RenderPrep(req, pr, say.PrepNews{Gap: coach.GapWhy, Change: change}, !req.Ephemeral && req.View == nil)
		})
	return resp, err
}
