package tipline

import (
	"testing"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/tips"
)

// What a line says of tips: a rep's mutes, and a team's own.
func TestReadTips(t *testing.T) {
	for typed, want := range map[string]struct {
		do TipDo
		id string
	}{
		"mute t5": {TipMute, "t5"}, "mute tip T5.": {TipMute, "t5"}, "mute": {TipMute, ""}, "mute that one": {TipMute, ""},
		"silence it": {TipMute, ""}, "unmute t5": {TipUnmute, "t5"}, "lift t5": {TipUnmute, "t5"}, "muted": {TipMuted, ""},
		"hidden": {TipMuted, ""}, "specs": {}, "t5": {}, "": {}, "mute the whole thing for good": {}, "\"mute\" t5": {},
		"mute prospects": {},
	} {
		if do, id := ReadTip(words.Lex(typed)); do != want.do || id != want.id {
			t.Errorf("%q: %q %q", typed, do, id)
		}
	}
	for typed, want := range map[string]TeamTips{
		"":                           {},
		"North":                      {Team: "North"},
		"team:North":                 {Team: "North"},
		"mute t5":                    {Do: TipMute, ID: "t5"},
		"North mute t5":              {Do: TipMute, ID: "t5", Team: "North"},
		`unmute t5 team:"North Two"`: {Do: TipUnmute, ID: "t5", Team: "North Two"},
		"remove 2":                   {Do: TipRemove, ID: "2"},
		`add "Ask  first." for:"first call" says:Ann`: {Do: TipAdd, For: "first call",
			Tip: tips.TeamTip{Text: "Ask first.", For: "first-call", Says: "Ann"}},
		`add Ask first. for:follow-up source:"Ann Lee" topic:docks`: {Do: TipAdd, For: "follow-up",
			Tip: tips.TeamTip{Text: "Ask first.", For: "follow-up", Says: "Ann Lee", Topic: "docks"}},
	} {
		values, ws := words.KeyValues(words.Lex(typed), TeamTipKeys...)
		if got := ReadTeamTips(ws, values); got != want {
			t.Errorf("%q: %+v", typed, got)
		}
	}
	for typed, want := range map[string]string{"first call": "first-call", "First Calls": "first-call",
		"agreed call": "commitment", "needs a date": "needs-date", "assistant": "gatekeeper", "gatekeeper": "gatekeeper",
		"any call": "call", "frist call": "", "": ""} {
		if got, _ := ReadSituation(typed); got != want {
			t.Errorf("%q: %q", typed, got)
		}
	}
	if _, near := ReadSituation("frist call"); len(near) == 0 {
		t.Error("nothing is near")
	}
}
