package fakeslack_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

const two = `"options":[{"text":{"type":"plain_text","text":"A"},"value":"a"},
	{"text":{"type":"plain_text","text":"B"},"value":"b"}]`

// Every stateful element as a person fills it and as slack-go reads it in the submission.
func TestStateOfEveryElement(t *testing.T) {
	kinds := []struct {
		element string
		value   fakeslack.ActionValue
		read    func(slack.BlockAction) any
		want    any
	}{
		{`"type":"plain_text_input"`, fakeslack.ActionValue{Text: "hi"}, func(b slack.BlockAction) any { return b.Value },
			"hi"},
		{`"type":"email_text_input"`, fakeslack.ActionValue{Text: "a@b.example"},
			func(b slack.BlockAction) any { return b.Value }, "a@b.example"},
		{`"type":"url_text_input"`, fakeslack.ActionValue{Text: "https://b.example"},
			func(b slack.BlockAction) any { return b.Value }, "https://b.example"},
		{`"type":"number_input","is_decimal_allowed":false,"max_value":"9"`, fakeslack.ActionValue{Text: "7"},
			func(b slack.BlockAction) any { return b.Value }, "7"},
		{`"type":"static_select",` + two, fakeslack.ActionValue{Option: "b"},
			func(b slack.BlockAction) any { return b.SelectedOption.Value }, "b"},
		{`"type":"radio_buttons",` + two, fakeslack.ActionValue{Option: "a"},
			func(b slack.BlockAction) any { return b.SelectedOption.Value }, "a"},
		{`"type":"checkboxes",` + two, fakeslack.ActionValue{Options: []string{"a", "b"}},
			func(b slack.BlockAction) any { return len(b.SelectedOptions) }, 2},
		{`"type":"multi_static_select",` + two, fakeslack.ActionValue{Options: []string{"b"}},
			func(b slack.BlockAction) any { return b.SelectedOptions[0].Value }, "b"},
		{`"type":"users_select"`, fakeslack.ActionValue{User: ben}, func(b slack.BlockAction) any { return b.SelectedUser },
			ben},
		{`"type":"multi_users_select"`, fakeslack.ActionValue{Options: []string{ana, ben}},
			func(b slack.BlockAction) any { return fmt.Sprint(b.SelectedUsers) }, "[U0ANA U0BEN]"},
		{`"type":"channels_select"`, fakeslack.ActionValue{Channel: room},
			func(b slack.BlockAction) any { return b.SelectedChannel }, room},
		{`"type":"conversations_select"`, fakeslack.ActionValue{Channel: room},
			func(b slack.BlockAction) any { return b.SelectedConversation }, room},
		{`"type":"datepicker"`, fakeslack.ActionValue{Date: "2026-03-02"},
			func(b slack.BlockAction) any { return b.SelectedDate }, "2026-03-02"},
		{`"type":"timepicker","timezone":"Asia/Tokyo"`, fakeslack.ActionValue{Time: "09:30"},
			func(b slack.BlockAction) any { return b.SelectedTime + b.Timezone }, "09:30Asia/Tokyo"},
		{`"type":"datetimepicker"`, fakeslack.ActionValue{DateTime: 1772442000},
			func(b slack.BlockAction) any { return b.SelectedDateTime }, int64(1772442000)},
		{`"type":"rich_text_input"`, fakeslack.ActionValue{Text: "rich"},
			func(b slack.BlockAction) any { return len(b.RichTextValue.Elements) }, 1},
	}
	var list []string
	for i, k := range kinds {
		list = append(
			list, fmt.Sprintf(
				`{"type":"input","block_id":"b%d","label":{"type":"plain_text","text":"L"},"element":{"action_id":"a",%s}}`, i,
				k.element))
	}
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	s.Shortcut(t.Context(), ana, "log")
	_, call := r.next()
	v, err := api.OpenViewContext(t.Context(), call.TriggerID, modal(t, "All", "["+strings.Join(list, ",")+"]"))
	if err != nil {
		t.Fatal(err)
	}
	if out := s.Submit(t.Context(), ana, v.View.ID); len(out.Errors) != len(kinds) || out.EnvelopeID != "" {
		t.Errorf("%d of %d empty inputs are required: %v", len(out.Errors), len(kinds), out.Errors)
	}
	for i, k := range kinds {
		if err := s.Fill(ana, v.View.ID, fmt.Sprint("b", i), "a", k.value); err != nil {
			t.Errorf("%s: %v", k.element, err)
		}
	}
	if out := s.Submit(t.Context(), ana, v.View.ID); !out.Acked {
		t.Fatalf("outcome %+v", out)
	}
	_, call = r.next()
	for i, k := range kinds {
		if got := k.read(call.View.State.Values[fmt.Sprint("b", i)]["a"]); got != k.want {
			t.Errorf("%s reads %v, want %v", k.element, got, k.want)
		}
	}
	noRefusals(t, s)
}

func TestAnInputDispatchesOnlyIfItSaysSo(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	s.Shortcut(t.Context(), ana, "log")
	_, call := r.next()
	v, err := api.OpenViewContext(t.Context(), call.TriggerID, modal(t, "Log", `[
	 {"type":"input","block_id":"quiet","label":{"type":"plain_text","text":"L"},
	   "element":{"type":"static_select","action_id":"q",`+two+`}},
	 {"type":"input","block_id":"loud","dispatch_action":true,"label":{"type":"plain_text","text":"L"},
	   "element":{"type":"static_select","action_id":"l",`+two+`}}]`))
	if err != nil {
		t.Fatal(err)
	}
	at := fakeslack.Place{View: v.View.ID}
	if out := s.Click(t.Context(), ana, at, "q", fakeslack.ActionValue{Option: "a"}); out.Failure == "" {
		t.Errorf("outcome %+v", out)
	}
	if out := s.Click(t.Context(), ana, at, "l", fakeslack.ActionValue{Option: "b"}); !out.Acked {
		t.Errorf("outcome %+v", out)
	}
	_, call = r.next()
	if call.View.ID != v.View.ID || call.View.State.Values["loud"]["l"].SelectedOption.Value != "b" ||
		call.ActionCallback.BlockActions[0].SelectedOption.Value != "b" {
		t.Errorf("payload %+v", call.View.State)
	}
}

func TestExternalIDsAreUnique(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	if got := open(t, s, r, api, ana); got != "" {
		t.Fatal(got)
	}
	if got := open(t, s, r, api, ben); got != "duplicate_external_id" {
		t.Errorf("the second form: %q", got)
	}
	refused(t, s, "external_id is unique")
}

// open opens a form with the external id "log" for the user and returns Slack's error code.
func open(t *testing.T, s *fakeslack.Server, r *recorder, api *slack.Client, user string) string {
	t.Helper()
	s.Shortcut(t.Context(), user, "log")
	_, call := r.next()
	form := modal(t, "Log", inputs)
	form.ExternalID = "log"
	_, err := api.OpenViewContext(t.Context(), call.TriggerID, form)
	if err != nil {
		return err.Error()
	}
	return ""
}
