package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
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
		d, ok := rules.Draft(coach.DraftEmail, coach.DraftData{Lead: l, Rep: coach.Rep{ID: "U1", TZ: "UTC"}, Now: now})
		if !ok {
			t.Fatal("no draft")
		}
		v := say.DraftForm(say.Reader{Zone: time.UTC, Now: now, Nonce: "n", Rules: rules}, l, d, request.Meta{})
		fmt.Fprintf(&out, "%s\n%s\n[%s]\n", d.Subject, d.Body, d.Source)
		fmt.Fprintf(&out, "%s\n", v.PrivateMetadata)
		l.Progress.Drafts = append(l.Progress.Drafts, d.Key())
	}
	return out.String()
}
