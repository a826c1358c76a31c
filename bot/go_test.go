package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// A call that nobody takes costs one tap, from the first of a block to its end.
func TestABlockCostsOneTapACall(t *testing.T) {
	w := newWorld(t)
	const calls = 12
	for i := range calls {
		w.types(pat, fmt.Sprintf("add Lead%02d warm phone:+4930555010%02d", i, i))
	}
	m, taps := w.says(pat, "go", "Lead00", "12 left"), 0
	for ; taps < 2*calls && strings.Contains(m.Text, " left"); taps++ {
		m = w.taps(pat, m, ids.ActNoAnswer, "No answer")
	}
	w.has(m, "Nobody to call now", "12 calls today, 0 reached.")
	if taps != calls {
		t.Errorf("%d calls took %d taps", calls, taps)
	}
	for i := range calls {
		if got := w.touches(pat, fmt.Sprintf("lead%02d", i)); got != "no-answer" {
			t.Errorf("Lead%02d: %s", i, got)
		}
	}
}

// What the next card costs goes with the leads that are due, not with those that a rep has: in what Redis does, and in
// what it hands out.
func TestACardCostsWhatIsDue(t *testing.T) {
	cost := func(leads int) (commands, bytes int) {
		w := worldOn(t, storetest.Start(t, storetest.Options{})) // whose statistics are of nobody else
		for i := range 4 {
			w.types(pat, fmt.Sprintf("add Lead%02d warm phone:+4930555010%02d", i, i))
		}
		w.hasLater(leads)
		m := w.says(pat, "go", "Lead00")
		m = w.taps(pat, m, ids.ActNoAnswer, "No answer") // the scripts are there from now on
		c, b := w.spent("commandstats", ":calls="), w.spent("stats", "total_net_output_bytes:")
		w.has(w.taps(pat, m, ids.ActNoAnswer, "No answer"), "Lead02")
		return w.spent("commandstats", ":calls=") - c, w.spent("stats", "total_net_output_bytes:") - b
	}
	commands, bytes := cost(500) // more than changes are looked through
	if commands < 5 || bytes < 500 {
		t.Errorf("%d commands and %d bytes are not what a tap costs", commands, bytes)
	}
	if c, b := cost(5000); c > commands*6/5 || b > bytes*6/5 {
		t.Errorf("a card costs %d commands and %d bytes of 500 leads, %d and %d of 5,000", commands, bytes, c, b)
	}
}

// spent adds up what stands behind a word in Redis' statistics.
func (w *world) spent(section, behind string) (n int) {
	w.t.Helper()
	info, err := w.redis.Client().Info(context.Background(), section).Result()
	if err != nil {
		w.t.Fatal("what is spent is counted by Redis: ", err)
	}
	for line := range strings.Lines(info) {
		var k int
		_, figure, _ := strings.Cut(line, behind)
		if _, err := fmt.Sscanf(figure, "%d", &k); err == nil {
			n += k
		}
	}
	return n
}

// hasLater gives Pat leads that want nothing before next month.
func (w *world) hasLater(n int) {
	w.t.Helper()
	ctx, now := context.Background(), w.clock.Now().AddDate(0, 0, -3)
	seen, err := w.space.Records.Read(ctx, store.Query{Rep: pat, Now: now})
	if err != nil {
		w.t.Fatal(err)
	}
	for from := 0; from < n; from += 250 {
		var batch []store.Planned
		for i := from; i < min(n, from+250); i++ {
			l := coach.Lead{ID: fmt.Sprintf("L%05d", i), Rep: pat, Name: fmt.Sprintf("Later %d", i), Created: now}
			batch = append(batch, store.Planned{Seen: seen, Change: store.Change{Op: "add", By: pat, Now: now, Lead: &l,
				Entry: store.NewID(), Name: fmt.Sprintf("later %d", i), Attention: coach.Attention{Shows: now.AddDate(0, 1, 0)}}})
		}
		if err := w.space.WriteAll(ctx, fmt.Sprintf("later.%d", from), nil, batch); err != nil {
			w.t.Fatal(err)
		}
	}
}
