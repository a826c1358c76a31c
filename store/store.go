package store

import (
	"log/slog"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/hooks"
	"github.com/followup-coach/followup/store/wire"
)

// Options say where Redis is.
type Options struct {
	URL string       // REDIS_URL; empty means redis://localhost:6379/0
	Log *slog.Logger // nil discards

	// Details are what a lead of that rep is found by besides its name. They follow from the records alone. nil: leads are
	// found by their names only.
	Details func(coach.Lead, coach.Rep) []Detail

	// Events say what webhooks are to hear of a change. The zero value: there are none, and nothing is read, worked out or
	// written for any.
	Events hooks.Teller

	// Safe has every change wait until a replica has it, a tenth of a second at most; without one it is [ErrUnknown].
	Safe bool

	// Local is the clock of this machine; nil means time.Now.
	Local func() time.Time
}

// Store is a connection to Redis ([wire.Conn]) that knows the records behind it. It may be used by many goroutines.
type Store struct {
	*wire.Conn
	details func(coach.Lead, coach.Rep) []Detail // nil for none
	events  hooks.Teller
}

// Open reads the URL and dials nothing: Redis may come up later. An error says what is expected of the URL, not which
// setting it came from, and never holds a password.
func Open(o Options) (*Store, error) {
	c, err := wire.Open(wire.Options{URL: o.URL, Log: o.Log, Safe: o.Safe, Local: o.Local})
	if err != nil {
		return nil, err
	}
	return &Store{c, o.Details, o.Events}, nil
}

// What a write may say; [Workspace.Write] tells which it does. They are those of package wire, under the names by which
// everybody else knows them: who works with records needs no connection.
var (
	ErrNotSaved      = wire.ErrNotSaved
	ErrUnknown       = wire.ErrUnknown
	ErrConflict      = wire.ErrConflict
	ErrNameTaken     = wire.ErrNameTaken
	ErrRefusesWrites = wire.ErrRefusesWrites
)

// DuplicateError says that the change is saved already.
type DuplicateError = wire.DuplicateError

// Finding is one line of the start-up check and of the doctor.
type Finding = wire.Finding
