package say

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// TypedName is a lead's name as one types it in a line: in quotes, so that no word of it is taken for another.
func TypedName(l coach.Lead) string { return "\"" + strings.ReplaceAll(NameOf(l), "\"", "") + "\"" }

// Mention is a reference that Slack shows by name. Ids come from Slack, yet anything that is no id is shown as text.
func Mention(mark, id string) string {
	for _, r := range id {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return Quote(id, 40)
		}
	}
	if id == "" {
		return "nobody"
	}
	return "<" + mark + id + ">"
}

// People are so many mentions at most, and how many more there are.
func People(ids []string, most int) string {
	if len(ids) == 0 {
		return "nobody yet"
	}
	var parts []string
	for i, id := range ids {
		if i == most {
			parts = append(parts, Thousands(len(ids)-i)+" more")
			break
		}
		parts = append(parts, Mention("@", id))
	}
	return And(parts)
}

// How much of other people's words is shown where. Notes are shown whole only on the lead's own page.
const (
	NameLength  = 60
	ShortLength = 120
	NoteLength  = 280
)

// Other people's words made safe for the screen. Everything that a person or a file brought passes one of these before
// it is shown: [Tidy] for plain text, [Quote] for one line of mrkdwn, [Quoted] for several, [Page.Typed] for a fence.
// Each cleans control and direction marks, isolates right-to-left text and cuts without splitting a character.

// Tidy makes a stranger's words one safe line of at most n characters, for plain text.
func Tidy(s string, n int) string {
	s = strings.Join(strings.Fields(blockkit.Clean(words.Labels(s))), " ")
	return blockkit.Isolate(blockkit.Truncate(s, n))
}

// Quote is [Tidy] for mrkdwn: escaped, and unable to format or ping.
func Quote(s string, n int) string {
	return blockkit.Escape(blockkit.Literal(Tidy(s, n)))
}

// Brief is [Few] for mrkdwn, of a name that stands in a line of ours.
func Brief(s string, most int) string { return Quote(Few(s, most), 40) }

// Name is how a lead is called in mrkdwn.
func Name(l coach.Lead) string { return Quote(NameOf(l), NameLength) }

// PlainName is how a lead is called on buttons and in titles.
func PlainName(l coach.Lead, most int) string { return Tidy(NameOf(l), min(most, NameLength)) }

// NameOf is what a lead is called: its name, else whoever is to be reached, else that nobody has named it.
func NameOf(l coach.Lead) string {
	for _, s := range []string{l.Name, l.Contact, l.Company} {
		if strings.TrimSpace(blockkit.Clean(s)) != "" {
			return s
		}
	}
	return "this lead"
}

// Who is the lead with whom to ask for, bold name first: "*Acme Corp* · Pat Doe".
func Who(l coach.Lead) string {
	words := "*" + Name(l) + "*"
	for _, more := range []string{l.Contact, l.Company} {
		if m := Quote(more, NameLength); m != "" && !strings.EqualFold(m, Name(l)) {
			words += " · " + m
		}
	}
	return words
}

// Quoted shows a longer text as a quotation, each line marked, cut at n characters.
func Quoted(s string, n int) string {
	s = strings.TrimSpace(blockkit.Clean(words.Labels(s)))
	s = blockkit.Truncate(s, n)
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, "> "+blockkit.Escape(blockkit.Isolate(blockkit.Literal(strings.TrimRight(line, "\n")))))
	}
	return strings.Join(lines, "\n")
}

// typedMost is how many characters of a text are given back: more than a note takes, and less than [blockkit.MaxSaid].
// A line in the bot's own messages may be longer, and stands there still.
const typedMost = 9000

// Typed gives a text back whole, so that it can be copied as it was: in fences, or where it is so long or so full of
// signs that must be escaped there that it takes more than two, in blocks of rich text, which know no escapes.
func (p *Page) Typed(s string) {
	pieces := Fenced(s)
	if len(pieces) <= 2 {
		for _, piece := range pieces {
			p.Section(piece)
		}
		return
	}
	rest := blockkit.Truncate(blockkit.Clean(s), typedMost)
	for rest != "" {
		part := rest[:cutAt(rest, blockkit.MaxText)]
		rest = rest[len(part):]
		text := slack.NewRichTextSectionTextElement(part, nil)
		p.Blocks = append(p.Blocks, slack.NewRichTextBlock(p.ID("typed"), &slack.RichTextPreformatted{
			Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{text}}))
	}
}

// cutAt is where the first most characters of a text end, in bytes.
func cutAt(s string, most int) int {
	n := 0
	for i, r := range s {
		if n += blockkit.Len(string(r)); n > most {
			return i
		}
	}
	return len(s)
}

// Fenced is a text in as many pieces as Slack's limit asks for, each in a fence so that it can be copied as it was.
func Fenced(s string) []string {
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
