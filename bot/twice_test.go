package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// S1.7: nobody can make two calls at one time. Wherever a time is agreed on, the other call is named; it is saved all
// the same, and times that are offered keep clear of it.
func TestTwoCallsAtOneTime(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"Acme", "Bolt", "Cargo", "Delta", "Eel", "Fox"} {
		w.types(pat, "add "+name+" warm")
	}
	const twice = "You have another call then: Acme"
	w.says(pat, "acme talked next wed 16:00", "Saved")
	w.says(pat, "log bolt talked next wed 16:15 agenda price", "Saved", twice)
	w.says(pat, "next cargo wed 15:40", "Agreed call", twice)
	if m := w.says(pat, "next delta wed 17:00", "Agreed call"); strings.Contains(m.Text, "You have another call then") {
		t.Errorf("45 minutes after Bolt is free:\n%s", m.Text)
	}
	if m := w.says(pat, "next acme wed 16:02", "Agreed call", "Bolt"); strings.Contains(m.Text,
		"another call then: Acme") {
		t.Errorf("a call that moves is not in its own way:\n%s", m.Text)
	}
	if m := w.says(pat, "snooze eel wed 16:00", "Snoozed"); strings.Contains(m.Text, "You have another call then") {
		t.Errorf("a snooze is no call:\n%s", m.Text)
	}

	// Through the form, and on a slot that was free when it was offered.
	w.types(pat, "next fox")
	w.fill(pat, "next", fakeslack.ActionValue{DateTime: time.Date(2026, 1, 14, 15, 5, 0, 0, time.UTC).Unix()})
	_, page := w.sends(pat)
	contains(t, page, "Agreed call", twice)
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	offered := w.says(pat, "next eel thu", "At what time?")
	w.types(pat, "next fox thu 09:00")
	w.has(w.taps(pat, offered, "slot", "Thu 15 Jan, 09:00"), "Agreed call", "You have another call then: Fox")

	// What is offered from now on keeps clear of both.
	again := w.types(pat, "next delta thu")
	_, labels := elements(t, again.Blocks)
	found := strings.Join(labels, "|")
	if strings.Contains(found, "09:00") || strings.Contains(found, "09:15") || !strings.Contains(found, "Thu 15 Jan") {
		t.Errorf("offered: %s", found)
	}
}
