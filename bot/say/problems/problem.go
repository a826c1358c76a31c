package problems

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
)

// Problem is the form of every error: what is wrong, an example of the right form, and the typed words given back.
func Problem(to say.Reader, what, example, text string) *say.Page {
	p := &say.Page{To: to}
	p.Section(what)
	if example != "" {
		p.Context("Try `" + strings.ReplaceAll(blockkit.Escape(example), "`", "'") + "`")
	}
	if strings.TrimSpace(text) != "" {
		p.Typed(text)
	}
	return p
}

// ends ends an error in its buttons; where there is none to go on with, in the way to the help.
func ends(p *say.Page, buttons ...*slack.ButtonBlockElement) say.Reply {
	row := phrases.Taps(buttons...)
	if len(row) == 0 {
		row = append(row, say.Button(ids.ActHelp, "", "Help"))
	}
	p.Actions("a", row...)
	return p.Reply()
}

// unsaved is an error that leaves nothing to mend: the same line may be sent again.
func unsaved(to say.Reader, what, text string) say.Reply {
	p := Problem(to, what, "", text)
	if again := phrases.SendAgain(text); again != nil {
		p.Actions("a", again)
	}
	return p.Reply()
}

// withCode is [say.Quote] for a sentence that shows what to type between backticks: that stays in a code span. A
// backtick without a second one is no mark.
func withCode(s string, n int) string {
	parts := strings.Split(say.Tidy(s, n), "`")
	if len(parts)%2 == 0 {
		last := len(parts) - 1
		parts = append(parts[:last-1], parts[last-1]+"`"+parts[last])
	}
	for i, part := range parts {
		if parts[i] = say.Quote(part, n); strings.HasPrefix(part, " ") {
			parts[i] = " " + parts[i]
		}
		if strings.HasSuffix(part, " ") && strings.TrimSpace(part) != "" {
			parts[i] += " "
		}
	}
	return strings.Join(parts, "`")
}

// Codes are words as people type them, for an example.
func Codes(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "`" + say.Quote(w, 60) + "`"
	}
	return out
}
