package bot

import (
	"fmt"
	"time"

	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store"
)

// errCrowded is the fate of an envelope that nobody could look at in time: nothing of it was saved.
var errCrowded = fmt.Errorf("too much waits already: %w", store.ErrNotSaved)

// Busy answers an envelope that the socket turns away because too much waits already. It reads nothing and talks to
// nobody before it answers: a command gets its words back, a form stays open with what was typed, a click is answered
// behind the acknowledgement while there is room there.
func (b *Bot) Busy(e socket.Envelope) any {
	start := time.Now()
	a := identify(e, b.now())
	a.label = b.label(a)
	a.who, _ = b.people.get(a.user)
	b.counts.acted(a.kind, a.label, resultOf(a, errCrowded), time.Since(start))
	if (a.kind == kindClick || a.kind == kindShortcut) && len(b.slots) == cap(b.slots) {
		return nil
	}
	return b.finish(a, answer{}, errCrowded)
}
