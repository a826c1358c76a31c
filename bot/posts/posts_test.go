package posts_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/posts"
	"github.com/followup-coach/followup/coach/outcome"
)

var now = time.Date(2025, 11, 10, 15, 1, 0, 0, time.UTC)

// The shapes in which apps post a call: words in the text, in sections with fields, in a rich text, in attachments with
// fields, with a fallback alone.
func TestADialersPost(t *testing.T) {
	const (
		text = `"type":"message","bot_id":"B0","ts":"1762786800.000100"` // 15:00 UTC
		at   = "1762785000"                                              // 14:30
	)
	// What happened isn't told by a word that says nothing of it, or that is a part of another.
	for name, c := range map[string]struct {
		post    string // the fields of the message that make the difference
		out     outcome.Outcome
		numbers []string
		note    string
		when    string
	}{
		"text": {`"text":"*Outbound call* to <tel:+12125550101|(212) 555-0101>: no answer"`,
			outcome.NoAnswer, []string{"(212) 555-0101"}, "", "15:00"},
		"attachment": {`"text":"","attachments":[{"title":"Outbound call","fields":[
			{"title":"To","value":"+1 212-555-0101"},{"title":"Status","value":"Not answered"},
			{"title":"Notes","value":"Call back when busy season is over"}],"ts":` + at + `}]`,
			outcome.NoAnswer, []string{"+1 212-555-0101"}, "Call back when busy season is over", "14:30"},
		"sections": {`"text":"Call logged","blocks":[{"type":"header","text":{"type":"plain_text","text":"Call logged"}},
			{"type":"section","fields":[{"type":"mrkdwn","text":"*Contact:*\nPat Doe"},
			{"type":"mrkdwn","text":"*Number:*\n+1 (212) 555 0101"},{"type":"mrkdwn","text":"*Outcome:*\nLeft voicemail"}]},
			{"type":"context","elements":[{"type":"mrkdwn","text":"<!date^` + at + `^{time}|2:30 PM> · 0 min 40 s"}]}]`,
			outcome.Voicemail, []string{"+1 (212) 555 0101"}, "", "14:30"},
		"rich text": {`"text":"","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
			{"type":"text","text":"Call to "},{"type":"link","url":"tel:+12125550101","text":"Pat"},
			{"type":"text","text":" was answered, 4 minutes"}]}]}]`,
			outcome.Talked, []string{"+12125550101"}, "", "15:00"},
		"fallback": {`"text":"","attachments":[{"fallback":"Outgoing call to 212 555 0101, line busy"}]`,
			outcome.Busy, []string{"212 555 0101"}, "", "15:00"},
		"answered, inbound": {`"text":"Inbound call from +12125550101 answered by Maya"`,
			outcome.CalledBack, []string{"+12125550101"}, "", "15:00"},
		"never answered": {`"text":"Call to +12125550101 was never answered"`, "", []string{"+12125550101"},
			"Call to +12125550101 was never answered", "15:00"},
		"not connected": {`"attachments":[{"title":"Call to +12125550101","fields":[
			{"title":"Result","value":"Not connected"}]}]`, "", []string{"+12125550101"},
			"Call to +12125550101 · Result: Not connected", "15:00"},
		"no voicemail": {`"text":"Call to +12125550101: no voicemail left"`, "", []string{"+12125550101"},
			"Call to +12125550101: no voicemail left", "15:00"},
		"no, one": {`"text":"Call to +12125550101. Answered: no, left voicemail"`, outcome.Voicemail,
			[]string{"+12125550101"}, "", "15:00"},
		"missed": {`"text":"Missed call from +12125550101"`, "", []string{"+12125550101"},
			"Missed call from +12125550101", "15:00"},
		"voicemail": {`"text":"New voicemail from +12125550101"`, "", []string{"+12125550101"}, "", "15:00"},
		"still to come": {`"text":"Call with +12125550101 connected. Next: <!date^1762800000^{date}|later>"`,
			outcome.Talked, []string{"+12125550101"}, "", "15:00"},
		"no word of it": {`"text":"Outbound call to +12125550101"`, "", []string{"+12125550101"},
			"Outbound call to +12125550101", "15:00"},
		"disconnected": {`"text":"Outbound call to +12125550101: disconnected"`, "",
			[]string{"+12125550101"}, "Outbound call to +12125550101: disconnected", "15:00"},
		"in parts of words": {`"text":"Outbound call to +12125550101 by Busybee Unconnected Ltd"`, "",
			[]string{"+12125550101"}, "Outbound call to +12125550101 by Busybee Unconnected Ltd", "15:00"},
	} {
		var m slack.Message
		if err := json.Unmarshal([]byte("{"+text+","+c.post+"}"), &m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		p := posts.Read(&m, now)
		if !p.Dialer && name != "voicemail" || p.Outcome != c.out || !slices.Equal(p.Numbers, c.numbers) {
			t.Errorf("%s: %+v", name, p)
		}
		if p.Dialer && (p.Note != c.note || p.At.Format("15:04") != c.when) {
			t.Errorf("%s: note %q at %v", name, p.Note, p.At)
		}
	}
}

// What a person wrote is the note, whatever it sounds like, and so is an app's message that is about no call.
func TestAnyOtherMessage(t *testing.T) {
	for said, from := range map[string]string{
		"Left voicemail for pat@alder.example, outcome: busy": "",
		"Invoice 4711 was paid by pat@alder.example":          `,"bot_id":"B0"`,
	} {
		var m slack.Message
		raw, _ := json.Marshal(said)
		sent := `{"type":"message","user":"U1","ts":"1762786800.000100","text":` + string(raw) + from + `}`
		if err := json.Unmarshal([]byte(sent), &m); err != nil {
			t.Fatal(err)
		}
		p := posts.Read(&m, now)
		if p.Dialer || p.Outcome != "" || p.Note != said || !slices.Equal(p.Mails, []string{"pat@alder.example"}) {
			t.Errorf("%q: %+v", said, p)
		}
		if len(p.Numbers) > 0 || !p.At.IsZero() {
			t.Errorf("%q has numbers %v, at %v", said, p.Numbers, p.At)
		}
	}
}

// A message says nothing twice: an app's text is often its blocks in short, and a person's the rich text that Slack
// makes of it.
func TestTextOfAMessage(t *testing.T) {
	var m slack.Message
	if err := json.Unmarshal([]byte(`{"text":"*Pat* called\nabout prices","blocks":[{"type":"rich_text","elements":[
		{"type":"rich_text_section","elements":[{"type":"text","text":"Pat","style":{"bold":true}},
		{"type":"text","text":" called\nabout prices"}]}]}],"attachments":[{"text":"and more","fallback":"no"}]}`),
		&m); err != nil {
		t.Fatal(err)
	}
	if got := posts.Text(&m); strings.Count(got, "prices") != 1 || !strings.HasSuffix(got, "\nand more") {
		t.Errorf("%q", got)
	}
}

// Names stand in a message without spaces around them, too, and with marks at them.
func TestNamesInAMessage(t *testing.T) {
	for text, want := range map[string]string{
		"今日東京電機工業の田中様に電話しました":               "東京電機工業",
		"アルダー・ジャパン様より折り返しの電話":               "アルダー ジャパン",
		"ABC商事に電話、不在":                       "abc商事",
		"给东方贸易公司打了电话，没有人接":                  "东方贸易公司",
		"โทรหาสยามซีเมนต์แล้วไม่มีคนรับสาย": "สยามซีเมนต์",
		"re:Alder, no pickup":           "alder",
		"(Birch) called":                "birch",
		"Outcome:Cedar/voicemail":       "cedar",
		"“O'Neil”—busy":                 "oneil",
		"spoke to *Smith & Sons*!":      "smith sons",
		"call with <7-Eleven|7-Eleven>": "7 eleven",
	} {
		list := posts.Names(text)
		if !slices.Contains(list, want) {
			t.Errorf("%q is not among the names in %q: %q", want, text, list)
		}
	}
	long := posts.Names(strings.Repeat("今日東京電機工業の田中様に電話しました", 10_000))
	if len(long) > 2500 {
		t.Errorf("%d names", len(long))
	}
	longest := slices.Index(long, "東京電機工業")
	if short := slices.Index(long, "東京"); longest < 0 || short < longest {
		t.Errorf("the short name stands at %d, the long one at %d", short, longest)
	}
}
