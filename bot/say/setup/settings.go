package setup

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// Settings of a rep: the page of all of them (45 words), the form behind [Change…], the answer to a change of one (40),
// and the rep's own figures. Times of day come back every day and are no instants, so they are the rep's own and no
// tokens: one clock with the working hours beside them.

// Settings shows how a rep wants to work. Typed behind the command, each of its lines sets what it shows.
func Settings(to say.Reader, r coach.Rep) say.Reply {
	p := &say.Page{To: to}
	lines := append([]string{"*Your settings*"}, settingLines(to, r)...)
	pause := phrases.RunButton(0, "", "settings off", "Pause messages")
	if r.Off {
		lines = append(lines, "*Messages are paused.*")
		pause = phrases.RunButton(0, "", "settings on", "Resume messages")
	}
	p.Section(strings.Join(lines, "\n"))
	p.Actions("a", say.Button(ids.ActSettings, "", "Change…"), pause,
		phrases.RunButton(1, "", "settings figures", "My figures"))
	return p.Reply()
}

// settingLines are all settings, a line each.
func settingLines(to say.Reader, r coach.Rep) []string {
	from, until := r.Hours()
	zone := " (follows Slack)"
	if r.TZFixed {
		zone = " (set by you)"
	}
	morning := to.Minutes(r.DigestMinute()) + " on working days"
	var off []string
	for _, kind := range coach.MessageKinds() {
		switch {
		case r.Switched(kind):
		case kind == coach.KindDigest:
			morning = "off"
		default:
			off = append(off, cards.KindWords(kind))
		}
	}
	lines := []string{
		"Morning message: " + morning,
		"Working hours: " + say.Weekdays(r.Days) + ", " + to.Minutes(from) + "–" + to.Minutes(until) + ", " + zoneName(r.TZ) +
			zone,
		"Second tries: " + modeWords(r.ModeOrDefault()),
	}
	if r.Scripts {
		lines = append(lines, "Scripts in prep: whole")
	}
	if len(off) > 0 {
		lines = append(lines, "Off: "+say.And(off))
	}
	return lines
}

// zoneName is a zone as people say it: the city, or the name itself where it has none.
func zoneName(name string) string {
	if loc, err := time.LoadLocation(name); err == nil && say.Place(loc) != "their zone" {
		return say.Quote(say.Place(loc), 60)
	}
	return say.Quote(name, 60)
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
func SettingsUndone(to say.Reader, r coach.Rep) say.Reply {
	p := &say.Page{To: to}
	lines := append([]string{"*Undone:* your settings are as before."}, settingLines(to, r)...)
	if r.Off {
		lines = append(lines, "*Messages are paused.*")
	}
	p.Section(strings.Join(lines, "\n"))
	p.Actions("a", phrases.RunButton(0, "", "undo", "Undo one more"))
	return p.Reply()
}

// What is confirmed where several settings were changed at once.
const (
	SettingWeek = "week" // days and hours
	SettingForm = "form" // whatever the form holds
)

// SettingsSaved confirms one setting, with [Undo] for the change. what is one of digest, days, hours, tz, mode,
// scripts, off, on, [SettingWeek] or [SettingForm], which shows them all.
func SettingsSaved(to say.Reader, what string, r coach.Rep, change string) say.Reply {
	p := &say.Page{To: to}
	from, until := r.Hours()
	undo := say.Button(ids.ActUndo, ids.Value("", change), "Undo")
	words := map[string]string{
		"digest":    "your morning message comes at " + to.Minutes(r.DigestMinute()) + " on working days",
		"days":      "your working days are " + say.Weekdays(r.Days),
		"hours":     "your working hours are " + to.Minutes(from) + "–" + to.Minutes(until),
		SettingWeek: "your working week is " + say.Weekdays(r.Days) + ", " + to.Minutes(from) + "–" + to.Minutes(until),
		"tz":        "your time zone is " + zoneName(r.TZ),
		"mode":      "second tries come the " + strings.TrimPrefix(modeWords(r.ModeOrDefault()), "the "),
		"scripts":   "preps have the first lines of the script",
		"on":        "messages are on again. The next comes at " + to.Minutes(r.DigestMinute()) + " on a working day",
		SettingForm: "your settings",
		// A setting that has no words yet is confirmed in general rather than by its key.
		"": "your settings are changed",
	}
	if r.Scripts {
		words["scripts"] = "preps have the whole script"
	}
	said, known := words[what]
	switch {
	case what == "off":
		p.Section("✓ *Saved:* messages are paused. Commands still answer.")
		p.Actions("a", phrases.RunButton(0, "", "settings on", "Resume messages"), undo)
		return p.Reply()
	case !known:
		said = words[""]
	case what == SettingForm:
		p.Section("✓ *Saved:* your settings\n" + strings.Join(settingLines(to, r), "\n"))
		p.Actions("a", undo)
		return p.Reply()
	}
	p.Section("✓ *Saved:* " + said + ".")
	p.Actions("a", undo)
	return p.Reply()
}

// SettingsFields are what the Settings form starts with: the rep's settings, and the zone that Slack has for them, ""
// for none.
type SettingsFields struct {
	Rep   coach.Rep
	Slack string
	Meta  request.Meta
}

// SettingsForm changes all settings at once: pickers for times, boxes for weekdays. Fields are filled with what holds.
func SettingsForm(to say.Reader, in SettingsFields) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Your settings", Submit: "Save", Callback: fields.FormSettings,
		Meta: in.Meta}
	from, until := in.Rep.Hours()
	f.Input(fields.Digest, "Morning message, on working days", "", false, clockInput(fields.Digest, in.Rep.DigestMinute()))
	f.Input(fields.Days, "Working days", "", false, daysInput(in.Rep.Days))
	f.Input(fields.From, "Working hours from", "", false, clockInput(fields.From, from))
	f.Input(fields.Until, "Working hours until", "", false, clockInput(fields.Until, until))
	zone, empty := "", "Left empty, it follows Slack."
	if in.Rep.TZFixed {
		zone = plainZone(in.Rep.TZ)
	}
	if in.Slack != "" {
		empty = "Left empty, it follows Slack: " + plainZone(in.Slack) + "."
	}
	f.Input(fields.Zone, "Time zone: a city", empty, true, fields.TextInput(fields.Zone, zone, "Berlin", false, 60))
	f.Input(fields.Mode, "Second tries on the first day", "", false,
		fields.Radio(fields.Mode, string(in.Rep.ModeOrDefault()),
			[2]string{string(coach.Balanced), "For warm and high-potential leads"},
			[2]string{string(coach.Assertive), "For every lead"}, [2]string{string(coach.Passive), "For none, and no LinkedIn"}))
	f.Input(fields.Kinds, "What I may send you", "", true, kindsInput(in.Rep))
	return f.View()
}

// kindsInput has a box for each kind of message that can be switched off by itself, and one for whole scripts.
func kindsInput(rep coach.Rep) *slack.CheckboxGroupsBlockElement {
	e := slack.NewCheckboxGroupsBlockElement(fields.Kinds)
	for _, kind := range coach.MessageKinds() {
		words := say.Capital(cards.KindWords(kind))
		switch kind {
		case coach.KindDigest: // each as one of its kind says it on the page above
			words = "Morning message"
		case coach.KindAsk:
			words = "Questions after a log"
		case coach.KindHint:
			words = "Hints: my first " + strconv.Itoa(coach.NewCalls) + " calls"
		}
		o := slack.NewOptionBlockObject(string(kind), say.Label(words, 75), nil)
		e.Options = append(e.Options, o)
		if rep.Switched(kind) {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	whole := slack.NewOptionBlockObject(WholeScripts, say.Label("Whole scripts: I'm not a salesperson", 75), nil)
	e.Options = append(e.Options, whole)
	if rep.Scripts {
		e.InitialOptions = append(e.InitialOptions, whole)
	}
	return e
}

// WholeScripts is the box for whole scripts in preps, beside those for kinds of message.
const WholeScripts = "scripts"

// plainZone is [zoneName] for a field: plain text, which nothing is escaped in.
func plainZone(name string) string {
	if loc, err := time.LoadLocation(name); err == nil && say.Place(loc) != "their zone" {
		return say.Place(loc)
	}
	return say.Tidy(name, 60)
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
	e := slack.NewCheckboxGroupsBlockElement(fields.Days)
	for d := 1; d <= 7; d++ {
		o := slack.NewOptionBlockObject(fmt.Sprint(d%7), say.Label(time.Weekday(d%7).String(), 75), nil)
		e.Options = append(e.Options, o)
		for _, on := range days {
			if on%7 == d%7 {
				e.InitialOptions = append(e.InitialOptions, o)
			}
		}
	}
	return e
}
