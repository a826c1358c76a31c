package fakeslack

import (
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
)

// Reasons of a disconnect frame.
const (
	ReasonWarning           = "warning"
	ReasonRefreshRequested  = "refresh_requested"
	ReasonLinkDisabled      = "link_disabled"
	ReasonTooManyWebsockets = "too_many_websockets"
)

// writeWait is for how long a client may take no byte before it has lost its socket.
const writeWait = 30 * time.Second

// sockets are the connections to the app, and what travels over them.
type sockets struct {
	tickets   map[string]bool // not used yet
	conns     []*conn         // that said hello and get envelopes, oldest first
	live      map[*conn]bool  // whose goroutines run
	dialled   int
	turn      int                  // round robin
	envelopes map[string]*envelope // every envelope of the server's life
	open      map[string]*envelope // those handed out and not acked
	backlog   []*envelope          // those that wait for the next socket
}

// conn is one socket. Its fields are guarded by the server's lock, but for the channels and ws.
type conn struct {
	// Counts all sockets of the server's life from 1.
	number int
	ws     *websocket.Conn
	// Frames that wait to be written; nil is the end of the socket.
	out chan []byte
	// Closed when the socket has ended.
	gone   chan struct{}
	once   sync.Once
	thawed chan struct{} // closed while the socket is not frozen
	frozen bool
	timers []*time.Timer
}

// end closes the socket once, from whichever side it comes.
func (c *conn) end() { c.once.Do(func() { close(c.gone); _ = c.ws.Close() }) }

// reset closes the socket as a dying network does.
func (c *conn) reset() {
	if tcp, ok := c.ws.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	c.end()
}

// freeze stops both directions, or lets them flow again. The lock is held.
func (c *conn) freeze(on bool) {
	switch {
	case on && !c.frozen:
		c.frozen, c.thawed = true, make(chan struct{})
	case !on && c.frozen:
		c.frozen = false
		close(c.thawed)
	}
}

// flowing blocks while the socket is frozen and tells whether it still lives.
func (s *Server) flowing(c *conn) bool {
	s.mu.Lock()
	thawed := c.thawed
	s.mu.Unlock()
	select {
	case <-c.gone:
		return false
	case <-thawed:
		return true
	}
}

// conn finds an open socket by its number. The lock is held.
func (s *Server) conn(number int) *conn {
	for _, c := range s.conns {
		if c.number == number {
			return c
		}
	}
	return nil
}

// methodConnectionsOpen hands out the address of one socket.
func (s *Server) methodConnectionsOpen(a args) (reply, *refusal) {
	if s.opens != "" {
		return nil, &refusal{code: s.opens, lever: true}
	}
	if a.bodyToken {
		return nil, refuse("invalid_arguments",
			"apps.connections.open: the token goes into the Authorization header, never into a parameter")
	}
	// Tickets have no end of their own; the first dial spends them.
	ticket := uuid.NewString()
	s.tickets[ticket] = true
	return reply{"url": "ws" + s.base[len("http"):] + "/link/?ticket=" + ticket + "&app_id=" + s.cfg.AppID}, nil
}

// serveLink upgrades one dial to a socket and serves it until it ends.
func (s *Server) serveLink(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	fresh := s.tickets[ticket]
	delete(s.tickets, ticket)
	if !fresh {
		s.note(Entry{Kind: KindRefusal, Method: "socket",
			Rule: "socket mode: one URL is one connection; its ticket is spent by the first dial"})
	}
	s.mu.Unlock()
	// A client that dials an old address must ask for a new one.
	if !fresh || s.isClosed() {
		http.Error(w, "ticket is not valid", http.StatusForbidden)
		return
	}
	ws, err := s.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	// Thousands of frames may wait; more than that is a client that has stopped reading.
	c := &conn{ws: ws, out: make(chan []byte, 4096), gone: make(chan struct{}), thawed: make(chan struct{})}
	close(c.thawed)
	s.mu.Lock()
	if s.isClosed() {
		s.mu.Unlock()
		c.end()
		return
	}
	s.dialled++
	c.number = s.dialled
	s.work.Add(2)
	s.live[c] = true
	// The eleventh is told so on the socket itself and closed.
	full := len(s.conns) >= maxConnections
	if full {
		s.note(Entry{Kind: KindRefusal, Method: "socket", Connection: c.number,
			Rule: "socket mode: an app has at most 10 connections at a time"})
		s.farewell(c, ReasonTooManyWebsockets)
	} else {
		s.conns = append(s.conns, c)
		s.note(Entry{Kind: KindConnect, Connection: c.number})
		hello, _ := json.Marshal(map[string]any{
			"type": "hello", "num_connections": len(s.conns),
			"connection_info": map[string]any{"app_id": s.cfg.AppID},
			"debug_info": map[string]any{
				"host": "applink-local", "started": s.cfg.Now().UTC().Format("2006-01-02 15:04:05.000"), "build_number": 1,
				"approximate_connection_time": int(s.cfg.ConnectionTime / time.Second),
			},
		})
		s.push(c, hello)
		// What earlier sockets left behind comes right after the hello.
		s.redeliverTo(c)
		c.timers = append(c.timers, s.later(s.cfg.ConnectionTime, func() { s.farewell(c, ReasonRefreshRequested) }))
	}
	s.mu.Unlock()
	// One goroutine writes; this one reads until the socket ends.
	go func() { defer s.work.Done(); s.write(c) }()
	defer s.work.Done()
	s.read(c)
	c.end()
	s.mu.Lock()
	s.lost(c)
	s.mu.Unlock()
}

// push queues a frame. A client that lets thousands of frames wait loses its socket. The lock is held.
func (s *Server) push(c *conn, frame []byte) {
	select {
	case c.out <- frame:
	default:
		s.note(Entry{Kind: KindDisconnect, Connection: c.number, Detail: "the client does not read"})
		c.end()
	}
}

// write sends frames and pings until the socket ends.
func (s *Server) write(c *conn) {
	defer c.end()
	ping := time.NewTicker(s.cfg.PingEvery)
	defer ping.Stop()
	// The first ping comes with the hello: a client that measures from its last ping must not wait for the ticker.
	if err := c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait)); err != nil {
		return
	}
	for {
		var err error
		select {
		case <-c.gone:
			return
		case frame := <-c.out:
			if !s.flowing(c) {
				return
			}
			if frame == nil { // the farewell is out
				_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""),
					time.Now().Add(time.Second))
				return
			}
			_ = c.ws.SetWriteDeadline(time.Now().Add(writeWait))
			err = c.ws.WriteMessage(websocket.TextMessage, frame)
		case <-ping.C:
			if !s.flowing(c) {
				return
			}
			err = c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait))
		}
		if err != nil {
			return
		}
	}
}

// read takes the client's frames until the socket ends.
func (s *Server) read(c *conn) {
	// A frozen socket answers no ping either.
	c.ws.SetPingHandler(func(data string) error {
		if s.flowing(c) {
			_ = c.ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeWait))
		}
		return nil
	})
	for {
		_, frame, err := c.ws.ReadMessage()
		if err != nil || !s.flowing(c) {
			return
		}
		if len(frame) > maxClientFrame {
			const text = "Max frame length of 20480 has been exceeded"
			s.mu.Lock()
			s.note(Entry{Kind: KindRefusal, Method: "socket", Connection: c.number,
				Rule: "socket mode: a client frame has at most 20480 bytes", Detail: text})
			s.mu.Unlock()
			_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseMessageTooBig, text),
				time.Now().Add(time.Second))
			// Closing with unread bytes would reset the connection and lose the close frame, so wait for the client's own.
			_ = c.ws.SetReadDeadline(time.Now().Add(time.Second))
			for err == nil {
				_, _, err = c.ws.ReadMessage()
			}
			return
		}
		s.acked(c, frame)
	}
}

// farewell sends the disconnect frame and closes the socket afterwards. The lock is held.
func (s *Server) farewell(c *conn, reason string) {
	if !s.live[c] {
		return
	}
	// A client has a moment to open another socket before this one closes.
	frame, _ := json.Marshal(map[string]any{"type": "disconnect", "reason": reason,
		"debug_info": map[string]any{"host": "applink-local"}})
	s.push(c, frame)
	s.note(Entry{Kind: KindDisconnect, Connection: c.number, Detail: reason})
	// After a warning it still gets envelopes for a while.
	if reason == ReasonWarning {
		c.timers = append(c.timers, s.later(s.cfg.WarningLife, func() { s.push(c, nil) }))
		return
	}
	s.retire(c)
	s.push(c, nil)
}

// retire stops handing envelopes to the socket. The lock is held.
func (s *Server) retire(c *conn) bool {
	i := slices.Index(s.conns, c)
	if i >= 0 {
		s.conns = slices.Delete(s.conns, i, i+1)
	}
	return i >= 0
}

// lost cleans up after a socket that has ended: what it was given and did not ack waits for the next one. The lock is
// held.
func (s *Server) lost(c *conn) {
	delete(s.live, c)
	for _, timer := range c.timers {
		timer.Stop()
	}
	if s.retire(c) {
		s.note(Entry{Kind: KindDisconnect, Connection: c.number, Detail: "closed"})
	}
	s.orphan(c)
}
