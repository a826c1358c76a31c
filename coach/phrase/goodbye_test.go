package phrase

import (
	"slices"
	"testing"
)

// A goodbye names the earlier tries by date and allows that the time may not be right (S1.28). Each half is taken out
// of each text, one at a time.
func TestGoodbyeHalves(t *testing.T) {
	for _, c := range []struct{ tries, timing, end string }{
		{"I called on Oct 15, 22 and 29 and wrote twice.", "My guess is that the timing isn't right, and that's fine.",
			"I won't call again."},
		{"We spoke on 3 March, and I've tried on the 10th.", "It may just be the wrong moment.", "This is my last email."},
		{"My voicemails of 10/15 and 10/22 found no answer.", "It isn't a priority for you now.",
			"I'll stop calling here."},
		{"I left you a message on Monday.", "Maybe the time is not right.", "I'm going to close your file."},
		{"I emailed you yesterday and on 2 November.", "Perhaps it's too early.", "You won't hear from me again."},
	} {
		for _, half := range []struct {
			text          string
			tries, timing bool
		}{
			{"Hi Gus. " + c.tries + " " + c.timing + " " + c.end, true, true},
			{"Hi Gus. " + c.timing + " " + c.end, false, true},
			{"Hi Gus. " + c.tries + " " + c.end, true, false},
			{"Hi Gus. " + c.end, false, false},
			{"Hi Gus. I have tried to reach you. " + c.timing + " " + c.end, false, true}, // no date
		} {
			g := ReadGoodbye(half.text)
			if g != (Goodbye{Ends: true, Tries: half.tries, Timing: half.timing}) {
				t.Errorf("%q: %+v", half.text, g)
			}
			if g.Whole() != (half.tries && half.timing) {
				t.Errorf("%q: %+v", half.text, g)
			}
		}
	}
	for _, text := range []string{"If a no is fine with you, I'll stop calling.", "I will call you again on Monday.",
		"The last time I called you were out.", "My last note had the wrong page.", "Not again!",
		"Stop writing reports by hand.",
	} {
		if ReadGoodbye(text).Ends {
			t.Errorf("%q is no goodbye", text)
		}
	}
}

// A goodbye has two halves, whoever wrote it (S1.28); each of them is missed when it is taken out.
func TestTheHalvesOfAGoodbye(t *testing.T) {
	both := []Half{HalfTries, HalfTiming}
	for _, c := range []struct {
		text  string
		lacks []Half
	}{
		{"I called on Oct 15, 22 and 29. The timing isn't right, I guess.", nil},
		{"I tried you on Monday and on Thursday; it may be a bad moment.", nil},
		{"My voicemails of 3 December and 10/12 went unanswered. You surely have other priorities.", nil},
		{"I wrote on the 3rd of December and called on 2026-12-10. Perhaps it's too early.", nil},
		{"I rang on 15/10 and 22/10 in vain; maybe something else comes first.", nil},
		{"I called on Nov 2 and 9. Perhaps the timing is wrong.", nil},
		{"I called on Nov 2. My guess: bad timing.", nil},
		{"I called three times. The timing isn't right, I guess.", []Half{HalfTries}},
		{"On Oct 15 the sun was out. The timing isn't right, I guess.", []Half{HalfTries}},
		{"I may call in May. This isn't the right time.", []Half{HalfTries}},
		{"I called on Oct 15, 22 and 29. Goodbye.", []Half{HalfTiming}},
		{"I called on Oct 15. You have no interest.", []Half{HalfTiming}},
		{"Goodbye, and thank you.", both},
		{"", both},
	} {
		if got := ReadGoodbye(c.text).Lacks(); !slices.Equal(got, c.lacks) {
			t.Errorf("%q lacks %v, want %v", c.text, got, c.lacks)
		}
	}
}
