package input

import (
	"testing"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// Every way to end a lead is read behind close and closed by its code, label, button and aliases, with and without a
// word between, and takes no word of the reason.
func TestClosedAsEveryEnd(t *testing.T) {
	said := map[string]outcome.Outcome{"lost": outcome.Lost, "no response": outcome.NoResponse,
		"no-response": outcome.NoResponse}
	for _, o := range outcome.All() {
		if !o.Ends || !o.Typed {
			continue
		}
		for _, text := range append([]string{string(o.Code), o.Label, o.Button}, o.Aliases...) {
			said[text] = o.Code
		}
	}
	if len(said) < 15 {
		t.Fatalf("only %d ways", len(said))
	}
	for text, want := range said {
		for _, front := range []string{"close ", "closed ", "Closed: ", "closed as ", "closed - ", "closed it as "} {
			ws := words.Lex(front + text)
			if got, used := ClosedAs(ws); got != want || used != len(ws) {
				t.Errorf("%q: %q by %d of %d words, want %q", front+text, got, used, len(ws), want)
			}
			behind := words.Lex(front + text + ", the price")
			if got, used := ClosedAs(behind); got != want || used != len(ws) {
				t.Errorf("%q: %q by %d words, want %q by %d", front+text+", the price", got, used, want, len(ws))
			}
		}
	}
	for _, text := range []string{"close", "closed", "closed the office", "close to won", "won", "closed for lunch",
		"closed do not call on Monday"} {
		if got, used := ClosedAs(words.Lex(text)); used > 0 {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
