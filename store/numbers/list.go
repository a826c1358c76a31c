package numbers

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

// Fields of the hash in which a workspace keeps its key.
const (
	FieldKey   = "key"   // [Key.Text]
	FieldPrint = "print" // [Key.Fingerprint], by which everybody but the first reader goes
	FieldAll   = "all"   // "1" once no number of the list is stored as it is
)

// State is how a list stores its numbers. The zero value is that of a list without a key.
type State struct {
	Key *Key // nil for none
	All bool // every number is a hash
}

// is reports whether [FieldPrint] and [FieldAll] are those of this state.
func (s State) is(print, all string) bool {
	if s.Key == nil {
		return print == ""
	}
	return print == s.Key.print && (all != "") == s.All
}

// fields are what a number may stand under in the list.
func (s State) fields(number string) []string {
	switch {
	case s.Key == nil:
		return []string{number}
	case s.All:
		return []string{s.Key.Hash(number)}
	}
	return []string{s.Key.Hash(number), number}
}

// List is the do-not-call list of a workspace. It may be used by many goroutines.
type List struct {
	conn  *wire.Conn
	tag   keyspace.Tag
	state atomic.Pointer[State] // as it was when that was last looked at
}

// New is the list behind a tag. Nothing is read yet.
func New(conn *wire.Conn, tag keyspace.Tag) *List {
	l := &List{conn: conn, tag: tag}
	l.state.Store(&State{})
	return l
}

// State is how the list was hashed when that was last looked at. Who writes by it checks it there ([Key.Check]).
func (l *List) State() State { return *l.state.Load() }

// Learn reads how the list is hashed.
func (l *List) Learn(ctx context.Context) (State, error) {
	var is []any
	err := l.conn.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		is, err = c.HMGet(ctx, l.tag.Numbers(), FieldKey, FieldAll).Result()
		return err
	})
	if err != nil {
		return State{}, err
	}
	var s State
	if text := wire.Text(is[0]); text != "" {
		if s.Key, err = ParseKey(text); err != nil {
			return State{}, fmt.Errorf("the key of the do-not-call list can't be read: %w", err)
		}
		s.All = wire.Text(is[1]) != ""
	}
	l.state.Store(&s)
	return s, nil
}

// MakeKey gives a list without a key one, all says that no number stands there as it is; it returns the state then:
// another replica's, where that was first.
func (l *List) MakeKey(ctx context.Context, all bool) (State, error) {
	k, b := NewKey(), wire.NewBatch(l.tag)
	b.Check("absent", l.tag.Numbers(), FieldKey, "")
	b.Do("HSET", l.tag.Numbers(), FieldKey, k.Text(), FieldPrint, k.Fingerprint())
	if all {
		b.Do("HSET", l.tag.Numbers(), FieldAll, "1")
	}
	if _, err := l.conn.Write(ctx, b); err != nil {
		return State{}, err
	}
	return l.Learn(ctx)
}

// Check makes a write depend on the key by which its numbers are hashed.
func (k *Key) Check(b *wire.Batch) { b.Check("same", b.Tag.Numbers(), FieldPrint, k.Fingerprint()) }

// errChanging says that the key was another one each time.
var errChanging = errors.New("the key of the do-not-call list changes all the time")

// findTries bounds the rounds of [List.Find]: how a list is hashed changes three times in its life.
const findTries = 8

// Find looks for numbers in the list and returns the fields under which they may stand, equally many for each, with
// what stands there, "" for nothing. It takes one trip.
//
// How the list is hashed is known from an earlier time, and read again behind the fields: what was found is believed if
// that is still so. There is no moment of an upgrade, a restore or a failover at which a number isn't found.
func (l *List) Find(ctx context.Context, phones []string) (fields, raw []string, err error) {
	for range findTries {
		state := l.State()
		fields = make([]string, 0, 2*len(phones))
		for _, phone := range phones {
			fields = append(fields, state.fields(phone)...)
		}
		var found, is *redis.SliceCmd
		err = l.conn.Read(ctx, func(c redis.UniversalClient) error {
			_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
				found = pipe.HMGet(ctx, l.tag.Blocked(), fields...)
				is = pipe.HMGet(ctx, l.tag.Numbers(), FieldPrint, FieldAll)
				return nil
			})
			return err
		})
		if err != nil {
			return nil, nil, err
		}
		if now := is.Val(); state.is(wire.Text(now[0]), wire.Text(now[1])) {
			for _, r := range found.Val() {
				raw = append(raw, wire.Text(r))
			}
			return fields, raw, nil
		}
		if _, err := l.Learn(ctx); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, errChanging
}

// Fields are those fields of the list that of says yes to.
func (l *List) Fields(ctx context.Context, of func(field, raw string) bool) (out []string, err error) {
	err = l.conn.Read(ctx, func(c redis.UniversalClient) error {
		out = out[:0]
		list := c.HScan(ctx, l.tag.Blocked(), 0, "", 1000).Iterator()
		for list.Next(ctx) {
			field := list.Val()
			if list.Next(ctx) && of(field, list.Val()) {
				out = append(out, field)
			}
		}
		return list.Err()
	})
	return out, err
}
