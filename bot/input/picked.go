package input

import (
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// PickedEnd is the end of a contract in a day picker, as the middle of that day where the lead is; zero when the picker
// was left empty. What is no day, or past, is refused at the field.
func PickedEnd(form request.Form, field string, rep coach.Rep, l coach.Lead, now time.Time) (time.Time, error) {
	picked := form.Values[field].SelectedDate
	if picked == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, picked)
	if err != nil {
		return time.Time{}, &request.BadValue{What: "a day", Given: picked, Expected: say.ErrDate, Field: field}
	}
	// A contract that ends today is refused from noon on, where the lead is.
	at := request.NoonThere(day, l, rep)
	if !at.After(now) {
		return time.Time{}, &request.BadValue{What: "the end of a contract", Given: picked, Expected: say.ErrEnded,
			Field: field}
	}
	return at, nil
}

// CheckAhead refuses an appointment that is not ahead of now with [request.DatePast]; what names it to the person. A
// zero time is none and passes.
func CheckAhead(what string, at, now time.Time) error {
	if !at.IsZero() && !at.After(now) {
		return &request.DatePast{Words: what, At: at}
	}
	return nil
}
