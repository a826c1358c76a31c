package main

import "testing"

// faint is the text of a page whose contrast is below WCAG's AA (4.5 to 1), and small is what there is to tap that is
// lower than 36 pixels: with a form open that of the form, for the rest lies behind it. What waits for an answer or is
// read out only doesn't count.
const (
	faint = `(() => {
		const rgba = (s) => { const m = s.match(/[\d.]+/g).map(Number); return s.startsWith("color(")
			? [m[0] * 255, m[1] * 255, m[2] * 255, m[3] ?? 1] : [m[0], m[1], m[2], m[3] ?? 1]; };
		const over = ([r, g, b, a], [R, G, B]) =>
			[r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
		const ground = (n) => {
			if (!n) return rgba(getComputedStyle(document.documentElement).backgroundColor);
			const own = rgba(getComputedStyle(n).backgroundColor);
			return own[3] === 1 ? own : over(own, ground(n.parentElement));
		};
		const light = (c) => c.slice(0, 3).map((x) => x / 255)
			.map((x) => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
			.reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
		const contrast = (a, b) => {
			const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
			return (x + 0.05) / (y + 0.05);
		};
		const out = [];
		const judge = (n, colour, words) => {
			if (n.closest(".busy, :disabled, .emoji, .spoken")) return;
			if (!n.checkVisibility({visibilityProperty: true})) return;
			const under = ground(n), got = contrast(over(rgba(colour), under), under);
			if (got < 4.5) out.push(got.toFixed(2) + " " + words.trim().slice(0, 40));
		};
		const root = document.querySelector(".modal[open]") ?? document.body;
		const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		for (let t; (t = walk.nextNode());) {
			const n = t.parentElement, style = getComputedStyle(n);
			if (!t.data.trim() || !n.getClientRects().length) continue;
			judge(n, n.closest("svg") ? style.fill : style.color, t.data);
		}
		for (const n of root.querySelectorAll("input, textarea")) {
			if (n.placeholder && !n.value) judge(n, getComputedStyle(n, "::placeholder").color, n.placeholder);
		}
		return [...new Set(out)];
	})()`
	small = `[...(document.querySelector(".modal[open]") ?? document)
		.querySelectorAll("button, select, .toggle, .menu-row, .button")]
		.filter(n => n.getClientRects().length && !n.closest("[hidden]") && n.checkVisibility({visibilityProperty: true})
			&& n.getBoundingClientRect().height < 36)
		.map(n => Math.round(n.getBoundingClientRect().height) + " px: " + (n.innerText || n.ariaLabel || n.className))`
)

// legible fails for what a phone shows too faint, light or dark, or too small to tap.
func (v *visitor) legible(name string) {
	v.Helper()
	var bad []string
	v.Eval(small, &bad)
	for _, n := range bad {
		v.Errorf("%s: too small to tap: %s", name, n)
	}
	for _, dark := range []bool{true, false} {
		v.Size(390, 860, dark)
		v.Eval(faint, &bad)
		for _, n := range bad {
			v.Errorf("%s: dark %t: contrast %s", name, dark, n)
		}
	}
}

// The eye that looks at every picture sees a grey that is too faint and a button that is too low, and nothing else.
func TestTheEyeSees(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.Size(390, 860, false)
	v.Eval(`document.getElementById("scroll").insertAdjacentElement("afterbegin", (() => {
		const n = document.createElement("button");
		n.style.cssText = "color: rgb(150 150 150); background: white; height: 20px";
		n.textContent = "too faint";
		return n;
	})()) && 1`, nil)
	var bad []string
	v.Eval(faint, &bad)
	if len(bad) != 1 || bad[0] != "2.96 too faint" {
		t.Errorf("faint: %q", bad)
	}
	v.Eval(small, &bad)
	if len(bad) != 1 || bad[0] != "20 px: too faint" {
		t.Errorf("small: %q", bad)
	}
}
