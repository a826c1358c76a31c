package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The page for somebody who has no mouse. What Tab stops at is told by the browser; what it should stop at, in which
// order, and whether one sees where one is, by these.
const (
	// stops are the controls that can be seen: of the open form, if there is one, for the rest lies behind it. Of a group
	// of radio buttons Tab stops at one.
	stops = `(() => {
		const root = [...document.querySelectorAll(".modal[open]")].at(-1) ?? document;
		const all = [...root.querySelectorAll("button, a[href], input, textarea, select, [tabindex='0']")]
			.filter((n) => !n.disabled && n.tabIndex >= 0 && n.checkVisibility({visibilityProperty: true})
				&& n.getClientRects().length);
		return all.filter((n) => n.type !== "radio" || n === (all.find((x) => x.name === n.name && x.checked)
			?? all.find((x) => x.name === n.name)));
	})()`
	// named tells a control from the others: the how manieth it is, and what it reads.
	named = `((n) => { const all = ` + stops + `; return n === document.body || n === document.documentElement ? "" :
		all.indexOf(n) + " " + (n.ariaLabel || n.innerText || n.labels?.[0]?.innerText ||
			n.dataset.action || n.id || n.tagName).trim().replace(/\s+/g, " ").slice(0, 40); })`
	focused = named + `(document.activeElement)`
	// marked tells what is wrong with the control that has the focus: no mark around it that one sees, out of sight, or
	// under something else.
	marked = `(() => {
		const n = document.activeElement, ring = (m) => { const s = getComputedStyle(m); return s.outlineStyle !== "none"
			&& parseFloat(s.outlineWidth) >= 1 || m.matches(".compose-box, .menu-row") && s.boxShadow !== "none"; };
		if (!ring(n) && !(n.closest(".compose-box") && ring(n.closest(".compose-box")))) return "no mark";
		const r = n.getBoundingClientRect();
		if (r.top < 0 || r.left < 0 || r.bottom > innerHeight + 1 || r.right > innerWidth + 1) return "out of sight";
		const hit = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
		return !hit || n.contains(hit) || hit.contains(n) ? "" : "under " + hit.outerHTML.slice(0, 80);
	})()`
	// where is the region of the control with the focus, and its place there.
	where = `(() => {
		const n = document.activeElement, r = n.getBoundingClientRect();
		const region = n.closest("#top, #nav, #head, #scroll, #steps, #composer, .modal-head, .modal-body, .modal-foot");
		const down = region?.scrollTop ?? 0;
		return {Region: region?.id || region?.className || "", Top: r.top + down, Bottom: r.bottom + down, Left: r.left};
	})()`
)

// spot is where a control stands.
type spot struct {
	Region            string
	Top, Bottom, Left float64
}

// after reports whether a control is read after another of its region: lower, or beside it to the right.
func (s spot) after(o spot) bool {
	const same = 6 // pixels by which two in a row may differ
	switch {
	case s.Region != o.Region || s.Top >= o.Bottom-same:
		return true
	case s.Bottom <= o.Top+same:
		return false
	}
	return s.Left >= o.Left-same
}

// tabs goes once around the page, or the open form, with a key, and returns the controls at which it stops: each is
// marked, in sight, and after the one before it.
func (v *visitor) tabs(name, key string) (list []string) {
	v.Helper()
	var before spot
	var all int
	v.Eval(stops+`.length`, &all)
	for range 6*all + 20 { // a date is up to five stops
		v.Press(key)
		var on, wrong string
		v.Eval(focused, &on)
		switch {
		case on == "": // beyond the last control the browser's own would come; then it begins anew
			before = spot{}
			continue
		case len(list) > 0 && on == list[len(list)-1] && all > 1:
			continue
		case slices.Contains(list, on):
			return list
		}
		var at spot
		if v.Eval(marked, &wrong); wrong != "" { // a mark that comes with the next frame is one
			v.frames()
			v.Eval(marked, &wrong)
		}
		v.Eval(where, &at)
		if wrong != "" {
			v.Errorf("%s: %s: %s", name, on, wrong)
		}
		if key == "Tab" && !at.after(before) {
			v.Errorf("%s: Tab goes from %q (%+v) back to %s (%+v)", name, list[len(list)-1:], before, on, at)
		}
		list, before = append(list, on), at
	}
	v.Errorf("%s: Tab comes to no end: %q", name, list)
	return list
}

// frames waits until the page has been drawn twice.
func (v *visitor) frames() {
	v.Helper()
	v.Eval(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`, nil)
}

// reachable fails for each control at which Tab, or Shift and Tab, doesn't stop. A form keeps the focus.
func (v *visitor) reachable(name string) {
	v.Helper()
	var want []string
	for _, key := range []string{"Tab", "Shift+Tab"} {
		v.frames() // what changes with the size of the window has changed then
		v.Eval(stops+`.map(`+named+`)`, &want)
		got := v.tabs(name, key)
		want = slices.DeleteFunc(want, func(n string) bool { return slices.Contains(got, n) })
		if len(want) > 0 {
			v.Errorf("%s: %s reaches only %q, not %q", name, key, got, want)
		}
		for _, n := range got {
			if strings.HasPrefix(n, "-1 ") {
				v.Errorf("%s: %s leaves for %s", name, key, n)
			}
		}
	}
}

// on puts the keyboard on the last control of the conversation, or of the open form, with these words.
func (v *visitor) on(words string) {
	v.Helper()
	v.Until(fmt.Sprintf(`(() => { const n = %s.findLast((n) => [n.innerText.trim(), n.ariaLabel].includes(%q));
		n?.focus({focusVisible: true}); return document.activeElement === n && n; })()`, stops, words))
}

// holds waits until the focus is on a control with these words.
func (v *visitor) holds(words string) {
	v.Helper()
	v.Until(fmt.Sprintf(`(%s).includes(%q)`, focused, words))
}

// Without a mouse: Tab stops at everything there is to press, in the order in which one reads, and one sees where it
// is. Enter and Space press; Escape closes what lies on top, and the focus is where it was.
func TestTheKeyboardReachesEverything(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup today")
	for _, width := range []int{1280, 390} {
		v.Size(width, 860, false)
		v.reachable(fmt.Sprintf("the page at %d", width))
	}
	v.Size(390, 860, false)
	v.on("People and channels") // a drawer on a phone
	v.Press("Enter")
	v.Until(`document.body.classList.contains("nav-open") && document.activeElement.matches("#nav [aria-pressed=true]")`)
	v.Press("Escape")
	v.Until(`!document.body.classList.contains("nav-open") && document.activeElement.id === "menu-button"`)
	v.Size(1280, 860, false)
	v.content()
}

func TestTheKeyboardInForms(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	for _, words := range []string{"log", "add", "edit evergreen", "snooze cobalt", "close cobalt", "next cobalt",
		"review meridian", "draft birchwood", "check", "practice no-time"} {
		v.Eval(`document.getElementById("typed").focus()`, nil)
		v.Type("/followup " + words)
		v.Press("Enter")
		v.form("")
		for _, width := range []int{1280, 390} {
			v.Size(width, 860, false)
			v.reachable(fmt.Sprintf("/followup %s at %d", words, width))
		}
		v.closeForm()
		v.Until(`document.activeElement.id === "typed"`)
	}
	v.content()
}

func TestTheKeyboardKeepsItsPlace(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup show cobalt")

	v.on("More actions")
	v.Press("Space")
	v.Until(`document.activeElement.matches(".menu-row.active")`)
	v.Press("ArrowDown")
	v.Press("Escape")
	v.Until(`!document.querySelector(".menu") && document.activeElement.matches("#messages article:last-child .overflow")`)

	v.on("Reached…")
	v.Press("Enter")
	v.form("How did it go?")
	v.reachable("how did it go?")
	v.on("Do not call")
	v.Press("Space")
	v.Until(`document.querySelector(".modal.confirm[open]")`)
	v.reachable("the confirm")
	v.Press("Escape")
	v.Until(`!document.querySelector(".modal.confirm[open]")`)
	v.holds("Do not call")
	v.Press("Escape")
	v.Until(`!document.querySelector(".modal[open]")`)
	v.holds("Reached…")

	// A form that has changed the card behind it: what is left of the card has the focus.
	v.Press("Space")
	v.form("How did it go?")
	v.on("Talked")
	v.Press("Enter")
	v.form("Nothing below is required.")
	v.reachable("the wrap-up")
	v.on("Skip")
	v.Press("Enter")
	v.Until(`!document.querySelector(".modal[open]") && document.activeElement.closest("#messages article, #composer")`)

	// A card of a list is logged: the focus is on the next one, and doesn't jump to the first.
	v.say("/followup today")
	v.Eval(`document.querySelector("#messages article:last-child [aria-label='No answer: Foxglove Bakery']")
		.focus({focusVisible: true})`, nil)
	v.Press("Enter")
	v.sees("Foxglove Bakery: no answer saved")
	v.Until(`document.activeElement.matches("#messages article:last-child [href='tel:+13125550103']")`)
	v.content()
}
