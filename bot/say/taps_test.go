package say_test

import (
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
)

// Each setting of the form is changed with three taps, from the message of settings and from Home: a button opens the
// page on which it stands, one picks, and one saves. A button within a page would cost one more.
func TestSettingsAreThreeTapsAway(t *testing.T) {
	to, rep := maya(), coach.Rep{ID: "U1", TZ: "UTC"}
	in := setup.SettingsFields{Rep: rep}
	pages := map[string]slack.ModalViewRequest{"": setup.SettingsForm(to, in),
		fields.PageMessages: setup.MessagesForm(to, in)}
	all := map[string]bool{}
	for _, page := range pages {
		for _, field := range inputsOf(page) {
			all[field] = true
		}
	}
	if len(all) < 9 {
		t.Fatalf("the form has only %v", all)
	}
	for from, blocks := range map[string][]slack.Block{"settings": setup.Settings(to, rep).Blocks,
		"Home": homes.DayTab(to, homes.Day{}, false, nil)} {
		near := map[string]bool{} // fields that one tap brings in front of somebody
		for _, block := range blocks {
			row, is := block.(*slack.ActionBlock)
			if !is {
				continue
			}
			for _, e := range row.Elements.ElementSet {
				if b, is := e.(*slack.ButtonBlockElement); is && ids.Kind(b.ActionID) == ids.ActSettings {
					for _, field := range inputsOf(pages[b.Value]) {
						near[field] = true
					}
				}
			}
		}
		for field := range all {
			if !near[field] {
				t.Errorf("from %s, %s is more than three taps away", from, field)
			}
		}
	}
}

// inputsOf are the fields of a form.
func inputsOf(form slack.ModalViewRequest) (out []string) {
	for _, block := range form.Blocks.BlockSet {
		if in, is := block.(*slack.InputBlock); is {
			out = append(out, request.FieldOf(in.BlockID))
		}
	}
	return out
}
