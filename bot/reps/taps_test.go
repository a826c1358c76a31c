package reps

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
)

// Each setting of the form is changed with three taps, from the message of settings and from Home: a button opens the
// page on which it stands, one picks, and one saves. A button within a page costs one more.
func TestSettingsAreThreeTapsAway(t *testing.T) {
	to := say.Reader{Zone: time.UTC, Now: time.Unix(1e9, 0), Rules: coach.DefaultRules()}
	rep := coach.Rep{ID: "U1", TZ: "UTC"}
	in := setup.SettingsFields{Rep: rep}
	pages := map[string]slack.ModalViewRequest{"": setup.SettingsForm(to, in),
		fields.PageMessages: setup.MessagesForm(to, in)}
	asked := []string{fields.Kinds}
	for _, f := range formFields {
		asked = append(asked, f.field)
	}
	for from, blocks := range map[string][]slack.Block{"settings": setup.Settings(to, rep).Blocks,
		"Home": homes.DayTab(to, homes.Day{}, false, nil)} {
		reached := map[string]int{} // how many taps until a field is in front of somebody
		for _, block := range blocks {
			row, is := block.(*slack.ActionBlock)
			if !is {
				continue
			}
			for _, e := range row.Elements.ElementSet {
				if b, is := e.(*slack.ButtonBlockElement); is && ids.Kind(b.ActionID) == ids.ActSettings {
					for _, field := range inputsOf(pages[b.Value]) {
						reached[field] = 1
					}
				}
			}
		}
		for _, field := range asked {
			if reached[field] == 0 || reached[field]+2 > 3 {
				t.Errorf("from %s: %s is %d taps away", from, field, reached[field]+2)
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
