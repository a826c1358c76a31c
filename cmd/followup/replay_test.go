package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// doctor --replay finds the lead whose record says something else than its touches, and shows nothing of it but ids.
func TestDoctorReplays(t *testing.T) {
	var all []string
	for _, s := range manifest.Scopes() {
		all = append(all, s.Name)
	}
	_, env := workspace(t, fakeslack.Config{Scopes: all, TeamID: "TREPLAY"})
	st, err := store.Open(store.Options{URL: env["REDIS_URL"]})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	space := st.In("TREPLAY")
	if got := runs(t, env, "doctor", "--replay"); got.status != 0 ||
		!strings.Contains(got.out, "✓ replay: all 0 leads") {
		t.Errorf("nobody has a lead: %+v", got)
	}
	for n := range 30 {
		logSome(t, space, fmt.Sprintf("lead%d", n), func(*coach.Progress) {})
	}
	if got := runs(t, env, "doctor", "--replay"); got.status != 0 ||
		!strings.Contains(got.out, "✓ replay: all 30 leads are what their touches come to") {
		t.Errorf("all leads are as logged: %+v", got)
	}
	id := logSome(t, space, "secret name", func(p *coach.Progress) { p.Calls, p.Waiting = 7, coach.Waiting{} })
	got := runs(t, env, "doctor", "--replay")
	if got.status != 1 || !strings.Contains(got.out, "✗ replay: 1 of 31 leads") ||
		!strings.Contains(got.out, "    rep UREP, lead "+id+": calls, wait\n") {
		t.Errorf("one lead differs: %+v", got)
	}
	if strings.Contains(got.out, "secret") {
		t.Errorf("shows what is known of a lead: %s", got.out)
	}
	if got := runs(t, env, "doctor"); got.status != 0 || strings.Contains(got.out, "replay") {
		t.Errorf("without being asked: %+v", got)
	}
	env["FOLLOWUP_CONFIG"] = "/nowhere/rules.yaml"
	if got := runs(t, env, "doctor", "--replay"); got.status != 1 || strings.Contains(got.out, " replay: ") ||
		!strings.Contains(got.out, "✗ setting FOLLOWUP_CONFIG: ") {
		t.Errorf("no rules: %+v", got)
	}
}

// logSome writes a lead with three touches, of which the last leaves it waiting, and gives its id. spoil changes the
// record that is written.
func logSome(t *testing.T, space *store.Workspace, name string, spoil func(*coach.Progress)) string {
	t.Helper()
	at := time.Date(2026, 1, 12, 15, 0, 0, 0, time.UTC)
	rep := coach.Rep{ID: "UREP", TZ: "America/New_York", Since: at}
	l, history := coach.Lead{ID: store.NewID(), Rep: rep.ID, Name: name, Created: at}, []coach.Touch(nil)
	for i, o := range []outcome.Outcome{outcome.Voicemail, outcome.Replied, outcome.Busy} {
		when := at.Add(time.Duration(i) * time.Hour)
		after, logged, err := coach.DefaultRules().Log(l, history,
			coach.Touch{ID: store.NewID(), Outcome: o, At: when, Logged: when, By: rep.ID, Note: "secret"}, rep)
		if err != nil {
			t.Fatal(err)
		}
		l, history = after, append(history, logged.Touch)
		if i == 2 {
			spoil(&l.Progress)
		}
		ask := store.Query{Rep: rep.ID, Now: when}
		if i > 0 {
			ask.LeadID = l.ID
		}
		_, c, err := space.Change(t.Context(), ask, func(seen store.Snapshot) (store.Change, error) {
			record, touch := l, logged.Touch
			c := store.Change{Op: "log", By: rep.ID, Now: when, Lead: &record, Name: name, Touch: &touch}
			if !seen.Known {
				c.Rep = &rep
			}
			return c, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		l.Version = c.Lead.Version
	}
	return l.ID
}
