package bot_test

import (
	"encoding/json"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/socket"
)

func TestWhatIsTurnedAwayComesBack(t *testing.T) {
	w := newWorld(t)
	words := func(payload any) string {
		raw, err := json.Marshal(payload)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	typed := w.bot.Busy(socket.Envelope{ID: "E1", Type: "slash_commands",
		Slash: &slack.SlashCommand{UserID: pat, Text: "acme voicemail <b>", TriggerID: "1.1"}})
	contains(t, words(typed), "Not saved", "too much is waiting", "acme voicemail", `"ephemeral"`)

	view := slack.View{ID: "V1", Type: slack.VTModal, CallbackID: "form.next", State: &slack.ViewState{
		Values: map[string]map[string]slack.BlockAction{"next.n1": {"next": {SelectedDateTime: 1}}},
	}}
	form := w.bot.Busy(socket.Envelope{ID: "E2", Type: "interactive", Interaction: &slack.InteractionCallback{
		Type: slack.InteractionTypeViewSubmission, User: slack.User{ID: pat}, View: view,
	}})
	contains(t, words(form), `"response_action":"errors"`, "next.n1", "too much is waiting")
	if got := w.bot.Busy(socket.Envelope{ID: "E3", Type: "events_api"}); got != nil {
		t.Errorf("an event is answered: %s", words(got))
	}
}
