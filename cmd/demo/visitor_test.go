package main

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack/pagetest"
)

var shots = flag.String("shots", "", "write a picture of each step into this folder, at 1280 and at 390 px")

// visitor is somebody who tries the demo in a browser.
type visitor struct {
	*testing.T
	*pagetest.Browser
	floor *floor
	url   string
}

func visit(t *testing.T) *visitor {
	t.Helper()
	f, err := open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.close)
	srv := httptest.NewServer(f.page())
	t.Cleanup(srv.Close)
	v := &visitor{t, pagetest.Open(t), f, srv.URL}
	v.Size(1280, 860, false)
	return v
}

// at goes to a person's place: "U1/C1", or "U1/" for the messages of the app.
func (v *visitor) at(place string) {
	v.Helper()
	v.Browser.Go("about:blank") // the same page with another # would not load anew
	v.Browser.Go(v.url + "/#" + place)
	v.Until(`document.body.dataset.drawn !== undefined`)
}

func (v *visitor) write(words string) {
	v.Helper()
	v.Browser.Click("#typed")
	v.Type(words)
	v.Press("Enter")
}

// say types a command and waits for what it brings: a message, or a form.
func (v *visitor) say(words string) {
	v.Helper()
	var before int
	v.Eval(`document.querySelectorAll("#messages .message").length`, &before)
	v.write(words)
	v.Until(
		fmt.Sprintf(
			`document.querySelectorAll("#messages .message").length > %d || document.querySelector(".modal[open]") !== null`,
			before))
}

// sees waits until the conversation has the words.
func (v *visitor) sees(words ...string) {
	v.Helper()
	for _, w := range words {
		v.Until(`document.querySelector("#messages").innerText.replace(/\s+/g," ").includes(` + strconv.Quote(w) + `)`)
	}
}

// form waits for an open form with the words in it.
func (v *visitor) form(words string) {
	v.Helper()
	v.Until(`[...document.querySelectorAll(".modal[open]")].some(m => m.innerText.replace(/\s+/g," ").includes(` +
		strconv.Quote(words) + `))`)
}

func (v *visitor) closeForm() {
	v.Helper()
	v.Press("Escape")
	v.Until(`document.querySelector(".modal[open]") === null`)
}

// more opens the newest card's overflow and takes the entry with the words.
func (v *visitor) more(words string) {
	v.Helper()
	v.Browser.ClickOn(`[...document.querySelectorAll('[data-action="card.more"]')].at(-1)`)
	v.pick(words)
}

func (v *visitor) pick(words string) {
	v.Helper()
	v.Browser.ClickOn(`[...document.querySelectorAll(".menu .menu-row")].find(r => r.innerText.includes(` +
		strconv.Quote(words) + `))`)
}

// look checks that nothing sticks out at either width, that a thumb hits what there is to tap, and that everything can
// be read, light and dark; and it takes the pictures that were asked for.
func (v *visitor) look(name string) {
	v.Helper()
	for _, width := range []int{390, 1280} {
		v.Size(width, 860, false)
		var wide int
		v.Eval(`Math.max(...[document.documentElement, ...document.querySelectorAll("#scroll, .modal[open] .modal-body")]
			.map(n => innerWidth + n.scrollWidth - n.clientWidth))`, &wide)
		if wide > width {
			v.Errorf("%s: at %d px the page is %d px wide", name, width, wide)
		}
		if width == 390 {
			v.legible(name)
		}
		if *shots == "" {
			continue
		}
		v.Eval(`(() => { // the newest message, from its start where it is taller than the window
			const all = document.getElementById("scroll"), last = document.querySelector("#messages .message:last-child");
			if (!last || document.querySelector(".modal[open]")) return;
			all.scrollTop = all.scrollHeight - Math.max(0, last.offsetHeight - all.clientHeight) - all.clientHeight;
		})()`, nil)
		v.Shot(filepath.Join(*shots, fmt.Sprintf("%s-%d.png", name, width)))
		v.Size(width, 860, true)
		v.Shot(filepath.Join(*shots, fmt.Sprintf("%s-%d-dark.png", name, width)))
		v.Size(width, 860, false)
	}
}

// forward moves the app's clock to a time of day in New York, so many days on.
func (v *visitor) forward(days, hour, minute int) {
	v.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		v.Fatal(err)
	}
	now := v.floor.clock.Now().In(zone)
	to := time.Date(now.Year(), now.Month(), now.Day()+days, hour, minute, 5, 0, zone)
	if err := v.floor.clock.Forward(to); err != nil {
		v.Fatal(err)
	}
}

// content: nothing was left undrawn, no emoji is a code, the browser has nothing to complain of, and Slack took all
// that was sent.
func (v *visitor) content() {
	v.Helper()
	var unsupported string
	v.Eval(`document.documentElement.dataset.unsupported ?? ""`, &unsupported)
	if unsupported != "" {
		v.Errorf("the page cannot draw %s", unsupported)
	}
	var code string
	v.Eval(`document.body.innerText.match(/(^|\s):[a-z_][a-z0-9_+-]*:/)?.[0] ?? ""`, &code)
	if code != "" {
		v.Errorf("the page shows %s and no glyph", code)
	}
	for _, p := range v.Problems() {
		v.Errorf("the browser complains: %s", p)
	}
	for _, e := range v.floor.slack.Refusals() {
		v.Errorf("Slack refused %s: %s (%s)", e.Method, e.Rule, e.Detail)
	}
}
