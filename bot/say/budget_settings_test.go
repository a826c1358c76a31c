package say_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/selfreport"
)

// longName is a lead's name at its longest.
const longName = "The Extraordinarily Long Name Of A Company With Branches In Many Cities Of The World Inc"

// within holds an answer to its budget of words, its buttons to 24 characters, and asserts the facts in it.
func within(t *testing.T, name string, r say.Reply, most int, facts ...string) {
	t.Helper()
	if n := wordCount(r.Blocks); n > most {
		t.Errorf("%s has %d words, %d are allowed:\n%s", name, n, most, say.Spoken(r.Blocks))
	}
	labels := buttonLabels(r.Blocks)
	for _, l := range labels {
		if utf8.RuneCountInString(l) > 24 {
			t.Errorf("%s: the button %q is longer than 24 characters", name, l)
		}
	}
	if _, err := r.Checked(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	all := r.Text + "\n" + strings.Join(labels, "\n")
	for _, f := range facts {
		if !strings.Contains(all, f) {
			t.Errorf("%s lacks %q:\n%s", name, f, all)
		}
	}
}

// Settings in 45 words, a change of one in 40, each with the way to the rest.
func TestBudgetSettings(t *testing.T) {
	early := 7*60 + 5
	usual := coach.Rep{TZ: "America/New_York"}
	most := coach.Rep{TZ: "America/Argentina/Buenos_Aires", TZFixed: true, Days: []int{1, 3, 5, 6}, From: 420, To: 1440,
		Digest: &early, Mode: coach.Passive, Off: true, DMs: 8, Clock: calendar.Hours12}
	within(t, "usual", setup.Settings(american, usual), 45, "8:30 AM on working days", "Mon–Fri, 8:00 AM–6:00 PM",
		"New York (follows Slack)", "warm and high-potential", "Change…", "Pause messages", "My figures")
	within(t, "largest", setup.Settings(american, most), 45, "7:05 AM", "Mon, Wed, Fri and Sat, 7:00 AM–midnight",
		"Buenos Aires (set by you)", "the next working day", "paused", "Resume messages")
	moved := notify.Moved{Rep: coach.Rep{TZ: "America/New_York"}, Zone: "America/Argentina/Buenos_Aires"}
	within(t, "moved", cards.Moved(american, moved), 30, "Buenos Aires now?", "8:30 AM", "New York time stays",
		"Use Buenos Aires", "Keep New York")
	within(t, "stays", cards.ZoneStays(american, moved.Rep), 20, "New York time stays", "settings tz auto")
	within(t, "away", cards.Absent(american, notify.Absent{Back: at(21, 0, 0)}), 30, "Away until", "Yes, until",
		"Other date…", "No")
	within(t, "away without an end", cards.Absent(american, notify.Absent{}), 30, "Are you away?", "Yes, until…", "No")
	within(t, "not away", cards.NotAway(american), 20, "Not away")
	within(t, "smallest", setup.Settings(reader, coach.Rep{TZ: "UTC"}), 45, "UTC")
	for _, what := range []string{"digest", "days", "hours", "tz", "mode", "clock", "dms", "off", "on", setup.SettingWeek,
		setup.SettingForm} {
		within(t, "saved "+what, setup.SettingsSaved(american, what, most, "c1"), 40, "✓ *Saved:*", "Undo")
	}
	within(t, "undone", setup.SettingsUndone(american, most), 45, "*Undone:*", "7:05 AM", "Undo one more")
	within(t, "figures", figures.OwnFigures(american, ownFigures(), ""), 50, figures.OnlyYou, "15 of 90", "9 of 10")
	within(t, "no figures", figures.OwnFigures(american, nil, ""), 45, figures.OnlyYou)
	full := selfreport.Of(coach.DefaultRules(), coach.Counters{Unsorted: 9000, Reached: 1500, OnTime: 140, Late: 20,
		TheyKept: 60, TheyBroke: 30, WeKept: 90, WeBroke: 10, Dated: 110, DatedReached: 80, Vague: 90, VagueReached: 20,
		Unread: 80, Engaged: 50}, coach.Counters{Unsorted: 500, Reached: 9})
	within(t, "all figures", figures.OwnFigures(american, full, ""), 60, "with a date 80 of 110, without 20 of 90",
		"140 of 160", "60 of 90", "90 of 100", "50 of 80")
}

// A row of a list in twelve words, whatever step a lead has and however long its name is.
func TestBudgetListRow(t *testing.T) {
	for _, who := range []string{"Iris", "Iris Analytics", longName} {
		l := acme()
		l.Name = who
		for _, c := range append(everyCard(l), call(l), agreed(l)) {
			for _, search := range []string{"", "pat", "iris"} {
				row := cards.Row(american, c, search)
				if n := wordsIn(row); n > 12 {
					t.Errorf("%d words: %s", n, row)
				}
				if !strings.Contains(row, strings.Fields(who)[0]) {
					t.Errorf("nobody is named: %s", row)
				}
			}
		}
		closed := closedLead(l)
		closed.Progress.Closed, closed.Progress.ClosedReason = outcome.LeftCompany,
			strings.Repeat("they chose another one ", 20)
		for _, task := range []*coach.Task{nil, {Kind: coach.FindSuccessor}, {Kind: coach.Renewal}} {
			c := coach.Card{Lead: closed}
			if task != nil {
				c.Step = coach.Step{Kind: coach.StepTask, Task: task, Due: at(14, 15, 0)}
			}
			if n := wordsIn(cards.Row(american, c, "")); n > 12 {
				t.Errorf("%d words: %s", n, cards.Row(american, c, ""))
			}
		}
	}
	if row := cards.Row(american, call(acme()), ""); !strings.Contains(row,
		"attempt 3 of 7 · "+american.When(at(14, 15, 0))) {
		t.Errorf("no step or time: %s", row)
	}
	if row := cards.Row(american, call(acme()), "pat"); !strings.Contains(row, "Pat") {
		t.Errorf("nobody sees why this was found: %s", row)
	}
	within(t, "an empty list", cards.List(american, cards.ListPage{Filters: []string{"due"}}), 12, "No due leads",
		"Look among all leads", "Add a lead…")
}

// A day without a lead in 30 words, the first contact in 40.
func TestBudgetEmptyToday(t *testing.T) {
	next := call(acme())
	done := func(n int) (out []cards.Done) {
		for i := range n {
			out = append(out, cards.Done{Lead: coach.Lead{ID: fmt.Sprint(i), Name: fmt.Sprint(i, " ", longName)},
				Touch: coach.Touch{Outcome: []outcome.Outcome{outcome.Voicemail, outcome.Email, outcome.Visit}[i%3], At: now}})
		}
		return out
	}
	within(t, "usual", cards.Today(american, cards.DayList{Next: &next,
		Done: []cards.Done{{Lead: acme(), Touch: coach.Touch{Outcome: outcome.Voicemail}}}}),
		30, "Nothing due today", "Acme Corp", american.When(at(14, 15, 0)), "1 call · Acme Corp", "Log a call…",
		"Add a lead…",
		"This week")
	long := next
	long.Lead.Name = longName
	within(t, "largest", cards.Today(american, cards.DayList{Next: &long, Done: done(40), Silent: true}), 40,
		"14 calls, 13 emails and "+
			"13 other touches", "and 38 more", "paused", "Resume messages")
	within(t, "smallest", cards.Today(american, cards.DayList{}), 30, "Nothing due today")
	for _, rep := range []coach.Rep{{}, {TZ: "America/New_York"}} {
		within(t, "first contact", cards.FirstContact(american, cards.First{Rep: rep}), 40, "8:30 AM", "whom to call next",
			"Managers of your team",
			"Set my hours…", "Add or import leads…", "Try one log…", "Skip")
	}
}

// Help in 90 words a page, a word that isn't there yet in 30.
func TestBudgetHelp(t *testing.T) {
	for _, topic := range append(library.HelpTopicNames(), "") {
		within(t, "help "+topic, library.Help(american, topic), 90)
	}
	within(t, "help on nothing", library.Help(american, longName), 110, "/followup acme voicemail")
	for word, way := range library.InsteadOf {
		within(t, word, library.NotBuilt(american, word, "acme"), 30, "isn't available yet", way.Button)
		if utf8.RuneCountInString(way.Words) == 0 || way.Line == "" {
			t.Errorf("%s leads nowhere", word)
		}
	}
}

// Teams in 40 words an answer; their summary in 70 beside its chart, each figure once.
func TestBudgetTeams(t *testing.T) {
	many := make([]string, 60)
	for i := range many {
		many[i] = fmt.Sprint("U", i)
	}
	small := coach.Team{ID: "T1", Name: "North", Channel: "C1", Managers: []string{"U9"}}
	big := coach.Team{ID: "T2", Name: longName, Channel: "C1", Reps: many, Managers: many, Summary: coach.Schedule{
		Every: "weekly", Weekday: 3, At: 960, TZ: "America/Argentina/Buenos_Aires"}}
	story := coach.Story{ID: "s1", Kind: coach.WhyStory, Text: strings.Repeat("a hotel saved a day a week ", 10),
		Industry: longName, Until: at(31, 0, 0), By: "U1"}
	for _, team := range []coach.Team{small, big} {
		within(t, "saved", setup.TeamSaved(american, "Managers named", team, team.Managers, setup.MayPost), 40, "<#C1>", "✓",
			"Managers: ")
		within(t, "summary set", setup.SummarySet(american, team, setup.MayPost), 40, "<#C1>")
		within(t, "summary set, no post", setup.SummarySet(american, team, setup.NotInChannel), 40, "<#C1>")
		within(t, "summary sent", setup.SummarySent(american, team, setup.MayPost), 40, "<#C1>")
		within(t, "summary not sent", setup.SummarySent(american, team, setup.ChannelArchived), 40, "archived")
		within(t, "added", library.LibraryAdded(american, team, story, true), 40, "hotel", "until", "Remove")
		within(t, "removed", library.LibraryRemoved(american, team, story), 40, "hotel", "Add it back")
	}
	within(t, "created", setup.TeamSaved(american, "Created", small, nil, setup.NotInChannel), 40, "/invite @Followup")
	within(t, "list", setup.TeamList(american, []setup.TeamLine{{Team: small, Mine: true}}, false), 40, "you manage it")
	within(t, "which", setup.WhichTeam(american, longName, []string{"A", "B"}, []string{"team list", "team list"},
		"/followup team x"), 40, "A", "B")
}

func TestBudgetSummary(t *testing.T) {
	sum := notify.Summary{Team: coach.Team{Name: "North"}, From: at(5, 0, 0), To: at(12, 0, 0), Totals: notify.Totals{
		Calls: 33, Reached: 11, Kept: 5, Broken: 1, Overdue: 8, Reviews: 1, NeedsDate: 5, Won: 1, Lost: 3, Reps: 2,
		Minutes: 110, ByTry: []notify.TryRate{{Calls: 12, Reached: 5}, {Calls: 9, Reached: 3}, {Calls: 7, Reached: 2},
			{Calls: 5, Reached: 1}}, Reasons: map[string]int{"not-interested": 2, "has-solution": 1}}}
	tries := "Reached by try: 1st 42%, 2nd 33%, 3rd 29%, 4th or later 20%"
	facts := []string{"*North, Jan 5–11: 33 calls, 11 reached (33%)*", "Agreed calls: 5 kept, 1 missed by them",
		"Open: 8 overdue, 5 without a date, 1 to decide", "Won 1 · lost 3: not interested 2, ", tries}
	within(t, "usual", figures.Summary(american, sum), 70, facts...)
	within(t, "without a chart", figures.SummaryBars(american, sum), 70, facts...)
	if said := say.Spoken(figures.Summary(american, sum).Blocks); strings.Contains(said, "by try") {
		t.Errorf("the chart's figures stand beside it:\n%s", said)
	}
	for _, blame := range []string{"reached nobody", "minute", "hour"} {
		if strings.Contains(figures.Summary(american, sum).Text, blame) {
			t.Errorf("%q reads as blame", blame)
		}
	}
	charts := 0
	for _, b := range figures.Summary(american, sum).Blocks {
		if _, is := b.(*slack.DataVisualizationBlock); is {
			charts++
		}
	}
	if charts != 1 {
		t.Errorf("%d charts", charts)
	}
	large := sum
	large.Team.Name = longName
	large.Totals.Calls, large.Totals.Lost, large.Totals.Won = 123456, 9000, 8000
	large.Totals.Reasons = map[string]int{}
	for _, o := range outcome.All() {
		if o.Ends {
			large.Totals.Reasons[string(o.Code)] = 1000
		}
	}
	within(t, "largest", figures.Summary(american, large), 70, "123,456 calls", "lost 9,000", "other reasons")
	sum.Totals.Verdicts = [5]coach.Count{{}, {N: 1, Of: 3}, {N: 1, Of: 4}}
	for name, r := range map[string]say.Reply{"verdicts": figures.Summary(american, sum),
		"verdicts without a chart": figures.SummaryBars(american, sum)} {
		within(t, name, r, 70, append(facts, "After the plan, answered so far: step back 1 of 3 · goodbye 1 of 4")...)
	}
	large.Totals.Verdicts = [5]coach.Count{{N: 1000, Of: 2000}, {N: 1, Of: 3}, {N: 1, Of: 4}, {N: 0, Of: 1},
		{N: 9, Of: 9000}}
	within(t, "largest with verdicts", figures.SummaryBars(american, large), 70, "123,456 calls")
	within(t, "smallest", figures.Summary(american, notify.Summary{Team: sum.Team, From: at(5, 0, 0), To: at(6, 0, 0)}),
		70,
		"*North, Jan 5: no calls*")
}

// Buttons that say the same would not be told apart, and one primary is the most.
func TestBudgetButtons(t *testing.T) {
	for name, r := range map[string]say.Reply{"settings": setup.Settings(american, coach.Rep{TZ: "UTC"}),
		"first contact": cards.FirstContact(american, cards.First{}), "nothing": cards.Today(american, cards.DayList{}),
		"help": library.Help(american, ""), "paused": setup.SettingsSaved(american, "off", coach.Rep{}, "c")} {
		labels := buttonLabels(r.Blocks)
		if slices.Sort(labels); len(slices.Compact(slices.Clone(labels))) != len(labels) {
			t.Errorf("%s has a label twice: %q", name, labels)
		}
		primary := 0
		for _, b := range r.Blocks {
			if a, is := b.(*slack.ActionBlock); is {
				for _, e := range a.Elements.ElementSet {
					if button, is := e.(*slack.ButtonBlockElement); is && button.Style == slack.StylePrimary {
						primary++
					}
				}
			}
		}
		if primary > 1 {
			t.Errorf("%s has %d primary buttons", name, primary)
		}
	}
}
