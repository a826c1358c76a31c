package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
)

// Meet is how two sides meet at an agreed time where it is no phone call (S1.5). The zero value leaves it at a call, or
// at what was agreed on before where an appointment moves.
type Meet struct {
	By   string `json:"by,omitempty"`   // [MeetVisit] or [MeetVideo]; of a touch also [MeetCall]
	Link string `json:"link,omitempty"` // of a video call, as it was given
}

// Ways to meet. MeetCall is said by whoever turns a visit into a call again; a commitment never holds it.
const (
	MeetCall  = "call"
	MeetVisit = "visit"
	MeetVideo = "video"
)

// agreed is the way to meet of a new commitment, after the one before: what moves keeps its way unless another is said.
func (m Meet) agreed(before *Commitment) Meet {
	switch {
	case m.By == MeetCall:
		return Meet{}
	case m == Meet{} && before != nil:
		return before.Meet
	}
	return m
}

// CallName names a call among all that were made to a lead: the third attempt, the second follow-up.
type CallName struct {
	Number   int  `json:"n,omitempty"`
	FollowUp bool `json:"f,omitempty"` // somebody had been spoken to before
}

// nameCall gives the call that was counted last its name. Follow-ups begin anew at one, and go on over all talks; until
// then every call was an attempt. Whoever was followed up before names were kept has none: nobody counted.
func (p *Progress) nameCall(followUp bool) {
	switch {
	case !followUp:
		p.Call = CallName{Number: p.Total}
	case p.Call.FollowUp:
		p.Call.Number++
	case p.Call.Number > 0 || p.Total == 1:
		p.Call = CallName{1, true}
	}
}

// sayAfter are the ends that say after which call they came (S1.3).
var sayAfter = map[outcome.Outcome]bool{outcome.Won: true, outcome.Lost: true, outcome.NotInterested: true,
	outcome.NoResponse: true}

// EndedAfter is the call after which a lead was won or lost (S1.3); itself says that it ended on that very call. ok is
// false of a lead that nobody called, and of an end that says nothing about the chase, like a wrong company.
func (l Lead) EndedAfter() (c CallName, itself, ok bool) {
	p := &l.Progress
	if !sayAfter[p.Closed] || p.Call.Number == 0 || p.ClosedBy != "" {
		return CallName{}, false, false
	}
	// A deal is made with whoever was reached last, a no is the call itself.
	reached := !p.TalkedAt.IsZero() && !p.LastTry.After(p.TalkedAt)
	return p.Call, p.Closed.Info().Try || p.Closed == outcome.Won && reached, true
}

// WeakDay is what the sources have against the day of a booked call on the lead's clock (S4.10); ok is false for a day
// in the middle of the week. A redial or a try is bound by its gap and is none of its business.
func (l Lead) WeakDay(rep Rep, at time.Time) (Reason, bool) {
	d := calendar.DateIn(at.Unix(), calendar.ClockOf(l.Zone(rep, at).Loc))
	if weekRank(rep.Learned, d) != weakRank {
		return Reason{}, false
	}
	return Reason{Code: ReasonWeakDay, Word: d.Weekday().String(), At: d.Midnight(), Source: "S4.10"}, true
}

// ReadHunch reads a hunch from 1 to 5; 0 for anything else.
func ReadHunch(said string) int {
	n, err := strconv.Atoi(said)
	if err != nil || n < 1 || n > MaxGut {
		return 0
	}
	return n
}

// Knows reports whether a rep was told something that is told once.
func (r Rep) Knows(code string) bool { return slices.Contains(r.Told, code) }

// TellOnce is the rep who was told it.
func (r Rep) TellOnce(code string) Rep {
	r.Told = append(slices.Clone(r.Told), code)
	return r
}

// CloseHidden reports whether a call is to end with a deal that its agenda does not speak of: the other side would be
// caught off guard (S4.8). Which words speak of it is data (close_words). An agenda that is empty hides it too.
func (r *Rules) CloseHidden(c *Commitment) bool {
	if c == nil || c.Goal != GoalClose {
		return false
	}
	agenda := " " + phrase.Fold(c.Agenda) + " "
	return !slices.ContainsFunc(r.closeWords, func(w string) bool { return strings.Contains(agenda, " "+w+" ") })
}
