package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// gets posts a message to somebody as the scheduler does.
func (w *world) gets(user string, r say.Reply) fakeslack.Message {
	w.t.Helper()
	api := slack.New("xoxb-local", slack.OptionAPIURL(w.slack.APIURL()))
	ch, ts, err := api.PostMessage(user, slack.MsgOptionText(r.Text, false), slack.MsgOptionBlocks(r.Blocks...))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range w.slack.Messages(ch, user) {
		if m.TS == ts {
			return m
		}
	}
	w.t.Fatal("the message is not there")
	return fakeslack.Message{}
}

func (w *world) reader() say.Reader {
	return say.Reader{Zone: time.UTC, Now: w.clock.Now(), Nonce: store.NewID()}
}

func (w *world) card(user, name string) coach.Card {
	w.t.Helper()
	rep, _, err := w.space.Records.Rep(context.Background(), user)
	if err != nil {
		w.t.Fatal(err)
	}
	l := w.lead(user, name)
	return coach.Card{Lead: *l, Step: coach.DefaultRules().Next(*l, rep, w.clock.Now())}
}

func (w *world) due(kind string) (n int) {
	w.t.Helper()
	dues, err := w.space.DueIndex.DueBefore(context.Background(), w.clock.Now().Add(30*24*time.Hour), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range dues {
		if d.Kind == kind {
			n++
		}
	}
	return n
}

func TestAnAgreedCall(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm phone:+4930123456")
	w.says(pat, "acme talked next thu 16:00 agenda pricing", "Agreed call")
	if w.due(ledger.KindPing) != 1 || w.due(ledger.KindStill) != 1 {
		t.Fatal("no ping is due")
	}
	agreed := time.Date(2026, 1, 15, 15, 0, 0, 0, time.UTC)
	w.clock.set(agreed.Add(-8 * time.Minute))
	ping := w.gets(pat, cards.Ping(w.reader(), notify.Ping{Rep: pat, Card: w.card(pat, "acme")}))
	calling := w.taps(pat, ping, "call.now", "Calling now")
	w.has(calling, "Calling Acme", "Agenda: pricing")
	if calling.TS != ping.TS || w.due(ledger.KindStill) != 0 {
		t.Error("the ping stays, or asks again in five minutes")
	}

	w.clock.set(agreed.Add(17 * time.Hour)) // Friday morning: nothing was logged
	today := w.says(pat, "today", "happen? Agenda: pricing")
	done := w.taps(pat, today, "did.noanswer", "No answer")
	w.has(done, "✓")
	l := w.lead(pat, "acme")
	if l.Progress.Commitment != nil || l.Progress.Broken != 1 || !l.Progress.LastTry.Equal(agreed) {
		t.Errorf("progress %+v", l.Progress)
	}
	again := w.gets(pat, say.Reply{Text: "old",
		Blocks: cards.Card(w.reader(), coach.Card{Lead: *l, Step: coach.Step{Kind: coach.StepDidIt, Due: agreed}})})
	w.has(w.taps(pat, again, "did.missed", "I missed it"), "Acme")
	if got := w.touches(pat, "acme"); got != "talked calling no-answer" {
		t.Errorf("touches %s", got)
	}
}

func TestMailAndLight(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.says(pat, "acme vm", "Saved")
	w.says(pat, "acme", "email 1")
	w.says(pat, "acme email", "✓")
	if p := w.lead(pat, "acme").Progress; p.Mail != 0 || p.Mails != 1 {
		t.Errorf("progress %+v", p)
	}
	w.types(pat, "add Lite warm low")
	w.types(pat, "lite na")
	ask := w.says(pat, "lite", "Short plan done. Keep going?")
	w.has(w.taps(pat, ask, "ask.light", "Keep light"), "light, one call")
	if p := w.lead(pat, "lite").Progress; p.ShortCadence != "keep" {
		t.Errorf("progress %+v", p)
	}
	w.types(pat, "add Gone warm")
	why := w.says(pat, "close gone no-response", "Closed", "Why close it now")
	w.clicks(pat, why, "ask.reason", "Give a reason")
	w.fill(pat, "reason", fakeslack.ActionValue{Text: "moved away"})
	_, page := w.sends(pat)
	contains(t, page, "Closed", "moved away")
	if p := w.lead(pat, "gone").Progress; p.ClosedReason != "moved away" {
		t.Errorf("progress %+v", p)
	}
}

func TestFormsForWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.types(pat, "add Bee warm")
	w.types(pat, "next acme")
	w.fill(pat, "agenda", fakeslack.ActionValue{Text: "pricing"})
	_, page := w.sends(pat)
	contains(t, page, "Agreed call", "pricing", "Next in line", "Bee")
	f := w.form(pat)
	m := fakeslack.Message{Blocks: blocksIn(t, f)}
	b := button(t, m, "open.log", "Next lead")
	if out := w.slack.Click(context.Background(), pat, fakeslack.Place{View: f.ID, BlockID: b.block}, b.action,
		fakeslack.ActionValue{}); !out.Acked || out.Failure != "" {
		t.Fatalf("%+v", out)
	}
	w.wait(func(s *fakeslack.Server) bool { return strings.Contains(string(s.Views(pat)[0].Raw), "Log a call") })
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "no-answer"})
	_, page = w.sends(pat)
	contains(t, page, "Saved", "Bee")
	f = w.form(pat)
	b = button(t, fakeslack.Message{Blocks: blocksIn(t, f)}, "undo", "Undo")
	w.slack.Click(context.Background(), pat, fakeslack.Place{View: f.ID, BlockID: b.block}, b.action,
		fakeslack.ActionValue{})
	w.wait(func(s *fakeslack.Server) bool { return strings.Contains(string(s.Views(pat)[0].Raw), "Undone") })
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	w.types(pat, "snooze bee")
	w.fill(pat, "date", fakeslack.ActionValue{Date: "2026-01-20"})
	_, page = w.sends(pat)
	contains(t, page, "Snoozed")
}
