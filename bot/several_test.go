package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// Several lines are written at once beside others who change the same leads: none is lost and none is logged twice,
// also where two replicas are handed the same command.
func TestSeveralLinesBesideOtherChanges(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	other := w.replica()
	leads := []string{"acme", "birch", "cedar", "dune"}
	for _, name := range leads {
		w.types(pat, "add "+name+" cold")
	}
	const rounds = 6
	command := func(id, text string) socket.Envelope {
		return socket.Envelope{ID: id, Type: "slash_commands", Slash: &slack.SlashCommand{UserID: pat, TeamID: team,
			Text: text, TriggerID: id}}
	}
	answers := make([][2]string, rounds)
	var wg sync.WaitGroup
	for i := range rounds {
		lines := make([]string, len(leads))
		for j, name := range leads {
			lines[j] = fmt.Sprintf("log %s no-answer round %d", name, i)
		}
		e := command(fmt.Sprint("several.", i), strings.Join(lines, "\n"))
		for n, b := range []interface {
			Handle(context.Context, socket.Envelope) any
		}{w.bot, other} {
			wg.Go(func() {
				raw, err := json.Marshal(b.Handle(context.Background(), e))
				if err != nil {
					t.Error(err)
				}
				answers[i][n] = string(raw)
			})
		}
		wg.Go(func() {
			w.bot.Handle(context.Background(), command(fmt.Sprint("single.", i), fmt.Sprintf("log acme no-answer single %d", i)))
		})
	}
	wg.Wait()
	for i, both := range answers {
		if both[0] != both[1] || strings.Count(both[0], "✓") < len(leads) {
			t.Errorf("round %d: two answers to one command:\n%s\n%s", i, both[0], both[1])
		}
	}
	for _, name := range leads {
		want := rounds
		if name == "acme" {
			want *= 2
		}
		if calls := w.lead(pat, name).Progress.Calls; calls != want {
			t.Errorf("%s has %d calls, want %d", name, calls, want)
		}
		seen, err := w.space.Records.Read(context.Background(), store.Query{Rep: pat, Now: w.clock.Now(),
			Names: []string{name}, Touches: -1})
		if err != nil {
			t.Fatal(err)
		}
		notes := make(map[string]int)
		for _, touch := range seen.Touches {
			notes[touch.Note]++
		}
		for i := range rounds {
			if n := notes[fmt.Sprint("round ", i)]; n != 1 {
				t.Errorf("%s has round %d %d times", name, i, n)
			}
		}
	}
}

// Twenty lines that all ask are answered in one message that Slack takes; what finds no room is given back.
func TestManyQuestionsFindTheirRoom(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Oak One cold")
	w.types(pat, "add Oak Two cold")
	lines := make([]string, 20)
	for i := range lines {
		lines[i] = fmt.Sprintf("log oak voicemail note %02d", i)
	}
	w.clock.move(time.Hour)
	m := w.types(pat, strings.Join(lines, "\n"))
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if !strings.Contains(string(raw)+m.Text, line[len("log oak voicemail "):]) {
			t.Errorf("%q is lost", line)
		}
	}
	if strings.Contains(string(raw), "✓") {
		t.Error("something was saved")
	}
}

// Redis hangs behind several lines: their whole text comes back at once, and once Redis is back the person hears what
// became of all of them together.
func TestRedisHangsBehindSeveralLines(t *testing.T) {
	redis := storetest.Start(t, storetest.Options{})
	w := worldOn(t, redis)
	w.types(pat, "add Acme cold")
	w.types(pat, "add Birch cold")
	redis.Freeze()
	m := w.says(pat, "acme voicemail\nbirch no-answer", "can't tell yet", "acme voicemail", "birch no-answer")
	redis.Thaw()
	var late fakeslack.Message
	w.wait(func(s *fakeslack.Server) bool {
		all := s.Messages(m.Channel, pat)
		late = all[len(all)-1]
		return late.TS != m.TS
	})
	switch got := w.touches(pat, "acme") + w.touches(pat, "birch"); got {
	case "":
		w.has(late, "it didn't reach my database")
	case "voicemailno-answer":
		w.has(late, "Acme", "Birch", "✓")
	default:
		t.Errorf("touches %q, said %s", got, late.Text)
	}
}
