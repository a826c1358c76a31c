package archive

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
)

const (
	// namesHeld is of how many keys the names are held at a time, unless one shard has more.
	namesHeld = 50_000
	// keysAtOnce is how many keys one trip asks for, and page how many elements of each.
	keysAtOnce = 32
	page       = 200
)

// Counts are of what was written or read.
type Counts struct {
	Keys   int
	Hashes int // numbers of do-not-call lists: written, or read in and left out since their key is lost
}

// Export writes everything to w. Of data of a newer schema nothing is written: *[codec.SchemaError].
func Export(ctx context.Context, c redis.UniversalClient, w io.Writer, now time.Time) (n Counts, err error) {
	sizes, lists, schema, err := survey(ctx, c)
	if err != nil {
		return n, err
	}
	// A kind of key that only a newer version knows may hold what no copy must have.
	if schema > codec.Schema {
		return n, &codec.SchemaError{Stored: schema}
	}
	hashes, err := hashesIn(ctx, c, lists)
	if err != nil {
		return n, err
	}
	for _, list := range hashes {
		n.Hashes += list.Numbers
	}
	buffered := bufio.NewWriterSize(w, 1<<16)
	x := &exporter{c: c, out: json.NewEncoder(buffered)}
	x.out.SetEscapeHTML(false)
	if err := x.out.Encode(header{"export", format, schema, now.UTC(), hashes}); err != nil {
		return n, err
	}
	for _, tags := range groups(sizes) {
		names, err := x.names(ctx, tags)
		if err != nil {
			return n, err
		}
		for part := range slices.Chunk(names, keysAtOnce) {
			if err := x.keys(ctx, part); err != nil {
				return n, err
			}
		}
		n.Keys += len(names)
	}
	lines := x.lines
	if err := x.write(line{End: &lines}); err != nil {
		return n, err
	}
	return n, buffered.Flush()
}

// survey counts the keys of each tag, and finds the do-not-call lists and the highest schema.
func survey(ctx context.Context, c redis.UniversalClient) (sizes map[string]int, lists []keyspace.Key, schema int,
	err error) {
	sizes, schema = map[string]int{}, 1
	var stored []string
	err = keyspace.Each(ctx, c, "{*", func(keys []string) error {
		for _, key := range keys {
			k, _ := keyspace.Parse(key)
			if has(key) {
				sizes[k.Tag]++
			}
			switch k.Kind {
			case "schema":
				stored = append(stored, key)
			case "blocked":
				lists = append(lists, k)
			}
		}
		return nil
	})
	for _, key := range stored {
		if err == nil {
			var number string
			number, err = c.Get(ctx, key).Result()
			schema = max(schema, codec.Number(number))
		}
	}
	return sizes, lists, schema, err
}

// groups puts tags together whose names are held at a time, in their order. A walk over all keys is made for each
// group: one for a small workspace, and the names of a big one are never held together.
func groups(sizes map[string]int) (out []map[string]bool) {
	room := 0
	for _, tag := range slices.Sorted(maps.Keys(sizes)) {
		if room -= sizes[tag]; room < 0 || len(out) == 0 {
			out, room = append(out, map[string]bool{}), namesHeld-sizes[tag]
		}
		out[len(out)-1][tag] = true
	}
	return out
}

// exporter writes one file.
type exporter struct {
	c     redis.UniversalClient
	out   *json.Encoder
	lines int
}

// write counts the line, for the last one.
func (x *exporter) write(l line) error {
	x.lines++
	return x.out.Encode(l)
}

// names are the keys of some tags that a copy has, in order.
func (x *exporter) names(ctx context.Context, tags map[string]bool) ([]string, error) {
	var names []string
	err := keyspace.Each(ctx, x.c, "{*", func(keys []string) error {
		for _, key := range keys {
			if k, _ := keyspace.Parse(key); tags[k.Tag] && has(key) {
				names = append(names, key)
			}
		}
		return nil
	})
	slices.Sort(names)
	return slices.Compact(names), err
}

// keys writes some keys with all that they hold.
func (x *exporter) keys(ctx context.Context, names []string) error {
	types, ends := make([]*redis.StatusCmd, len(names)), make([]*redis.DurationCmd, len(names))
	_, err := x.c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, key := range names {
			types[i], ends[i] = pipe.Type(ctx, key), pipe.PExpireTime(ctx, key)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	// Most keys are small, and all of them is on the first page.
	first := make([]redis.Cmder, len(names))
	_, err = x.c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, key := range names {
			first[i] = firstPage(ctx, pipe, key, types[i].Val())
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return fmt.Errorf("redis: %w", err)
	}
	for i, key := range names {
		if types[i].Val() == "none" { // gone since it was named
			continue
		}
		l := line{Key: text(key), Type: types[i].Val()}
		if end := ends[i].Val(); end > 0 {
			l.Until = end.Milliseconds()
		}
		if err := x.write(l); err != nil {
			return err
		}
		if err := x.elements(ctx, key, first[i]); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

// firstPage asks for the first elements of a key.
func firstPage(ctx context.Context, c redis.Cmdable, key, kind string) redis.Cmder {
	switch kind {
	case "string":
		return c.Get(ctx, key)
	case "hash":
		return c.HScan(ctx, key, 0, "", page)
	case "set":
		return c.SScan(ctx, key, 0, "", page)
	case "list":
		return c.LRange(ctx, key, 0, page-1)
	case "zset":
		return c.ZRangeWithScores(ctx, key, 0, page-1)
	}
	return c.Type(ctx, key)
}

// elements writes what a key holds, of which the first is there.
func (x *exporter) elements(ctx context.Context, key string, first redis.Cmder) error {
	switch got := first.(type) {
	case *redis.StringCmd:
		v := text(got.Val())
		return x.write(line{Value: &v})
	case *redis.StringSliceCmd:
		return x.list(ctx, key, got.Val())
	case *redis.ZSliceCmd:
		return x.sorted(ctx, key, got.Val())
	// Sets and hashes have no order of their own.
	case *redis.ScanCmd:
		found, cursor := got.Val()
		if got.Args()[0] == "sscan" {
			return x.set(ctx, key, found, cursor)
		}
		return x.hash(ctx, key, found, cursor)
	}
	return fmt.Errorf("a %s can't be exported", first.(*redis.StatusCmd).Val())
}

// list writes a list as it is.
func (x *exporter) list(ctx context.Context, key string, part []string) (err error) {
	for from := int64(page); ; from += page {
		for _, s := range part {
			v := text(s)
			if err := x.write(line{Value: &v}); err != nil {
				return err
			}
		}
		if len(part) < page {
			return nil
		}
		if part, err = x.c.LRange(ctx, key, from, from+page-1).Result(); err != nil {
			return err
		}
	}
}

// sorted writes a sorted set by score, and by member where scores are the same.
func (x *exporter) sorted(ctx context.Context, key string, part []redis.Z) (err error) {
	for from := int64(page); ; from += page {
		for _, z := range part {
			member, _ := z.Member.(string)
			m, score := text(member), strconv.FormatFloat(z.Score, 'f', -1, 64)
			if math.IsInf(z.Score, 1) {
				score = "+inf"
			}
			if err := x.write(line{Member: &m, Score: score}); err != nil {
				return err
			}
		}
		if len(part) < page {
			return nil
		}
		if part, err = x.c.ZRangeWithScores(ctx, key, from, from+page-1).Result(); err != nil {
			return err
		}
	}
}

// set writes a set by member. The sets that there are have few.
func (x *exporter) set(ctx context.Context, key string, members []string, cursor uint64) error {
	for cursor != 0 {
		var more []string
		var err error
		if more, cursor, err = x.c.SScan(ctx, key, cursor, "", page).Result(); err != nil {
			return err
		}
		members = append(members, more...)
	}
	slices.Sort(members)
	for _, s := range slices.Compact(members) {
		m := text(s)
		if err := x.write(line{Member: &m}); err != nil {
			return err
		}
	}
	return nil
}

// hash writes a hash by its fields' names. Of a big one the names are gathered first, and the values are read again in
// their order: Redis has them in none.
func (x *exporter) hash(ctx context.Context, key string, pairs []string, cursor uint64) error {
	values, big := map[string]string{}, cursor != 0
	for {
		for ; len(pairs) >= 2; pairs = pairs[2:] {
			values[pairs[0]] = pairs[1]
			if big {
				values[pairs[0]] = ""
			}
		}
		if cursor == 0 {
			break
		}
		var err error
		if pairs, cursor, err = x.c.HScan(ctx, key, cursor, "", page).Result(); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(values)), page) {
		read := make([]any, len(part))
		for i, field := range part {
			read[i] = values[field]
		}
		if big {
			var err error
			if read, err = x.c.HMGet(ctx, key, part...).Result(); err != nil {
				return err
			}
		}
		for i, name := range part {
			s, there := read[i].(string)
			if !there { // gone since it was named
				continue
			}
			field, value := text(name), text(s)
			if err := x.write(line{Field: &field, Value: &value}); err != nil {
				return err
			}
		}
	}
	return nil
}
