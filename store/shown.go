package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// DMs is how many direct messages were counted for a rep on a local date (2006-01-02); counts are kept three days.
func (w *Workspace) DMs(ctx context.Context, rep, date string) (int, error) {
	n := 0
	err := w.s.read(ctx, func(c *client) error {
		var err error
		n, err = c.Get(ctx, w.rep(rep).dms(rep, date)).Int()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return 0, nil
	}
	return n, err
}

// SetTip notes when a rep saw a tip, or under coach.TipRest until when it rests; the zero instant forgets it. Key and
// answer are those of [Change]: a key that was used before leaves everything as it is, with a *[DuplicateError]. Other
// errors as those of [Workspace.Write].
func (w *Workspace) SetTip(ctx context.Context, rep, id string, at, now time.Time, key string, answer []byte) error {
	nonce := NewID()
	b := newBatch(w.rep(rep))
	w.addKey(b, rep, Change{Key: key, Answer: answer, Now: now}, nonce)
	if at.IsZero() {
		b.do("HDEL", w.rep(rep).tips(rep), id)
	} else {
		b.do("HSET", w.rep(rep).tips(rep), id, ms(at))
	}
	v, err := w.s.write(ctx, b)
	if err != nil {
		return err
	}
	return v.err(nonce)
}

// TipsShown is when the rep last saw which tip, by tip id, and until when one rests, by coach.TipRest.
func (w *Workspace) TipsShown(ctx context.Context, rep string) (map[string]time.Time, error) {
	var raw map[string]string
	err := w.s.read(ctx, func(c *client) error {
		var err error
		raw, err = c.HGetAll(ctx, w.rep(rep).tips(rep)).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make(map[string]time.Time, len(raw))
	for id, v := range raw {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("store: tip %s was shown at %q", id, v)
		}
		out[id] = fromMS(n)
	}
	return out, nil
}

// SetDue puts due entries into the index, replacing those of the same kind and owner; a zero At removes one. One trip
// per entry.
func (w *Workspace) SetDue(ctx context.Context, dues ...Due) error {
	for _, d := range dues {
		b := newBatch(w.dueTag(d))
		addDue(b, w.dueTag(d), d)
		if _, err := w.s.write(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// Drop removes due entries that no longer mean anything, such as a ping for a commitment that moved. An entry that
// speaks of another instant by now stays.
func (w *Workspace) Drop(ctx context.Context, dues ...Due) error { return w.PassOn(ctx, nil, dues...) }

// PassOn replaces the first entry by next and removes the others; without a next it removes all. One trip per entry. An
// entry that speaks of another instant by now stays as it is.
func (w *Workspace) PassOn(ctx context.Context, next *Due, dues ...Due) error {
	for i, d := range dues {
		if d.For.IsZero() {
			d.For = d.At
		}
		after := Due{Kind: d.Kind, Rep: d.Rep, Lead: d.Lead, Team: d.Team, Item: d.Item}
		if i == 0 && next != nil {
			after = *next
		}
		t := w.dueTag(d)
		b := newBatch(t)
		b.check("same", t.dueFor(), d.member(), ms(d.For))
		addDue(b, t, after)
		if _, err := w.s.write(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// Park keeps text that somebody typed while a question about it is open, for 24 hours. ID names the question.
func (w *Workspace) Park(ctx context.Context, rep, id string, text []byte) error {
	b := newBatch(w.rep(rep))
	b.do("SET", w.rep(rep).parked(rep, id), text, "PX", parkedLife.Milliseconds())
	_, err := w.s.write(ctx, b)
	return err
}

// Parked is the text kept under id; the second result is false when there is none any more.
func (w *Workspace) Parked(ctx context.Context, rep, id string) ([]byte, bool, error) {
	var raw []byte
	err := w.s.read(ctx, func(c *client) error {
		var err error
		raw, err = c.Get(ctx, w.rep(rep).parked(rep, id)).Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	return raw, err == nil, err
}
