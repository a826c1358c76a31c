package words

import "testing"

// The mark of whom something belongs to is no part of their name; quotes keep it.
func TestOwner(t *testing.T) {
	for said, want := range map[string]string{
		"Jane's": "Jane", "Jane’s": "Jane", "Jones'": "Jones", "Trader Joe's": "Trader Joe", "Jane": "Jane",
		`"Macy's"`: "Macy's", "'s": "'s", "": "",
	} {
		got := ""
		for i, w := range Owner(Lex(said)) {
			if i > 0 {
				got += " "
			}
			got += w.Text
		}
		if got != want {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
}
