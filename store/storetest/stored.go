package storetest

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Schema1 is everything that the last version without schema numbers had stored at the end of some sixty conversations:
// every outcome, commitments, promises, material, teams and their libraries, do-not-call, snoozes, undone, closed and
// reopened leads, an outbox that nobody has worked off. It is frozen: data like this lies in people's Redis.
//
// Each line is a workspace with the instant at which it was left, or a key of it with its type, value and expiry.
//
//go:embed testdata/schema1.ndjson
var Schema1 []byte

// Schema2 is the same of the first version whose leads wait for one thing at a time, in small: each kind of record with
// nearly every field that it may have, at the end of fifteen conversations, and an outbox beside them. What reads or
// writes it in another way has changed the shape of records, and says so with [codec.Schema] or a field that older
// versions may pass over.
//
//go:embed testdata/schema2.ndjson
var Schema2 []byte

// Stored is one workspace that [Server.Load] has put into Redis.
type Stored struct {
	ID  string    `json:"workspace"`
	Now time.Time `json:"now"` // when it was left: journals reach back a day from here
}

// storedKey is a key as a file holds it.
type storedKey struct {
	Key     string          `json:"key"`
	Type    string          `json:"type"` // "string", "hash", "list", "set" or "zset"
	Expires string          `json:"expires"`
	Value   json.RawMessage `json:"value"`
}

// Load puts the keys of a file such as [Schema2] into Redis and returns its workspaces.
func (s *Server) Load(tb testing.TB, file []byte) []Stored {
	tb.Helper()
	c := s.Client()
	defer c.Close()
	var out []Stored
	pipe := c.Pipeline()
	lines := bufio.NewScanner(bytes.NewReader(file))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var w Stored
		var k storedKey
		err := json.Unmarshal(lines.Bytes(), &w)
		if err == nil && w.ID != "" {
			out = append(out, w)
			continue
		}
		if err == nil {
			err = json.Unmarshal(lines.Bytes(), &k)
		}
		if err == nil {
			err = k.put(tb, pipe)
		}
		if err != nil {
			tb.Fatalf("storetest: %v in %.80s", err, lines.Bytes())
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	if _, err := pipe.Exec(tb.Context()); err != nil {
		tb.Fatalf("storetest: %v", err)
	}
	return out
}

// put writes the key. Its expiry counts from now on, not from when the file was made: what a day keeps would be gone by
// the second day of a test's life.
func (k storedKey) put(tb testing.TB, pipe redis.Pipeliner) error {
	ctx := tb.Context()
	var text string
	var list []any
	var fields map[string]string
	into := map[string]any{"string": &text, "list": &list, "set": &list, "hash": &fields, "zset": &fields}[k.Type]
	if err := json.Unmarshal(k.Value, into); err != nil {
		return err
	}
	switch k.Type {
	case "string":
		pipe.Set(ctx, k.Key, text, 0)
	case "list":
		pipe.RPush(ctx, k.Key, list...)
	case "set":
		pipe.SAdd(ctx, k.Key, list...)
	case "hash":
		pipe.HSet(ctx, k.Key, fields)
	case "zset":
		for member, at := range fields {
			score, err := strconv.ParseFloat(at, 64)
			if err != nil {
				return err
			}
			if at == "+inf" {
				score = math.Inf(1)
			}
			pipe.ZAdd(ctx, k.Key, redis.Z{Score: score, Member: member})
		}
	}
	if k.Expires == "" {
		return nil
	}
	life, err := time.ParseDuration(k.Expires)
	pipe.PExpire(ctx, k.Key, life)
	return err
}
