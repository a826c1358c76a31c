package store

import (
	"log/slog"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/wire"
)

// Options say where Redis is.
type Options struct {
	URL string       // REDIS_URL; empty means redis://localhost:6379/0
	Log *slog.Logger // nil discards

	// Details are what a lead of that rep is found by besides its name. They follow from the records alone. nil: leads are
	// found by their names only.
	Details func(coach.Lead, coach.Rep) []Detail

	// Safe has every change wait until a replica has it, a tenth of a second at most; without one it is [ErrUnknown].
	Safe bool

	// Local is the clock of this machine; nil means time.Now.
	Local func() time.Time
}

// Store is a connection to Redis that knows the records behind it. It may be used by many goroutines.
type Store struct {
	*wire.Conn
	details func(coach.Lead, coach.Rep) []Detail // nil for none
}

// Open reads the URL and dials nothing: Redis may come up later. An error says what is expected of the URL, not which
// setting it came from, and never holds a password.
func Open(o Options) (*Store, error) {
	c, err := wire.Open(wire.Options{URL: o.URL, Log: o.Log, Safe: o.Safe, Local: o.Local})
	if err != nil {
		return nil, err
	}
	return &Store{c, o.Details}, nil
}
