package app_test

import (
	"bytes"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/followup-coach/followup/store/storetest"
)

// toll stands between a bot and its Redis and shows tests what passes, so that they can strike between two steps of the
// bot without the bot having such a place itself.
type toll struct {
	url       string
	onRequest atomic.Pointer[func([]byte)] // before it is handed on
	onAnswer  atomic.Pointer[func([]byte)] // given the request, before its answer is handed on

	mu    sync.Mutex
	conns []net.Conn
}

func newToll(t testing.TB, redis *storetest.Server) *toll {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, db, _ := strings.Cut(redis.URL, "?")
	p := &toll{url: "redis://" + l.Addr().String() + "?" + db}
	network := "tcp"
	if redis.Addr[0] == '/' {
		network = "unix"
	}
	var work sync.WaitGroup
	work.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return // closed at the test's end
			}
			server, err := net.Dial(network, redis.Addr)
			if err != nil {
				_ = client.Close()
				continue
			}
			p.mu.Lock()
			p.conns = append(p.conns, client, server)
			p.mu.Unlock()
			var last atomic.Pointer[[]byte]
			work.Go(func() {
				pass(client, server, func(b []byte) {
					req := append([]byte(nil), b...)
					last.Store(&req)
					if f := p.onRequest.Load(); f != nil {
						(*f)(req)
					}
				})
			})
			work.Go(func() {
				pass(server, client, func([]byte) {
					if f, req := p.onAnswer.Load(), last.Load(); f != nil && req != nil {
						(*f)(*req)
					}
				})
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		p.mu.Lock()
		for _, c := range p.conns {
			_ = c.Close()
		}
		p.mu.Unlock()
		work.Wait()
	})
	return p
}

func pass(from, to net.Conn, show func([]byte)) {
	defer from.Close()
	defer to.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			show(buf[:n])
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// request has f see every request before Redis does; nil ends it.
func (p *toll) request(f func([]byte)) { set(&p.onRequest, f) }

// answer has f see the request of every answer, before the bot gets the answer; nil ends it.
func (p *toll) answer(f func(request []byte)) { set(&p.onAnswer, f) }

// kills ends a bot with the nth request from now on that mentions something: before Redis has it, or, when it is to be
// answered, before the bot has the answer.
func (p *toll) kills(b *bot, mentions string, n int, answered bool) {
	var about atomic.Int32
	var armed atomic.Bool
	p.request(func(req []byte) {
		switch {
		case !bytes.Contains(req, []byte(mentions)) || int(about.Add(1)) != n:
		case answered:
			armed.Store(true)
		default:
			b.kill()
		}
	})
	p.answer(func([]byte) {
		if armed.Load() {
			b.kill()
		}
	})
}

// spares ends what [toll.kills] has begun.
func (p *toll) spares() {
	p.request(nil)
	p.answer(nil)
}

// cut ends every connection: what a bot has sent, and [toll.request] was shown, does not come to Redis any more.
func (p *toll) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.conns = nil
}

func set(at *atomic.Pointer[func([]byte)], f func([]byte)) {
	if f == nil {
		at.Store(nil)
		return
	}
	at.Store(&f)
}
