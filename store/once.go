package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/wire"
)

// What is kept here for a while changes no lead, and stands in no journal: an undo has nothing to take back of it.

// Once keeps the key of a request that changes nothing here but is carried out elsewhere and must not be twice, such as
// sending a file. Whoever gets no error, and nobody else, carries it out. Key and answer are those of [Change]: a key
// that was used before is a *[DuplicateError] with the first answer. Other errors as those of [Workspace.Write]; after
// them nothing may be carried out.
func (w *Workspace) Once(ctx context.Context, rep string, now time.Time, key string, answer []byte) error {
	b := wire.NewBatch(w.space.rep(rep))
	b.Once(rep, wire.Mark{Key: key, Answer: answer, Now: now})
	return w.space.s.Commit(ctx, b)
}

// Park keeps text that somebody typed while a question about it is open, for 24 hours. ID names the question.
func (w *Workspace) Park(ctx context.Context, rep, id string, text []byte) error {
	b := wire.NewBatch(w.space.rep(rep))
	b.Do("SET", w.space.rep(rep).Parked(rep, id), text, "PX", keyspace.ParkedLife.Milliseconds())
	_, err := w.space.s.Write(ctx, b)
	return err
}

// Parked is the text kept under id; the second result is false when there is none any more.
func (w *Workspace) Parked(ctx context.Context, rep, id string) ([]byte, bool, error) {
	var raw []byte
	err := w.space.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.Get(ctx, w.space.rep(rep).Parked(rep, id)).Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	return raw, err == nil, err
}

// PostLetter keeps a letter for thirty days and has it delivered at once. Whoever wrote it is its From. Key and answer
// are those of [Change]: a key that was used before is a *[DuplicateError] with the first answer, and nothing is sent a
// second time.
func (w *Workspace) PostLetter(ctx context.Context, l coach.Letter, now time.Time, key string, answer []byte) error {
	b := wire.NewBatch(w.space.rep(l.From))
	b.Once(l.From, wire.Mark{Key: key, Answer: answer, Now: now})
	if err := addLetter(b, l, now); err != nil {
		return err
	}
	return w.space.s.Commit(ctx, b)
}

// addLetter keeps a letter among what its writer's shard has, and makes it due.
func addLetter(b *wire.Batch, l coach.Letter, now time.Time) error {
	raw, err := codec.Encode(l, "")
	if err != nil {
		return fmt.Errorf("store: letter: %w", err)
	}
	b.Do("SET", b.Tag.Letter(l.From, l.ID), raw, "PX", keyspace.LetterLife.Milliseconds())
	ledger.Add(b, ledger.Due{Kind: ledger.KindLetter, Rep: l.From, Item: l.ID, At: now})
	return nil
}

// Letter is the letter that somebody wrote; the second result is false when there is none any more. One that is looked
// at is kept for thirty days from then on: it may be for somebody who is away for longer.
func (w *Workspace) Letter(ctx context.Context, from, id string) (l coach.Letter, ok bool, err error) {
	var raw string
	err = w.space.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.GetEx(ctx, w.space.rep(from).Letter(from, id), keyspace.LetterLife).Result()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return l, false, nil
	case err != nil:
		return l, false, err
	}
	return l, true, codec.Damaged("letter", id, codec.Decode(raw, &l))
}
