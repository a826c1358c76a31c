package words

import (
	"strings"
	"testing"
)

// A text full of quotes that never close is searched once for each kind of quote, not once for each quote.
func TestUnclosedQuotesStayLinear(t *testing.T) {
	const n, kinds = 5_000, 3
	text := strings.Repeat("'a «b ‘c ", n)
	l := lexer{text: text}
	if got := len(l.words()); got != kinds*n {
		t.Fatalf("%d words, want %d", got, kinds*n)
	}
	if most := kinds * len([]rune(text)); l.searched > most {
		t.Errorf("%d characters were searched for the end of a quote, at most %d", l.searched, most)
	}
}
