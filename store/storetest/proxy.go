package storetest

import (
	"math"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Proxy stands between a client and a server and can lose answers.
type Proxy struct {
	URL string

	target string
	l      net.Listener
	pass   atomic.Int64 // how many answers are handed on before…
	cut    atomic.Int64 // …so many are lost
	mu     sync.Mutex
	conns  map[net.Conn]bool
	wg     sync.WaitGroup
}

// Cut starts a proxy in front of a server's database, until the test ends.
func Cut(tb testing.TB, srv *Server) *Proxy {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(tb, err)
	_, db, _ := strings.Cut(srv.URL, "?")
	p := &Proxy{URL: "redis://" + l.Addr().String() + "?" + db, target: srv.Addr, l: l, conns: map[net.Conn]bool{}}
	p.wg.Go(p.accept)
	tb.Cleanup(p.close)
	return p
}

// LoseAnswers makes the proxy forward the next n requests to the server, wait for the answer, and cut the client's
// connection instead of handing it on.
func (p *Proxy) LoseAnswers(n int) {
	p.pass.Store(0)
	p.cut.Store(int64(n))
}

// LoseAfter hands the next n answers on and loses all behind them, until [Proxy.LoseAnswers] is told 0.
func (p *Proxy) LoseAfter(n int) {
	p.pass.Store(int64(n))
	p.cut.Store(math.MaxInt64)
}

// network tells a socket's path from a host and port.
func (p *Proxy) network() string {
	if p.target[0] == '/' {
		return "unix"
	}
	return "tcp"
}

// accept takes connections until the proxy is closed, each with one of its own to the server.
func (p *Proxy) accept() {
	for {
		client, err := p.l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial(p.network(), p.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		if !p.keep(client, server) {
			return
		}
		p.wg.Go(func() { p.pump(client, server, false) })
		p.wg.Go(func() { p.pump(server, client, true) })
	}
}

// keep notes connections, to be cut with the proxy; false says that it is closed already.
func (p *Proxy) keep(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		if p.conns == nil {
			_ = c.Close()
			continue
		}
		p.conns[c] = true
	}
	return p.conns != nil
}

// pump copies until either side ends; of the way back it may drop what it read and end both.
func (p *Proxy) pump(from, to net.Conn, back bool) {
	defer from.Close()
	defer to.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			// The server has carried the request out; its answer is what gets lost.
			if back && p.pass.Add(-1) < 0 && p.cut.Add(-1) >= 0 {
				return
			}
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// close cuts what is open and takes nothing new.
func (p *Proxy) close() {
	_ = p.l.Close()
	p.mu.Lock()
	for c := range p.conns {
		_ = c.Close()
	}
	p.conns = nil
	p.mu.Unlock()
	p.wg.Wait()
}
