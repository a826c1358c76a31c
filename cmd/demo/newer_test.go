package main

import (
	"fmt"
	"testing"
)

// The end of a chase: its page, each verdict, and a gift that the manager agrees to.
func TestTheEndOfAChaseIsDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup review meridian")
	v.form("What now?")
	v.look("e-review")
	v.closeForm()
	v.say("/followup edit meridian high")
	v.say("/followup show meridian")
	v.sees("Send a gift…")
	v.look("e-verdicts")
	for _, f := range []struct{ action, title string }{
		{"review.extend", "Why one more?"}, {"review.stepback", "Step back"}, {"review.goodbye", "Goodbye"},
		{"review.gift", "Who on their staff?"},
	} {
		v.newest(f.action)
		v.form(f.title)
		v.look("e-" + f.action)
		if f.action != "review.gift" {
			v.closeForm()
		}
	}
	for _, field := range [][2]string{{"giftwho", "Ana at the front desk"}, {"giftwhat", "A coffee basket"},
		{"giftnote", "Ana, thank you for putting me through on every one of those mornings."}, {"giftcost", "$40"}} {
		v.Browser.Click(`.modal[open] [data-action="` + field[0] + `"]`)
		v.Type(field[1])
	}
	v.send()
	v.form("✓")
	v.look("e-gift-asked")
	v.closeForm()
	v.at(manager + "/")
	v.sees("A gift for")
	v.look("e-gift-manager")
	v.newest("gift.decline")
	v.form("Why not?")
	v.look("e-gift-decline")
	v.closeForm()
	v.newest("gift.approve")
	v.sees("✓ Approved")
	v.look("e-gift-approved")
	v.at(maya + "/")
	v.sees("Gift approved")
	v.look("e-gift-answer")
	v.content()
}

// Messages to prospects: the words to send, what to change in them, whom to ask.
func TestMessagesToSendAreDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	for i, words := range []string{"draft acme", "draft acme linkedin", "draft delta break-up"} {
		v.say("/followup " + words)
		v.form("Text")
		v.look(fmt.Sprintf("f-draft-%d", i))
		if i < 2 {
			v.closeForm()
		}
	}
	v.send()
	v.form("✓")
	v.look("f-sent")
	v.closeForm()
	v.say("/followup check acme Hi Pat, just checking in. Let me know your thoughts, I'll call you next week.")
	v.sees("to change")
	v.look("f-check")
	v.newest("colleague.ask")
	v.form("Ask")
	v.look("f-ask")
	v.closeForm()
	v.newest("check.change")
	v.form("Your message")
	v.look("f-check-form")
	v.closeForm()
	v.say("/followup check")
	v.form("Your message")
	v.look("f-check-empty")
	v.closeForm()
	v.content()
}

// What is learnt and looked up: a drill with its end, the call map, tips and their sources.
func TestWhatIsLearntIsDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	v.say("/followup practice price")
	for turn, answer := range []string{"I understand. What does a stopped line cost you per hour?",
		"Let me just check in some time next week.", "Is Thursday at 9:00 or Friday at 4:30 better?"} {
		v.form("You say")
		v.look(fmt.Sprintf("g-practice-%d", turn))
		v.Browser.Click(`.modal[open] textarea`)
		v.Type(answer)
		v.send()
		v.form("Script:")
		v.look(fmt.Sprintf("g-practice-%d-heard", turn))
		if turn < 2 {
			v.send()
		}
	}
	v.closeForm()
	for i, words := range []string{"map", "map third voicemail warm", "tip opener", "why t5", "script price",
		"why delta"} {
		v.say("/followup " + words)
		v.look(fmt.Sprintf("g-%d", i))
	}
	v.newest("tip.source")
	v.look("g-source")
	v.content()
}

// Plain words, several lines at once, and what asks back.
func TestPlainWordsAreDrawn(t *testing.T) {
	v := visit(t)
	v.at(maya + "/")
	for i, words := range []string{
		"called acme, no answer", "hello", "who should I call?",
		"birchwood left a msg\ncobalt no answer\nfoxglove talked, likes it",
		"undo", "acme talked, wants a demo, call Thu 3pm", "granite left", "remind me to call delta tomorrow",
		"log Acme, Birchwood voicemail", "i want to add a lead", "pause harbor", "thanks",
	} {
		v.say(words)
		v.look(fmt.Sprintf("h-%02d", i))
	}
	v.content()
}
