package say

import (
	"strings"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Other people's words made safe for the screen. Everything that a person or a file brought passes one of these before
// it is shown: [tidy] for plain text, [quote] for one line of mrkdwn, [quoted] for several, [typed] for a fence. Each
// cleans control and direction marks, isolates right-to-left text and cuts without splitting a character.

// How much of other people's words is shown where. Notes are shown whole only on the lead's own page.
const (
	nameLength  = 60
	shortLength = 120
	noteLength  = 280
)

// tidy makes a stranger's words one safe line of at most n characters, for plain text.
func tidy(s string, n int) string {
	s = strings.Join(strings.Fields(blockkit.Clean(s)), " ")
	return blockkit.Isolate(blockkit.Truncate(s, n))
}

// quote is [tidy] for mrkdwn: escaped, and unable to format or ping.
func quote(s string, n int) string {
	return blockkit.Escape(blockkit.Literal(tidy(s, n)))
}

// name is how a lead is called in mrkdwn.
func name(l coach.Lead) string { return quote(nameOf(l), nameLength) }

// plainName is how a lead is called on buttons and in titles.
func plainName(l coach.Lead, most int) string { return tidy(nameOf(l), min(most, nameLength)) }

// nameOf is what a lead is called: its name, else whoever is to be reached, else that nobody has named it.
func nameOf(l coach.Lead) string {
	for _, s := range []string{l.Name, l.Contact, l.Company} {
		if strings.TrimSpace(blockkit.Clean(s)) != "" {
			return s
		}
	}
	return "this lead"
}

// who is the lead with whom to ask for, bold name first: "*Acme Corp* · Pat Doe".
func who(l coach.Lead) string {
	words := "*" + name(l) + "*"
	for _, more := range []string{l.Contact, l.Company} {
		if m := quote(more, nameLength); m != "" && !strings.EqualFold(m, name(l)) {
			words += " · " + m
		}
	}
	return words
}

// quoted shows a longer text as a quotation, each line marked, cut at n characters.
func quoted(s string, n int) string {
	s = strings.TrimSpace(blockkit.Clean(s))
	s = blockkit.Truncate(s, n)
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, "> "+blockkit.Escape(blockkit.Isolate(blockkit.Literal(strings.TrimRight(line, "\n")))))
	}
	return strings.Join(lines, "\n")
}

// typed gives a text back whole, in as many pieces as Slack's limit asks for, each in a fence so that it can be
// copied as it was.
func typed(s string) []string {
	s = strings.ReplaceAll(blockkit.Clean(s), "```", "'''")
	var pieces []string
	// Slack takes 3,000 characters in a paragraph; what is left is room for the fence.
	const most = 2800
	var b strings.Builder
	n := 0
	for _, r := range s {
		e := blockkit.Escape(string(r))
		if n+blockkit.Len(e) > most {
			pieces = append(pieces, "```"+b.String()+"```")
			b.Reset()
			n = 0
		}
		b.WriteString(e)
		n += blockkit.Len(e)
	}
	if b.Len() > 0 {
		pieces = append(pieces, "```"+b.String()+"```")
	}
	return pieces
}
