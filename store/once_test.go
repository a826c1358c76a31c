package store_test

import (
	"errors"
	"testing"

	"github.com/followup-coach/followup/store"
)

// Of several who would carry out the same act, one is told to; the others get the answer that was kept for them.
func TestOnce(t *testing.T) {
	w := open(t)
	results := make(chan error, 5)
	for range 5 {
		go func() { results <- w.Once(t.Context(), "U1", monday, "t:1", []byte("seen to")) }()
	}
	first := 0
	for range 5 {
		err := <-results
		var dup *store.DuplicateError
		switch {
		case err == nil:
			first++
		case !errors.As(err, &dup) || string(dup.Answer) != "seen to":
			t.Errorf("%v", err)
		}
	}
	if first != 1 {
		t.Errorf("%d may carry it out", first)
	}
	if err := w.Once(t.Context(), "U2", monday, "t:1", nil); err != nil {
		t.Errorf("somebody else's act of that key: %v", err)
	}
	if raw, ok, err := w.Records.Answer(t.Context(), "U1", "t:1", monday); err != nil || !ok || string(raw) != "seen to" {
		t.Errorf("%q %v %v", raw, ok, err)
	}
}
