package bot_test

import (
	"context"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// Slack opens no form three seconds after the tap: a slow network, a long queue. Whoever asked for one is told so, with
// a button that opens what they typed, and nothing is changed by it.
func TestAFormThatComesTooLate(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	w.types(pat, "add Acme warm phone:+442079460108")
	today := w.types(pat, "")
	late := true
	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if late && (method == "views.open" || method == "views.push") {
			return fakeslack.RefuseBefore("expired_trigger_id")
		}
		return fakeslack.None
	})

	for typed, form := range map[string]string{"log": "Log a call", "log acme": "Acme", "edit acme": "Acme",
		"add": "Add a lead", "away": "First day back", "close acme": "Acme"} {
		late = true
		m := w.says(pat, typed, "Too slow, please tap again.")
		if n := len(w.slack.Views(pat)); n != 0 {
			t.Fatalf("%s: %d forms", typed, n)
		}
		late = false
		w.clicks(pat, m, "open.kept", "Open the form…")
		w.shows(pat, form)
		w.slack.CloseView(context.Background(), pat, w.slack.Views(pat)[0].ID)
	}

	late = true
	w.has(w.taps(pat, today, "log.reached", "Reached…"), "Too slow, please tap again.")
	said := len(w.slack.Messages(w.slack.DM(pat), pat))
	w.slack.Shortcut(context.Background(), pat, "followup_log")
	w.wait(func(s *fakeslack.Server) bool { return len(s.Messages(s.DM(pat), pat)) > said })
	if got := w.touches(pat, "acme"); got != "" {
		t.Errorf("logged: %s", got)
	}
	late = false
	w.clicks(pat, today, "log.reached", "Reached…")
	w.shows(pat, "Acme")
}

// A page that comes too late to be laid over a form is no fault either: whoever tapped is told to tap again, the form
// stands as it was, and the next tap brings the page.
func TestAPageThatComesTooLate(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	late := true
	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if late && method == "views.push" {
			return fakeslack.RefuseBefore("expired_trigger_id")
		}
		return fakeslack.None
	})
	m := w.types(pat, "settings")
	w.clicks(pat, m, "open.settings", "Change…")
	form := w.slack.Views(pat)[0]
	said := len(w.slack.Messages(w.slack.DM(pat), pat))
	w.slack.Click(context.Background(), pat, fakeslack.Place{View: form.ID}, "open.settings.messages",
		fakeslack.ActionValue{})
	w.wait(func(s *fakeslack.Server) bool { return len(s.Messages(s.DM(pat), pat)) > said })
	all := w.slack.Messages(w.slack.DM(pat), pat)
	w.has(all[len(all)-1], "Too slow, please tap again.")
	if n := len(w.slack.Views(pat)); n != 1 {
		t.Fatalf("%d forms", n)
	}
	late = false
	w.slack.Click(context.Background(), pat, fakeslack.Place{View: form.ID}, "open.settings.messages",
		fakeslack.ActionValue{})
	w.wait(func(s *fakeslack.Server) bool { return len(s.Views(pat)) == 2 })
	if strings.Contains(w.logs.String(), "level=ERROR") {
		t.Errorf("logged as a fault: %s", w.logs)
	}
}
