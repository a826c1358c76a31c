package pagetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"
	"time"
)

// Go opens an address and waits until it has loaded.
func (b *Browser) Go(url string) {
	b.t.Helper()
	// Leaving for about:blank first makes an address that differs only after its # load anew.
	for _, to := range []string{"about:blank", url} {
		var nav struct{ LoaderID, ErrorText string }
		b.call("Page.navigate", map[string]any{"url": to}, &nav)
		if nav.ErrorText != "" {
			b.t.Fatalf("chromium: %s: %s", to, nav.ErrorText)
		}
		b.awaitLoad(to, nav.LoaderID)
	}
}

// awaitLoad waits until the document of one navigation has loaded. The end of an earlier one, which a busy machine
// tells late, is not taken for it.
func (b *Browser) awaitLoad(url, loader string) {
	b.t.Helper()
	end := time.After(patience)
	for {
		select {
		case done := <-b.loaded:
			if done == loader {
				return
			}
		case <-end:
			b.t.Fatalf("chromium: %s did not load", url)
		}
	}
}

// Size sets the window in CSS pixels and the colour scheme; nothing moves, so that pictures are steady.
func (b *Browser) Size(width, height int, dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.call("Emulation.setDeviceMetricsOverride",
		map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}, nil)
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []any{
		map[string]string{"name": "prefers-color-scheme", "value": scheme},
		map[string]string{"name": "prefers-reduced-motion", "value": "reduce"},
	}}, nil)
}

// Eval runs an expression (a promise is awaited) and stores its value in out, which may be nil.
func (b *Browser) Eval(js string, out any) {
	b.t.Helper()
	if err := b.eval(js, out); err != nil {
		b.t.Fatalf("chromium: %v\nin: %s", err, js)
	}
}

func (b *Browser) eval(js string, out any) error {
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	err := b.try("Runtime.evaluate", map[string]any{"expression": js, "awaitPromise": true, "returnByValue": true,
		"userGesture": true}, &r)
	switch {
	case err != nil:
		return err
	case r.ExceptionDetails != nil:
		return fmt.Errorf("%s %s", r.ExceptionDetails.Text, r.ExceptionDetails.Exception.Description)
	case out != nil && r.Result.Value != nil:
		return json.Unmarshal(r.Result.Value, out)
	}
	return nil
}

// Text returns the text of the first element that matches, or "" when there is none.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	var text string
	b.Eval(fmt.Sprintf(`document.querySelector(%s)?.innerText ?? ""`, quote(selector)), &text)
	return text
}

// Until waits until the expression is true: it is asked again after each change of the page. The test fails with the
// page's text when that does not happen.
func (b *Browser) Until(js string) {
	b.t.Helper()
	wait := fmt.Sprintf(`new Promise((yes, no) => {
		const ask = () => {
			let ok = false;
			try { ok = Boolean(%s); } catch (e) { ok = false; }
			if (ok) { seen.disconnect(); clearTimeout(end); yes(true); }
			return ok;
		};
		const seen = new MutationObserver(ask);
		const end = setTimeout(() => {
			seen.disconnect();
			if (!ask()) {
				const shown = [...document.querySelectorAll(".modal[open]"), document.body].map(e => e.innerText);
				no(new Error("waited in vain; the page says: " + shown.join("\n").slice(0, 2500)));
			}
		}, %d);
		seen.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
		ask();
	})`, js, patience.Milliseconds())
	if err := b.eval(wait, nil); err != nil {
		b.t.Fatalf("chromium: %v\nin: %s\nproblems: %q", err, js, b.Problems())
	}
}

// Click clicks the first element that matches with the mouse, as soon as it is there, stands still and nothing covers
// it.
func (b *Browser) Click(selector string) {
	b.t.Helper()
	b.ClickOn("document.querySelector(" + quote(selector) + ")")
}

// ClickOn is [Browser.Click] for the element that an expression of JavaScript finds. It is looked for anew until it can
// be clicked, for a page that is drawn again has other elements than before.
func (b *Browser) ClickOn(find string) {
	b.t.Helper()
	b.Until(find)
	var at struct{ X, Y float64 }
	b.Eval(fmt.Sprintf(`new Promise((yes, no) => {
		const end = performance.now() + %d;
		// Clicked only once it stands still for a frame: what slides in is hit where it no longer is.
		let before = "";
		const look = () => {
			const n = %s;
			n?.scrollIntoView({block: "nearest"});
			const r = n?.getBoundingClientRect();
			const at = r && {X: r.x + r.width / 2, Y: r.y + r.height / 2};
			const hit = at && document.elementFromPoint(at.X, at.Y);
			if (hit && n.contains(hit) && JSON.stringify(at) === before) return yes(at);
			before = JSON.stringify(at);
			if (performance.now() > end) return no(new Error("can't be clicked: at " + before + " of " +
				innerWidth + "x" + innerHeight + " is " + hit?.outerHTML.slice(0, 200)));
			requestAnimationFrame(look);
		};
		look();
	})`, patience.Milliseconds(), find), &at)
	// A press without a move before it would find the mouse elsewhere.
	for _, kind := range []string{"mouseMoved", "mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left",
			"clickCount": 1}, nil)
	}
}

// Type puts text where the focus is, as if typed in one go.
func (b *Browser) Type(text string) {
	b.t.Helper()
	b.call("Input.insertText", map[string]any{"text": text}, nil)
}

// Set gives an input that matches a value, as its picker would.
func (b *Browser) Set(selector, value string) {
	b.t.Helper()
	b.Until("document.querySelector(" + quote(selector) + ")")
	b.Eval(fmt.Sprintf(`(() => {
		const n = document.querySelector(%s);
		n.value = %s;
		n.dispatchEvent(new Event("input", {bubbles: true}));
		n.dispatchEvent(new Event("change", {bubbles: true}));
	})()`, quote(selector), quote(value)), nil)
}

// keys are the codes of named keys, as Windows numbers them and browsers everywhere report them.
var keys = map[string]int{"Enter": 13, "Escape": 27, "Tab": 9, "ArrowUp": 38, "ArrowDown": 40, "Backspace": 8,
	"Space": 32}

// typed is what a key puts in: without it, Enter would not submit a form, nor Space press a button.
var typed = map[string]string{"Enter": "\r", "Space": " "}

// shiftKey is the protocol's bit for a Shift that is held.
const shiftKey = 8

// Press presses a named key: Enter, Escape, Tab, ArrowUp, ArrowDown, Backspace, Space; "Shift+Tab" with Shift held.
func (b *Browser) Press(key string) {
	b.t.Helper()
	code, shift := strings.CutPrefix(key, "Shift+")
	held, name := 0, code
	if shift {
		held = shiftKey
	}
	if code == "Space" {
		name = " "
	}
	press := map[string]any{"key": name, "code": code, "windowsVirtualKeyCode": keys[code], "modifiers": held}
	down := maps.Clone(press)
	down["type"], press["type"] = "keyDown", "keyUp"
	if text := typed[code]; text != "" {
		down["text"] = text
	}
	b.call("Input.dispatchKeyEvent", down, nil)
	b.call("Input.dispatchKeyEvent", press, nil)
}

// Shot writes a PNG of the window.
func (b *Browser) Shot(path string) {
	b.t.Helper()
	var shot struct{ Data []byte }
	b.call("Page.captureScreenshot", map[string]any{"format": "png"}, &shot)
	must(b.t, os.WriteFile(path, shot.Data, 0o600))
}

// quote makes a JavaScript string of any text.
func quote(s string) string {
	q, _ := json.Marshal(s)
	return string(q)
}
