package coach

import (
	"errors"
	"fmt"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// What Log refuses. The typed errors below wrap these, so errors.Is works on all of them.
var (
	ErrClosed      = errors.New("the lead is closed")
	ErrOpen        = errors.New("the lead is open")
	ErrDoNotCall   = errors.New("the lead asked not to be called")
	ErrInFuture    = errors.New("a touch can't have happened in the future")
	ErrNoteTooLong = errors.New("the note is too long")
	ErrOutcome     = errors.New("no such outcome")
	ErrOutsideLaw  = errors.New("outside the hours in which people may be called")
	ErrDatePast    = errors.New("the date lies before the touch that sets it")
	ErrNoDate      = errors.New("a date is missing")
	ErrNoAgreed    = errors.New("no call was agreed")
	ErrNotHigh     = errors.New("a special delivery is for leads of high potential")
	ErrNoGift      = errors.New("no gift waits for an answer")
	ErrNoTask      = errors.New("there is no task")
	ErrPromise     = errors.New("a promise needs its words and whose it is")
	ErrHistory     = errors.New("the touch is older than the newest one: the whole history is needed")
)

// ClosedError says what closed the lead. It is ErrClosed, and ErrDoNotCall too when that was the reason.
type ClosedError struct {
	Closed outcome.Outcome
	At     time.Time
}

// Error gives the time in UTC.
func (e *ClosedError) Error() string {
	return fmt.Sprintf("closed as %s at %s", e.Closed, e.At.Format(time.RFC3339))
}

// Is matches ErrClosed and, for a do-not-call, ErrDoNotCall.
func (e *ClosedError) Is(target error) bool {
	return target == ErrClosed || target == ErrDoNotCall && e.Closed == outcome.DoNotCall
}

// NoteError says how long the note was, in characters.
type NoteError struct{ Length int }

// Error gives both lengths in characters.
func (e *NoteError) Error() string {
	return fmt.Sprintf("the note has %d characters, at most %d fit", e.Length, MaxNote)
}

// Is matches ErrNoteTooLong.
func (e *NoteError) Is(target error) bool { return target == ErrNoteTooLong }

// LawError says that nobody may be called at that instant in the lead's zone, and the nearest instants before and after
// it at which they may.
type LawError struct {
	At            time.Time
	Before, After time.Time // half an hour before closing; the opening. Either can lie on another date.
	Zone          LeadZone
	Law           Window // the hours in which people may be called; the zero Window stands for 08:00–21:00
}

// Hours are the hours in which people may be called, in minutes from midnight.
func (e *LawError) Hours() (from, to int) {
	if e.Law == (Window{}) {
		return 8 * 60, 21 * 60
	}
	return e.Law.From, e.Law.To
}

// Error gives the time and the hours on the lead's clock.
func (e *LawError) Error() string {
	from, to := e.Hours()
	return fmt.Sprintf("%s is outside %02d:%02d–%02d:%02d in %s", e.At.In(e.Zone.Loc).Format("Mon 2 Jan 15:04"),
		from/60, from%60, to/60, to%60, e.Zone.Loc)
}

// Is matches ErrOutsideLaw.
func (e *LawError) Is(target error) bool { return target == ErrOutsideLaw }
