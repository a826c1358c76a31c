package bot_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// A field for a lead offers the asker's own, the last ones first as it is opened and fewer with each letter, by all
// that finds a lead.
func TestALeadFieldOffersOnesOwn(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add "Birch Labs" cold contact:"Kim Roe" phone:"+49 30 5550 1234"`)
	w.types(pat, `add "Birchwood Dental" cold company:"Northwind Traders" email:lena@wood.example`)
	w.types(pat, "add Acme cold")
	w.types(pat, "add Dune cold")
	w.types(pat, "close dune won they signed")
	w.types(sam, `add "Birch of Sam's" cold`)
	w.types(pat, "show")
	for typed, want := range map[string]string{
		"":            "Acme, Birchwood Dental, Birch Labs · Kim Roe, Dune · won",
		"b":           "Birch Labs · Kim Roe, Birchwood Dental",
		"BIRCH":       "Birch Labs · Kim Roe, Birchwood Dental",
		"birchw":      "Birchwood Dental",
		"dent":        "Birchwood Dental",
		"den birch":   "Birchwood Dental",
		"roe":         "Birch Labs · Kim Roe",
		"northwind":   "Birchwood Dental",
		"lena@":       "Birchwood Dental",
		"5550 1234":   "Birch Labs · Kim Roe",
		"du":          "Dune · won",
		"irch":        "",
		"birch of":    "",
		"!?":          "",
		"<@U0SAM>%s|": "",
	} {
		if got, _ := w.offered(pat, "name", typed); strings.Join(got, ", ") != want {
			t.Errorf("%q offers %q, want %s", typed, got, want)
		}
	}
	w.types(sam, "show")
	if got, _ := w.offered(sam, "name", "b"); strings.Join(got, ", ") != "Birch of Sam's" {
		t.Errorf("Sam is offered %q", got)
	}
}

// What is typed writes nothing and is not remembered, not even of somebody who is no rep.
func TestWhatIsTypedIntoALeadFieldWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.types(pat, "show")
	before := w.redis.Dump(t)
	for range 2 {
		for _, typed := range []string{"", "a", "ac", "acme"} {
			if got, _ := w.offered(pat, "name", typed); len(got) != 1 {
				t.Errorf("%q offers %v", typed, got)
			}
		}
	}
	if after := w.redis.Dump(t); !maps.Equal(before, after) {
		t.Errorf("written: %v\nbefore: %v", after, before)
	}
	client := w.redis.Client()
	defer client.Close()
	if err := client.FlushDB(t.Context()).Err(); err != nil { // nobody is a rep any more
		t.Fatal(err)
	}
	got, _ := w.offered(pat, "name", "a")
	if after := w.redis.Dump(t); len(got) > 0 || len(after) > 0 {
		t.Errorf("offers %v, written: %v", got, after)
	}
	for _, e := range w.slack.Ledger() {
		if e.Kind == fakeslack.KindEnvelope && e.Method == "block_suggestion" &&
			strings.Contains(string(e.Body), "trigger_id") {
			t.Error("a field has no trigger")
		}
	}
}

// The lead that was picked may be gone, closed or another's by the time the form is sent.
func TestAPickedLeadIsLookedAtAgain(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.types(pat, "snooze")
	w.picks(pat, "name", "acme")
	w.types(pat, "undo")
	errs, _ := w.sends(pat)
	contains(t, errs["name"], "That lead is gone")
	w.types(pat, "add Birch cold")
	w.picks(pat, "name", "bir")
	w.types(pat, "close birch won they signed")
	_, page := w.sends(pat)
	contains(t, page, "Closed: won") // and nothing to send
	if strings.Contains(page, "Until which day") {
		t.Error("a closed lead's form asks until when")
	}

	// Slack takes nothing that wasn't offered.
	w.slack.CloseView(t.Context(), pat, w.form(pat).ID)
	w.types(sam, "add Secret cold")
	w.types(pat, "show")
	secret := fakeslack.ActionValue{Option: w.lead(sam, "secret").ID}
	if err := w.slack.Fill(pat, w.form(pat).ID, "", "name", secret); err == nil {
		t.Error("picked what was not offered")
	}
}

// Of a rep with thousands of leads with long names as many are offered as an acknowledgement holds, each cut to what an
// option takes.
func TestALeadFieldKeepsSlacksLimits(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	for i := range 120 {
		name := fmt.Sprintf("%03d %s", i, strings.Repeat("日本電気株式会社", 20))
		l := coach.Lead{ID: store.NewID(), Rep: pat, Name: name, Created: tuesday}
		_, _, err := w.space.Change(t.Context(), store.Query{Rep: pat, Now: tuesday},
			func(store.Snapshot) (store.Change, error) {
				return store.Change{Op: "add", By: pat, Now: tuesday, Lead: &l, Name: name}, nil
			})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.types(pat, "show")
	for _, typed := range []string{"", "0", "日"} {
		if got, _ := w.offered(pat, "name", typed); len(got) < 50 || len(got) > 100 {
			t.Errorf("%q offers %d", typed, len(got))
		}
	}
	if got, _ := w.offered(pat, "name", "119"); len(got) != 1 {
		t.Errorf("the last one is offered as %q", got)
	}
}

// While Redis hangs a field offers nothing, within a second, however fast somebody types; the form goes on working.
func TestALeadFieldWhileRedisHangs(t *testing.T) {
	redis := storetest.Start(t, storetest.Options{})
	w := worldOn(t, redis)
	w.types(pat, "add Acme cold")
	w.types(pat, "show")
	redis.Freeze()
	began, stalls := time.Now(), storetest.Stalls(t)
	done := make(chan fakeslack.Outcome)
	view := w.form(pat).ID
	for _, typed := range []string{"", "a", "ac", "acm"} {
		go func() { done <- w.slack.Suggest(t.Context(), pat, view, "", "name", typed) }()
	}
	for range 4 {
		if out := <-done; out.Failure != "" || string(out.Payload) != `{"options":[]}` {
			t.Errorf("offers %s, %+v", out.Payload, out)
		}
	}
	if took := time.Since(began); took > time.Second+stalls() {
		t.Errorf("answered after %s", took)
	}
	redis.Thaw()
	w.picks(pat, "name", "acm")
	_, page := w.sends(pat)
	contains(t, page, "Acme")
	if bot.LookedUp(request.KindSuggest) || !bot.LookedUp(request.KindClick) {
		t.Error("what became of a letter is looked up, or of a click isn't")
	}
}

// Where a call is logged a new lead can be chosen, and only on purpose: what was typed makes none.
func TestANewLeadIsChosen(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add "Birch Labs" cold`)
	w.types(pat, "log")
	for typed, want := range map[string]string{
		"":                               "Birch Labs",
		"birch":                          "Birch Labs, New lead: birch",
		"birch labs":                     "Birch Labs",
		"Zebra & Co":                     "New lead: Zebra & Co",
		"?!":                             "",
		strings.Repeat("very long ", 15): "",
	} {
		if got, _ := w.offered(pat, "name", typed); strings.Join(got, ", ") != want {
			t.Errorf("%q offers %q, want %s", typed, got, want)
		}
	}
	w.picks(pat, "name", "Zebra & Co")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "voicemail"})
	_, page := w.sends(pat)
	contains(t, page, "Saved", "new lead")
	if l := w.lead(pat, "zebra co"); l == nil || l.Name != "Zebra & Co" {
		t.Errorf("made %+v", l)
	}
	w.slack.CloseView(t.Context(), pat, w.form(pat).ID)

	w.types(pat, "log")
	w.picks(pat, "name", "birch l")
	w.fill(pat, "outcome", fakeslack.ActionValue{Option: "voicemail"})
	w.types(pat, `undo "birch labs"`)
	errs, _ := w.sends(pat)
	contains(t, errs["name"], "needs a lead")
}
