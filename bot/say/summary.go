package say

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// The team's summary in its channel, which aims at 70 words beside its chart, and the answers to team commands. It
// holds totals alone and names no rep. Days are those of the zone of the [Reader], which is the team's here.

// Summary is the team's post: totals only, never one rep's numbers, with all numbers in words and one native chart.
func Summary(to Reader, s coach.Summary) Reply { return summary(to, s, true) }

// SummaryBars is the same with bars made of characters, for a workspace that refuses the chart.
func SummaryBars(to Reader, s coach.Summary) Reply { return summary(to, s, false) }

// summary is a team's week or day; try rates are a chart, or bars of text where Slack takes none.
func summary(to Reader, s coach.Summary, chart bool) Reply {
	p := &page{to: to}
	t := s.Totals
	p.header("Follow-ups of " + tidy(s.Team.Name, 80) + ", " + dates(to, s))
	if t.Calls == 0 && t.Won == 0 && t.Lost == 0 && t.Kept == 0 && t.Broken == 0 && t.Overdue == 0 && t.Reviews == 0 {
		p.section("No calls were logged in this time.")
		return p.reply()
	}
	p.section(strings.Join([]string{
		fmt.Sprintf("*Calls:* %s by a team of %s; %s reached%s", thousands(t.Calls), thousands(t.Reps), thousands(t.Reached),
			share(t.Reached, t.Calls)),
		fmt.Sprintf("*Agreed calls:* %s kept, %s missed by the other side", thousands(t.Kept), thousands(t.Broken)),
		fmt.Sprintf("*Open:* %s overdue, %s without a date, %s waiting for a decision", thousands(t.Overdue),
			thousands(t.NeedsDate), thousands(t.Reviews)),
		fmt.Sprintf("*Ended:* %s won, %s lost%s", thousands(t.Won), thousands(t.Lost), lostReasons(t.Reasons)),
		fmt.Sprintf("*Time on calls that reached nobody:* about %s, at %s each", length(t.Minutes),
			minutesInWords(p.to.limits().MinutesPerTry)),
	}, "\n"))
	// The numbers stand in words beside the chart: a screen reader and a refused chart lose nothing.
	if tries := byTry(t.ByTry); tries != "" {
		p.section("*Reached by try:*\n" + tries)
		if chart {
			p.chart(t.ByTry)
		} else {
			p.section("```" + bars(t.ByTry) + "```")
		}
	}
	p.context("Team totals only. `/followup team summary off` ends these posts.")
	return p.reply()
}

// dates is the stretch that is summed up; its last day is included.
func dates(to Reader, s coach.Summary) string {
	from, last := s.From.In(to.zone()), s.To.Add(-time.Nanosecond).In(to.zone()) // To itself is no longer in it
	if days(from, last) <= 0 {
		return from.Format("2 Jan")
	}
	if from.Month() == last.Month() {
		return from.Format("2") + "–" + last.Format("2 Jan")
	}
	return from.Format("2 Jan") + "–" + last.Format("2 Jan")
}

// share is a part in per cent, in brackets; nothing of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d %%)", (part*100+whole/2)/whole)
}

// lostReasons are the commonest reasons first, equal ones by name. That a lead is lost is no reason: what a rep may
// have typed beside it is not for the channel.
func lostReasons(reasons map[string]int) string {
	unsaid := reasons[string(coach.Lost)]
	reasons = maps.Clone(reasons)
	delete(reasons, string(coach.Lost))
	names := slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		if d := reasons[b] - reasons[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for i, n := range names {
		if i == 8 {
			parts = append(parts, "others")
			break
		}
		parts = append(parts, fmt.Sprintf("%s %d", lower(closedWords(coach.Outcome(n))), reasons[n]))
	}
	if len(parts) == 0 {
		return ""
	}
	if unsaid > 0 {
		parts = append(parts, fmt.Sprintf("for another reason %d", unsaid))
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// tries are the numbers per try as shown. The last entry holds all later tries too, and says so; should there be more
// entries than a chart takes points, the rest is added to the last.
func tries(all []coach.TryRate) (labels []string, rates []coach.TryRate) {
	const most = 12
	for i, r := range all {
		if i >= most {
			rates[most-1].Calls += r.Calls
			rates[most-1].Reached += r.Reached
			continue
		}
		n := "Try " + strconv.Itoa(max(r.Try, i+1))
		if i == min(len(all), most)-1 && i > 0 {
			n += " or later"
		}
		labels, rates = append(labels, n), append(rates, r)
	}
	return labels, rates
}

// byTry is the rate of each try as a line of text. Tries that nobody made are left out.
func byTry(all []coach.TryRate) string {
	labels, rates := tries(all)
	var lines []string
	for i, r := range rates {
		if r.Calls > 0 {
			lines = append(lines, fmt.Sprintf("%s: %s of %s reached%s", labels[i], thousands(r.Reached), thousands(r.Calls),
				share(r.Reached, r.Calls)))
		}
	}
	return strings.Join(lines, "\n")
}

// chart shows for each try how many calls reached somebody and how many did not.
func (p *page) chart(all []coach.TryRate) {
	labels, rates := tries(all)
	var categories []string
	var reached, unreached []slack.DataVisualizationDataPoint
	for i, r := range rates {
		if r.Calls == 0 {
			continue
		}
		categories = append(categories, labels[i])
		reached = append(reached, slack.NewDataVisualizationDataPoint(labels[i], float64(r.Reached)))
		unreached = append(unreached, slack.NewDataVisualizationDataPoint(labels[i], float64(r.Calls-r.Reached)))
	}
	if len(categories) == 0 {
		return
	}
	axes := slack.NewDataVisualizationAxisConfig(categories...).WithXLabel("Try since the last talk").WithYLabel("Calls")
	bar := slack.NewDataVisualizationBarChart(axes, slack.NewDataVisualizationDataSeries("Reached", reached...),
		slack.NewDataVisualizationDataSeries("Not reached", unreached...))
	p.blocks = append(p.blocks, &slack.DataVisualizationBlock{Type: slack.MBTDataVisualization, BlockID: p.id("chart"),
		Title: "Calls reached, by try", Chart: bar})
}

// bars shows the share reached as a line of characters per try, twenty wide.
func bars(all []coach.TryRate) string {
	labels, rates := tries(all)
	var b strings.Builder
	for i, r := range rates {
		if r.Calls == 0 {
			continue
		}
		filled := (r.Reached*20 + r.Calls/2) / r.Calls
		fmt.Fprintf(&b, "%-15s %s%s %3d %%\n", labels[i], strings.Repeat("█", filled), strings.Repeat("░", 20-filled),
			(r.Reached*100+r.Calls/2)/r.Calls)
	}
	return strings.TrimRight(b.String(), "\n")
}

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

// TeamSaved answers a change of a team; what is a sentence's start such as "Created", who are the people it was about.
func TeamSaved(to Reader, what string, t coach.Team, about []string) Reply {
	p := &page{to: to}
	head := "✓ *" + quote(what, 60) + ":* " + quote(t.Name, nameLength)
	if len(about) > 0 {
		head += ", " + people(about)
	}
	p.section(head + "\n" + to.teamWords(t))
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

// SummarySet answers a change of a team's summary.
func SummarySet(to Reader, t coach.Team) Reply {
	p := &page{to: to}
	if t.Summary.Every == "" {
		p.section("✓ *Summary off* for " + quote(t.Name, nameLength) + ". Nothing more goes to " + mention("#", t.Channel) +
			".")
		return p.reply()
	}
	p.section("✓ *Summary:* " + scheduleWords(t.Summary) + " in " + mention("#", t.Channel) + ", team totals only, for " +
		quote(t.Name, nameLength) + ".")
	return p.reply()
}

// SummarySent answers `team summary now`.
func SummarySent(to Reader, t coach.Team) Reply {
	p := &page{to: to}
	p.section("✓ The summary of " + quote(t.Name, nameLength) + " is on its way to " + mention("#", t.Channel) + ".")
	return p.reply()
}
