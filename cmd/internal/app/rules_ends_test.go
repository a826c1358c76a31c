package app

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/schedule/retention"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// seeEnds is what people see of the end of a chase under a configuration: the form of a goodbye, the morning messages
// of a week with a review that nobody answers, and what is asked ten days after a talk.
func seeEnds(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	d := &days{t: t, rules: rules, rep: coach.Rep{ID: "U1", TZ: "America/New_York"}}
	now := d.on("Mon 09 Nov 2026 09:00")
	form := texts.DraftPage{Lead: coach.Lead{ID: "L1", Name: "acme"},
		Draft: drafts.Draft{Text: outreach.Text{Kind: outreach.Goodbye}}}.Form(d.to(now))
	for _, b := range form.Blocks.BlockSet {
		if s, ok := b.(*slack.SectionBlock); ok {
			fmt.Fprintln(&d.out, s.Text.Text)
		}
	}
	l := coach.Lead{ID: "L1", Rep: "U1", Name: "acme", Warmth: coach.Warm}
	log := func(l coach.Lead, at time.Time, o outcome.Outcome) (coach.Lead, coach.Logged) {
		after, logged, err := rules.Log(l, nil, coach.Touch{Outcome: o, At: at, Logged: at, By: "U1"}, d.rep)
		if err != nil {
			t.Fatal(err)
		}
		return after, logged
	}
	chased, _ := log(l, d.on("Fri 30 Oct 2026 09:00"), outcome.StepBack) // asked again on Mon 9 Nov
	for _, day := range []string{"Mon 09", "Tue 10", "Wed 11", "Thu 12", "Fri 13", "Mon 16", "Tue 17"} {
		at := d.on(day + " Nov 2026 08:30")
		fmt.Fprintf(&d.out, "%s: %d cards\n", at.Weekday(), len(notify.Morning(rules, d.rep, []coach.Lead{chased}, at,
			nil).Asks))
	}
	talked, _ := log(l, now, outcome.Talked)
	_, logged := log(talked, now.AddDate(0, 0, 10), outcome.NoAnswer)
	asks := "nothing"
	if logged.Question != nil {
		asks = logged.Question.Code
	}
	fmt.Fprintln(&d.out, "after ten days:", asks)
	return d.out.String()
}

// A review that nobody answers comes on each of five working days, and then on Mondays alone.
func TestReviewsComeWeekly(t *testing.T) {
	var got []string
	for line := range strings.Lines(seeEnds(t, "{}")) {
		if day, n, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && strings.HasSuffix(n, "cards") {
			got = append(got, day+" "+n)
		}
	}
	want := "Monday 1 cards, Tuesday 1 cards, Wednesday 1 cards, Thursday 1 cards, Friday 1 cards, Monday 1 cards, " +
		"Tuesday 0 cards"
	if seen := strings.Join(got, ", "); seen != want {
		t.Errorf("%s", seen)
	}
}

// seeKept says whether a lead that was won fifty days ago is still there after the day's retention.
func seeKept(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(store.Options{URL: storetest.Redis(t).URL})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	space, won := s.In("T1"), time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	l := coach.Lead{ID: "L1", Rep: "U1", Name: "acme",
		Progress: coach.Progress{Closed: outcome.Won, ClosedAt: won, LastTouch: won}}
	err = space.Write(t.Context(), store.Snapshot{}, store.Change{Op: "add", Now: won, Lead: &l, Name: "acme",
		Rep: &coach.Rep{ID: "U1", TZ: "UTC"}})
	if err != nil {
		t.Fatal(err)
	}
	keeper := retention.Keeper{Space: space, Rules: rules, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return won.AddDate(0, 0, 50) }}
	if err := keeper.Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	left, err := space.Records.Leads(t.Context(), "U1", "L1")
	return fmt.Sprintln("kept after 50 days:", len(left) == 1, err)
}
