package app

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// The runner itself: what it shows of a message, and what it takes for missing.
func TestScreens(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r := reader{zone: zone, now: time.Date(2026, 3, 27, 9, 0, 0, 0, time.UTC)}
	s := r.message(fakeslack.Message{Blocks: json.RawMessage(`[
		{"type":"header","text":{"type":"plain_text","text":"Good morning"}},
		{"type":"section","block_id":"card:L1.0","text":{"type":"mrkdwn","text":
			"*Acme &amp; Sons*\nDue <!date^1774767600^{date_short_pretty} at {time}|x> · <tel:+4930|+49 30>"}},
		{"type":"actions","block_id":"card:L1.1","elements":[
			{"type":"button","action_id":"log.voicemail","value":"L1|1","text":{"type":"plain_text","text":"Voicemail"}},
			{"type":"overflow","action_id":"card.more","options":[
				{"text":{"type":"plain_text","text":"Snooze…"},"value":"L1|snooze"}]}]},
		{"type":"section","text":{"type":"mrkdwn","text":"Birch, <!date^1798700000^{date_short_pretty}|x>"}}]`)})
	want := "    Good morning\n    Acme & Sons\n    Due Sun 29 Mar 09:00 CEST · +49 30\n    (dials) +4930\n    " +
		"[Voicemail] [⋯]\n    Birch, " +
		"Thu 31 Dec"
	if got := s.String(); got != want {
		t.Errorf("shown:\n%s\nwant:\n%s", got, want)
	}
	if len(s.buttons) != 2 || s.buttons[1].option != "L1|snooze" || s.buttons[0].block != "card:L1.1" {
		t.Errorf("buttons %+v", s.buttons)
	}
	for _, c := range []struct {
		name    string
		lines   []string
		missing string
	}{
		{"all in order", []string{"Acme", "09:00 CEST", "+49 30", "[Voicemail]", "Birch"}, ""},
		{"two on a line, in order", []string{"Acme", "& Sons"}, ""},
		{"two on a line, the wrong way round", []string{"& Sons", "Acme"}, "Acme"},
		{"out of order", []string{"Birch", "Acme"}, "Acme"},
		{"another hour", []string{"Due Sun 29 Mar 08:00 CET"}, "Due Sun 29 Mar 08:00 CET"},
		{"once is not twice", []string{"Birch", "Birch"}, "Birch"},
		{"unwanted", []string{"Acme", "not: Birch"}, "not: Birch"},
		{"unwanted and absent", []string{"not: Cedar", "Acme"}, ""},
	} {
		var body []talkLine
		for _, l := range c.lines {
			body = append(body, talkLine{text: l})
		}
		got := ""
		if m := s.missing(body); m != nil {
			got = m.text
		}
		if got != c.missing {
			t.Errorf("%s: missing %q, want %q", c.name, got, c.missing)
		}
	}
	bad := pings(fakeslack.Message{Text: "&lt;!channel&gt;", Blocks: json.RawMessage(`[
		{"type":"section","text":{"type":"mrkdwn","text":"\u003c!here\u003e"}},
		{"type":"header","text":{"type":"plain_text","text":"<!channel>"}}]`)})
	if len(bad) != 1 {
		t.Errorf("pings %q, want the one in mrkdwn", bad)
	}
}

// A clock line insists on the right weekday and on a time that there is.
func TestInstants(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at, err := instant("Mon 9 Mar 2026", "10:00", zone)
	if err != nil || !at.Equal(time.Date(2026, 3, 9, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("%v, %v", at, err)
	}
	for _, wrong := range [][2]string{{"Tue 9 Mar 2026", "10:00"}, {"Sun 8 Mar 2026", "02:30"},
		{"Sat 31 Apr 2026", "10:00"}} {
		if at, err := instant(wrong[0], wrong[1], zone); err == nil {
			t.Errorf("%v was taken for %v", wrong, at)
		}
	}
}
