package input

import (
	"slices"
	"strings"
	"testing"
)

// leads are those that exist in the tables below.
var leads = []string{"acme", "birch", "cedar corp", "smith and sons", "next plc", "dune", "o'brien", "will",
	"talked media"}

func isLead(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "&", "and")
	return slices.Contains(leads, name) || name == "cedar"
}

// splittings are texts and the lines of work in them, divided by "¦"; "?" in front of one says that it may be a part of
// the note before it. "⏎" is a line break.
var splittings = [][2]string{
	// Lines that log.
	{"log acme voicemail⏎birch no-answer", "log acme voicemail¦birch no-answer"},
	{"acme voicemail⏎birch no answer⏎dune talked", "acme voicemail¦birch no answer¦dune talked"},
	{"acme voicemail⏎⏎birch no answer", "acme voicemail⏎¦birch no answer"},
	{"acme voicemail\r⏎birch no answer\r⏎", "acme voicemail¦birch no answer"},
	{"acme voicemail\rbirch no answer", "acme voicemail¦birch no answer"},
	{"/followup acme voicemail⏎/followup birch no answer", "acme voicemail¦birch no answer"},
	{"log acme voicemail⏎/followup log birch no answer", "log acme voicemail¦log birch no answer"},
	{"acme voicemail⏎/Followup birch", "acme voicemail¦birch"},
	{"- acme voicemail⏎- birch no answer", "acme voicemail¦birch no answer"},
	{"• acme voicemail⏎• new firm talked", "acme voicemail¦?new firm talked"},
	{"- acme talked⏎- wants price⏎- birch no answer", "acme talked⏎- wants price¦birch no answer"},
	{"acme talked hot:“less⏎birch no answer”", "acme talked hot:“less⏎birch no answer”"},
	{"1. acme voicemail⏎2. birch no answer", "acme voicemail¦birch no answer"},
	{"1) acme voicemail⏎2) birch no answer", "acme voicemail¦birch no answer"},
	{"log⏎acme voicemail⏎birch no answer", "acme voicemail¦birch no answer"},
	{"acme: voicemail⏎birch: no answer", "acme: voicemail¦birch: no answer"},
	{"acme, voicemail.⏎birch, no answer!", "acme, voicemail.¦birch, no answer!"},
	{"acme voicemail⏎smith & sons no answer", "acme voicemail¦smith & sons no answer"},
	{"acme voicemail⏎acme just talked", "acme voicemail¦acme just talked"},
	{"acme voicemail⏎\"Zed Ltd\" no answer", "acme voicemail¦\"Zed Ltd\" no answer"},
	{"acme voicemail⏎pat@zed.com no answer", "acme voicemail¦pat@zed.com no answer"},
	{"acme voicemail⏎+1 212 555 0123 no answer", "acme voicemail¦+1 212 555 0123 no answer"},
	{"acme voicemail⏎called birch, no answer", "acme voicemail¦called birch, no answer"},
	{"acme voicemail⏎left a voicemail for birch", "acme voicemail¦left a voicemail for birch"},
	{"acme voicemail⏎birch, dune no answer", "acme voicemail¦birch, dune no answer"},
	{"log zed voicemail⏎log yak no answer", "log zed voicemail¦log yak no answer"},
	{"acme voicemail⏎will no answer", "acme voicemail¦will no answer"},

	// Lines that may be either.
	{"log acme voicemail⏎Zed no answer", "log acme voicemail¦?Zed no answer"},
	{"acme talked⏎Zed Yak, voicemail", "acme talked¦?Zed Yak, voicemail"},
	{"acme talked⏎zed busy", "acme talked¦?zed busy"},

	// Lines of a note.
	{"acme talked⏎- wants price", "acme talked⏎- wants price"},
	{"acme talked likes it⏎wants price⏎board meets in May", "acme talked likes it⏎wants price⏎board meets in May"},
	{"acme talked⏎he said no answer yet from the board", "acme talked⏎he said no answer yet from the board"},
	{"acme talked⏎The board talked about it", "acme talked⏎The board talked about it"},
	{"acme talked⏎next week they decide", "acme talked⏎next week they decide"},
	{"acme talked⏎Next steps: offer⏎Show them prices", "acme talked⏎Next steps: offer⏎Show them prices"},
	{"acme talked⏎close to a decision", "acme talked⏎close to a decision"},
	{"acme talked⏎Add price and terms to the offer", "acme talked⏎Add price and terms to the offer"},
	{"acme talked⏎today he was busy", "acme talked⏎today he was busy"},
	{"acme talked⏎left a voicemail for Jim", "acme talked⏎left a voicemail for Jim"},
	{"acme talked⏎log in again", "acme talked⏎log in again"},
	{"acme talked⏎birch is their rival", "acme talked⏎birch is their rival"},
	{"acme⏎voicemail", "acme⏎voicemail"},
	{"acme talked⏎⏎and more", "acme talked⏎⏎and more"},
	{"acme talked hot:\"less⏎birch no answer\"", "acme talked hot:\"less⏎birch no answer\""},
	{"acme talked a 5\" screen⏎birch no answer", "acme talked a 5\" screen¦birch no answer"},
	{"acme talked⏎- 1 likes it⏎- 2 wants it⏎birch no answer", "acme talked⏎- 1 likes it⏎- 2 wants it¦birch no answer"},

	// Other commands.
	{"next acme Thu 3pm⏎snooze birch 2 weeks", "next acme Thu 3pm¦snooze birch 2 weeks"},
	{"acme voicemail⏎next birch Thu 3pm", "acme voicemail¦next birch Thu 3pm"},
	{"acme voicemail⏎close dune lost price", "acme voicemail¦close dune lost price"},
	{"acme voicemail⏎next plc no answer", "acme voicemail¦next plc no answer"},
	{"add Zed cold⏎add Yak warm", "add Zed cold¦add Yak warm"},
	{"acme voicemail⏎add Zed cold", "acme voicemail¦add Zed cold"},
	{"acme voicemail⏎undo", "acme voicemail¦undo"},
	{"today⏎list overdue", "today¦list overdue"},
	{"snooze acme 2 weeks⏎next zed Thu 3pm", "snooze acme 2 weeks¦next zed Thu 3pm"},
	{"acme voicemail⏎show birch", "acme voicemail¦show birch"},

	// One line.
	{"acme voicemail", "acme voicemail"},
	{"⏎acme voicemail⏎", "acme voicemail"},
	{"", ""},
}

func TestSeveralLinesAreSplit(t *testing.T) {
	for _, x := range splittings {
		var got []string
		for _, w := range ReadSeveral(strings.ReplaceAll(x[0], "⏎", "\n"), isLead) {
			mark := ""
			if w.Guess {
				mark = "?"
			}
			got = append(got, mark+strings.ReplaceAll(w.Text, "\n", "⏎"))
		}
		if is := strings.Join(got, "¦"); is != x[1] {
			t.Errorf("%s\n  is   %s\n  want %s", x[0], is, x[1])
		}
	}
}

// lists are lines and the leads that they are about, divided by "¦", with the line about the first; "" for a line about
// one lead, or about one that doesn't exist.
var lists = [][3]string{
	{"log acme, birch voicemail", "acme¦birch", `log "acme" voicemail`},
	{"log acme, birch and dune no answer", "acme¦birch¦dune", `log "acme" no answer`},
	{"acme and birch voicemail asked for Jo", "acme¦birch", `log "acme" voicemail asked for Jo`},
	{"acme & birch voicemail", "acme¦birch", `log "acme" voicemail`},
	{"acme, birch, dune: no answer", "acme¦birch¦dune", `log "acme" no answer`},
	{"acme, birch, & dune no answer", "acme¦birch¦dune", `log "acme" no answer`},
	{"smith and sons, birch voicemail", "smith and sons¦birch", `log "smith and sons" voicemail`},
	{"acme and smith & sons voicemail", "acme¦smith & sons", `log "acme" voicemail`},
	{"smith & sons voicemail", "", ""},
	{"acme; birch voicemail", "acme¦birch", `log "acme" voicemail`},
	{`"cedar corp", acme voicemail`, "cedar corp¦acme", `log "cedar corp" voicemail`},
	{"acme, acme, birch voicemail", "acme¦birch", `log "acme" voicemail`},
	{"acme, acme voicemail", "", ""},
	{"acme, voicemail", "", ""},
	{"acme, zed voicemail", "", ""},
	{"zed, yak voicemail", "", ""},
	{"acme voicemail, birch", "", ""},
	{"acme talked and birch too", "", ""},
}

func TestListsOfLeadsAreRead(t *testing.T) {
	for _, x := range lists {
		ln := ReadLog(ReadLine(x[0]))
		list, all := ln.Names(isLead)
		is, first := "", ""
		if all {
			is, first = strings.Join(list, "¦"), LineFor(ln, list[0]).Text
		}
		if is != x[1] || first != x[2] {
			t.Errorf("%s: is %s, %s; want %s, %s", x[0], is, first, x[1], x[2])
		}
	}
}
