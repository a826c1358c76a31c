package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
)

// KindLetter is the due entry of a letter between two people, which waits in the shard of whoever wrote it.
const KindLetter = "letter"

// PostLetter keeps a letter for thirty days and has it delivered at once. Whoever wrote it is its From. Key and answer
// are those of [Change]: a key that was used before is a *[DuplicateError] with the first answer, and nothing is sent a
// second time.
func (w *Workspace) PostLetter(ctx context.Context, l coach.Letter, now time.Time, key string, answer []byte) error {
	t, nonce := w.space.rep(l.From), NewID()
	raw, err := encode(l, "")
	if err != nil {
		return err
	}
	b := newBatch(t)
	addKey(b, t, l.From, Change{Key: key, Answer: answer, Now: now}, nonce)
	b.do("SET", t.letter(l.From, l.ID), raw, "PX", letterLife.Milliseconds())
	addDue(b, t, Due{Kind: KindLetter, Rep: l.From, Item: l.ID, At: now})
	v, err := w.space.s.write(ctx, b)
	if err != nil {
		return err
	}
	return v.err(nonce)
}

// Letter is the letter that somebody wrote; the second result is false when there is none any more.
func (w *Workspace) Letter(ctx context.Context, from, id string) (l coach.Letter, ok bool, err error) {
	var raw string
	err = w.space.s.read(ctx, func(c *client) error {
		var err error
		raw, err = c.Get(ctx, w.space.rep(from).letter(from, id)).Result()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return l, false, nil
	case err != nil:
		return l, false, err
	}
	return l, true, decode(raw, &l)
}
