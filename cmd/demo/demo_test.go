package main

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack/pagetest"
)

var shots = flag.String("shots", "", "write a picture of each step into this folder")

// The first thing a newcomer does: log a voicemail, move the clock to tomorrow, read the morning message.
func TestTheFirstFiveMinutes(t *testing.T) {
	f, err := open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.close)
	srv := httptest.NewServer(f.page())
	t.Cleanup(srv.Close)

	b := pagetest.Open(t)
	look := func(name string) {
		if *shots == "" {
			return
		}
		for _, size := range []struct {
			name  string
			width int
		}{{"1280", 1280}, {"390", 390}} {
			b.Size(size.width, 860, false)
			b.Shot(filepath.Join(*shots, name+"-"+size.name+".png"))
		}
		b.Size(1280, 860, false)
	}
	say := func(words string) {
		t.Helper()
		b.Click("#typed")
		b.Type(words)
		b.Press("Enter")
	}
	sees := func(words ...string) {
		t.Helper()
		for _, w := range words {
			b.Until(`document.querySelector("#messages").innerText.replace(/\s+/g," ").includes(` + quoted(w) + `)`)
		}
	}
	b.Size(1280, 860, false)
	visit := func(place string) {
		t.Helper()
		b.Go(srv.URL + "/#" + place)
		b.Until(`document.body.dataset.drawn !== undefined`)
	}
	visit(maya + "/")

	say("/followup acme voicemail")
	sees("Acme Corp", "Undo")
	look("1-logged")

	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	tomorrow := f.clock.Now().In(zone).AddDate(0, 0, 1)
	morning := time.Date(tomorrow.Year(), tomorrow.Month(), tomorrow.Day(), 8, 30, 5, 0, zone)
	if err := f.clock.Forward(morning); err != nil {
		t.Fatal(err)
	}
	sees("Acme Corp", "Birchwood Dental")
	look("2-morning")

	b.Click(`[data-action="log.voicemail"]`)
	sees("✓")
	look("3-one-tap")

	b.Click(`[data-action="log.reached"]`)
	b.Until(`document.querySelector(".modal input, .modal textarea") !== null`)
	look("4-log-form")
	b.Press("Escape")

	narrow := func() {
		t.Helper()
		b.Size(390, 860, false)
		var wide int
		b.Eval(`document.documentElement.scrollWidth`, &wide)
		if wide > 390 {
			t.Errorf("at 390 px the page is %d px wide", wide)
		}
		b.Size(1280, 860, false)
	}
	narrow()
	answers := func() (n int) {
		b.Eval(`document.querySelectorAll("#messages .message").length`, &n)
		return n
	}
	for i, words := range []string{"/followup today", "/followup show acme", "/followup when acme", "/followup list week", "/followup help", "/followup tip", "/followup settings", "/followup evergreen talked liked it next Thu 4pm agenda pricing", "/followup foxglove talked next week", "/followup acme voicmail", "/followup cobolt voicemail", "/followup add"} {
		before := answers()
		say(words)
		if words == "/followup add" {
			b.Until(`document.querySelector(".modal input") !== null`)
		} else {
			b.Until(fmt.Sprintf(`document.querySelectorAll("#messages .message").length > %d`, before))
		}
		look("5-" + string(rune('a'+i)) + "-" + strings.ReplaceAll(strings.Fields(words)[1], "/", ""))
		b.Press("Escape")
	}
	b.Go("about:blank") // the same page with another # would not load anew
	visit(manager + "/" + salesRoom)
	say("/followup team summary now")
	sees("calls")
	look("6-summary")

	var unsupported string
	b.Eval(`document.documentElement.dataset.unsupported ?? ""`, &unsupported)
	if unsupported != "" {
		t.Errorf("the page cannot draw %s", unsupported)
	}
	for _, p := range b.Problems() {
		t.Errorf("the browser complains: %s", p)
	}
	for _, e := range f.slack.Refusals() {
		t.Errorf("Slack refused %s: %s (%s)", e.Method, e.Rule, e.Detail)
	}
	if _, err := os.Stat("../../README.md"); err != nil {
		t.Error(err)
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
