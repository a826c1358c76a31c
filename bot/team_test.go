package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

func TestSettings(t *testing.T) {
	w := newWorld(t)
	w.says(pat, "settings", "08:30", "Mon–Fri", "Berlin (follows Slack)")
	w.says(pat, "settings digest 7:45", "07:45")
	w.says(pat, "settings days sun-thu", "Sun–Thu")
	w.says(pat, "settings hours 9-17:30", "09:00", "17:30")
	w.says(pat, "settings mode assertive", "the same day for every lead")
	w.says(pat, "settings tz new york", "time zone is New York")
	w.says(pat, "settings tz auto", "time zone is Berlin")
	w.says(pat, "settings off", "messages are paused")
	w.says(pat, "", "Messages are paused")
	w.says(pat, "settings on", "on again")
	r, _, err := w.space.Records.Rep(context.Background(), pat)
	if err != nil {
		t.Fatal(err)
	}
	if r.DigestMinute() != 7*60+45 || len(r.Days) != 5 || r.Days[0] != 0 || r.From != 540 || r.To != 1050 ||
		r.Mode != "assertive" || r.TZFixed || r.Off {
		t.Errorf("rep %+v", r)
	}
	w.says(pat, "undo")
	if r, _, _ := w.space.Records.Rep(context.Background(), pat); !r.Off {
		t.Error("undo left the setting")
	}
}

func TestTeams(t *testing.T) {
	w := newWorld(t)
	w.says(pat, "team create Sales <#C0SALES|sales>", "admins")
	w.says(ada, "team create Sales <#C0SALES|sales>", "Created", "Sales")
	w.says(ada, "team manager <@U0PAT|pat>", "<@U0PAT>")
	w.says(pat, "team add <@U0SAM|sam>", "Added", "<@U0SAM>")
	w.says(pat, "team add <@U0GUS|gus>", "full member")
	w.says(sam, "team add <@U0PAT>", "managers")
	w.says(pat, "team list", "Sales", "you manage it")
	w.says(pat, "team summary weekly mon 9:00", "Monday", "09:00", "Berlin")
	w.says(pat, "team summary now", "on its way")
	w.says(pat, "team summary off", "off")
	if r, known, err := w.space.Records.Rep(context.Background(), sam); err != nil || !known ||
		r.TZ != "America/New_York" {
		t.Errorf("being added makes a rep: %+v %v %v", r, known, err)
	}
	teams, err := w.space.Directory.Teams(context.Background())
	if err != nil || len(teams) != 1 || len(teams[0].Reps) != 1 || !slices.Equal(teams[0].Managers, []string{ada, pat}) {
		t.Errorf("teams %+v %v", teams, err)
	}
}

func TestListAndTip(t *testing.T) {
	w := newWorld(t)
	for i := range 23 {
		w.types(pat, "add "+strings.Repeat(string(rune('A'+i)), 5)+" warm")
	}
	first := w.says(pat, "list", "23 open leads, page 1 of 3")
	second := w.taps(pat, first, "list.page.next", "Next page")
	w.has(second, "page 2 of 3")
	w.has(w.taps(pat, second, "list.page.next", "Next page"), "page 3 of 3")
	w.says(pat, "list ccccc", "1 open lead")
	w.says(pat, "close aaaaa won", "Closed")
	w.says(pat, "list closed", "1 closed lead")
	w.says(pat, "list all", "23 leads")
	w.says(pat, "list stale", "No leads without a call")
	w.says(pat, "snooze bbbbb monday", "Snoozed")
	w.says(pat, "tip", "Tip")
	w.says(pat, "help", "log a call")
	w.says(pat, "help dates", "Dates")
	m := w.says(pat, "", "leads today")
	w.has(w.taps(pat, m, "list.page", "Show"), "due leads")
	w.says(pat, "ccccc replied", "wrote back")
	w.says(pat, "resume ccccc", "Resumed")
}

func TestDoNotCall(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme phone:+12125550100")
	w.types(sam, "add Theirs warm phone:212-555-0100")
	card := w.types(sam, "show theirs")
	w.says(pat, "acme dnc", "do not call", "nobody here can call")
	w.says(pat, "acme vm", "asked today not to be called")
	w.says(pat, "undo", "Acme") // takes back the add before it is refused: the lead has moved on
	dues, err := w.space.DueIndex.DueBefore(context.Background(), w.clock.Now(), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dues {
		if d.Kind == ledger.KindOutbox {
			if err := w.space.CarryOut(context.Background(), d, w.clock.Now(), stops(w.stops)); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.says(sam, "add Other phone:212-555-0100", "not to be called")
	w.says(sam, "theirs vm called again", "Theirs", "asked <@U0PAT> today not to be called", "called again")
	w.has(w.taps(sam, card, "log.voicemail", ""), "Theirs", "asked <@U0PAT> today not to be called")
	w.clicks(sam, card, "card.more", "Log")
	contains(t, string(w.form(sam).Raw), "Don't call", "U0PAT")
	if raw := string(w.form(sam).Raw); strings.Contains(raw, `"submit"`) || strings.Contains(raw, `"outcome`) {
		t.Errorf("a call can be saved with %s", raw)
	}
	if got := w.touches(sam, "theirs"); got != "do-not-call" {
		t.Errorf("touches %s", got)
	}
}

// stops is what the engine does with the leads of a rep that have a blocked number; it brings none back.
type stops func(context.Context, coach.Rep, store.Blocked) error

func (s stops) Stop(ctx context.Context, rep coach.Rep, b store.Blocked) error { return s(ctx, rep, b) }

func (stops) Release(context.Context, coach.Rep, string, string) error { return nil }

func (stops) HandOver(context.Context, store.Outbox) error { return nil }

// stops ends sam's lead as the engine does with each lead of a blocked number.
func (w *world) stops(ctx context.Context, rep coach.Rep, b store.Blocked) error {
	if rep.ID != sam {
		return nil
	}
	rules := coach.DefaultRules()
	_, _, err := w.space.Change(ctx, store.Query{Rep: sam, LeadID: w.lead(sam, "theirs").ID, Touches: -1},
		func(seen store.Snapshot) (store.Change, error) {
			touch := coach.Touch{ID: store.NewID(), Outcome: outcome.DoNotCall, At: b.At, Logged: b.At, By: b.By,
				ByOtherLead: true}
			l, logged, err := rules.Log(*seen.Lead, seen.Touches, touch, seen.Rep)
			return store.Change{Op: "stop do-not-call", By: b.By, Now: b.At, Lead: &l, Touch: &logged.Touch}, err
		})
	return err
}

// A command that Slack delivers twice makes one team, and both deliveries get the same answer.
func TestATeamIsMadeOnce(t *testing.T) {
	w := newWorld(t)
	first := w.bot.Handle(t.Context(), typed(ada, "1.1.team", "team create North <#C0NORTH|north>"))
	w.clock.move(time.Minute)
	second := w.bot.Handle(t.Context(), typed(ada, "1.1.team", "team create North <#C0NORTH|north>"))
	if a, b := textOf(t, first), textOf(t, second); a != b || !strings.Contains(a, "North") ||
		strings.Contains(a, "already") {
		t.Errorf("two answers to one request:\n%s\n%s", a, b)
	}
	if third := textOf(t, w.bot.Handle(t.Context(),
		typed(ada, "1.1.again", "team create North <#C0NORTH|north>"))); !strings.Contains(third, "already") {
		t.Errorf("a second team of that name: %s", third)
	}
}

// A team that was made by an earlier version has no manager; whoever made it is the first, as the audit trail tells,
// and the team's next change keeps it. One whose maker nobody knows stays without.
func TestTeamsOfBeforeHaveTheirMakerAsManager(t *testing.T) {
	w := newWorld(t)
	for _, c := range []store.TeamChange{
		{Team: coach.Team{ID: "old", Name: "Old", Channel: sales, Reps: []string{pat}}, By: ada, Now: w.clock.Now(),
			Op: "team create"},
		{Team: coach.Team{ID: "odd", Name: "Odd", Channel: sales}, By: sam, Now: w.clock.Now(), Op: "restore"},
	} {
		if _, err := w.space.Directory.SaveTeam(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	w.says(ada, "team list", "Odd", "Managers: nobody yet", "Old* · you manage it", "Managers: <@U0ADA>")
	w.types(pat, "add Acme warm")
	w.says(ada, "team audit acme", "Acme", "<@U0PAT> added it")
	w.says(ada, "team add Old <@U0SAM|sam>", "Added")
	if team, _, err := w.space.Directory.Team(t.Context(), "old"); err != nil ||
		!slices.Equal(team.Managers, []string{ada}) {
		t.Errorf("the maker is not kept: %+v %v", team, err)
	}
}

// A channel is asked after when a team is made, when its summary is set and before one is sent; what can't be told in
// time stops nothing.
func TestChannelsThatCantBePostedTo(t *testing.T) {
	w := newWorld(t)
	w.slack.AddChannel(fakeslack.Channel{ID: "C0OPEN", Name: "open", Members: []string{ada}})
	w.slack.AddChannel(fakeslack.Channel{ID: "C0OLD", Name: "old", Archived: true, Members: []string{ada, "U0BOT"}})
	for _, c := range []struct{ channel, why string }{
		{"C0OPEN", "I'm not in <#C0OPEN>"}, {"C0NONE", "I'm not in <#C0NONE>"}, {"C0OLD", "is archived"}, {sales, ""},
	} {
		name := "T" + c.channel
		made := w.says(ada, "team create "+name+" <#"+c.channel+">", "Created", name)
		set := w.says(ada, "team summary "+name+" weekly fri 16:00", "every Friday at 16:00")
		sent := w.says(ada, "team summary "+name+" now")
		for _, said := range []string{made.Text, set.Text, sent.Text} {
			not := strings.Contains(said, "No summary yet:") || strings.Contains(said, "It can't come yet:") ||
				strings.Contains(said, "Not posted:")
			if not != (c.why != "") || !strings.Contains(said, c.why) {
				t.Errorf("%s: %s, want %q", c.channel, said, c.why)
			}
		}
		if strings.Contains(sent.Text, "on its way") != (c.why == "") || strings.Contains(sent.Text, "✓") != (c.why == "") {
			t.Errorf("%s: %s", c.channel, sent.Text)
		}
	}
	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if method == "conversations.info" {
			return fakeslack.RefuseBefore("internal_error")
		}
		return fakeslack.Trouble{}
	})
	w.says(ada, "team summary TC0OPEN now", "on its way")
}
