package fakeslack_test

import (
	"encoding/json"
	"sync/atomic"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func modal(t *testing.T, title, blocks string) slack.ModalViewRequest {
	plain := func(s string) *slack.TextBlockObject { return slack.NewTextBlockObject("plain_text", s, false, false) }
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain(title), Submit: plain("Save"), Close: plain("Cancel"), CallbackID: "log",
		PrivateMetadata: "acme",
		Blocks:          blocksOf(t, blocks), NotifyOnClose: true,
	}
}

const inputs = `[
 {"type":"input","block_id":"note","label":{"type":"plain_text","text":"Note"},
   "element":{"type":"plain_text_input","action_id":"text","max_length":10}},
 {"type":"input","block_id":"day","optional":true,"label":{"type":"plain_text","text":"Day"},
   "element":{"type":"datepicker","action_id":"date"}},
 {"type":"section","block_id":"said","text":{"type":"mrkdwn","text":"Anything else?"},
   "accessory":{"type":"button","action_id":"why","text":{"type":"plain_text","text":"Why?"}}}]`

// opened runs an app that opens a form on a command and answers its submission with the payload in next; it returns the
// open view.
func opened(t *testing.T, s *fakeslack.Server, next *atomic.Value) fakeslack.View {
	t.Helper()
	app(t, s, func(api *slack.Client, ev socketmode.Event) (any, bool) {
		switch data := ev.Data.(type) {
		case slack.SlashCommand:
			if _, err := api.OpenViewContext(t.Context(), data.TriggerID, modal(t, "Log a call", inputs)); err != nil {
				t.Errorf("views.open: %v", err)
			}
		case slack.InteractionCallback:
			if data.Type == slack.InteractionTypeViewSubmission {
				return next.Load(), true
			}
			if data.Type == slack.InteractionTypeBlockActions {
				if _, err := api.PushViewContext(t.Context(), data.TriggerID, modal(t, "Pushed", inputs)); err != nil {
					t.Logf("views.push: %v", err)
				}
			}
		}
		return nil, true
	})
	s.Command(t.Context(), ana, room, "/followup", "log")
	stack := s.Views(ana)
	if len(stack) != 1 || stack[0].CallbackID != "log" || stack[0].PrivateMetadata != "acme" {
		t.Fatalf("stack %+v", stack)
	}
	return stack[0]
}

func fill(t *testing.T, s *fakeslack.Server, view string) {
	t.Helper()
	if err := s.Fill(ana, view, "note", "text", fakeslack.ActionValue{Text: "rang twice"}); err != nil {
		t.Fatal(err)
	}
}

func TestSubmitAnswers(t *testing.T) {
	form := modal(t, "Second", inputs)
	bad := modal(
		t, "Second",
		`[{"type":"data_visualization","title":"t","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}]`)
	for _, c := range []struct {
		name    string
		answer  any
		titles  []string // of the stack afterwards
		failure string
		errors  int
		rule    string
	}{
		{"nothing closes", map[string]any{}, nil, "", 0, ""},
		{"clear", slack.NewClearViewSubmissionResponse(), nil, "", 0, ""},
		{"errors", slack.NewErrorsViewSubmissionResponse(map[string]string{"note": "Say more."}), []string{"Log a call"}, "",
			1, ""},
		{"errors on no input", slack.NewErrorsViewSubmissionResponse(map[string]string{"said": "Say more."}),
			[]string{"Log a call"}, fakeslack.FailConnecting, 0, "block_id of an input block"},
		{"no errors in errors", map[string]any{"response_action": "errors"}, []string{"Log a call"}, fakeslack.FailConnecting,
			0, "says which"},
		{"update", slack.NewUpdateViewSubmissionResponse(&form), []string{"Second"}, "", 0, ""},
		{"update with an invalid view", slack.NewUpdateViewSubmissionResponse(&bad), []string{"Log a call"},
			fakeslack.FailConnecting, 0, "data_visualization can't stand in a modal"},
		{"push", slack.NewPushViewSubmissionResponse(&form), []string{"Log a call", "Second"}, "", 0, ""},
		{"unknown", map[string]any{"response_action": "dance"}, []string{"Log a call"}, fakeslack.FailConnecting, 0,
			"response_action is"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := workspace(t, fakeslack.Config{})
			var next atomic.Value
			next.Store(c.answer)
			view := opened(t, s, &next)
			fill(t, s, view.ID)
			out := s.Submit(t.Context(), ana, view.ID)
			if !out.Acked || out.Failure != c.failure || len(out.Errors) != c.errors {
				t.Errorf("outcome %+v", out)
			}
			var titles []string
			for _, v := range s.Views(ana) {
				var raw struct {
					Title struct{ Text string }
				}
				_ = json.Unmarshal(v.Raw, &raw)
				titles = append(titles, raw.Title.Text)
			}
			if len(titles) != len(c.titles) || len(titles) > 0 && titles[len(titles)-1] != c.titles[len(titles)-1] {
				t.Errorf("the stack is %q, want %q", titles, c.titles)
			}
			if c.rule == "" {
				noRefusals(t, s)
			} else {
				refused(t, s, c.rule)
			}
		})
	}
}

func TestAFormStaysOpenWithoutAnAck(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	var next atomic.Value
	next.Store(map[string]any{})
	view := opened(t, s, &next)
	fill(t, s, view.ID)
	s.Disconnect(fakeslack.ReasonLinkDisabled)
	wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() == 0 })
	if out := s.Submit(t.Context(), ana, view.ID); out.Failure != fakeslack.FailConnecting {
		t.Errorf("outcome %+v", out)
	}
	if len(s.Views(ana)) != 1 {
		t.Error("the form is gone")
	}
}

func TestTheClientChecksBeforeItSends(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	var next atomic.Value
	next.Store(map[string]any{})
	view := opened(t, s, &next)
	if out := s.Submit(t.Context(), ana, view.ID); out.Errors["note"] == "" || out.EnvelopeID != "" ||
		len(out.Errors) != 1 {
		t.Errorf("a required input is empty: %+v", out)
	}
	if err := s.Fill(ana, view.ID, "note", "text", fakeslack.ActionValue{Text: "eleven char"}); err != nil {
		t.Fatal(err)
	}
	if out := s.Submit(t.Context(), ana, view.ID); out.Errors["note"] == "" || out.EnvelopeID != "" {
		t.Errorf("too long: %+v", out)
	}
	for _, err := range []error{
		s.Fill(ana, view.ID, "note", "nothing", fakeslack.ActionValue{}),
		s.Fill(ana, "V0", "note", "text", fakeslack.ActionValue{}),
		s.Fill(ana, view.ID, "day", "date", fakeslack.ActionValue{Date: "tomorrow"}),
	} {
		if err == nil {
			t.Error("an impossible Fill reports nothing")
		}
	}
	noRefusals(t, s)
}

func TestSubmissionPayload(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	s.Shortcut(t.Context(), ana, "log")
	_, call := r.next()
	v, err := api.OpenViewContext(t.Context(), call.TriggerID, modal(t, "Log a call", inputs))
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, v.View.ID)
	s.Submit(t.Context(), ana, v.View.ID)
	raw, call := r.next()
	if call.Type != slack.InteractionTypeViewSubmission || call.View.Hash != v.View.Hash ||
		call.View.State.Values["note"]["text"].Value != "rang twice" {
		t.Errorf("payload %+v", call.View)
	}
	day := raw
	for _, key := range []string{"view", "state", "values", "day", "date"} {
		day = day[key].(map[string]any)
	}
	if v, there := day["selected_date"]; !there || v != nil {
		t.Errorf("an optional input that is unset is null: %v", day)
	}
	if len(s.Views(ana)) != 0 {
		t.Error("an empty ack closes the form")
	}
}

func TestCloseView(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	s.Shortcut(t.Context(), ana, "log")
	_, call := r.next()
	v, err := api.OpenViewContext(t.Context(), call.TriggerID, modal(t, "Log a call", inputs))
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, v.View.ID)
	s.CloseView(t.Context(), ana, v.View.ID)
	_, call = r.next()
	if call.Type != slack.InteractionTypeViewClosed || call.View.ID != v.View.ID || len(call.View.State.Values) != 0 {
		t.Errorf("view_closed %+v", call.View)
	}
	_, err = api.UpdateViewContext(t.Context(), modal(t, "x", inputs), "", "", v.View.ID)
	if err == nil || err.Error() != "not_found" {
		t.Errorf("updating a closed view: %v", err)
	}
	if out := s.Submit(t.Context(), ana, v.View.ID); out.Failure == "" {
		t.Error("submitted a closed view")
	}
}

func TestViewUpdateKeepsWhatWasTypedAndChecksTheHash(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	s.Shortcut(t.Context(), ana, "log")
	_, call := r.next()
	v, err := api.OpenViewContext(t.Context(), call.TriggerID, modal(t, "Log a call", inputs))
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, v.View.ID)
	if _, err := api.UpdateViewContext(t.Context(), modal(t, "Second", inputs), "", v.View.Hash, v.View.ID); err != nil {
		t.Fatal(err)
	}
	var state struct {
		Values map[string]map[string]struct{ Value string }
	}
	err = json.Unmarshal(s.Views(ana)[0].State, &state)
	if err != nil || state.Values["note"]["text"].Value != "rang twice" {
		t.Errorf("state %s: %v", s.Views(ana)[0].State, err)
	}
	_, err = api.UpdateViewContext(t.Context(), modal(t, "Third", inputs), "", v.View.Hash, v.View.ID)
	if err == nil || err.Error() != "hash_conflict" {
		t.Errorf("a stale hash: %v", err)
	}
	refused(t, s, "hash")
}

func TestTheStackHasThreeViews(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	var next atomic.Value
	next.Store(map[string]any{})
	opened(t, s, &next)
	for n := 2; n <= 4; n++ {
		stack := s.Views(ana)
		s.Click(t.Context(), ana, fakeslack.Place{View: stack[len(stack)-1].ID}, "why", fakeslack.ActionValue{})
		if got := len(s.Views(ana)); got != min(n, 3) {
			t.Errorf("%d views after opening %d", got, n)
		}
	}
	refused(t, s, "at most 3 views")
	stack := s.Views(ana)
	if stack[2].PreviousID != stack[1].ID || stack[2].RootID != stack[0].ID {
		t.Errorf("stack %+v", stack)
	}
	if out := s.Submit(t.Context(), ana, stack[0].ID); out.Failure == "" {
		t.Error("a view below another can't be submitted")
	}
}
