package store_test

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// The time is that of Redis whatever this machine's clock says, on each kind of Redis, and each takes the write that
// tries whether it takes any.
func TestTimeEverywhere(t *testing.T) {
	for kind, url := range map[string]string{"single": storetest.Redis(t).URL, "cluster": storetest.Cluster(t).URL,
		"one address of a cluster": storetest.Cluster(t).Single, "sentinel": storetest.Sentinel(t).URL} {
		t.Run(kind, func(t *testing.T) {
			const ahead = 5 * time.Minute
			s, err := store.Open(store.Options{URL: url, Local: func() time.Time { return time.Now().Add(ahead) }})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if d := time.Until(s.Now()); d < ahead-time.Second || s.ClockAhead() != 0 {
				t.Errorf("before it was asked for the time is %v ahead, known to be %v", d, s.ClockAhead())
			}
			if _, err := s.Sync(t.Context()); err != nil {
				t.Fatal(err)
			}
			if d := time.Until(s.Now()).Abs(); d > 5*time.Second || s.ClockAhead() < ahead-5*time.Second {
				t.Errorf("the time is off by %v, this machine's known to be %v ahead", d, s.ClockAhead())
			}
			if err := s.Writable(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
