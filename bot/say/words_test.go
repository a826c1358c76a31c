package say

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// TestNamesAreHarmless: whatever somebody calls a lead, it stays one line, within bounds, without power over Slack.
func TestNamesAreHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.String().Draw(t, "name") +
			rapid.SampledFrom([]string{"", "<!channel>", "&lt;", "*", "\u202E", "\n> ", "`"}).Draw(t, "more")
		l := coach.Lead{Name: raw, Contact: raw}
		for _, shown := range []string{name(l), quote(raw, shortLength)} {
			if strings.ContainsAny(shown, "<>\n\r`") {
				t.Fatalf("%q became %q", raw, shown)
			}
			if strings.ContainsFunc(shown, unicode.IsControl) {
				t.Fatalf("%q keeps a control character: %q", raw, shown)
			}
		}
		if n := blockkit.Len(plainName(l, 40)); n > 42 { // two more for the marks around right-to-left words
			t.Fatalf("%q on a button has %d characters", raw, n)
		}
		for line := range strings.Lines(quoted(raw, noteLength)) {
			if !strings.HasPrefix(line, "> ") {
				t.Fatalf("a line escapes its quotation: %q", line)
			}
		}
		if name(l) == "" {
			t.Fatal("a lead without a name")
		}
	})
}

// TestTypedWordsComeBackWhole: what was typed can be copied out of an error in full.
func TestTypedWordsComeBackWhole(t *testing.T) {
	for _, text := range []string{"/followup log Acme vm", strings.Repeat("<a & b> ", 900), strings.Repeat("😀", 3001)} {
		var b strings.Builder
		for _, piece := range typed(text) {
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

// TestTextKeepsWhoAndWhatWhenItIsCut: ten leads with the longest names and notes there are; the text is cut, but each
// lead's name and step are in it.
func TestTextKeepsWhoAndWhatWhenItIsCut(t *testing.T) {
	var cards []coach.Card
	for i := range 10 {
		c := call(hostile())
		c.Lead.Name = string(rune('A'+i)) + c.Lead.Name
		cards = append(cards, c)
	}
	r := Digest(reader, coach.Digest{Cards: cards, Tip: tip()})
	for _, c := range cards {
		if !strings.Contains(r.Text, name(c.Lead)) {
			t.Errorf("the text doesn't name %s", name(c.Lead))
		}
	}
	if got := strings.Count(r.Text, "Attempt 3 of 7"); got != 10 {
		t.Errorf("%d of 10 steps are said:\n%s", got, r.Text)
	}
	if n := blockkit.Len(r.Text); n > textBudget {
		t.Errorf("%d characters", n)
	}
}

// TestTimesThatRulesName: the words are made of the number, and small ones are written out.
func TestTimesThatRulesName(t *testing.T) {
	for n, want := range map[int]string{1: "one minute", 5: "five minutes", 10: "ten minutes", 45: "45 minutes"} {
		if got := minutesInWords(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
