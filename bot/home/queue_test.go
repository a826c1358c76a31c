package home

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var monday = time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)

// gap is what a floor has.
const gap = 2 * time.Second

// A burst of 200 changes, one every 50 ms, is one publication in two seconds, and the last change is among what is
// drawn. Whoever else waits is held up by none of it.
func TestABurstIsOnePublicationInTwoSeconds(t *testing.T) {
	q, now := newQueue(gap), monday
	var at []time.Time
	draw := func() {
		for {
			user, answers, _, ok := q.take(now)
			if !ok {
				return
			}
			if user == "U1" {
				at = append(at, now)
			}
			q.done(user, answers, 0, now)
		}
	}
	for range 200 { // ten seconds
		q.add(Change{User: "U1"})
		draw()
		now = now.Add(50 * time.Millisecond)
	}
	draw()
	if len(at) != 6 {
		t.Errorf("%d publications of 200 changes in ten seconds, want 6: %v", len(at), at)
	}
	for i := range at[1:] {
		if d := at[i+1].Sub(at[i]); d < gap {
			t.Errorf("two publications within %s", d)
		}
	}
	q.add(Change{User: "U2"})
	if user, _, _, ok := q.take(now); !ok || user != "U2" {
		t.Errorf("%q is drawn, want whoever waits for nothing", user)
	}
}

// Answers to taps wait with their Home, the newest few of them; a change made elsewhere takes none away.
func TestAnswersWaitWithTheirHome(t *testing.T) {
	q := newQueue(gap)
	for n := range answersMost + 2 {
		q.add(Change{User: "U1", Answer: &Answer{At: n}})
		q.add(Change{User: "U1"})
	}
	_, answers, _, ok := q.take(monday)
	if !ok || len(answers) != answersMost || answers[0].At != 2 {
		t.Errorf("answers %+v", answers)
	}
}

// There is no more room than for so many people, and no more than a few are drawn at one time. One who is being drawn
// is not drawn twice.
func TestTheQueueIsBounded(t *testing.T) {
	q := newQueue(gap)
	for n := range waitingMost {
		if !q.add(Change{User: fmt.Sprint("U", n)}) {
			t.Fatalf("no room for %d", n)
		}
	}
	if q.add(Change{User: "one more"}) {
		t.Error("room for one more")
	}
	if !q.add(Change{User: "U7"}) {
		t.Error("no room for who waits already")
	}
	var first string
	for n := range drawing {
		user, _, _, ok := q.take(monday)
		if !ok {
			t.Fatalf("only %d at one time", n)
		}
		first = user
	}
	if _, _, _, ok := q.take(monday); ok {
		t.Errorf("more than %d at one time", drawing)
	}
	q.add(Change{User: first})
	later := monday.Add(time.Hour)
	q.done("U0", nil, 0, later)
	if user, _, _, ok := q.take(later); !ok || user == first {
		t.Errorf("%q is drawn, want whoever waits for no drawing", user)
	}
	q.done("U1", nil, 0, later)
	q.done(first, nil, 0, later)
	for range waitingMost - drawing {
		user, _, _, ok := q.take(later)
		if user == first {
			return
		}
		if !ok {
			break
		}
		q.done(user, nil, 0, later)
	}
	t.Errorf("%s is not drawn once its drawing has ended", first)
}

// Whatever comes in whatever order: nobody is drawn twice at once or within a gap, nobody while Slack wants to be left
// alone, and nobody who waits is forgotten.
func TestTheQueueForgetsNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, now := newQueue(gap), monday
		people := rapid.SampledFrom([]string{"U1", "U2", "U3", "U4", "U5", "U6"})
		last, waits, busy, rest := map[string]time.Time{}, map[string]bool{}, map[string]bool{}, now
		draw := func() time.Duration {
			for {
				user, _, wait, ok := q.take(now)
				if !ok {
					return wait
				}
				at, before := last[user]
				if busy[user] || !waits[user] || before && now.Sub(at) < gap || rest.After(now) {
					t.Fatalf("%s is drawn: busy %v, waits %v, last %s, rest %s, now %s", user, busy[user], waits[user], at, rest, now)
				}
				busy[user], waits[user], last[user] = true, false, now
			}
		}
		end := func(user string, wait time.Duration) {
			delete(busy, user)
			q.done(user, nil, wait, now)
			if wait > 0 {
				rest, waits[user] = now.Add(wait), true
			}
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch user := people.Draw(t, "user"); rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				now = now.Add(time.Duration(rapid.IntRange(1, 3000).Draw(t, "ms")) * time.Millisecond)
			case 1:
				if busy[user] {
					end(user, time.Duration(max(0, rapid.IntRange(-6, 3).Draw(t, "wait")))*time.Second)
				}
			default:
				q.add(Change{User: user})
				waits[user] = true
			}
			draw()
		}
		for range 40 { // whoever still waits is drawn by the waits that the queue itself names
			for user := range busy {
				end(user, 0)
			}
			now = now.Add(draw())
		}
		for user, still := range waits {
			if still {
				t.Fatalf("%s waits for good", user)
			}
		}
	})
}

// Where Slack asks to wait, everybody does, and whoever was refused is drawn then, answers and all.
func TestSlackIsLeftAlone(t *testing.T) {
	q := newQueue(gap)
	q.add(Change{User: "U1", Answer: &Answer{At: 3}})
	user, answers, _, _ := q.take(monday)
	q.done(user, answers, 30*time.Second, monday)
	q.add(Change{User: "U2"})
	_, _, wait, ok := q.take(monday.Add(time.Second))
	if ok || wait != 29*time.Second {
		t.Fatalf("wait %s, %v", wait, ok)
	}
	for range 2 {
		user, answers, _, ok := q.take(monday.Add(30 * time.Second))
		if !ok || user == "U1" && (len(answers) != 1 || answers[0].At != 3) {
			t.Errorf("%q %+v %v", user, answers, ok)
		}
	}
}
