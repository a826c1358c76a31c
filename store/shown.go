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
func (l Ledger) DMs(ctx context.Context, rep, date string) (int, error) {
	n := 0
	err := l.s.read(ctx, func(c *client) error {
		var err error
		n, err = c.Get(ctx, l.rep(rep).dms(rep, date)).Int()
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
func (l Ledger) SetTip(ctx context.Context, rep, id string, at, now time.Time, key string, answer []byte) error {
	nonce := NewID()
	b := newBatch(l.rep(rep))
	addKey(b, l.rep(rep), rep, Change{Key: key, Answer: answer, Now: now}, nonce)
	if at.IsZero() {
		b.do("HDEL", l.rep(rep).tips(rep), id)
	} else {
		b.do("HSET", l.rep(rep).tips(rep), id, ms(at))
	}
	v, err := l.s.write(ctx, b)
	if err != nil {
		return err
	}
	return v.err(nonce)
}

// TipsShown is when the rep last saw which tip, by tip id, and until when one rests, by coach.TipRest.
func (l Ledger) TipsShown(ctx context.Context, rep string) (map[string]time.Time, error) {
	var raw map[string]string
	err := l.s.read(ctx, func(c *client) error {
		var err error
		raw, err = c.HGetAll(ctx, l.rep(rep).tips(rep)).Result()
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
