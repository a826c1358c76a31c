package input

import (
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
)

// The end of a contract is a day of the lead's calendar, ahead, or nothing.
func TestPickedEnd(t *testing.T) {
	now := time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC)
	rep := coach.Rep{TZ: "America/New_York"}
	noon := time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC) // of New York
	for picked, want := range map[string]struct {
		at      time.Time
		refused string
	}{
		"":           {},
		"2026-12-01": {at: noon},
		"2026-11-09": {refused: problems.ErrEnded},
		"2026-11-31": {refused: problems.ErrDate},
		"tomorrow":   {refused: problems.ErrDate},
	} {
		form := request.Form{Values: map[string]slack.BlockAction{fields.Day: {SelectedDate: picked}}}
		at, err := PickedEnd(form, fields.Day, rep, coach.Lead{}, now)
		bad, refused := errors.AsType[*request.BadValue](err)
		switch {
		case refused != (want.refused != "") || !at.Equal(want.at):
			t.Errorf("%q: %v %v", picked, at, err)
		case refused && (bad.Expected != want.refused || bad.Field != fields.Day || bad.Given != picked):
			t.Errorf("%q: %+v", picked, bad)
		}
	}
}

func TestCheckAhead(t *testing.T) {
	now := time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC)
	for _, at := range []time.Time{{}, now.Add(time.Second)} {
		if err := CheckAhead("The next call", at, now); err != nil {
			t.Errorf("%v: %v", at, err)
		}
	}
	for _, at := range []time.Time{now, now.Add(-time.Hour)} {
		past, ok := errors.AsType[*request.DatePast](CheckAhead("The next call", at, now))
		if !ok || past.Words != "The next call" || !past.At.Equal(at) {
			t.Errorf("%v: %+v", at, past)
		}
	}
}
