package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Trouble is what a lever does to one call. The zero value, None, does nothing.
type Trouble struct {
	// Answered in place of a result; the call is not carried out.
	code string
	// An HTTP status; the call is not carried out.
	status int
	// Of Retry-After, with a 429; the call is not carried out.
	seconds int
	// Carried out, then the connection is closed.
	cut bool
	// Neither carried out nor answered.
	hang bool
	// Carried out and never answered.
	silent bool
	paced  bool // a 429 of the pace, not of a lever
	// Runs between carrying out and answering.
	after func()
}

// None lets the call through.
var None = Trouble{}

// CutAnswer carries the call out and then closes the connection without an answer: the caller cannot know.
var CutAnswer = Trouble{cut: true}

// Hang takes the call and does nothing, until the caller gives up.
var Hang = Trouble{hang: true}

// HangAnswer carries the call out and never answers.
var HangAnswer = Trouble{silent: true}

// RefuseBefore answers a Slack error code and carries nothing out.
func RefuseBefore(code string) Trouble { return Trouble{code: code} }

// RefuseHTTP answers an HTTP status such as 503 and carries nothing out.
func RefuseHTTP(status int) Trouble { return Trouble{status: status} }

// RateLimit answers 429 with Retry-After in seconds and carries nothing out.
func RateLimit(seconds int) Trouble { return Trouble{seconds: seconds} }

// After carries the call out, runs f (which may kill the bot), and then answers.
func After(f func()) Trouble { return Trouble{after: f} }

// String names the trouble for the ledger; "" for None.
func (t Trouble) String() string {
	switch {
	// The limit wrote its own line.
	case t.paced:
		return ""
	case t.code != "":
		return "answered " + t.code
	case t.status != 0:
		return fmt.Sprintf("answered HTTP %d", t.status)
	case t.seconds != 0:
		return fmt.Sprintf("answered 429, Retry-After %d", t.seconds)
	case t.hang:
		return "hung, nothing carried out"
	case t.cut:
		return "carried out, answer cut off"
	case t.silent:
		return "carried out, never answered"
	case t.after != nil:
		return "carried out, then a hook ran"
	default:
		return ""
	}
}

// Post is a message about to be posted or updated, as OnPost sees it.
type Post struct {
	Method   string // chat.postMessage or chat.update
	Channel  string // as the app wrote it
	User     string // whose direct message it is, "" in a channel
	Text     string
	Blocks   json.RawMessage
	Metadata json.RawMessage
	N        int // counts the posts that reached the lever, from 1
}

// levers are the troubles that are on. All are off at first.
type levers struct {
	// Asked without the lock.
	onPost func(Post) Trouble
	onCall func(string) Trouble
	// That reached onPost.
	posts   int
	opens   string // error code of apps.connections.open
	revoked bool
}

// OnPost asks f about every valid chat.postMessage and chat.update before it is carried out. nil ends it. f may call
// the server.
func (s *Server) OnPost(f func(Post) Trouble) { s.mu.Lock(); defer s.mu.Unlock(); s.onPost = f }

// OnCall asks f about every Web API call before it is carried out; its method is "response_url" for posts to one and
// "upload_url" for the bytes of a file. nil ends it.
func (s *Server) OnCall(f func(method string) Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onCall = f
}

// RefuseOpens makes apps.connections.open answer the error code; "" ends it. Sockets that are open stay so.
func (s *Server) RefuseOpens(code string) { s.mu.Lock(); defer s.mu.Unlock(); s.opens = code }

// Revoke makes every Web API call answer token_revoked until it is called with false.
func (s *Server) Revoke(on bool) { s.mu.Lock(); defer s.mu.Unlock(); s.revoked = on }

// Disconnect sends {"type":"disconnect"} with the reason on every socket and closes it as Slack does: ten seconds later
// for "warning", at once for the others. After "link_disabled" no socket can be opened until RefuseOpens("").
func (s *Server) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// The app was switched off: no new socket either.
	if reason == ReasonLinkDisabled {
		s.opens = "link_disabled"
	}
	for _, c := range slices.Clone(s.conns) { // a farewell takes the socket off the list
		s.farewell(c, reason)
	}
}

// DisconnectOne does the same to the socket with that number; see Sockets.
func (s *Server) DisconnectOne(number int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.conn(number); c != nil {
		s.farewell(c, reason)
	}
}

// Drop resets the TCP connections of all sockets, without a close frame.
func (s *Server) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		c.reset()
	}
}

// DropOne resets the socket with that number.
func (s *Server) DropOne(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.conn(number); c != nil {
		c.reset()
	}
}

// Freeze makes the sockets that are open now half-open: nothing is read or written on them, no ping is sent or
// answered, and Slack still hands envelopes to them. Sockets opened later work. Freeze(false) thaws those that are
// left.
func (s *Server) Freeze(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		c.freeze(on)
	}
}

// FreezeOne does the same to the socket with that number.
func (s *Server) FreezeOne(number int, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.conn(number); c != nil {
		c.freeze(on)
	}
}

// Connections counts the sockets that said hello and are not closed, the frozen ones included.
func (s *Server) Connections() int { return len(s.Sockets()) }

// Sockets returns the numbers of the open sockets, oldest first. Numbers count all sockets of the server's life from 1
// and are those of Entry.Connection.
func (s *Server) Sockets() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []int
	for _, c := range s.conns {
		out = append(out, c.number)
	}
	return out
}

// later runs f with the lock held after d, unless the server is closed by then.
func (s *Server) later(d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.isClosed() {
			f()
		}
	})
}
