package event

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/webhook"
)

var (
	monday = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)
	rep    = coach.Rep{ID: "U1", TZ: "UTC", Since: monday}
	rules  = coach.DefaultRules()
)

// acme is a lead with everything that must never leave.
func acme() coach.Lead {
	return coach.Lead{ID: "acme0001", Rep: "U1", Name: "Acme", Contact: "Pat Reyes", Phone: "+44 20 7946 0100",
		Email: "pat@acme.example", HotButton: "secret button", Created: monday, Warmth: coach.Warm}
}

// after is a lead with one more touch, and that touch.
func after(t *testing.T, l coach.Lead, touch coach.Touch) (coach.Lead, coach.Touch) {
	t.Helper()
	touch.ID, touch.By = nth(len(touch.Outcome)), "U1"
	touch.Seq = int64(l.Progress.Touches) + 1
	is, logged, err := rules.Log(l, nil, touch, rep)
	if err != nil {
		t.Fatal(err)
	}
	return is, logged.Touch
}

func nth(n int) string { return fmt.Sprint("touch", n) }

// words are types of events, in their order.
func words(events []Event) string {
	var out []string
	for _, e := range events {
		out = append(out, string(e.Type))
	}
	return strings.Join(out, " ")
}

// TestWhatACallTells: each thing that can come of a call, and what is told of it.
func TestWhatACallTells(t *testing.T) {
	added := acme()
	at := func(h float64) time.Time { return monday.Add(time.Duration(h * float64(time.Hour))) }
	agreed, agreeing := after(t, added, coach.Touch{Outcome: outcome.Talked, At: at(0.1), Logged: at(0.1), Until: at(48),
		Note: "secret note"})
	moved, moving := after(t, agreed, coach.Touch{Outcome: outcome.Planned, At: at(1), Logged: at(1), Until: at(72)})
	won, winning := after(t, moved, coach.Touch{Outcome: outcome.Won, At: at(2), Logged: at(2), Reason: "secret reason"})
	for _, c := range []struct {
		what    string
		was     *coach.Lead
		touch   coach.Touch
		want    string
		holding string
	}{
		{"a voicemail", &added, coach.Touch{Outcome: outcome.Voicemail, At: at(0.1)}, "touch.logged next.changed",
			`"touch":{"id":"touch9","outcome":"voicemail","group":"not-reached","at":"2026-01-12T09:06:00Z","by":"U1","try":1}`},
		{"kept", &agreed, coach.Touch{Outcome: outcome.Talked, At: at(48)}, "touch.logged call.kept next.changed",
			`"call":{"at":"2026-01-14T09:00:00Z"}`},
		{"a little early", &agreed, coach.Touch{Outcome: outcome.Talked, At: at(48 - 0.1)},
			"touch.logged call.kept next.changed", ""},
		{"they were not there", &agreed, coach.Touch{Outcome: outcome.NoAnswer, At: at(48)},
			"touch.logged call.missed next.changed", `"missed_by":"prospect"`},
		{"a bad number", &agreed, coach.Touch{Outcome: outcome.BadNumber, At: at(48)},
			"touch.logged call.dropped next.changed", ""},
		{"busy, called again", &agreed, coach.Touch{Outcome: outcome.Busy, At: at(48)}, "touch.logged next.changed", ""},
		{"not called", &agreed, coach.Touch{Outcome: outcome.Missed, At: at(49)}, "touch.logged call.missed next.changed",
			`"missed_by":"rep"`},
		{"lapsed", &agreed, coach.Touch{Outcome: outcome.Talked, At: at(24 * 9)}, "touch.logged call.dropped next.changed",
			""},
		{"moved", &agreed, moving, "touch.logged call.moved next.changed",
			`"call":{"at":"2026-01-15T09:00:00Z","was":"2026-01-14T09:00:00Z"}`},
		{"kept, and another one", &agreed, coach.Touch{Outcome: outcome.Talked, At: at(48), Until: at(96)},
			"touch.logged call.kept call.agreed next.changed", ""},
		{"closed before", &agreed, coach.Touch{Outcome: outcome.Won, At: at(3)},
			"touch.logged call.dropped lead.closed next.changed", `"outcome":"won"`},
		{"closed on another call before", &agreed, coach.Touch{Outcome: outcome.NotInterested, At: at(3)},
			"touch.logged call.dropped lead.closed next.changed", ""},
		{"closed on the line", &agreed, coach.Touch{Outcome: outcome.NotInterested, At: at(48)},
			"touch.logged call.kept lead.closed next.changed", ""},
		{"back", &won, coach.Touch{Outcome: outcome.Reopened, At: at(5)}, "touch.logged lead.reopened next.changed", ""},
		{"agreed", &added, agreeing, "touch.logged call.agreed next.changed", `"name":"Acme"`},
		{"won", &moved, winning, "touch.logged call.dropped lead.closed next.changed", ""},
	} {
		is, touch := after(t, *c.was, coach.Touch{Outcome: c.touch.Outcome, At: c.touch.At, Logged: c.touch.At,
			Until: c.touch.Until, Note: "secret note", Reason: "secret reason"})
		events := Of(rules, Change{Was: c.was, Is: &is, Rep: rep, By: "U1", Now: touch.At, Touch: &touch})
		if got := words(events); got != c.want {
			t.Errorf("%s tells %s, want %s", c.what, got, c.want)
		}
		var all strings.Builder
		for _, e := range events {
			all.WriteString(e.Body)
		}
		if !strings.Contains(all.String(), c.holding) {
			t.Errorf("%s: no %s in %s", c.what, c.holding, &all)
		}
		for _, secret := range []string{"secret", "7946", "0100", "pat@", "Pat"} {
			if strings.Contains(all.String(), secret) {
				t.Errorf("%s tells %q: %s", c.what, secret, &all)
			}
		}
		// Taken back, it tells what stands again.
		back := Of(rules, Change{Was: &is, Is: c.was, Rep: rep, By: "U1", Now: touch.At, Before: &touch, Undo: true})
		if len(back) == 0 || back[0].Type != webhook.TouchRemoved {
			t.Errorf("%s, undone, tells %s", c.what, words(back))
		}
		for _, e := range back {
			if !strings.Contains(e.Body, `"undo":true`) {
				t.Errorf("%s, undone: %s", c.what, e.Body)
			}
			if e.Type == webhook.CallKept || e.Type == webhook.CallMissed {
				t.Errorf("%s, undone, tells %s", c.what, e.Type)
			}
		}
	}
}

// TestWhatBecomesOfALead: it comes, goes to another rep, into another lead, and goes.
func TestWhatBecomesOfALead(t *testing.T) {
	l := acme()
	away := l
	away.Leaving = "ho1"
	come := away
	come.Rep, come.Handed = "U2", []coach.Handed{{ID: "ho1", From: "U1"}}
	free := come
	free.Leaving = ""
	other := coach.Rep{ID: "U2", TZ: "UTC", Since: monday}
	for _, c := range []struct {
		what, want string
		change     Change
		holding    string
	}{
		{"an add", "lead.added", Change{Is: &l}, `"next":{"kind":"call","at":"2026-01-12T09:00:00Z"}`},
		{"an edit of nothing that counts", "", Change{Was: &l, Is: &l}, ""},
		{"nothing", "", Change{}, ""},
		{"on its way", "", Change{Was: &l, Is: &away}, ""},
		{"arrived", "", Change{Is: &come, Rep: other}, ""},
		{"free", "lead.handed_over", Change{Was: &come, Is: &free, Rep: other}, `"rep":"U2"`},
		{"set free where it was", "", Change{Was: &away, Is: &l}, ""},
		{"an undone add", "lead.removed", Change{Was: &l, Undo: true, Why: Undone}, `"why":"undone"`},
		{"a merge", "lead.removed", Change{Was: &l, Why: Merged, Into: "birch001"}, `"into":"birch001"`},
		{"an erasure", "lead.removed", Change{Was: &l, Why: Erased}, `"lead":{"id":"acme0001"}`},
	} {
		c.change.Now = monday
		if c.change.Rep.ID == "" {
			c.change.Rep = rep
		}
		events := Of(rules, c.change)
		if got := words(events); got != c.want {
			t.Errorf("%s tells %q, want %q", c.what, got, c.want)
			continue
		}
		for _, e := range events {
			if !strings.Contains(e.Body, c.holding) {
				t.Errorf("%s: no %s in %s", c.what, c.holding, e.Body)
			}
			if e.Type == webhook.LeadRemoved && strings.Contains(e.Body, "Acme") {
				t.Errorf("%s still names it: %s", c.what, e.Body)
			}
			if (e.After == "U1") != (e.Type == webhook.LeadHandedOver) {
				t.Errorf("%s comes after %q", c.what, e.After)
			}
		}
	}
}

// TestARewrittenTouch: what was logged wrongly is told as it stands now, or as gone.
func TestARewrittenTouch(t *testing.T) {
	l := acme()
	is, touch := after(t, l, coach.Touch{Outcome: outcome.Voicemail, At: monday, Logged: monday})
	now, out := touch, touch
	now.Outcome, out.Outcome = outcome.NoAnswer, outcome.TakenOut
	for want, c := range map[string]Change{
		"touch.corrected": {Was: &is, Is: &is, Touch: &now, Before: &touch},
		"touch.removed":   {Was: &is, Is: &is, Touch: &out, Before: &touch},
	} {
		c.Rep, c.Now = rep, monday
		if got := Of(rules, c); words(got) != want {
			t.Errorf("tells %s, want %s", words(got), want)
		}
	}
}

// TestTheBody: the shape that receivers are built on, which doesn't change by itself.
func TestTheBody(t *testing.T) {
	l := acme()
	l.List.Key = "record id:4711"
	got := Of(rules, Change{Is: &l, Rep: rep, By: "U9", Now: monday})[0].Body
	want := `{"type":"lead.added","timestamp":"2026-01-12T09:00:00Z","data":{"version":1,"lead":{"id":"acme0001",` +
		`"name":"Acme","external_id":"record id:4711"},"rep":"U1","by":"U9",` +
		`"next":{"kind":"call","at":"2026-01-12T09:00:00Z"}}}`
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	ping := `{"type":"webhook.test","timestamp":"2026-01-12T09:00:00Z","data":{"version":1}}`
	if got := Ping(monday); got != ping {
		t.Errorf("%s\nwant\n%s", got, ping)
	}
	var any map[string]any
	if err := json.Unmarshal([]byte(got), &any); err != nil || slices.Contains(webhook.Types(), webhook.Test) {
		t.Error(err, "or a test can be subscribed to")
	}
}
