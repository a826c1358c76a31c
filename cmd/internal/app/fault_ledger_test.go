package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// verdict is what a person was told about a command.
type verdict string

const (
	saved    verdict = "saved"
	unsaved  verdict = "not saved"
	unknown  verdict = "can't tell yet"
	silent   verdict = "no answer"
	anything verdict = "something else"
)

func verdictOf(text string) verdict {
	switch {
	case strings.Contains(text, "I can't tell yet"):
		return unknown
	case strings.Contains(text, "Not saved"), strings.Contains(text, "It was not saved"):
		return unsaved
	case strings.Contains(text, "Saved:"), strings.Contains(text, "It was saved after all"):
		return saved
	}
	return anything
}

// mark is the word in a command's note by which it is found again everywhere.
var mark = regexp.MustCompile(`\bmark-[0-9]+-end\b`)

var marks atomic.Int64

// logs is a command that logs a voicemail on a lead, with a mark.
func logs(lead string) string {
	return fmt.Sprintf(`log "%s" voicemail mark-%d-end`, lead, marks.Add(1))
}

// fate is all that the ledger has on one command.
type fate struct {
	mark     string
	user     string
	handed   int       // how often the envelope was handed out
	acks     []verdict // what the acknowledgements said
	later    []verdict // what was said by response_url
	inRedis  int       // touches
	envelope string
}

// ledger compares what Slack handed out and heard with what is in Redis.
type ledger struct {
	fates map[string]*fate // by mark
	total map[verdict]int  // by the last thing said
	again int              // commands that were handed out more than once
}

// audit reads both books and reports every broken promise: confirmed and not there exactly once, called not saved and
// there, there twice, a lead whose counters disagree with its touches.
func (h *house) audit() ledger {
	h.t.Helper()
	l := ledger{fates: map[string]*fate{}, total: map[verdict]int{}}
	byEnvelope := map[string]*fate{}
	for _, e := range h.slack.Ledger() {
		switch e.Kind {
		case fakeslack.KindEnvelope, fakeslack.KindRedelivery:
			var p struct{ Text string }
			if json.Unmarshal(e.Body, &p) != nil || !mark.MatchString(p.Text) {
				continue
			}
			m := mark.FindString(p.Text)
			f := l.fates[m]
			if f == nil {
				f = &fate{mark: m, user: e.User, envelope: e.EnvelopeID}
				l.fates[m], byEnvelope[e.EnvelopeID] = f, f
			}
			f.handed++
		case fakeslack.KindAck, fakeslack.KindLateAck:
			if f := byEnvelope[e.EnvelopeID]; f != nil {
				f.acks = append(f.acks, verdictOf(textOf(e.Body)))
			}
		case fakeslack.KindRequest:
			if e.Method == "response_url" {
				if f := l.fates[mark.FindString(textOf(e.Body))]; f != nil {
					f.later = append(f.later, verdictOf(textOf(e.Body)))
				}
			}
		}
	}
	h.count(&l)
	for _, f := range l.fates {
		if f.handed > 1 {
			l.again++
		}
		last := silent
		for _, v := range append(append([]verdict{}, f.acks...), f.later...) {
			last = v
			switch {
			case v == saved && f.inRedis != 1:
				h.t.Errorf("%s was confirmed and is there %d times: %+v", f.mark, f.inRedis, *f)
			case v == unsaved && f.inRedis != 0:
				h.t.Errorf("%s was called not saved and is there %d times: %+v", f.mark, f.inRedis, *f)
			case v == anything:
				h.t.Errorf("%s was answered with something else: %+v", f.mark, *f)
			}
		}
		if f.inRedis > 1 {
			h.t.Errorf("%s is there %d times: %+v", f.mark, f.inRedis, *f)
		}
		l.total[last]++
	}
	return l
}

// count reads every lead of the house.
func (h *house) count(l *ledger) {
	h.t.Helper()
	ctx := context.Background()
	for rep, leads := range h.leads {
		for _, lead := range leads {
			touches, err := h.space.Records.Touches(ctx, rep, lead.ID, -1)
			h.ok(err)
			for _, touch := range touches {
				m := mark.FindString(touch.Note)
				f := l.fates[m]
				if f == nil {
					h.t.Errorf("%s has a touch that nobody logged: %s", lead.Name, touch.Note)
					continue
				}
				f.inRedis++
			}
			now, err := h.space.Records.Leads(ctx, rep, lead.ID)
			h.ok(err)
			if len(now) != 1 || now[0].Progress.Calls != len(touches) || now[0].Progress.Touches != len(touches) {
				h.t.Errorf("%s/%s has %d touches; the record says %+v", rep, lead.Name, len(touches), now)
			}
		}
	}
}

func textOf(body json.RawMessage) string {
	var m struct{ Text string }
	if json.Unmarshal(body, &m) != nil {
		return ""
	}
	return m.Text
}

// digests counts the messages in each rep's direct messages, whatever the book-keeping says.
func (h *house) digests(people int) (none, one, more int) {
	for i := range people {
		n := 0
		for _, m := range h.slack.Messages(h.slack.DM(person(i)), person(i)) {
			if m.Metadata != nil {
				n++
			}
		}
		switch n {
		case 0:
			none++
		case 1:
			one++
		default:
			more++
			for _, m := range h.slack.Messages(h.slack.DM(person(i)), person(i)) {
				h.t.Logf("%s got at %s: %s %.300s", person(i), m.TS, m.Metadata, m.Text)
			}
		}
	}
	return none, one, more
}

// exactlyOneEach fails unless each of the people has one digest, and each deed's mark stands in one message only.
func (h *house) exactlyOneEach(people int) {
	h.t.Helper()
	if none, one, more := h.digests(people); one != people {
		h.t.Errorf("%d reps have no digest, %d one, %d more than one; want one for each of %d", none, one, more, people)
	}
	for deed, n := range h.deeds() {
		if n != 1 {
			h.t.Errorf("deed %s stands in %d messages", deed, n)
		}
	}
}

// deeds counts the messages that Slack took, by the deed in their metadata.
func (h *house) deeds() map[string]int {
	found := map[string]int{}
	for _, e := range h.slack.Ledger() {
		if e.Kind != fakeslack.KindPost || e.Method != "chat.postMessage" {
			continue
		}
		var b struct {
			Metadata struct {
				Payload struct{ Deed string } `json:"event_payload"`
			}
		}
		if json.Unmarshal(e.Body, &b) == nil && b.Metadata.Payload.Deed != "" {
			found[b.Metadata.Payload.Deed]++
		}
	}
	return found
}

// floorOf makes reps with leads and lets each log one call after another until stop: on each lead in turn, with a new
// mark each time. After a failure because nobody listens, they wait for a connection. It returns a function that waits
// for the last answers.
func (h *house) floorOf(people, leads int, stop <-chan struct{}) (wait func()) {
	h.t.Helper()
	for i := range people {
		var of []string
		for n := range leads {
			of = append(of, fmt.Sprintf("Firm %c", 'A'+n))
		}
		h.rep(repOf(i), of...)
	}
	var busy sync.WaitGroup
	for i := range people {
		busy.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				out := h.slack.Command(context.Background(), person(i), floor, "/followup", logs(h.leads[person(i)][n%leads].Name))
				if out.Failure == fakeslack.FailDispatch {
					ctx, cancel := context.WithTimeout(context.Background(), patience())
					_ = h.slack.Wait(ctx, func(s *fakeslack.Server) bool { return s.Connections() > 0 || closed(stop) })
					cancel()
				}
			}
		})
	}
	return busy.Wait
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// acks counts the commands that were answered in time so far.
func acks(s *fakeslack.Server) int {
	return s.Count(func(e fakeslack.Entry) bool { return e.Kind == fakeslack.KindAck })
}

func (l ledger) String() string {
	return fmt.Sprintf("%d commands: %d saved, %d not saved, %d unknown, %d without an answer; %d handed out again",
		len(l.fates), l.total[saved],
		l.total[unsaved], l.total[unknown], l.total[silent], l.again)
}
