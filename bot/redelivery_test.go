package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

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
