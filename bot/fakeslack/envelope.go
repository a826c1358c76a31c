package fakeslack

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Envelope types.
const (
	typeSlash       = "slash_commands"
	typeInteractive = "interactive"
	typeEvents      = "events_api"
)

// nameSuggestion is the interaction in which a select asks what it offers.
const nameSuggestion = "block_suggestion"

// What a person sees when no answer came.
const (
	FailTimeout    = "operation_timeout"  // a command: the app got it and did not answer in time
	FailDispatch   = "dispatch_failed"    // a command: the app has no socket
	FailConnecting = "trouble connecting" // a form stays open with this
	FailIcon       = "error icon"         // a button, menu or shortcut
)

// Outcome is what came of a person's step.
type Outcome struct {
	EnvelopeID string
	Acked      bool              // within the deadline
	Payload    json.RawMessage   // of the ack
	Failure    string            // "" when fine; else what the person sees, or why the step was impossible
	Message    *Message          // the message that the ack of a command produced
	Errors     map[string]string // by block id, of response_action errors or of the form's own checks
	Took       time.Duration     // until the ack, on the server's clock
}

// envelope is one thing that the app is told, however often it is handed out.
type envelope struct {
	// Name is the command, the kind of interaction or the event.
	id, kind, name string
	user, channel  string
	// As the app gets it in every hand-out.
	payload json.RawMessage
	frame   json.RawMessage // of Raw; sent as it is
	attempt int             // retry_attempt of an event

	// Of the latest hand-out: only its ack counts.
	conn    *conn
	sending int // counts the hand-outs
	person  int // the hand-out whose deadline is the person's
	began   time.Time
	expired bool // the latest hand-out is past its deadline
	gone    bool // the person has seen a failure
	// Takes one outcome for the person who waits.
	done chan Outcome
	// Deadlines and repeats, ended by the ack or with the server.
	timers []*time.Timer
	apply  func(payload json.RawMessage, out *Outcome) // what the ack changes for the person; the lock is held
}

// stop ends what is still to come of the envelope. The lock is held.
func (e *envelope) stop() {
	for _, t := range e.timers {
		t.Stop()
	}
}

// failure is what Slack shows to a person whose command, form or button came to nothing.
func (e *envelope) failure(delivered bool) string {
	switch {
	case e.kind == typeSlash && delivered:
		return FailTimeout
	case e.kind == typeSlash:
		return FailDispatch
	case e.name == "view_submission":
		return FailConnecting
	case e.kind == typeInteractive:
		return FailIcon
	default:
		return FailTimeout
	}
}

// wire is the frame of one hand-out; of events it tells which repeat it is and why.
func (e *envelope) wire() []byte {
	if e.frame != nil {
		return e.frame
	}
	w := map[string]any{"envelope_id": e.id, "type": e.kind, "accepts_response_payload": e.kind != typeEvents,
		"payload": e.payload}
	if e.kind == typeEvents {
		reason := ""
		if e.attempt > 0 {
			reason = "timeout"
		}
		w["retry_attempt"], w["retry_reason"] = e.attempt, reason
	}
	b, _ := json.Marshal(w)
	return b
}

// dispatch registers an envelope and hands it to one socket. The lock is held.
func (s *Server) dispatch(e *envelope, payload any) *envelope {
	if e.id == "" {
		e.id = uuid.NewString()
	}
	if payload != nil {
		e.payload, _ = json.Marshal(payload)
	}
	s.envelopes[e.id] = e
	s.again(e)
	return e
}

// again hands the envelope out with a person waiting for it. The lock is held.
func (s *Server) again(e *envelope) {
	e.began, e.gone, e.done = s.cfg.Now(), false, make(chan Outcome, 1)
	// The hand-out that follows is the one the person waits for.
	e.person = e.sending + 1
	c := s.pick()
	if c == nil {
		s.fail(e, false)
		if e.kind == typeEvents {
			s.backlog = append(s.backlog, e)
		}
		return
	}
	s.hand(e, c)
}

// pick takes the sockets in turn. The lock is held.
func (s *Server) pick() *conn {
	if len(s.conns) == 0 {
		return nil
	}
	s.turn++
	return s.conns[s.turn%len(s.conns)]
}

// hand gives the envelope to the socket and starts its deadline. The lock is held.
func (s *Server) hand(e *envelope, c *conn) {
	e.sending++
	e.conn, e.expired = c, false
	s.open[e.id] = e
	// The ledger tells a first hand-out from those after it.
	kind := KindEnvelope
	if e.sending > 1 {
		kind = KindRedelivery
	}
	s.note(Entry{Kind: kind, Method: e.name, User: e.user, Channel: e.channel, EnvelopeID: e.id, Connection: c.number,
		Body: e.payload})
	s.push(c, e.wire())
	n := e.sending
	e.timers = append(e.timers, s.later(s.cfg.AckTimeout, func() { s.expire(e, n) }))
}

// expire runs at the deadline of the n-th hand-out. The lock is held.
func (s *Server) expire(e *envelope, n int) {
	if s.open[e.id] == nil {
		return
	}
	// The person waits for one hand-out; later ones are the app's chance to keep up.
	if n == e.person {
		s.fail(e, true)
	}
	// Another socket has it in the meantime, with a deadline of its own.
	if n != e.sending {
		return
	}
	e.expired = true
	if e.kind == typeEvents && e.attempt < len(s.cfg.RetryAfter) {
		e.timers = append(e.timers, s.later(s.cfg.RetryAfter[e.attempt], func() { s.retry(e, n) }))
	}
}

// retry repeats an event whose n-th hand-out was not acked. The lock is held.
func (s *Server) retry(e *envelope, n int) {
	if s.open[e.id] == nil || n != e.sending || slices.Contains(s.backlog, e) {
		return
	}
	c := s.pick()
	if c == nil {
		s.backlog = append(s.backlog, e)
		return
	}
	e.attempt++
	s.hand(e, c)
}

// fail shows the person that nothing came. The lock is held.
func (s *Server) fail(e *envelope, delivered bool) {
	if e.gone {
		return
	}
	e.gone = true
	why := e.failure(delivered)
	s.note(Entry{Kind: KindFailure, Method: e.name, User: e.user, Channel: e.channel, EnvelopeID: e.id, Detail: why})
	e.done <- Outcome{EnvelopeID: e.id, Failure: why, Took: s.cfg.Now().Sub(e.began)}
}

// orphan queues what the ended socket left without an ack. A socket that was opened in the meantime gets it at once.
// The lock is held.
func (s *Server) orphan(c *conn) {
	var left []*envelope
	for _, e := range s.open {
		if e.conn == c {
			left = append(left, e)
		}
	}
	// Oldest first, as Slack would have sent them.
	slices.SortFunc(left, func(a, b *envelope) int { return cmp.Or(a.began.Compare(b.began), cmp.Compare(a.id, b.id)) })
	s.backlog = append(s.backlog, left...)
	if n := len(s.conns); n > 0 && s.conns[n-1].number > c.number {
		s.redeliverTo(s.conns[n-1])
	}
}

// redeliverTo gives the new socket what earlier ones did not ack. The lock is held.
func (s *Server) redeliverTo(c *conn) {
	waiting := s.backlog
	s.backlog = nil
	for _, e := range waiting {
		if e.kind == typeEvents {
			if e.attempt >= len(s.cfg.RetryAfter) {
				continue
			}
			e.attempt++
		}
		s.hand(e, c)
	}
}

// acked takes a frame of the client.
func (s *Server) acked(c *conn, frame []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	// stray notes an ack that counts for nothing.
	stray := func(detail string) {
		s.note(Entry{Kind: KindStrayAck, Connection: c.number, EnvelopeID: ack.EnvelopeID, Detail: detail, Body: ack.Payload})
	}
	if err := json.Unmarshal(frame, &ack); err != nil || ack.EnvelopeID == "" {
		s.note(Entry{Kind: KindRefusal, Method: "socket", Connection: c.number,
			Rule: "socket mode: a client frame is a JSON object with an envelope_id"})
		return
	}
	e := s.envelopes[ack.EnvelopeID]
	switch {
	// Each of these the real Slack ignores without a word; the ledger tells.
	case e == nil:
		stray("no such envelope")
		return
	case s.open[e.id] == nil:
		stray("acked before")
		return
	case e.conn != c:
		stray("another connection was given this envelope")
		return
	}
	delete(s.open, e.id)
	e.stop()
	e.timers = nil
	entry := Entry{Kind: KindAck, Method: e.name, User: e.user, Channel: e.channel, EnvelopeID: e.id, Connection: c.number,
		Body: ack.Payload}
	// Late for Slack, which may have handed it out again in the meantime.
	if e.expired {
		entry.Kind = KindLateAck
	}
	if e.gone {
		entry.Detail = "the person had seen " + e.failure(true)
	}
	s.note(entry)
	if e.gone {
		return
	}
	out := Outcome{EnvelopeID: e.id, Acked: true, Payload: ack.Payload, Took: s.cfg.Now().Sub(e.began)}
	if len(ack.Payload) > 0 && string(ack.Payload) != "null" && e.name != typeSlash && e.kind != typeSlash &&
		e.name != "view_submission" && e.name != nameSuggestion {
		s.note(Entry{Kind: KindRefusal, Method: e.name, EnvelopeID: e.id, Body: ack.Payload,
			Rule: "socket mode: only acks of slash commands, view submissions and suggestions carry a payload"})
	}
	if e.apply != nil {
		e.apply(ack.Payload, &out)
	}
	if out.Failure != "" {
		s.note(Entry{Kind: KindFailure, Method: e.name, User: e.user, Channel: e.channel, EnvelopeID: e.id,
			Detail: out.Failure})
	}
	s.changed()
	e.gone = true // nobody waits any more
	e.done <- out
}

// await blocks until the envelope has come to something for the person.
func (s *Server) await(ctx context.Context, e *envelope) Outcome {
	select {
	case out := <-e.done:
		return out
	case <-ctx.Done():
		return Outcome{EnvelopeID: e.id, Failure: ctx.Err().Error()}
	case <-s.closed:
		return Outcome{EnvelopeID: e.id, Failure: "the server is closed"}
	}
}

// Resend hands out the same envelope again, as Slack does when it is not sure: an event with the next retry_attempt.
func (s *Server) Resend(envelopeID string) Outcome {
	s.mu.Lock()
	e := s.envelopes[envelopeID]
	if e == nil {
		s.mu.Unlock()
		return Outcome{EnvelopeID: envelopeID, Failure: "no such envelope"}
	}
	if e.kind == typeEvents {
		e.attempt++
	}
	s.again(e)
	s.mu.Unlock()
	return s.await(context.Background(), e)
}

// Raw hands out any frame. An object without an envelope_id gets one; what is no object is sent as it is and can't be
// acked. The answer of a slash command in it is shown to its user_id in its channel_id, if there are such.
func (s *Server) Raw(ctx context.Context, frame json.RawMessage) Outcome {
	var fields map[string]json.RawMessage
	e := &envelope{kind: "raw", name: "raw"}
	if err := json.Unmarshal(frame, &fields); err == nil && fields != nil {
		// Whatever else the frame holds is the test's business.
		_ = json.Unmarshal(fields["envelope_id"], &e.id)
		_ = json.Unmarshal(fields["type"], &e.kind)
		if e.id == "" {
			e.id = uuid.NewString()
			fields["envelope_id"], _ = json.Marshal(e.id)
			frame, _ = json.Marshal(fields)
		}
	}
	e.frame = frame
	s.mu.Lock()
	if e.id == "" {
		c := s.pick()
		if c == nil {
			s.mu.Unlock()
			return Outcome{Failure: FailDispatch}
		}
		s.note(Entry{Kind: KindEnvelope, Method: e.name, Connection: c.number})
		s.push(c, frame)
		s.mu.Unlock()
		return Outcome{Failure: "a frame without an envelope_id can't be acked"}
	}
	e.payload = fields["payload"]
	if e.kind == typeSlash {
		var who struct {
			User    string `json:"user_id"`
			Channel string `json:"channel_id"`
			Command string `json:"command"`
			Text    string `json:"text"`
		}
		_ = json.Unmarshal(e.payload, &who)
		e.user, e.channel = who.User, who.Channel
		e.apply = func(payload json.RawMessage, out *Outcome) { s.answered(e, who.Command, who.Text, payload, out) }
	}
	s.dispatch(e, nil)
	s.mu.Unlock()
	return s.await(ctx, e)
}
