package say_test

import (
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
)

// actionsOf are the action ids of all buttons, in their order.
func actionsOf(blocks []slack.Block) (actions []string) {
	for _, b := range blocks {
		row, ok := b.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			if e, ok := e.(*slack.ButtonBlockElement); ok {
				actions = append(actions, e.ActionID)
			}
		}
	}
	return actions
}

// TestAnswerOffersADate: an answer can be taken back, and a lead that still needs a date has the form for one before
// that; a closed one needs none.
func TestAnswerOffersADate(t *testing.T) {
	dateless, dated, closed := saved(acme()), saved(acme()), saved(acme())
	dateless.Lead.Progress.Waiting.NeedsDate = true
	closed.Lead = closedLead(dateless.Lead)
	kept := dated
	kept.Change = ""
	for name, c := range map[string]struct {
		saved answers.Saved
		want  []string
	}{
		"needs a date": {dateless, []string{ids.ActNextForm, ids.ActUndo}}, "has one": {dated, []string{ids.ActUndo}},
		"closed": {closed, []string{ids.ActUndo}}, "cannot be taken back": {kept, nil},
	} {
		if got := actionsOf(answers.Answer{Words: "cold"}.Reply(reader, c.saved).Blocks); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v (needs a date: %v)", name, got, c.want, c.saved.Lead.Progress.NeedsDate())
		}
	}
}

// TestAnswerOfABrokenPromise: whose promise it was decides what follows from a broken one; a kept one needs no advice.
func TestAnswerOfABrokenPromise(t *testing.T) {
	for _, c := range []struct {
		by   coach.Side
		kept bool
		want string
	}{
		{coach.Us, false, "Open the next call with it."},
		{coach.Them, false, "Ask what got in the way."},
		{coach.Us, true, ""}, {coach.Them, true, ""},
	} {
		a := answers.PromiseAnswer(coach.Promise{By: c.by, What: "specs"}, c.kept, coach.Lead{})
		if got := append(a.Meaning, "")[0]; got != c.want {
			t.Errorf("%s, kept %v: %q", c.by, c.kept, got)
		}
	}
}
