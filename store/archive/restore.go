package archive

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/numbers"
)

// unfinished stands in Redis while a copy is read in. Whoever finds it must not work with the rest.
const unfinished = "{followup}:restoring"

// probes are keys that somebody who only waits for Redis may have written.
var probes = map[string]bool{"{followup}:probe": true}

const (
	// linesAtOnce and bytesAtOnce bound what one trip brings to Redis.
	linesAtOnce = 500
	bytesAtOnce = 1 << 20
)

// Options of a restore.
type Options struct {
	Keys Keys // of the do-not-call lists
	// LostKey leaves out the numbers of do-not-call lists that are there as hashes, since their key is lost: they would
	// block nobody. Those of leads that are closed so are blocked anew by the bot.
	LostKey bool
}

// Restore reads a file of [Export]'s into an empty Redis. [ErrNotEmpty] where there is anything else in it,
// *[codec.SchemaError] for data of a newer schema, *[KeyError] where a key is missing: nothing is written then. A file
// that isn't whole is an error; what was read of it stays behind a mark ([Unfinished]), and so it does when the process
// dies. To begin once more, Restore removes it.
func Restore(ctx context.Context, c redis.UniversalClient, r io.Reader, o Options) (n Counts, err error) {
	in := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	var h header
	switch err := in.Decode(&h); {
	// The cause stands behind it: a directory or a broken pipe is no file of another kind.
	case err != nil:
		return n, fmt.Errorf("this is no file that followup export has written: %w", noEOF(err))
	case h.Followup != "export":
		return n, errors.New("this is no file that followup export has written")
	case h.Format > format:
		return n, fmt.Errorf("the file is of format %d, and this version of Followup knows no newer one than %d", h.Format,
			format)
	case h.Schema > codec.Schema:
		return n, &codec.SchemaError{Stored: h.Schema}
	}
	if err := o.Keys.fit(h.Blocked); err != nil && !o.LostKey {
		return n, err
	}
	if err := makeRoom(ctx, c); err != nil {
		return n, err
	}
	if err := c.Set(ctx, unfinished, h.At.Format(time.RFC3339), 0).Err(); err != nil {
		return n, fmt.Errorf("redis: %w", err)
	}
	// From here on this Redis is nobody's until the last line is in.
	x := &restorer{c: c, pipe: c.Pipeline(), keys: o.Keys, lost: o.LostKey}
	for at := 0; ; at++ {
		var l line
		if err := in.Decode(&l); err != nil {
			return x.counts, fmt.Errorf("line %d of the file can't be read: %w", at+2, noEOF(err))
		}
		if l.End != nil {
			if *l.End != at {
				return x.counts, fmt.Errorf("the file lost lines: it has %d of %d", at, *l.End)
			}
			break
		}
		if err := x.line(ctx, l); err != nil {
			return x.counts, fmt.Errorf("line %d of the file: %w", at+2, err)
		}
	}
	x.endKey(ctx)
	if err := x.flush(ctx); err != nil {
		return x.counts, err
	}
	if err := o.Keys.put(ctx, c); err != nil {
		return x.counts, err
	}
	if err := c.Del(ctx, unfinished).Err(); err != nil {
		return x.counts, fmt.Errorf("redis: %w", err)
	}
	return x.counts, nil
}

// noEOF names the end of a file that has more to come.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Unfinished is [ErrUnfinished] where a copy was read in and not to its end.
func Unfinished(ctx context.Context, c redis.UniversalClient) error {
	found, err := c.Exists(ctx, unfinished).Result()
	if err == nil && found > 0 {
		return ErrUnfinished
	}
	return err
}

// makeRoom refuses a Redis that isn't empty, and removes what an unfinished restore has left.
func makeRoom(ctx context.Context, c redis.UniversalClient) error {
	begun := Unfinished(ctx, c)
	if begun != nil && !errors.Is(begun, ErrUnfinished) {
		return fmt.Errorf("redis: %w", begun)
	}
	return keyspace.Each(ctx, c, "*", func(keys []string) error {
		pipe := c.Pipeline()
		for _, key := range keys {
			switch {
			case probes[key] || key == unfinished:
			// Without the mark there is no telling whose it is.
			case begun == nil:
				return ErrNotEmpty
			default:
				pipe.Unlink(ctx, key)
			}
		}
		_, err := pipe.Exec(ctx)
		return err
	})
}

// restorer puts lines into Redis.
type restorer struct {
	c    redis.UniversalClient
	pipe redis.Pipeliner

	at       line // the key whose elements come
	elements int64
	lists    []listed // those that end in the pipe

	keys Keys
	lost bool // hashes of numbers are left out

	counts       Counts
	lines, bytes int
}

// listed is a list as it must be: a part of it that the network repeats would make it longer.
type listed struct {
	length *redis.IntCmd
	want   int64
}

// line takes the next line of the file.
func (x *restorer) line(ctx context.Context, l line) error {
	if l.Key != "" {
		x.endKey(ctx)
		x.at, x.elements = l, 0
		x.counts.Keys++
		return nil
	}
	if l.Field != nil && numbers.IsHash(string(*l.Field)) {
		k, _ := keyspace.Parse(string(x.at.Key))
		switch {
		case k.Kind != "blocked":
		case x.lost:
			x.counts.Hashes++
			return nil
		case x.keys[k.Workspace()] == nil:
			return errors.New("a hash of a blocked number, of which the first line says nothing")
		}
	}
	if err := x.element(ctx, l); err != nil {
		return err
	}
	x.elements++
	x.lines++
	for _, t := range []*text{l.Field, l.Member, l.Value} {
		if t != nil {
			x.bytes += len(*t)
		}
	}
	if x.lines >= linesAtOnce || x.bytes >= bytesAtOnce {
		return x.flush(ctx)
	}
	return nil
}

// element adds one to the key whose elements come.
func (x *restorer) element(ctx context.Context, l line) error {
	key := string(x.at.Key)
	switch kind := x.at.Type; {
	case kind == "string" && l.Value != nil:
		x.pipe.Set(ctx, key, string(*l.Value), 0)
	case kind == "list" && l.Value != nil:
		x.pipe.RPush(ctx, key, string(*l.Value))
	case kind == "hash" && l.Field != nil && l.Value != nil:
		x.pipe.HSet(ctx, key, string(*l.Field), string(*l.Value))
	case kind == "set" && l.Member != nil:
		x.pipe.SAdd(ctx, key, string(*l.Member))
	case kind == "zset" && l.Member != nil && l.Score != "":
		x.pipe.Do(ctx, "ZADD", key, l.Score, string(*l.Member))
	default:
		return fmt.Errorf("no element of the %s %s", kind, key)
	}
	return nil
}

// endKey sets when the key ends by itself.
func (x *restorer) endKey(ctx context.Context) {
	key := string(x.at.Key)
	if x.at.Until > 0 {
		x.pipe.PExpireAt(ctx, key, time.UnixMilli(x.at.Until))
	}
	if x.at.Type == "list" {
		x.lists = append(x.lists, listed{x.pipe.LLen(ctx, key), x.elements})
	}
}

// flush sends what has come together.
func (x *restorer) flush(ctx context.Context) error {
	if _, err := x.pipe.Exec(ctx); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	for _, l := range x.lists {
		if l.length.Val() != l.want {
			return fmt.Errorf("%s has %d elements in place of %d; restore it again", l.length.Args()[1], l.length.Val(),
				l.want)
		}
	}
	x.lines, x.bytes, x.lists = 0, 0, nil
	return nil
}
