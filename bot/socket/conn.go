package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	helloTimeout = 15 * time.Second // from the dial to Slack's greeting
	dialTimeout  = 10 * time.Second // of the handshake alone
	ackTimeout   = 2 * time.Second  // for an acknowledgement to leave
	// goodbye is how long a closed connection is still read: closing over unread bytes would take the last
	// acknowledgements back.
	goodbye = 500 * time.Millisecond
	// ackMost is how many bytes an acknowledgement may have. Slack closes the connection over a longer one.
	ackMost = 20 << 10
	// frameMost bounds what is read at once. Slack's largest envelopes hold a form's state.
	frameMost = 4 << 20
)

// errCrowded is the error of a connection that Slack has closed at once, since the app has as many as it may have.
var errCrowded = errors.New("too many connections")

// dialer writes an acknowledgement in one frame: Slack drops those that come in pieces.
var dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: dialTimeout,
	WriteBufferSize: 32 << 10}

// conn is one WebSocket of the app, from Slack's greeting until it ends. It is read by one goroutine and written by
// many.
type conn struct {
	ws      *websocket.Conn
	hello   socketmode.Request
	silence time.Duration // after which it is given up
	writing sync.Mutex    // held by whoever writes a frame
}

// connect opens a connection and waits for Slack's greeting. It ends with ctx, or when it has said nothing for so long:
// Slack pings every few seconds, and a connection that is half-open says nothing for ever. The address that Slack gives
// is good for one dial, so that a failure begins anew.
func connect(ctx context.Context, api *slack.Client, silence time.Duration) (*conn, error) {
	asking, cancel := context.WithTimeout(ctx, helloTimeout)
	defer cancel()
	_, address, err := api.StartSocketModeContext(asking)
	if err != nil {
		return nil, err
	}
	ws, answer, err := dialer.DialContext(asking, address, nil)
	if answer != nil && answer.Body != nil {
		_ = answer.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("dial Slack: %w", err)
	}
	c := &conn{ws: ws, silence: silence}
	context.AfterFunc(ctx, func() { _ = ws.Close() })
	ws.SetReadLimit(frameMost)
	ws.SetPingHandler(func(data string) error {
		c.heard(silence)
		// A pong that can't be written is no reason to stop reading; the connection says so itself.
		_ = ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(ackTimeout))
		return nil
	})
	c.heard(helloTimeout) // a dial that succeeds and says nothing is as good as one that failed
	switch c.hello, err = c.next(); {
	case err != nil, c.hello.Type == socketmode.RequestTypeHello:
	case c.hello.Reason == "too_many_websockets":
		err = errCrowded
	default:
		err = fmt.Errorf("no hello from Slack but %s %s", c.hello.Type, c.hello.Reason)
	}
	if err != nil {
		c.close()
		return nil, err
	}
	c.heard(silence)
	return c, nil
}

// heard lets the connection say nothing for so long from now on.
func (c *conn) heard(patience time.Duration) {
	_ = c.ws.SetReadDeadline(time.Now().Add(patience)) // fails on a closed connection, which reading tells
}

// next is the next frame. What can't be read as one comes with whatever could be read of it.
func (c *conn) next() (r socketmode.Request, err error) {
	_, frame, err := c.ws.ReadMessage()
	if err != nil {
		return r, err
	}
	_ = json.Unmarshal(frame, &r)
	return r, nil
}

// leave says goodbye to Slack. Whoever reads goes on until Slack has answered, or [goodbye] has passed.
func (c *conn) leave() {
	c.heard(goodbye)
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""),
		time.Now().Add(goodbye))
}

// close ends the connection at once.
func (c *conn) close() { _ = c.ws.Close() }
