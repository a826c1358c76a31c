package say

import "testing"

// A field shows what was typed before clean, trimmed and within its limit, whatever stood at its ends.
func TestTextInputsShowCleanText(t *testing.T) {
	for typed, want := range map[string]string{
		"🐝0 \x00": "🐝0", "\x00 Price list": "Price list", "a\x07 b": "a b", " \u202e ": "",
		"1234567890123": "123456789…",
	} {
		if got := textInput(FieldMaterial, typed, "", false, 10).InitialValue; got != want {
			t.Errorf("%q is shown as %q, want %q", typed, got, want)
		}
	}
}
