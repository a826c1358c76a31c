package together_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/together"
)

// gate lies below the hook and sees what leaves: how many scripts alone, and how many in each pipeline. It lets nothing
// through before it is told.
type gate struct {
	open chan struct{} // a value for each that may pass; closed for all
	left chan int      // 0 for a script alone, else how many a pipeline has
}

func (g gate) DialHook(next redis.DialHook) redis.DialHook { return next }

func (g gate) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() == "evalsha" {
			g.left <- 0
			<-g.open
		}
		return next(ctx, cmd)
	}
}

func (g gate) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if cmds[0].Name() == "evalsha" { // a new connection is set up by a pipeline, too
			g.left <- len(cmds)
			<-g.open
		}
		return next(ctx, cmds)
	}
}

// says answers with what it is given; it counts what it is asked, and fails where that is "fail".
var says = redis.NewScript(`redis.call('INCR', KEYS[1])
redis.call('RPUSH', 'order', ARGV[1])
if ARGV[1] == 'fail' then return redis.error_reply('ERR as asked') end
return ARGV[1]`)

// crowd is a client with the hook, and the gate below it.
type crowd struct {
	*redis.Client
	gate
	hook *together.Hook
}

func newCrowd(t *testing.T, srv *storetest.Server) *crowd {
	t.Helper()
	o, err := redis.ParseURL(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	o.MaxRetries, o.ContextTimeoutEnabled, o.ReadTimeout = -1, true, 300*time.Millisecond
	c := &crowd{Client: redis.NewClient(o), gate: gate{make(chan struct{}, 10), make(chan int, 10)}}
	t.Cleanup(func() { _ = c.Close() })
	if err := says.Load(t.Context(), c.Client).Err(); err != nil {
		t.Fatal(err)
	}
	c.hook = together.New(c.Client)
	c.AddHook(c.hook)
	c.AddHook(c.gate)
	return c
}

// answer is what one of those who ask is told.
type answer struct {
	asked string
	got   any
	err   error
}

// ask has several ask at the same time, each for one text. What they are told comes on the channel.
func (c *crowd) ask(ctx context.Context, texts ...string) <-chan answer {
	told := make(chan answer, len(texts))
	for _, text := range texts {
		go func() {
			got, err := says.EvalSha(ctx, c.Client, []string{"count"}, text).Result()
			told <- answer{text, got, err}
		}()
	}
	return told
}

// wait returns once so many wait in the hook.
func (c *crowd) wait(n int) {
	for c.hook.Waiting() != n {
		runtime.Gosched()
	}
}

// leaves is what leaves next: 0 for a script alone, else how many a pipeline has.
func (c *crowd) leaves(t *testing.T, want int) {
	t.Helper()
	if n := <-c.left; n != want {
		t.Errorf("%d left together, not %d", n, want)
	}
}

// count is how often a script was carried out.
func (c *crowd) count(t *testing.T) int {
	t.Helper()
	n, err := c.Get(t.Context(), "count").Int()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// number is so many different texts.
func number(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprint(i)
	}
	return texts
}

// Who is alone waits for nobody and goes as ever; those who ask while one is on its way go together behind it. Each is
// told what they asked, and what is wrong with one is nobody else's.
func TestThoseWhoAskAtOnceGoTogether(t *testing.T) {
	c := newCrowd(t, storetest.Redis(t))
	first := c.ask(t.Context(), "alone")
	c.leaves(t, 0)
	rest := c.ask(t.Context(), append(number(9), "fail")...)
	c.wait(10)
	close(c.open)
	c.leaves(t, 10)
	if a := <-first; a.got != "alone" || a.err != nil {
		t.Errorf("alone: %+v", a)
	}
	for range 10 {
		a := <-rest
		if failed := a.asked == "fail"; failed != (a.err != nil) || !failed && a.got != a.asked {
			t.Errorf("%+v", a)
		}
	}
	for c.hook.Busy() {
		runtime.Gosched()
	}
	later := c.ask(t.Context(), "later")
	c.leaves(t, 0)
	if a := <-later; a.got != "later" || a.err != nil {
		t.Errorf("when nothing is on its way any more: %+v", a)
	}
}

// What writes goes before what only reads, and of that first who has least time left.
func TestWhoWritesGoesFirst(t *testing.T) {
	c := newCrowd(t, storetest.Redis(t))
	first := c.ask(t.Context(), "first")
	c.leaves(t, 0)
	writes := context.WithValue(t.Context(), together.Writes{}, true)
	soon, cancel := context.WithTimeout(writes, time.Minute)
	defer cancel()
	later, cancel := context.WithTimeout(writes, time.Hour)
	defer cancel()
	var rest []<-chan answer
	for i, one := range []struct {
		ctx  context.Context
		text string
	}{{t.Context(), "reads"}, {later, "has time"}, {t.Context(), "reads too"}, {soon, "has none"}} {
		rest = append(rest, c.ask(one.ctx, one.text))
		c.wait(i + 1)
	}
	close(c.open)
	for _, told := range append(rest, first) {
		if a := <-told; a.got != a.asked || a.err != nil {
			t.Errorf("%+v", a)
		}
	}
	order, err := c.LRange(t.Context(), "order", 0, -1).Result()
	if want := []string{"first", "has none", "has time", "reads", "reads too"}; !slices.Equal(order, want) || err != nil {
		t.Errorf("%q, %v", order, err)
	}
}

// Who gives up while they wait was not sent, and that is certain; who gives up while theirs is on its way may have it
// carried out. Neither takes anything from those beside them.
func TestWhoGivesUpStopsNobodyElse(t *testing.T) {
	c := newCrowd(t, storetest.Redis(t))
	first := c.ask(t.Context(), "first")
	c.leaves(t, 0)
	early, earlyLeaves := context.WithCancel(t.Context())
	gone := c.ask(early, "gone")
	c.wait(1)
	earlyLeaves()
	if a := <-gone; !errors.Is(a.err, together.ErrNotSent) || !errors.Is(a.err, context.Canceled) {
		t.Errorf("given up while it waited: %+v", a)
	}
	late, lateLeaves := context.WithCancel(t.Context())
	sent, rest := c.ask(late, "sent"), c.ask(t.Context(), number(3)...)
	c.wait(4)
	c.open <- struct{}{}
	if a := <-first; a.got != "first" || a.err != nil {
		t.Errorf("%+v", a)
	}
	c.leaves(t, 4)
	lateLeaves()
	if a := <-sent; errors.Is(a.err, together.ErrNotSent) || !errors.Is(a.err, context.Canceled) {
		t.Errorf("given up on its way: %+v", a)
	}
	close(c.open)
	for range 3 {
		if a := <-rest; a.got != a.asked || a.err != nil {
			t.Errorf("beside one that gave up: %+v", a)
		}
	}
	if n := c.count(t); n != 5 {
		t.Errorf("%d were carried out, and one of six had given up before it left", n)
	}
}

// A Redis that hangs costs those whose scripts are on their way: nobody knows of them. Behind them no more wait than
// there is room for, and whoever is turned away or has no more time was not sent. Then all is as before.
func TestRedisHangs(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{})
	c := newCrowd(t, srv)
	srv.Freeze()
	hung := c.ask(t.Context(), "hung")
	c.leaves(t, 0)
	hurried, cancel := context.WithCancel(t.Context())
	waiting := c.ask(hurried, number(together.Room)...)
	c.wait(together.Room)
	if a := <-c.ask(t.Context(), "too much"); !errors.Is(a.err, together.ErrNotSent) {
		t.Errorf("beyond the room: %+v", a)
	}
	cancel()
	for range together.Room {
		if a := <-waiting; !errors.Is(a.err, together.ErrNotSent) {
			t.Fatalf("behind one that hangs: %+v", a)
		}
	}
	patient := c.ask(t.Context(), number(5)...)
	c.wait(5)
	close(c.open)
	var slow net.Error
	if a := <-hung; !errors.As(a.err, &slow) || !slow.Timeout() || errors.Is(a.err, together.ErrNotSent) {
		t.Errorf("that hangs: %+v", a)
	}
	c.leaves(t, 5)
	for range 5 {
		if a := <-patient; !errors.As(a.err, &slow) || !slow.Timeout() || errors.Is(a.err, together.ErrNotSent) {
			t.Errorf("together with others that hang: %+v", a)
		}
	}
	srv.Thaw()
	if a := <-c.ask(t.Context(), "again"); a.got != "again" || a.err != nil {
		t.Errorf("afterwards: %+v", a)
	}
}

// A connection that dies under a pipeline leaves everybody on it without an answer, though each was carried out.
func TestAConnectionDies(t *testing.T) {
	srv := storetest.Redis(t)
	proxy := storetest.Cut(t, srv)
	c := newCrowd(t, &storetest.Server{URL: proxy.URL})
	first := c.ask(t.Context(), "first")
	c.leaves(t, 0)
	rest := c.ask(t.Context(), number(4)...)
	c.wait(4)
	c.open <- struct{}{}
	<-first
	c.leaves(t, 4)
	proxy.LoseAnswers(100)
	close(c.open)
	for range 4 {
		if a := <-rest; a.err == nil || errors.Is(a.err, together.ErrNotSent) {
			t.Errorf("%+v", a)
		}
	}
}
