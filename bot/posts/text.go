package posts

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/words"
)

// Text is what a person reads in a message, a line for each of its parts. What an app posts often has all of it in
// blocks or attachments, and a text that is empty, or says the same in short; what says the same again is left out.
func Text(m *slack.Message) string { return strings.Join(read(m).lines, "\n") }

// read is what a message holds.
func read(m *slack.Message) (p parts) {
	p.add(m.Text)
	p.blocks(m.Blocks.BlockSet)
	for _, a := range m.Attachments {
		before := len(p.lines)
		p.add(a.Pretext, a.AuthorName, a.Title, a.Text)
		for _, f := range a.Fields {
			p.labelled(f.Title, f.Value)
		}
		p.blocks(a.Blocks.BlockSet)
		if len(p.lines) == before { // what a client shows that can show nothing else
			p.add(a.Fallback)
		}
		p.add(a.Footer)
		if sec, err := a.Ts.Int64(); err == nil {
			p.instants = append(p.instants, time.Unix(sec, 0).UTC())
		}
	}
	return p
}

// parts are the lines of a message, and the instants that it shows.
type parts struct {
	lines    []string
	instants []time.Time
}

var dated = regexp.MustCompile(`<!date\^(\d{9,10})\^`)

// add adds those of some texts, marked up as Slack sends them, that don't stand there already.
func (p *parts) add(texts ...string) {
	for _, text := range texts {
		// Of a date a person reads words in their own zone, so that the instant is taken from its mark.
		for _, m := range dated.FindAllStringSubmatch(text, -1) {
			sec, _ := strconv.ParseInt(m[1], 10, 64) // ten digits
			p.instants = append(p.instants, time.Unix(sec, 0).UTC())
		}
		text = strings.TrimSpace(words.Plain(text))
		if text != "" && !strings.Contains(flat(strings.Join(p.lines, " ")), flat(text)) {
			p.lines = append(p.lines, text)
		}
	}
}

// labelled adds a value behind its label.
func (p *parts) labelled(label, value string) {
	if value != "" && label != "" {
		value = strings.TrimSuffix(label, ":") + ": " + value
	}
	p.add(value)
}

// blocks adds what blocks say.
func (p *parts) blocks(blocks []slack.Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			p.text(b.Text)
		case *slack.SectionBlock:
			p.text(b.Text)
			for _, f := range b.Fields {
				p.text(f)
			}
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					p.text(t)
				}
			}
		case *slack.RichTextBlock:
			for _, e := range b.Elements {
				p.rich(e)
			}
		}
	}
}

// text adds a text object; Slack has fields as a label, in bold, and the value on the next line.
func (p *parts) text(t *slack.TextBlockObject) {
	if t == nil {
		return
	}
	label, value, two := strings.Cut(t.Text, "\n")
	if label = strings.TrimSpace(label); two && strings.HasPrefix(label, "*") && !strings.Contains(value, "\n") {
		p.labelled(strings.Trim(label, "*: "), value)
		return
	}
	p.add(t.Text)
}

// rich adds a part of a rich text: a paragraph, a quotation, a list.
func (p *parts) rich(e slack.RichTextElement) {
	// A link is what it leads to and what stands for it: the number may be in either.
	var words strings.Builder
	flow := func(elements []slack.RichTextSectionElement) {
		for _, e := range elements {
			switch e := e.(type) {
			case *slack.RichTextSectionTextElement:
				words.WriteString(e.Text)
			case *slack.RichTextSectionLinkElement:
				words.WriteString(strings.TrimPrefix(strings.TrimPrefix(e.URL, "tel:"), "mailto:") + " " + e.Text)
			}
		}
	}
	switch e := e.(type) {
	case *slack.RichTextSection:
		flow(e.Elements)
	case *slack.RichTextQuote:
		flow(e.Elements)
	case *slack.RichTextPreformatted:
		flow(e.Elements)
	case *slack.RichTextList:
		for _, item := range e.Elements {
			p.rich(item)
		}
	}
	p.add(words.String())
}

// What a label is and what its value, each app decides for itself: fields of an attachment have both apart, sections
// have the label in bold on a line of its own, and many write a colon.

// flat is a text for being compared: without marks, case and ways to break a line.
func flat(text string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == '\n' || r == '*' || r == '_' || r == '~' || r == '`' || r == '>' || r == '\u00a0'
	}), " "))
}
