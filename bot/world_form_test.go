package bot_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// form is the modal on top of somebody's screen.
func (w *world) form(user string) fakeslack.View {
	w.t.Helper()
	views := w.slack.Views(user)
	if len(views) == 0 {
		w.t.Fatal("no form is open")
	}
	return views[len(views)-1]
}

// fill sets a field of the open form by its name.
func (w *world) fill(user, field string, v fakeslack.ActionValue) {
	w.t.Helper()
	f := w.form(user)
	var view struct {
		Blocks []struct {
			BlockID string `json:"block_id"`
		} `json:"blocks"`
	}
	if err := json.Unmarshal(f.Raw, &view); err != nil {
		w.t.Fatal(err)
	}
	for _, b := range view.Blocks {
		if strings.HasPrefix(b.BlockID, field+".") {
			if err := w.slack.Fill(user, f.ID, b.BlockID, field, v); err != nil {
				w.t.Fatal(err)
			}
			return
		}
	}
	w.t.Fatalf("no field %s in %s", field, f.Raw)
}

// offered is what a field of the open form offers once so much was typed into it: texts and values.
func (w *world) offered(user, field, typed string) (texts, values []string) {
	w.t.Helper()
	out := w.slack.Suggest(context.Background(), user, w.form(user).ID, "", field, typed)
	if !out.Acked || out.Failure != "" {
		w.t.Fatalf("%q typed into %s: %+v", typed, field, out)
	}
	var offer slack.OptionsResponse
	if err := json.Unmarshal(out.Payload, &offer); err != nil {
		w.t.Fatal(err)
	}
	for _, o := range offer.Options {
		texts, values = append(texts, o.Text.Text), append(values, o.Value)
	}
	return texts, values
}

// picks types into a field of the open form and picks the first that it offers.
func (w *world) picks(user, field, typed string) {
	w.t.Helper()
	_, values := w.offered(user, field, typed)
	if len(values) == 0 {
		w.t.Fatalf("%s offers nothing for %q", field, typed)
	}
	w.fill(user, field, fakeslack.ActionValue{Option: values[0]})
}

// sends submits the open form: the errors at its fields by their names, and the page it ends on.
func (w *world) sends(user string) (errs map[string]string, page string) {
	w.t.Helper()
	out := w.slack.Submit(context.Background(), user, w.form(user).ID)
	if !out.Acked || out.Failure != "" {
		w.t.Fatalf("form: %+v", out)
	}
	if len(out.Errors) > 0 {
		errs = map[string]string{}
		for id, words := range out.Errors {
			field, _, _ := strings.Cut(id, ".")
			errs[field] = words
		}
		return errs, ""
	}
	if views := w.slack.Views(user); len(views) > 0 {
		page = string(views[len(views)-1].Raw)
	}
	return nil, page
}

// clicks clicks an element without waiting for anything to change.
func (w *world) clicks(user string, m fakeslack.Message, action, label string) fakeslack.Outcome {
	w.t.Helper()
	b := button(w.t, m, action, label)
	out := w.slack.Click(context.Background(), user, fakeslack.Place{Channel: m.Channel, TS: m.TS, BlockID: b.block},
		b.action, fakeslack.ActionValue{Option: b.option})
	if !out.Acked || out.Failure != "" {
		w.t.Fatalf("click on %s: %+v", action, out)
	}
	return out
}

// blocksIn are the blocks of a view.
func blocksIn(t testing.TB, v fakeslack.View) json.RawMessage {
	t.Helper()
	var view struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal(v.Raw, &view); err != nil {
		t.Fatal(err)
	}
	return view.Blocks
}
