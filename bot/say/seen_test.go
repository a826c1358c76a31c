package say_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
)

// dateToken is an instant that each reader's Slack shows in the reader's own zone.
var dateToken = regexp.MustCompile(`<!date\^(\d+)\^([^|>]*)\|([^>]*)>`)

// dateFormats has, for each of Slack's formats that is used, what a client without tokens shows in its place.
var dateFormats = map[string]string{
	"{date_short_pretty}, {time}": "Mon 2 Jan, 15:04 MST",
	"{date_short}, {time}":        "Mon 2 Jan, 15:04 MST", // of a day that is over
	"{date_short_pretty}":         "Mon 2 Jan",
	"{time}":                      "15:04 MST",
}

// seenWords writes mrkdwn as a person reads it: instants as {their words}, entities as characters. An instant whose
// words belong to another is a mistake.
func seenWords(t testing.TB, words string) string {
	t.Helper()
	words = dateToken.ReplaceAllStringFunc(words, func(token string) string {
		m := dateToken.FindStringSubmatch(token)
		unix, _ := strconv.ParseInt(m[1], 10, 64)
		layout, known := dateFormats[m[2]]
		want := time.Unix(unix, 0).In(berlin).Format(layout)
		if m[2] == "{ago}" { // what the bot's other words for a while are
			want, known = say.Length(int(reader.Now.Sub(time.Unix(unix, 0)).Minutes()))+" ago", true
		}
		if !known || want != m[3] {
			t.Errorf("%s: its fallback should be %q", token, want)
		}
		return "{" + m[3] + "}"
	})
	return shortened(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(words))
}

// shortened leaves out the middle of lines that nobody would read to the end, and says how much.
func shortened(words string) string {
	const ends = 200
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		if r := []rune(line); len(r) > 5*ends {
			lines[i] = fmt.Sprintf("%s (… %d characters …) %s", string(r[:ends]), len(r)-2*ends, string(r[len(r)-ends:]))
		}
	}
	return strings.Join(lines, "\n")
}

// seenBlocks writes blocks as a person sees them. An empty line stands between two sections.
func seenBlocks(t testing.TB, blocks []slack.Block) string {
	t.Helper()
	var b strings.Builder
	for i, block := range blocks {
		switch block := block.(type) {
		case *slack.HeaderBlock:
			fmt.Fprintf(&b, "== %s ==\n", block.Text.Text)
		case *slack.SectionBlock:
			if i > 0 && blocks[i-1].BlockType() == slack.MBTSection {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "%s\n", seenWords(t, block.Text.Text))
			if block.Accessory != nil && block.Accessory.ButtonElement != nil {
				fmt.Fprintf(&b, "    %s\n", element(block.Accessory.ButtonElement))
			}
		case *slack.ContextBlock:
			for _, e := range block.ContextElements.Elements {
				fmt.Fprintf(&b, "  ~ %s\n", seenWords(t, e.(*slack.TextBlockObject).Text))
			}
		case *slack.ActionBlock:
			var parts []string
			for _, e := range block.Elements.ElementSet {
				parts = append(parts, element(e))
			}
			fmt.Fprintf(&b, "    %s\n", strings.Join(parts, " "))
		case *slack.InputBlock:
			optional := ""
			if block.Optional {
				optional = " (optional)"
			}
			fmt.Fprintf(&b, "%s%s: %s\n", block.Label.Text, optional, element(block.Element))
			if block.Hint != nil {
				fmt.Fprintf(&b, "  ~ %s\n", block.Hint.Text)
			}
		case *slack.DividerBlock:
			b.WriteString("----\n")
		case *slack.RichTextBlock:
			words := block.Elements[0].(*slack.RichTextPreformatted).Elements[0].(*slack.RichTextSectionTextElement).Text
			fmt.Fprintf(&b, "```%s```\n", words)
		default:
			fmt.Fprintf(&b, "(%s)\n", block.BlockType())
		}
	}
	return b.String()
}

func element(e slack.BlockElement) string {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		return "[" + e.Text.Text + "]"
	case *slack.OverflowBlockElement:
		var parts []string
		for _, o := range e.Options {
			parts = append(parts, o.Text.Text)
		}
		return "[⋯ " + strings.Join(parts, " | ") + "]"
	case *slack.PlainTextInputBlockElement:
		return strconv.Quote(e.InitialValue)
	case *slack.SelectBlockElement:
		n := len(e.Options)
		for _, g := range e.OptionGroups {
			n += len(g.Options)
		}
		if e.InitialOption != nil {
			return fmt.Sprintf("<%s, or %d others>", e.InitialOption.Text.Text, n-1)
		}
		return fmt.Sprintf("<one of %d>", n)
	case *slack.RadioButtonsBlockElement:
		var parts []string
		for _, o := range e.Options {
			mark := "( ) "
			if e.InitialOption != nil && e.InitialOption.Value == o.Value {
				mark = "(•) "
			}
			parts = append(parts, mark+o.Text.Text)
		}
		return strings.Join(parts, " ")
	case *slack.CheckboxGroupsBlockElement:
		var parts []string
		for _, o := range e.Options {
			mark := "[ ] "
			if slices.ContainsFunc(e.InitialOptions, func(i *slack.OptionBlockObject) bool { return i.Value == o.Value }) {
				mark = "[x] "
			}
			parts = append(parts, mark+o.Text.Text)
		}
		return strings.Join(parts, " ")
	case *slack.DateTimePickerBlockElement:
		if e.InitialDateTime == 0 {
			return "<date and time>"
		}
		return "<" + time.Unix(e.InitialDateTime, 0).In(berlin).Format("Mon 2 Jan 2006, 15:04:05 MST") + ">"
	case *slack.DatePickerBlockElement:
		return "<date " + e.InitialDate + ">"
	case *slack.TimePickerBlockElement:
		return "<time " + e.InitialTime + ">"
	}
	return fmt.Sprintf("<%s>", e.ElementType())
}

// controls writes what of a block seenBlocks doesn't show, field by field of its JSON so that none can be forgotten: a
// line for each element, with the block's key before it.
func controls(t testing.TB, block slack.Block) []string {
	t.Helper()
	raw, err := json.Marshal(block)
	if err != nil {
		t.Fatal(err)
	}
	var b map[string]any
	if err := json.Unmarshal(raw, &b); err != nil {
		t.Fatal(err)
	}
	key, _, found := strings.Cut(block.ID(), "."+reader.Nonce)
	if !found {
		key = block.ID()
	}
	delete(b, "block_id")
	var lines []string
	switch b["type"] {
	case "header", "context", "divider":
		return nil
	case "section":
		delete(b, "text")
		if len(b) == 1 && key == "s" {
			return nil
		}
	case "actions":
		for _, e := range b["elements"].([]any) {
			lines = append(lines, key+": "+flat(e))
		}
		delete(b, "elements")
		if len(b) == 1 {
			return lines
		}
	case "input":
		delete(b, "label")
		delete(b, "hint")
		if e, ok := b["element"].(map[string]any); ok {
			maps.DeleteFunc(e, func(field string, _ any) bool { return strings.HasPrefix(field, "initial_") })
		}
	}
	return append(lines, key+": "+flat(b))
}

// flat writes a JSON value on one line: a type by its name, a text by its words, an option as value "words".
func flat(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = flat(one)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		kind, _ := v["type"].(string)
		words, isText := v["text"].(string)
		if kind == "plain_text" && isText && len(v) == 2 {
			return strconv.Quote(words)
		}
		if value, ok := v["value"].(string); ok && kind == "" && v["text"] != nil && len(v) == 2 {
			return value + " " + flat(v["text"])
		}
		parts := make([]string, 0, len(v))
		if words, ok := v["text"]; ok {
			parts = append(parts, flat(words))
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if k != "text" && k != "type" {
				parts = append(parts, k+"="+flat(v[k]))
			}
		}
		if kind == "" {
			return "{" + strings.Join(parts, " ") + "}"
		}
		return strings.TrimSpace(kind + " " + strings.Join(parts, " "))
	}
	return fmt.Sprint(v)
}
