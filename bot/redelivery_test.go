package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/storetest"
)

// nonces are what tells two drawings of one page apart.
var nonces = regexp.MustCompile(`"block_id":"[^"]*"`)

// twice hands an envelope over twice, as Slack does when an acknowledgement was lost, the second time much later, and
// wants one effect and the same acknowledgement.
func (w *world) twice(name string, i slack.InteractionCallback) {
	w.t.Helper()
	i.TriggerID = "twice." + name
	var acks [2]string
	var after [2]string
	was := w.lead(i.User.ID, "acme").Version
	for n := range 2 {
		again := i
		raw, err := json.Marshal(w.bot.Handle(context.Background(),
			socket.Envelope{ID: fmt.Sprint(name, n), Type: "interactive", Interaction: &again}))
		if err != nil {
			w.t.Fatal(err)
		}
		// where nothing was written nothing is kept, and the same words are rendered again
		acks[n] = nonces.ReplaceAllString(string(raw), "")
		l := w.lead(i.User.ID, "acme")
		lead, _ := json.Marshal(l)
		after[n] = string(lead) + w.touches(i.User.ID, "acme")
		w.clock.move(4 * time.Minute)
	}
	if now := w.lead(i.User.ID, "acme").Version; (now != was) != (name != "nothing") {
		w.t.Errorf("%s: version %d, was %d", name, now, was)
	}
	if acks[0] != acks[1] {
		w.t.Errorf("%s: two answers to one act:\n%s\n%s", name, acks[0], acks[1])
	}
	if after[0] != after[1] {
		w.t.Errorf("%s: done twice:\n%s\n%s", name, after[0], after[1])
	}
}

// What is delivered again has one effect and the same answer, on every page on the way from a call to what came of it.
func TestEveryStepOfATalkDeliveredTwice(t *testing.T) {
	w := newWorld(t)
	w.quiet = true // the trigger of what is delivered again was used
	slot := slack.BlockAction{
		SelectedOption: slack.OptionBlockObject{Value: fmt.Sprint(tuesday.Add(50 * time.Hour).Unix())}}
	text := func(s string) slack.BlockAction { return slack.BlockAction{Value: s} }
	choice := func(s string) slack.BlockAction {
		return slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: s}}
	}
	w.types(pat, "add Acme warm")
	w.reaches(pat)
	w.twice("outcome", w.clickOf(pat, "reached.not-reviewed", nil))
	w.types(pat, "undo")
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	w.talks(pat, outcome.NotReviewed)
	w.twice("question", w.clickOf(pat, ids.ActTogether+".1", nil))
	w.twice("wrap", w.sent(pat, map[string]slack.BlockAction{fields.Note: text("12 seats more"),
		fields.Promise: text("me: call Jo by Fri"), fields.Slot: slot}))
	w.twice("nothing", w.sent(pat, nil))
	w.twice("more", w.clickOf(pat, ids.ActWrapMore, map[string]slack.BlockAction{fields.Note: text("12 seats")}))
	w.wait(func(*fakeslack.Server) bool { return w.form(pat).CallbackID == fields.FormMore })
	w.twice("rest", w.sent(pat, map[string]slack.BlockAction{fields.Material: text("Specs"),
		fields.How: choice(forms.HowSend), fields.Sure: choice(forms.No), fields.Goal: choice(coach.GoalClose)}))
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	w.types(pat, "edit acme")
	w.twice("edit page", w.clickOf(pat, ids.ActEditPage+".2", map[string]slack.BlockAction{fields.Hot: text("uptime")}))
	w.twice("edit", w.sent(pat, map[string]slack.BlockAction{fields.Hot: text("less downtime"),
		fields.Gut: choice("4")}))
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	l := w.lead(pat, "acme")
	if p := l.Progress; l.HotButton != "less downtime" || l.Gut != 4 || p.Commitment == nil || !p.Commitment.Tentative ||
		p.Sent != 1 || p.Counters.Unread != 1 {
		t.Errorf("%+v %+v", l, p)
	}
	for _, c := range []struct{ name, action, value string }{
		{"promise", ids.ActPromise + ".1", ids.Value(l.ID, "kept", l.Progress.Promises[0].ID)},
		{"calling", ids.ActCalling, ids.Value(l.ID, fmt.Sprint(l.Progress.Commitment.At.Unix()))},
		{"missed", ids.ActMissed, ids.Value(l.ID, fmt.Sprint(l.Progress.Commitment.At.Unix()))},
		{"slot", ids.ActSlot + ".1", ids.Value(l.ID, fmt.Sprint(tuesday.Add(74*time.Hour).Unix()))},
		{"ends", ids.ActEndsIn, ids.Value(l.ID, "now", "left-company")},
		{"leave", ids.ActLeaveTask, ids.Value(l.ID)},
		{"reopen", ids.ActReopen, ids.Value(l.ID)},
	} {
		c.value = strings.Replace(c.value, "|now|", fmt.Sprint("|", w.lead(pat, "acme").Version, "|"), 1)
		w.twice(c.name, *click(pat, 0, c.action, c.value, "", request.Meta{}, nil).Interaction)
	}
	if log := w.logs.String(); strings.Contains(log, "panic") {
		t.Error(log)
	}
}

// The answer to a line about a lead is not stored. Delivered again it is made again, word for word, whichever replica
// gets it, hours later, with the lead changed since, and taken back; and nothing is done twice.
func TestALineDeliveredAgain(t *testing.T) {
	w := newWorld(t)
	for _, line := range []string{"add Acme warm phone:+4930123456", "add Birch warm",
		"acme talked next thu 16:00 agenda price", "add \"Close Call\" warm"} {
		w.types(pat, line)
	}
	deliver := func(b *bot.Bot, key, text string) string {
		t.Helper()
		raw, err := json.Marshal(b.Handle(context.Background(), typed(pat, key, text)))
		if err != nil {
			t.Fatal(err)
		}
		return nonces.ReplaceAllString(string(raw), "")
	}
	other := w.replica()
	answers := map[string]string{}
	lines := []string{
		"acme voicemail left word about pricing", "log acme talked he wants 12 seats next fri 10:15 agenda seats",
		"acme no-answer yesterday 17:00", "acme busy hot:\"less downtime\" contact:Jo", "acme talked",
		"acme gatekeeper gate:Kim", "next acme thu 11:00", "snooze acme mon", "edit acme hot:\"fewer outages\"",
		"birch voicemail", "close call voicemail",
		"acme talked promise:\"read the specs by Fri\" call me next week",
	}
	for n, line := range lines {
		key := fmt.Sprint("again.", n)
		answers[line] = deliver(w.bot, key, line)
		if !strings.Contains(answers[line], "✓") && !strings.Contains(answers[line], "Agreed call") &&
			!strings.Contains(answers[line], "Snoozed") {
			t.Errorf("%s: %s", line, answers[line])
		}
		w.clock.move(time.Minute)
		if again := deliver(other, key, line); again != answers[line] {
			t.Errorf("%s, at once, by another replica:\n%s\n%s", line, answers[line], again)
		}
		w.clock.move(time.Hour)
	}
	redeliver := func(when string) {
		t.Helper()
		before, acme, birch := *w.lead(pat, "acme"), w.touches(pat, "acme"), w.touches(pat, "birch")
		for n, line := range lines {
			if again := deliver(other, fmt.Sprint("again.", n), line); again != answers[line] {
				t.Errorf("%s, %s:\n%s\n%s", line, when, answers[line], again)
			}
		}
		if diff := cmp.Diff(before, *w.lead(pat, "acme")); diff != "" || w.touches(pat, "acme") != acme ||
			w.touches(pat, "birch") != birch {
			t.Errorf("%s: done again: %s\n%s\n%s", when, diff, w.touches(pat, "acme"), w.touches(pat, "birch"))
		}
	}
	redeliver("all in a row")
	w.says(pat, "undo", "Undone")
	w.says(pat, "undo", "Undone")
	redeliver("the last two taken back")
	w.says(pat, "acme left-company", "Closed")
	redeliver("the lead closed")

	// Renamed it isn't found by its name any more. It is not done again, and the answer is that it was saved.
	w.says(pat, "edit acme name:\"Zebra\"", "Zebra")
	w.types(pat, "add Acme cold")
	if again := deliver(other, "again.0", lines[0]); !strings.Contains(again, "It was saved") {
		t.Errorf("of a lead that is called otherwise by now: %s", again)
	}
	if got := w.touches(pat, "acme"); got != "" {
		t.Errorf("logged for another lead: %s", got)
	}
}

// Two deliveries of a line at one moment are answered alike, by whichever replicas.
func TestALineDeliveredTwiceAtOnce(t *testing.T) {
	w := newWorld(t)
	bots := []*bot.Bot{w.bot, w.replica()}
	w.types(pat, "add Acme warm")
	for n := range 10 {
		var said [4]string
		var both sync.WaitGroup
		for i := range said {
			both.Go(func() {
				raw, _ := json.Marshal(bots[i%2].Handle(context.Background(),
					typed(pat, fmt.Sprint("at-once.", n), fmt.Sprint("acme voicemail ", n))))
				said[i] = nonces.ReplaceAllString(string(raw), "")
			})
		}
		both.Wait()
		for _, s := range said {
			if s != said[0] || !strings.Contains(s, "✓") {
				t.Errorf("%d: %s", n, said)
				break
			}
		}
		w.clock.move(time.Minute)
	}
	if got := strings.Count(w.touches(pat, "acme"), "voicemail"); got != 10 {
		t.Errorf("%d calls", got)
	}
}

// What a line with a note leaves for good in Redis and in its AOF: the lead's record anew, the touch, the line of the
// audit list, the sums, and that the request was handled. The AOF's bytes are the median of a thousand, those in memory
// the mean over all keys, since they come in steps.
func TestWhatALogLeaves(t *testing.T) {
	const (
		aofMost    = 1300 // counts by hour and by result among the sums, and those of each lead
		memoryMost = 475
	)
	srv := storetest.Start(t, storetest.Options{AOF: "always",
		Args: []string{"--hash-max-listpack-value", "512", "--hash-max-listpack-entries", "512"}})
	w := worldOn(t, srv)
	for n := range 8 {
		w.types(pat, fmt.Sprintf("add Firm %c warm", 'A'+n))
	}
	c := srv.Client()
	defer c.Close()
	says := func(section, figure string) int {
		t.Helper()
		for line := range strings.Lines(c.Info(t.Context(), section).Val()) {
			if name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name == figure {
				n, err := strconv.Atoi(value)
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
		}
		t.Fatalf("Redis doesn't say its %s", figure)
		return 0
	}
	log := func(n int) {
		t.Helper()
		w.clock.move(5 * time.Minute)
		ack, err := json.Marshal(w.bot.Handle(t.Context(), typed(pat, fmt.Sprintf("13345224609.738474920.%032d", n),
			fmt.Sprintf("log Firm %c voicemail left word about pricing, call %d", 'A'+n%8, n))))
		if err != nil || !strings.Contains(string(ack), "✓") {
			t.Fatalf("%s, %v", ack, err)
		}
	}
	for n := range 100 { // until scripts are loaded and lists have begun
		log(n)
	}
	const logs = 1000
	var aof [logs]int
	memory := heldByKeys(t, c)
	for n := range aof {
		before := says("persistence", "aof_current_size")
		log(100 + n)
		aof[n] = says("persistence", "aof_current_size") - before
	}
	memory = (heldByKeys(t, c) - memory) / logs
	slices.Sort(aof[:])
	t.Logf("AOF %d bytes (%d to %d), memory %d", aof[logs/2], aof[0], aof[logs-1], memory)
	if aof[logs/2] > aofMost {
		t.Errorf("a log leaves %d bytes in the AOF, at most %d", aof[logs/2], aofMost)
	}
	if memory > memoryMost {
		t.Errorf("a log leaves %d bytes in memory, at most %d", memory, memoryMost)
	}
}

// heldByKeys is what all keys and their values take in memory. Redis' own sum of it has the buffers of connections in
// it, by as much as its statistics of these are behind.
func heldByKeys(t *testing.T, c *redis.Client) (bytes int) {
	t.Helper()
	keys, err := c.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		n, err := c.MemoryUsage(t.Context(), key, 0).Result()
		if err != nil {
			t.Fatal(err)
		}
		bytes += int(n)
	}
	return bytes
}

// Two replicas that get two taps at one moment make one change of each, and lose none.
func TestTwoReplicasOnOnePage(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	other := w.replica()
	w.types(pat, "add Acme warm")
	w.talks(pat, outcome.Talked)
	wrap := w.sent(pat, map[string]slack.BlockAction{fields.Note: {Value: "12 seats"},
		fields.Promise: {Value: "read it by Fri"}})
	w.onBoth(other, wrap)
	if got := w.touches(pat, "acme"); got != "talked details" {
		t.Errorf("touches %s", got)
	}
	if p := w.lead(pat, "acme").Progress; len(p.Promises) != 1 {
		t.Errorf("%+v", p.Promises)
	}
}

// onBoth sends a form to two replicas at the same time, each as a request of its own.
func (w *world) onBoth(other *bot.Bot, form slack.InteractionCallback) {
	var both sync.WaitGroup
	for n, b := range []*bot.Bot{w.bot, other} {
		both.Go(func() {
			one := form
			one.TriggerID = fmt.Sprint("replica.", n)
			b.Handle(context.Background(), socket.Envelope{ID: one.TriggerID, Type: "interactive", Interaction: &one})
		})
	}
	both.Wait()
}
