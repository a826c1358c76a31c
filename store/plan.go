package store

import (
	"context"
	"fmt"
	"strconv"
)

// plan collects the checks and operations of one conditional write (lua/write.lua), all in one slot.
type plan struct {
	keys   []string
	checks []any
	nCheck int
	ops    []any
}

// newPlan is an empty write into the slot of a tag. Its first key is the schema that the script looks at.
func newPlan(t tag) *plan { return &plan{keys: []string{t.schema()}} }

func (p *plan) key(k string) string {
	for i, have := range p.keys {
		if have == k {
			return strconv.Itoa(i + 1)
		}
	}
	p.keys = append(p.keys, k)
	return strconv.Itoa(len(p.keys))
}

func (p *plan) check(kind, key, field, want string) {
	p.checks = append(p.checks, kind, p.key(key), field, want)
	p.nCheck++
}

func (p *plan) do(command, key string, args ...any) {
	p.ops = append(p.ops, command, p.key(key), strconv.Itoa(len(args)))
	p.ops = append(p.ops, args...)
}

// verdict is how a conditional write went.
type verdict struct {
	kind  string // "ok" "dup" "changed" "taken"
	value string
}

func (s *Store) write(ctx context.Context, p *plan) (verdict, error) {
	args := make([]any, 0, 2+len(p.checks)+len(p.ops))
	args = append(args, schemaText, strconv.Itoa(p.nCheck))
	args = append(args, p.checks...)
	args = append(args, p.ops...)
	reply, err := s.run(ctx, writeScript, p.keys, args...)
	if err != nil {
		return verdict{}, err
	}
	switch {
	case len(reply) == 0:
		return verdict{}, fmt.Errorf("%w: redis: empty answer of the write script", ErrUnknown)
	case len(reply) == 1:
		return verdict{kind: text(reply[0])}, nil
	}
	return verdict{kind: text(reply[0]), value: text(reply[1])}, nil
}
