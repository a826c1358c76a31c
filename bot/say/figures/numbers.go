package figures

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/numbers"
	"github.com/followup-coach/followup/coach/outcome"
)

// What calls come to, as a page: for a rep, who alone sees it, and of a team's reps together, for its managers. Each
// section has at most sixty words. Every figure has its n; where that is too small, the page says so and no figure.

// resultsMost is how many results of calls, or reasons for which leads were lost, are told apart.
const resultsMost = 4

// Numbers are a rep's own, with reach by hour, a chart of it and the same in words.
func Numbers(to say.Reader, n numbers.Numbers) say.Reply {
	p := &say.Page{To: to}
	teaches := n.Teaches()
	p.Section(strings.Join(append([]string{"*Your numbers.* " + OnlyYou + "."}, callLines(n, teaches)...), "\n"))
	p.Section(strings.Join(leadLines(n, teaches), "\n"))
	p.Section(strings.Join(answerLines(n, teaches), "\n"))
	hoursReached(p, n)
	p.Actions("a", phrases.RunButton(0, "", "numbers sources", "What the sources say"),
		phrases.RunButton(1, "", "settings figures", "My figures"))
	return p.Reply()
}

// TeamNumbers are those of a team's reps together: no rep's own, and nothing of when somebody calls.
func TeamNumbers(to say.Reader, name string, reps int, n numbers.Numbers) say.Reply {
	p := &say.Page{To: to}
	if reps < repsLeast {
		p.Section("*" + say.Brief(name, 6) + "* has no numbers yet. They begin when two reps have logged calls: one rep's " +
			"are their own.")
		return p.Reply()
	}
	teaches := n.Teaches()
	head := "*" + say.Brief(name, 6) + ", " + say.Counted(reps, "rep") + " together.* No rep's own numbers."
	p.Section(strings.Join(append([]string{head}, callLines(n, teaches)...), "\n"))
	p.Section(strings.Join(leadLines(n, teaches), "\n"))
	p.Section(strings.Join(answerLines(n, teaches), "\n"))
	p.Actions("a", phrases.RunButton(0, "", "numbers sources", "What the sources say"),
		phrases.RunButton(1, "", "team show "+name, "By rep"))
	return p.Reply()
}

// repsLeast is how many reps numbers are of: those of one would be their own.
const repsLeast = 2

// few says that there is nothing to say yet.
func few(n int) string { return fmt.Sprintf("too few yet (n = %d)", n) }

// enough is what a figure says, or that it has too few cases.
func enough(n, least int, words string) string {
	if n < least {
		return few(n)
	}
	return words
}

// of is "38% of 120".
func of(c coach.Count) string { return perCent(c.N, c.Of) + " of " + say.Thousands(c.Of) }

// perCent is a part as a whole number of per cent.
func perCent(n, of int) string {
	if of == 0 {
		return "0%"
	}
	return fmt.Sprintf("%d%%", (n*100+of/2)/of)
}

// callLines are what the calls of the last weeks were.
func callLines(n numbers.Numbers, teaches numbers.Teaches) []string {
	lines := []string{
		"*Calls, last five weeks:* " + enough(n.Calls, numbers.FewCalls, results(n.Results, n.Calls, true)),
		"*Follow-ups:* " + enough(n.FollowUps.Of, numbers.FewCalls, of(n.FollowUps)+" calls"),
	}
	if teaches.FewFollowUps {
		lines = append(lines, "Most are first attempts; the source calls follow-ups the most important part.")
	}
	return lines
}

// results are the commonest of some, in per cent of all or as they were counted, and how many there are in all.
func results(all []numbers.Result, n int, share bool) string {
	var parts []string
	others := 0
	for i, r := range all {
		if i >= resultsMost || r.Of == "" || r.Of == outcome.Lost {
			others += r.N
			continue
		}
		parts = append(parts, say.Shortly(r.Of)+" "+amount(r.N, n, share))
	}
	if others > 0 {
		parts = append(parts, "other "+amount(others, n, share))
	}
	return strings.Join(parts, ", ") + " (n = " + say.Thousands(n) + ")"
}

// amount is a number, or what it is in per cent.
func amount(n, of int, share bool) string {
	if share {
		return perCent(n, of)
	}
	return say.Thousands(n)
}

// leadLines are how leads went.
func leadLines(n numbers.Numbers, teaches numbers.Teaches) []string {
	lines := []string{"*Calls to close:* " + enough(n.Wins.N, numbers.Few, fmt.Sprintf("%d, in the middle of %s",
		n.Wins.Middle, say.Counted(n.Wins.N, "win")))}
	if teaches.FewCalls {
		lines = append(lines, fmt.Sprintf("Fewer than the %d that the source advises before you move on.", numbers.Floor))
	}
	f := n.First
	lines = append(lines, "*First call:* "+enough(f.N(), numbers.Few, fmt.Sprintf(
		"answered %s, voicemail %s, neither %s (n = %s)", perCent(f.Live, f.N()), perCent(f.Voicemail, f.N()),
		perCent(f.Nobody, f.N()), say.Thousands(f.N()))))
	if n.Won.Of >= numbers.Few {
		lines = append(lines, "*Won, first call unanswered:* "+of(coach.Count{N: n.Won.Of - n.Won.N, Of: n.Won.Of}))
	}
	return append(lines, "*Lost:* "+enough(n.LostAll, numbers.Few, results(n.Lost, n.LostAll, false)))
}

// answerLines are how soon people heard from somebody, and what came after the plan.
func answerLines(n numbers.Numbers, teaches numbers.Teaches) []string {
	half := ", half after three days"
	if n.Middle > 0 {
		half = ", half within " + say.Length(int(n.Middle/time.Minute))
	}
	lines := []string{"*Warm leads answered within an hour:* " + enough(n.Responded.Of, numbers.Few,
		of(n.Responded)+half)}
	if teaches.SlowResponse {
		lines = append(lines, "They ask others too, says the source.")
	}
	lines = append(lines, "*Replies answered within a day:* "+
		enough(n.Answered.Of, numbers.Few, of(n.Answered)))
	verdicts := 0
	for _, v := range n.Verdicts {
		verdicts += v.Of
	}
	return append(lines, "*After the plan, answered:* "+enough(verdicts, numbers.Few, verdictCounts(n.Verdicts)))
}

// hoursReached adds how often calls reach somebody by part of the day, in words and as a chart.
func hoursReached(p *say.Page, n numbers.Numbers) {
	var parts []string
	var shown []numbers.Hour
	calls := 0
	for _, h := range n.Hours {
		if calls += h.Calls.Of; h.Calls.Of >= numbers.Few {
			parts = append(parts, HoursOf(p.To, h.Part)+" "+of(coach.Count{N: h.Calls.N, Of: h.Calls.Of}))
			shown = append(shown, h)
		}
	}
	const title = "*Reached by hour, on their clock:* "
	if calls < numbers.FewCalls || len(shown) == 0 {
		p.Section(title + few(calls))
		return
	}
	p.Section(title + strings.Join(parts, " · ") + "\nThe source prefers the start and the end of the day.")
	hourChart(p, shown)
}

// hourChart shows for each part of the day how many calls reached somebody and how many did not.
func hourChart(p *say.Page, hours []numbers.Hour) {
	var labels []string
	var reached, unreached []slack.DataVisualizationDataPoint
	for _, h := range hours {
		label := HoursOf(p.To, h.Part)
		labels = append(labels, label)
		reached = append(reached, slack.NewDataVisualizationDataPoint(label, float64(h.Calls.N)))
		unreached = append(unreached, slack.NewDataVisualizationDataPoint(label, float64(h.Calls.Of-h.Calls.N)))
	}
	axes := slack.NewDataVisualizationAxisConfig(labels...).WithXLabel("Their time").WithYLabel("Calls")
	bar := slack.NewDataVisualizationBarChart(axes, slack.NewDataVisualizationDataSeries("Reached", reached...),
		slack.NewDataVisualizationDataSeries("Not reached", unreached...))
	p.Blocks = append(p.Blocks, &slack.DataVisualizationBlock{Type: slack.MBTDataVisualization, BlockID: p.ID("hours"),
		Title: "Calls reached, by hour", Chart: bar})
}

// NumbersSources is what the sources say of the numbers, and how strong that is (S4.1, S4.2, S4.19, S2.6, S4.11).
func NumbersSources(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("*What the sources say*\n" +
		"*Follow-ups:* perhaps the most important part, rarely the most frequent. Evidence: D\n" +
		"*Calls to close:* not many close on the first; at least five before moving on. Evidence: A for warm leads, " +
		"else C\n" +
		"*Warm leads:* they also ask competitors. Evidence: A\n" +
		"*Hours:* start or end of the day, not lunch. Evidence: C")
	p.Actions("a", phrases.RunButton(0, "", "numbers", "My numbers"))
	return p.Reply()
}
