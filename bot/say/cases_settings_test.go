package say_test

import (
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// settings are a rep's own, their form and figures.
func settings(add func(string, any)) {
	rep := coach.Rep{ID: "U1", TZ: "Europe/Berlin"}
	add("settings", setup.Settings(reader, rep))
	add("form-settings", setup.SettingsForm(reader, setup.SettingsFields{Rep: rep, Slack: "America/New_York"}))
	add("form-settings-messages", setup.MessagesForm(reader, setup.SettingsFields{Rep: rep}))
	add("form-settings-messages-fewer", setup.MessagesForm(reader, setup.SettingsFields{Rep: coach.Rep{TZ: "UTC", DMs: 8,
		Clock: calendar.Hours12, Scripts: true, Quiet: coach.MessageKinds()}}))
	add("figures", figures.OwnFigures(reader, ownFigures()))
	add("figures-none", figures.OwnFigures(reader, nil))
	early := 7*60 + 5
	rep = coach.Rep{ID: "U1", TZ: "<!channel>", TZFixed: true, Days: []int{0, 1, 2, 3, 4}, From: 420, To: 960,
		Digest: &early, Mode: coach.Assertive, Off: true}
	add("settings-paused", setup.Settings(reader, rep))
	add("form-settings-hostile", setup.SettingsForm(reader, setup.SettingsFields{Rep: rep, Slack: "<!channel>"}))
	for _, what := range []string{"digest", "days", "hours", "tz", "mode", "clock", "dms", "off", "on", "other",
		setup.SettingWeek, setup.SettingForm} {
		add("settings-saved-"+what, setup.SettingsSaved(reader, what, rep, "c1"))
	}
}
