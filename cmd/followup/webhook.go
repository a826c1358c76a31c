package main

import (
	"context"
	"fmt"
	"time"

	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/schedule/webhooks"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/hooks"
)

// webhookCommand is about the addresses that FOLLOWUP_CONFIG names.
type webhookCommand struct {
	Test *webhookTest `arg:"subcommand" help:"Send each webhook a signed event, webhook.test, and say what it answers."`
}

// Run is for who names nothing to do.
func (webhookCommand) Run(world) error {
	return &app.SettingError{Variable: "followup webhook", Expected: "expected followup webhook test"}
}

// webhookTest sends one event to each address. Nothing of it is kept, and neither Slack nor Redis is asked.
type webhookTest struct{}

func (webhookTest) Run(w world) error {
	// The addresses of the bot, with the secrets that it would sign with: what passes here passes there.
	path, _ := w.lookup("FOLLOWUP_CONFIG")
	rules, err := loadRules(path)
	if err != nil {
		return err
	}
	to, err := app.Webhooks(rules)
	if err != nil {
		return err
	}
	if len(to) == 0 {
		return &app.SettingError{Variable: "FOLLOWUP_CONFIG",
			Expected: "expected webhooks: in it; see the README, “Webhooks”"}
	}
	// Each is tried, also behind one that fails: who runs it mends all of them at once.
	failed := 0
	for _, a := range to {
		if err := webhooks.Ping(w.ctx, a, time.Now()); err != nil {
			failed++
			fmt.Fprintf(w.out, "✗ %s: %v\n", a.Host(), err)
			continue
		}
		fmt.Fprintf(w.out, "✓ %s took a test event\n", a.Host())
	}
	if failed > 0 {
		return errExit(exitFailed)
	}
	return nil
}

// webhooks says of each address how it stands: whether it takes what it is sent, what waits, and what was given up.
func (r *report) webhooks(ctx context.Context, st *store.Store, to []webhooks.Address) {
	for _, a := range to {
		// The queues are those of a workspace, which only Slack names.
		if r.workspace == "" {
			r.ok("webhook %s: what waits for it can't be told without a working bot token", a.Host())
			continue
		}
		f, err := st.In(r.workspace).Hooks.To(a.ID).Figures(ctx, st.Now())
		if err != nil {
			r.fail("webhook "+a.Host()+": what waits for it can't be read: "+rootCause(err), "%s", redisAdvice(err))
			continue
		}
		r.webhook(a.Host(), f)
	}
}

// webhook is one address. One that is away is advice: what waits is sent once it is back.
func (r *report) webhook(host string, f hooks.Figures) {
	what := fmt.Sprintf("webhook %s: %d leads have events waiting", host, f.Waiting)
	since := f.Refusal.Since.UTC().Format("2006-01-02 15:04 UTC")
	switch {
	// Nobody tries it any more, so that this doesn't mend itself.
	case f.Refusal.Gone:
		r.fail(fmt.Sprintf("webhook %s says since %s that it is gone (410); nothing is sent there", host, since),
			"take it out of FOLLOWUP_CONFIG, or start the bot again once it is back; what waits is kept for 7 days")
	case !f.Refusal.Since.IsZero():
		r.advise(fmt.Sprintf("%s; since %s: %s", what, since, f.Refusal.Why),
			"mend the receiver and try it with followup webhook test: an event is given up after 3 days")
	default:
		r.ok("%s", what)
	}
	// That is past mending, and an operator must hear of it all the same.
	if f.Unsent > 0 {
		r.advise(fmt.Sprintf("webhook %s: %d events of the last 14 days were given up", host, f.Unsent),
			"what they told stands in followup export and followup audit")
	}
}
