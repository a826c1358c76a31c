package failure_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/store/failure"
)

// An error that says nothing of itself may have reached Slack; wrapping hides no class.
func TestClassOf(t *testing.T) {
	if c := failure.ClassOf(errors.New("connection reset")); c != failure.Ambiguous || c.Unsent() {
		t.Errorf("an unknown error is %s, unsent: %v", c, c.Unsent())
	}
	limited := fmt.Errorf("send: %w", &failure.Error{Class: failure.RateLimited, After: 7 * time.Second,
		Err: errors.New("429")})
	if c := failure.ClassOf(limited); c != failure.RateLimited || !c.Unsent() || c.Final() {
		t.Errorf("a wrapped refusal is %s", c)
	}
	if d := failure.RetryAfter(limited, time.Minute); d != 7*time.Second {
		t.Errorf("come back after %v, want what Slack said", d)
	}
	if d := failure.RetryAfter(errors.New("?"), time.Minute); d != time.Minute {
		t.Errorf("come back after %v, want the fallback", d)
	}
}

// What ends a delivery is certainly not sent: it could not be ended otherwise.
func TestFinalFailuresAreUnsent(t *testing.T) {
	for _, c := range failure.Classes() {
		if c.Final() && !c.Unsent() {
			t.Errorf("%s ends a delivery that Slack may have", c)
		}
	}
	if !slices.Contains(failure.Classes(), failure.Gone) || !failure.Gone.Final() {
		t.Error("a message that is gone can't be changed by trying again")
	}
}
