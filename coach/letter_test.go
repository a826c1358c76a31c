package coach

import "testing"

// S2.24: whoever a letter was written to may answer it, and whoever reads it in the channel that it was written to;
// nobody else, and nobody an answer, or a letter that came back to its writer.
func TestWhoIsAskedByALetter(t *testing.T) {
	person := Letter{From: "U1", To: "U2", Text: "Hi Gus"}
	channel := Letter{From: "U1", To: "C1", Text: "Hi Gus"}
	answer := Letter{From: "U2", To: "U1", Text: "Say what is new", About: "Hi Gus"}
	back := Letter{From: "U1", To: "U1", Back: "U2", Text: "Hi Gus"}
	answerBack := Letter{From: "U2", To: "U2", Back: "U1", Text: "Say what is new", About: "Hi Gus"}
	for _, c := range []struct {
		name          string
		l             Letter
		user, channel string
		asked         bool
	}{
		{"the colleague", person, "U2", "D2", true},
		{"the colleague, from a page of theirs", person, "U2", "", true},
		{"somebody else", person, "U3", "D3", false},
		{"whoever asks", person, "U1", "D1", false},
		{"somebody in the channel", channel, "U7", "C1", true},
		{"somebody in another channel", channel, "U7", "C2", false},
		{"somebody outside of channels", channel, "U7", "", false},
		{"whoever gets the answer", answer, "U1", "D1", false},
		{"whoever gets their own text back", back, "U1", "D1", false},
		{"whoever gets their own answer back", answerBack, "U2", "D2", false},
		{"a letter that nobody wrote", Letter{To: "U2"}, "U2", "D2", false},
	} {
		if got := c.l.Asked(c.user, c.channel); got != c.asked {
			t.Errorf("%s: asked %v", c.name, got)
		}
	}
	for _, l := range []Letter{person, channel, answer, back, answerBack} {
		if want := l.About != "" && l.Back == ""; l.Answers() != want {
			t.Errorf("%+v answers: %v", l, l.Answers())
		}
	}
}
