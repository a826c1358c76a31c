package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/practice"
	"github.com/followup-coach/followup/coach/script"
)

// ownEmail is a kind of message in a team's own words.
const ownEmail = `{drafts: {email: {source: "S9", texts: [
	{id: first, subject: "Our subject", body: "Hi {name}, our text."},
	{id: second, subject: "Another", body: "Hello {name}, one more.", source: "S9.1"},
	{id: third, subject: "The last", body: "Dear {name}, that's all."}]}}}`

// seeOwnDrafts shows the emails to a lead under a configuration, one after the other: the form of each, and where its
// words come from. The second text was sent before.
func seeOwnDrafts(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 10, 14, 0, 0, 0, time.UTC)
	l := coach.Lead{ID: "L1", Name: "Acme", Progress: coach.Progress{Drafts: []string{"email/second"}}}
	var out strings.Builder
	for range 3 {
		d, ok := drafts.Make(rules, outreach.Email, drafts.Data{Lead: l, Rep: coach.Rep{ID: "U1", TZ: "UTC"}, Now: now})
		if !ok {
			t.Fatal("no draft")
		}
		v := texts.DraftPage{Lead: l, Draft: d}.Form(say.Reader{Zone: time.UTC, Now: now, Nonce: "n", Rules: rules})
		fmt.Fprintf(&out, "%s\n%s\n[%s]\n", d.Subject, d.Body, d.Source)
		fmt.Fprintf(&out, "%s\n", v.PrivateMetadata)
		l.Progress.Drafts = append(l.Progress.Drafts, d.Key())
	}
	return out.String()
}

// seeOwnScript shows the labels of all scripts under a configuration, and what the prospect says when one is practiced.
func seeOwnScript(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 10, 14, 0, 0, 0, time.UTC)
	to := say.Reader{Zone: time.UTC, Now: now, Nonce: "n", Rules: rules}
	d := &days{t: t, rules: rules, rep: coach.Rep{ID: "U1", TZ: "UTC"}}
	var ours []script.Branch
	for _, b := range rules.Scripts().Branches() {
		if b.ID == "ours" {
			ours = append(ours, b)
		}
	}
	d.show(library.Scripts(to, coach.Lead{}, ours), now)
	fill := practice.Prospect(d.rep, "Maya", now)
	for n, exchange := range rules.Scripts().Drill("ours", fill.Values()) {
		form := forms.PracticeForm(to, forms.PracticeTurn{Exchange: exchange, Prospect: fill.Lead, Number: n + 1, Of: 1})
		for _, block := range form.Blocks.BlockSet {
			if s, ok := block.(*slack.SectionBlock); ok {
				fmt.Fprintln(&d.out, s.Text.Text)
			}
		}
	}
	return d.out.String()
}
