package leaveline

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/words"
)

// Who says from when or on which days they are gone is asked for the day on which they are back; until when is read. A
// name or a result that begins with the same words is none of it.
func TestLeaving(t *testing.T) {
	for line, want := range map[string]string{
		"on vacation next week": "asks", "I'm on vacation next week": "asks", "i’m off next Friday": "asks",
		"out of office tomorrow": "asks", "vacation from Monday to Friday": "asks", "on holiday 16 Nov - 20 Nov": "asks",
		"off tomorrow": "asks", "ooo this week": "asks", "I'm sick today": "today", "out sick today": "today",
		"out sick":        "asks",
		"calling in sick": "asks", "taking a sick day today": "today", "call in sick bay no answer": "",
		"I am not working on Friday": "asks",
		"on leave over Christmas":    "asks", "out all week": "asks", "I'll be away next month": "asks", "ooo": "asks",
		"I'm out": "asks", "on PTO Thursday and Friday": "asks",
		"on vacation until Monday": "until Monday", "off for three days": "for three days",
		"I'm back on Monday": "Monday",

		"on vacation inn voicemail": "", "vacation rentals next week": "", "holiday friday voicemail": "",
		"off market": "", "out": "", "away": "", "gone fishing tomorrow": "", "sick leave partners": "",
		"holiday 24": "", `on vacation "next week"`: "", "I'm on a call": "", "i'm off to a meeting": "",
		"on vacation monday voicemail": "", "on holiday marina": "", "i'm out marching": "",
	} {
		ws := words.Lex(line)
		got := ""
		if May[strings.ToLower(ws[0].Bare)] {
			if behind, is := Read(ws); is && len(behind) == 0 {
				got = "asks"
			} else if is {
				for i, w := range behind {
					if i > 0 {
						got += " "
					}
					got += w.Text
				}
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
