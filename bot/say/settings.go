package say

import (
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
	p.section(strings.Join(settingLines(r), "\n"))
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
func settingLines(r coach.Rep) []string {
	from, until := r.Hours()
	digest := minutes(r.DigestMinute())
	zone := "follows Slack"
	if r.TZFixed {
		zone = "set by you"
	}
	return []string{
		"*Morning message:* " + digest + " on working days · `/followup settings digest 08:30`",
		"*Working days:* " + weekdays(r.Days) + " · `/followup settings days mon-fri`",
		"*Working hours:* " + span(from, until) + " · `/followup settings hours 08:00-18:00`",
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
	p.section("*Taken back:* the last change of your settings. They are again:\n" + strings.Join(settingLines(r), "\n"))
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
		"digest":    "your morning message comes at " + minutes(r.DigestMinute()) + " on working days",
		"days":      "your working days are " + weekdays(r.Days),
		"hours":     "your working hours are " + span(from, until),
		SettingWeek: "your working week is " + weekdays(r.Days) + ", " + span(from, until),
		"tz":        "your time zone is " + quote(r.TZ, 60),
		"mode":      "your mode is " + string(r.ModeOrDefault()) + ", so " + modeWords(r.ModeOrDefault()),
		"off":       "I won't send you anything until `/followup settings on`. Commands still answer",
		"on":        "messages are on again; the next comes at " + minutes(r.DigestMinute()) + " on a working day",
	}[what]
	// A setting that has no words yet is confirmed in general rather than by its key.
	if words == "" {
		words = "your settings are changed"
	}
	p.section("✓ *Saved:* " + words + ".")
	return p.reply()
}
