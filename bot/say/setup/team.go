package setup

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
)

// The answers to team commands: who is in a team, what its channel is sent, and what can't be posted there.

// TeamLine is one team in a list.
type TeamLine struct {
	Team coach.Team
	Mine bool // the reader manages it
}

// How many people an answer names, and a list of teams for each of them.
const (
	answerPeople = 4
	listPeople   = 20
)

// NoPost is why nothing can be posted to a channel.
type NoPost int

// The reasons, from none.
const (
	MayPost NoPost = iota
	NotInChannel
	ChannelArchived
)

// words say why a channel gets nothing and what to do about it.
func (n NoPost) words(channel string) string {
	if n == ChannelArchived {
		return say.Mention("#", channel) + " is archived. Bring it back, or start a team with another channel."
	}
	return "I'm not in " + say.Mention("#", channel) + ", so I can't post there. Type `/invite @Followup` in it."
}

// TeamSaved answers a change of a team; what is a sentence's start such as "Created", who are the people it was about.
// A channel that can't be posted to is told of at once.
func TeamSaved(to say.Reader, what string, t coach.Team, about []string, no NoPost) say.Reply {
	p := &say.Page{To: to}
	head := "✓ *" + say.Quote(what, 60) + ":* " + say.Brief(t.Name, 4)
	if len(about) > 0 {
		head += ", " + say.People(about, answerPeople)
	}
	p.Section(head + "\n" + teamWords(to, t, answerPeople))
	if no != MayPost {
		p.Section("*No summary yet:* " + no.words(t.Channel))
	}
	return p.Reply()
}

// teamWords are who is in a team, who manages it, most of each, and what it is sent.
func teamWords(to say.Reader, t coach.Team, most int) string {
	lines := []string{"Channel: " + say.Mention("#", t.Channel), "Reps: " + say.People(t.Reps, most),
		"Managers: " + say.People(t.Managers, most), "Summary: " + ScheduleWords(to, t.Summary)}
	// The rest of it is shown by `team suspects`.
	if often := t.Suspects.Often; len(often) > 0 {
		lines = append(lines, "Good prospects: "+say.Quote(say.Few(strings.Join(often, ", "), 6), say.ShortLength))
	}
	return strings.Join(lines, "\n")
}

// ScheduleWords say when a summary comes, in the team's own zone.
func ScheduleWords(to say.Reader, s coach.Schedule) string {
	if s.Every == "" {
		return "off"
	}
	words := say.Quote(s.Every, 20)
	if s.Every == "weekly" {
		words = "every " + time.Weekday((s.Weekday%7+7)%7).String()
	}
	words += " at " + to.Minutes(s.At)
	if s.TZ != "" {
		words += " (" + zoneName(s.TZ) + ")"
	}
	return words
}

// TeamList shows the teams that somebody belongs to or may set up. others: there are teams that are none of their
// business.
func TeamList(to say.Reader, teams []TeamLine, others bool) say.Reply {
	p := &say.Page{To: to}
	if len(teams) == 0 && others {
		p.Section("You're in no team yet. Its manager or an admin can add you.")
		return p.Reply()
	}
	if len(teams) == 0 {
		p.Section("No teams yet. An admin can start one: `/followup team create Sales #sales`")
		return p.Reply()
	}
	p.Header(say.Counted(len(teams), "team"))
	for i, l := range teams {
		if i == 40 {
			p.Context("and " + say.Thousands(len(teams)-i) + " more")
			break
		}
		mine := ""
		if l.Mine {
			mine = " · you manage it"
		}
		p.Section("*" + say.Quote(l.Team.Name, say.NameLength) + "*" + mine + "\n" +
			blockkit.Truncate(teamWords(to, l.Team, listPeople), 1500))
	}
	return p.Reply()
}

// SummarySet answers a change of a team's summary, and a question how it is set. A channel that can't be posted to is
// told of at once.
func SummarySet(to say.Reader, t coach.Team, no NoPost) say.Reply {
	p := &say.Page{To: to}
	if t.Summary.Every == "" {
		p.Section("✓ *Summary off* for " + say.Brief(t.Name, 4) + ". Nothing more goes to " + say.Mention("#", t.Channel) +
			".")
		return p.Reply()
	}
	p.Section("✓ *Summary:* " + ScheduleWords(to, t.Summary) + " in " + say.Mention("#", t.Channel) +
		", team totals only, for " +
		say.Brief(t.Name, 4) + ".")
	if no != MayPost {
		p.Section("*It can't come yet:* " + no.words(t.Channel))
	}
	return p.Reply()
}

// SummarySent answers `team summary now`. To a channel that can't be posted to nothing is promised.
func SummarySent(to say.Reader, t coach.Team, no NoPost) say.Reply {
	if no != MayPost {
		return problems.Problem(to, "*Not posted:* "+no.words(t.Channel), "", "").Reply()
	}
	p := &say.Page{To: to}
	p.Section("✓ The summary of " + say.Brief(t.Name, 4) + " is on its way to " + say.Mention("#", t.Channel) + ".")
	return p.Reply()
}

// WhichTeam asks which team a line is about. Each of the lines names one of the teams, and its button runs it. Unknown
// is a name that none of them has, "" for a line that names none.
func WhichTeam(to say.Reader, unknown string, teams, lines []string, text string) say.Reply {
	what := "*Nothing changed yet:* which team?"
	if unknown != "" {
		what = "*Nothing changed yet:* no team is called “" + say.Brief(unknown, 5) + "”. Did you mean one of these?"
	}
	p := problems.Problem(to, what, "", text)
	var buttons []slack.BlockElement
	for i, line := range lines {
		if i == mostTeams {
			break
		}
		if b := phrases.RunButton(i, "", line, say.Tidy(teams[i], 50)); b != nil {
			buttons = append(buttons, b)
		}
	}
	p.Actions("a", buttons...)
	return p.Reply()
}

// mostTeams is how many teams a question offers.
const mostTeams = 10
