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
// and is drawn no sooner than a gap after the last time. It reads no clock.
type queue struct {
	gap     time.Duration // between two publications for one person
	waiting map[string][]Answer
	drawn   map[string]time.Time // when each was drawn, for as long as that holds anybody up
	busy    map[string]bool      // is being drawn
	rest    time.Time            // until when Slack wants to be left alone
}

func newQueue(gap time.Duration) *queue {
	return &queue{gap: gap, waiting: map[string][]Answer{}, drawn: map[string]time.Time{}, busy: map[string]bool{}}
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
	return true
}

// take is somebody whose turn it is now; ok is false when nobody's is. The zero wait says that only the end of a
// drawing can change that.
func (q *queue) take(now time.Time) (user string, answers []Answer, wait time.Duration, ok bool) {
	// Whoever was drawn long enough ago is forgotten, so that this holds no more than the people of one gap.
	if len(q.waiting) == 0 || len(q.busy) >= drawing {
		return "", nil, 0, false
	}
	for of, at := range q.drawn {
		if now.Sub(at) >= q.gap {
			delete(q.drawn, of)
		}
	}
	var first time.Time
	for of := range q.waiting {
		due := q.rest
		if at, held := q.drawn[of]; held && at.Add(q.gap).After(due) {
			due = at.Add(q.gap)
		}
		switch {
		case q.busy[of]:
		case !due.After(now):
			answers = q.waiting[of]
			delete(q.waiting, of)
			q.busy[of], q.drawn[of] = true, now
			return of, answers, 0, true
		case first.IsZero() || due.Before(first):
			first = due
		}
	}
	if first.IsZero() {
		return "", nil, 0, false
	}
	return "", nil, first.Sub(now), false
}

// done ends a drawing. Where Slack asks to wait, everybody does, and the person is drawn then.
func (q *queue) done(user string, answers []Answer, wait time.Duration, now time.Time) {
	delete(q.busy, user)
	if wait <= 0 {
		return
	}
	q.rest = now.Add(wait)
	q.waiting[user] = slices.Concat(answers, q.waiting[user])
}
