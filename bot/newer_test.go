package bot_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/store/codec"
)

// While an older version still runs beside the newer one that upgraded the data, it says so and changes nothing,
// whether it was asked to write or only to read.
func TestDataOfANewerVersion(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	c := w.redis.Client()
	defer c.Close()
	shards, err := c.Keys(t.Context(), "*:schema").Result()
	if err != nil || len(shards) == 0 {
		t.Fatal(shards, err)
	}
	for _, key := range shards {
		c.Set(t.Context(), key, codec.Schema+1, 0)
	}
	w.says(pat, "log Acme voicemail", "Not saved", "a newer version of me is running", "Nothing changed",
		"log Acme voicemail")
	if got := w.touches(pat, "acme"); got != "" {
		t.Errorf("saved all the same: %s", got)
	}

	due, err := w.space.Records.DueLeads(t.Context(), pat, w.clock.Now().AddDate(1, 0, 0), 10)
	if err != nil || len(due.Leads) != 1 {
		t.Fatal(due, err)
	}
	leads, err := c.Keys(t.Context(), "*:leads:"+pat).Result()
	if err != nil || len(leads) != 1 {
		t.Fatal(leads, err)
	}
	c.HSet(t.Context(), leads[0], due.Leads[0].ID, `{"s":99}`)
	w.says(pat, "show Acme", "a newer version of me is running")
}

// A damaged lead is named in the day's list and in every list that it would stand in; what is typed about it is refused
// with the reason, and everything else works.
func TestADamagedLead(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.types(pat, "add Birch warm")
	c := w.redis.Client()
	defer c.Close()
	keys, err := c.Keys(t.Context(), "*:leads:"+pat).Result()
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	for id, raw := range c.HGetAll(t.Context(), keys[0]).Val() {
		if strings.Contains(raw, "Acme") {
			c.HSet(t.Context(), keys[0], id, `{"id":7}`)
		}
	}
	w.says(pat, "show acme", "Not saved", "I can't read this lead", "Tell whoever runs me")
	w.says(pat, "log acme voicemail", "Not saved", "I can't read this lead", "log acme voicemail")
	w.says(pat, "list", "Birch", "I can't read *acme*. Tell whoever runs me.")
	w.says(pat, "today", "Birch", "I can't read *acme*.")
	if got := w.types(pat, "list bir"); strings.Contains(got.Text, "acme") {
		t.Errorf("a search that has nothing to do with it: %s", got.Text)
	}
	w.says(pat, "log birch voicemail", "✓")
	// An export without it would look whole, and Slack has no part in that.
	w.says(pat, "export", "On its way")
	w.wait(func(s *fakeslack.Server) bool {
		return slices.ContainsFunc(s.Messages(w.slack.DM(pat), pat), func(m fakeslack.Message) bool {
			return strings.Contains(m.Text, "Not sent:* your export, because I can't read all that I keep.")
		})
	})
	if files := w.filesOf(pat); len(files) > 0 {
		t.Errorf("sent all the same: %q", files)
	}
	for _, key := range c.Keys(t.Context(), "*:reps").Val() {
		c.HSet(t.Context(), key, pat, `[]`)
	}
	w.says(pat, "today", "I can't read your settings")
}
