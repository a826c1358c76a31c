package calls

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// AnswerLight is the verdict on a light cadence that is used up.
func (h *Handlers) AnswerLight(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	option := button.Part(0)
	if option != "drop" && option != "keep" && option != "full" {
		return request.Response{}, request.ErrOutdated
	}
	return h.record.ChangeLead(ctx, req, button.Lead,
		func(seen store.Seen, l coach.Lead) (record.Result, error) {
			if h.record.Rules.Next(l, *req.Rep, req.Now).Kind != coach.StepLight {
				return record.Result{}, request.ErrOutdated
			}
			return h.record.RecordTouch(req, seen,
				record.TouchInput{Lead: &l, Outcome: coach.Verdict, Verdict: option, Op: "light"})
		}, h.record.Views.Answered(req, "light", option))
}

// AnswerPromise notes whether a promise was kept (S3.1).
func (h *Handlers) AnswerPromise(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	kept, id := button.Part(0) == "kept", button.Part(1)
	if !kept && button.Part(0) != "broken" || id == "" {
		return request.Response{}, request.ErrOutdated
	}
	var promise coach.Promise
	return h.answerWith(ctx, req, button.Lead, func(seen store.Seen, l coach.Lead) (input.CallDetails, error) {
		i := slices.IndexFunc(l.Progress.Promises, func(x coach.Promise) bool { return x.ID == id })
		if i < 0 {
			return input.CallDetails{}, &request.AnsweredBefore{Lead: l, As: settledAs(seen.Touches, id)}
		}
		promise = l.Progress.Promises[i]
		return input.CallDetails{Settled: []coach.Settled{{ID: id, Kept: kept}}}, nil
	}, func(l coach.Lead) say.Answer { return say.PromiseAnswer(promise, kept, l) })
}

// settledAs is how a promise was settled, as far as the end of a lead's history tells.
func settledAs(touches []coach.Touch, id string) string {
	for _, t := range slices.Backward(touches) {
		for _, s := range t.Settled {
			if s.ID != id {
				continue
			}
			for _, made := range touches {
				for _, x := range made.Promises {
					if x.ID == id {
						return say.PromiseKept(x, s.Kept)
					}
				}
			}
		}
	}
	return ""
}

// howToOpenUnread is the tip for whoever didn't go through the material together (S3.26).
const howToOpenUnread = "t7"

// AnswerTogether notes whether going through the material together was tried (S3.26).
func (h *Handlers) AnswerTogether(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	tried := button.Part(0) == "yes"
	if !tried && button.Part(0) != "no" {
		return request.Response{}, request.ErrOutdated
	}
	return h.answerWith(ctx, req, button.Lead, func(seen store.Seen, l coach.Lead) (input.CallDetails, error) {
		for _, x := range slices.Backward(seen.Touches) {
			switch {
			case x.Together != nil:
				return input.CallDetails{}, &request.AnsweredBefore{Lead: l, As: say.TogetherWas(*x.Together)}
			case x.Outcome == coach.NotReviewed:
				return input.CallDetails{Together: &tried}, nil
			}
		}
		return input.CallDetails{}, request.ErrOutdated
	}, func(l coach.Lead) say.Answer {
		var shown *coach.Tip
		if tip, ok := h.record.Rules.TipByID(howToOpenUnread); ok {
			shown = &tip
		}
		return say.TogetherAnswer(tried, shown, l)
	})
}

// answerWith adds an answer to a lead as a touch, and says so in the place of the question. On a wrap-up page nothing
// that was typed is lost by it: the page is rendered again without the question.
func (h *Handlers) answerWith(ctx context.Context, req *request.Request, lead string,
	decide func(store.Seen, coach.Lead) (input.CallDetails, error),
	words func(coach.Lead) say.Answer) (request.Response, error) {
	if lead == "" {
		return request.Response{}, request.ErrOutdated
	}
	resp, _, err := h.record.Change(ctx, req,
		store.Ask{LeadID: lead, Touches: record.ShownTouches, Tally: true, Agreed: true},
		record.OnLead(func(seen store.Seen, l coach.Lead) (record.Result, error) {
			details, err := decide(seen, l)
			if err != nil {
				return record.Result{Keep: h.keepWrap(req, seen, l, err)}, err
			}
			res, err := h.record.RecordTouch(req, seen,
				record.TouchInput{Lead: &l, Outcome: coach.Details, Op: "answer", Details: details})
			res.Render = func(s say.Saved) (request.Response, error) {
				noted := words(s.Lead)
				if page, on := h.wrapWith(req, seen, s.Lead, noted.OnPage(s.Lead)); on {
					return reply.ShowForm(page)
				}
				resp, err := h.reply.OnCard(req, s.Lead.ID, noted.Reply(h.reply.Reader(req), s))
				resp.Replace = req.Ephemeral
				return resp, err
			}
			if err != nil {
				res.Keep = h.keepWrap(req, seen, l, err)
			}
			return res, err
		}), nil)
	return resp, err
}

// keepWrap is the wrap-up page that was clicked, with the words of a refusal on top; nil where none was, or for trouble
// that the page has nothing to do with.
func (h *Handlers) keepWrap(req *request.Request, seen store.Seen, l coach.Lead, err error) request.KeepPage {
	if _, on := h.wrapWith(req, seen, l, ""); !on || !request.Declined(err) {
		return nil
	}
	return func(text, _ string) slack.ModalViewRequest {
		page, _ := h.wrapWith(req, seen, l, text)
		return page
	}
}
