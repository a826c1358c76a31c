package main

import (
	"fmt"
	"testing"
)

// What a small phone shows, and what a morning costs on it: only what is in view is tapped, nothing is scrolled.

// phoneWide and phoneHigh are what a phone's browser leaves of its screen, in CSS pixels.
const phoneWide, phoneHigh = 390, 664

// inView is the first of the elements that a selector finds of which all four sides can be seen and touched.
func inView(selector string) string {
	return `[...document.querySelectorAll(` + fmt.Sprintf("%q", selector) + `)].find(n => {
		const r = n.getBoundingClientRect();
		return r.width > 0 && [[r.x + r.width / 2, r.y + 1], [r.x + r.width / 2, r.bottom - 1], [r.x + 1, r.y + r.height / 2],
			[r.right - 1, r.y + r.height / 2]].every(([x, y]) => n.contains(document.elementFromPoint(x, y)));
	})`
}

// thumb taps what is in view, and counts.
type thumb struct {
	*visitor
	taps int
}

func (th *thumb) tap(selector string) {
	th.Helper()
	th.Until(inView(selector))
	th.Browser.ClickOn(inView(selector))
	th.taps++
}

// spent fails when more taps were needed than promised, and begins to count anew.
func (th *thumb) spent(most int, what string) {
	th.Helper()
	if th.taps > most {
		th.Errorf("%s: %d taps, promised %d", what, th.taps, most)
	}
	th.taps = 0
}

// The first six ways in which a call went stand in view at once, also where an agreed time stands above them.
func TestSixOutcomesNeedNoScroll(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	for _, lead := range []string{"harbor", "evergreen", "larkspur"} {
		v.Size(1280, 860, false)
		v.say("/followup show " + lead)
		v.newest("log.reached")
		v.form("How did it go?")
		v.Size(phoneWide, phoneHigh, false)
		for n := range 6 {
			v.Until(inView(fmt.Sprintf(`.modal[open] [data-block^="row."] button:nth-of-type(%d)`, n+1)))
		}
		v.Until(`document.querySelectorAll('.modal[open] [data-block^="row."] button').length === 6`)
		v.Until(`document.querySelector(".modal[open] .modal-body").scrollTop === 0`)
		v.closeForm()
	}
	v.content()
}

// A morning at 390 px: a voicemail one tap, reached and booked four, a snooze to tomorrow two behind ⋯, the eleventh
// lead one.
func TestTapsOfAMorning(t *testing.T) {
	v := visit(t)
	v.Size(phoneWide, phoneHigh, false)
	v.at(maya + "/")
	v.forward(0, 8, 30)
	v.sees("16 leads today")
	th := &thumb{visitor: v}

	th.tap(`#messages [data-action="log.voicemail"]`)
	v.sees("voicemail saved. Next: ")
	th.spent(1, "voicemail")

	th.tap(`#messages [data-action="log.reached"]`)
	v.form("How did it go?")
	th.tap(`.modal[open] [data-action="reached.talked"]`)
	v.form("Saved: talked.")
	th.tap(`.modal[open] label:has([data-action="slot"])`)
	th.tap(`.modal[open] .modal-foot .primary`)
	v.form("Booked: ")
	th.spent(4, "reached and booked")
	v.closeForm()

	// Opening ⋯ shows what can be tapped, as a page does; its entry is the tap.
	v.more("Snooze…")
	th.taps++
	v.form("Snooze")
	th.tap(`.modal[open] .modal-foot .primary`)
	v.form("✓ Snoozed")
	v.form("Tomorrow")
	th.spent(2, "snooze to tomorrow")
	v.closeForm()

	v.newest("log.noanswer")
	v.sees("no answer saved", "Done: ")
	v.look("s-four-taps")
	v.Size(phoneWide, phoneHigh, false)

	v.newest("digest.rest")
	th.taps++
	v.sees(" more today")
	th.spent(1, "the eleventh lead")
	v.content()
}

// pick takes an entry of the menu that is open, as one tap.
func (th *thumb) pick(words string) {
	th.Helper()
	th.visitor.pick(words)
	th.taps++
}

// A day's other ways, at 390 px: a call out of a dialer's post three taps, each unreached call of a block one, another
// setting three, leave with somebody who covers four.
func TestTapsOfADay(t *testing.T) {
	v := visit(t)
	v.Size(phoneWide, phoneHigh, false)
	th := &thumb{visitor: v}

	v.at(maya + "/" + salesRoom)
	v.sees("Outbound call", "left voicemail")
	th.tap(".message-more")
	th.pick("Log from this message")
	v.form("Cobalt Freight")
	th.tap(`.modal[open] .modal-foot .primary`)
	v.form("Saved: Cobalt Freight")
	th.spent(3, "a call out of a post")
	v.closeForm()

	v.at(maya + "/")
	v.forward(0, 9, 5)
	v.say("/followup go")
	v.sees("Take a break")
	for n := range 3 {
		// The card changes in place, wherever the page has come to stand; who makes the calls scrolls to it.
		const next = `#messages .message:last-child [data-action="log.noanswer"]`
		v.Until(fmt.Sprintf(`(n => n && (n.scrollIntoView({block: "center"}), true))(document.querySelector(%q))`, next))
		th.tap(next)
		v.sees(fmt.Sprintf("%d done", n+1))
		th.spent(1, "an unreached call of a block")
	}

	v.say("/followup settings")
	v.sees("Your settings")
	th.tap(`#messages .message:last-child [data-action="open.settings.messages"]`)
	v.form("What I may send you")
	th.tap(`.modal[open] label:has(input[type="checkbox"])`)
	th.tap(`.modal[open] .modal-foot .primary`)
	v.form("Saved: your settings")
	th.spent(3, "a setting")
	v.closeForm()

	v.say("/followup away")
	v.form("First day back")
	th.tap(`.modal[open] button.select`)
	th.pick("Omar")
	th.tap(`.modal[open] .modal-foot .primary`)
	v.form("you're away until")
	v.form("@Omar Haddad")
	th.spent(4, "leave with cover")
	v.content()
}
