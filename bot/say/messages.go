package say

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The tip, which has 35 words, and the answers to undo.

// Tip shows one tip, with its votes and its source a tap away.
func Tip(to Reader, t coach.Tip) Reply {
	p := &page{to: to}
	p.section(tipWords(t))
	up, down := button(ActTipUp, Value(t.ID), "Useful"), button(ActTipDown, Value(t.ID), "Not for me")
	up.AccessibilityLabel, down.AccessibilityLabel = "This tip is useful", "This tip is not for me"
	p.actions("tip", up, down, button(ActSource, Value(t.ID), "Source"))
	return p.reply()
}

// tipWords is a tip as it is shown.
func tipWords(t coach.Tip) string { return "*Tip:* " + quote(t.Text, 600) }

// tip adds a tip to another message: one line, with its votes and its source behind ⋯.
func (p *page) tip(t coach.Tip) {
	option := func(what, words string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(Value(t.ID, what), label(words, 75), nil)
	}
	p.sectionOf("tip", tipWords(t), slack.NewOverflowBlockElement(ActTipMore, option(TipUp, "Useful"),
		option(TipDown, "Not for me"), option(tipSource, "Source")))
}

// TipSourced says where a tip comes from, how sure it is, and what speaks against it.
func TipSourced(to Reader, t coach.Tip) Reply {
	p := &page{to: to}
	from := quote(t.Author, 100)
	if title := t.Article(); title != "" {
		from += ", in “" + quote(title, 120) + "”"
	}
	p.section("*" + quote(t.Title, 100) + "*\n" + from + "\n" + strengthWords(t) +
		"\nAgain: `/followup why " + quote(t.ID, 20) + "`")
	return p.reply()
}

// PhraseSourced says who advises against a phrase, where, and how sure that is.
func PhraseSourced(to Reader, f coach.Finding) Reply {
	p := &page{to: to}
	from := quote(f.Author, 100)
	if from == "" {
		from = "Your team's own rule"
	}
	if title := coach.ArticleOf(f.Source); title != "" {
		from += ", in “" + quote(title, 120) + "”"
	}
	p.section("*" + quote(f.Why, 200) + "*\n" + from + "\n" + strengthWords(coach.Tip{Strength: f.Strength}))
	return p.reply()
}

// Sourced says what a script, or the reasons of a lead's next step, rest on.
func Sourced(to Reader, what string, sources []string) Reply {
	p := &page{to: to}
	words := "*" + quote(what, nameLength) + "* rests on"
	for _, s := range cited(sources) {
		words += "\n• " + s
	}
	p.section(words)
	return p.reply()
}

// cited are sources as they are read, each once: an article by its title, what the coach's own rules say, and what a
// team wrote itself, by the name that it gave.
func cited(sources []string) (out []string) {
	for _, s := range sources {
		for one := range strings.SplitSeq(s, ",") {
			one = strings.TrimSpace(one)
			words := quote(one, 120)
			switch title := coach.ArticleOf(one); {
			case title != "":
				words = "“" + quote(title, 120) + "”"
			case len(one) > 1 && strings.Contains("SC", one[:1]) && one[1] >= '0' && one[1] <= '9',
				strings.HasPrefix(one, "handbook"), strings.HasPrefix(one, "product"):
				words = "Followup's own rules"
			case one == "configuration": // what the installation wrote without saying why
				words = "your own configuration"
			}
			if words != "" && !slices.Contains(out, words) {
				out = append(out, words)
			}
		}
	}
	return out
}

// strengthWords say how well a tip is proved, for whom, and what speaks against it.
func strengthWords(t coach.Tip) string {
	words := "Evidence: " + t.Strength + ", " + strengths[t.Strength] + "."
	if t.Cold != "" {
		words = "Evidence: " + t.Strength + " for leads that asked to be called, " + strengths[t.Strength] + "; " + t.Cold +
			" for cold ones, " + strengths[t.Cold] + "."
	}
	if t.Against != "" {
		words += " " + quote(t.Against, 300)
	}
	return words
}

// strengths are the letters of the evidence in words.
var strengths = map[string]string{"A": "large and consistent data", "B": "one good set of data",
	"C": "contested or from vendors", "D": "a practitioner's advice"}

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
		p.section("Undone: *" + name(s.Lead) + "* is gone again.")
		return p.reply()
	}
	p.section(strings.Join(append([]string{"Undone: *" + name(s.Lead) + "*, " + quote(what, shortLength)},
		savedView{to, s}.nextLines()...), "\n"))
	return p.reply()
}

// Result is a result in running text, for mrkdwn: "voicemail".
func Result(o outcome.Outcome) string { return shortly(o) }

// UndoNothing says that there is nothing to take back.
func UndoNothing(to Reader) Reply {
	p := &page{to: to}
	p.section("Nothing to undo in the last 24 hours.")
	return p.reply()
}

// UndoNothingOf says that there is nothing of this lead to take back.
func UndoNothingOf(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("Nothing to undo for *" + name(l) + "* in the last 24 hours.")
	return p.reply()
}

// UndoBlocked lists what came after a change, the newest first: it can't be taken back alone.
func UndoBlocked(to Reader, l coach.Lead, later []coach.Touch) Reply {
	p := &page{to: to}
	if slices.ContainsFunc(later, func(t coach.Touch) bool { return t.Outcome == outcome.DoNotCall }) {
		p.section("*Not undone:* *" + name(l) + "* asked not to be called since then, and that stays.")
		return p.reply()
	}
	const most = 3
	words := "*Undo the newer change first.* *" + name(l) + "*:"
	for i, t := range later {
		if i == most {
			words += "\n• and " + thousands(len(later)-i) + " more"
			break
		}
		words += "\n• " + shortly(t.Outcome) + ", " + to.when(t.At)
	}
	p.section(words)
	if l.Name != "" {
		if b := runButton(0, "", "undo "+typedName(l), "Undo the newest"); b != nil {
			p.actions("a", b)
		}
	}
	return p.reply()
}

// typedName is a lead's name as one types it in a line: in quotes, so that no word of it is taken for another.
func typedName(l coach.Lead) string { return "\"" + strings.ReplaceAll(nameOf(l), "\"", "") + "\"" }

// UndoRefused is for what can't be taken back at all; why is a clause such as "a sent message can't be called back".
func UndoRefused(to Reader, why string) Reply {
	p := &page{to: to}
	p.section("*Not undone:* " + quote(why, 200) + ".")
	return p.reply()
}
