// Package drafts is the words that a rep sends to a prospect: filled from what is known of the lead, in a form to
// change and copy ([Drafts]), or the rep's own, looked at before they go out, with a colleague asked about them
// ([Handlers]). Nothing is sent to a prospect from here; [Mark as sent] keeps the text that stands in the field.
//
// A check changes nothing: it reads the lead that is named, or that the text names, with its last messages, and keeps
// the text for a day under an id that its buttons carry. It costs two trips to Redis, a third where only the greeting
// tells whom the message is for.
//
// A colleague gets a letter ([coach.Letter]): the text and who asks, nothing of the lead. Whoever was asked answers by
// a form, since a line written to the bot is a command, and the answer is a letter too. Both are written under the key
// of the request that sent them and go out through the ledger of deliveries, once.
package drafts

import (
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
)

// Handlers carry out what is about a message that a rep has written. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of messages that are looked at.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}
