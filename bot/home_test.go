package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store/storetest"
)

// subscribed are the events that the manifest asks for.
func subscribed() (events []string) {
	for _, e := range manifest.Events() {
		events = append(events, e.Name)
	}
	return events
}

// opens opens somebody's Home and waits until it shows the words.
func (w *world) opens(user string, words ...string) fakeslack.Message {
	w.t.Helper()
	if out := w.slack.OpenHome(context.Background(), user); !out.Acked {
		w.t.Fatalf("opened: %+v", out)
	}
	return w.home(user, words...)
}

// home waits until somebody's Home shows the words, and those behind "not: " not. It comes as a message, for the
// helpers that look into one.
func (w *world) home(user string, words ...string) (shown fakeslack.Message) {
	w.t.Helper()
	has := func(s *fakeslack.Server) bool {
		v := s.Home(user)
		if v == nil {
			return false
		}
		var raw struct {
			Blocks json.RawMessage `json:"blocks"`
		}
		if err := json.Unmarshal(v.Raw, &raw); err != nil {
			w.t.Fatal(err)
		}
		shown = fakeslack.Message{Text: plainHome(raw.Blocks), Blocks: raw.Blocks}
		return !slices.ContainsFunc(words, func(word string) bool {
			not, is := strings.CutPrefix(word, "not: ")
			return strings.Contains(shown.Text, not) == is
		})
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15e9)
	defer cancel()
	if err := w.slack.Wait(ctx, has); err != nil {
		w.t.Fatalf("no %q on the Home of %s:\n%s", words, user, shown.Text)
	}
	return shown
}

// plainHome is what blocks say, a line for each text in them.
func plainHome(raw json.RawMessage) string {
	var all any
	_ = json.Unmarshal(raw, &all)
	var lines []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			if s, ok := v["text"].(string); ok {
				lines = append(lines, s)
			}
			for _, key := range []string{"text", "elements", "accessory", "title"} {
				walk(v[key])
			}
		}
	}
	walk(all)
	return strings.Join(lines, "\n")
}

// tapsHome taps on somebody's Home; option is what is chosen in a menu.
func (w *world) tapsHome(user, action, label string) fakeslack.Outcome {
	w.t.Helper()
	b := button(w.t, w.home(user), action, label)
	out := w.slack.Click(context.Background(), user, fakeslack.Place{Home: true, BlockID: b.block}, b.action,
		fakeslack.ActionValue{Option: b.option})
	if !out.Acked || out.Failure != "" {
		w.t.Fatalf("tap on %s %s: %+v", action, label, out)
	}
	return out
}

// A Home shows what is due. A tap on it logs and is answered there, in the place of the card, and what a tap only shows
// is a page over it; nothing comes as a message.
func TestHomeLogs(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm phone:+442079460108")
	w.types(pat, "add Birch warm phone:+442079460109")
	before := len(w.slack.Messages(w.slack.DM(pat), pat))
	w.opens(pat, "2 leads today", "Call now", "*Acme* · <tel:+442079460108|", "*Birch*", "Settings…",
		"not: My team", "not: This week")

	w.tapsHome(pat, "log.voicemail", "Voicemail")
	home := w.home(pat, "✓ *Acme*: voicemail saved. Next: ", "Undo", "Later today", "*Birch*", "So far: 1 call, 0 reached")
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Errorf("logged: %s", got)
	}
	if strings.Index(home.Text, "✓ *Acme*") > strings.Index(home.Text, "*Birch*") {
		t.Errorf("the tick stands where the card was:\n%s", home.Text)
	}
	w.tapsHome(pat, "undo", "Undo")
	w.home(pat, "Undone: *Acme*, voicemail", "*Acme* · ", "not: So far")
	if got := w.touches(pat, "acme"); got != "" {
		t.Errorf("after the undo: %s", got)
	}

	w.tapsHome(pat, "card.more", "Prep")
	w.shows(pat, "Start:")
	w.tapsHome(pat, "open.settings", "Settings…")
	w.shows(pat, "Morning message")
	w.tapsHome(pat, "open.help", "Help")
	w.shows(pat, "What you can type")
	if now := w.slack.Messages(w.slack.DM(pat), pat); len(now) != before {
		t.Errorf("messages came: %+v", now[before:])
	}
}

// A tap on a Home that is out of date changes nothing, says so over it, and the Home is drawn anew. So is one that is
// drawn by another replica meanwhile.
func TestHomeOutOfDate(t *testing.T) {
	w := newWorld(t)
	w.quiet = true // the triggers are made up, so that no page opens
	w.types(pat, "add Acme warm phone:+442079460108")
	w.opens(pat, "*Acme*")
	old := button(t, w.home(pat), "log.voicemail", "Voicemail")
	w.bot.Handle(context.Background(), typed(pat, "1.1.home", "acme no-answer"))
	w.home(pat, "So far: 1 call")

	tap := homeTap(pat, old, "2.2.home")
	w.bot.Handle(context.Background(), tap)
	if got := w.touches(pat, "acme"); got != "no-answer" {
		t.Errorf("a stale tap logged: %s", got)
	}

	// The same tap twice, at two devices and on two replicas, is one touch.
	other := w.replica()
	fresh := button(t, w.home(pat), "log.reached", "Reached…")
	if fresh.value == "" {
		t.Fatal("no value")
	}
	w.clock.move(24 * time.Hour)
	w.opens(pat, "Call now", "*Acme*")
	due := button(t, w.home(pat), "log.noanswer", "No answer")
	for i, b := range []*bot.Bot{w.bot, other} {
		b.Handle(context.Background(), homeTap(pat, due, fmt.Sprintf("3.%d.home", i)))
	}
	if got := w.touches(pat, "acme"); got != "no-answer no-answer" {
		t.Errorf("two devices logged: %s", got)
	}
	// Each of them has drawn the Home with a hash that the other knew.
	other.Handle(context.Background(), typed(pat, "4.1.home", "add Cedar warm"))
	w.home(pat, "*Cedar*")
	w.bot.Handle(context.Background(), typed(pat, "4.2.home", "add Dogwood warm"))
	w.home(pat, "*Cedar*", "*Dogwood*")

	// One that published and ended before it could say so is found out by the hash, and what stands there gives way.
	for _, name := range []string{"Elder", "Fir"} { // of the second time nothing waits to be drawn but its own change
		if _, err := w.client().PublishViewContext(context.Background(), slack.PublishViewContextRequest{UserID: pat,
			View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
				slack.NewDividerBlock()}}}}); err != nil {
			t.Fatal(err)
		}
		w.bot.Handle(context.Background(), typed(pat, "5.home."+name, "add "+name+" warm"))
		w.home(pat, "*"+name+"*", "*Dogwood*")
	}
	conflicts := 0
	for _, r := range w.slack.Refusals() {
		if r.Method == "views.publish" {
			conflicts++
		}
	}
	if conflicts == 0 {
		t.Error("no publication had an old hash")
	}
}

// [Undo last] takes back what it stands beside, however often it is tapped on a Home that isn't drawn anew.
func TestUndoLastOnAnOldHome(t *testing.T) {
	w := newWorld(t)
	w.quiet = true // the triggers are made up, so that no page opens
	w.types(pat, "add Acme warm phone:+442079460108")
	w.types(pat, "add Birch warm phone:+442079460109")
	w.types(pat, "acme no-answer")
	w.types(pat, "birch voicemail")
	w.opens(pat, "Done today: 2", "✓ Birch, voicemail · Acme, no answer")
	old := button(t, w.home(pat), "undo", "Undo last")
	for i := range 4 {
		w.bot.Handle(context.Background(), homeTap(pat, old, fmt.Sprintf("6.%d.home", i)))
	}
	if acme, birch := w.touches(pat, "acme"), w.touches(pat, "birch"); acme != "no-answer" || birch != "" {
		t.Errorf("after four taps: acme %q, birch %q", acme, birch)
	}
	w.home(pat, "Done today: 1", "✓ Acme, no answer")
}

// An answer that waits to be drawn is shown while it is true and where it was tapped, and nowhere after its lead was
// erased.
func TestAnswersOnAHomeAreTrue(t *testing.T) {
	w := pacedWorld(t, storetest.Redis(t), 0)
	ctx := context.Background()
	for _, name := range []string{"Acme", "Birch", "Cedar", "Dogwood", "Elder"} {
		w.types(pat, "add "+name+" warm")
	}
	w.opens(pat, "5 leads today")
	// Each pair of taps comes within the pause behind a drawing, so that the second answer waits.
	taps := func(i int) {
		leads := w.home(pat, "*Elder* ·")
		w.bot.Handle(ctx, homeTap(pat, button(t, leads, "log.voicemail", "Voicemail"), fmt.Sprintf("7.%d.home", i)))
	}
	taps(0)
	w.home(pat, "✓ *Acme*: voicemail saved.")
	taps(1)
	w.types(pat, "undo")
	w.home(pat, "not: voicemail saved", "*Birch* ·", "Done today: 1")

	taps(2)
	w.bot.Handle(ctx, homeTap(pat, button(t, w.home(pat), "home", "My leads"), "7.3.home"))
	w.home(pat, "Show", "not: leads today", "not: voicemail saved")

	w.opens(pat)
	w.bot.Handle(ctx, homeTap(pat, button(t, w.home(pat), "home", "Today"), "7.4.home"))
	w.home(pat, "Done today: 2")
	taps(5)
	w.types(pat, "erase cedar")
	w.sends(pat)
	w.home(pat, "not: Cedar", "not: this lead", "Done today: 2", "✓ Birch, voicemail · Acme, voicemail")
}

// homeTap is a tap on a Home as Slack sends it: with a view, and neither channel nor message nor address.
func homeTap(user string, b element, trigger string) socket.Envelope {
	i := slack.InteractionCallback{Type: slack.InteractionTypeBlockActions, TriggerID: trigger,
		User: slack.User{ID: user, TeamID: team}, Team: slack.Team{ID: team},
		Container: slack.Container{Type: "view", ViewID: "V1"},
		View:      slack.View{ID: "V1", Type: slack.VTHomeTab},
		ActionCallback: slack.ActionCallbacks{BlockActions: []*slack.BlockAction{
			{ActionID: b.action, BlockID: b.block, Value: b.value}}}}
	return socket.Envelope{ID: "e" + trigger, Type: "interactive", Interaction: &i}
}

// Each event that the manifest subscribes to has a handler, and what is handled is subscribed to; so has each shortcut.
// Nothing else would ever arrive, or be answered.
func TestWhatIsSubscribedIsHandled(t *testing.T) {
	events := subscribed()
	if !slices.Contains(events, "message.im") {
		t.Error("what is written to the bot is read and not subscribed")
	}
	events = slices.DeleteFunc(events, func(e string) bool { return e == "message.im" }) // a line, which has its own way
	slices.Sort(events)
	if heard := bot.EventNames(); !slices.Equal(heard, events) {
		t.Errorf("handled %v, subscribed %v", heard, events)
	}
	var shortcuts []string
	for _, s := range manifest.New().Features.Shortcuts {
		shortcuts = append(shortcuts, s.CallbackID)
	}
	slices.Sort(shortcuts)
	if handled := bot.ShortcutIDs(); !slices.Equal(handled, shortcuts) {
		t.Errorf("handled %v, in the manifest %v", handled, shortcuts)
	}
	if !manifest.New().Features.AppHome.HomeTabEnabled {
		t.Error("a Home is drawn and the tab is off")
	}
}
