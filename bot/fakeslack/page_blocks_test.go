package fakeslack_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack/pagetest"
)

func pageDrawsBlocks(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.post(f.DM(ana), kitMessage)
	f.holds("nothing is unsupported", `document.documentElement.dataset.unsupported === undefined`)
	for what, js := range map[string]string{
		"header with emoji": `document.querySelector("h3.level-1").innerText === "Good morning 👋"`,
		"smaller header":    `document.querySelector("h5.level-3").innerText === "Smaller"`,
		"divider":           `document.querySelector(".block.divider hr")`,
		"plain is plain":    `document.querySelector("[data-block=plain]").innerText === "plain *stars* &amp; <b>"`,
		"bold":              `document.querySelector("[data-block=marked] strong").innerText === "bold"`,
		"italic":            `document.querySelector("[data-block=marked] em").innerText === "italic"`,
		"strike":            `document.querySelector("[data-block=marked] s").innerText === "strike"`,
		"code keeps stars":  `document.querySelector("[data-block=marked] code").innerText === "code *x*"`,
		"emoji has a name": `document.querySelector("[data-block=marked] .emoji")
			.getAttribute("aria-label") === "white check mark"`,
		"link is decoded": `document.querySelector("[data-block=marked] a").href === "https://example.com/a?b=1&c=2"`,
		"link is safe":    `document.querySelector("[data-block=marked] a").rel === "noopener noreferrer"`,
		"mail": `document.querySelector('[data-block=marked] a[href="mailto:pat@example.com"]')
			.innerText === "mail"`,
		"phone":             `document.querySelector('[data-block=marked] a[href="tel:+4930123"]').innerText === "call"`,
		"person":            `document.querySelector("[data-block=marked] [data-user=U0BEN]").innerText === "@ben"`,
		"channel is a mark": `document.querySelector("[data-block=marked] .broadcast").innerText === "@channel"`,
		"quote":             `document.querySelector("[data-block=marked] blockquote").textContent === "quoted"`,
		"pre":               `document.querySelector("[data-block=marked] pre").textContent === "pre <b>\n *x*"`,
		"line after pre":    `document.querySelector("[data-block=marked] .text").textContent.endsWith("end")`,
		"fields":            `document.querySelectorAll("[data-block=fields] .fields .text").length === 2`,
		"picture's words": `document.querySelector("[data-block=pic] .image-away")
			.getAttribute("aria-label") === "a small picture"`,
		"image block":         `document.querySelector(".block.image .image-away").innerText.includes("a big picture")`,
		"context":             `document.querySelector(".block.context").innerText.includes("a tip")`,
		"rich text":           `document.querySelector(".block.rich_text strong").innerText === "rich"`,
		"rich list":           `document.querySelector(".block.rich_text li").innerText === "item"`,
		"rich mention of me":  `document.querySelector(".block.rich_text .mention-me").innerText === "@ana"`,
		"rich quote":          `document.querySelector(".block.rich_text blockquote").innerText === "said"`,
		"table head":          `document.querySelector(".table th").innerText === "Team"`,
		"table alignment":     `document.querySelector(".table td.align-right").innerText === "41"`,
		"primary":             `document.querySelector("[data-action=go].primary")`,
		"url button":          `document.querySelector("[data-action=site]").href === "https://example.com/"`,
		"date starts":         `document.querySelector("[data-action=date]").value === "2026-11-20"`,
		"datetime in my zone": `document.querySelector("[data-action=datetime][data-part=time]").value === "01:00"`,
		"radio description":   `document.querySelector("[data-block=toggles] .toggle-note").innerText === "they wrote first"`,
		"sender": `document.querySelector(".message .sender").innerText === "Follow-up Coach" &&
			document.querySelector(".app-mark")`,
		"app's time": `document.querySelector(".message .at").innerText === "2:25 AM"`,
	} {
		f.holds(what, js)
	}
}

func pageElementsAct(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.post(f.DM(ana), kitMessage)
	steps := []struct {
		name string
		do   func()
		got  func(slack.BlockAction) string
		want string
	}{
		{"go", func() { f.Browser.Click("[data-action=go]") }, func(a slack.BlockAction) string { return a.Value }, "v1"},
		{"overflow", func() { f.menuPick("[data-action=overflow]", "snooze") },
			func(a slack.BlockAction) string { return a.SelectedOption.Value }, "snooze"},
		{"static", func() { f.menuPick("[data-action=static]", "talked") },
			func(a slack.BlockAction) string { return a.SelectedOption.Value }, "talked"},
		{"static", func() { // by keyboard alone
			f.Eval(`document.querySelector("[data-action=static]").focus()`, nil)
			f.Press("Enter")
			f.Until(`document.querySelector(".menu-search")`)
			f.Type("no ans")
			f.Press("Enter")
		}, func(a slack.BlockAction) string { return a.SelectedOption.Value }, "na"},
		{"multi", func() { f.menuPick("[data-action=multi]", "2") }, func(a slack.BlockAction) string {
			return fmt.Sprintf("%d %s", len(a.SelectedOptions), a.SelectedOptions[0].Value)
		}, "1 2"},
		{"multi", func() { f.Browser.Click(`.menu .menu-row[data-value="1"]`) },
			func(a slack.BlockAction) string { return fmt.Sprint(len(a.SelectedOptions)) }, "2"},
		{"users", func() { f.Press("Escape"); f.menuPick("[data-action=users]", ben) },
			func(a slack.BlockAction) string { return a.SelectedUser }, ben},
		{"channels", func() { f.menuPick("[data-action=channels]", room) },
			func(a slack.BlockAction) string { return a.SelectedChannel }, room},
		{"conversations", func() { f.menuPick("[data-action=conversations]", room) },
			func(a slack.BlockAction) string { return a.SelectedConversation }, room},
		{"date", func() { f.Set("[data-action=date]", "2026-12-01") },
			func(a slack.BlockAction) string { return a.SelectedDate }, "2026-12-01"},
		{"time", func() { f.Set("[data-action=time]", "16:30") }, func(a slack.BlockAction) string { return a.SelectedTime },
			"16:30"},
		// Ana lives in New York: 10:00 there is 15:00 UTC in winter.
		{"datetime", func() { f.Set("[data-action=datetime][data-part=time]", "10:00") },
			func(a slack.BlockAction) string { return fmt.Sprint(a.SelectedDateTime) }, "1795186800"},
		{"radio", func() { f.Browser.Click("[data-action=radio][value=cold]") },
			func(a slack.BlockAction) string { return a.SelectedOption.Value }, "cold"},
		{"checks", func() { f.Browser.Click("[data-action=checks][value=b]") },
			func(a slack.BlockAction) string { return a.SelectedOptions[0].Value }, "b"},
		{"erase", func() {
			f.Browser.Click("[data-action=erase]") // denied first: nothing may be sent
			f.Until(`document.querySelector(".confirm[open]").innerText.includes("This can't be undone.")`)
			f.Press("Escape")
			f.Until(`!document.querySelector(".confirm")`)
			f.Browser.Click("[data-action=erase]")
			f.Browser.Click(".confirm .modal-foot .button:first-child")
			f.Until(`!document.querySelector(".confirm")`)
			f.Browser.Click("[data-action=erase]")
			f.Browser.Click(".confirm .modal-foot .button.primary")
		}, func(a slack.BlockAction) string { return a.Value }, "e1"},
	}
	for i, s := range steps {
		s.do()
		a := f.acted(i + 1)
		f.same("action", a.ActionID, s.name)
		f.same(s.name, s.got(a), s.want)
	}
	f.Until(`document.querySelector("[data-action=static]").innerText.includes("No answer")`)
	f.visit(ana, "")
	f.Until(`document.querySelector("[data-action=go]")`)
	f.same("toasts", f.Text("#toasts"), "")
}

func pageRarer(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.post(f.DM(ana), kitMore)
	f.holds("nothing is unsupported", `document.documentElement.dataset.unsupported === undefined`)
	f.same("caption", f.Text(".block.data_table caption"), "Calls by team")
	f.same("number", f.Text(".block.data_table td.number"), "1,234")
	f.same("rich text", f.Text(".block.rich_text ol[start='3'] li"), "9:05 PM@here#sales<b>")
	f.holds("an icon has a name", `document.querySelector("[data-action=trash]").getAttribute("aria-label") === "Remove"`)
	f.holds("what is for others is not shown", `!document.querySelector("[data-action=hidden]")`)
	f.Browser.Click("[data-action=trash]")
	f.same("icon button", f.acted(1).Value, "t1")
	f.menuPick("[data-action=users]", ben)
	f.same("users", strings.Join(f.acted(2).SelectedUsers, " "), ben)
	f.Press("Escape")
	f.menuPick("[data-action=channels]", room)
	f.same("channels", strings.Join(f.acted(3).SelectedChannels, " "), room)
	f.Press("Escape")
	f.menuPick("[data-action=conversations]", room)
	f.Browser.Click(`.menu .menu-row[data-value="U0BEN"]`) // one too many
	f.same("conversations", strings.Join(f.acted(4).SelectedConversations, " "), room)
	f.holds("one is the most", `document.querySelectorAll("[data-action=conversations] .chip").length === 1`)
}

func pageCharts(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	shapes := map[string]string{"bar": "rect.bar.series-1", "line": "polyline.line", "area": "polygon.area",
		"pie": "path.slice"}
	for _, kind := range []string{"bar", "line", "area", "pie"} {
		f.post(f.DM(ana), kitChart(kind))
		chart := fmt.Sprintf("[data-chart=%s]", kind)
		f.holds(kind+" is drawn", fmt.Sprintf(`document.querySelectorAll("%s > svg %s").length >= 2`, chart, shapes[kind]))
		f.holds(
			kind+" has a name", fmt.Sprintf(
				`document.getElementById(document.querySelector("%s > svg").getAttribute("aria-labelledby")).textContent`, chart))
		f.holds(kind+" says its numbers", fmt.Sprintf(`document.querySelector("%s table").textContent.includes(%q)`, chart,
			map[bool]string{true: "Price3", false: "1st12.510"}[kind == "pie"]))
		f.holds(kind+" has a legend", fmt.Sprintf(`document.querySelectorAll("%s .legend li").length === 2`, chart))
		f.holds(
			kind+" has no broken number", fmt.Sprintf(
				`!/NaN|undefined|Infinity/.test(new XMLSerializer().serializeToString(document.querySelector("%s")))`, chart))
	}
}

func pageDates(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	// 2026-11-20 02:05:09 UTC: the evening before in New York, the small hours in Berlin.
	token := func(format string) string { return fmt.Sprintf("<!date^1795140309^%s|fallback>", format) }
	texts := []string{token(kitDates), token("{date_pretty} at {time}"), token("{ago}"),
		"<!date^1795140309^{time}^https://example.com/|x>", "<!date^soon^{date}|the fallback>"}
	f.visit(ana, room)
	f.post(room, `[{"type":"section","block_id":"dates","text":{"type":"mrkdwn","text":"`+strings.Join(texts, `\n`)+`"}}]`)
	for _, reader := range []struct{ id, want string }{
		{
			ana,
			"2026-11-19; 11/19/2026; November 19th; Nov 19; Thursday, November 19th; November 19, 2026; 9:05 PM; 9:05:09 " +
				"PM\nToday at 9:05 PM\nIn 18 hours\n9:05 PM\nthe fallback"},
		{
			ben,
			"2026-11-20; 11/20/2026; November 20th; Nov 20; Friday, November 20th; November 20, 2026; 03:05; " +
				"03:05:09\nTomorrow at 03:05\nIn 18 hours\n03:05\nthe fallback"},
	} {
		f.visit(reader.id, room)
		f.Until(`document.querySelector("[data-block=dates]")`)
		f.same(reader.id, f.Text("[data-block=dates]"), reader.want)
		f.holds(
			"the linked one is a link", `document.querySelector("[data-block=dates] a[href='https://example.com/'] time")`)
	}
	var far string
	f.Eval(
		`import("./page/dates.js").then((d) => d.formatDate(1760000000,
			"{date}; {date_short}; {date_long}; {date_pretty}", {tz: "UTC", locale: "en-US"},
			1795140309) + "; " + d.formatDate(1, "{nonsense}", {tz: "UTC"}, 0))`, &far)
	f.same(
		"over half a year away", far, "October 9th, 2025; Oct 9, 2025; Thursday, October 9th, 2025; October 9th, 2025; null")
	var gap []float64
	f.Eval(
		`import("./page/dates.js").then((d) => [d.instant(2026, 3, 8, 2, 30, "America/New_York"),
			d.instant(2026, 11, 1, 1, 30, "America/New_York"), d.instant(2026, 3, 29, 8, 25, "Europe/Berlin")])`, &gap)
	if want := []float64{1772955000, 1793511000, 1774765500}; fmt.Sprint(gap) != fmt.Sprint(want) {
		t.Errorf("over clock changes: %.0f, want %.0f", gap, want)
	}
}

func pageHostile(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	hostile := `<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script> ` +
		`&lt;!channel&gt; <javascript:window.hit=1|click> *<b>` + "\ue0000\ue001" + `*`
	f.post(f.DM(ana), `[{"type":"section","block_id":"m","text":{"type":"mrkdwn","text":"`+hostile+`"}},
	 {"type":"header","text":{"type":"plain_text","text":"<!channel> <img src=x onerror=hit()>"}},
	 {"type":"actions","elements":[{"type":"button","action_id":"x",
	   "text":{"type":"plain_text","text":"<img src=x onerror=hit()>"}}]}]`)
	f.holds("no image from text", `!document.querySelector("#messages .message-main img, #messages script")`)
	f.holds("nothing ran", `window.hit === undefined`)
	f.holds(
		"escaped channel is text",
		`!document.querySelector("#messages .broadcast") &&
			document.querySelector("[data-block=m]").innerText.includes("<!channel>")`)
	f.holds("no javascript link", `!document.querySelector("#messages a[href^=javascript]")`)
	f.holds(
		"plain text shows it all",
		`document.querySelector("#messages h3").innerText === "<!channel> <img src=x onerror=hit()>"`)
	f.holds("so does a button", `document.querySelector("[data-action=x]").innerText === "<img src=x onerror=hit()>"`)
	var refused bool
	f.Eval(`(() => { try { document.body.innerHTML = "<b>x</b>"; return false; } catch { return true; } })()`, &refused)
	if !refused {
		t.Error("the policy lets a string become markup")
	}
	f.Problems() // the refusal above is one
}

func pageUnknown(t *testing.T, b *pagetest.Browser) {
	f := newFloor(t, b, ana)
	f.post(f.DM(ana), `[{"type":"markdown","text":"# not drawn here"}]`)
	f.same("box", f.Text(".unsupported"), "unsupported block: markdown")
	f.holds("it is counted", `document.documentElement.dataset.unsupported === "block markdown"`)
}
