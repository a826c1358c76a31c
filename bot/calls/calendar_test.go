package calls

import (
	"context"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
)

// Only the last step of sending a file, left without a clear answer, leaves open whether it arrived.
func TestFileNotSent(t *testing.T) {
	refused := func(code string) error { return slack.SlackErrorResponse{Err: code} }
	for name, c := range map[string]struct {
		err    error
		last   bool
		why    string
		unsure bool
	}{
		"no answer to the last step":      {context.DeadlineExceeded, true, texts.FileNoAnswer, true},
		"no answer to an earlier step":    {context.DeadlineExceeded, false, texts.FileNoAnswer, false},
		"Slack's own failure at the last": {refused("internal_error"), true, texts.FileNoAnswer, true},
		"a scope that wasn't granted":     {refused("missing_scope"), true, texts.FileNoScope, false},
		"too many calls": {&slack.RateLimitedError{RetryAfter: time.Second}, true, texts.FileTooMany,
			false},
		"files are switched off":            {refused("file_uploads_disabled"), true, texts.FileNotTaken, false},
		"no direct messages":                {refused("messages_tab_disabled"), true, texts.FileNoPlace, false},
		"a refusal that nobody has met yet": {refused("something_new"), true, texts.FileRefused, false},
	} {
		got := sent("", c.last, c.err)
		if got.why != c.why || got.unsure != c.unsure || got.err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A moved call keeps its id in the calendar, and the later version wins.
func TestMovedCallStaysOneAppointment(t *testing.T) {
	made := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	call := coach.Commitment{Made: made, At: made.Add(24 * time.Hour)}
	first := texts.Agreed{Lead: coach.Lead{ID: "L1", Name: "Ann", Version: 3, Progress: coach.Progress{Commitment: &call}}}
	moved, at := first, call
	at.First, at.Made, at.At = made, made.Add(time.Hour), call.At.Add(time.Hour)
	moved.Lead.Version, moved.Lead.Progress.Commitment = 4, &at
	a, b := calendarOf(first, made), calendarOf(moved, made)
	if a.UID != b.UID || b.Sequence <= a.Sequence || !b.Start.Equal(at.At) {
		t.Errorf("%+v\n%+v", a, b)
	}
}
