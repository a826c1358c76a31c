package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// What does not fit into an acknowledgement arrives behind it.
func TestAnAnswerLargerThanAnAcknowledgement(t *testing.T) {
	w := newWorld(t)
	// A note that is too long comes back whole, and each & is five bytes in the text and six in the blocks.
	long := "log Acme voicemail " + strings.Repeat("&", 3_001)
	if short := w.types(pat, long); short.Text != "" { // which would stand there for good
		t.Errorf("before the answer: %q", short.Text)
	}
	w.wait(func(s *fakeslack.Server) bool {
		for _, m := range s.Messages(s.DM(pat), pat) {
			if strings.Contains(m.Text, "Not saved") && ampersands(m) == 3_001 {
				return true
			}
		}
		return false
	})
}

// ampersands counts the signs in a message's blocks, escaped or not.
func ampersands(m fakeslack.Message) (n int) {
	var text string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, one := range v {
				walk(one)
			}
		case map[string]any:
			for _, one := range v {
				walk(one)
			}
			text, _ = v["text"].(string)
			n += strings.Count(text, "&")
		}
	}
	var blocks any
	if json.Unmarshal(m.Blocks, &blocks) == nil {
		walk(blocks)
	}
	return n
}

// A line in the bot's own messages is answered by a message, of which Slack takes less than of an answer to a command:
// what is given back of it is whole all the same.
func TestALongLineInTheDirectMessagesComesBack(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	for _, n := range []int{20, 2_990, 3_900} {
		line := "log Acme voicemail " + strings.Repeat("&amp;", n) // as Slack has it in an event
		sent, out := w.slack.Write(t.Context(), pat, fakeslack.Written{Text: line})
		if out.Failure != "" {
			t.Fatal(out.Failure)
		}
		w.wait(func(s *fakeslack.Server) bool {
			for _, m := range s.Messages(s.DM(pat), pat) {
				if m.ThreadTS == sent.TS || m.TS > sent.TS {
					return n <= 3000 && strings.Contains(m.Text, "✓") || ampersands(m) == n
				}
			}
			return false
		})
	}
	for _, r := range w.slack.Refusals() {
		t.Errorf("%s: %s", r.Method, r.Rule)
	}
}

func TestAPanicIsASentence(t *testing.T) {
	w := newWorld(t)
	b := bot.New(bot.Config{
		API: func() *slack.Client { return slack.New("xoxb-local", slack.OptionAPIURL(w.slack.APIURL())) }, Now: w.clock.Now,
		TeamID: team,
		Space:  func() *store.Workspace { panic("Acme") }, Rules: coach.DefaultRules(),
	})
	ack := b.Handle(context.Background(), typed(pat, "9.9.p", "log Acme voicemail"))
	if text := textOf(t, ack); !strings.Contains(text, "That went wrong on my side") ||
		!strings.Contains(text, "/followup log Acme voicemail") {
		t.Errorf("answer %q", text)
	}
}

// An exact name costs two trips to Redis, a searched one three.
func TestTrips(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add "Acme Corp" cold`)
	trips := func() int {
		n := 0
		c := w.redis.Client()
		info, err := c.Info(context.Background(), "commandstats").Result()
		if err != nil {
			t.Fatal("the trips are counted by Redis: ", err)
		}
		for line := range strings.Lines(info) {
			if !strings.HasPrefix(line, "cmdstat_evalsha") && !strings.HasPrefix(line, "cmdstat_eval") {
				continue
			}
			_, rest, _ := strings.Cut(line, "calls=")
			calls, _, _ := strings.Cut(rest, ",")
			k, _ := strconv.Atoi(calls)
			n += k
		}
		return n
	}
	for _, c := range []struct {
		text string
		want int
	}{{"acme corp vm", 2}, {"log acme na", 3}, {"log Newco vm", 2}, {"show acme corp", 1}, {"next acme corp thu 16:00", 2},
		{"acme corp talked next thu 16:30 agenda price", 2}, {"acme corp meeting", 2},
		{"add Newer cold", 2}, {"edit acme corp gut:4", 2}, {"snooze acme corp 2 weeks", 2}, {"resume acme corp", 2},
		{"close acme corp lost no budget", 2}, {"reopen acme corp", 3}, {"review acme corp", 2}, {"why newco", 1}} {
		before := trips()
		w.types(pat, c.text)
		if got := trips() - before; got != c.want {
			t.Errorf("%q: %d trips, want %d", c.text, got, c.want)
		}
	}
}

// BenchmarkLog is one log through edge and store, beside its floors: an edge that only answers, and one trip to Redis.
func BenchmarkLog(b *testing.B) {
	w := benchWorld(b)
	ctx := context.Background()
	w.bot.Handle(ctx, typed(pat, "bench.0", "log Acme busy"))
	b.Run("log", func(b *testing.B) {
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			n++
			w.clock.move(4 * time.Minute)
			w.bot.Handle(ctx, typed(pat, fmt.Sprintf("b.%d.%d", b.N, n), "log Acme email "+strconv.Itoa(n)))
		}
	})
	b.Run("edge-only", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w.bot.Handle(ctx, typed(pat, "h", "away"))
		}
	})
	b.Run("one-read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := w.space.Records.Read(ctx, store.Query{Rep: pat, Names: []string{"acme"}, Now: tuesday}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchWorld(b *testing.B) *world {
	b.Helper()
	return worldOn(b, storetest.Redis(b))
}
