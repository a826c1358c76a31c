package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
)

// Whoever opens the Home for the first time has three steps before them, and is no rep by looking. A log can be tried,
// and nothing of it is in leads, figures or the audit trail. Skipped, the steps never come again.
func TestHomeBegins(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	w.opens(pat, "I'm Followup", "1. Your list comes on working days at 08:30", "2. Add leads", "3. Try one log",
		"Set my hours…", "not: team create")
	if _, known, err := w.space.Records.Rep(ctx, pat); known || err != nil {
		t.Errorf("a rep by looking: %v, %v", known, err)
	}

	w.tapsHome(pat, "sample", "Try one log…")
	w.shows(pat, "Sample Bakery")
	v := w.form(pat)
	w.slack.Click(ctx, pat, fakeslack.Place{View: v.ID}, "sample.voicemail", fakeslack.ActionValue{})
	w.shows(pat, "Saved: *Sample Bakery*, voicemail")
	w.shows(pat, "Next: ")
	page := string(w.form(pat).Raw)
	if !strings.Contains(page, "A try: nothing was kept") || strings.Contains(page, "Undo") {
		t.Errorf("the answer to a try: %s", page)
	}
	audit, err := w.space.History.Audit(ctx, pat, 100)
	if err != nil || len(audit) != 1 || audit[0].Op != "rep" || audit[0].LeadID != "" {
		t.Errorf("beside the start of a rep there is %+v, %v", audit, err)
	}
	if l := w.lead(pat, "sample bakery"); l != nil {
		t.Errorf("of the try there is %+v", l)
	}
	w.slack.CloseView(ctx, pat, v.ID)

	// With a lead the second step is done, and after two days nobody is new.
	w.types(pat, "add Acme warm")
	w.home(pat, "✓ Add leads", "not: Add or import leads…", "*Acme*")
	w.tapsHome(pat, "begun", "Skip")
	w.home(pat, "not: I'm Followup", "*Acme*")
	w.types(pat, "close acme lost")
	w.home(pat, "not: I'm Followup", "not: *Acme*")

	w.types(sam, "add Birch warm")
	w.opens(sam, "I'm Followup", "*Birch*")
	w.clock.move(49 * time.Hour)
	w.opens(sam, "not: I'm Followup", "*Birch*")
}

// Who may set up a team and has none is told how; a guest has no Home.
func TestHomeOfAManager(t *testing.T) {
	w := newWorld(t)
	w.opens(ada, "I'm Followup", "You lead a team?", "team create North", "/invite @Followup")
	w.types(ada, "team create North <#"+sales+"|sales> <@"+pat+"|pat>")
	w.home(ada, "My team", "not: You lead a team?")
	w.tapsHome(ada, "home", "My team")
	w.home(ada, "Waiting for you", "When a rep of North asks for one, it stands here.",
		"Nobody has a lead to decide about.")

	w.carriesOut()
	w.types(pat, "add Acme warm high phone:+442079460108")
	w.knows(pat, "acme", asksForGift(w.clock.Now()))
	w.opens(ada, "A gift for Acme? <@"+pat+"> asks")
	w.tapsHome(ada, "gift.approve", "Approve")
	w.home(ada, "✓ Approved: a gift for *Acme*", "not: A gift for Acme?")
	// Whoever manages nothing has no such tab, whatever their button says.
	if out := w.slack.OpenHome(context.Background(), gus); !out.Acked || w.slack.Home(gus) != nil {
		t.Errorf("a guest: %+v", out)
	}
}

// asksForGift is a lead for whom a gift is asked.
func asksForGift(now time.Time) func(*coach.Lead) {
	return func(l *coach.Lead) {
		l.Progress.Gift = &coach.GiftPlan{Who: "Pam", What: "a cake", Note: "For the talk", Cost: "20", Asked: now,
			State: coach.GiftAsked}
	}
}
