package library

import (
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach/tips"
)

// Tip shows one tip, with its votes and its source a tap away.
func Tip(to say.Reader, t tips.Tip) say.Reply {
	p := &say.Page{To: to}
	p.Section(cards.TipWords(t))
	up, down := say.Button(ids.ActTipUp, ids.Value(t.ID), "Useful"),
		say.Button(ids.ActTipDown, ids.Value(t.ID), "Not for me")
	// A screen reader reads a button out by its label alone, without the tip above it.
	up.AccessibilityLabel, down.AccessibilityLabel = "This tip is useful", "This tip is not for me"
	p.Actions("tip", up, down, say.Button(ids.ActSource, ids.Value(t.ID), "Source"))
	return p.Reply()
}

// TipSourced says where a tip comes from, how sure it is, and what speaks against it. A manager may mute it there.
func TipSourced(to say.Reader, t tips.Tip, may TeamMute) say.Reply {
	p := &say.Page{To: to}
	from := say.Quote(t.Author, 100)
	if title := t.Article(); title != "" {
		from += ", in “" + say.Quote(title, 120) + "”"
	}
	p.Section("*" + say.Quote(t.Title, 100) + "*\n" + from + "\n" + StrengthWords(t) +
		"\nAgain: `/followup why " + say.Quote(t.ID, 20) + "`")
	if b := may.button(); b != nil {
		p.Actions("a", b)
	}
	return p.Reply()
}

// Sourced says what a script, or the reasons of a lead's next step, rest on.
func Sourced(to say.Reader, what string, sources []string) say.Reply {
	p := &say.Page{To: to}
	words := "*" + say.Quote(what, say.NameLength) + "* rests on"
	for _, s := range cited(sources) {
		words += "\n• " + s
	}
	p.Section(words)
	return p.Reply()
}

// cited are sources as they are read, each once: an article by its title, what the coach's own rules say, and what a
// team wrote itself, by the name that it gave.
func cited(sources []string) (out []string) {
	for _, s := range sources {
		for one := range strings.SplitSeq(s, ",") {
			one = strings.TrimSpace(one)
			// What is none of the known forms is shown as it was written, never hidden.
			words := say.Quote(one, 120)
			switch title := tips.ArticleOf(one); {
			case title != "":
				words = "“" + say.Quote(title, 120) + "”"
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

// StrengthWords say how well a tip is proved, for whom, and what speaks against it.
func StrengthWords(t tips.Tip) string {
	words := "Evidence: " + t.Strength + ", " + strengths[t.Strength] + "."
	if t.Cold != "" {
		words = "Evidence: " + t.Strength + " for leads that asked to be called, " + strengths[t.Strength] + "; " + t.Cold +
			" for cold ones, " + strengths[t.Cold] + "."
	}
	if t.Against != "" {
		words += " " + say.Quote(t.Against, 300)
	}
	return words
}

// strengths are the letters of the evidence in words.
var strengths = map[string]string{"A": "large and consistent data", "B": "one good set of data",
	"C": "contested or from vendors", "D": "a practitioner's advice"}

// NoTip says that there is no tip on a topic and lists the topics there are.
func NoTip(to say.Reader, topic string, topics []string) say.Reply {
	p := &say.Page{To: to}
	words := "I have no tip about “" + say.Quote(topic, 60) + "”."
	// Nobody named a topic: all that fit were shown too lately.
	if topic == "" {
		words = "I have no fresh tip just now; the last ones were shown within the past days."
	}
	if len(topics) > 0 {
		words += " There are some about " + say.And(problems.Codes(topics)) + "."
	}
	p.Section(words)
	return p.Reply()
}

// TipsEnough says that there were as many tips today as there shall be.
func TipsEnough(to say.Reader, most int) say.Reply {
	p := &say.Page{To: to}
	words := "You've had " + say.Counted(most, "tip") +
		" today, and that's as many as I give in a day. There are fresh ones tomorrow."
	// A limit of zero is the installation's choice, not the end of a day.
	if most == 0 {
		words = "Tips outside the morning message are switched off here."
	}
	p.Section(words)
	return p.Reply()
}

// TipThanks answers 👍 and 👎. Who has no use for a tip can end it for good.
func TipThanks(to say.Reader, t tips.Tip, useful bool) say.Reply {
	p := &say.Page{To: to}
	if useful {
		p.Section("Thanks. Good to know that it helped.")
		return p.Reply()
	}
	p.Section("Thanks. This one won't come up by itself for the next " + strconv.Itoa(tips.RestDays) + " days.")
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", "tip mute "+t.ID, "Never again"))...)
	return p.Reply()
}
