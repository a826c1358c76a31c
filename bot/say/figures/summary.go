package figures

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// The team's summary in its channel, which aims at 70 words beside its chart. It holds totals alone and names no rep.
// Days are those of the zone of the [say.Reader], which is the team's here. Nothing in it is a mark: what took time and
// reached nobody is for each rep alone.

// Summary is the team's post: totals only, never one rep's numbers, with one native chart. The chart's numbers stand in
// the top-level text too, for a screen reader.
func Summary(to say.Reader, s notify.Summary) say.Reply {
	p := &say.Page{To: to}
	head, rest := summaryLines(to, s)
	p.Section(strings.Join(append([]string{head}, rest...), "\n"))
	TryChart(p, s.Totals.ByTry)
	return say.Reply{Text: SummaryBars(to, s).Text, Blocks: p.Blocks}
}

// SummaryBars is the same with a line in the place of the chart, for a workspace that refuses it.
func SummaryBars(to say.Reader, s notify.Summary) say.Reply {
	p := &say.Page{To: to}
	head, rest := summaryLines(to, s)
	if tries := ByTry(s.Totals.ByTry); tries != "" {
		rest = append([]string{tries}, rest...)
	}
	p.Section(strings.Join(append([]string{head}, rest...), "\n"))
	return p.Reply()
}

// summaryLines are a team's week or day in words: the headline, and a line for whatever there was.
func summaryLines(to say.Reader, s notify.Summary) (head string, rest []string) {
	t := s.Totals
	head = say.Brief(s.Team.Name, 4) + ", " + dates(to, s) + ": "
	if t.Calls == 0 {
		head = "*" + head + "no calls*"
	} else {
		head = "*" + head + say.Counted(t.Calls, "call") + ", " + say.Thousands(t.Reached) + " reached" + share(t.Reached,
			t.Calls) +
			"*"
	}
	for _, line := range []struct {
		title string
		parts []string
	}{
		{"Agreed calls: ", some(count{t.Kept, "kept"}, count{t.Broken, "missed by them"})},
		{"Open: ", some(count{t.Overdue, "overdue"}, count{t.NeedsDate, "without a date"}, count{t.Reviews, "to decide"})},
	} {
		if len(line.parts) > 0 {
			rest = append(rest, line.title+strings.Join(line.parts, ", "))
		}
	}
	var ended []string
	if t.Won > 0 {
		ended = append(ended, "won "+say.Thousands(t.Won))
	}
	if t.Lost > 0 {
		ended = append(ended, "lost "+say.Thousands(t.Lost)+lostReasons(t.Reasons))
	}
	if len(ended) > 0 {
		words := strings.Join(ended, " · ")
		rest = append(rest, strings.ToUpper(words[:1])+words[1:])
	}
	if len(t.FirstResponse) > 0 {
		rest = append(rest, "Who has a solution waited "+say.Length(median(t.FirstResponse))+" for us")
	}
	return head, append(rest, summaryVerdicts(t, head, rest)...)
}

// summaryMost is how many words a summary aims at, the line that stands in the place of its chart included.
const summaryMost = 70

// summaryVerdicts is the line of what came after the plan, from the first verdict on; those that have no room beside
// the other lines are left out.
func summaryVerdicts(t notify.Totals, head string, rest []string) []string {
	room := say.Room{Left: summaryMost - say.WordsOf(strings.Join(append([]string{head, ByTry(t.ByTry)}, rest...), "\n"))}
	for counts := t.Verdicts; counts != ([5]coach.Count{}); {
		if room.May("After the plan, answered so far: " + verdictCounts(counts)) {
			break
		}
		for i := range slices.Backward(counts[:]) {
			if counts[i] != (coach.Count{}) {
				counts[i] = coach.Count{}
				break
			}
		}
	}
	return room.Lines
}

// median is the middle one of some numbers, the lower of two.
func median(numbers []int) int {
	sorted := slices.Sorted(slices.Values(numbers))
	return sorted[(len(sorted)-1)/2]
}

// count is a number with the word behind it.
type count struct {
	n    int
	what string
}

// some are the counts that are not zero.
func some(counts ...count) (parts []string) {
	for _, c := range counts {
		if c.n > 0 {
			parts = append(parts, say.Thousands(c.n)+" "+c.what)
		}
	}
	return parts
}

// dates is the stretch that is summed up; its last day is included.
func dates(to say.Reader, s notify.Summary) string {
	from, last := s.From.In(to.Location()), s.To.Add(-time.Nanosecond).In(to.Location()) // To itself is no longer in it
	if say.Days(from, last) <= 0 {
		return to.ShortDate(from)
	}
	if from.Month() != last.Month() {
		return to.ShortDate(from) + "–" + to.ShortDate(last)
	}
	if to.MonthFirst() {
		return from.Format("Jan 2") + "–" + last.Format("2")
	}
	return from.Format("2") + "–" + last.Format("2 Jan")
}

// share is a part in per cent, in brackets; nothing of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d%%)", (part*100+whole/2)/whole)
}

// lostReasons are the commonest reasons first, equal ones by name. That a lead is lost is no reason: what a rep may
// have typed beside it is not for the channel.
func lostReasons(reasons map[string]int) string {
	unsaid := reasons[string(outcome.Lost)]
	reasons = maps.Clone(reasons)
	delete(reasons, string(outcome.Lost))
	names := slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		if d := reasons[b] - reasons[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for i, n := range names {
		if i == mostReasons {
			parts = append(parts, "other reasons")
			return ": " + strings.Join(parts, ", ")
		}
		parts = append(parts, fmt.Sprintf("%s %d", say.Shortly(outcome.Outcome(n)), reasons[n]))
	}
	if len(parts) == 0 {
		return ""
	}
	if unsaid > 0 {
		parts = append(parts, fmt.Sprintf("other reasons %d", unsaid))
	}
	return ": " + strings.Join(parts, ", ")
}

// mostReasons is how many reasons a summary tells apart.
const mostReasons = 6

// tries are the numbers per try as shown. The last entry holds all later tries too, and says so; should there be more
// entries than a chart takes points, the rest is added to the last.
func tries(all []notify.TryRate) (labels []string, rates []notify.TryRate) {
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

// ByTry is the rate of each try in one line: "Reached by try: 1st 42%, 2nd 33%, 3rd or later 20%". Tries that nobody
// made are left out.
func ByTry(all []notify.TryRate) string {
	_, rates := tries(all)
	var parts []string
	for i, r := range rates {
		if r.Calls == 0 {
			continue
		}
		words := ordinal(max(r.Try, i+1))
		if i == len(rates)-1 && i > 0 {
			words += " or later"
		}
		parts = append(parts, fmt.Sprintf("%s %d%%", words, (r.Reached*100+r.Calls/2)/r.Calls))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Reached by try: " + strings.Join(parts, ", ")
}

// ordinal is the place of a number in a row, to twenty.
func ordinal(n int) string {
	switch n {
	case 1:
		return "1st"
	case 2:
		return "2nd"
	case 3:
		return "3rd"
	}
	return strconv.Itoa(n) + "th"
}

// TryChart shows for each try how many calls reached somebody and how many did not.
func TryChart(p *say.Page, all []notify.TryRate) {
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
	p.Blocks = append(p.Blocks, &slack.DataVisualizationBlock{Type: slack.MBTDataVisualization, BlockID: p.ID("chart"),
		Title: "Calls reached, by try", Chart: bar})
}
