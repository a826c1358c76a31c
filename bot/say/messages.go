package say

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/followup-coach/followup/coach"
)

// The tip, which has 35 words, and the answers to undo.

// Tip shows one tip with its source and how well it is proved.
func Tip(to Reader, t coach.Tip) Reply {
	p := &page{to: to}
	p.tip(t)
	return p.reply()
}

// tip adds a tip with its source, the strength of its evidence, and both thumbs.
func (p *page) tip(t coach.Tip) {
	words := "*Tip:* " + quote(t.Text, 600)
	p.section(words)
	source := "Source: " + quote(joinNonEmpty(t.Author, t.Source), 200)
	if s := strengthWords(t.Strength); s != "" {
		source += ". " + s
	}
	if t.Against != "" {
		source += " Against it: " + quote(t.Against, 300)
	}
	p.context(source + " · tip " + quote(t.ID, 20))
	up, down := button(ActTipUp, Value(t.ID), "👍 Useful"), button(ActTipDown, Value(t.ID), "👎 Not for me")
	up.AccessibilityLabel, down.AccessibilityLabel = "This tip is useful", "This tip is not for me"
	p.actions("tip", up, down)
}

// joinNonEmpty is "a, b", or the one that says something new.
func joinNonEmpty(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "" || a == b:
		return a
	}
	return a + ", " + b
}

// strengthWords say how well a tip is proved, the letter in words.
func strengthWords(s string) string {
	return map[string]string{
		"A": "Evidence: strong (A), large and consistent data.",
		"B": "Evidence: good (B), one solid data set.",
		"C": "Evidence: thin (C), contested or from vendors.",
		"D": "Evidence: none found (D), a practitioner's advice.",
	}[s]
}

// NoTip says that there is no tip on a topic and lists the topics there are.
func NoTip(to Reader, topic string, topics []string) Reply {
	p := &page{to: to}
	words := "I have no tip about “" + quote(topic, 60) + "”."
	if topic == "" {
		words = "I have no fresh tip just now; the last ones were shown within the past days."
	}
	if len(topics) > 0 {
		words += " There are some about " + and(codes(topics)) + "."
	}
	p.section(words)
	return p.reply()
}

// TipsEnough says that there were as many tips today as there shall be.
func TipsEnough(to Reader, most int) Reply {
	p := &page{to: to}
	words := "You've had " + counted(most, "tip") +
		" today, and that's as many as I give in a day. There are fresh ones tomorrow."
	if most == 0 {
		words = "Tips outside the morning message are switched off here."
	}
	p.section(words)
	return p.reply()
}

// TipThanks answers 👍 and 👎.
func TipThanks(to Reader, useful bool) Reply {
	p := &page{to: to}
	if useful {
		p.section("Thanks. Good to know that it helped.")
	} else {
		p.section("Thanks. This one won't come up by itself for the next " + strconv.Itoa(coach.TipRestDays) + " days.")
	}
	return p.reply()
}

// Undone says what was taken back and how the lead stands now. A lead that was created by the change is gone: pass
// removed.
func Undone(to Reader, what string, s Saved, removed bool) Reply {
	p := &page{to: to}
	if removed {
		p.section("*Taken back:* " + who(s.Lead) + " is gone again, as if never added.")
		return p.reply()
	}
	line := "*Taken back:* " + quote(what, shortLength) + " for " + who(s.Lead) + "."
	words := line
	for _, l := range (savedView{to, s}).nextLines() {
		words += "\n" + l
	}
	p.section(words)
	p.context(undoFurther)
	return p.reply()
}

// undoFurther stands below every undo: it goes back one change at a time.
const undoFurther = "`/followup undo` takes back the change before it, within 24 hours."

// UndoNothing says that there is nothing to take back.
func UndoNothing(to Reader) Reply {
	p := &page{to: to}
	p.section("There's nothing to take back: you've changed nothing in the last 24 hours, or it's taken back already.")
	return p.reply()
}

// UndoNothingOf says that there is nothing of this lead to take back.
func UndoNothingOf(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("There's nothing to take back for " + who(l) +
		": nothing has changed in the last 24 hours, or it's taken back already.")
	return p.reply()
}

// UndoBlocked lists what came after a change, which therefore can't be taken back alone.
func UndoBlocked(to Reader, l coach.Lead, later []coach.Touch) Reply {
	p := &page{to: to}
	words := "*Not taken back:* more has happened with " + who(l) + " since then:"
	for i, t := range later {
		if i == 8 {
			words += "\n• and " + thousands(len(later)-i) + " more"
			break
		}
		words += fmt.Sprintf("\n• %s, %s", plainOutcome(t.Outcome), to.when(t.At))
	}
	if slices.ContainsFunc(later, func(t coach.Touch) bool { return t.Outcome == coach.DoNotCall }) {
		p.section(words + "\nSomebody's wish not to be called stays, and so does what came before it.")
		return p.reply()
	}
	undo := "undo"
	if l.Name != "" {
		undo += " " + quote(l.Name, nameLength)
	}
	p.section(words + "\n`/followup " + undo + "` takes back the newest of them first.")
	return p.reply()
}

// UndoRefused is for what can't be taken back at all; why is a clause such as "a sent message can't be called back".
func UndoRefused(to Reader, why string) Reply {
	p := &page{to: to}
	p.section("*Not taken back:* " + quote(why, 200) + ".")
	return p.reply()
}
