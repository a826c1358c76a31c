package say

import (
	"fmt"
	"math"
	"strings"

	"github.com/followup-coach/followup/coach"
)

// Settings of a rep: the page of all of them, which aims at 45 words, and the answer to a change of one. Each line
// ends in the command that changes it. Times of day are the rep's own and no tokens.

// Settings shows how a rep wants to work, each line with the words that change it, and what their own calls come to; no
// figures for nil.
func Settings(to Reader, r coach.Rep, m *coach.SelfReport) Reply {
	p := &page{to: to}
	p.header("Your settings")
	p.section(strings.Join(to.settingLines(r), "\n"))
	if r.Off {
		p.context("All messages are off. `/followup settings on` brings them back.")
	} else {
		p.context("`/followup settings off` silences everything.")
	}
	if own := selfReportLines(m); len(own) > 0 {
		p.divider()
		p.section("*Your own figures* · " + onlyYou + "\n" + strings.Join(own, "\n"))
	}
	return p.reply()
}

// settingLines are all settings, each with the command that changes it.
func (to Reader) settingLines(r coach.Rep) []string {
	from, until := r.Hours()
	digest := to.minutes(r.DigestMinute())
	zone := "follows Slack"
	if r.TZFixed {
		zone = "set by you"
	}
	return []string{
		"*Morning message:* " + digest + " on working days · `/followup settings digest 08:30`",
		"*Working days:* " + weekdays(r.Days) + " · `/followup settings days mon-fri`",
		"*Working hours:* " + to.minutes(from) + "–" + to.minutes(until) + " · `/followup settings hours 08:00-18:00`",
		"*Time zone:* " + quote(r.TZ, 60) + ", " + zone + " · `/followup settings tz Europe/Berlin` or `tz auto`",
		"*Mode:* " + quote(string(r.ModeOrDefault()), 20) + ", " + modeWords(r.ModeOrDefault()) +
			" · `/followup settings mode balanced`",
	}
}

// modeWords say what a mode does, not what it is called.
func modeWords(m coach.Mode) string {
	switch m {
	case coach.Passive:
		return "nobody gets a second try the same day"
	case coach.Assertive:
		return "everybody gets a second try the same day"
	}
	return "warm and high-potential leads get a second try the same day"
}

// SettingsUndone says that the last change of a rep's settings is taken back, and shows them as they are again.
func SettingsUndone(to Reader, r coach.Rep) Reply {
	p := &page{to: to}
	p.section("*Taken back:* the last change of your settings. They are again:\n" + strings.Join(to.settingLines(r), "\n"))
	if r.Off {
		p.context("All messages are off. `/followup settings on` brings them back.")
	}
	p.context(undoFurther)
	return p.reply()
}

// SettingWeek is what is confirmed where days and hours were set at once.
const SettingWeek = "week"

// SettingsSaved confirms one setting. what is one of digest, days, hours, tz, mode, off, on, or [SettingWeek].
func SettingsSaved(to Reader, what string, r coach.Rep) Reply {
	p := &page{to: to}
	from, until := r.Hours()
	words := map[string]string{
		"digest":    "your morning message comes at " + to.minutes(r.DigestMinute()) + " on working days",
		"days":      "your working days are " + weekdays(r.Days),
		"hours":     "your working hours are " + to.minutes(from) + "–" + to.minutes(until),
		SettingWeek: "your working week is " + weekdays(r.Days) + ", " + to.minutes(from) + "–" + to.minutes(until),
		"tz":        "your time zone is " + quote(r.TZ, 60),
		"mode":      "your mode is " + string(r.ModeOrDefault()) + ", so " + modeWords(r.ModeOrDefault()),
		"off":       "I won't send you anything until `/followup settings on`. Commands still answer",
		"on":        "messages are on again; the next comes at " + to.minutes(r.DigestMinute()) + " on a working day",
	}[what]
	// A setting that has no words yet is confirmed in general rather than by its key.
	if words == "" {
		words = "your settings are changed"
	}
	p.section("✓ *Saved:* " + words + ".")
	return p.reply()
}

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
