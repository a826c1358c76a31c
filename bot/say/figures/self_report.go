package figures

import (
	"fmt"
	"math"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/selfreport"
)

// A rep's own figures, in the first morning message of a week and behind [My figures]. They are no mark:
// counts of what happened, never of what somebody should have done, and for the eyes of that rep alone. Nothing here
// may be called for a channel or a manager. A rate stands with its interval; below enough calls, the source's guess is
// there (S3.13), and a share of fewer than ten cases says nothing yet.

// CallBackCost is what it costs to hang up and call again instead of talking now (S3.14): by the source's guess, or by
// the rep's own rate once it tells something.
func CallBackCost(to say.Reader, c selfreport.CallBack) string {
	const now = "You have them now. Calling back costs "
	switch {
	case c.Guess:
		return now + "about " + say.Length(c.Minutes) + ": " + say.Small(c.PerTry) +
			" for each try, and one in three picks up, says the source."
	case c.Minutes == 0:
		return now + say.Length(c.Low) + " or more: " + say.Small(c.PerTry) + " for each try, and you reach " +
			rateWords(c.Rate) + "."
	}
	return now + "about " + say.Length(c.Minutes) + ": you reach " + rateWords(c.Rate) + "."
}

// verdictCounts are how often each verdict was answered: "goodbye 1 of 4 · set aside 0 of 2"; those that nobody chose
// are left out. counts are in the order of [coach.ReviewVerdicts].
func verdictCounts(counts [5]coach.Count) string {
	var parts []string
	for i, verdict := range coach.ReviewVerdicts() {
		if counts[i].Of > 0 {
			parts = append(parts, phrases.VerdictName(verdict)+" "+countWords(counts[i]))
		}
	}
	return strings.Join(parts, " · ")
}

// OnlyYou stands before or above every figure of a rep's own.
const OnlyYou = "Only you see this"

// fewestCases is from how many cases on a share is told.
const fewestCases = 10

// tells reports whether there are enough cases for a share.
func tells(c coach.Count) bool { return c.Of >= fewestCases }

// OwnFigures are what a rep's own calls come to; nil for none. What their managers see too stands apart: shared, "" for
// nothing.
func OwnFigures(to say.Reader, m *selfreport.Report, shared string) say.Reply {
	p := &say.Page{To: to}
	lines := SelfReportLines(m)
	if len(lines) == 0 {
		lines = []string{"They begin with your first logged call."}
	}
	p.Section("*Your figures.* " + OnlyYou + ".\n" + strings.Join(lines, "\n"))
	if shared != "" {
		p.Section(shared)
	}
	p.Actions("a", phrases.RunButton(0, "", "settings", "Settings"))
	return p.Reply()
}

// SelfReportLine is what stands at the end of the first morning message of a week; empty when there is nothing to tell.
func SelfReportLine(m *selfreport.Report) string {
	if m == nil {
		return ""
	}
	var parts []string
	if m.Unreached > 0 {
		parts = append(parts, "last week "+unreached(m))
	}
	if !m.Rate.Guess {
		parts = append(parts, "you reach "+rateWords(m.Rate))
	}
	if tells(m.OnTime) {
		parts = append(parts, "on time for "+countWords(m.OnTime)+" agreed calls")
	}
	if dates := datesWords(m); dates != "" {
		parts = append(parts, "reached "+dates)
	}
	if m.AllDone > 1 {
		parts = append(parts, "nothing left over for "+say.Counted(m.AllDone, "working day"))
	}
	if len(parts) == 0 {
		return ""
	}
	return OnlyYou + ": " + strings.Join(parts, " · ")
}

// SelfReportLines is all of it, a line for each figure that there is.
func SelfReportLines(m *selfreport.Report) []string {
	if m == nil {
		return nil
	}
	lines := []string{"*Reached:* " + reachedWords(m.Rate)}
	if m.Unreached > 0 {
		lines = append(lines, "*Last week:* "+unreached(m))
	}
	if dates := datesWords(m); dates != "" {
		lines = append(lines, "*Reached, by date:* "+dates)
	}
	if tells(m.OnTime) {
		lines = append(lines, "*On time:* "+countWords(m.OnTime)+" calls")
	}
	if kept := keptWords(m); kept != "" {
		lines = append(lines, "*Promises kept:* "+kept)
	}
	if tells(m.Engaged) {
		lines = append(lines, "*Unread, still talked:* "+countWords(m.Engaged))
	}
	if verdicts := verdictCounts(m.Verdicts); verdicts != "" {
		lines = append(lines, "*After the plan, answered:* "+verdicts)
	}
	return lines
}

// keptWords are the promises that were kept, of both sides.
func keptWords(m *selfreport.Report) string {
	var parts []string
	if tells(m.TheyKept) {
		parts = append(parts, "theirs "+countWords(m.TheyKept))
	}
	if tells(m.WeKept) {
		parts = append(parts, "yours "+countWords(m.WeKept))
	}
	return strings.Join(parts, ", ")
}

// reachedWords is the rate with what it is made of, or whose guess it is until there are enough calls (S3.13).
func reachedWords(r selfreport.Rate) string {
	if r.Guess {
		return fmt.Sprintf("1 in 3, a guess until you have %d calls (%d so far)", selfreport.OwnCalls, r.Tries)
	}
	return fmt.Sprintf("%s, %s", rateWords(r), countWords(coach.Count{N: r.Reached, Of: r.Tries}))
}

// rateWords is "1 in 6 (11–25%)": the interval is as much a part of the figure as the figure itself.
func rateWords(r selfreport.Rate) string {
	share, low, high := oneIn(r.Share), percent(r.Low), percent(r.High)
	switch {
	case r.Reached == 0:
		return "nobody so far (up to " + high + "%)"
	case low == high:
		return share
	}
	return share + " (" + low + "–" + high + "%)"
}

// percent is a share as a whole number of per cent.
func percent(share float64) string { return fmt.Sprint(int(math.Round(share * 100))) }

// oneIn says a share as people do: "1 in 6", and what is more often than not as "7 in 10". Empty for none.
func oneIn(share float64) string {
	switch {
	case share <= 0:
		return ""
	case share > 0.5:
		return fmt.Sprintf("%d in 10", int(math.Round(share*10)))
	}
	return "1 in " + say.Thousands(int(math.Round(1/share)))
}

// unreached is what the tries of a week took that reached nobody (S3.15).
func unreached(m *selfreport.Report) string {
	return say.Counted(m.Unreached, "call") + " reached nobody, about " + say.Length(m.Minutes)
}

// datesWords holds calls that had a date against those that had none (S1.10).
func datesWords(m *selfreport.Report) string {
	var parts []string
	if tells(m.Dated) {
		parts = append(parts, "with a date "+countWords(m.Dated))
	}
	if tells(m.Vague) {
		parts = append(parts, "without "+countWords(m.Vague))
	}
	return strings.Join(parts, ", ")
}

// countWords is "n of so many".
func countWords(c coach.Count) string { return say.Thousands(c.N) + " of " + say.Thousands(c.Of) }
