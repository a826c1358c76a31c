package say

import (
	"fmt"
	"math"
	"strings"

	"github.com/followup-coach/followup/coach"
)

// A rep's own figures, in the first morning message of a week and in settings. They are a mirror, not a mark: counts
// of what happened, never of what somebody should have done, and for the eyes of that rep alone. Nothing here may be
// called for a channel or a manager. A rate stands with its interval; below enough calls, the source's guess is there
// (S3.13).

// onlyYou stands before or above every figure of a rep's own.
const onlyYou = "Only you see this"

// selfReportLine is what stands at the end of the first morning message of a week; empty when there is nothing to tell.
func selfReportLine(m *coach.SelfReport) string {
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
	if m.OnTime.Of > 0 {
		parts = append(parts, "on time for agreed calls "+countWords(m.OnTime))
	}
	if dates := datesWords(m); dates != "" {
		parts = append(parts, dates)
	}
	if m.AllDone > 1 {
		parts = append(parts, "nothing left over for "+counted(m.AllDone, "working day"))
	}
	if len(parts) == 0 {
		return ""
	}
	return onlyYou + ": " + strings.Join(parts, " · ") + ". All of it: `/followup settings`"
}

// selfReportLines is all of it, a line for each figure that there is.
func selfReportLines(m *coach.SelfReport) []string {
	if m == nil {
		return nil
	}
	lines := []string{"*Reached:* " + reachedWords(m.Rate)}
	if m.Unreached > 0 {
		lines = append(lines, "*Last week:* "+unreached(m))
	}
	if m.OnTime.Of > 0 {
		lines = append(lines, "*On time for agreed calls:* "+countWords(m.OnTime))
	}
	if m.Dated.Of+m.Vague.Of > 0 {
		lines = append(lines, "*With a date or without:* "+datesWords(m))
	}
	if m.TheyKept.Of > 0 {
		lines = append(lines, "*Promises they kept:* "+countWords(m.TheyKept)+", being there at an agreed time among them")
	}
	if m.WeKept.Of > 0 {
		lines = append(lines, "*Promises you kept:* "+countWords(m.WeKept)+", calling at an agreed time among them")
	}
	if m.Engaged.Of > 0 {
		lines = append(lines, "*Talked about it though unread:* "+countWords(m.Engaged))
	}
	return lines
}

// reachedWords is the rate with what it is made of, or whose guess it is until there are enough calls (S3.13).
func reachedWords(r coach.Rate) string {
	if r.Guess {
		return fmt.Sprintf("the source says one in three; yours stands here after %d calls (%d so far)", coach.OwnCalls,
			r.Tries)
	}
	return fmt.Sprintf("%s, %s of your calls", rateWords(r), countWords(coach.Count{N: r.Reached, Of: r.Tries}))
}

// rateWords is "1 in 6 (between 1 in 9 and 1 in 4)": the interval is as much a part of the figure as the figure itself.
func rateWords(r coach.Rate) string {
	share, low, high := oneIn(r.Share), oneIn(r.Low), oneIn(r.High)
	switch {
	case r.Reached == 0:
		return "nobody so far, which with " + counted(r.Tries, "call") + " may still mean up to " + high
	case low == high:
		return share
	case low == "":
		return share + " (up to " + high + ")"
	}
	return share + " (between " + low + " and " + high + ")"
}

// oneIn says a share as people do: "1 in 6", and what is more often than not as "7 in 10". Empty for none.
func oneIn(share float64) string {
	switch {
	case share <= 0:
		return ""
	case share > 0.5:
		return fmt.Sprintf("%d in 10", int(math.Round(share*10)))
	}
	return "1 in " + thousands(int(math.Round(1/share)))
}

// unreached is what the tries of a week took that reached nobody (S3.15).
func unreached(m *coach.SelfReport) string {
	return counted(m.Unreached, "call") + " reached nobody ≈ " + length(m.Minutes)
}

// datesWords holds calls that had a date against those that had none (S1.10).
func datesWords(m *coach.SelfReport) string {
	var parts []string
	if m.Dated.Of > 0 {
		parts = append(parts, "dated calls reached "+countWords(m.Dated))
	}
	if m.Vague.Of > 0 {
		parts = append(parts, "without a date "+countWords(m.Vague))
	}
	return strings.Join(parts, ", ")
}

// countWords is "n of so many".
func countWords(c coach.Count) string { return thousands(c.N) + " of " + thousands(c.Of) }
