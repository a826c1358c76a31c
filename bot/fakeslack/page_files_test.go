package fakeslack_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack/pagetest"
)

// A shared file is drawn with its title, name and size, and is saved with the keyboard as well as with the mouse.
func pageFiles(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ben)
	content := "BEGIN:VCALENDAR\r\n" + strings.Repeat("X", 2000)
	if _, err := f.api.UploadFileContext(t.Context(), slack.UploadFileParameters{
		Channel: f.DM(ben), Filename: `call "Äcme" <b>.ics`, Title: "Call: <b>Acme</b>", AltTxt: "A calendar file",
		Content: content, FileSize: len(content),
		InitialComment: "*For your calendar:*\n```Thursday 16:00```",
	}); err != nil {
		t.Fatal(err)
	}
	f.Until(`document.querySelector(".message a.file")`)
	f.same("title", f.Text(".file-title"), "Call: <b>Acme</b>")
	f.same("note", f.Text(".file-note"), `call "Äcme" <b>.ics · 2.0 KB · Download`)
	f.holds(
		"the comment stands above",
		`document.querySelector(".message .text strong, .message .text b").innerText === "For your calendar:"`)
	f.holds(
		"it is told what it is",
		`document.querySelector("a.file").title === "A calendar file" &&
			document.querySelector("ul.files").getAttribute("aria-label") === "File"`)
	f.holds("it is saved under its name", `document.querySelector("a.file").download === 'call "Äcme" <b>.ics'`)

	// By keyboard: it is reached with Tab from what stands before it, and Enter follows it.
	f.Eval(
		`(() => { window.followed = 0; document.querySelector("a.file").addEventListener("click",
			(e) => { window.followed++; e.preventDefault(); }); document.querySelector("#scroll").focus(); })()`, nil)
	for range 10 {
		f.Press("Tab")
		var there bool
		if f.Eval(`document.activeElement.matches("a.file")`, &there); there {
			break
		}
	}
	f.Press("Enter")
	f.holds("the keyboard follows it", `document.activeElement.matches("a.file") && window.followed === 1`)

	var href string
	f.Eval(`document.querySelector("a.file").href`, &href)
	get := func(url string) (int, string, http.Header) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body), resp.Header
	}
	status, body, h := get(href)
	if status != http.StatusOK || body != content || h.Get("Content-Type") != "text/calendar" ||
		!strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") {
		t.Errorf("%s: %d, %d bytes, %v", href, status, len(body), h)
	}
	if status, _, _ := get(strings.Replace(href, "as="+ben, "as="+ana, 1)); status != http.StatusNotFound {
		t.Errorf("somebody else's file: %d", status)
	}
	f.visit(ana, "")
	f.holds("others see nothing of it", `!document.querySelector("a.file")`)
}

// A form that is drawn anew in the middle keeps what stands under the same ids, shows new beginnings under new ones,
// and each click tells the app what was filled in by then.
func pageSteps(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ben)
	f.say("/followup steps")
	f.Until(`document.querySelector(".modal[open] [data-block=kept]")`)
	value := func(block string) (v string) {
		f.Eval(fmt.Sprintf("document.querySelector(%q).value", in(block, ".field")), &v)
		return v
	}
	fresh := func(step string) string { return in(fmt.Sprintf("'fresh.%s'", step), ".field") }
	f.write("kept", "typed by hand")
	f.Browser.Click(fresh("one"))
	f.Type(" and more")
	f.menuPick(in("where", ".select"), "one")
	f.Browser.Click(in("gate", "[value=value]"))
	f.Browser.Click(".modal [data-action=step]")
	f.Until(fmt.Sprintf("document.querySelector(%q)", fresh("two")))

	f.acted(1)
	f.mu.Lock()
	state := f.looked[0].State.Values
	f.mu.Unlock()
	f.same("told with the click: text", state["kept"]["v"].Value, "typed by hand")
	f.same("told with the click: text that was begun", state["fresh.one"]["v"].Value, "one and more")
	f.same("told with the click: choice in a group", state["where"]["v"].SelectedOption.Value, "one")
	f.same("told with the click: tick", fmt.Sprint(len(state["gate"]["v"].SelectedOptions)), "1")

	f.same("the same ids keep it", value("kept"), "typed by hand")
	f.same("new ids begin anew", value("'fresh.two'"), "two")
	f.holds("an option that is gone is not chosen", fmt.Sprintf(`document.querySelector(%q)`, in("where", ".placeholder")))
	f.holds("the tick stays", `document.querySelector(".modal [data-block=gate] [value=value]").checked`)
	f.same("buttons are drawn anew", f.Text(".modal [data-action=step]"), "After two")

	f.Browser.Click(in("more", "[value=mail]")) // dispatches
	f.same("dispatched", f.acted(2).SelectedOption.Value, "mail")
	f.menuPick(in("where", ".select"), "rome")
	f.Browser.Click(".modal .submit")
	f.until("saved", func() bool { return len(f.saved) == 1 })
	v := f.saved[0].State.Values
	f.same("saved: kept", v["kept"]["v"].Value, "typed by hand")
	f.same("saved: fresh", v["fresh.two"]["v"].Value, "two")
	f.same("saved: where", v["where"]["v"].SelectedOption.Value, "rome")
	f.same("saved: how", v["more"]["how"].SelectedOption.Value, "mail")
	if _, old := v["fresh.one"]; old {
		t.Error("a block that is gone was sent")
	}
}
