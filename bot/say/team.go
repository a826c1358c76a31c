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

// people are so many mentions at most, and how many more there are.
func people(ids []string, most int) string {
	if len(ids) == 0 {
		return "nobody yet"
	}
	var parts []string
	for i, id := range ids {
		if i == most {
			parts = append(parts, thousands(len(ids)-i)+" more")
			break
		}
		parts = append(parts, mention("@", id))
	}
	return and(parts)
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
		return mention("#", channel) + " is archived. Bring it back, or start a team with another channel."
	}
	return "I'm not in " + mention("#", channel) + ", so I can't post there. Type `/invite @Followup` in it."
}

// TeamSaved answers a change of a team; what is a sentence's start such as "Created", who are the people it was about.
// A channel that can't be posted to is told of at once.
func TeamSaved(to Reader, what string, t coach.Team, about []string, no NoPost) Reply {
	p := &page{to: to}
	head := "✓ *" + quote(what, 60) + ":* " + brief(t.Name, 4)
	if len(about) > 0 {
		head += ", " + people(about, answerPeople)
	}
	p.section(head + "\n" + to.teamWords(t, answerPeople))
	if no != MayPost {
		p.section("*No summary yet:* " + no.words(t.Channel))
	}
	return p.reply()
}

// teamWords are who is in a team, who manages it, most of each, and what it is sent.
func (to Reader) teamWords(t coach.Team, most int) string {
	lines := []string{"Channel: " + mention("#", t.Channel), "Reps: " + people(t.Reps, most),
		"Managers: " + people(t.Managers, most), "Summary: " + to.scheduleWords(t.Summary)}
	return strings.Join(lines, "\n")
}

// scheduleWords say when a summary comes, in the team's own zone.
func (to Reader) scheduleWords(s coach.Schedule) string {
	if s.Every == "" {
		return "off"
	}
	words := quote(s.Every, 20)
	if s.Every == "weekly" {
		words = "every " + [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
			"Saturday"}[(s.Weekday%7+7)%7]
	}
	words += " at " + to.minutes(s.At)
	if s.TZ != "" {
		words += " (" + zoneName(s.TZ) + ")"
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
		p.section("No teams yet. An admin can start one: `/followup team create Sales #sales`")
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
		p.section("*" + quote(l.Team.Name, nameLength) + "*" + mine + "\n" +
			blockkit.Truncate(to.teamWords(l.Team, listPeople), 1500))
	}
	return p.reply()
}

// SummarySet answers a change of a team's summary, and a question how it is set. A channel that can't be posted to is
// told of at once.
func SummarySet(to Reader, t coach.Team, no NoPost) Reply {
	p := &page{to: to}
	if t.Summary.Every == "" {
		p.section("✓ *Summary off* for " + brief(t.Name, 4) + ". Nothing more goes to " + mention("#", t.Channel) + ".")
		return p.reply()
	}
	p.section("✓ *Summary:* " + to.scheduleWords(t.Summary) + " in " + mention("#", t.Channel) +
		", team totals only, for " +
		brief(t.Name, 4) + ".")
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
	p.section("✓ The summary of " + brief(t.Name, 4) + " is on its way to " + mention("#", t.Channel) + ".")
	return p.reply()
}

// WhichTeam asks which team a line is about. Each of the lines names one of the teams, and its button runs it. Unknown
// is a name that none of them has, "" for a line that names none.
func WhichTeam(to Reader, unknown string, teams, lines []string, text string) Reply {
	what := "*Nothing changed yet:* which team?"
	if unknown != "" {
		what = "*Nothing changed yet:* no team is called “" + brief(unknown, 5) + "”. Did you mean one of these?"
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

// Other people's words made safe for the screen. Everything that a person or a file brought passes one of these before
// it is shown: [tidy] for plain text, [quote] for one line of mrkdwn, [quoted] for several, [typed] for a fence. Each
// cleans control and direction marks, isolates right-to-left text and cuts without splitting a character.

// How much of other people's words is shown where. Notes are shown whole only on the lead's own page.
const (
	nameLength  = 60
	shortLength = 120
	noteLength  = 280
)

// tidy makes a stranger's words one safe line of at most n characters, for plain text.
func tidy(s string, n int) string {
	s = strings.Join(strings.Fields(blockkit.Clean(s)), " ")
	return blockkit.Isolate(blockkit.Truncate(s, n))
}

// quote is [tidy] for mrkdwn: escaped, and unable to format or ping.
func quote(s string, n int) string {
	return blockkit.Escape(blockkit.Literal(tidy(s, n)))
}

// brief is [few] for mrkdwn, of a name that stands in a line of ours.
func brief(s string, most int) string { return quote(few(s, most), 40) }

// name is how a lead is called in mrkdwn.
func name(l coach.Lead) string { return quote(nameOf(l), nameLength) }

// plainName is how a lead is called on buttons and in titles.
func plainName(l coach.Lead, most int) string { return tidy(nameOf(l), min(most, nameLength)) }

// nameOf is what a lead is called: its name, else whoever is to be reached, else that nobody has named it.
func nameOf(l coach.Lead) string {
	for _, s := range []string{l.Name, l.Contact, l.Company} {
		if strings.TrimSpace(blockkit.Clean(s)) != "" {
			return s
		}
	}
	return "this lead"
}

// who is the lead with whom to ask for, bold name first: "*Acme Corp* · Pat Doe".
func who(l coach.Lead) string {
	words := "*" + name(l) + "*"
	for _, more := range []string{l.Contact, l.Company} {
		if m := quote(more, nameLength); m != "" && !strings.EqualFold(m, name(l)) {
			words += " · " + m
		}
	}
	return words
}

// quoted shows a longer text as a quotation, each line marked, cut at n characters.
func quoted(s string, n int) string {
	s = strings.TrimSpace(blockkit.Clean(s))
	s = blockkit.Truncate(s, n)
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, "> "+blockkit.Escape(blockkit.Isolate(blockkit.Literal(strings.TrimRight(line, "\n")))))
	}
	return strings.Join(lines, "\n")
}

// typed gives a text back whole, in as many pieces as Slack's limit asks for, each in a fence so that it can be
// copied as it was.
func typed(s string) []string {
	s = strings.ReplaceAll(blockkit.Clean(s), "```", "'''")
	var pieces []string
	// Slack takes 3,000 characters in a paragraph; what is left is room for the fence.
	const most = 2800
	var b strings.Builder
	n := 0
	for _, r := range s {
		e := blockkit.Escape(string(r))
		if n+blockkit.Len(e) > most {
			pieces = append(pieces, "```"+b.String()+"```")
			b.Reset()
			n = 0
		}
		b.WriteString(e)
		n += blockkit.Len(e)
	}
	if b.Len() > 0 {
		pieces = append(pieces, "```"+b.String()+"```")
	}
	return pieces
}
