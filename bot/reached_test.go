package bot_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/store/ledger"
)

// presses taps a button of the open form and waits until the form has changed.
func (w *world) presses(user, action string) string {
	w.t.Helper()
	f := w.form(user)
	els, _ := elements(w.t, blocksIn(w.t, f))
	// What has no button on the page behind [Reached…] stands in its menu.
	value := fakeslack.ActionValue{}
	outcome, isOutcome := strings.CutPrefix(action, ids.ActOutcome+".")
	if isOutcome && !strings.Contains(string(f.Raw), `"action_id":"`+action+`"`) {
		option := regexp.MustCompile(`"value":"([^"]*\|` + outcome + `)"`).FindStringSubmatch(string(f.Raw))
		menu := regexp.MustCompile(`"block_id":"(else\.[^"]*)"`).FindStringSubmatch(string(f.Raw))
		if option != nil && menu != nil {
			action, value.Option = ids.ActOutcome+".else", option[1]
			els = append(els, element{block: menu[1], action: action})
		}
	}
	for _, e := range els {
		if e.action != action {
			continue
		}
		out := w.slack.Click(context.Background(), user, fakeslack.Place{View: f.ID, BlockID: e.block}, action, value)
		if !out.Acked || out.Failure != "" {
			w.t.Fatalf("press %s: %+v", action, out)
		}
		w.wait(func(*fakeslack.Server) bool {
			now := w.slack.Views(user)
			return len(now) == 0 || now[len(now)-1].Hash != f.Hash
		})
		return string(w.form(user).Raw)
	}
	w.t.Fatalf("no %s in %s", action, f.Raw)
	return ""
}

// reaches opens the page behind [Reached…] of the one lead on today's list.
func (w *world) reaches(user string) {
	w.t.Helper()
	today := w.types(user, "today")
	w.clicks(user, today, "log.reached", "Reached")
	w.wait(func(*fakeslack.Server) bool { return len(w.slack.Views(user)) > 0 })
}

// Every outcome on the page saves with one tap and ends on a page that fits it; every one of them can be taken back.
func TestEveryOutcomeOfACallThatReachedThem(t *testing.T) {
	for _, o := range outcome.All() {
		switch o.Group {
		case outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs, outcome.Ended:
		default:
			if o.Code != outcome.Gatekeeper && o.Code != outcome.Busy && o.Code != outcome.BadNumber {
				continue
			}
		}
		if !o.Typed || o.Code == outcome.Replied {
			continue
		}
		t.Run(string(o.Code), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.types(pat, "add Acme warm")
			w.reaches(pat)
			page := w.presses(pat, "reached."+string(o.Code))
			contains(t, page, "Acme")
			if got := w.touches(pat, "acme"); got != string(o.Code) {
				t.Fatalf("saved %q", got)
			}
			if inputs := strings.Count(page, `"type":"input"`); inputs > 6 || w.form(pat).CallbackID != fields.FormWrap {
				t.Errorf("%d inputs on %s", inputs, w.form(pat).CallbackID)
			}
			// Nothing has to be added.
			_, done := w.sends(pat)
			contains(t, done, "Acme")
			if got := w.touches(pat, "acme"); got != string(o.Code) {
				t.Errorf("after saving nothing more: %q", got)
			}
		})
	}
}

// S0.19–S0.22: two taps inside the page show the next line to say; nothing is saved by them.
func TestTheNextLineIsTwoTapsAway(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.reaches(pat)
	w.presses(pat, ids.ActWhatToSay) // unfolds the menu of lines
	for branch, says := range map[string]string{"no-time": "which suits you better", "distracted": "a quiet ten minutes",
		"not-reviewed": "go through it together"} {
		f := w.form(pat)
		els, _ := elements(t, blocksIn(t, f))
		for _, e := range els {
			if e.action == ids.ActSay && strings.HasSuffix(e.option, "|"+branch) {
				w.slack.Click(context.Background(), pat, fakeslack.Place{View: f.ID, BlockID: e.block}, e.action,
					fakeslack.ActionValue{Option: e.option})
				w.wait(func(*fakeslack.Server) bool { return w.form(pat).Hash != f.Hash })
			}
		}
		contains(t, string(w.form(pat).Raw), says, "reached.talked")
	}
	if got := w.touches(pat, "acme"); got != "" {
		t.Errorf("looking at lines has saved %q", got)
	}
}

// S1.6, S3.16: the next call is set as this one ends, in four taps from the card: Reached…, Talked, a time, Save.
func TestAnAgreedCallTakesFourTaps(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm hot:downtime")
	w.reaches(pat)                                                // 1
	w.presses(pat, "reached.talked")                              // 2
	slot := w.firstOption(pat, fields.Slot)                       // what the third one is on
	w.fill(pat, fields.Slot, fakeslack.ActionValue{Option: slot}) // 3
	_, page := w.sends(pat)                                       // 4
	contains(t, page, "Booked")
	if c := w.lead(pat, "acme").Progress.Commitment; c == nil {
		t.Error("no call is agreed")
	}
}

// S1.11: whoever opens the page at the agreed time is on the line, and is not asked five minutes later whether the call
// is still to come; whoever opens it the day before is.
func TestWhoeverIsOnTheLineIsNotAskedForTheCall(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.says(pat, "next acme tomorrow 10:00 agenda price", "Booked")
	opens := func() {
		ping := w.gets(pat, cards.Ping(w.reader(), notify.Ping{Rep: pat, Card: w.card(pat, "acme")}))
		w.clicks(pat, ping, "log.reached", "Reached")
		w.wait(func(*fakeslack.Server) bool { return len(w.slack.Views(pat)) > 0 })
	}
	opens()
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	if n := w.due(ledger.KindStill); n != 1 {
		t.Fatalf("%d questions a day before", n)
	}
	at := w.lead(pat, "acme").Progress.Commitment.At
	w.clock.move(at.Sub(w.clock.Now()) + time.Minute)
	opens()
	w.wait(func(*fakeslack.Server) bool { return w.due(ledger.KindStill) == 0 })
}

// S1.7, S3.16: a time that a gatekeeper names on the page after the call is when to call, and nothing that the prospect
// has agreed to.
func TestAGatekeepersTimeIsNoAgreedCall(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.reaches(pat)
	w.presses(pat, "reached.gatekeeper")
	at := tuesday.Add(26 * time.Hour).Truncate(time.Minute)
	w.fill(pat, fields.Next, fakeslack.ActionValue{DateTime: at.Unix()})
	w.sends(pat)
	p := w.lead(pat, "acme").Progress
	if p.Commitment != nil || p.Waiting.Kind != coach.WaitGiven || !p.Waiting.At.Equal(at) {
		t.Errorf("agreed %+v, waits for %+v", p.Commitment, p.Waiting)
	}
}

// firstOption is the first choice that a field of the open form offers.
func (w *world) firstOption(user, field string) string {
	w.t.Helper()
	_, after, ok := strings.Cut(string(w.form(user).Raw), `"action_id":"`+field+`"`)
	if !ok {
		w.t.Fatalf("no field %s in %s", field, w.form(user).Raw)
	}
	_, after, _ = strings.Cut(after, `"value":"`)
	value, _, _ := strings.Cut(after, `"`)
	return value
}

// [More…] saves what the page holds; what can't be saved keeps the page and every word on it.
func TestMoreKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.reaches(pat)
	w.presses(pat, "reached.talked")
	w.fill(pat, fields.Note, fakeslack.ActionValue{Text: "wants 12 seats"})
	w.fill(pat, fields.Promise, fakeslack.ActionValue{Text: "read the specs by Fri\nme: send the draft"})
	w.fill(pat, fields.Next, fakeslack.ActionValue{DateTime: tuesday.Add(-time.Hour).Unix()})
	page := w.presses(pat, ids.ActWrapMore)
	contains(t, page, "in the past", "wants 12 seats", "read the specs by Fri")
	if got := w.touches(pat, "acme"); got != "talked" {
		t.Fatalf("saved %q", got)
	}
	w.fill(pat, fields.Next, fakeslack.ActionValue{DateTime: tuesday.Add(48 * time.Hour).Unix()})
	page = w.presses(pat, ids.ActWrapMore)
	contains(t, page, "Have they said yes to the time?")
	if got := w.touches(pat, "acme"); got != "talked details" {
		t.Fatalf("saved %q", got)
	}
	w.fill(pat, fields.Material, fakeslack.ActionValue{Text: "Price list"})
	w.fill(pat, fields.Link, fakeslack.ActionValue{Text: "price list.pdf"})
	errs, _ := w.sends(pat)
	contains(t, errs[fields.Link], "https://")
	w.fill(pat, fields.Link, fakeslack.ActionValue{Text: "https://acme.example/prices.pdf"})
	w.fill(pat, fields.Pointer, fakeslack.ActionValue{Text: "p. 4"})
	w.fill(pat, fields.Sure, fakeslack.ActionValue{Option: forms.No})
	w.fill(pat, fields.Goal, fakeslack.ActionValue{Option: coach.GoalClose})
	_, page = w.sends(pat)
	contains(t, page, "Also saved: Price list", "unconfirmed", "tell them beforehand") // S4.4, S4.8
	p := w.lead(pat, "acme").Progress
	if len(p.Promises) != 3 || len(p.Materials) != 1 || !p.Commitment.Tentative || p.Commitment.Goal != coach.GoalClose ||
		p.Materials[0].Pointer != "p. 4" {
		t.Errorf("%+v %+v", p, p.Commitment)
	}
	// Each page was a change of its own.
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	w.says(pat, "undo", "Undone")
	w.says(pat, "undo", "Undone")
	if p := w.lead(pat, "acme").Progress; len(p.Promises) != 0 || p.Commitment != nil || p.TalkedAt.IsZero() {
		t.Errorf("after two undos %+v", p)
	}
}

// S0.23, S0.25, S3.12, S3.17–S3.19: nothing is sent before the gate was asked about once; what is shown on the line
// needs no gate.
func TestTheGateBeforeSending(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.reaches(pat)
	w.presses(pat, "reached.wants-info")
	w.fill(pat, fields.Ticks, fakeslack.ActionValue{Options: []string{forms.TickNeed}})
	w.fill(pat, fields.How, fakeslack.ActionValue{Option: forms.HowSend})
	w.fill(pat, fields.Material, fakeslack.ActionValue{Text: "Specs"})
	g := qualify.Gates()
	_, page := w.sends(pat)
	// S0.23: without a time for it, sending is an ending
	contains(t, page, "Ask this first", g.Value.Ask, g.Decides.Ask, forms.AskReview, "Specs")
	if strings.Contains(page, g.Need.Ask) {
		t.Error("asks for what is known")
	}
	if got := w.touches(pat, "acme"); got != "wants-info" {
		t.Fatalf("saved %q", got)
	}
	_, page = w.sends(pat) // all the same
	contains(t, page, "Also saved: Specs")
	p := w.lead(pat, "acme").Progress
	if p.Sent != 1 || p.Gate == nil || p.Gate.Open("") || len(p.Promises) != 1 || !p.Promises[0].Read {
		t.Errorf("%+v", p)
	}
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	w.types(pat, "add Birch warm")
	w.reaches(pat)
	w.presses(pat, "reached.wants-info")
	w.fill(pat, fields.How, fakeslack.ActionValue{Option: forms.HowDemo})
	_, page = w.sends(pat)
	contains(t, page, "Also saved: Demo")
	// The first card of the list is still Acme's: nothing more was sent to them.
	if p := w.lead(pat, "acme").Progress; p.Sent != 1 || len(p.Materials) != 2 || !p.Materials[1].Shown {
		t.Errorf("shown, not sent: %+v", p)
	}
}

// Who closes the page before its answer is there gets no message for it: what was saved stands on the card that it was
// opened from.
func TestAPageClosedAfterTheTapIsLeftClosed(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	w.types(pat, "add Acme warm")
	today := w.types(pat, "today")
	w.clicks(pat, today, "log.reached", "Reached")
	f := w.form(pat)
	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if method == "views.update" {
			w.slack.CloseView(context.Background(), pat, f.ID)
		}
		return fakeslack.None
	})
	els, _ := elements(t, blocksIn(t, f))
	for _, e := range els {
		if e.action == "reached.talked" {
			w.slack.Click(context.Background(), pat, fakeslack.Place{View: f.ID, BlockID: e.block}, e.action,
				fakeslack.ActionValue{})
		}
	}
	w.wait(func(s *fakeslack.Server) bool {
		for _, m := range s.Messages(today.Channel, pat) {
			if m.TS == today.TS && strings.Contains(m.Text, "✓") {
				return true
			}
		}
		return false
	})
	if err := w.bot.Close(context.Background()); err != nil { // nothing is still to come
		t.Fatal(err)
	}
	if n := w.slack.Count(func(e fakeslack.Entry) bool {
		return e.Kind == fakeslack.KindRequest &&
			e.Method == "chat.postMessage"
	}); n != 0 {
		t.Errorf("%d messages besides", n)
	}
}
