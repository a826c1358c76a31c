package bot_test

import (
	"testing"

	"github.com/followup-coach/followup/store"
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
		c.Set(t.Context(), key, store.Schema+1, 0)
	}
	w.says(pat, "log Acme voicemail", "Not saved", "a newer version of me is running", "Nothing changed",
		"log Acme voicemail")
	if got := w.touches(pat, "acme"); got != "" {
		t.Errorf("saved all the same: %s", got)
	}

	due, _, _, err := w.space.Records.DueLeads(t.Context(), pat, w.clock.Now().AddDate(1, 0, 0), 10)
	if err != nil || len(due) != 1 {
		t.Fatal(due, err)
	}
	leads, err := c.Keys(t.Context(), "*:leads:"+pat).Result()
	if err != nil || len(leads) != 1 {
		t.Fatal(leads, err)
	}
	c.HSet(t.Context(), leads[0], due[0].ID, `{"s":99}`)
	w.says(pat, "show Acme", "a newer version of me is running")
}
