package say

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// The answers to team commands: who is in a team, what its channel is sent, and what can't be posted there.

// TeamLine is one team in a list.
type TeamLine struct {
	Team coach.Team
	Mine bool // the reader manages it
}

// mention is a reference that Slack shows by name. Ids come from Slack, yet anything that is no id is shown as text.
func mention(mark, id string) string {
	for _, r := range id {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return quote(id, 40)
		}
	}
	if id == "" {
		return "nobody"
	}
	return "<" + mark + id + ">"
}

// people are up to twenty mentions, and how many more there are.
func people(ids []string) string {
	if len(ids) == 0 {
		return "nobody yet"
	}
	var parts []string
	for i, id := range ids {
		if i == 20 {
			parts = append(parts, thousands(len(ids)-i)+" more")
			break
		}
		parts = append(parts, mention("@", id))
	}
	return and(parts)
}

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
		return mention(
			"#", channel) + " is archived, so I can't post there. Take it out of the archive, or start a team with " +
			"another channel."
	}
	return "I'm not in " + mention("#", channel) + ", so I can't post there. Type `/invite @Followup` in it."
}

// TeamSaved answers a change of a team; what is a sentence's start such as "Created", who are the people it was about.
// A channel that can't be posted to is told of at once.
func TeamSaved(to Reader, what string, t coach.Team, about []string, no NoPost) Reply {
	p := &page{to: to}
	head := "✓ *" + quote(what, 60) + ":* " + quote(t.Name, nameLength)
	if len(about) > 0 {
		head += ", " + people(about)
	}
	p.section(head + "\n" + to.teamWords(t))
	if no != MayPost {
		p.section("*No summary yet:* " + no.words(t.Channel))
	}
	return p.reply()
}

// teamWords are who is in a team, who manages it, and what it is sent.
func (to Reader) teamWords(t coach.Team) string {
	lines := []string{"Channel: " + mention("#", t.Channel), "Reps: " + people(t.Reps), "Managers: " + people(t.Managers),
		"Summary: " + scheduleWords(t.Summary)}
	return strings.Join(lines, "\n")
}

// scheduleWords say when a summary comes, in the team's own zone.
func scheduleWords(s coach.Schedule) string {
	if s.Every == "" {
		return "off"
	}
	words := quote(s.Every, 20)
	if s.Every == "weekly" {
		words = "every " + [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
			"Saturday"}[(s.Weekday%7+7)%7]
	}
	words += " at " + minutes(s.At)
	if s.TZ != "" {
		words += " (" + quote(s.TZ, 40) + ")"
	}
	return words
}

// TeamList shows the teams that somebody belongs to or may set up. others: there are teams that are none of their
// business.
func TeamList(to Reader, teams []TeamLine, others bool) Reply {
	p := &page{to: to}
	if len(teams) == 0 && others {
		p.section("You're in no team yet. Its manager or an admin can add you.")
		return p.reply()
	}
	if len(teams) == 0 {
		p.section("There are no teams yet. An admin can start one: `/followup team create Sales #sales`")
		return p.reply()
	}
	p.header(counted(len(teams), "team"))
	for i, l := range teams {
		if i == 40 {
			p.context("and " + thousands(len(teams)-i) + " more")
			break
		}
		mine := ""
		if l.Mine {
			mine = " · you manage it"
		}
		p.section("*" + quote(l.Team.Name, nameLength) + "*" + mine + "\n" + blockkit.Truncate(to.teamWords(l.Team), 1500))
	}
	return p.reply()
}

// SummarySet answers a change of a team's summary, and a question how it is set. A channel that can't be posted to is
// told of at once.
func SummarySet(to Reader, t coach.Team, no NoPost) Reply {
	p := &page{to: to}
	if t.Summary.Every == "" {
		p.section("✓ *Summary off* for " + quote(t.Name, nameLength) + ". Nothing more goes to " + mention("#", t.Channel) +
			".")
		return p.reply()
	}
	p.section("✓ *Summary:* " + scheduleWords(t.Summary) + " in " + mention("#", t.Channel) + ", team totals only, for " +
		quote(t.Name, nameLength) + ".")
	if no != MayPost {
		p.section("*It can't come yet:* " + no.words(t.Channel))
	}
	return p.reply()
}

// SummarySent answers `team summary now`. To a channel that can't be posted to nothing is promised.
func SummarySent(to Reader, t coach.Team, no NoPost) Reply {
	if no != MayPost {
		return to.problem("*Not posted:* "+no.words(t.Channel), "", "").reply()
	}
	p := &page{to: to}
	p.section("✓ The summary of " + quote(t.Name, nameLength) + " is on its way to " + mention("#", t.Channel) + ".")
	return p.reply()
}

// WhichTeam asks which team a line is about. Each of the lines names one of the teams, and its button runs it. Unknown
// is a name that none of them has, "" for a line that names none.
func WhichTeam(to Reader, unknown string, teams, lines []string, text string) Reply {
	what := "Which team? Nothing is changed yet."
	if unknown != "" {
		what = "I know no team “" + quote(unknown, nameLength) + "”. Did you mean one of these? Nothing is changed yet."
	}
	p := to.problem(what, "", text)
	var buttons []slack.BlockElement
	for i, line := range lines {
		if i == mostTeams {
			break
		}
		if b := runButton(i, "", line, tidy(teams[i], 50)); b != nil {
			buttons = append(buttons, b)
		}
	}
	p.actions("a", buttons...)
	return p.reply()
}

// mostTeams is how many teams a question offers.
const mostTeams = 10
