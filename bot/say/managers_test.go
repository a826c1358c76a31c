package say_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/teamday"
)

// fullLine is a rep of whom there is everything to say.
func fullLine(id string) teamday.Line {
	return teamday.Line{Rep: coach.Rep{ID: id, TZ: "America/New_York"}, Known: true, Calls: 1200, Reached: 700, Due: 180,
		Overdue: 155, Agreed: 11, Undated: 12, Reviews: 13, More: 4000}
}

// fullFigures are figures of everything.
func fullFigures() teamday.Figures {
	of := func(n, of int) coach.Count { return coach.Count{N: n, Of: of} }
	return teamday.Figures{First: of(120, 400), Later: of(50, 200), Dated: of(4, 20),
		Kept: of(5, 6), OnTime: of(3, 11)}
}

// The lines of a team: thirty words and twelve for each rep, forty of them page by page, within Slack's limits; each
// with the way to the rep. What has no room is on the rep's page.
func TestBudgetTeam(t *testing.T) {
	var forty []teamday.Line
	for range 40 {
		forty = append(forty, fullLine("U0123456789"))
	}
	within(t, "two reps", managers.Lines(american, managers.Team{Names: []string{"North"}, Total: 2,
		Typed: "team show", Lines: []teamday.Line{{Rep: coach.Rep{ID: "U1"}, Known: true, Calls: 20, Reached: 7, Due: 8,
			Overdue: 5, Reviews: 1}, {Rep: coach.Rep{ID: "U2"}}}}), 30+2*12, "*North, this week.* Each rep sees the same line.",
		"<@U1>: 20 calls, 7 reached · 8 due, 5 overdue · 1 to decide", "<@U2>: hasn't begun yet", "Show")
	names := []string{longName, longName, longName, longName}
	within(t, "forty reps", managers.Lines(american, managers.Team{Names: names, Total: 40, Typed: "team show",
		Lines: forty[:managers.Reps]}), 30+managers.Reps*12, "and 2 more teams", "over 4,180 due", "Show 20 more")
	last := managers.Lines(american, managers.Team{Names: names, Total: 40, First: 20, Typed: "team show",
		Lines: forty[20:]})
	if labels := strings.Join(buttonLabels(last.Blocks), " "); strings.Contains(labels, "more") {
		t.Errorf("more behind the last: %s", labels)
	}
	within(t, "no reps", managers.Lines(american, managers.Team{Names: []string{"North"}}), 30, "no reps yet")

	// Somebody who isn't there is said to be so first.
	since := now.Add(-time.Hour)
	for want, rep := range map[string]coach.Rep{
		"on hold · 20 calls":           {Away: absence.Absence{Since: since, By: "U9"}},
		"away until Jan 19 · 20 calls": {Away: absence.Absence{Since: since, Until: "2026-01-19"}},
		"has left · 20 calls":          {Gone: true},
		"20 calls, 7 reached · 8 due":  {Off: true},
	} {
		line := teamday.Line{Rep: rep, Known: true, Calls: 20, Reached: 7, Due: 8}
		if got := managers.Line(american, line, managers.LineWords-1); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	hold := fullLine("U1")
	hold.Rep.Away = absence.Absence{Since: since, By: "U9"}
	page := managers.RepPage(american, managers.Rep{Line: hold, Figures: fullFigures(), Since: since,
		Behind: &teamday.Gap{Figure: teamday.Dated, Own: coach.Count{N: 4, Of: 20}, Others: coach.Count{N: 60, Of: 80}},
		Tip:    *tip(), Leads: cardsOf(8), More: 30})
	within(t, "a rep", page, 60+35+8*12, "on hold · ", "13 to decide", "1st try 120 of 400",
		"next date after a talk 4 of 20",
		"*Coach this: next date after a talk.* 4 of 20, the others 60 of 80.", "Source", "Open", "Resume", "Hand over…",
		"and 30 more leads")
	within(t, "a rep in line", managers.RepPage(american, managers.Rep{Line: fullLine("U1"), Since: since}), 60,
		"no figures yet", "nothing lies behind the team's beyond chance", "Pause")
	if own := managers.Shared(american, hold, fullFigures(), since); !strings.Contains(page.Text,
		managers.Figures(american, fullFigures(), since)) || !strings.Contains(own, "1st try 120 of 400") {
		t.Errorf("the rep reads something else: %s", own)
	}
}

// Notes stand on a lead that was opened, and nowhere before; what its rep does about it stands for its rep alone.
func TestNotesAreOnAnOpenedLeadAlone(t *testing.T) {
	l := acme()
	note := coach.Touch{Outcome: "talked", At: now.Add(-time.Hour), Note: "decides with the board"}
	shown := cards.ShowLead{Card: dueNow(l), Notes: []coach.Touch{note}, Theirs: true}
	page := managers.LeadPage(american, shown, "U1")
	within(t, "lead", page, 100+20, "decides with the board", "To read.", "Comment…", "Hand over…")
	for _, label := range buttonLabels(page.Blocks) {
		if label != "Comment…" && label != "Hand over…" {
			t.Errorf("[%s] on a lead of somebody else's", label)
		}
	}
	// Of a lead of the reader's own nothing is kept, and nobody is told.
	shown.Theirs = false
	own := managers.LeadPage(american, shown, "U1")
	if labels := buttonLabels(own.Blocks); strings.Contains(own.Text, "To read.") ||
		!slices.Equal(labels, []string{"Hand over…"}) {
		t.Errorf("one's own lead: %q\n%s", labels, own.Text)
	}
	rep := managers.RepPage(american, managers.Rep{Line: fullLine("U1"), Leads: []coach.Card{dueNow(l)}})
	if strings.Contains(rep.Text, "board") {
		t.Error("a note on a rep's page")
	}
	comment := texts.Letter(american, notify.Letter{Letter: coach.Letter{From: "U9", To: "U1", On: "<!channel> *x*",
		OnLead: "L1", Text: "<!here> call them"}})
	within(t, "comment", comment, 30, "<@U9> on *", "Show the lead", "Answer…")
	if text := say.Spoken(comment.Blocks); strings.Contains(text, "<!") {
		t.Errorf("a comment pings: %s", text)
	}
}
