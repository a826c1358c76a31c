package calls

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
)

// A form changes the hot button only where it has the field, and never the lead that was read.
func TestHotButtonOfTheLogForm(t *testing.T) {
	field := func(value string) map[string]slack.BlockAction {
		return map[string]slack.BlockAction{fields.Hot: {Value: value}}
	}
	for name, c := range map[string]struct {
		values map[string]slack.BlockAction
		want   string
	}{
		"no such field": {nil, "sailing"},
		"left as it is": {field("sailing"), "sailing"},
		"another":       {field(" skiing "), "skiing"},
		"emptied":       {field(""), ""},
	} {
		read := coach.Lead{HotButton: "sailing"}
		if got := withHot(&read, request.Form{Values: c.values}); got.HotButton != c.want || read.HotButton != "sailing" {
			t.Errorf("%s: %q, and what was read is %q", name, got.HotButton, read.HotButton)
		}
	}
	if got := withHot(nil, request.Form{Values: field("skiing")}); got != nil {
		t.Errorf("a new lead: %+v", got)
	}
}

func TestLongAgo(t *testing.T) {
	now := time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC)
	for when, want := range map[time.Time]bool{
		{}:                                     false,
		now:                                    false,
		now.Add(-record.LongAgo):               false,
		now.Add(-record.LongAgo - time.Second): true,
	} {
		if got := isLongAgo(when, now); got != want {
			t.Errorf("%v: %v", when, got)
		}
	}
}
