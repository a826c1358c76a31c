package say_test

import (
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/notify"
)

// settings are a rep's own, their form and figures.
func settings(add func(string, any)) {
	rep := coach.Rep{ID: "U1", TZ: "Europe/Berlin"}
	add("settings", setup.Settings(reader, rep))
	add("form-settings", setup.SettingsForm(reader, setup.SettingsFields{Rep: rep, Slack: "America/New_York"}))
	add("form-settings-messages", setup.MessagesForm(reader, setup.SettingsFields{Rep: rep}))
	add("form-settings-messages-fewer", setup.MessagesForm(reader, setup.SettingsFields{Rep: coach.Rep{TZ: "UTC", DMs: 8,
		Clock: calendar.Hours12, Scripts: true, Quiet: coach.MessageKinds()}}))
	moved := coach.Rep{ID: "U1", TZ: "America/New_York", Moved: "America/Argentina/Buenos_Aires"}
	add("settings-moved", setup.Settings(reader, moved))
	add("form-settings-moved", setup.SettingsForm(reader, setup.SettingsFields{Rep: moved, Slack: moved.Moved}))
	add("settings-zone-asked", cards.Moved(reader, notify.Moved{Rep: moved, Zone: moved.Moved}))
	add("settings-zone-asked-hostile", cards.Moved(reader, notify.Moved{Rep: coach.Rep{TZ: "<!channel>"}, Zone: "&|*"}))
	add("settings-zone-stays", cards.ZoneStays(reader, moved))
	add("settings-away-asked", cards.Absent(reader, notify.Absent{Rep: moved, Back: at(21, 0, 0)}))
	add("settings-away-open", cards.Absent(reader, notify.Absent{Rep: moved}))
	add("settings-away-not", cards.NotAway(reader))
	add("figures", figures.OwnFigures(reader, ownFigures(), ""))
	add("figures-none", figures.OwnFigures(reader, nil, ""))
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
