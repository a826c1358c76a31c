package bot_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

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

// talks opens the wrap-up page of the one lead on today's list.
func (w *world) talks(user string, o outcome.Outcome) string {
	w.t.Helper()
	w.reaches(user)
	return w.presses(user, "reached."+string(o))
}

// fills writes every field of a wrap-up page after a talk.
func (w *world) fillsAll(user string) {
	w.t.Helper()
	w.fill(user, fields.Slot, fakeslack.ActionValue{Option: w.firstOption(user, fields.Slot)})
	for field, text := range map[string]string{
		fields.Agenda: "pricing", fields.Hot: "downtime", fields.Promise: "read the specs by Fri",
		fields.Note: "wants 12 seats",
	} {
		w.fill(user, field, fakeslack.ActionValue{Text: text})
	}
}

// What is typed into a page about a lead that has moved on meanwhile is refused and kept, never dropped behind a
// "Saved".
func TestAWrapUpOfALeadThatMovedOn(t *testing.T) {
	for name, c := range map[string]struct {
		outcome outcome.Outcome
		then    string
		fill    func(*world)
		says    string
	}{
		"closed":      {outcome.Talked, "close acme lost", func(w *world) { w.fillsAll(pat) }, "is closed"},
		"do not call": {outcome.Talked, "acme dnc", func(w *world) { w.fillsAll(pat) }, "not to be called"},
		"undone":      {outcome.Talked, "undo", func(w *world) { w.fillsAll(pat) }, "undone meanwhile"},
		"reopened": {outcome.NotInterested, "reopen acme",
			func(w *world) { w.fill(pat, fields.Reason, fakeslack.ActionValue{Text: "no budget"}) }, "open"},
		"end undone": {outcome.NotInterested, "undo",
			func(w *world) { w.fill(pat, fields.Reason, fakeslack.ActionValue{Text: "no budget"}) }, "undone"},
		"another ended": {outcome.NotInterested, "acme dnc",
			func(w *world) { w.fill(pat, fields.Reason, fakeslack.ActionValue{Text: "no budget"}) }, "asked not to be called"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.types(pat, "add Acme warm")
			w.talks(pat, c.outcome)
			c.fill(w)
			w.types(pat, c.then)
			before := w.touches(pat, "acme")
			errs, page := w.sends(pat)
			if len(errs) != 1 {
				t.Fatalf("errors %v, page %s", errs, page)
			}
			for _, words := range errs {
				contains(t, words, c.says)
			}
			if got := w.touches(pat, "acme"); got != before {
				t.Errorf("saved %q, was %q", got, before)
			}
			if c.outcome == outcome.Talked { // [More…] keeps it as well
				page := w.form(pat)
				w.laidOver(pat, ids.ActWrapMore)
				contains(t, string(w.form(pat).Raw), c.says)
				w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
				if now := w.form(pat); now.ID != page.ID || now.Hash != page.Hash {
					t.Errorf("the page is another: %s", now.Raw)
				}
			}
		})
	}
}

// With nothing typed there is nothing to lose, and nothing is claimed of a call that was taken back.
func TestAnEmptyWrapUpOfACallThatWasTakenBack(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.talks(pat, outcome.Talked)
	w.says(pat, "undo", "Undone")
	errs, page := w.sends(pat)
	if strings.Contains(page, "✓") || len(errs) == 0 {
		t.Errorf("errors %v, page %s", errs, page)
	}
}

// A store that is away costs nobody what they had typed, wherever on the page they tap.
func TestTheStoreIsAwayDuringAWrapUp(t *testing.T) {
	for name, tap := range map[string]string{"more": ids.ActWrapMore, "question": ids.ActTogether + ".1",
		"undo": ids.ActUndo} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := worldOn(t, storetest.Start(t, storetest.Options{AOF: "always"}))
			w.types(pat, "add Acme warm")
			w.talks(pat, outcome.NotReviewed)
			w.fillsAll(pat)
			page := w.form(pat)
			w.redis.Kill()
			w.laidOver(pat, tap)
			contains(t, string(w.form(pat).Raw), "saved")
			w.redis.Restart()
			w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
			if now := w.form(pat); now.ID != page.ID || now.Hash != page.Hash {
				t.Fatalf("the page is gone: %s", now.Raw)
			}
			// What was typed is still in it, and goes the second time.
			_, saved := w.sends(pat)
			contains(t, saved, "Booked", "agenda: pricing", "Also saved: your note, the hot button and 1 promise")
			w.says(pat, "show acme", "downtime", "wants 12 seats")
		})
	}
}

// A store that is away while they are on the line costs nobody the page: the line to say stays in sight, and the tap
// goes the second time.
func TestTheStoreIsAwayWhileTheyAreOnTheLine(t *testing.T) {
	t.Parallel()
	w := worldOn(t, storetest.Start(t, storetest.Options{AOF: "always"}))
	w.types(pat, "add Acme warm")
	w.reaches(pat)
	page := w.form(pat)
	w.redis.Kill()
	w.laidOver(pat, "reached.talked")
	contains(t, string(w.form(pat).Raw), "Not saved")
	w.redis.Restart()
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	if now := w.form(pat); now.ID != page.ID || now.Hash != page.Hash {
		t.Fatalf("the page is gone: %s", now.Raw)
	}
	contains(t, w.presses(pat, "reached.talked"), "talked")
	if got := w.touches(pat, "acme"); got != "talked" {
		t.Errorf("touches %s", got)
	}
}

// A tap on a page that is about what was, shows what is.
func TestAnOutcomeTappedOnAnOldPage(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.reaches(pat)
	w.types(pat, "acme vm")
	page := w.presses(pat, "reached.talked")
	contains(t, page, "out of date", "log.voicemail")
	if len(w.slack.Views(pat)) != 1 {
		t.Error("the old page is still beneath")
	}
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Errorf("touches %s", got)
	}
}

// laidOver taps a button of the open form and waits until a page lies over it.
func (w *world) laidOver(user, action string) {
	w.t.Helper()
	f := w.form(user)
	els, _ := elements(w.t, blocksIn(w.t, f))
	for _, e := range els {
		if e.action != action {
			continue
		}
		w.slack.Click(context.Background(), user, fakeslack.Place{View: f.ID, BlockID: e.block}, e.action,
			fakeslack.ActionValue{})
		w.wait(func(s *fakeslack.Server) bool {
			views := s.Views(user)
			return len(views) > 0 && views[len(views)-1].ID != f.ID
		})
		return
	}
	w.t.Fatalf("no %s in %s", action, f.Raw)
}

// A second tap on a button of the page adds nothing a second time.
func TestMoreTappedTwiceIsOneChange(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.talks(pat, outcome.Talked)
	click := w.clickOf(pat, ids.ActWrapMore, map[string]slack.BlockAction{
		fields.Promise: {Value: "read the specs by Fri"}, fields.Note: {Value: "wants 12 seats"},
		fields.Slot: {SelectedOption: slack.OptionBlockObject{Value: w.firstOption(pat, fields.Slot)}},
	})
	for n := range 3 {
		again := click
		again.TriggerID = "more." + strconv.Itoa(n)
		w.bot.Handle(context.Background(), socket.Envelope{ID: again.TriggerID, Type: "interactive", Interaction: &again})
	}
	if got := w.touches(pat, "acme"); got != "talked details" {
		t.Errorf("touches %s", got)
	}
	if p := w.lead(pat, "acme").Progress; len(p.Promises) != 1 {
		t.Errorf("promises %+v", p.Promises)
	}
}

// viewOf is the open form as it is sent along, with its fields filled in.
func (w *world) viewOf(user string, entered map[string]slack.BlockAction) (v slack.View) {
	w.t.Helper()
	f := w.form(user)
	if err := json.Unmarshal(f.Raw, &v); err != nil {
		w.t.Fatal(err)
	}
	m := request.DecodeMeta(v.PrivateMetadata)
	m.URL = "" // the message behind it is not what this is about
	v.ID, v.PrivateMetadata, v.State = f.ID, fields.EncodeMeta(m),
		&slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}
	for name, value := range entered {
		v.State.Values[name+".x"] = map[string]slack.BlockAction{name: value}
	}
	return v
}

// sent is the envelope of the open form as it would be sent.
func (w *world) sent(user string, entered map[string]slack.BlockAction) slack.InteractionCallback {
	w.t.Helper()
	return slack.InteractionCallback{Type: slack.InteractionTypeViewSubmission, TriggerID: "sent",
		User: slack.User{ID: user}, Team: slack.Team{ID: team}, View: w.viewOf(user, entered)}
}

// clickOf is the envelope of a click on a button of the open form.
func (w *world) clickOf(user, action string, entered map[string]slack.BlockAction) slack.InteractionCallback {
	w.t.Helper()
	i := w.sent(user, entered)
	i.Type = slack.InteractionTypeBlockActions
	els, _ := elements(w.t, blocksIn(w.t, w.form(user)))
	for _, e := range els {
		if e.action == action {
			i.ActionCallback.BlockActions = []*slack.BlockAction{{ActionID: e.action, BlockID: e.block, Value: e.value,
				Type: "button"}}
			return i
		}
	}
	// What has no button on the page behind [Reached…] stands in its menu.
	if outcome, ok := strings.CutPrefix(action, ids.ActOutcome+"."); ok {
		option := regexp.MustCompile(`"value":"([^"]*\|` + outcome + `)"`).FindStringSubmatch(string(w.form(user).Raw))
		menu := regexp.MustCompile(`"block_id":"(else\.[^"]*)"`).FindStringSubmatch(string(w.form(user).Raw))
		if option != nil && menu != nil {
			i.ActionCallback.BlockActions = []*slack.BlockAction{{ActionID: ids.ActOutcome + ".else", BlockID: menu[1],
				SelectedOption: slack.OptionBlockObject{Value: option[1]}, Type: "static_select"}}
			return i
		}
	}
	w.t.Fatalf("no %s in %s", action, w.form(user).Raw)
	return i
}

// Whatever is picked or forged, an agreed call lies ahead and within the law.
func TestForgedTimesAreRefused(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm phone:+4930123456")
	w.talks(pat, outcome.Talked)
	forged := []int64{1, -1, tuesday.Unix(), 10_000_000_000, 99_999_999_999, 253_402_300_800, 1 << 62,
		tuesday.Add(14 * time.Hour).Unix()}
	view := w.clickOf(pat, ids.ActWrapMore, nil).View
	for n, at := range append(forged, tuesday.Add(48*time.Hour).Unix()) {
		for _, field := range []string{fields.Slot, fields.Next} {
			v := slack.BlockAction{SelectedDateTime: at}
			if field == fields.Slot {
				v = slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: strconv.FormatInt(at, 10)}}
			}
			i := slack.InteractionCallback{Type: slack.InteractionTypeViewSubmission,
				TriggerID: "forged." + strconv.Itoa(n) + field, User: slack.User{ID: pat}, Team: slack.Team{ID: team}, View: view}
			i.View.State = &slack.ViewState{Values: map[string]map[string]slack.BlockAction{field + ".x": {field: v}}}
			w.bot.Handle(context.Background(), socket.Envelope{ID: i.TriggerID, Type: "interactive", Interaction: &i})
			if c := w.lead(pat, "acme").Progress.Commitment; (c != nil) != (n == len(forged)) {
				t.Fatalf("%s %d: agreed on %+v", field, at, c)
			}
		}
	}
	if log := w.logs.String(); strings.Contains(log, "panic") || strings.Contains(log, "level=ERROR") {
		t.Error(log)
	}
}

// What fields of the last page say is kept or asked about, never dropped.
func TestMaterialIsNeverDropped(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.talks(pat, outcome.Talked)
	w.fill(pat, fields.Next, fakeslack.ActionValue{DateTime: tuesday.Add(48 * time.Hour).Unix()})
	w.presses(pat, ids.ActWrapMore)
	w.fill(pat, fields.Link, fakeslack.ActionValue{Text: "https://acme.example/prices.pdf"})
	w.fill(pat, fields.Pointer, fakeslack.ActionValue{Text: "p. 4"})
	errs, page := w.sends(pat)
	if errs[fields.Material] == "" {
		t.Fatalf("a link to nothing: %v %s", errs, page)
	}
	w.fill(pat, fields.Material, fakeslack.ActionValue{Text: "Price list"})
	w.fill(pat, fields.Sure, fakeslack.ActionValue{Option: forms.No})
	w.fill(pat, fields.Goal, fakeslack.ActionValue{Option: coach.GoalClose})
	w.sends(pat)
	if c := w.lead(pat, "acme").Progress.Commitment; !c.Tentative || c.Goal != coach.GoalClose {
		t.Fatalf("%+v", c)
	}
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
}

// S4.4, S4.8: what was said of an agreed call can be taken back on the same page: they've said yes by now, and it isn't
// to decide.
func TestWhatWasSaidOfAnAgreedCallCanBeTakenBack(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.talks(pat, outcome.Talked)
	w.fillsAll(pat)
	w.presses(pat, ids.ActWrapMore)
	for n, c := range []struct {
		sure, goal string
		unsure     bool
		is         string
	}{{forms.No, coach.GoalClose, true, coach.GoalClose}, {forms.Yes, "", false, coach.GoalClose},
		{forms.No, forms.No, true, ""},
		{forms.Yes, forms.No, false, ""}} {
		i := w.sent(pat, map[string]slack.BlockAction{
			fields.Sure: {SelectedOption: slack.OptionBlockObject{Value: c.sure}},
			fields.Goal: {SelectedOption: slack.OptionBlockObject{Value: c.goal}},
		})
		i.TriggerID = "agreed." + strconv.Itoa(n)
		w.bot.Handle(context.Background(), socket.Envelope{ID: i.TriggerID, Type: "interactive", Interaction: &i})
		if got := w.lead(pat, "acme").Progress.Commitment; got == nil || got.Tentative != c.unsure || got.Goal != c.is ||
			got.Agenda != "pricing" {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// S0.25: sending something without a name is sending all the same, and asked about first.
func TestSendingWithoutANamePassesTheGateToo(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.talks(pat, outcome.WantsInfo)
	w.fill(pat, fields.How, fakeslack.ActionValue{Option: forms.HowSend})
	_, page := w.sends(pat)
	contains(t, page, "Ask this first")
	_, page = w.sends(pat)
	contains(t, page, "Also saved: ")
	if p := w.lead(pat, "acme").Progress; p.Sent != 1 {
		t.Errorf("%+v", p)
	}
}

// A page too large for an acknowledgement comes behind it, and until then nothing is claimed: it may be a question that
// stands before a save.
func TestNothingIsClaimedBeforeALargePage(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.types(pat, "log")
	w.picks(pat, fields.Name, "Acme")
	i := w.sent(pat, map[string]slack.BlockAction{
		fields.Name: {Value: "Acme"}, fields.Outcome: {SelectedOption: slack.OptionBlockObject{Value: "talked"}},
		fields.When: {SelectedDateTime: tuesday.AddDate(0, 0, -8).Unix()},
		fields.Note: {Value: strings.Repeat("<", coach.MaxNote)},
	})
	ack, err := json.Marshal(w.bot.Handle(context.Background(),
		socket.Envelope{ID: "large", Type: "interactive", Interaction: &i}))
	if err != nil || len(ack) > 18_000 || !strings.Contains(string(ack), "One moment") ||
		strings.Contains(string(ack), "Saved") {
		t.Errorf("%d bytes: %.400s %v", len(ack), ack, err)
	}
	w.wait(func(*fakeslack.Server) bool {
		return strings.Contains(string(w.form(pat).Raw), strings.Repeat(`\u003c`, 100))
	})
	if got := w.touches(pat, "acme"); got != "" {
		t.Errorf("saved %q", got)
	}
}
