package figures

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/reach"
)

// LearnedLine says, once, what a rep's own calls have overturned, and what follows from that (handbook 5, no. 4). Empty
// for nothing. It has at most 40 words, and is the rep's alone.
func LearnedLine(to say.Reader, l reach.Learned) string {
	var parts []string
	if h := l.Hours; h.Found() {
		parts = append(parts, "at "+HoursOf(to, h.Is)+" ("+reached(h.Here)+") than at "+HoursOf(to, h.Than)+" ("+
			reached(h.Else)+")")
	}
	if d := l.Days; d.Found() {
		parts = append(parts, "on "+weekday(d.Is)+" ("+reached(d.Here)+") than on "+weekday(d.Than)+" ("+reached(d.Else)+
			")")
	}
	if len(parts) == 0 {
		return ""
	}
	return OnlyYou + ": your calls reach more " + strings.Join(parts, ", and more ") + ". I plan by that now."
}

// HoursOf is a part of the day as people say it, on the clock of whoever is called.
func HoursOf(to say.Reader, part int) string {
	from, until := reach.Hours(part)
	return to.Minutes(from) + "–" + to.Minutes(until)
}

// weekday is a day of the week in short.
func weekday(day int) string { return time.Weekday(day).String()[:3] }

// reached is "36 of 100".
func reached(c reach.Count) string { return countWords(coach.Count{N: c.N, Of: c.Of}) }
