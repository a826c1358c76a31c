package bot

import (
	"errors"
	"net/url"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Who may not do something, and what says nothing at all.
var (
	errUnreadable = errors.New("the envelope names nobody")
	errBot        = errors.New("bots have no leads")
	errGuest      = errors.New("guests have no leads")
	errStranger   = errors.New("of another workspace")
	errGone       = errors.New("deactivated")
	errNobody     = errors.New("cannot find out who this is")
	errNoManager  = errors.New("not a manager of that team")
	errNoAdmin    = errors.New("may not set up teams")
	errNotYours   = errors.New("somebody else's entry in a team's library")

	errNoName    = errors.New("a lead needs a name")
	errLongName  = errors.New("the name is too long")
	errOutdated  = errors.New("the message is older than what is stored")
	errNoTrigger = errors.New("too late to open a form")

	errNotSavedAfterAll = errors.New("looked up: not saved")
	errBadURL           = errors.New("malformed address")
	errNothing          = errors.New("nothing to change")
	errSame             = errors.New("that is what is stored")
	errCallGone         = errors.New("the call was taken back")
)

// sayable are errors that say no to a person for a good reason; they are no failures of ours.
var sayable = []error{
	errUnreadable, errBot, errGuest, errStranger, errGone, errNobody, errNoManager, errNoAdmin, errNotYours,
	errNoName, errLongName, errOutdated, errNoTrigger, errSame, errCallGone,
	coach.ErrClosed, coach.ErrOpen, coach.ErrDoNotCall, coach.ErrInFuture, coach.ErrNoteTooLong, coach.ErrOutsideLaw,
	coach.ErrDatePast, coach.ErrNoDate, coach.ErrNoAgreed, coach.ErrOutcome, coach.ErrNoTask, coach.ErrPromise,
}

func declined(err error) bool {
	for _, e := range sayable {
		if errors.Is(err, e) {
			return true
		}
	}
	var known interface{ declines() }
	return errors.As(err, &known)
}

// What was typed and can't be used. Each carries what its sentence needs and nothing that may be logged.
type (
	unknownLead struct{ name string }
	noDate      struct{ words string }
	vagueDay    struct{ words, name string }
	impossible  struct{ words, why string }
	inPast      struct {
		words string
		at    time.Time
	}
	inFuture       struct{ at time.Time }
	badValue       struct{ what, given, expected, example, field string }
	needsReason    struct{}
	nameTaken      struct{ name string }
	answeredBefore struct {
		lead coach.Lead
		as   string // what was answered, empty when that can't be told any more
	}
	alreadySaid struct {
		at    time.Time
		entry string // the change it was
	}
)

func (*unknownLead) Error() string { return "no lead of that name" }
func (*noDate) Error() string      { return "the words are no date" }
func (*vagueDay) Error() string    { return "the words name no day" }
func (*impossible) Error() string  { return "there is no such date" }
func (*inPast) Error() string      { return "an appointment in the past" }
func (*inFuture) Error() string    { return "a touch in the future" }
func (*badValue) Error() string    { return "a value that can't be used" }
func (*needsReason) Error() string { return "closing this early needs a reason" }
func (*nameTaken) Error() string   { return "a lead of that name exists" }
func (*alreadySaid) Error() string { return "the same words were saved a moment ago" }

func (*unknownLead) declines()        {}
func (*noDate) declines()             {}
func (*vagueDay) declines()           {}
func (*impossible) declines()         {}
func (*inPast) declines()             {}
func (*inFuture) declines()           {}
func (*badValue) declines()           {}
func (*needsReason) declines()        {}
func (*nameTaken) declines()          {}
func (*alreadySaid) declines()        {}
func (*answeredBefore) Error() string { return "the question was answered before" }
func (*answeredBefore) declines()     {}

// aboutLead is a rule's refusal with the lead it is about, so that the answer can name it.
type aboutLead struct {
	error
	lead coach.Lead
}

func (e *aboutLead) Unwrap() error { return e.error }

func withLead(err error, l coach.Lead) error {
	if err == nil {
		return nil
	}
	return &aboutLead{err, l}
}

// withoutURL takes the address out of an HTTP error: a response_url is a secret while it lives.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
