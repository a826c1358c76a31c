package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/rpc"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// childEnv holds, for a process that is to be a replica and nothing else, what it needs.
const childEnv = "FOLLOWUP_TEST_REPLICA"

type replica struct {
	Redis, Slack, Owner string
	Began, Base         time.Time // the real instant at which the replicas' clocks showed Base
	Lease, Settle       time.Duration
	Jobs                time.Duration // how often it asks for the jobs of the day, of which it has one if it asks
}

func (r replica) now() time.Time { return r.Base.Add(time.Since(r.Began)) }

func TestMain(m *testing.M) {
	if raw := os.Getenv(childEnv); raw != "" {
		runReplica(raw)
		return
	}
	// The Redis of the tests is a child that lives as long as the test binary.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/followup-coach/followup/store/storetest.spawn.func1"),
		goleak.IgnoreAnyFunction("os/exec.(*Cmd).Start.func2"))
}

// runReplica is a whole process with one engine, until it is killed.
func runReplica(raw string) {
	var r replica
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		panic(err)
	}
	s, err := store.Open(store.Options{URL: r.Redis})
	if err != nil {
		panic(err)
	}
	client, err := rpc.Dial("unix", r.Slack)
	if err != nil {
		panic(err)
	}
	cfg := Config{Space: s.In("T1"), Rules: coach.DefaultRules(), Sender: far{client}, Now: r.now, Owner: r.Owner,
		Lease: r.Lease, Settle: r.Settle, DailyEvery: r.Jobs}
	if r.Jobs > 0 {
		cfg.Daily = []Daily{{Name: "count", Run: func(context.Context) error {
			return client.Call("Slack.Ran", FarPost{Key: r.now().UTC().Format(time.DateOnly)}, &FarAnswer{})
		}}}
	}
	e, err := New(cfg)
	if err != nil {
		panic(err)
	}
	if err := e.Run(context.Background()); err != nil {
		panic(err)
	}
}

// far is a Sender whose Slack is the recorder of the test's process.
type far struct{ c *rpc.Client }

// FarPost and FarAnswer are exported for net/rpc.
type FarPost struct{ Key, To string }
type FarAnswer struct {
	Receipt ledger.Receipt
	Found   bool
	Lost    bool
}

func (f far) call(ctx context.Context, method string, p FarPost) (a FarAnswer, err error) {
	done := f.c.Go(method, p, &a, make(chan *rpc.Call, 1)).Done
	select {
	case <-ctx.Done():
		return a, ctx.Err()
	case c := <-done:
		return a, c.Error
	}
}

func (f far) Send(ctx context.Context, d ledger.Delivery, to Recipient, _ notify.Message) (ledger.Receipt, error) {
	a, err := f.call(ctx, "Slack.Send", FarPost{d.Key, to.ID})
	if err == nil && a.Lost {
		err = errCut
	}
	return a.Receipt, err
}

func (f far) Find(ctx context.Context, d ledger.Delivery, to Recipient) (ledger.Receipt, bool, error) {
	a, err := f.call(ctx, "Slack.Find", FarPost{d.Key, to.ID})
	return a.Receipt, a.Found, err
}

func (f far) Update(context.Context, ledger.Receipt, Recipient, notify.Message) error { return errCut }

// farSlack serves a recorder, and is told on which days the job of the day was done.
type farSlack struct {
	r   *recorder
	ran chan string
}

func (f *farSlack) Ran(p FarPost, _ *FarAnswer) error {
	f.ran <- p.Key
	return nil
}

// serve listens on a socket until the test ends.
func (f *farSlack) serve(t *testing.T) (socket string) {
	t.Helper()
	socket = filepath.Join(t.TempDir(), "slack")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	srv := rpc.NewServer()
	if err := srv.RegisterName("Slack", f); err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed at the test's end
			}
			go srv.ServeConn(c)
		}
	}()
	t.Cleanup(func() { _ = l.Close() })
	return socket
}

func (f *farSlack) Send(p FarPost, a *FarAnswer) (err error) {
	a.Receipt, err = f.r.Send(context.Background(), ledger.Delivery{Key: p.Key}, Recipient{ID: p.To}, nil)
	if errors.Is(err, errCut) {
		a.Lost, err = true, nil
	}
	return err
}

func (f *farSlack) Find(p FarPost, a *FarAnswer) (err error) {
	a.Receipt, a.Found, err = f.r.Find(context.Background(), ledger.Delivery{Key: p.Key}, Recipient{ID: p.To})
	return err
}

// Rows 3, 4 and 28 with real processes: two replicas, hundreds of digests in one minute, one answer in ten lost, and
// one replica killed with SIGKILL in the middle and started again. Every rep has exactly one digest, and nobody waits
// longer than a lease and a second for the dead one's.
func TestReplicaKilledInTheMiddle(t *testing.T) {
	n := 300
	if *matrix.Long {
		n = 10_000
	}
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(n)
	kill, all := make(chan struct{}), make(chan struct{})
	var delivered atomic.Int64
	f.slack.inject = func(i int, _ ledger.Delivery, _ string, _ notify.Message) fault {
		if i == n/3 {
			close(kill)
		}
		return fault{lose: i%10 == 0, after: func() {
			if delivered.Add(1) == int64(n) {
				close(all)
			}
		}}
	}
	slack := &farSlack{r: f.slack}
	began := time.Now()
	r := replica{Redis: f.url, Slack: slack.serve(t), Began: began, Base: at(t, ny, "2026-01-12 08:30"),
		Lease: 1500 * time.Millisecond, Settle: 500 * time.Millisecond}
	first := spawn(t, r, "one")
	spawn(t, r, "two")
	waitFor(t, kill)
	f.ok(first.Process.Kill())
	_ = first.Wait() // says that it was killed
	died := time.Now()
	spawn(t, r, "one again")
	waitFor(t, all)
	t.Logf("%d digests, all there %v after the death, with a lease of %v", n, time.Since(died).Round(time.Millisecond),
		r.Lease)

	// What was lost is looked up after the settle time; a last engine here sees it through to the records.
	f.clock.to(r.now().Add(time.Minute))
	f.runTo(f.clock.Now().Add(time.Minute), f.start())
	f.once(digestKeys(reps, monday)...)
}

// spawn starts a replica that is killed at the test's end at the latest.
func spawn(t *testing.T, r replica, owner string) *exec.Cmd {
	t.Helper()
	r.Owner = owner
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+string(raw))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	return cmd
}

func waitFor(t *testing.T, c chan struct{}) {
	t.Helper()
	limit := time.NewTimer(2 * time.Minute)
	defer limit.Stop()
	select {
	case <-c:
	case <-limit.C:
		t.Fatal("nothing happened for two minutes")
	}
}
