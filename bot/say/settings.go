package say

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// Settings of a rep: the page of all of them (45 words), the form behind [Change…], the answer to a change of one (40),
// and the rep's own figures. Times of day come back every day and are no instants, so they are the rep's own and no
// tokens: one clock with the working hours beside them.

// Settings shows how a rep wants to work. Typed behind the command, each of its lines sets what it shows.
func Settings(to Reader, r coach.Rep) Reply {
	p := &page{to: to}
	lines := append([]string{"*Your settings*"}, to.settingLines(r)...)
	pause := runButton(0, "", "settings off", "Pause messages")
	if r.Off {
		lines = append(lines, "*Messages are paused.*")
		pause = runButton(0, "", "settings on", "Resume messages")
	}
	p.section(strings.Join(lines, "\n"))
	p.actions("a", button(ActSettings, "", "Change…"), pause, runButton(1, "", "settings figures", "My figures"))
	return p.reply()
}

// settingLines are all settings, a line each.
func (to Reader) settingLines(r coach.Rep) []string {
	from, until := r.Hours()
	zone := " (follows Slack)"
	if r.TZFixed {
		zone = " (set by you)"
	}
	morning := to.minutes(r.DigestMinute()) + " on working days"
	var off []string
	for _, kind := range coach.MessageKinds() {
		switch {
		case r.Switched(kind):
		case kind == coach.KindDigest:
			morning = "off"
		default:
			off = append(off, kindWords(kind))
		}
	}
	lines := []string{
		"Morning message: " + morning,
		"Working hours: " + weekdays(r.Days) + ", " + to.minutes(from) + "–" + to.minutes(until) + ", " + zoneName(r.TZ) +
			zone,
		"Second tries: " + modeWords(r.ModeOrDefault()),
	}
	if len(off) > 0 {
		lines = append(lines, "Off: "+and(off))
	}
	return lines
}

// zoneName is a zone as people say it: the city, or the name itself where it has none.
func zoneName(name string) string {
	if loc, err := time.LoadLocation(name); err == nil && place(loc) != "their zone" {
		return quote(place(loc), 60)
	}
	return quote(name, 60)
}

// modeWords say what a mode does, not what it is called.
func modeWords(m coach.Mode) string {
	switch m {
	case coach.Passive:
		return "the next working day, for every lead"
	case coach.Assertive:
		return "same day for every lead"
	}
	return "same day for warm and high-potential leads"
}

// SettingsUndone says that the last change of a rep's settings is taken back, and shows them as they are again.
func SettingsUndone(to Reader, r coach.Rep) Reply {
	p := &page{to: to}
	lines := append([]string{"*Undone:* your settings are as before."}, to.settingLines(r)...)
	if r.Off {
		lines = append(lines, "*Messages are paused.*")
	}
	p.section(strings.Join(lines, "\n"))
	p.actions("a", runButton(0, "", "undo", "Undo one more"))
	return p.reply()
}

// What is confirmed where several settings were changed at once.
const (
	SettingWeek = "week" // days and hours
	SettingForm = "form" // whatever the form holds
)

// SettingsSaved confirms one setting, with [Undo] for the change. what is one of digest, days, hours, tz, mode, off,
// on, [SettingWeek] or [SettingForm], which shows them all.
func SettingsSaved(to Reader, what string, r coach.Rep, change string) Reply {
	p := &page{to: to}
	from, until := r.Hours()
	undo := button(ActUndo, Value("", change), "Undo")
	words := map[string]string{
		"digest":    "your morning message comes at " + to.minutes(r.DigestMinute()) + " on working days",
		"days":      "your working days are " + weekdays(r.Days),
		"hours":     "your working hours are " + to.minutes(from) + "–" + to.minutes(until),
		SettingWeek: "your working week is " + weekdays(r.Days) + ", " + to.minutes(from) + "–" + to.minutes(until),
		"tz":        "your time zone is " + zoneName(r.TZ),
		"mode":      "second tries come the " + strings.TrimPrefix(modeWords(r.ModeOrDefault()), "the "),
		"on":        "messages are on again. The next comes at " + to.minutes(r.DigestMinute()) + " on a working day",
		SettingForm: "your settings",
		// A setting that has no words yet is confirmed in general rather than by its key.
		"": "your settings are changed",
	}
	said, known := words[what]
	switch {
	case what == "off":
		p.section("✓ *Saved:* messages are paused. Commands still answer.")
		p.actions("a", runButton(0, "", "settings on", "Resume messages"), undo)
		return p.reply()
	case !known:
		said = words[""]
	case what == SettingForm:
		p.section("✓ *Saved:* your settings\n" + strings.Join(to.settingLines(r), "\n"))
		p.actions("a", undo)
		return p.reply()
	}
	p.section("✓ *Saved:* " + said + ".")
	p.actions("a", undo)
	return p.reply()
}

// SettingsFields are what the Settings form starts with: the rep's settings, and the zone that Slack has for them, ""
// for none.
type SettingsFields struct {
	Rep   coach.Rep
	Slack string
	Meta  request.Meta
}

// SettingsForm changes all settings at once: pickers for times, boxes for weekdays. Fields are filled with what holds.
func SettingsForm(to Reader, in SettingsFields) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Your settings", submit: "Save", callback: FormSettings, meta: in.Meta}
	from, until := in.Rep.Hours()
	f.input(FieldDigest, "Morning message, on working days", "", false, clockInput(FieldDigest, in.Rep.DigestMinute()))
	f.input(FieldDays, "Working days", "", false, daysInput(in.Rep.Days))
	f.input(FieldFrom, "Working hours from", "", false, clockInput(FieldFrom, from))
	f.input(FieldUntil, "until", "", false, clockInput(FieldUntil, until))
	zone, empty := "", "Left empty, it follows Slack."
	if in.Rep.TZFixed {
		zone = plainZone(in.Rep.TZ)
	}
	if in.Slack != "" {
		empty = "Left empty, it follows Slack: " + plainZone(in.Slack) + "."
	}
	f.input(FieldZone, "Time zone: a city", empty, true, textInput(FieldZone, zone, "Berlin", false, 60))
	f.input(FieldMode, "Second tries on the first day", "", false, radio(FieldMode, string(in.Rep.ModeOrDefault()),
		[2]string{string(coach.Balanced), "For warm and high-potential leads"},
		[2]string{string(coach.Assertive), "For every lead"}, [2]string{string(coach.Passive), "For none, and no LinkedIn"}))
	f.input(FieldKinds, "What I may send you", "", true, kindsInput(in.Rep))
	return f.view()
}

// kindsInput has a box for each kind of message that can be switched off by itself.
func kindsInput(rep coach.Rep) *slack.CheckboxGroupsBlockElement {
	e := slack.NewCheckboxGroupsBlockElement(FieldKinds)
	for _, kind := range coach.MessageKinds() {
		words := capital(kindWords(kind))
		switch kind {
		case coach.KindDigest: // each as one of its kind says it on the page above
			words = "Morning message"
		case coach.KindAsk:
			words = "Questions after a log"
		}
		o := slack.NewOptionBlockObject(string(kind), label(words, 75), nil)
		e.Options = append(e.Options, o)
		if rep.Switched(kind) {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	return e
}

// plainZone is [zoneName] for a field: plain text, which nothing is escaped in.
func plainZone(name string) string {
	if loc, err := time.LoadLocation(name); err == nil && place(loc) != "their zone" {
		return place(loc)
	}
	return tidy(name, 60)
}

// clockInput is a picker of a time of day, in minutes from midnight. The end of a day is picked as its beginning.
func clockInput(field string, minute int) *slack.TimePickerBlockElement {
	e := slack.NewTimePickerBlockElement(field)
	e.InitialTime = fmt.Sprintf("%02d:%02d", minute/60%24, minute%60)
	return e
}

// daysInput has a box for each weekday, from Monday on.
func daysInput(days []int) *slack.CheckboxGroupsBlockElement {
	if len(days) == 0 {
		days = []int{1, 2, 3, 4, 5}
	}
	e := slack.NewCheckboxGroupsBlockElement(FieldDays)
	for d := 1; d <= 7; d++ {
		o := slack.NewOptionBlockObject(fmt.Sprint(d%7), label(time.Weekday(d%7).String(), 75), nil)
		e.Options = append(e.Options, o)
		for _, on := range days {
			if on%7 == d%7 {
				e.InitialOptions = append(e.InitialOptions, o)
			}
		}
	}
	return e
}

// A rep's own figures, in the first morning message of a week and behind [My figures]. They are a mirror, not a mark:
// counts of what happened, never of what somebody should have done, and for the eyes of that rep alone. Nothing here
// may be called for a channel or a manager. A rate stands with its interval; below enough calls, the source's guess is
// there (S3.13), and a share of fewer than ten cases says nothing yet.

// onlyYou stands before or above every figure of a rep's own.
const onlyYou = "Only you see this"

// fewestCases is from how many cases on a share is told.
const fewestCases = 10

// tells reports whether there are enough cases for a share.
func tells(c coach.Count) bool { return c.Of >= fewestCases }

// OwnFigures are what a rep's own calls come to; nil for none.
func OwnFigures(to Reader, m *coach.SelfReport) Reply {
	p := &page{to: to}
	lines := selfReportLines(m)
	if len(lines) == 0 {
		lines = []string{"They begin with your first logged call."}
	}
	p.section("*Your figures.* " + onlyYou + ".\n" + strings.Join(lines, "\n"))
	p.actions("a", runButton(0, "", "settings", "Settings"))
	return p.reply()
}

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
	if tells(m.OnTime) {
		parts = append(parts, "on time for "+countWords(m.OnTime)+" agreed calls")
	}
	if dates := datesWords(m); dates != "" {
		parts = append(parts, "reached "+dates)
	}
	if m.AllDone > 1 {
		parts = append(parts, "nothing left over for "+counted(m.AllDone, "working day"))
	}
	if len(parts) == 0 {
		return ""
	}
	return onlyYou + ": " + strings.Join(parts, " · ")
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
func keptWords(m *coach.SelfReport) string {
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
func reachedWords(r coach.Rate) string {
	if r.Guess {
		return fmt.Sprintf("1 in 3, a guess until you have %d calls (%d so far)", coach.OwnCalls, r.Tries)
	}
	return fmt.Sprintf("%s, %s", rateWords(r), countWords(coach.Count{N: r.Reached, Of: r.Tries}))
}

// rateWords is "1 in 6 (11–25%)": the interval is as much a part of the figure as the figure itself.
func rateWords(r coach.Rate) string {
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
	return "1 in " + thousands(int(math.Round(1/share)))
}

// unreached is what the tries of a week took that reached nobody (S3.15).
func unreached(m *coach.SelfReport) string {
	return counted(m.Unreached, "call") + " reached nobody, about " + length(m.Minutes)
}

// datesWords holds calls that had a date against those that had none (S1.10).
func datesWords(m *coach.SelfReport) string {
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
func countWords(c coach.Count) string { return thousands(c.N) + " of " + thousands(c.Of) }
