package send_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

func TestMain(m *testing.M) { flag.Parse(); goleak.VerifyTestMain(m) }

const ana = "U0ANA"

func workspace(t *testing.T, cfg fakeslack.Config, people int) (*fakeslack.Server, func() *slack.Client) {
	t.Helper()
	s := fakeslack.New(cfg)
	s.AddUser(fakeslack.User{ID: ana, Name: "ana"})
	for i := range people {
		s.AddUser(fakeslack.User{ID: "U1P" + strconv.Itoa(i), Name: "p" + strconv.Itoa(i)})
	}
	s.AddChannel(fakeslack.Channel{ID: "C0SALES", Name: "sales", Members: []string{ana, "U0BOT"}})
	if err := s.Listen(":0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	api := slack.New("xoxb-local", slack.OptionAPIURL(s.APIURL()),
		slack.OptionHTTPClient(&http.Client{Transport: send.WithoutEcho(http.DefaultTransport)}))
	return s, func() *slack.Client { return api }
}

func class(t *testing.T, err error) (failure.Class, time.Duration) {
	t.Helper()
	sorted, ok := errors.AsType[*failure.Error](err)
	if !ok {
		t.Fatalf("%v is no *failure.Error", err)
	}
	return sorted.Class, sorted.After
}

func TestALostAnswerIsFoundAgainAndNothingElseIs(t *testing.T) {
	s, api := workspace(t, fakeslack.Config{}, 0)
	for _, to := range []string{ana, "C0SALES"} {
		p := send.New(api, 0)
		key := "digest/" + to + "/2026-03-02"
		if _, found, err := p.Find(t.Context(), key, to); err != nil || found {
			t.Fatalf("%s: found %v before anything was sent, %v", to, found, err)
		}
		s.OnPost(func(fakeslack.Post) fakeslack.Trouble { return fakeslack.CutAnswer })
		_, err := p.Post(t.Context(), send.Post{To: to, Key: key, Text: "Good morning"})
		if c, _ := class(t, err); c != failure.Ambiguous {
			t.Fatalf("%s: a cut answer is %s", to, c)
		}
		s.OnPost(nil)
		// Another replica looks, which has never posted to this person.
		r, found, err := send.New(api, 0).Find(t.Context(), key, to)
		if err != nil || !found || r.TS == "" {
			t.Fatalf("%s: found %v %+v, %v", to, found, r, err)
		}
		if _, found, _ := p.Find(t.Context(), key+"x", to); found {
			t.Errorf("%s: another delivery was taken for it", to)
		}
		if err := p.Update(t.Context(), r, "Good morning again", nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range append(s.Messages(s.DM(ana), ana), s.Messages("C0SALES", ana)...) {
		if m.Text != "Good morning again" || !m.Edited {
			t.Errorf("message %+v", m)
		}
		if strings.Contains(string(m.Metadata), "2026-03-02") || !strings.Contains(string(m.Metadata), "deed") {
			t.Errorf("the metadata tells %s", m.Metadata)
		}
	}
}

func TestFailuresSayWhatCanBeDone(t *testing.T) {
	for _, c := range []struct {
		name    string
		trouble fakeslack.Trouble
		want    failure.Class
		after   time.Duration
	}{
		{"deactivated person", fakeslack.RefuseBefore("user_disabled"), failure.Recipient, 0},
		{"no such channel", fakeslack.RefuseBefore("channel_not_found"), failure.Recipient, 0},
		{"revoked token", fakeslack.RefuseBefore("token_revoked"), failure.Dead, 0},
		{"somebody's account is gone", fakeslack.RefuseBefore("account_inactive"), failure.Account, 0},
		{"missing scope", fakeslack.RefuseBefore("missing_scope"), failure.Dead, 0},
		{"bad blocks", fakeslack.RefuseBefore("invalid_blocks"), failure.Payload, 0},
		{"Slack's own fault", fakeslack.RefuseBefore("internal_error"), failure.Ambiguous, 0},
		{"a word we do not know", fakeslack.RefuseBefore("brand_new_error"), failure.Ambiguous, 0},
		{"busy", fakeslack.RateLimit(7), failure.RateLimited, 7 * time.Second},
		{"server error", fakeslack.RefuseHTTP(503), failure.Ambiguous, 0},
		{"bad request", fakeslack.RefuseHTTP(404), failure.Transient, 0},
		{"connection cut", fakeslack.CutAnswer, failure.Ambiguous, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, api := workspace(t, fakeslack.Config{}, 0)
			s.OnPost(func(fakeslack.Post) fakeslack.Trouble { return c.trouble })
			_, err := send.New(api, 0).Post(t.Context(), send.Post{To: ana, Text: "x"})
			if got, after := class(t, err); got != c.want || after != c.after {
				t.Errorf("%s after %v, want %s after %v: %v", got, after, c.want, c.after, err)
			}
		})
	}
}

func TestAMissingScopeForLookingStopsNothingElse(t *testing.T) {
	_, api := workspace(t, fakeslack.Config{Scopes: []string{"chat:write", "im:write"}}, 0)
	p := send.New(api, 0)
	_, _, err := p.Find(t.Context(), "digest/x", ana)
	if got, _ := class(t, err); got != failure.Transient {
		t.Errorf("looking without im:history: %s, %v", got, err)
	}
	if _, err := p.Post(t.Context(), send.Post{To: ana, Text: "x"}); err != nil {
		t.Error(err)
	}
}

func TestAPostThatCannotLeaveInTimeIsGivenBackAtOnce(t *testing.T) {
	s, api := workspace(t, fakeslack.Config{}, 0)
	p := send.New(api, 0)
	s.OnPost(func(fakeslack.Post) fakeslack.Trouble { return fakeslack.RateLimit(60) })
	if _, err := p.Post(t.Context(), send.Post{To: ana, Text: "x"}); err == nil {
		t.Fatal("no refusal")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := p.Post(ctx, send.Post{To: ana, Text: "x"})
	if got, _ := class(t, err); got != failure.Transient || ctx.Err() != nil {
		t.Errorf("%s: %v; its time is over: %v", got, err, ctx.Err())
	}
}

func TestWhatWasNeverSentIsNotAmbiguous(t *testing.T) {
	s, api := workspace(t, fakeslack.Config{}, 0)
	s.Close()
	_, err := send.New(api, 0).Post(t.Context(), send.Post{To: ana, Text: "x"})
	if got, _ := class(t, err); got != failure.Transient {
		t.Errorf("nobody listens: %s, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = send.New(api, 0).Post(ctx, send.Post{To: ana, Text: "x"})
	if got, _ := class(t, err); got != failure.Transient {
		t.Errorf("stopped before its turn: %s, %v", got, err)
	}
}

func TestAfterARefusalNothingLeavesBeforeItsTime(t *testing.T) {
	s, api := workspace(t, fakeslack.Config{}, 0)
	p := send.New(api, 6000)
	s.OnPost(func(post fakeslack.Post) fakeslack.Trouble {
		if post.N == 1 {
			return fakeslack.RateLimit(1)
		}
		return fakeslack.None
	})
	_, err := p.Post(t.Context(), send.Post{To: ana, Text: "x"})
	if got, _ := class(t, err); got != failure.RateLimited {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := p.Post(t.Context(), send.Post{To: "C0SALES", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	if waited := time.Since(began); waited < 900*time.Millisecond {
		t.Errorf("the next post left after %v, Slack had asked for 1 s", waited)
	}
}

func TestAPingOvertakesTheDigests(t *testing.T) {
	s, api := workspace(t, fakeslack.Config{}, 40)
	p := send.New(api, 600) // ten a second, so that the digests queue
	var mu sync.Mutex
	var order []string
	started := make(chan struct{})
	s.OnPost(func(post fakeslack.Post) fakeslack.Trouble {
		mu.Lock()
		defer mu.Unlock()
		if order = append(order, post.Text); len(order) == 6 { // the burst is over
			close(started)
		}
		return fakeslack.None
	})
	var posts sync.WaitGroup
	for i := range 3 { // three workers with five digests each
		posts.Go(func() {
			for j := range 5 {
				if _, err := p.Post(t.Context(), send.Post{To: "U1P" + strconv.Itoa(i*5+j), Text: "digest"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	<-started
	if _, err := p.Post(t.Context(), send.Post{To: ana, Text: "ping", Urgent: true}); err != nil {
		t.Error(err)
	}
	posts.Wait()
	at := -1
	for i, text := range order {
		if text == "ping" {
			at = i
		}
	}
	// Three digests may hold their turns already.
	if at < 0 || at > 10 {
		t.Errorf("the ping left as number %d of %d", at+1, len(order))
	}
}

// Fan-out under Slack's limits, which refuses next to nothing of what leaves at its turn.
func TestFanOutIsHardlyEverRefused(t *testing.T) {
	people := 30
	if *matrix.Long {
		people = 1000
	}
	const perMinute = 300
	s, api := workspace(t, fakeslack.Config{Pace: true, WorkspacePerMinute: perMinute}, people)
	p := send.New(api, perMinute)
	todo := make(chan int, people)
	for i := range people {
		todo <- i
	}
	close(todo)
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for i := range todo {
				for {
					_, err := p.Post(t.Context(), send.Post{To: "U1P" + strconv.Itoa(i), Text: "digest"})
					if err == nil {
						break
					}
					if c, _ := class(t, err); c != failure.RateLimited {
						t.Error(err)
						break
					}
				}
			}
		})
	}
	workers.Wait()
	refused := 0
	for _, e := range s.Refusals() {
		if strings.Contains(e.Rule+e.Detail, "rate") || e.Method == "chat.postMessage" {
			refused++
		}
	}
	t.Logf("%d of %d posts refused", refused, people)
	if refused*20 > people {
		t.Errorf("%d of %d posts refused", refused, people)
	}
}

func TestTheHashTellsNothing(t *testing.T) {
	h := send.Hash("digest/U0ANA/2026-03-02")
	if len(h) != 24 || strings.Contains(h, "U0ANA") || h == send.Hash("digest/U0ANA/2026-03-03") {
		t.Errorf("hash %q", h)
	}
	var meta map[string]any
	if err := json.Unmarshal([]byte(`{"deed":"`+h+`"}`), &meta); err != nil {
		t.Error(err)
	}
}

// What people write to the bot stands in the same conversation as its messages: however much that is, a later try finds
// what an earlier one has posted; in a thread too.
func TestADeliveryIsFoundBehindManyLines(t *testing.T) {
	s, api := workspace(t, fakeslack.Config{}, 0)
	p, dm := send.New(api, 0), s.DM(ana)
	first := s.Say(fakeslack.Message{User: ana, Channel: dm, Text: "hello"})
	for _, thread := range []string{"", first.TS} {
		key := "digest/" + thread
		if _, err := p.Post(t.Context(), send.Post{To: dm, Thread: thread, Key: key, Text: "Good morning"}); err != nil {
			t.Fatal(err)
		}
		for range 900 {
			if thread == "" {
				s.Say(fakeslack.Message{User: ana, Channel: dm, Text: "one more line"})
			} else if _, out := s.Write(t.Context(), ana,
				fakeslack.Written{Text: "and one", Thread: thread}); out.Failure != "" {
				t.Fatal(out)
			}
		}
		if _, found, err := p.FindIn(t.Context(), key, dm, thread, first.TS); err != nil || !found {
			t.Errorf("thread %q: found %v, %v", thread, found, err)
		}
	}
	if _, found, err := p.Find(t.Context(), "digest/", ana); err != nil || !found {
		t.Errorf("found %v, %v", found, err)
	}
}
