package request

import (
	"errors"
	"net/url"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// CallMoved is a button about an agreed call that has another date by now.
type CallMoved struct{ Now say.Agreed }

func (*CallMoved) Error() string { return "the agreed call was moved" }

func (*CallMoved) declines() {}

// Who may not do something, and what says nothing at all.
var (
	ErrUnreadable = errors.New("the envelope names nobody")
	ErrBot        = errors.New("bots have no leads")
	ErrGuest      = errors.New("guests have no leads")
	ErrStranger   = errors.New("of another workspace")
	ErrGone       = errors.New("deactivated")
	ErrNobody     = errors.New("cannot find out who this is")
	ErrNoManager  = errors.New("not a manager of that team")
	ErrNoAdmin    = errors.New("may not set up teams")
	ErrNotYours   = errors.New("somebody else's entry in a team's library")

	ErrNoName    = errors.New("a lead needs a name")
	ErrLongName  = errors.New("the name is too long")
	ErrOutdated  = errors.New("the message is older than what is stored")
	ErrNoTrigger = errors.New("too late to open a form")

	ErrNotSavedAfterAll = errors.New("looked up: not saved")
	ErrBadURL           = errors.New("malformed address")
	ErrNothing          = errors.New("nothing to change")
	ErrSame             = errors.New("that is what is stored")
	ErrCallGone         = errors.New("the call was taken back")
)

// sayable are errors that say no to a person for a good reason; they are no failures of ours.
var sayable = []error{
	ErrUnreadable, ErrBot, ErrGuest, ErrStranger, ErrGone, ErrNobody, ErrNoManager, ErrNoAdmin, ErrNotYours,
	ErrNoName, ErrLongName, ErrOutdated, ErrNoTrigger, ErrSame, ErrCallGone,
	coach.ErrClosed, coach.ErrOpen, coach.ErrDoNotCall, coach.ErrInFuture, coach.ErrNoteTooLong, coach.ErrOutsideLaw,
	coach.ErrDatePast, coach.ErrNoDate, coach.ErrNoAgreed, coach.ErrOutcome, coach.ErrNoTask, coach.ErrPromise,
}

func Declined(err error) bool {
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
	UnknownLead    struct{ Name string }
	NoDate         struct{ Words string }
	VagueDay       struct{ Words, Name string }
	ImpossibleDate struct{ Words, Why string }
	DatePast       struct {
		Words string
		At    time.Time
	}
	TouchInFuture  struct{ At time.Time }
	BadValue       struct{ What, Given, Expected, Example, Field string }
	NeedsReason    struct{}
	NameTaken      struct{ Name string }
	AnsweredBefore struct {
		Lead coach.Lead
		As   string // what was answered, empty when that can't be told any more
	}
	AlreadySaid struct {
		At    time.Time
		Entry string // the change it was
	}
)

func (*UnknownLead) Error() string { return "no lead of that name" }

func (*NoDate) Error() string { return "the words are no date" }

func (*VagueDay) Error() string { return "the words name no day" }

func (*ImpossibleDate) Error() string { return "there is no such date" }

func (*DatePast) Error() string { return "an appointment in the past" }

func (*TouchInFuture) Error() string { return "a touch in the future" }

func (*BadValue) Error() string { return "a value that can't be used" }

func (*NeedsReason) Error() string { return "closing this early needs a reason" }

func (*NameTaken) Error() string { return "a lead of that name exists" }

func (*AlreadySaid) Error() string { return "the same words were saved a moment ago" }

func (*UnknownLead) declines() {}

func (*NoDate) declines() {}

func (*VagueDay) declines() {}

func (*ImpossibleDate) declines() {}

func (*DatePast) declines() {}

func (*TouchInFuture) declines() {}

func (*BadValue) declines() {}

func (*NeedsReason) declines() {}

func (*NameTaken) declines() {}

func (*AlreadySaid) declines() {}

func (*AnsweredBefore) Error() string { return "the question was answered before" }

func (*AnsweredBefore) declines() {}

// LeadError is a rule's refusal with the lead it is about, so that the answer can name it.
type LeadError struct {
	error
	Lead coach.Lead
}

func (e *LeadError) Unwrap() error { return e.error }

func WithLead(err error, l coach.Lead) error {
	if err == nil {
		return nil
	}
	return &LeadError{err, l}
}

// WithoutURL takes the address out of an HTTP error: a response_url is a secret while it lives.
func WithoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
