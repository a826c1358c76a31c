package ledger

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

// DMs is how many direct messages were counted for a rep on a local date (2006-01-02); counts are kept three days.
func (l Ledger) DMs(ctx context.Context, rep, date string) (int, error) {
	n := 0
	err := l.conn.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		n, err = c.Get(ctx, l.in.Rep(rep).DMs(rep, date)).Int()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return 0, nil
	}
	return n, err
}

// SetTip notes when a rep saw a tip, or under tips.Rest until when it rests; the zero instant forgets it. Key and
// answer are those of [wire.Mark]: a key that was used before leaves everything as it is, with a
// *[wire.DuplicateError]. Other errors as those of [wire.Conn.Commit].
func (l Ledger) SetTip(ctx context.Context, rep, id string, at, now time.Time, key string, answer []byte) error {
	b := wire.NewBatch(l.in.Rep(rep))
	b.Once(rep, wire.Mark{Key: key, Answer: answer, Now: now})
	if at.IsZero() {
		b.Do("HDEL", l.in.Rep(rep).Tips(rep), id)
	} else {
		b.Do("HSET", l.in.Rep(rep).Tips(rep), id, keyspace.MS(at))
	}
	return l.conn.Commit(ctx, b)
}

// TipsShown is when the rep last saw which tip, by tip id, and until when one rests, by tips.Rest.
func (l Ledger) TipsShown(ctx context.Context, rep string) (map[string]time.Time, error) {
	var raw map[string]string
	err := l.conn.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGetAll(ctx, l.in.Rep(rep).Tips(rep)).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	return TipsOf(raw), nil
}

// TipsOf reads the instants at which tips were shown. What is no instant was never.
func TipsOf(raw map[string]string) map[string]time.Time {
	out := make(map[string]time.Time, len(raw))
	for id, v := range raw {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			out[id] = keyspace.FromMS(n)
		}
	}
	return out
}
