package answers

import "testing"

// TestEntryWords: a ✓ in each of its forms has a line in the Done block, whatever stands in a name.
func TestEntryWords(t *testing.T) {
	for line, want := range map[string]string{
		"✓ *Birchwood Dental*: voicemail saved. Next: <!date^1^{time}|8:00 AM>, attempt 3 of " +
			"7": "Birchwood Dental, voicemail",
		"✓ *Kestrel Air*: call agreed for <!date^1^{time}|Thu, Nov 12>": "Kestrel Air, call agreed",
		"✓ *Acme*: snoozed until <!date^1^{time}|Thu 12>":               "Acme, snoozed",
		"✓ *Acme*: closed, lost":                                        "Acme, closed, lost",
		"✓ *Saved:* *Acme Corp* · Left a voicemail\n> note":             "Acme Corp, Left a voicemail",
		"✓ Saved: *Acme Corp*, voicemail":                               "Acme Corp, voicemail",
		"✓ *A · B*: talked. Next: now":                                  "A B, talked",
		"✓ *One two three four five six*: asked for info and much more": "One two three…, asked for info…",
		"✓ nothing": "", "✓ *": "",
	} {
		if got := EntryWords(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
