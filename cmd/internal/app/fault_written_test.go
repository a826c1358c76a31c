package app_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// A line that is written to the app outlives a kill -9 wherever it strikes: before Redis has it, behind the write and
// before the answer, or behind the answer and before the bot knows of it. Slack hands the event out again, and the line
// is saved once and answered once.
func TestKilledWithAWrittenLineUnderWay(t *testing.T) {
	t.Parallel()
	redis := aof(t)
	toll := newToll(t, redis)
	h := build(t, at(t, newYork, morning), toll.url, 3, fakeslack.Config{Events: []string{"message.im"}})
	for i, c := range []struct {
		name   string
		strike func(die func(notSent bool)) (done func())
	}{
		{"before the write", func(die func(bool)) func() {
			toll.request(func(req []byte) {
				if mark.Match(req) { // the write is on its way, and gets no further
					die(true)
				}
			})
			return func() { toll.request(nil) }
		}},
		{"before the answer", func(die func(bool)) func() {
			toll.answer(func(req []byte) {
				if mark.Match(req) { // the write is done, and only the network knows
					die(false)
				}
			})
			return func() { toll.answer(nil) }
		}},
		{"behind the answer", func(die func(bool)) func() {
			h.slack.OnPost(func(fakeslack.Post) fakeslack.Trouble {
				return fakeslack.After(func() { die(false) })
			})
			return func() { h.slack.OnPost(nil) }
		}},
	} {
		h.rep(repOf(i), "Acme")
		b := h.child().ready()
		var once sync.Once
		done := c.strike(func(notSent bool) {
			once.Do(func() {
				b.kill()
				if notSent {
					toll.cut()
				}
			})
		})
		line := logs("Acme")
		out := make(chan fakeslack.Outcome, 1)
		go func() {
			_, o := h.slack.Write(context.Background(), person(i), fakeslack.Written{Text: line})
			out <- o
		}()
		<-b.done
		done()
		wasSaved, wasAnswered := h.written(i, line)
		if want := c.name != "before the write"; (wasSaved == 1) != want || (wasAnswered == 1) != (i == 2) {
			t.Errorf("%s: struck when it was saved %d times and answered %d times", c.name, wasSaved, wasAnswered)
		}
		heir := h.child()
		h.wait("the event to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
		if o := <-out; !o.Acked {
			t.Errorf("%s: not acknowledged: %+v", c.name, o)
		}
		h.until("the answer", func() bool { _, answered := h.written(i, line); return answered > 0 })
		heir.term() // what it has taken is finished
		if saved, answered := h.written(i, line); saved != 1 || answered != 1 {
			t.Errorf("%s: saved %d times and answered %d times", c.name, saved, answered)
		}
	}
}

// written counts how often a line that a person wrote to the app is in Redis, and how often it was answered.
func (h *house) written(i int, line string) (saved, answered int) {
	h.t.Helper()
	m := mark.FindString(line)
	touches, err := h.space.Records.Touches(context.Background(), person(i), h.leads[person(i)][0].ID, -1)
	h.ok(err)
	for _, touch := range touches {
		if strings.Contains(touch.Note, m) {
			saved++
		}
	}
	for _, msg := range h.slack.Messages(h.slack.DM(person(i)), person(i)) {
		if msg.User == "U0BOT" && strings.Contains(msg.Text, m) {
			answered++
		}
	}
	return saved, answered
}
