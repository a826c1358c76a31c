package wire

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
)

var (
	//go:embed lua/write.lua
	writeLua    string
	writeScript = Guarded(writeLua)
)

// Batch collects the checks and operations of one conditional write (lua/write.lua), all in one slot.
type Batch struct {
	Tag    keyspace.Tag
	keys   []string
	checks []any // four for each
	ops    []any
	nonce  string // by which a repeat of this write is known; "" for one that may be done twice
}

// NewBatch is an empty write into the slot of a tag. Its first key is the schema that the script looks at.
func NewBatch(t keyspace.Tag) *Batch {
	// Room for what a log has: to grow to it costs as much again.
	return &Batch{Tag: t, keys: append(make([]string, 0, 12), t.Schema()), checks: make([]any, 0, 16),
		ops: make([]any, 0, 64)}
}

// key is the position of a key among those of the script, from 1; each is sent once.
func (b *Batch) key(k string) string {
	for i, have := range b.keys {
		if have == k {
			return strconv.Itoa(i + 1)
		}
	}
	b.keys = append(b.keys, k)
	return strconv.Itoa(len(b.keys))
}

// Check adds a condition, of a kind that lua/write.lua lists.
func (b *Batch) Check(kind, key, field, want string) {
	b.checks = append(b.checks, kind, b.key(key), field, want)
}

// Unchecked calls fn, which may add to the batch what it likes but for conditions.
func (b *Batch) Unchecked(fn func() error) error {
	checks := b.checks
	err := fn()
	b.checks = checks
	return err
}

// Do adds a command, carried out when all conditions hold.
func (b *Batch) Do(command, key string, args ...any) {
	b.ops = append(b.ops, command, b.key(key), strconv.Itoa(len(args)))
	b.ops = append(b.ops, args...)
}

// scriptResult is how a conditional write went.
type scriptResult struct {
	kind  string // "ok" "dup" "changed" "taken"
	value string
}

// Write sends a batch that may be done twice. Wrote is false where a condition did not hold. After an error nothing was
// written, unless it is [ErrUnknown].
func (s *Conn) Write(ctx context.Context, b *Batch) (wrote bool, err error) {
	r, err := s.send(ctx, b)
	return r.kind == "ok", err
}

// Commit sends a batch that is done once (see [Batch.Once]). Errors: [ErrConflict], [ErrNameTaken], *[DuplicateError]
// when the key was used before, [ErrNotSaved], [ErrUnknown]. After any of them but ErrUnknown nothing was written.
func (s *Conn) Commit(ctx context.Context, b *Batch) error {
	r, err := s.send(ctx, b)
	if err != nil {
		return err
	}
	return r.err(b.nonce)
}

// send is one trip.
func (s *Conn) send(ctx context.Context, b *Batch) (scriptResult, error) {
	args := make([]any, 0, 2+len(b.checks)+len(b.ops))
	args = append(args, codec.Text, strconv.Itoa(len(b.checks)/4))
	args = append(args, b.checks...)
	args = append(args, b.ops...)
	reply, err := s.Run(ctx, writeScript, b.keys, args...)
	if err != nil {
		return scriptResult{}, err
	}
	if len(reply) == 0 {
		return scriptResult{}, fmt.Errorf("%w: redis: empty answer of the write script", ErrUnknown)
	}
	return resultOf(reply), nil
}

// resultOf reads the reply of the script of changes.
func resultOf(reply []any) (r scriptResult) {
	if len(reply) > 0 {
		r.kind = Text(reply[0])
	}
	if len(reply) > 1 {
		r.value = Text(reply[1])
	}
	return r
}

// wroteNothing reports whether a condition did not hold. A duplicate was written, if earlier.
func (v scriptResult) wroteNothing() bool { return v.kind == "changed" || v.kind == "taken" }
