package coach

import (
	"testing"
	"time"
)

// S1.8, S1.9: of vague words the answer is two dated choices on the lead's clock.
func TestWhatToSayInstead(t *testing.T) {
	r := DefaultRules()
	f := pat(t, time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC))
	for _, c := range []struct{ id, want string }{
		{"call-me-next-week", "Is tomorrow at 9:00 or Thursday 12 March at 16:30 better?"},
		{
			"follow-up-in-days",
			"I'll call you tomorrow at 9:00 or Thursday 12 March at 16:30, whichever suits you, about pricing and terms."},
		{"checking-in", "The reason I'm calling now: the new tariff starts in May."},
		{
			"follow-up-on-material",
			"You told me what matters most: unscheduled maintenance. I have something new."},
		{"nothing", ""},
	} {
		if got := r.Phrases().Instead(c.id, f.Values()); got != c.want {
			t.Errorf("%s: %q, want %q", c.id, got, c.want)
		}
	}
}
