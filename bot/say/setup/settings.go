package setup

import (
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
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
	// Each page of the form has its button, so that no change is more than three taps away.
	p.Actions("a", say.Button(ids.ActSettings, "", "Change…"),
		say.Button(ids.ActSettings+".messages", fields.PageMessages, "Messages…"), pause,
		phrases.RunButton(1, "", "settings figures", "My figures"))
	return p.Reply()
}

// settingLines are all settings, a line each.
func settingLines(to say.Reader, r coach.Rep) []string {
	from, until := r.Hours()
	zone := " (follows Slack)"
	switch {
	case r.TZFixed:
		zone = " (set by you)"
	case r.Moved != "":
		zone = " (Slack: " + zoneName(r.Moved) + ")"
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
	if r.DMs > 0 {
		lines = append(lines, "Messages a day: "+strconv.Itoa(notify.MostDMs(to.Limits(), r)))
	}
	if r.Clock != "" {
		lines = append(lines, "Clock: "+string(r.Clock)+" hours")
	}
	if len(off) > 0 {
		lines = append(lines, "Off: "+say.And(off))
	}
	return lines
}

// zoneName is a zone as people say it: the city, or the name itself where it has none.
func zoneName(name string) string { return say.Quote(say.City(name), 60) }

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

// eveningExample is a time of day that tells one clock from the other, in minutes from midnight.
const eveningExample = 20*60 + 30

// SettingsSaved confirms one setting, with [Undo] for the change. what is one of digest, days, hours, tz, mode, clock,
// dms, scripts, off, on, [SettingWeek] or [SettingForm], which shows them all.
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
		"clock":     "I write times like " + to.Minutes(eveningExample),
		"dms": "at most " + say.Counted(notify.MostDMs(to.Limits(), r), "message") +
			" a day, besides reminders of calls",
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
