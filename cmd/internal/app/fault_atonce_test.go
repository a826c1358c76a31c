package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Two bots on one Redis, and everything that one person writes to another through them done at once: a gift is asked
// for in a form that Slack delivers to both, two managers decide about it in the same moment, with a doubled tap, a
// letter and its answer are sent likewise. Each is written, and said, exactly once (S2.22, S2.24).
func TestAtOnceOnTwoReplicas(t *testing.T) {
	t.Parallel()
	rounds := 5
	if *matrix.Long {
		rounds = 60
	}
	h := build(t, at(t, newYork, "2026-01-12 10:00:00"), aof(t).URL, 4, fakeslack.Config{})
	ruth, gus, maya, omar := person(0), person(1), person(2), person(3)
	h.rep(coach.Rep{ID: omar})
	h.rep(coach.Rep{ID: maya})
	_, err := h.space.Directory.SaveTeam(t.Context(), store.TeamChange{Team: coach.Team{ID: "N", Name: "North",
		Channel: floor, Reps: []string{maya}, Managers: []string{ruth, gus}}, By: ruth, Now: h.now(), Op: "team"})
	h.ok(err)
	for i := range rounds {
		h.lead(coach.Rep{ID: maya, TZ: newYork}, coach.Lead{Name: fmt.Sprintf("Alder %d", i), Warmth: coach.Warm,
			Potential: coach.PotentialHigh})
	}
	h.here().ready()
	h.wait("the connections of the first bot", func(s *fakeslack.Server) bool { return s.Connections() == 2 })
	first := h.slack.Sockets()
	h.here().ready()
	h.wait("those of the second", func(s *fakeslack.Server) bool { return s.Connections() == 4 })

	for i := range rounds {
		lead := h.leads[maya][i]
		h.opens(maya, "review "+lead.Name)
		h.fill(maya, fields.Verdict, fakeslack.ActionValue{Option: coach.VerdictGift})
		if out := h.slack.Submit(t.Context(), maya, h.view(maya).ID); !out.Acked {
			t.Fatalf("the review: %+v", out)
		}
		for field, text := range map[string]string{fields.GiftWho: "Ana", fields.GiftWhat: "coffee", fields.GiftCost: "$40",
			fields.GiftNote: fmt.Sprintf("Note %d of its own kind, %s", i, strings.Repeat(lead.ID+" ", 8))} {
			h.fill(maya, field, fakeslack.ActionValue{Text: text})
		}
		h.submitsAtOnce(maya)
		h.slack.CloseView(t.Context(), maya, h.view(maya).ID)

		asks := "A gift for " + lead.Name
		h.toldOnce(asks, ruth, gus)
		touches := h.touches(2, i)
		h.both(
			func() { h.again(func() { h.click(ruth, asks, ids.ActApprove) }) },
			func() { h.click(gus, asks, ids.ActApprove) },
		)
		h.until("the answer", func() bool { return h.told(maya, "Gift approved") > i })
		l := h.leadNow(maya, lead.ID)
		if g := l.Progress.Gift; g == nil || g.State != coach.GiftApproved || h.touches(2, i) != touches+1 {
			t.Errorf("two managers approved at once: %+v, %d touches more", g, h.touches(2, i)-touches)
		}
		by := map[string]string{ruth: gus, gus: ruth}[l.Progress.Gift.By]
		h.until("the other one to hear of it", func() bool {
			return h.told(by, "has approved the gift for *"+lead.Name) == 1 &&
				h.told(l.Progress.Gift.By, "Approved: a gift for *"+lead.Name) == 1
		})

		text := fmt.Sprintf("Hi Gus, round %d is about your dock", i)
		h.slack.Command(t.Context(), maya, floor, "/followup", "check "+text)
		h.clicksIn(maya, floor, text, ids.ActAskColleague)
		h.fill(maya, fields.Colleague, fakeslack.ActionValue{User: omar})
		h.submitsAtOnce(maya)
		h.slack.CloseView(t.Context(), maya, h.view(maya).ID)
		h.toldOnce(text, omar)
		h.click(omar, text, ids.ActAnswer)
		answer := fmt.Sprintf("Answer %d: say what is new", i)
		h.fill(omar, fields.Answer, fakeslack.ActionValue{Text: answer})
		h.submitsAtOnce(omar)
		h.slack.CloseView(t.Context(), omar, h.view(omar).ID)
		h.toldOnce(answer, maya)
	}
	h.quiet(at(t, newYork, "2026-01-12 10:30:00"))
	for deed, n := range h.deeds() {
		if n != 1 {
			t.Errorf("deed %s stands in %d messages", deed, n)
		}
	}
	if n, want := len(h.deeds()), rounds*(2+1+2); n != want {
		t.Errorf("%d messages by themselves, want %d", n, want)
	}
	for i := range rounds {
		touches, err := h.space.Records.Touches(t.Context(), maya, h.leads[maya][i].ID, -1)
		h.ok(err)
		if len(touches) != 2 || touches[0].Outcome != outcome.Verdict {
			t.Errorf("lead %d: %+v", i, touches)
		}
	}
	shared := map[bool]int{}
	for _, e := range h.slack.Ledger() {
		if e.Kind == fakeslack.KindEnvelope {
			shared[e.Connection == first[0] || e.Connection == first[1]]++
		}
	}
	if shared[true] < rounds || shared[false] < rounds {
		t.Errorf("the bots had %v envelopes: the test has shown nothing", shared)
	}
}

// opens has a person type a command that opens a form.
func (h *house) opens(who, text string) {
	h.t.Helper()
	h.slack.Command(h.t.Context(), who, floor, "/followup", text)
	h.until("the form of "+text, func() bool { return len(h.slack.Views(who)) > 0 })
}

// view is the form on top.
func (h *house) view(who string) fakeslack.View {
	h.t.Helper()
	h.until("a form of "+who, func() bool { return len(h.slack.Views(who)) > 0 })
	views := h.slack.Views(who)
	return views[len(views)-1]
}

func (h *house) fill(who, field string, v fakeslack.ActionValue) {
	h.t.Helper()
	h.until(field+" to be there", func() bool {
		return strings.Contains(string(h.view(who).Raw), `"action_id":"`+field+`"`)
	})
	h.ok(h.slack.Fill(who, h.view(who).ID, "", field, v))
}

// both runs all at once and waits for them.
func (h *house) both(do ...func()) {
	var wait sync.WaitGroup
	for _, f := range do {
		wait.Go(f)
	}
	wait.Wait()
}

// again has Slack deliver what somebody does three times more, to other connections, as soon as it is handed out.
func (h *house) again(do func()) {
	h.t.Helper()
	before := len(h.slack.Ledger())
	h.both(do, func() {
		var payload json.RawMessage
		h.wait("an envelope", func(s *fakeslack.Server) bool {
			for _, e := range s.Ledger()[before:] {
				if payload = e.Body; e.Kind == fakeslack.KindEnvelope {
					return true
				}
			}
			return false
		})
		frame, err := json.Marshal(map[string]any{"type": "interactive", "payload": payload})
		if err != nil {
			h.t.Error(err)
			return
		}
		copied := func() { h.slack.Raw(h.t.Context(), frame) }
		h.both(copied, copied, copied)
	})
}

// submitsAtOnce presses the form's button, and its envelope comes to both bots.
func (h *house) submitsAtOnce(who string) {
	h.t.Helper()
	id := h.view(who).ID
	h.again(func() {
		if out := h.slack.Submit(h.t.Context(), who, id); !out.Acked || len(out.Errors) > 0 {
			h.t.Errorf("%s submits: %+v\n%s", who, out, h.view(who).Raw)
		}
	})
}

// click taps a button in the newest direct message with those words.
func (h *house) click(who, words, action string) {
	h.t.Helper()
	h.clicksIn(who, h.slack.DM(who), words, action)
}

func (h *house) clicksIn(who, channel, words, action string) {
	h.t.Helper()
	var at fakeslack.Place
	h.until("a message with "+words, func() bool {
		for _, m := range h.slack.Messages(channel, who) {
			if strings.Contains(m.Text, words) && strings.Contains(string(m.Blocks), `"action_id":"`+action+`"`) {
				at = fakeslack.In(m)
			}
		}
		return at.TS != ""
	})
	if out := h.slack.Click(h.t.Context(), who, at, action, fakeslack.ActionValue{}); !out.Acked {
		h.t.Errorf("%s taps %s: %+v", who, action, out)
	}
}

// told counts the direct messages of a person with those words.
func (h *house) told(who, words string) (n int) {
	for _, m := range h.slack.Messages(h.slack.DM(who), who) {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

func (h *house) toldOnce(words string, people ...string) {
	h.t.Helper()
	for _, who := range people {
		h.until(who+" to read "+words, func() bool { return h.told(who, words) > 0 })
		if n := h.told(who, words); n != 1 {
			h.t.Errorf("%s reads %q %d times", who, words, n)
		}
	}
}

// leadNow is a lead as it is now.
func (h *house) leadNow(rep, id string) coach.Lead {
	h.t.Helper()
	seen, err := h.space.Records.Read(h.t.Context(), store.Query{Rep: rep, LeadID: id, Now: h.now()})
	h.ok(err)
	if seen.Lead == nil {
		h.t.Fatalf("no lead %s", id)
	}
	return *seen.Lead
}
