package tally

import (
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// Waited is the kind of an answer that came so long after somebody had come to us.
func Waited(d time.Duration) Kind {
	switch {
	case d <= time.Hour:
		return Within1h
	case d <= 24*time.Hour:
		return Within24h
	}
	return Later
}

// MostCalls is up to how many calls to a win are told apart.
const MostCalls = 30

// responses are until when a first response to a warm lead came, in turn; what took longer has a place of its own.
var responses = [...]time.Duration{5 * time.Minute, time.Hour, 4 * time.Hour, 24 * time.Hour, 72 * time.Hour}

// Responses is how many places there are for the time of a first response.
const Responses = len(responses) + 1

// ResponseUntil is the end of a place; zero for the last one, which has none.
func ResponseUntil(place int) time.Duration {
	if place < len(responses) {
		return responses[place]
	}
	return 0
}

// Response is the place of a time.
func Response(took time.Duration) int {
	for place, until := range responses {
		if took <= until {
			return place
		}
	}
	return len(responses)
}

// Course is what follows from a lead's record as it stands: how it ended and after how many calls, and how soon it was
// responded to. It is kept nowhere by itself; what changes a record changes it. The zero value counts nothing.
type Course struct {
	Closed    outcome.Outcome // "" while open
	Calls     int             // made until then
	First     Kind            // who was on its first call, 0 for unknown
	Responded int             // the place of the first response of a lead that came to us, from 1 on; 0 for none
}

// The names of sums begin with these.
const (
	closed    = "e:" // and the outcome, of those that weren't won
	toWin     = "c"  // and the calls that it took, at most MostCalls
	wonAfter  = "w"  // and the letter of the first call's kind
	responded = "q"  // and the place
)

// Names are the sums that a course adds one to.
func (c Course) Names() (names []string) {
	switch {
	case c.Closed == outcome.Won:
		names = append(names, toWin+strconv.Itoa(min(c.Calls, MostCalls)))
		if c.First != 0 {
			names = append(names, wonAfter+letters[c.First:c.First+1])
		}
	case c.Closed != "":
		names = append(names, closed+string(c.Closed))
	}
	if c.Responded > 0 {
		names = append(names, responded+strconv.Itoa(c.Responded-1))
	}
	return names
}

// Sums are how many leads went how.
type Sums struct {
	Wins      [MostCalls + 1]int      // by the calls that they took
	WonAfter  [Kinds]int              // by the kind of their first call
	Lost      map[outcome.Outcome]int // those that ended otherwise
	Responded [Responses]int          // those that came to us, by how soon they were responded to
}

// SumsOf reads sums by their names; others are passed over, and what is below zero counts nothing.
func SumsOf(counts map[string]int) (s Sums) {
	for name, n := range counts {
		if o, ok := strings.CutPrefix(name, closed); ok && n > 0 {
			if s.Lost == nil {
				s.Lost = map[outcome.Outcome]int{}
			}
			s.Lost[outcome.Outcome(o)] = n
		}
	}
	at := func(name string) int { return max(0, counts[name]) }
	for i := range s.Wins {
		s.Wins[i] = at(toWin + strconv.Itoa(i))
	}
	for k := FirstLive; k <= FirstNobody; k++ {
		s.WonAfter[k] = at(wonAfter + letters[k:k+1])
	}
	for i := range s.Responded {
		s.Responded[i] = at(responded + strconv.Itoa(i))
	}
	return s
}
