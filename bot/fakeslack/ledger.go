package fakeslack

import (
	"encoding/json"
	"time"
)

// What an Entry records.
const (
	KindRequest    = "request"    // a Web API call or a post to a response_url, as it came in, without its token
	KindRefusal    = "refusal"    // something Slack would not take; Rule says why
	KindEnvelope   = "envelope"   // an envelope handed to a connection for the first time
	KindRedelivery = "redelivery" // the same envelope again
	KindAck        = "ack"        // an ack within the deadline
	KindLateAck    = "late-ack"   // an ack after the person had seen the failure
	KindStrayAck   = "stray-ack"  // an ack that answers nothing this connection was given
	KindPost       = "post"       // a message that Slack took: posted, updated or deleted
	KindView       = "view"       // a view that Slack took: opened, pushed, updated or published
	KindConnect    = "connect"
	KindDisconnect = "disconnect"
	KindTrouble    = "trouble" // a lever was pulled on this call
	KindFailure    = "failure" // what a person saw instead of an answer
)

// Entry is one line of the ledger: everything that was asked of Slack and everything it handed out, in order.
type Entry struct {
	At         time.Time
	Kind       string
	Method     string // Web API method, or the kind of envelope, or the command
	User       string
	Channel    string
	TS         string // of the message concerned
	EnvelopeID string
	Connection int // number of the socket, counted from 1
	Rule       string
	Detail     string
	Body       json.RawMessage
}

// note appends to the ledger. The lock is held.
func (s *Server) note(e Entry) {
	e.At = s.cfg.Now()
	s.ledger = append(s.ledger, e)
	// Texts are in the ledger alone; the log tells what happened to whom.
	s.cfg.Log.Debug("slack", "kind", e.Kind, "method", e.Method, "user", e.User, "channel", e.Channel, "envelope",
		e.EnvelopeID, "rule", e.Rule)
	s.changed()
}

// Ledger returns a copy of all entries, oldest first.
func (s *Server) Ledger() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Entry(nil), s.ledger...)
}

// Count counts the entries for which is holds, without copying the ledger; is must not call the server.
func (s *Server) Count(is func(Entry) bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, e := range s.ledger {
		if is(e) {
			n++
		}
	}
	return n
}

// Refusals returns what the app was refused, each with the rule it broke. A well-behaved app leaves it empty; answers
// that a lever of trouble produced are not in it.
func (s *Server) Refusals() []Entry {
	var out []Entry
	for _, e := range s.Ledger() {
		if e.Kind == KindRefusal {
			out = append(out, e)
		}
	}
	return out
}
