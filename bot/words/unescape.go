package words

import (
	"cmp"
	"strings"
)

var entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// Unescape is what the writer saw, except that mentions of people (<@U123|pat>),
// channels (<#C123|sales>) and groups (<!subteam^S123|@sales>) stay as they are,
// for [Lex] to read. Links become their label, which is what was typed; a mail link whose
// label is a name becomes the address, a phone link without digits in its label the number, and what stands behind the
// key link: the address. Dates become their fallback text. Text that only looks like such
// markup stays literal: <!channel> comes out as <!channel>.
func Unescape(sent string) string {
	if !strings.ContainsAny(sent, "&<") {
		return sent
	}
	var b strings.Builder
	b.Grow(len(sent))
	for sent != "" {
		i := strings.IndexAny(sent, "<&")
		if i < 0 {
			b.WriteString(sent)
			break
		}
		b.WriteString(sent[:i])
		sent = sent[i:]
		if sent[0] == '&' {
			n := entity(sent)
			b.WriteString(entities.Replace(sent[:n]))
			sent = sent[n:]
			continue
		}
		end := strings.IndexAny(sent[1:], "<>\n") + 1
		if end == 0 || sent[end] != '>' {
			b.WriteByte('<')
			sent = sent[1:]
			continue
		}
		b.WriteString(entities.Replace(shown(sent[1:end], addressWanted(b.String()))))
		sent = sent[end+1:]
	}
	return b.String()
}

// Plain is [Unescape] for showing the text to its writer again: mentions are the names that were typed or picked, @pat
// and #sales. A mention without a name in it stays as it is.
func Plain(sent string) string { return Labels(Unescape(sent)) }

// Labels is a text with the mentions in it as people see them, where Slack has said how.
func Labels(text string) string {
	var b strings.Builder
	last := 0
	for i := 0; i < len(text); i++ {
		w, ok := mention(text, i)
		if !ok {
			continue
		}
		if _, label, named := strings.Cut(strings.Trim(w.Text, "<>"), "|"); named && label != "" {
			b.WriteString(text[last:i] + w.Text[1:2] + label)
			last = w.End
		}
		i = w.End - 1
	}
	return b.String() + text[last:]
}

// entity is the length of the entity at the start of s, 1 when there is none.
func entity(s string) int {
	for _, e := range [...]string{"&amp;", "&lt;", "&gt;"} {
		if strings.HasPrefix(s, e) {
			return len(e)
		}
	}
	return 1
}

// addressWanted reports whether a link behind this text is asked for by its address: the key link: opens it.
func addressWanted(before string) bool {
	before = strings.TrimRight(before, "\"'“”„«‘’ ")
	return len(before) >= len("link:") && strings.EqualFold(before[len(before)-len("link:"):], "link:")
}

// shown is what stands for the markup <inner>: of a link its label, or its address.
func shown(inner string, address bool) string {
	target, label, labelled := strings.Cut(inner, "|")
	switch {
	case strings.HasPrefix(target, "mailto:"):
		mail, _, _ := strings.Cut(target[len("mailto:"):], "?")
		if strings.Contains(label, "@") {
			return label
		}
		return cmp.Or(mail, label)
	case strings.HasPrefix(target, "tel:"):
		if digits(label) {
			return label
		}
		return cmp.Or(target[len("tel:"):], label)
	case strings.HasPrefix(target, "http://"), strings.HasPrefix(target, "https://"):
		if address {
			return target
		}
		return cmp.Or(label, target)
	case strings.HasPrefix(target, "!date^") && labelled:
		return label
	}
	return "<" + inner + ">"
}
