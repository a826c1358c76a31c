package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/followup-coach/followup/coach"
	events "github.com/followup-coach/followup/coach/event"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/schedule/webhooks"
)

const oneWebhook = `{webhooks: [{url: "https://a.example/x", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,
  events: [touch.logged]}]}`

var webhookCases = []ruleCase{
	{setting: "webhooks[].url", base: oneWebhook, old: "a.example", to: "b.example", see: seeWebhooks,
		want: "https://b.example/x"},
	{setting: "webhooks[].secret", base: oneWebhook, old: "LaLaSw", to: "LaLaSx", see: seeWebhooks, want: ""},
	{setting: "webhooks[].secret_file",
		base: `{webhooks: [{url: "https://a.example/x", secret_file: testdata/webhook-one}]}`, old: "webhook-one",
		to: "webhook-two", see: seeWebhooks, want: "2 signatures"},
	{setting: "webhooks[].events", base: oneWebhook, old: "touch.logged", to: "touch.logged, call.agreed",
		see: seeWebhooks, want: "call.agreed"},
}

// seeWebhooks says who hears what of a call on which a date was agreed, and how it is signed.
func seeWebhooks(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	to, err := Webhooks(rules)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	was := coach.Lead{ID: "L1", Rep: "U1", Name: "acme", Created: now}
	rep := coach.Rep{ID: "U1", TZ: "UTC"}
	is, logged, err := rules.Log(was, nil, coach.Touch{ID: "T1", Seq: 1, Outcome: outcome.Talked, At: now, Logged: now,
		By: "U1", Until: now.AddDate(0, 0, 2)}, rep)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	told := webhooks.Teller(rules).Of(events.Change{Was: &was, Is: &is, Rep: rep, By: "U1", Now: now,
		Touch: &logged.Touch})
	for _, e := range told {
		a := to[0]
		if a.ID != e.To {
			t.Errorf("an event goes to %s, the address is %s", e.To, a.ID)
		}
		secrets, err := a.Secrets()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s hears %s, %d signatures\n", a.URL, e.Body, len(secrets))
		for _, secret := range secrets {
			signer, err := standardwebhooks.NewWebhook(secret)
			if err != nil {
				t.Fatal(err)
			}
			signature, err := signer.Sign("evt_1", now, []byte(e.Body))
			fmt.Fprintln(&out, "signed", signature, err)
		}
	}
	return out.String()
}
