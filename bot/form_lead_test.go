package bot_test

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// No argument where one is needed opens the form, and each form ends where the typed line would.
func TestCommandsWithoutALeadOpenAForm(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add "Acme Corp" warm`)
	w.types(pat, "add Acmetron cold")
	w.types(pat, "acmetron replied")
	open := func(command, name string) (map[string]string, string) {
		t.Helper()
		if m := w.types(pat, command); m.Text != "" {
			t.Fatalf("%s alone answers %s", command, m.Text)
		}
		w.fill(pat, "name", fakeslack.ActionValue{Text: name})
		return w.sends(pat)
	}
	done := func() { w.slack.CloseView(t.Context(), pat, w.form(pat).ID) }

	errs, _ := open("next", "Acme Crop")
	contains(t, errs["name"], "Did you mean", "Acme Corp")
	w.fill(pat, "name", fakeslack.ActionValue{Text: "acme"})
	errs, _ = w.sends(pat)
	contains(t, errs["name"], "Several leads fit", "Acme Corp", "Acmetron")
	w.fill(pat, "name", fakeslack.ActionValue{Text: "Zebra"})
	errs, _ = w.sends(pat)
	contains(t, errs["name"], "no lead called Zebra")
	w.fill(pat, "name", fakeslack.ActionValue{Text: "acme corp"})
	_, page := w.sends(pat)
	contains(t, page, "Agreed for")
	w.fill(pat, "next", fakeslack.ActionValue{DateTime: tuesday.Add(48 * time.Hour).Unix()})
	_, page = w.sends(pat)
	contains(t, page, "Saved", "a call agreed with", "Acme Corp")
	done()
	if c := w.lead(pat, "acme corp").Progress.Commitment; c == nil {
		t.Error("nothing is agreed")
	}

	_, page = open("snooze", "acme corp")
	contains(t, page, "Until which day")
	_, page = w.sends(pat)
	contains(t, page, "Snoozed")
	done()
	_, page = open("show", "ACME CORP")
	contains(t, page, "Acme Corp", "So far", "form.done")
	done()
	_, page = open("when", "acmetron")
	contains(t, page, "Acmetron", "Next:")
	done()
	_, page = open("resume", "acmetron")
	contains(t, page, "Resumed", "Acmetron")
	done()
	if w.lead(pat, "acmetron").Progress.Replied() {
		t.Error("not resumed")
	}
	_, page = open("close", "acmetron")
	contains(t, page, "How did it end")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "won"})
	_, page = w.sends(pat)
	contains(t, page, "Closed", "Acmetron")
	done()
	if w.lead(pat, "acmetron").Open() {
		t.Error("not closed")
	}
	w.types(sam, "show")
	w.fill(sam, "name", fakeslack.ActionValue{Text: "acme corp"})
	errs, _ = w.sends(sam)
	contains(t, errs["name"], "no lead called acme corp")
}
