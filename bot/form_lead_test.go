package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach/facts"
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
		w.picks(pat, "name", name)
		return w.sends(pat)
	}
	done := func() { w.slack.CloseView(t.Context(), pat, w.form(pat).ID) }

	_, page := open("next", "acme c")
	contains(t, page, "Agreed for")
	w.fill(pat, "next", fakeslack.ActionValue{DateTime: tuesday.Add(48 * time.Hour).Unix()})
	_, page = w.sends(pat)
	contains(t, page, "Saved", "Booked", "Acme Corp")
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
	contains(t, page, "Acme Corp", "No call yet", "form.done")
	done()
	_, page = open("when", "acmetron")
	contains(t, page, "Acmetron", "They wrote back (today)", "no call is due")
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
}

// Every command that is typed alone is answered in words or opens a form, and every form that asks for a lead leads on
// with that lead: a new command that forgets its title or its next page fails here.
func TestEveryCommandAlone(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm phone:+12125550100")
	for _, word := range bot.CommandWords() {
		m := w.types(pat, word)
		if strings.Contains(m.Text, "my side") {
			t.Errorf("%s alone: %s", word, m.Text)
		}
		if len(w.slack.Views(pat)) == 0 {
			if m.Text == "" {
				t.Errorf("%s alone is met with silence", word)
			}
			continue
		}
		if f := w.form(pat); strings.Contains(string(f.Raw), "form.lead") {
			if word == "reopen" {
				w.types(pat, "close acme won because we talked")
			}
			w.picks(pat, "name", "acme")
			errs, page := w.sends(pat)
			said := page + errs["name"] // Acme is open, so it can't be opened again
			if said == "" || strings.Contains(said, "out of date") || strings.Contains(said, "my side") {
				t.Errorf("%s, then Acme: %v %s", word, errs, page)
			}
		}
		for views := w.slack.Views(pat); len(views) > 0; views = w.slack.Views(pat) {
			w.slack.CloseView(t.Context(), pat, views[len(views)-1].ID)
		}
	}
}

// What the form for a new lead asks is what the table of facts says, and each of it is kept.
func TestTheAddFormKeepsEveryFact(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add")
	typed := map[string]string{facts.Name: "Birch Mill", facts.Phone: "+12125550177",
		facts.Email: "pat@birch.example", facts.Warmth: "warm", facts.Potential: "high"}
	asked := 0
	for _, f := range facts.All() {
		if f.Add == nil {
			continue
		}
		asked++
		if typed[f.Key] == "" {
			typed[f.Key] = "something of " + f.Key
		}
		v := fakeslack.ActionValue{Text: typed[f.Key]}
		if len(f.Choices) > 0 {
			v = fakeslack.ActionValue{Option: typed[f.Key]}
		}
		w.fill(pat, f.Key, v)
	}
	if _, page := w.sends(pat); asked < 4 || !strings.Contains(page, "Birch Mill") {
		t.Fatalf("%d facts asked: %s", asked, page)
	}
	l := w.lead(pat, "birch mill")
	for _, f := range facts.All() {
		if f.Add != nil && f.Value(*l) != typed[f.Key] {
			t.Errorf("%s: %q is kept, %q was typed", f.Key, f.Value(*l), typed[f.Key])
		}
	}
}
