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
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

func contains(t *testing.T, s string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(s, w) {
			t.Errorf("want %q in %s", w, s)
		}
	}
}

func TestReachedFromACard(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	today := w.types(pat, "today")
	w.clicks(pat, today, "log.reached", "Reached")
	w.presses(pat, "reached.talked")
	w.wait(func(*fakeslack.Server) bool { return w.form(pat).CallbackID == fields.FormWrap })
	if got := w.touches(pat, "acme"); got != "talked" {
		t.Fatalf("after one tap the lead has %q", got)
	}
	w.fill(pat, "note", fakeslack.ActionValue{Text: "wants 12 seats"})
	w.fill(pat, "next", fakeslack.ActionValue{DateTime: tuesday.Add(-24 * time.Hour).Unix()})
	errs, _ := w.sends(pat)
	contains(t, errs["next"], "in the past")
	w.fill(pat, "next", fakeslack.ActionValue{DateTime: tuesday.Add(48 * time.Hour).Unix()})
	w.fill(pat, "agenda", fakeslack.ActionValue{Text: "pricing"})
	w.fill(pat, "hot", fakeslack.ActionValue{Text: "fewer stops"})
	_, page := w.sends(pat)
	contains(t, page, "Booked", "agenda: pricing", "Also saved: your note and the hot button", "undo")
	l := w.lead(pat, "acme")
	if l.HotButton != "fewer stops" || l.Progress.Commitment == nil || l.Progress.Commitment.Agenda != "pricing" {
		t.Errorf("lead %+v", l)
	}
	w.wait(func(s *fakeslack.Server) bool { // the list it was opened from shows the tick
		for _, m := range s.Messages(today.Channel, pat) {
			if m.TS == today.TS && strings.Contains(m.Text, "✓") {
				return true
			}
		}
		return false
	})
}

func TestLogFormFromNothing(t *testing.T) {
	w := newWorld(t)
	if out := w.slack.Shortcut(context.Background(), pat, "followup_log"); !out.Acked || out.Failure != "" {
		t.Fatalf("%+v", out)
	}
	w.picks(pat, "name", "Acme Corp")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "no-answer"})
	w.clock.move(3 * time.Minute)
	_, page := w.sends(pat)
	contains(t, page, "Saved", "Acme Corp", "new lead")
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	if m := w.types(pat, "log"); m.Text != "" {
		t.Fatalf("log alone answers %s", m.Text)
	}
	w.picks(pat, "name", "acme")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "voicemail"})
	_, page = w.sends(pat)
	contains(t, page, "Saved", "Acme Corp")
	if got := w.touches(pat, "acme corp"); got != "no-answer voicemail" {
		t.Errorf("touches %s", got)
	}
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	w.types(pat, "acme corp something about Jo")
	contains(t, string(w.form(pat).Raw), "something about Jo")
}

func TestAddAndCloseForms(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add")
	w.fill(pat, "name", fakeslack.ActionValue{Text: "Acme"})
	w.fill(pat, "phone", fakeslack.ActionValue{Text: "x"})
	errs, _ := w.sends(pat)
	contains(t, errs["phone"], "phone number")
	w.fill(pat, "phone", fakeslack.ActionValue{Text: "+1 212 555 0100"})
	w.fill(pat, "warmth", fakeslack.ActionValue{Option: "warm"})
	_, page := w.sends(pat)
	contains(t, page, "Added", "Acme")
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	w.types(pat, "close acme")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "no-response"})
	w.fill(pat, "reason", fakeslack.ActionValue{Text: "."})
	w.fill(pat, "reason", fakeslack.ActionValue{Clear: true})
	errs, _ = w.sends(pat)
	contains(t, errs["reason"], "Fewer than five calls")
	w.fill(pat, "reason", fakeslack.ActionValue{Text: "moved away"})
	_, page = w.sends(pat)
	contains(t, page, "Closed", "moved away")
	w.says(pat, "acme vm", "closed")
	w.says(pat, "undo", "Undone")
	if l := w.lead(pat, "acme"); !l.Open() {
		t.Error("still closed")
	}
}

// A digest as the scheduler posts it, with its cards ticked by quick taps.
func TestQuickTapsInADigest(t *testing.T) {
	w := newWorld(t)
	for _, n := range []string{"Ant", "Bee", "Cat"} {
		w.types(pat, "add "+n+" warm")
	}
	rep, _, err := w.space.Records.Rep(context.Background(), pat)
	if err != nil {
		t.Fatal(err)
	}
	due, err := w.space.Records.DueLeads(context.Background(), pat, tuesday.Add(12*time.Hour), 10)
	if err != nil {
		t.Fatal(err)
	}
	r := cards.Digest(say.Reader{Zone: rep.Location(), Now: tuesday, Nonce: "n1"},
		notify.DigestFor(coach.DefaultRules(), rep, due.Leads, tuesday, nil))
	api := slack.New("xoxb-local", slack.OptionAPIURL(w.slack.APIURL()))
	ch, ts, err := api.PostMessage(pat, slack.MsgOptionText(r.Text, false), slack.MsgOptionBlocks(r.Blocks...))
	if err != nil {
		t.Fatal(err)
	}
	find := func(s *fakeslack.Server) fakeslack.Message {
		for _, m := range s.Messages(ch, pat) {
			if m.TS == ts {
				return m
			}
		}
		t.Fatal("no digest")
		return fakeslack.Message{}
	}
	digest := find(w.slack)
	els, _ := elements(t, digest.Blocks)
	for _, e := range els {
		if e.action == "log.noanswer" {
			out := w.slack.Click(context.Background(), pat, fakeslack.Place{Channel: ch, TS: ts, BlockID: e.block}, e.action,
				fakeslack.ActionValue{})
			if out.Failure == "" && !out.Acked {
				t.Fatalf("%+v", out)
			}
			digest = find(w.slack)
		}
	}
	for !strings.Contains(digest.Text, "*Done: 2*") { // the ids of the cards change with each tick: tap what is left
		els, _ = elements(t, digest.Blocks)
		for _, e := range els {
			if e.action == "log.noanswer" { // a tap on a card that is just being replaced finds nothing, and is made again
				w.slack.Click(context.Background(), pat, fakeslack.Place{Channel: ch, TS: ts, BlockID: e.block}, e.action,
					fakeslack.ActionValue{})
				break
			}
		}
		before := digest
		w.wait(func(s *fakeslack.Server) bool { return find(s).Text != before.Text })
		digest = find(w.slack)
	}
	for _, n := range []string{"ant", "bee", "cat"} {
		if got := w.touches(pat, n); got != "no-answer" {
			t.Errorf("%s: %s", n, got)
		}
	}
	w.clicks(pat, find(w.slack), "undo", "Undo")
	w.wait(func(s *fakeslack.Server) bool { // the last card stands there again, above those that are done
		text := find(s).Text
		return strings.Contains(text, "*Done: 2*") && !strings.Contains(text, "no answer saved") &&
			strings.Contains(text, "Attempt 1 of 7")
	})
}

// A reason that is given after the close is still there when an older call is told of, which works out everything anew.
func TestAReasonGivenAfterwardsStays(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.says(pat, "acme vm", "Saved")
	w.clock.move(2 * time.Hour)
	m := w.says(pat, "close acme no-response", "Why close it now")
	w.clicks(pat, m, "ask.reason", "Give a reason")
	w.fill(pat, "reason", fakeslack.ActionValue{Text: "number is dead"})
	_, page := w.sends(pat)
	contains(t, page, "Closed", "no response", "number is dead", "undo")
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	w.says(pat, "acme no-answer at 10:30", "Saved")
	if p := w.lead(pat, "acme").Progress; p.Closed != "no-response" || p.ClosedReason != "number is dead" || p.Total != 2 {
		t.Errorf("progress %+v", p)
	}
	w.says(pat, "show acme", "number is dead")
	w.says(pat, "undo", "Undone")
	w.says(pat, "undo", "Undone")
	if p := w.lead(pat, "acme").Progress; p.Closed != "no-response" || p.ClosedReason != "" {
		t.Errorf("after taking the reason back: %+v", p)
	}
}

// A time over a week ago may be a slip of the finger on the picker: the form asks once, with everything in it as it was
// typed.
func TestLongAgoIsAskedOnceInTheForm(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.clicks(pat, w.types(pat, "show acme"), "card.more", "Log with details")
	longAgo := tuesday.AddDate(0, 0, -11)
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "talked"})
	w.fill(pat, "note", fakeslack.ActionValue{Text: "met at the fair"})
	w.fill(pat, "hot", fakeslack.ActionValue{Text: "fewer stops"})
	w.fill(pat, "when", fakeslack.ActionValue{DateTime: longAgo.Unix()})
	_, page := w.sends(pat)
	contains(t, page, "is over a week ago", "met at the fair", "fewer stops", "press *Save* again")
	if got := w.touches(pat, "acme"); got != "" {
		t.Fatalf("saved before it was asked: %s", got)
	}
	w.fill(pat, "when", fakeslack.ActionValue{DateTime: longAgo.Add(-time.Hour).Unix()})
	_, page = w.sends(pat)
	contains(t, page, "is over a week ago") // another time, another question
	_, page = w.sends(pat)
	contains(t, page, "Saved", "met at the fair")
	if l := w.lead(pat, "acme"); !l.Progress.TalkedAt.Equal(longAgo.Add(-time.Hour)) || l.HotButton != "fewer stops" {
		t.Errorf("lead %+v", l)
	}
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)

	w.types(pat, "log")
	w.picks(pat, "name", "Newco")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "voicemail"})
	w.fill(pat, "when", fakeslack.ActionValue{DateTime: longAgo.Unix()})
	_, page = w.sends(pat)
	contains(t, page, "is over a week ago", "Newco")
	_, page = w.sends(pat)
	contains(t, page, "Saved", "Newco", "new lead")
}

// A question that stands on a card in a DM makes way for its answer, buttons and all.
func TestAQuestionInADMGoesWithItsAnswer(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme")
	rep, _, err := w.space.Records.Rep(context.Background(), pat)
	if err != nil {
		t.Fatal(err)
	}
	r := cards.Digest(say.Reader{Zone: rep.Location(), Now: tuesday, Nonce: "n1"},
		notify.DigestFor(coach.DefaultRules(), rep, []coach.Lead{*w.lead(pat, "acme")}, tuesday, nil))
	api := slack.New("xoxb-local", slack.OptionAPIURL(w.slack.APIURL()))
	ch, ts, err := api.PostMessage(pat, slack.MsgOptionText(r.Text, false), slack.MsgOptionBlocks(r.Blocks...))
	if err != nil {
		t.Fatal(err)
	}
	var digest fakeslack.Message
	for _, m := range w.slack.Messages(ch, pat) {
		if m.TS == ts {
			digest = m
		}
	}
	asked := w.taps(pat, digest, "log.voicemail", "")
	w.has(asked, "✓", "Did they contact you first")
	answered := w.taps(pat, asked, "ask.warmth", "Cold")
	w.has(answered, "Noted", "cold")
	if answered.TS != ts || strings.Contains(string(answered.Blocks), "ask.warmth") {
		t.Errorf("the question still stands:\n%s", answered.Text)
	}
	undone := w.taps(pat, answered, "undo", "Undo")
	if undone.TS != ts || strings.Contains(undone.Text, "Noted") {
		t.Errorf("after taking the answer back:\n%s", undone.Text)
	}
}
