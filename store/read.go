package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/sums"
	"github.com/followup-coach/followup/store/wire"
)

// A command reads once, whatever it is going to need: which lead it is about only turns out in Redis, where its name is
// looked up. What was read is what the write is conditional on.

var (
	//go:embed lua/read.lua
	readLua string
	// Most reads find a name that is exact, and make nothing of what looks for others.
	readScript = redis.NewScript("local function looking()\n" + nearLua +
		"\nreturn near, is_behind, words_of, most_names\nend\n" + readLua)
)

// Query says what one read trip is to bring.
type Query struct {
	Rep string
	Now time.Time

	Key  string // of the envelope, to learn whether it was handled before; "" for none
	Said string // hash of the words, to learn whether they were said in the last 3 minutes; "" for none

	// The lead: by id, or by the first of the normalized names that exists (hand in the longest first).
	LeadID string
	Names  []string
	// Where none of the names exists and Index is asked for, leads are sought by their details: by the first of Names,
	// then of Details, that is one as a whole; else by what begins with one of Names (the first that anything begins
	// with), or with any of Starts.
	Details, Starts []string

	Touches int // how many of the lead's newest touches to bring; -1 for all
	// Index brings the rep's names when there is no LeadID, and none of Names exists, also as a detail: all of them, or of
	// a rep with more than a thousand those that are near the words of Like; without any, near those of Names.
	Index bool
	Like  []string

	Agreed   bool // bring the rep's agreed calls from an hour before Now on, for a call that is about to be agreed on
	Counters bool // bring the rep's counters
}

// Snapshot is what a read trip found. It is also the state that a write is checked against, so hand it on unchanged.
type Snapshot struct {
	Rep   coach.Rep
	Known bool // the rep has a record

	Lead    *coach.Lead
	Name    string        // which of Query.Names matched
	Touches []coach.Touch // oldest first, in order of logging
	Index   []NameEntry   // in no order
	Near    bool          // Index has but the names that are near; see [Query]
	Details []DetailEntry // by key; of one key where that is a detail as a whole

	Held []Held // who else has Lead, as far as its mark tells

	Agreed   []coach.Agreed // by time, at most 200
	Counters coach.Counters

	Answer   []byte // stored answer of Query.Key, empty where it was not stored…
	Answered bool   // …all the same Query.Key was used…
	Handled  string // …by this entry of the journal; of what older versions wrote, and of what has no entry, a nonce
	Said     *Said  // the same words within the last 3 minutes

	repRaw, leadRaw string
	aggregate       aggregate // of Lead as it is stored
	lastTouch       string    // the newest of Touches as it is stored
	stale           bool      // the lead's mark tells of somebody who hasn't got it
	instead         *undoing  // is taken back by the write, and is taken back here already ([History.ReadBefore])
}

// NameEntry is one line of a rep's name index.
type NameEntry struct{ ID, Name string }

// Said is when the same words were saved a moment ago, and by which entry of the journal; "" where that isn't known.
type Said struct {
	At    time.Time
	Entry string
}

// Read brings everything asked for in one trip. It takes longer where one of a rep's leads is sought by its details or
// by a part of its name, and these are not at hand yet: the first time, and of very many names after some have changed.
func (w Records) Read(ctx context.Context, a Query) (Snapshot, error) {
	s, state, err := w.readOnce(ctx, a)
	if err != nil || !a.Index || a.LeadID != "" || s.Lead != nil {
		return s, err
	}
	made := w.s.details == nil || !s.Known || state.detailed == detailsState(s.Rep)
	if made && state.behind == 0 {
		return s, nil
	}
	if !made {
		err = w.makeDetails(ctx, s.Rep, state.detailed)
	}
	if err == nil && state.behind > 0 {
		err = w.workNamesIn(ctx, a.Rep)
		if made && state.behind == 1 && errors.Is(err, ErrNotSaved) && ctx.Err() == nil {
			return s, nil // a full Redis finds what was found before
		}
	}
	if err != nil {
		return Snapshot{}, err
	}
	s, _, err = w.readOnce(ctx, a)
	return s, err
}

// readState is what of a rep's leads stands in the indexes; only known where one was asked for and no lead was found.
type readState struct {
	detailed string // for [detailsState]
	behind   int64  // 1: the index of names may lack what changed lately; 2: any
}

// readOnce is the one trip.
func (w Records) readOnce(ctx context.Context, a Query) (s Snapshot, state readState, err error) {
	t := w.rep(a.Rep)
	keys := []string{t.Reps(), t.Leads(a.Rep), t.Names(a.Rep), t.TouchPrefix(a.Rep), t.Reps(), t.Reps(), t.Agreed(a.Rep),
		t.Counters(a.Rep), t.Details(a.Rep), t.Detailed(a.Rep), t.Words(a.Rep), t.Worded(a.Rep), t.Audit(a.Rep)}
	args := make([]any, 0, 11+len(a.Details)+len(a.Starts))
	args = append(args, a.Rep, a.LeadID, "", "", strconv.Itoa(a.Touches), wire.Flag(a.Index), "",
		wire.Flag(a.Counters), strings.Join(a.Names, noText), strconv.Itoa(len(a.Details)), strings.Join(a.Like, noText))
	if a.Agreed {
		args[6] = keyspace.MS(a.Now.Add(-agreedPast))
	}
	if a.Key != "" {
		keys[4], args[2] = t.Key(a.Rep, a.Key), keyspace.Digest(a.Key)
	}
	if a.Said != "" {
		args[3] = "=" + a.Said
	}
	if a.Key != "" || a.Said != "" {
		keys[5] = t.Did(a.Rep, a.Now)
	}
	for _, list := range [...][]string{a.Details, a.Starts} {
		for _, n := range list {
			args = append(args, n)
		}
	}
	var reply []any
	err = w.s.ReadBig(ctx, a.Index, func(c redis.UniversalClient) error { // the index of a rep with very many leads is big
		var err error
		reply, err = readScript.Run(ctx, c, keys, args...).Slice()
		return err
	})
	if err != nil {
		return Snapshot{}, readState{}, err
	}
	if s, err = seenOf(a, reply); err != nil {
		return Snapshot{}, readState{}, err
	}
	if s.Lead != nil && len(s.Lead.Shared) > 0 {
		s.Held, s.stale = w.heldBeside(ctx, s.Lead, s.Rep)
	}
	behind, _ := reply[12].(int64)
	return s, readState{detailed: wire.Text(reply[11]), behind: behind}, nil
}

// noText stands between texts: a byte that none holds.
const noText = "\xff"

// seenOf reads the answer of lua/read.lua, in its order.
func seenOf(a Query, reply []any) (Snapshot, error) {
	if len(reply) != 13 {
		return Snapshot{}, fmt.Errorf("store: read answered %d values", len(reply))
	}
	var s Snapshot
	var err error
	if s.repRaw = wire.Text(reply[0]); s.repRaw != "" {
		s.Known = true
		if err := codec.Decode(s.repRaw, &s.Rep); err != nil {
			return Snapshot{}, codec.Damaged("rep", a.Rep, err)
		}
	}
	if v, ok := reply[1].(string); ok {
		by, answer, _ := strings.Cut(v, "\n")
		s.Answered, s.Answer, s.Handled = true, []byte(answer), by
	}
	if v, ok := reply[2].(string); ok {
		s.Said = saidOf(v, a.Now)
	}
	if s.leadRaw = wire.Text(reply[4]); s.leadRaw != "" {
		s.Name = wire.Text(reply[5])
		s.Lead = new(coach.Lead)
		if err := codec.Decode(s.leadRaw, s.Lead); err != nil {
			return Snapshot{}, codec.Damaged("lead", a.Rep+"/"+wire.Text(reply[3]), err)
		}
		s.aggregate = aggregateOf(s.Lead)
	}
	if s.Touches, err = touchesOf(reply[6]); err != nil {
		return Snapshot{}, codec.Damaged("touches of lead", a.Rep+"/"+wire.Text(reply[3]), err)
	}
	if list, _ := reply[6].([]any); len(list) > 0 {
		s.lastTouch = wire.Text(list[len(list)-1])
	}
	index, _ := reply[7].([]any)
	s.Index = make([]NameEntry, 0, len(index)/2)
	for i := 0; i+1 < len(index); i += 2 {
		s.Index = append(s.Index, NameEntry{Name: wire.Text(index[i]), ID: wire.Text(index[i+1])})
	}
	if s.Agreed, err = agreedOf(reply[8]); err != nil {
		return Snapshot{}, err
	}
	counts, _ := reply[9].([]any)
	raw := make(map[string]string, len(counts)/2)
	for i := 0; i+1 < len(counts); i += 2 {
		raw[wire.Text(counts[i])] = wire.Text(counts[i+1])
	}
	s.Details, s.Near = detailsFound(reply[10]), reply[12] != nil
	s.Counters = sums.CountersOf(raw)
	return s, nil
}

// saidCounts is how long the same words are taken for a repeat.
const saidCounts = 3 * time.Minute

// saidOf is nil when the words were said too long ago by the caller's clock; expiry only cleans up.
func saidOf(v string, now time.Time) *Said {
	at, entry, _ := strings.Cut(v, " ")
	n, err := strconv.ParseInt(at, 36, 64)
	if err != nil || now.Sub(keyspace.FromMS(n)) >= saidCounts {
		return nil
	}
	return &Said{At: keyspace.FromMS(n), Entry: entry}
}

// touchesOf reads a list of touches, oldest first.
func touchesOf(v any) ([]coach.Touch, error) {
	list, _ := v.([]any)
	if len(list) == 0 {
		return nil, nil
	}
	out := make([]coach.Touch, len(list))
	for i, t := range list {
		if err := codec.Decode(wire.Text(t), &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
