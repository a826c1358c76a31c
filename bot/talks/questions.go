package talks

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// AnswerLight is the verdict on a light cadence that is used up: "drop", "keep" or "full". The button is out of date
// once the lead waits for something else.
func (h *Handlers) AnswerLight(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	verdict := button.Part(0)
	if verdict != "drop" && verdict != "keep" && verdict != "full" {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.record.BeginLead(ctx, req, record.LeadQuery(button.Lead))
	for tx.Next() {
		if h.record.Rules.Next(*tx.Lead, *req.Rep, req.Now).Kind != coach.StepLight {
			return request.Response{}, request.ErrOutdated
		}
		res, err := h.record.DecideTouch(req, tx.Seen,
			record.TouchInput{Lead: tx.Lead, Outcome: outcome.Verdict, Verdict: verdict, Op: "light"})
		tx.Try(h.record.Views.Answered(req, res, "light", verdict), err)
	}
	return tx.Response()
}

// AnswerPromise notes whether a promise was kept (S3.1). A promise that is settled already is refused with how it was
// settled: the first answer stands.
func (h *Handlers) AnswerPromise(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	kept, id := button.Part(0) == "kept", button.Part(1)
	if !kept && button.Part(0) != "broken" || id == "" {
		return request.Response{}, request.ErrOutdated
	}
	return h.saveAnswer(ctx, req, button.Lead, func(seen store.Snapshot, l coach.Lead) (answer, error) {
		i := slices.IndexFunc(l.Progress.Promises, func(p coach.Promise) bool { return p.ID == id })
		if i < 0 {
			return answer{}, &request.AnsweredBefore{Lead: l, As: settledAs(seen.Touches, id)}
		}
		promise := l.Progress.Promises[i]
		return answer{
			details: input.CallDetails{Settled: []coach.Settled{{ID: id, Kept: kept}}},
			say:     func(l coach.Lead) answers.Answer { return answers.PromiseAnswer(promise, kept, l) },
		}, nil
	})
}

// StillOpen notes that there is still a deal to be made with somebody whom nobody has talked to for a month (S2.3). A
// lead that was closed meanwhile is refused.
func (h *Handlers) StillOpen(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.saveAnswer(ctx, req, button.Lead, func(_ store.Snapshot, l coach.Lead) (answer, error) {
		if !l.Open() {
			return answer{}, request.WithLead(&coach.ClosedError{Closed: l.Progress.Closed, At: l.Progress.ClosedAt}, l)
		}
		return answer{say: func(coach.Lead) answers.Answer { return answers.StillOpen() }}, nil
	})
}

// howToOpenUnread is the tip for whoever didn't go through the material together (S3.26).
const howToOpenUnread = "t7"

// AnswerTogether notes whether going through the material together was tried (S3.26). Who didn't try gets the tip for
// doing it next time.
func (h *Handlers) AnswerTogether(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	tried := button.Part(0) == "yes"
	if !tried && button.Part(0) != "no" {
		return request.Response{}, request.ErrOutdated
	}
	rules := h.record.Rules
	if !tried { // a tip follows, unless it is muted
		var err error
		if rules, err = h.record.Tips(ctx, req); err != nil {
			return request.Response{}, err
		}
	}
	return h.saveAnswer(ctx, req, button.Lead, func(seen store.Snapshot, l coach.Lead) (answer, error) {
		if err := asksTogether(seen.Touches, l); err != nil {
			return answer{}, err
		}
		return answer{
			details: input.CallDetails{Together: &tried},
			say: func(l coach.Lead) answers.Answer {
				if tip, ok := rules.Tips().ByID(howToOpenUnread); ok && !rules.Tips().Muted(tip.ID) {
					return answers.TogetherAnswer(tried, &tip, l)
				}
				return answers.TogetherAnswer(tried, nil, l)
			},
		}, nil
	})
}

// answer is what a question was answered with: what to note, and how to confirm it on the lead as it is afterwards.
type answer struct {
	details input.CallDetails
	say     func(coach.Lead) answers.Answer
}

// saveAnswer adds an answer to a lead as a touch, and says so in the place of the question. On a wrap-up page nothing
// that was typed is lost by it: the page is rendered again without the question.
func (h *Handlers) saveAnswer(ctx context.Context, req *request.Request, lead string,
	decide func(store.Snapshot, coach.Lead) (answer, error)) (request.Response, error) {
	if lead == "" {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.record.BeginLead(ctx, req,
		store.Query{LeadID: lead, Touches: record.ShownTouches, Counters: true, Agreed: true})
	for tx.Next() {
		noted, err := decide(tx.Seen, *tx.Lead)
		var res record.Result
		if err == nil {
			res, err = h.record.DecideTouch(req, tx.Seen,
				record.TouchInput{Lead: tx.Lead, Outcome: outcome.Details, Op: "answer", Details: noted.details})
		}
		if err != nil {
			res.Keep = h.keepOpen(req, tx.Seen, *tx.Lead, err)
		} else if res.Change != nil {
			var resp request.Response
			resp, err = h.renderAnswer(req, tx.Seen, res.Saved, noted.say(res.Saved.Lead))
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	return tx.Response()
}

// renderAnswer confirms an answer where the question was asked: on the wrap-up page, or in the place of its card.
func (h *Handlers) renderAnswer(req *request.Request, seen store.Snapshot, saved answers.Saved,
	noted answers.Answer) (request.Response, error) {
	if page, open := h.openPage(req, seen, saved.Lead, noted.OnPage(saved.Lead)); open {
		return reply.ShowForm(page)
	}
	resp, err := h.reply.OnCard(req, saved.Lead.ID, noted.Reply(h.reply.Reader(req), saved))
	resp.Replace = req.OwnAnswer()
	return resp, err
}

// keepOpen is the wrap-up page that was clicked, with the words of a refusal on top; nil for a click made elsewhere,
// and for trouble that the page has nothing to do with.
func (h *Handlers) keepOpen(req *request.Request, seen store.Snapshot, l coach.Lead, err error) request.KeepPage {
	if _, open := h.openPage(req, seen, l, ""); !open || !request.Declined(err) {
		return nil
	}
	return func(text, _ string) slack.ModalViewRequest {
		page, _ := h.openPage(req, seen, l, text)
		return page
	}
}

// settledAs is how a promise was settled, in words; empty where the end of a lead's history doesn't reach back to it.
func settledAs(touches []coach.Touch, id string) string {
	for _, touch := range slices.Backward(touches) {
		for _, settled := range touch.Settled {
			if settled.ID != id {
				continue
			}
			if promise, ok := promiseOf(touches, id); ok {
				return answers.PromiseKept(promise, settled.Kept)
			}
		}
	}
	return ""
}

// promiseOf finds a promise in a history by its id.
func promiseOf(touches []coach.Touch, id string) (coach.Promise, bool) {
	for _, touch := range touches {
		for _, promise := range touch.Promises {
			if promise.ID == id {
				return promise, true
			}
		}
	}
	return coach.Promise{}, false
}

// asksTogether refuses an answer to the question whether the material was gone through together where it has one since
// the last call that found it unread, or where no such call is in the history.
func asksTogether(touches []coach.Touch, l coach.Lead) error {
	for _, touch := range slices.Backward(touches) {
		switch {
		case touch.Together != nil:
			return &request.AnsweredBefore{Lead: l, As: answers.TogetherWas(*touch.Together)}
		case touch.Outcome == outcome.NotReviewed:
			return nil
		}
	}
	return request.ErrOutdated
}
