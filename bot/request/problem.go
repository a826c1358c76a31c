package request

import (
	"errors"
	"net/url"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Who may not do something, and what says nothing at all.
var (
	ErrUnreadable = errors.New("the envelope names nobody")
	ErrBot        = errors.New("bots have no leads")
	ErrGuest      = errors.New("guests have no leads")
	ErrStranger   = errors.New("of another workspace")
	ErrGone       = errors.New("deactivated")
	ErrNobody     = errors.New("cannot find out who this is")
	ErrNoManager  = errors.New("not a manager of that team")
	ErrNotShown   = errors.New("not a manager of a team of theirs, and nobody else sees it")
	ErrNoAdmin    = errors.New("may not set up teams")
	ErrNotYours   = errors.New("somebody else's entry in a team's library")
	ErrNotOwner   = errors.New("somebody else's lead")
	ErrNotLifted  = errors.New("neither the lead's owner nor a manager of theirs")
	ErrNotGift    = errors.New("no manager of the rep who asks")

	ErrNoName    = errors.New("a lead needs a name")
	ErrLongName  = errors.New("the name is too long")
	ErrOutdated  = errors.New("the message is older than what is stored")
	ErrNoTrigger = errors.New("too late to open a form")

	ErrNotSavedAfterAll = errors.New("looked up: not saved")
	ErrBadURL           = errors.New("malformed address")
	ErrCallGone         = errors.New("the call was taken back")
)

// sayable are errors that say no to a person for a good reason; they are no failures of ours.
var sayable = []error{
	ErrUnreadable, ErrBot, ErrGuest, ErrStranger, ErrGone, ErrNobody, ErrNoManager, ErrNotShown, ErrNoAdmin, ErrNotYours,
	ErrNotLifted, ErrNotOwner, ErrNotGift, coach.ErrNotHigh, coach.ErrNoGift,
	ErrNoName, ErrLongName, ErrOutdated, ErrNoTrigger, ErrCallGone,
	coach.ErrClosed, coach.ErrOpen, coach.ErrDoNotCall, coach.ErrInFuture, coach.ErrNoteTooLong, coach.ErrOutsideLaw,
	coach.ErrDatePast, coach.ErrNoDate, coach.ErrNoAgreed, coach.ErrOutcome, coach.ErrNoTask, coach.ErrPromise,
}

// Declined reports whether an error says no to a person for a good reason.
func Declined(err error) bool {
	for _, e := range sayable {
		if errors.Is(err, e) {
			return true
		}
	}
	_, ok := errors.AsType[Problem](err)
	return ok
}

// Problem is a refusal that carries what its sentence needs, and nothing that may be logged.
type Problem interface {
	error
	problem()
}

// What was typed or tapped and can't be used.
type (
	// UnknownLead is a name that no lead of the acting rep has. Rep is whose it is, where a mention says so.
	UnknownLead struct{ Name, Rep string }
	// WentLead is a lead that a manager, By, has handed over: it is with another rep now.
	WentLead struct {
		Name, To, By string
		At           time.Time
	}
	// NoDate is words that are no date.
	NoDate struct{ Words string }
	// VagueDay is words that name no day, where a lead called Name was to be moved to one.
	VagueDay struct{ Words, Name string }
	// ImpossibleDate is words for a date that there isn't or, where Exists is set, for one that has to be asked about.
	ImpossibleDate struct {
		Words, Why string
		Exists     bool
	}
	// DatePast is an appointment in the past.
	DatePast struct {
		Words string
		At    time.Time
	}
	// TouchInFuture is a touch that is said to have been at an instant still ahead.
	TouchInFuture struct{ At time.Time }
	// BadValue is a value that can't be used: what it should have been, what was given, what is expected, and an
	// example that works. Field is where it stands in a form, by name.
	BadValue struct{ What, Given, Expected, Example, Field string }
	// Stopped is a number whose owner asked By not to be called. Lead and its owner Rep are set where the acting person
	// may lift that. Field is where the number stands in a form.
	Stopped struct {
		Number, By, Rep, Lead, Field string
		At                           time.Time
	}
	// WhichTeam is a line that could be about several teams: Lines are the line for each of Teams. Given is a name that
	// none of them has, "" where the line names none.
	WhichTeam struct {
		Given        string
		Teams, Lines []string
	}
	// NeedsReason is an early close without one (S4.19).
	NeedsReason struct{}
	// NameTaken is the name of another lead.
	NameTaken struct{ Name string }
	// AnsweredBefore is a question that has its answer; As is empty when that can't be told any more.
	AnsweredBefore struct {
		Lead coach.Lead
		As   string
	}
	// CallMoved is a button about an agreed call that has another date by now: the one that Lead has.
	CallMoved struct {
		Lead coach.Lead
		Zone coach.LeadZone
	}
)

func (*WentLead) Error() string       { return "the lead went to another rep" }
func (*UnknownLead) Error() string    { return "no lead of that name" }
func (*NoDate) Error() string         { return "the words are no date" }
func (*VagueDay) Error() string       { return "the words name no day" }
func (*ImpossibleDate) Error() string { return "there is no such date" }
func (*DatePast) Error() string       { return "an appointment in the past" }
func (*TouchInFuture) Error() string  { return "a touch in the future" }
func (*BadValue) Error() string       { return "a value that can't be used" }
func (*Stopped) Error() string        { return "the number's owner asked not to be called" }
func (*WhichTeam) Error() string      { return "several teams could be meant" }
func (*NeedsReason) Error() string    { return "closing this early needs a reason" }
func (*NameTaken) Error() string      { return "a lead of that name exists" }
func (*AnsweredBefore) Error() string { return "the question was answered before" }
func (*CallMoved) Error() string      { return "the agreed call was moved" }

func (*WentLead) problem()       {}
func (*UnknownLead) problem()    {}
func (*NoDate) problem()         {}
func (*VagueDay) problem()       {}
func (*ImpossibleDate) problem() {}
func (*DatePast) problem()       {}
func (*TouchInFuture) problem()  {}
func (*BadValue) problem()       {}
func (*Stopped) problem()        {}
func (*WhichTeam) problem()      {}
func (*NeedsReason) problem()    {}
func (*NameTaken) problem()      {}
func (*AnsweredBefore) problem() {}
func (*CallMoved) problem()      {}

// LeadError is a rule's refusal with the lead it is about, so that the answer can name it.
type LeadError struct {
	error
	Lead coach.Lead
}

func (e *LeadError) Unwrap() error { return e.error }

// WithLead gives a refusal its lead; nil stays nil.
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

// CalledLead says that a line which begins with a command's word begins with the name of a lead that exists: it is
// about that lead, and the command was not carried out. Nobody sees it.
type CalledLead struct{ Name string } // as it was looked up

func (e *CalledLead) Error() string { return "a lead is called " + e.Name }
