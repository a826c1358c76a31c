package fakeslack_test

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/fakeslack/pagetest"
)

func pageComposer(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.say("/followup log Acme vm")
	f.Until(`document.querySelector(".message.ephemeral strong")?.innerText === "log Acme vm"`)
	f.same("ephemeral", f.Text(".message.ephemeral .only-you"), "Only visible to you")
	f.visit(ben, "")
	f.holds("others don't see it", `!document.querySelector(".message")`)

	f.visit(ana, room)
	f.say("hello <b>all</b>")
	f.Until(`document.querySelector(".message .message-main .text")?.innerText === "hello <b>all</b>"`)

	f.Browser.Click("#typed")
	f.Type("/fol")
	f.Until(`document.querySelectorAll(".hint-row").length === 2`)
	f.Press("ArrowDown")
	f.Press("ArrowDown")
	f.Press("Enter")
	f.holds(
		"the hint is taken",
		`document.getElementById("typed").value === "/followup log Acme vm" && document.getElementById("hints").hidden`)
	f.Eval(`document.getElementById("typed").value = ""`, nil)
	f.Press("ArrowUp")
	f.holds("the last words are back", `document.getElementById("typed").value === "hello <b>all</b>"`)
	f.Press("ArrowDown")
	f.holds("and gone", `document.getElementById("typed").value === ""`)

	f.say("/followup silent")
	f.say("/followup meanwhile") // is not lost while the one before waits for its answer
	f.Until(`[...document.querySelectorAll(".message.ephemeral strong")].at(-1)?.innerText === "meanwhile"`)
	f.Until(
		`document.querySelector("#toasts").innerText
			.includes("/followup failed because the app did not respond (operation_timeout).")`)
	f.Until(`document.getElementById("typed").value === "/followup silent"`)
}

func pageClock(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ben)
	at := func(want time.Time) {
		t.Helper()
		if got := f.clock.Now(); got.Sub(want).Abs() > time.Minute {
			t.Errorf("the clock is at %s, want %s", got.UTC(), want)
		}
	}
	button := func(text string) {
		f.Eval(`[...document.querySelectorAll("#clock .button")].find((b) => b.innerText === "`+text+`").click()`, nil)
		f.Until(`!document.querySelector("#clock.busy")`)
	}
	// Thursday, 08:25 in Berlin.
	f.same("shown in the person's zone", f.Text(".clock-time"), "Thu, Nov 19, 08:25")
	f.post(f.DM(ben), `[{"type":"section","text":{"type":"mrkdwn","text":"before"}}]`)
	button("+10 min")
	f.Until(`document.querySelector(".clock-time").innerText.endsWith("08:35")`)
	at(time.Date(2026, 11, 19, 7, 35, 0, 0, time.UTC))
	button("Next morning 8:25")
	f.Until(`document.querySelector(".clock-time").innerText.startsWith("Fri, Nov 20, 08:25")`)
	at(time.Date(2026, 11, 20, 7, 25, 0, 0, time.UTC))
	f.holds("Saturday comes: Monday is offered",
		`[...document.querySelectorAll("#clock .button")].find((b) => b.textContent === "Monday 8:30" && !b.hidden)`)
	f.post(f.DM(ben), `[{"type":"section","text":{"type":"mrkdwn","text":"after"}}]`)
	f.holds("messages are dated by the app's clock",
		`[...document.querySelectorAll(".message .at")].map((n) => n.innerText).join() === "08:25,08:25" &&
			document.querySelectorAll(".day").length === 2`)
	button("Tomorrow 8:30")
	f.Until(`document.querySelector(".clock-time").innerText.startsWith("Sat, Nov 21")`)
	at(time.Date(2026, 11, 21, 7, 30, 0, 0, time.UTC))
	button("+1 h")
	f.Until(`document.querySelector(".clock-time").innerText.endsWith("09:30")`)
	f.Set(".clock-to input", "2026-11-20T10:00")
	f.Eval(`document.querySelector(".clock-to").requestSubmit()`, nil)
	f.holds("never back", `document.querySelector(".clock-to input").validity.rangeUnderflow`)
	at(time.Date(2026, 11, 21, 8, 30, 0, 0, time.UTC))
	f.Set(".clock-to input", "2026-11-23T08:30")
	f.Eval(`document.querySelector(".clock-to").requestSubmit()`, nil)
	f.Until(`document.querySelector(".clock-time").innerText === "Mon, Nov 23, 08:30"`)
	at(time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC))
	f.Eval(`fetch("do/clock", {method: "POST", body: JSON.stringify({as: "U0BEN", to: 1})}).then((r) => r.text())`, nil)
	at(time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC))
	f.Problems() // the refused move is one
}

func pageHome(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.Browser.Click("[data-room=home]")
	f.Until(`document.getElementById("home").innerText.includes("nothing here yet")`)
	wait(t, f.Server, func(s *fakeslack.Server) bool { return count(s, fakeslack.KindEnvelope) > 0 })
	if e := f.Ledger(); e[len(e)-1].Method == "" {
		t.Errorf("the app was not told: %+v", e)
	}
	if _, err := f.api.PublishView(ana, homeView(), ""); err != nil {
		t.Fatal(err)
	}
	f.Until(`document.querySelector("#home h3")?.innerText === "Today"`)
	f.Browser.Click("#home [data-action=go]")
	f.same("value", f.acted(1).Value, "home")
	f.Browser.Click(".tab:last-child")
	f.Until(`document.getElementById("home").hidden`)
}

func pagePeople(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.same("role, time and place", f.Text(`[data-person=U0ANA] .person-note`), "Sales rep · 2:25 AM New York")
	f.same("the notice", f.Text(".notice"), "Data lives in memory and ends with this process.")
	if _, _, err := f.api.PostMessageContext(t.Context(), f.DM(ben), slack.MsgOptionText("for Ben", false)); err != nil {
		t.Fatal(err)
	}
	f.Until(`document.querySelector("[data-person=U0BEN] .badge")?.innerText.startsWith("1")`)
	f.Browser.Click("[data-person=U0BEN]")
	f.Until(`document.querySelector(".message")?.innerText.includes("for Ben")`)
	f.holds("read now", `!document.querySelector(".badge")`)
	f.Browser.Click("[data-room=C0SALES]")
	f.Until(`document.querySelector("#head h1").innerText === "# sales"`)
}

func pageShortcuts(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.menuPick("#shortcuts", "log")
	f.Until(`document.querySelector(".modal[open]")`)
	f.Press("Escape")
	f.Until(`!document.querySelector(".modal[open]")`)
	f.post(f.DM(ana), kitMessage)
	f.menuPick(".message-more", "from")
	wait(t, f.Server, func(s *fakeslack.Server) bool {
		for _, e := range s.Ledger() {
			if e.Method == "message_action" && e.Kind == fakeslack.KindAck {
				return true
			}
		}
		return false
	})
}

func pageNarrow(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.post(f.DM(ana), kitMessage)
	f.post(f.DM(ana), kitChart("bar"))
	f.openForm()
	for _, width := range []int{390, 1280} {
		f.Size(width, 844, false)
		f.holds("nothing sticks out sideways",
			`document.scrollingElement.scrollWidth <= innerWidth &&
				document.getElementById("scroll").scrollWidth <= innerWidth &&
				document.querySelector(".modal-body").scrollWidth <= document.querySelector(".modal-body").clientWidth`)
	}
	f.Press("Escape")
	f.Size(390, 844, false)
	f.Until(`!document.querySelector(".modal[open]")`)
	f.holds("the sidebar is away", `getComputedStyle(document.getElementById("nav")).visibility === "hidden"`)
	f.Browser.Click("#menu-button")
	f.holds("and comes", `getComputedStyle(document.getElementById("nav")).visibility === "visible"`)
	f.Browser.Click("[data-person=U0BEN]")
	f.Until(`document.querySelector("[data-person=U0BEN][aria-pressed=true]")`)
	f.holds("and goes", `getComputedStyle(document.getElementById("nav")).visibility === "hidden"`)
	f.Browser.Click(".clock-now")
	f.holds("the clock's buttons open", `document.querySelector(".clock-tools").offsetHeight > 0`)
}
