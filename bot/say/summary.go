package say

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// The team's summary in its channel, which aims at 70 words beside its chart. It holds totals alone and names no rep.
// Days are those of the zone of the [Reader], which is the team's here.

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
		return to.shortDate(from)
	}
	if from.Month() != last.Month() {
		return to.shortDate(from) + "–" + to.shortDate(last)
	}
	if to.twelve() {
		return from.Format("Jan 2") + "–" + last.Format("2")
	}
	return from.Format("2") + "–" + last.Format("2 Jan")
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
