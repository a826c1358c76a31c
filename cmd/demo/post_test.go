package main

import "testing"

// A dialer's post becomes a logged call in three taps: the message's menu, the shortcut, [Save].
func TestACallFromADialersPost(t *testing.T) {
	v := visit(t)
	v.at(maya + "/" + salesRoom)
	v.sees("Outbound call", "left voicemail")
	v.Browser.Click(".message-more")
	v.pick("Log from this message")
	v.form("Cobalt Freight")
	v.Until(`document.querySelector(".modal[open]").textContent.includes("Left a voicemail")`)
	v.look("from-a-post")
	v.Browser.Click(`.modal[open] .modal-foot .primary`)
	v.form("Saved: Cobalt Freight")
	v.content()
}
