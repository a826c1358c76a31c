package store

import (
	"context"
	"fmt"
	"strconv"
)

// batch collects the checks and operations of one conditional write (lua/write.lua), all in one slot.
type batch struct {
	keys   []string
	checks []any
	nCheck int
	ops    []any
}

// newBatch is an empty write into the slot of a tag. Its first key is the schema that the script looks at.
func newBatch(t tag) *batch { return &batch{keys: []string{t.schema()}} }

func (b *batch) key(k string) string {
	for i, have := range b.keys {
		if have == k {
			return strconv.Itoa(i + 1)
		}
	}
	b.keys = append(b.keys, k)
	return strconv.Itoa(len(b.keys))
}

func (b *batch) check(kind, key, field, want string) {
	b.checks = append(b.checks, kind, b.key(key), field, want)
	b.nCheck++
}

func (b *batch) do(command, key string, args ...any) {
	b.ops = append(b.ops, command, b.key(key), strconv.Itoa(len(args)))
	b.ops = append(b.ops, args...)
}

// scriptResult is how a conditional write went.
type scriptResult struct {
	kind  string // "ok" "dup" "changed" "taken"
	value string
}

func (s *Store) write(ctx context.Context, b *batch) (scriptResult, error) {
	args := make([]any, 0, 2+len(b.checks)+len(b.ops))
	args = append(args, schemaText, strconv.Itoa(b.nCheck))
	args = append(args, b.checks...)
	args = append(args, b.ops...)
	reply, err := s.run(ctx, writeScript, b.keys, args...)
	if err != nil {
		return scriptResult{}, err
	}
	switch {
	case len(reply) == 0:
		return scriptResult{}, fmt.Errorf("%w: redis: empty answer of the write script", ErrUnknown)
	case len(reply) == 1:
		return scriptResult{kind: text(reply[0])}, nil
	}
	return scriptResult{kind: text(reply[0]), value: text(reply[1])}, nil
}
