package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// Options of a server of one's own.
type Options struct {
	AOF  string   // appendfsync: "always", "everysec", "no"; "" keeps nothing on disk
	TCP  bool     // a loopback port instead of a unix socket (for a proxy)
	Args []string // further arguments, such as "--maxmemory", "20mb"
	Env  []string // besides our own
}

// Server is a running Redis.
type Server struct {
	URL  string // for store.Options
	Addr string // host:port, or the socket's path

	tb   testing.TB
	dir  string
	args []string
	env  []string
	mu   sync.Mutex
	cmd  *child
	log  *output
	wall *Wall // once somebody has asked for it
	mini *miniredis.Miniredis
}

// binary is redis-server, or "" after the test was told what to do without.
func binary(tb testing.TB, must bool) string {
	path, err := exec.LookPath("redis-server")
	if err == nil {
		return path
	}
	if os.Getenv("FOLLOWUP_TEST_REDIS") == "required" {
		tb.Fatal("FOLLOWUP_TEST_REDIS=required, but there is no redis-server in PATH")
	}
	if must {
		tb.Skip("needs redis-server in PATH")
	}
	return ""
}

// shared is started by the first test that asks for it, and ends with the test binary.
var shared struct {
	sync.Mutex
	server *Server
	db     int
}

// databases is how many tests of one binary may have an empty database of the shared server.
const databases = 4096

// Redis is an empty database of a server that the tests of this binary share. Don't kill it: [Start] has servers for
// that.
func Redis(tb testing.TB) *Server {
	tb.Helper()
	if binary(tb, false) == "" {
		m := miniredis.RunT(tb)
		return &Server{URL: "redis://" + m.Addr(), Addr: m.Addr(), tb: tb, mini: m}
	}
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		shared.server = start(tb, dataDir(tb), Options{Args: []string{"--databases", strconv.Itoa(databases)}})
		shared.server.cmd.shared = true
	}
	if shared.db++; shared.db == databases {
		tb.Fatal("storetest: out of databases")
	}
	return &Server{URL: shared.server.URL + "?db=" + strconv.Itoa(shared.db), Addr: shared.server.Addr, tb: tb,
		cmd: shared.server.cmd}
}

// Start is a server of the test's own, stopped at its end. It needs redis-server.
func Start(tb testing.TB, o Options) *Server {
	tb.Helper()
	binary(tb, true)
	dir := dataDir(tb)
	s := start(tb, dir, o)
	tb.Cleanup(func() {
		s.stop()
		_ = os.RemoveAll(dir) // of the test, as its directory would be
	})
	return s
}

// dataDir is a directory for a server's data and socket: in memory where the system has such a place, so that no fsync
// of a neighbour holds up a test. What these tests kill are processes, and what a process has written outlives it there
// just as well. Its name has the test binary's process, by which a later one knows that it may go.
func dataDir(tb testing.TB) string {
	tb.Helper()
	sweep.Do(func() { removeLeft("/dev/shm"); removeLeft(os.TempDir()) })
	pattern := dataPrefix + strconv.Itoa(os.Getpid()) + "-"
	if dir, err := os.MkdirTemp("/dev/shm", pattern); err == nil {
		return dir
	}
	dir, err := os.MkdirTemp("", pattern)
	if err != nil {
		tb.Fatal(err)
	}
	return dir
}

const dataPrefix = "followup-redis-"

var sweep sync.Once

// removeLeft removes the data directories of test binaries that are gone: a server that a whole binary shares ends with
// it, and nobody is left then to clean up.
func removeLeft(parent string) {
	left, _ := filepath.Glob(filepath.Join(parent, dataPrefix+"*-*"))
	for _, dir := range left {
		of, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), dataPrefix), "-")
		pid, err := strconv.Atoi(of)
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(dir)
		}
	}
}

// start starts a server on a directory, which outlives it.
func start(tb testing.TB, dir string, o Options) *Server {
	tb.Helper()
	s := &Server{tb: tb, dir: dir, env: o.Env}
	s.args = []string{"--dir", dir, "--save", "", "--daemonize", "no", "--maxmemory-policy", "noeviction",
		"--enable-debug-command", "yes"}
	if o.TCP {
		port := freePort(tb)
		s.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		s.URL = "redis://" + s.Addr
		s.args = append(s.args, "--bind", "127.0.0.1", "--port", strconv.Itoa(port))
	} else {
		s.Addr = filepath.Join(dir, "s") // a socket's path has 103 bytes at most; a test's own directory is often longer
		s.URL = "unix://" + s.Addr
		s.args = append(s.args, "--port", "0", "--unixsocket", s.Addr)
	}
	if o.AOF != "" {
		s.args = append(s.args, "--appendonly", "yes", "--appendfsync", o.AOF)
	}
	s.args = append(s.args, o.Args...)
	s.run()
	return s
}

// freePort is a port that was free a moment ago.
func freePort(tb testing.TB) int {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// run starts the process and returns when it answers.
func (s *Server) run() {
	s.tb.Helper()
	s.log = &output{}
	cmd := exec.Command("redis-server", s.args...)
	cmd.Env = append(os.Environ(), s.env...)
	var born func(pid int)
	if s.wall != nil {
		born = s.wall.anew
	}
	c, err := spawn(cmd, s.log, born)
	if err != nil {
		s.tb.Fatalf("redis-server: %v", err)
	}
	s.cmd = c
	s.await()
}

// await returns once the server answers and has loaded its data.
func (s *Server) await() {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	c := s.Client()
	defer c.Close()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for c.Ping(ctx).Err() != nil {
		select {
		case <-ctx.Done():
			s.tb.Fatalf("redis-server does not answer:\n%s", s.log)
		case err := <-s.cmd.done:
			s.cmd.done <- err
			s.tb.Fatalf("redis-server ended: %v\n%s", err, s.log)
		case <-tick.C:
		}
	}
}

// Client is a plain client of the server, for looking inside. The caller closes it.
func (s *Server) Client() *redis.Client {
	o, err := redis.ParseURL(s.URL)
	if err != nil {
		s.tb.Fatal(err)
	}
	o.MaxRetries = -1
	return redis.NewClient(o)
}

// process is the server to do something to, which must be the test's own.
func (s *Server) process() *child {
	s.tb.Helper()
	if s.cmd == nil {
		s.tb.Skip("needs redis-server in PATH")
	}
	if s.cmd.shared {
		s.tb.Fatal("storetest: other tests share this server; use Start")
	}
	return s.cmd
}

// Kill is kill -9; it returns when the process is gone. The data directory stays.
func (s *Server) Kill() {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.process().kill()
}

// Restart starts the server again on the same directory and address, killing it first if it runs, and returns when it
// answers.
func (s *Server) Restart() {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.process().kill()
	s.run()
}

// Freeze is SIGSTOP: connections stay, nothing is answered.
func (s *Server) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw is SIGCONT.
func (s *Server) Thaw() { s.signal(syscall.SIGCONT) }

// Wall is the wall clock of the server's process, and of the one that [Server.Restart] puts in its place.
func (s *Server) Wall() *Wall {
	s.tb.Helper()
	if s.wall == nil {
		s.wall = WallOf(s.tb, s.process().cmd.Process.Pid)
	}
	return s.wall
}

// signal sends one that stops or continues the process. Its connections stay open meanwhile, as those of a machine that
// hangs.
func (s *Server) signal(sig syscall.Signal) {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.process().cmd.Process.Signal(sig); err != nil {
		s.tb.Fatal(fmt.Errorf("redis-server: %w", err))
	}
}

// FillDisk leaves the server's AOF no room beyond a hundred bytes, as a full disk would: the next write is cut off in
// the middle. It ends with [Server.FreeDisk], and with the process.
func (s *Server) FillDisk() {
	s.tb.Helper()
	info, err := os.Stat(s.aof())
	must(s.tb, err)
	limitFiles(s.tb, s.process().cmd.Process.Pid, uint64(info.Size())+100)
}

// FreeDisk ends what [Server.FillDisk] began.
func (s *Server) FreeDisk() {
	s.tb.Helper()
	limitFiles(s.tb, s.process().cmd.Process.Pid, math.MaxUint64)
}

// CutTail takes the last bytes off the AOF of a server that was killed.
func (s *Server) CutTail(bytes int64) {
	s.tb.Helper()
	info, err := os.Stat(s.aof())
	must(s.tb, err)
	must(s.tb, os.Truncate(s.aof(), info.Size()-bytes))
}

// RewriteAOF has the server write its AOF anew from what it holds, and returns when that is done.
func (s *Server) RewriteAOF() {
	s.tb.Helper()
	c := s.Client()
	defer c.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	must(s.tb, c.BgRewriteAOF(ctx).Err())
	await(s.tb, ctx, "the AOF to be rewritten", func() bool {
		info, err := c.Info(ctx, "persistence").Result()
		return err == nil && strings.Contains(info, "aof_rewrite_in_progress:0") &&
			strings.Contains(info, "aof_rewrite_scheduled:0")
	})
}

// aof is the file that what changes now is appended to.
func (s *Server) aof() string {
	s.tb.Helper()
	found, err := filepath.Glob(filepath.Join(s.dir, "appendonlydir", "*.incr.aof"))
	must(s.tb, err)
	if len(found) != 1 {
		s.tb.Fatalf("the server appends to %v", found)
	}
	return found[0]
}

// Says reports whether the log of the server has those words since its last start.
func (s *Server) Says(words string) bool { return strings.Contains(s.log.String(), words) }

// output is what a process writes, which may be read meanwhile.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// stop ends the process at the end of a test, whatever the test has done to it: one that is gone already is left.
func (s *Server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cmd.kill()
}
