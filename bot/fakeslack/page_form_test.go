package fakeslack_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/fakeslack/pagetest"
)

func (f *floor) say(text string) {
	f.Helper()
	f.Browser.Click("#typed")
	f.Type(text)
	f.Press("Enter")
}

func (f *floor) until(what string, cond func() bool) {
	f.Helper()
	ctx, cancel := context.WithTimeout(f.Context(), 10*time.Second)
	defer cancel()
	if err := f.Wait(ctx, func(*fakeslack.Server) bool { f.mu.Lock(); defer f.mu.Unlock(); return cond() }); err != nil {
		f.Fatalf("%s: %v; form: %q toasts: %q", what, err, f.Text(".modal"), f.Text("#toasts"))
	}
}

func (f *floor) openForm() {
	f.Helper()
	f.say("/followup form")
	f.Until(`document.querySelector(".modal[open] [data-block=outcome]")`)
}

func in(block, rest string) string { return fmt.Sprintf(".modal [data-block=%s] %s", block, rest) }

func (f *floor) write(block, text string) {
	f.Helper()
	f.Browser.Click(in(block, ".field"))
	f.Eval(fmt.Sprintf(`document.querySelector(%q).select()`, in(block, ".field")), nil)
	f.Type(text)
}

func pageForm(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ben)
	f.openForm()
	f.same("title", f.Text("#modal-title"), "Log a call")
	f.same("submit", f.Text(".modal .submit"), "Save")
	f.same("close", f.Text(".modal .cancel"), "Not now")
	f.same("alert", f.Text(".modal .alert.warning"), "Mind the gap")
	f.same("hint", f.Text(in("note", ".hint")), "What did they say?")
	f.holds("the first input has the focus", `document.activeElement.matches(".modal [data-block=outcome] .select")`)
	f.holds(
		"labels name their inputs",
		`[...document.querySelectorAll(".modal label[for]")].length === 11 &&
			[...document.querySelectorAll(".modal label[for]")].every((l) => l.control)`)
	f.holds(
		"groups are named",
		`["exact", "warm", "ticks"].every((b) =>
			document.querySelector(".modal [data-block=" + b + "] [role][aria-labelledby]"))`)
	f.holds(
		"hints are told",
		`document.getElementById(document.querySelector(".modal [data-block=note] .field")
			.getAttribute("aria-describedby").split(" ")[0]).innerText === "What did they say?"`)
	for range 40 {
		f.Press("Tab")
	}
	f.holds(
		"the focus stays in the form",
		`document.activeElement === document.body || document.querySelector(".modal").contains(document.activeElement)`)

	f.menuPick(in("outcome", ".select"), "talked")
	f.write("note", "wants a quote <b>")
	f.same("room left", f.Text(in("note", ".left")), "")
	f.write("note", "wants a quote for the whole north <b>")
	f.same("room left", f.Text(in("note", ".left")), "3 left")
	f.write("who", "Pat Doe")
	f.write("calls", "3")
	f.write("mail", "pat@example.com")
	f.write("site", "https://example.com")
	f.menuPick(in("tags", ".select"), "hot")
	f.Browser.Click(`.menu .menu-row[data-value="big"]`)
	f.Press("Escape")
	f.Until(`!document.querySelector(".menu") && document.querySelector(".modal[open]")`)
	f.Set(in("date", "input"), "2026-11-24")
	f.Set(in("time", "input"), "16:00")
	f.Set(in("exact", "[data-part=date]"), "2026-11-24")
	f.Set(in("exact", "[data-part=time]"), "16:00")
	f.Browser.Click(in("warm", "[value=warm]"))
	f.Browser.Click(in("ticks", "[value='2']"))
	f.menuPick(in("owner", ".select"), ana)
	f.Browser.Click(in("lead", ".select"))
	f.Until(`document.querySelectorAll(".menu .menu-row").length === 3`)
	f.Type("z")
	f.Until(`document.querySelector(".menu .menu-empty")`)
	f.Press("Backspace")
	f.Type("bi")
	f.Until(`document.querySelectorAll(".menu .menu-row").length === 2`)
	f.Press("ArrowDown")
	f.Press("Enter")
	f.same("the picked lead", f.Text(in("lead", ".picked")), "Birchwood")

	// The app renews the view: what was typed stays.
	f.Browser.Click("[data-action=renew]")
	f.Until(`document.querySelector(".modal").innerText.includes("Pat the Renewed")`)
	f.Browser.Click(".modal .submit")
	f.until("saved", func() bool { return len(f.saved) == 1 })
	f.Until(`!document.querySelector(".modal[open]")`)
	v := f.saved[0].State.Values
	get := func(block string) slack.BlockAction { return v[block]["v"] }
	for _, c := range []struct{ what, got, want string }{
		{"outcome", get("outcome").SelectedOption.Value, "talked"},
		{"note", get("note").Value, "wants a quote for the whole north <b>"},
		{"who", get("who").Value, "Pat Doe"},
		{"calls", get("calls").Value, "3"},
		{"mail", get("mail").Value, "pat@example.com"},
		{"site", get("site").Value, "https://example.com"},
		{"tags", fmt.Sprint(len(get("tags").SelectedOptions)), "2"},
		{"date", get("date").SelectedDate, "2026-11-24"},
		{"time", get("time").SelectedTime, "16:00"},
		{"exact, in Berlin", fmt.Sprint(get("exact").SelectedDateTime),
			fmt.Sprint(time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC).Unix())},
		{"warm", get("warm").SelectedOption.Value, "warm"},
		{"ticks", get("ticks").SelectedOptions[0].Value, "2"},
		{"owner", get("owner").SelectedUser, ana},
		{"lead", get("lead").SelectedOption.Value, "Birchwood"},
	} {
		f.same(c.what, c.got, c.want)
	}
}

func pageErrors(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ben)
	f.openForm()
	f.Browser.Click(".modal .submit")
	f.same("required", f.Text(in("outcome", ".error")), "Please complete this required field.")
	f.holds(
		"its field has the focus", `document.activeElement.matches(".modal [data-block=outcome] .select[aria-invalid=true]")`)
	f.menuPick(in("outcome", ".select"), "vm")
	for _, c := range []struct{ block, text, want string }{
		{"who", "P", "Please enter at least 2 characters."},
		{"calls", "x", "Please enter a whole number."},
		{"calls", "2.5", "Please enter a whole number."},
		{"calls", "9", "Please enter a number of at most 7."},
		{"calls", "0", "Please enter a number of at least 1."},
		{"mail", "pat@", "Please enter a valid email address."},
		{"site", "example", "Please enter a valid URL."},
	} {
		f.write(c.block, c.text)
		f.Browser.Click(".modal .submit")
		f.same(c.block+" "+c.text, f.Text(in(c.block, ".error")), c.want)
		f.Eval(
			fmt.Sprintf(`(() => { const n = document.querySelector(%q); n.value = %q; n.dispatchEvent(new Event("input")); })()`,
				in(c.block, ".field"), map[string]string{"who": "Nobody"}[c.block]), nil)
	}
	f.Browser.Click(".modal .submit")
	f.Until(`document.querySelector(".modal [data-block=who] .error").innerText === "We know no Nobody."`)
	f.holds(
		"told to the field",
		`document.querySelector(".modal [data-block=who] .field").getAttribute("aria-describedby") ===
			document.querySelector(".modal [data-block=who] .error").id &&
			document.activeElement.matches("[data-block=who] .field")`)
	f.holds("earlier errors are gone", `document.querySelector(".modal [data-block=site] .error").hidden`)
	f.same("what was typed stays", f.Text(in("outcome", ".picked")), "Voicemail")
	f.write("who", "Pat")
	f.Press("Enter")
	f.until("saved with the enter key", func() bool { return len(f.saved) == 1 })
}

func pageStack(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ben)
	f.openForm()
	f.write("note", "kept below")
	for n, button := range []string{".modal [data-action=deeper]", ".modal [data-action=deeper]"} {
		f.Browser.Click(button)
		f.Until(
			fmt.Sprintf(
				`document.querySelector("#modal-title").innerText === "Deeper" && document.querySelector(".modal .back") &&
					document.querySelector(".modal").dataset.depth === "%d"`, n+2))
		f.acted(n + 1)
	}
	f.Press("Escape")
	f.until("one closed", func() bool { return len(f.Views(ben)) == 2 })
	f.Until(`document.querySelector(".modal[data-depth='2'] .back")`)
	f.Browser.Click(".modal .back")
	f.Until(`document.querySelector("#modal-title").innerText === "Log a call"`)
	var note string
	f.Eval(fmt.Sprintf("document.querySelector(%q).value", in("note", ".field")), &note)
	f.same("typed before", note, "kept below")
	f.Press("Escape")
	f.Until(`!document.querySelector(".modal[open]")`)
	f.until("the app is told of the one that asks for it", func() bool { return f.closed == 1 })
	f.openForm()
	f.Browser.Click(".modal .cancel")
	f.until("closed with the button", func() bool { return f.closed == 2 })
}
