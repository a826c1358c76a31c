package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store/storetest"
)

// typed is an envelope as the socket hands it over.
func typed(user, trigger, text string) socket.Envelope {
	s := slack.SlashCommand{TeamID: team, ChannelID: "D0" + user, UserID: user, Command: "/followup", Text: text,
		TriggerID: trigger}
	raw, _ := json.Marshal(s)
	return socket.Envelope{ID: "env-" + trigger, Type: "slash_commands", Payload: raw, AcceptsPayload: true, Slash: &s}
}

func textOf(t testing.TB, ack any) string {
	t.Helper()
	raw, err := json.Marshal(ack)
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Text string `json:"text"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return m.Text
}

func TestTheSameEnvelopeTwice(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	first := w.bot.Handle(ctx, typed(pat, "1.1.a", "log Acme voicemail"))
	w.clock.move(time.Minute)
	second := w.bot.Handle(ctx, typed(pat, "1.1.a", "log Acme voicemail"))
	if a, b := fmt.Sprintf("%s", first), fmt.Sprintf("%s", second); a != b {
		t.Errorf("two answers to one act:\n%s\n%s", a, b)
	}
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Errorf("touches %s", got)
	}
}

func TestADoubleClick(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	card := w.types(pat, "acme")
	b := button(t, card, "log.voicemail", "Voicemail")
	i := slack.InteractionCallback{
		Type: slack.InteractionTypeBlockActions, User: slack.User{ID: pat}, Team: slack.Team{ID: team},
		Container: slack.Container{MessageTs: card.TS, ChannelID: card.Channel, IsEphemeral: true},
	}
	i.Channel.ID = card.Channel
	i.ActionCallback.BlockActions = []*slack.BlockAction{{ActionID: b.action, BlockID: b.block, Value: b.value,
		Type: "button"}}
	for n := range 2 {
		i.TriggerID = fmt.Sprintf("2.2.%d", n)
		click := i
		if ack := w.bot.Handle(context.Background(),
			socket.Envelope{ID: i.TriggerID, Type: "interactive", Interaction: &click}); ack != nil {
			t.Errorf("a click is answered behind the acknowledgement, not in it: %v", ack)
		}
	}
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Errorf("touches %s", got)
	}
}

func TestOldButtons(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	card := w.types(pat, "acme")
	w.types(pat, "acme na")
	w.has(w.taps(pat, card, "log.voicemail", "Voicemail"), "out of date")
	saved := w.types(pat, "acme vm")
	w.types(pat, "acme talked")
	w.has(w.taps(pat, saved, "undo", "Undo"), "Undo the newer change first", "talked")
	w.types(pat, "undo")
	w.types(pat, "undo")
	w.has(w.taps(pat, saved, "undo", "Undo"), "undone already")
	if got := w.touches(pat, "acme"); got != "no-answer" {
		t.Errorf("touches %s", got)
	}
}

// A button of one rep's message in the hands of another finds no lead.
func TestButtonsAreNotTrusted(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	card := w.types(pat, "acme")
	w.types(sam, "add Zed warm")
	for _, action := range []string{"log.voicemail", "undo", "slot.pick.1", "did.missed", "ask.warmth.1", "mail.done"} {
		b := button(t, card, "log.voicemail", "Voicemail")
		i := slack.InteractionCallback{Type: slack.InteractionTypeBlockActions, TriggerID: "3.3." + action,
			User: slack.User{ID: sam}, Team: slack.Team{ID: team}}
		i.ActionCallback.BlockActions = []*slack.BlockAction{{ActionID: action, BlockID: b.block, Value: b.value,
			Type: "button"}}
		w.bot.Handle(context.Background(), socket.Envelope{ID: "x" + action, Type: "interactive", Interaction: &i})
	}
	if l := w.lead(pat, "acme"); l.Progress.Touches != 0 || l.Version != 1 {
		t.Errorf("somebody else's tap changed the lead: %+v", l)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	w := newWorld(t)
	ack := w.bot.Handle(context.Background(),
		socket.Envelope{ID: "bad", Type: "slash_commands", AcceptsPayload: true, Payload: json.RawMessage(`{"text":7}`)})
	if text := textOf(t, ack); !strings.Contains(text, "Not saved") {
		t.Errorf("answer %q", text)
	}
	for _, e := range []socket.Envelope{
		{ID: "1", Type: "interactive"}, {ID: "2", Type: "events_api"}, {ID: "3", Type: "tomorrow"},
		{ID: "4", Type: "interactive", Interaction: &slack.InteractionCallback{Type: "block_actions",
			User: slack.User{ID: pat}}},
		{ID: "5", Type: "interactive", Interaction: &slack.InteractionCallback{Type: "view_submission",
			User: slack.User{ID: pat}}},
	} {
		w.bot.Handle(context.Background(), e)
	}
	if strings.Contains(w.logs.String(), "panic") {
		t.Error("a panic")
	}
}

// Words behind a key that is not known, or behind a value in quotes, are no part of the name.
func TestWordsBehindAKeyAreNoName(t *testing.T) {
	w := newWorld(t)
	w.says(pat, `add Acme warm hot:"fewer" breakdowns`, "Not saved", "quotes around several words")
	w.says(pat, `add Acme phone:+12125550100 reason:"the new norm"`, "Not saved", "“reason:”", "competitor")
	w.says(pat, `add phone:+12125550100 Acme Corp warm`, "Added: *Acme Corp*")
}

func TestUserChange(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.slack.UpdateUser(fakeslack.User{ID: pat, Name: "pat", TZ: "Asia/Tokyo"})
	w.slack.UpdateUser(fakeslack.User{ID: pat, Name: "pat", TZ: "Asia/Tokyo"})
	until(t, w, func() bool {
		r, _, err := w.space.Records.Rep(context.Background(), pat)
		return err == nil && r.TZ == "Europe/Berlin" && r.Moved == "Asia/Tokyo"
	})
	w.says(pat, "settings tz Europe/Paris", "Saved", "time zone is Paris")
	w.slack.UpdateUser(fakeslack.User{ID: pat, Name: "pat", TZ: "America/Lima", Deleted: true})
	until(t, w, func() bool {
		r, _, err := w.space.Records.Rep(context.Background(), pat)
		return err == nil && r.TZ == "Europe/Paris" && r.Moved == "" && r.Gone
	})
}

// An event that comes late says what was so once: whoever left meanwhile stays gone.
func TestAnOldUserChange(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.slack.UpdateUser(fakeslack.User{ID: pat, Name: "pat", TZ: "Asia/Tokyo", Deleted: true})
	gone := func() bool {
		r, _, err := w.space.Records.Rep(context.Background(), pat)
		return err == nil && r.Gone && r.TZ == "Asia/Tokyo"
	}
	until(t, w, gone)
	user := slackevents.User{ID: pat, TeamID: team, TZ: "America/Lima"}
	event := slackevents.EventsAPIEvent{TeamID: team, InnerEvent: slackevents.EventsAPIInnerEvent{Type: "user_change",
		Data: &slackevents.UserChangeEvent{Type: "user_change", User: user}}}
	calls := func() (n int) {
		for _, e := range w.slack.Ledger() {
			if e.Kind == fakeslack.KindRequest && e.Method == "users.info" {
				n++
			}
		}
		return n
	}
	before := calls()
	w.bot.Handle(context.Background(), socket.Envelope{ID: "old", Type: "events_api", Event: &event})
	until(t, w, func() bool { return calls() > before })
	if err := w.bot.Close(t.Context()); err != nil || !gone() { // nothing of it is on its way any more
		t.Errorf("an old event brought somebody back who left, %v", err)
	}
}

// until waits for what another goroutine does to the store.
func until(t *testing.T, w *world, cond func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.NewTimer(10 * time.Second)
	defer end.Stop()
	for !cond() {
		select {
		case <-tick.C:
		case <-end.C:
			t.Fatal("in vain")
		}
	}
}

// Redis hangs: an answer comes within 2.5 s, nobody is told "saved" or "not saved" wrongly, and once it is back the
// person hears what became of it.
func TestRedisHangs(t *testing.T) {
	redis := storetest.Start(t, storetest.Options{})
	w := worldOn(t, redis)
	w.types(pat, "add Acme cold")
	redis.Freeze()
	began, stalls := time.Now(), storetest.Stalls(t)
	m := w.says(pat, "acme voicemail", "can't tell yet", "/followup acme voicemail")
	if took := time.Since(began); took > 2500*time.Millisecond+stalls() {
		t.Errorf("answered after %s", took)
	}
	redis.Thaw()
	var late fakeslack.Message
	w.wait(func(s *fakeslack.Server) bool {
		all := s.Messages(m.Channel, pat)
		late = all[len(all)-1]
		return late.TS != m.TS
	})
	switch got := w.touches(pat, "acme"); got {
	case "":
		w.has(late, "it didn't reach my database")
	case "voicemail":
		w.has(late, "Saved")
	default:
		t.Errorf("touches %q, said %s", got, late.Text)
	}

	// A line that was saved before and comes again meanwhile gets the answer that it got then, and is not saved again.
	w.clock.move(time.Hour)
	first := w.slack.Command(t.Context(), pat, w.slack.DM(pat), "/followup", "acme talked he wants 12 seats")
	touches := w.touches(pat, "acme")
	redis.Freeze()
	again := w.slack.Resend(first.EnvelopeID)
	if again.Message == nil || !strings.Contains(again.Message.Text, "can't tell yet") {
		t.Errorf("delivered again: %+v", again)
	}
	w.clock.move(time.Hour)
	redis.Thaw()
	w.wait(func(s *fakeslack.Server) bool {
		all := s.Messages(m.Channel, pat)
		late = all[len(all)-1]
		return late.TS != again.Message.TS
	})
	if late.Text != first.Message.Text || w.touches(pat, "acme") != touches {
		t.Errorf("looked up: %s\nat first: %s\ntouches %s", late.Text, first.Message.Text, w.touches(pat, "acme"))
	}
}

// The same in a form: it stays open with what was typed, and ends on its page or a message once it is known.
func TestRedisHangsBehindAForm(t *testing.T) {
	t.Parallel()
	redis := storetest.Start(t, storetest.Options{})
	w := worldOn(t, redis)
	w.types(pat, "add Acme cold")
	w.types(pat, "log acme")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "voicemail"})
	w.fill(pat, "note", fakeslack.ActionValue{Text: "asked for Jo"})
	redis.Freeze()
	errs, _ := w.sends(pat)
	contains(t, fmt.Sprint(errs), "can't tell yet")
	redis.Thaw()
	w.wait(func(s *fakeslack.Server) bool {
		for _, v := range s.Views(pat) {
			if strings.Contains(string(v.Raw), "Saved") {
				return true
			}
		}
		for _, m := range s.Messages(s.DM(pat), pat) {
			if strings.Contains(m.Text, "didn't reach") {
				return true
			}
		}
		return false
	})
}

func TestRedisIsGone(t *testing.T) {
	t.Parallel()
	redis := storetest.Start(t, storetest.Options{})
	w := worldOn(t, redis)
	w.types(pat, "add Acme cold")
	redis.Kill()
	w.says(pat, "acme voicemail", "Not saved", "/followup acme voicemail")
	redis.Restart()
	w.says(pat, "log Acme voicemail", "Saved")
}

// Prospects' names, numbers and notes are in no log line at info level.
func TestLogsHoldNoSecrets(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{
		`add Canaria phone:+4930123456 contact:"Kanari Vogel"`, "canaria vm zwitscher", "canaria voicmail",
		"next canaria 31 apr", "show canarai", "canaria talked next week",
	} {
		w.types(pat, text)
	}
	for _, secret := range []string{"anari", "4930123456", "zwitscher", "xoxb", "hooks"} {
		if strings.Contains(w.logs.String(), secret) {
			t.Errorf("%q is in the logs:\n%s", secret, w.logs.String())
		}
	}
}
