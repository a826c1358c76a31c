package bot_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/advice"
)

func tipOf(t *testing.T, m fakeslack.Message) string {
	t.Helper()
	return button(t, m, "tip.down", "").value
}

// nextTip is the tip that the digest or a ping would bring at an instant.
func (w *world) nextTip(at time.Time) string {
	w.t.Helper()
	shown, err := w.space.Ledger.TipsShown(context.Background(), pat)
	if err != nil {
		w.t.Fatal(err)
	}
	tip := advice.For(coach.DefaultRules(), []coach.Card{{Lead: coach.Lead{Warmth: coach.Warm},
		Step: coach.Step{Kind: coach.StepCall}}}, shown, at, coach.Rep{ID: pat, TZ: "Europe/Berlin"})
	if tip == nil {
		return ""
	}
	return tip.ID
}

func TestTipsAreShownOnceAndThreeADay(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	first := tipOf(t, w.types(pat, "tip"))
	if again := w.nextTip(tuesday.Add(24 * time.Hour)); again == first {
		t.Errorf("the digest brings %s again", first)
	}
	w.says(pat, "tip dates", "Tip:")
	third := w.types(pat, "tip dates")  // there are two of them
	w.says(pat, "tip material", "Tip:") // by name, as often as they like
	w.says(pat, "tip "+tipOf(t, third), "Tip:")
	for range 2 {
		w.says(pat, "tip", "Tip:")
	}
	w.says(pat, "tip", "You've had 3 tips today")
	w.clock.move(24 * time.Hour)
	w.says(pat, "tip material", "Tip:")
}

func TestATipThatIsNotForMeRests(t *testing.T) {
	w := newWorld(t)
	after := tuesday.AddDate(0, 0, 30)
	id := w.nextTip(after)
	m := w.says(pat, "tip "+id, "Tip:")
	w.has(w.taps(pat, m, "tip.down", ""), "for the next 60 days")
	if got := w.nextTip(after); got == "" || got == id {
		t.Errorf("at rest the next tip is %q", got)
	}
	if got := w.nextTip(tuesday.AddDate(0, 0, 60)); got != id {
		t.Errorf("after its rest the next tip is %q, not %s", got, id)
	}
	w.has(w.taps(pat, m, "tip.up", ""), "Thanks")
	if got := w.nextTip(after); got != id {
		t.Errorf("%s is useful after all and still rests; the next tip is %q", id, got)
	}
}

func TestATipDeliveredAgainIsTheSame(t *testing.T) {
	w := newWorld(t)
	e := socket.Envelope{ID: "E1", Type: "slash_commands",
		Slash: &slack.SlashCommand{UserID: pat, Text: "tip dates", TriggerID: "7.7"}}
	var said [2]string
	for i := range said {
		raw, err := json.Marshal(w.bot.Handle(context.Background(), e))
		if err != nil {
			t.Fatal(err)
		}
		said[i] = string(raw)
	}
	if said[0] != said[1] || !strings.Contains(said[0], "Tip:") {
		t.Errorf("first %s\nthen %s", said[0], said[1])
	}
}
