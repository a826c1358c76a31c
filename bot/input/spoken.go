package input

import (
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/coach"
)

// SpokenTime is what somebody's words say about when to talk next.
type SpokenTime struct {
	Instants []string // a day with an hour, as said: "Thursday at 9:00", and "4:30" behind it
	Days     []string // a day, or a part of one, without an hour
	Hours    []string // an hour without a day
	Vague    []string // neither: "next week"
}

// spokenMost is how many words of an answer are searched for times: more than a field of a form holds in words that
// people type.
const spokenMost = 1200

// ReadSpoken finds what a rep's words say about a time to come. What is past, and how long something takes, is left
// out. The words are read on the rep's clock.
func ReadSpoken(text string, rep coach.Rep, now time.Time) (said SpokenTime) {
	ws := strings.Fields(text)
	ws = ws[:min(len(ws), spokenMost)]
	c, day := DateContext(rep, nil, now), false
	// Read as one, "Thursday at 9 or Friday at 4" names no day; two to choose from are what is wanted here.
	for len(ws) > 0 {
		n := slices.IndexFunc(ws, func(w string) bool { return strings.EqualFold(w, "or") || strings.EqualFold(w, "and") })
		if n < 0 {
			n = len(ws)
		}
		for i := 0; i < n; {
			found, used := dates.Find(ws[:n], i, c)
			if used == 0 {
				i++
				continue
			}
			i += used
			day = said.add(found, day)
		}
		ws = ws[min(n+1, len(ws)):]
	}
	return said
}

// add sorts a phrase about time. day says whether a day was named before it, and afterwards.
func (said *SpokenTime) add(found dates.Found, day bool) bool {
	typed := strings.Trim(found.Words, mentionMarks+",.!?;:")
	switch {
	case found.Length, found.Direction == dates.Behind, found.Ahead.Kind == dates.None:
	case found.Ahead.Kind == dates.Invalid, found.Ahead.Kind == dates.Vague:
		said.Vague = append(said.Vague, typed)
	case found.Clock && (found.Day || day):
		said.Instants = append(said.Instants, typed)
		return true
	case found.Clock:
		said.Hours = append(said.Hours, typed)
	case found.Day || found.PartOfDay:
		said.Days = append(said.Days, typed)
		return true
	}
	return day
}
