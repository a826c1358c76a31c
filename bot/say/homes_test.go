package say_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/teamday"
)

// homeLines is a Home as it is read: a line for each line of words, and one for each row of controls.
func homeLines(t *testing.T, blocks []slack.Block) []string {
	t.Helper()
	if err := blockkit.Validate(blockkit.Home, blocks); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		Type      string `json:"type"`
		Title     any    `json:"title"`
		Text      *struct{ Text string }
		Elements  []json.RawMessage
		Accessory json.RawMessage
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, b := range list {
		if b.Text != nil {
			harmlessWords(t, b.Type, b.Text.Text)
			lines = append(lines, strings.Split(b.Text.Text, "\n")...)
		}
		if b.Title != nil {
			lines = append(lines, "(chart)")
		}
		row := ""
		for _, e := range append(b.Elements, b.Accessory) {
			var of struct {
				Type    string
				Text    any
				Options []any
			}
			_ = json.Unmarshal(e, &of)
			switch words, is := of.Text.(map[string]any); {
			case of.Type == "button" && is:
				row += " [" + words["text"].(string) + "]"
			case of.Type == "overflow":
				row += " ⋯"
			case strings.HasSuffix(of.Type, "_select"):
				row += " ▾"
			case of.Type == "mrkdwn":
				lines = append(lines, of.Text.(string))
			}
		}
		if row != "" {
			lines = append(lines, strings.TrimSpace(row))
		}
	}
	return lines
}

// holdsInOrder fails when lines are not among others in their order.
func holdsInOrder(t *testing.T, got []string, want ...string) {
	t.Helper()
	rest := got
	for _, w := range want {
		i := slices.IndexFunc(rest, func(line string) bool { return strings.Contains(line, w) })
		if i < 0 {
			t.Fatalf("%q is not in its place in\n%s", w, strings.Join(got, "\n"))
		}
		rest = rest[i+1:]
	}
}

// homeDeck is a day with all kinds of leads, twelve in all.
func homeDeck() notify.Digest {
	deck := cardsOf(12)
	for i := range 3 {
		deck[i].Step = coach.Step{Kind: coach.StepReview, Due: now}
	}
	return notify.Digest{Asks: deck[:3], Cards: deck[3:7], Later: deck[7:10], Also: deck[10:]}
}

// homesSeen is the picture of the Homes: of a rep, a new one, a manager, and somebody with five thousand leads.
func homesSeen(t *testing.T) *picture {
	t.Helper()
	p := &picture{seen: map[string]string{}, controls: map[string]bool{}}
	gift := acme()
	gift.Progress.Gift = &coach.GiftPlan{Asked: now}
	logged := []cards.Done{{Lead: acme(), Touch: coach.Touch{Outcome: outcome.Voicemail, At: now}, Change: "c1"}}
	for _, of := range []struct {
		name   string
		blocks []slack.Block
	}{
		{"new", homes.DayTab(reader, homes.Day{Begin: &cards.First{}}, false, nil)},
		{"new, half-way", homes.DayTab(reader, homes.Day{Digest: notify.Digest{Cards: cardsOf(1)}, Leads: true,
			Begin: &cards.First{Leads: true, Tried: true}}, false, nil)},
		{"rep", homes.DayTab(reader, homes.Day{Digest: homeDeck(), Week: 17, Done: logged, Leads: true,
			Agreed:  []coach.Agreed{{Lead: "L1", Name: "Evergreen Schools", At: now.Add(30 * time.Hour)}},
			Counted: coach.Counters{Unsorted: 6, Reached: 1}}, false, nil)},
		{"rep, nothing due", homes.DayTab(reader, homes.Day{Next: &homeDeck().Cards[0], Leads: true}, false, nil)},
		{"admin without a team", homes.DayTab(reader, homes.Day{Begin: &cards.First{}, Lead: &homes.Lead{}}, false,
			nil)},
		{"manager of a new team", homes.DayTab(reader, homes.Day{Lead: &homes.Lead{Team: "North"}}, true, nil)},
		{"manager", homes.TeamTab(reader, teamOf([]homes.Waiting{{Rep: "U1", Lead: gift}},
			[]homes.Decides{{Rep: "U2", N: 2}}), nil)},
		{"5,000 leads", homes.DayTab(reader, homes.Day{Digest: notify.Digest{Cards: cardsOf(200), More: 4800},
			Week: 5000, Leads: true}, false, nil)},
		{"5,000 leads, the list", homes.LeadsTab(reader, homes.Leads{Cards: cardsOf(10), Total: 5000, Next: "5|L1"},
			false, nil)},
	} {
		p.order = append(p.order, of.name)
		p.seen[of.name] = seenBlocks(t, of.blocks)
		for _, b := range of.blocks {
			for _, control := range controls(t, b) {
				p.controls[control] = true
			}
		}
	}
	return p
}

// teamOf is a manager's tab with two reps.
func teamOf(gifts []homes.Waiting, reviews []homes.Decides) homes.Team {
	return homes.Team{Lines: managers.Team{Names: []string{"North"}, Total: 2, Typed: "team show",
		Lines: []teamday.Line{{Rep: coach.Rep{ID: "U1"}, Known: true, Calls: 20, Reached: 7, Due: 8, Overdue: 5, Agreed: 1,
			Undated: 2}, {Rep: coach.Rep{ID: "U2"}, Known: true, Reviews: 2}}}, Gifts: gifts, Reviews: reviews}
}

// What stands on a Home, and in which order.
func TestHomes(t *testing.T) {
	agreed := []coach.Agreed{{Lead: "L1", Name: "Evergreen Schools", At: now.Add(30 * time.Hour)}}
	rep := homes.DayTab(american, homes.Day{Digest: homeDeck(), Week: 17, Agreed: agreed,
		Counted: coach.Counters{Unsorted: 6, Reached: 1}, Done: []cards.Done{{Lead: acme(),
			Touch: coach.Touch{Outcome: outcome.Voicemail, At: now}, Change: "c1"}}}, false, nil)
	holdsInOrder(t, homeLines(t, rep), "[My leads] [My figures]", "12 leads today", "*Answer first*", "⋯", "*Call now*",
		"[Voicemail] [No answer] [Reached…]", "[Show 7 more]", "*Done today: 1*", "✓ Acme", "[Undo last]", "*This week*",
		"So far: 6 calls, 1 reached", "Within seven days: 17 leads", "Agreed: <!date^",
		"[Log a call…] [Add a lead…] [Settings…] [Away…] [Messages…] [Help]")
	if words := strings.Join(homeLines(t, rep), "\n"); !strings.Contains(words, ">, Evergreen Schools") {
		t.Errorf("no name behind the agreed call:\n%s", words)
	}
	if n := strings.Count(strings.Join(homeLines(t, rep), "\n"), "⋯"); n != 5 {
		t.Errorf("%d leads at first, want 5", n)
	}
	idle := homeLines(t, homes.DayTab(american, homes.Day{Next: &homeDeck().Cards[0]}, false, nil))
	holdsInOrder(t, idle, "*Nothing due today.* Next: ", "Log a call or add a lead", "[Log a call…]")

	gift := acme()
	gift.Progress.Gift = &coach.GiftPlan{Asked: now}
	team := homes.TeamTab(american, teamOf([]homes.Waiting{{Rep: "U1", Lead: gift}},
		[]homes.Decides{{Rep: "U2", N: 2}}), nil)
	holdsInOrder(t, homeLines(t, team), "[Today] [My leads] [My figures]", "Waiting for you",
		"A gift for Acme Corp? <@U1> asks",
		"[Approve] [Decline…]", "Your reps", "*North, this week.*", "<@U1>: 20 calls, 7 reached · 8 due, 5 overdue ·",
		"*To decide, by rep*", "<@U2>: 2")
	holdsInOrder(t, homeLines(t, homes.TeamTab(american, teamOf(nil, nil), nil)),
		"No gift to approve. When a rep of North asks for one, it stands here.", "Nobody has a lead to decide about.")

	big := notify.Digest{Cards: cardsOf(200), More: 4800}
	for _, whole := range []bool{false, true} {
		blocks := homes.DayTab(american, homes.Day{Digest: big, Whole: whole, Week: 5000}, true, nil)
		holdsInOrder(t, homeLines(t, blocks), "[My leads] [My figures] [My team]", "5,000 leads today",
			map[bool]string{false: "[Show 15 more]", true: "[Show all 5,000]"}[whole])
		if words := strings.Join(homeLines(t, blocks), "\n"); strings.Contains(words, "Within seven days") {
			t.Errorf("the leads of today are counted twice:\n%s", words)
		}
		if len(blocks) > 60 {
			t.Errorf("%d blocks", len(blocks))
		}
	}
	leads := homes.LeadsTab(american, homes.Leads{Cards: cardsOf(10), Total: 5000, Next: "5|L1"}, false, nil)
	holdsInOrder(t, homeLines(t, leads), "[Today] [My figures]", "▾ ▾", "5,000 leads", "[Show]", "[Next page]")
}

// The first steps have forty words with whatever is said; one that is done has a tick and no button.
func TestTheFirstStepsAreShort(t *testing.T) {
	for _, b := range []cards.First{{}, {Hours: true}, {Hours: true, Leads: true}, {Tried: true},
		{Leads: true, Tried: true}} {
		blocks := homes.DayTab(american, homes.Day{Begin: &b, Leads: b.Leads}, false, nil)
		lines := homeLines(t, blocks)
		holdsInOrder(t, lines, "[My leads] [My figures]", "*I'm Followup.*",
			map[bool]string{false: "3. ", true: "✓ "}[b.Tried]+"Try one log; nothing of it is kept", " [Skip]",
			"[Log a call…]")
		if words := strings.Join(lines, "\n"); strings.Contains(words, "[Set my hours…]") == b.Hours ||
			strings.Contains(words, "[Add or import leads…]") == b.Leads ||
			strings.Contains(words, "[Try one log…]") == b.Tried {
			t.Errorf("%+v:\n%s", b, words)
		}
		for _, block := range blocks {
			if n := wordsIn(say.Spoken([]slack.Block{block})); n > 40 {
				t.Errorf("%d words: %s", n, say.Spoken([]slack.Block{block}))
			}
		}
	}
	lead := homes.Sample(coach.Rep{ID: "U1", TZ: "Europe/Berlin"})
	for _, page := range []slack.ModalViewRequest{homes.TryPage(american, dueNow(lead)),
		homes.TriedPage(american, saved(lead))} {
		if err := blockkit.ValidateModal(page); err != nil {
			t.Error(err)
		}
	}
}

// Each filter that finds nobody says what would be found, and a page of it that there may be more.
func TestEmptyHomesTeach(t *testing.T) {
	for _, f := range []string{"", homes.FilterDue, homes.FilterUndated, homes.FilterDecide, homes.FilterStale,
		homes.FilterParked, homes.FilterClosed} {
		lines := homeLines(t, homes.LeadsTab(american, homes.Leads{Filter: f}, false, nil))
		if len(lines) < 4 || !strings.HasSuffix(lines[2], ".") {
			t.Errorf("%q: %q", f, lines)
		}
		more := homeLines(t, homes.LeadsTab(american, homes.Leads{Filter: f, Next: "1|L"}, false, nil))
		holdsInOrder(t, more, "None among these.", "[Next page]")
	}
	holdsInOrder(t, homeLines(t, homes.FiguresTab(american, homes.Figures{}, false, nil)), "Only you see this",
		"They begin with your first logged call.", "from your tenth call")
	tries := []notify.TryRate{{Try: 1, Calls: 8, Reached: 3}, {Try: 2, Calls: 4, Reached: 1}}
	holdsInOrder(t, homeLines(t, homes.FiguresTab(american, homes.Figures{Own: ownFigures(), Tries: tries}, false, nil)),
		"Only you see this", "Reached by try: 1st 38%, 2nd or later 25%", "(chart)")
}

// A lead has twelve words on a Home and any other section sixty, whatever its name; nothing in it has a power.
func TestHomesAreShort(t *testing.T) {
	for _, state := range []string{"", "-sparse", "-hostile", "-rtl"} {
		deck := cardsOf(9)
		for i := range deck {
			deck[i].Lead = leads[state]()
			deck[i].Lead.ID = string(rune('a' + i))
		}
		for _, blocks := range [][]slack.Block{
			homes.DayTab(american, homes.Day{Digest: notify.Digest{Cards: deck}, Whole: true, Week: 9,
				Agreed: []coach.Agreed{{Name: deck[0].Lead.Name, At: now.Add(time.Hour)}}, Next: &deck[0]}, true, nil),
			homes.LeadsTab(american, homes.Leads{Cards: deck, Total: 9}, true, nil),
		} {
			homeLines(t, blocks)
			for _, b := range blocks {
				words := say.Spoken([]slack.Block{b})
				most := 60
				if key, _, _ := strings.Cut(b.ID(), "."); strings.HasPrefix(key, "card:") || key == "row" {
					most = homes.LeadWords
				}
				if n := wordsIn(words); n > most {
					t.Errorf("%s: %d words, %d are allowed: %s", state, n, most, words)
				}
			}
		}
	}
}
