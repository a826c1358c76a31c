package home

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/request"
)

const (
	waitingMost = 5000 // people whose Home waits to be drawn; beyond it the next change has to do
	drawing     = 4    // Homes that are drawn at one time: Slack takes some hundred a minute
	answersMost = 3    // answers to taps that one Home shows
)

// Change is a reason to draw somebody's Home again.
type Change struct {
	User   string
	Answer *Answer // to a tap on the Home; nil for a change that was made elsewhere
}

// Answer is what came of a tap on a Home. It stands where the tapped card was until the Home is drawn once more.
type Answer struct {
	Req  *request.Request
	Resp request.Response
	At   int    // how many cards stood above it
	Tab  string // where the tap was: on another tab it would speak of what isn't there
	// Owner is whose lead it is about.
	Owner string
}

// queue is who waits for their Home to be drawn again. Each person stands in it once, however many changes there are,
// and is drawn no sooner than a gap after the last time. It reads no clock, and nothing it does costs by who waits: a
// floor that logs all day asks it twice a log.
type queue struct {
	gap     time.Duration // between two publications for one person
	waiting map[string][]Answer
	ready   []string        // of those who wait, whose turn it is, first come first
	held    []drawn         // who was drawn less than a gap ago, oldest first
	holds   map[string]bool // the same people
	busy    map[string]bool // is being drawn
	rest    time.Time       // until when Slack wants to be left alone
}

// drawn is when somebody's Home was drawn.
type drawn struct {
	user string
	at   time.Time
}

func newQueue(gap time.Duration) *queue {
	return &queue{gap: gap, waiting: map[string][]Answer{}, holds: map[string]bool{}, busy: map[string]bool{}}
}

// add puts a change into the queue; false when there is no room for one more person.
func (q *queue) add(c Change) bool {
	answers, there := q.waiting[c.User]
	if !there && len(q.waiting) >= waitingMost {
		return false
	}
	if c.Answer != nil {
		answers = append(answers, *c.Answer)
		answers = answers[max(0, len(answers)-answersMost):]
	}
	q.waiting[c.User] = answers
	if !there {
		q.line(c.User)
	}
	return true
}

// line puts somebody who waits at the end of the line, unless something holds them up that does it when it ends.
func (q *queue) line(user string) {
	if _, waits := q.waiting[user]; waits && !q.holds[user] && !q.busy[user] {
		q.ready = append(q.ready, user)
	}
}

// take is somebody whose turn it is now; ok is false when nobody's is. The zero wait says that only the end of a
// drawing, or a change, can alter that.
func (q *queue) take(now time.Time) (user string, answers []Answer, wait time.Duration, ok bool) {
	for len(q.held) > 0 && now.Sub(q.held[0].at) >= q.gap {
		of := q.held[0].user
		q.held = q.held[1:]
		delete(q.holds, of)
		q.line(of)
	}
	switch {
	case len(q.waiting) == 0 || len(q.busy) >= drawing:
		return "", nil, 0, false
	case q.rest.After(now):
		return "", nil, q.rest.Sub(now), false
	case len(q.ready) > 0:
		user, q.ready = q.ready[0], q.ready[1:]
		answers = q.waiting[user]
		delete(q.waiting, user)
		q.busy[user], q.holds[user] = true, true
		q.held = append(q.held, drawn{user, now})
		return user, answers, 0, true
	case len(q.held) > 0:
		return "", nil, q.held[0].at.Add(q.gap).Sub(now), false
	}
	return "", nil, 0, false
}

// done ends a drawing. Where Slack asks to wait, everybody does, and the person is drawn then.
func (q *queue) done(user string, answers []Answer, wait time.Duration, now time.Time) {
	delete(q.busy, user)
	if wait > 0 {
		q.rest = now.Add(wait)
		q.waiting[user] = slices.Concat(answers, q.waiting[user])
	}
	q.line(user)
}
