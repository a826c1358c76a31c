package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// This file holds the answers to the questions after a save that take one tap. Each is a touch of its own, so that it
// can be taken back; a second tap, or the other button afterwards, is told what was answered and changes nothing.

// answerPromise notes whether a promise was kept (S3.1).
func (b *Bot) answerPromise(ctx context.Context, a *act, t tap) (answer, error) {
	kept, id := t.part(0) == "kept", t.part(1)
	if !kept && t.part(0) != "broken" || id == "" {
		return answer{}, errOutdated
	}
	var promise coach.Promise
	return b.answerWith(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (came, error) {
		i := slices.IndexFunc(l.Progress.Promises, func(x coach.Promise) bool { return x.ID == id })
		if i < 0 {
			return came{}, &answeredBefore{lead: l, as: settledAs(seen.Touches, id)}
		}
		promise = l.Progress.Promises[i]
		return came{settled: []coach.Settled{{ID: id, Kept: kept}}}, nil
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

// answerTogether notes whether going through the material together was tried (S3.26).
func (b *Bot) answerTogether(ctx context.Context, a *act, t tap) (answer, error) {
	tried := t.part(0) == "yes"
	if !tried && t.part(0) != "no" {
		return answer{}, errOutdated
	}
	return b.answerWith(ctx, a, t.first, func(seen store.Seen, l coach.Lead) (came, error) {
		for _, x := range slices.Backward(seen.Touches) {
			switch {
			case x.Together != nil:
				return came{}, &answeredBefore{lead: l, as: say.TogetherWas(*x.Together)}
			case x.Outcome == coach.NotReviewed:
				return came{together: &tried}, nil
			}
		}
		return came{}, errOutdated
	}, func(l coach.Lead) say.Answer {
		var shown *coach.Tip
		if tip, ok := b.rules.TipByID(howToOpenUnread); ok {
			shown = &tip
		}
		return say.TogetherAnswer(tried, shown, l)
	})
}

// answerWith adds an answer to a lead as a touch, and says so in the place of the question. On a wrap-up page nothing
// that was typed is lost by it: the page is drawn anew without the question.
func (b *Bot) answerWith(ctx context.Context, a *act, lead string, decide func(store.Seen, coach.Lead) (came, error),
	words func(coach.Lead) say.Answer) (answer, error) {
	if lead == "" {
		return answer{}, errOutdated
	}
	var before store.Seen
	ans, err := change(ctx, b, a, store.Ask{LeadID: lead, Touches: shownTouches, Tally: true, Agreed: true},
		func(seen store.Seen) (store.Change, say.Saved, error) {
			if before = seen; seen.Lead == nil {
				return store.Change{}, say.Saved{}, errOutdated
			}
			c, err := decide(seen, *seen.Lead)
			if err != nil {
				return store.Change{}, say.Saved{}, err
			}
			return b.logTouch(a, seen, touched{lead: seen.Lead, outcome: coach.Details, op: "answer", came: c})
		}, func(s say.Saved) (answer, error) {
			noted := words(s.Lead)
			if page, on := b.wrapWith(a, before, s.Lead, noted.OnPage(s.Lead)); on {
				return showing(page)
			}
			ans, err := onCard(s.Lead.ID, b.checked(a, noted.Reply(b.reader(a), s)))
			ans.Replace = a.ephemeral
			return ans, err
		})
	if err != nil && before.Lead != nil && declined(err) {
		if _, on := b.wrapWith(a, before, *before.Lead, ""); on {
			ans.keep = func(text, _ string) (answer, error) {
				page, _ := b.wrapWith(a, before, *before.Lead, text)
				return showing(page)
			}
		}
	}
	return ans, err
}

// wrapWith is the wrap-up page that was clicked, with everything that was typed into it and a sentence on top.
func (b *Bot) wrapWith(a *act, seen store.Seen, l coach.Lead, words string) (page slack.ModalViewRequest, on bool) {
	if a.view == nil || a.view.CallbackID != say.FormWrap {
		return page, false
	}
	s, err := filled(a)
	if err != nil {
		return page, false
	}
	if seen.Lead = &l; !stands(seen, s.meta) {
		return page, false // drawn anew it would have other fields
	}
	return b.wrapPage(a, b.savedBefore(a, seen, s.meta), s.meta, filledIn(s), words), true
}
