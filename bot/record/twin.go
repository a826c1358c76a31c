package record

import (
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/coach"
)

// Two leads of one number or address are mostly one prospect. Adding one asks; whoever brings it about in another way
// is told, behind the save.

// newReach reports whether a change brings a number or an address to a lead.
func newReach(was, is *coach.Lead) bool {
	return is != nil && is.Phone+is.Email != "" && (was == nil || was.Phone != is.Phone || was.Email != is.Email)
}

// twin is another lead of the acting person's with a number or an address that a change has brought to a lead; nil
// where there is none. What can't be read is not worth failing a save for.
func (tx *Transaction) twin(l coach.Lead) *coach.Lead {
	keys := input.ContactKeys(l, *tx.req.Rep)
	if was := tx.Seen.Lead; was != nil {
		had := input.ContactKeys(*was, *tx.req.Rep)
		keys = slices.DeleteFunc(keys, func(key string) bool { return slices.Contains(had, key) })
	}
	if len(keys) == 0 || tx.req.Owner != tx.req.User {
		return nil
	}
	found, err := tx.rec.Space().Records.Find(tx.ctx, *tx.req.Rep, nil, keys, nil)
	if err != nil {
		return nil
	}
	for _, key := range keys {
		for _, id := range found.Details[key] {
			if other, there := found.Leads[id]; there && id != l.ID {
				return &other.Lead
			}
		}
	}
	return nil
}
