package say_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

// TestNamesAreHarmless: whatever somebody calls a lead, it stays one line, within bounds, without power over Slack.
func TestNamesAreHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.String().Draw(t, "name") +
			rapid.SampledFrom([]string{"", "<!channel>", "&lt;", "*", "\u202E", "\n> ", "`"}).Draw(t, "more")
		l := coach.Lead{Name: raw, Contact: raw}
		for _, shown := range []string{say.Name(l), say.Quote(raw, say.ShortLength)} {
			if strings.ContainsAny(shown, "<>\n\r`") {
				t.Fatalf("%q became %q", raw, shown)
			}
			if strings.ContainsFunc(shown, unicode.IsControl) {
				t.Fatalf("%q keeps a control character: %q", raw, shown)
			}
		}
		if n := blockkit.Len(say.PlainName(l, 40)); n > 42 { // two more for the marks around right-to-left words
			t.Fatalf("%q on a button has %d characters", raw, n)
		}
		for line := range strings.Lines(say.Quoted(raw, say.NoteLength)) {
			if !strings.HasPrefix(line, "> ") {
				t.Fatalf("a line escapes its quotation: %q", line)
			}
		}
		if say.Name(l) == "" {
			t.Fatal("a lead without a name")
		}
	})
}

// TestTypedWordsComeBackWhole: what was typed can be copied out of an error in full.
func TestTypedWordsComeBackWhole(t *testing.T) {
	for _, text := range []string{"/followup log Acme vm", strings.Repeat("<a & b> ", 900), strings.Repeat("😀", 3001)} {
		var b strings.Builder
		for _, piece := range say.Fenced(text) {
			if n := blockkit.Len(piece); n > blockkit.MaxText {
				t.Errorf("a piece has %d characters", n)
			}
			b.WriteString(strings.TrimSuffix(strings.TrimPrefix(piece, "```"), "```"))
		}
		if b.String() != blockkit.Escape(text) {
			t.Errorf("%.40q came back changed", text)
		}
	}
}

// An error gives back what was typed, whatever signs it is made of, and Slack takes it: its blocks are no longer than a
// message may be in all, and the text beside them begins with what is wrong.
func TestAnErrorHoldsWhatWasTyped(t *testing.T) {
	for _, typed := range []string{"/followup log Acme vm", strings.Repeat("&", 3900), strings.Repeat("<@U1> ", 650),
		strings.Repeat("a line of words\n", 240), strings.Repeat("😀", 1950), strings.Repeat("``` ", 900)} {
		r := problems.NotSaved(say.Reader{Nonce: "n"}, "", typed)
		if err := blockkit.ValidateMessage(r.Text, r.Blocks); err != nil {
			t.Errorf("%.20q: %v", typed, err)
		}
		var back strings.Builder
		for _, b := range r.Blocks[1:] {
			switch b := b.(type) {
			case *slack.SectionBlock:
				back.WriteString(strings.TrimSuffix(strings.TrimPrefix(b.Text.Text, "```"), "```"))
			case *slack.RichTextBlock:
				words := b.Elements[0].(*slack.RichTextPreformatted).Elements[0].(*slack.RichTextSectionTextElement).Text
				back.WriteString(blockkit.Escape(words))
			}
		}
		want := blockkit.Escape(strings.TrimSpace(typed))
		if got := strings.TrimSpace(back.String()); got != want && got != strings.ReplaceAll(want, "```", "'''") {
			t.Errorf("%.20q came back as %.60q… (%d characters of %d)", typed, got, len(got), len(want))
		}
		if !strings.HasPrefix(r.Text, "*Not saved:*") {
			t.Errorf("%.20q: the text begins with %.40q", typed, r.Text)
		}
	}
}

// TestTextKeepsWhoAndWhatWhenItIsCut: ten leads with the longest names and notes there are; the text is cut, but each
// lead's name and step are in it.
func TestTextKeepsWhoAndWhatWhenItIsCut(t *testing.T) {
	var deck []coach.Card
	for i := range 10 {
		c := call(hostile())
		c.Lead.Name = string(rune('A'+i)) + c.Lead.Name
		deck = append(deck, c)
	}
	r := cards.Digest(reader, notify.Digest{Cards: deck, Tip: tip()})
	for _, c := range deck {
		if !strings.Contains(r.Text, say.Name(c.Lead)) {
			t.Errorf("the text doesn't name %s", say.Name(c.Lead))
		}
	}
	if got := strings.Count(r.Text, "Attempt 3 of 7"); got != 10 {
		t.Errorf("%d of 10 steps are said:\n%s", got, r.Text)
	}
	if n := blockkit.Len(r.Text); n > say.TextBudget {
		t.Errorf("%d characters", n)
	}
}

// TestTimesThatRulesName: the words are made of the number, and small ones are written out.
func TestTimesThatRulesName(t *testing.T) {
	for n, want := range map[int]string{1: "one minute", 5: "five minutes", 10: "ten minutes", 45: "45 minutes"} {
		if got := say.MinutesInWords(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
