package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
)

// TestSlotNamesTheirClock: a button says their time beside the reader's only where the two differ.
func TestSlotNamesTheirClock(t *testing.T) {
	slot := coach.Slot{At: at(15, 16, 0)}
	mine := reader.Words(slot.At)
	for name, c := range map[string]struct {
		zone *time.Location
		want string
	}{
		"not known": {nil, mine}, "the reader's": {berlin, mine}, "the same by another name": {zoneOf("Europe/Paris"), mine},
		"another": {newYork, mine + " (10:00 there)"},
	} {
		if got := reader.SlotWords(slot, c.zone); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestOutsideLawOffersTimesAhead: of the two nearest times only those ahead can be tapped.
func TestOutsideLawOffersTimesAhead(t *testing.T) {
	e := lawError()
	for _, c := range []struct {
		before, after time.Duration
		want          int
	}{{time.Hour, 2 * time.Hour, 3}, {-time.Hour, time.Hour, 2}, {0, time.Hour, 2}} {
		e.Before, e.After = now.Add(c.before), now.Add(c.after)
		if got := len(actionsOf(problems.OutsideLaw(reader, acme(), e, "").Blocks)); got != c.want {
			t.Errorf("%v and %v from now: %d buttons, want %d", c.before, c.after, got, c.want)
		}
	}
}

// TestErrLawNamesTimesAhead: the field of a form names no nearest time that has passed.
func TestErrLawNamesTimesAhead(t *testing.T) {
	e := lawError()
	for _, c := range []struct {
		before, after time.Duration
		want          string
	}{
		{-time.Hour, 2 * time.Hour, ". Try " + reader.Words(now.Add(2*time.Hour)) + "."},
		{time.Hour, 2 * time.Hour,
			"Try " + reader.Words(now.Add(time.Hour)) + " or " + reader.Words(now.Add(2*time.Hour)) + "."},
		{-2 * time.Hour, -time.Hour, "21:00."},
	} {
		e.Before, e.After = now.Add(c.before), now.Add(c.after)
		if got := problems.ErrLaw(reader, e); !strings.HasSuffix(got, c.want) {
			t.Errorf("%v and %v from now: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

// TestSlotsAskForWhatIsMissing: what was sent is to be gone through together, all else asks when they talk
// next.
func TestSlotsAskForWhatIsMissing(t *testing.T) {
	material := &coach.Material{Name: "price list"}
	for _, c := range []struct {
		vague    string
		material *coach.Material
		want     string
	}{
		{"", nil, "When do you talk next?"}, {"", material, "When do you go through it together?"},
		{"soon", nil, "When do you talk next?"}, {"soon", material, "When do you talk next?"},
	} {
		s := saved(acme())
		s.Times.Words, s.Touch.Material, s.Times.Slots = c.vague, c.material, []coach.Slot{{At: at(15, 16, 0)}}
		if got := answers.Logged(reader, s).Text; !strings.Contains(got, c.want) {
			t.Errorf("%q, %v: no %q in %q", c.vague, c.material, c.want, got)
		}
	}
}
