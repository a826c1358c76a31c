package store

import (
	"context"
	"time"
)

// Once keeps the key of an act that changes nothing here but is carried out elsewhere and must not be twice, such as
// sending a file. Whoever gets no error, and nobody else, carries it out. Key and answer are those of [Change]: a key
// that was used before is a *[DuplicateError] with the first answer. Other errors as those of [Workspace.Write]; after
// them nothing may be carried out.
func (w *Workspace) Once(ctx context.Context, rep string, now time.Time, key string, answer []byte) error {
	nonce := NewID()
	b := newBatch(w.rep(rep))
	w.addKey(b, rep, Change{Key: key, Answer: answer, Now: now}, nonce)
	v, err := w.s.write(ctx, b)
	if err != nil {
		return err
	}
	return v.err(nonce)
}
