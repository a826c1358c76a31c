package drafts_test

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outreach"
)

// Another text of a kind comes for whoever asks, each before the first comes again.
func TestAnotherTextTakesItsTurn(t *testing.T) {
	r := coach.DefaultRules()
	in := drafts.Data{Lead: coach.Lead{Name: "Acme", Contact: "Lena Fox", HotButton: "fewer no-shows"}, Me: "Maya",
		Now: time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)}
	seen := map[string]bool{}
	for range 20 {
		d, ok := drafts.Make(r, outreach.Email1, in)
		if !ok {
			t.Fatal("no text")
		}
		if source, ok := r.Messages().Source(outreach.Email1, d.ID); !ok || source != d.Source {
			t.Errorf("%s rests on %q", d.ID, source)
		}
		if seen[d.ID] {
			break
		}
		seen[d.ID] = true
		in.Shown = append(in.Shown, d.Key())
	}
	if len(seen) < 2 {
		t.Errorf("%d texts: %v", len(seen), seen)
	}
	if _, ok := r.Messages().Source(outreach.Email1, "nobody"); ok {
		t.Error("a text that there is not rests on something")
	}
}
