package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/numbers"
	"github.com/followup-coach/followup/store/wire"
)

// The do-not-call list is the workspace's: whoever was asked not to call a number was asked for everybody. The outbox
// of the change in which that was said puts it there, and what takes it back does so for the lead on which it was said.
// The list outlives its leads, so that it holds a number by its hash alone (package numbers), and so does its trail.

// Blocked is a number that nobody in the workspace may call: whoever was asked first, and those who were asked since.
type Blocked struct {
	// Phone is the number as the caller normalizes numbers (E.164). The list doesn't keep it: in what is found there it is
	// the one that was asked for.
	Phone string    `json:"phone,omitempty"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	Rep   string    `json:"rep,omitempty"`
	Lead  string    `json:"lead,omitempty"`
	More  []Asked   `json:"more,omitempty"`
	Read  bool      `json:"read,omitempty"` // the lead's numbers were read as now: each has a record of its own
}

// Asked is somebody who was told not to call, on a lead of theirs.
type Asked struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Rep  string    `json:"rep,omitempty"`
	Lead string    `json:"lead,omitempty"`
}

// Asked are all who were told not to call this number, in the order in which it came to the list.
func (b Blocked) Asked() []Asked {
	return append([]Asked{{By: b.By, At: b.At, Rep: b.Rep, Lead: b.Lead}}, b.More...)
}

// askedOn reports whether somebody was asked on a lead.
func (b Blocked) askedOn(lead string) bool {
	return slices.ContainsFunc(b.Asked(), func(a Asked) bool { return a.Lead == lead })
}

// Besides is the first who was asked on another lead than this one and those that have gone into it; false when nobody
// was.
func (b Blocked) Besides(l coach.Lead) (Asked, bool) {
	for _, a := range b.Asked() {
		if !slices.Contains(l.IDs(), a.Lead) {
			return a, true
		}
	}
	return Asked{}, false
}

// without is the number's record without those who were asked on a lead; false when nobody is left.
func (b Blocked) without(lead string) (Blocked, bool) {
	left := slices.DeleteFunc(b.Asked(), func(a Asked) bool { return a.Lead == lead })
	if len(left) == 0 {
		return b, false
	}
	first := left[0]
	return Blocked{By: first.By, At: first.At, Rep: first.Rep, Lead: first.Lead, More: left[1:],
		Read: b.Read}, true
}

// BlockedAmong are those of some numbers that are blocked, in their order; a number whose record is damaged is one of
// them, and nobody knows more of it. One trip, none without numbers.
func (d Directory) BlockedAmong(ctx context.Context, phones []string) (found []Blocked, err error) {
	if len(phones) == 0 {
		return nil, nil
	}
	fields, raw, err := d.list.Find(ctx, phones)
	if err != nil {
		return nil, err
	}
	each := len(fields) / len(phones)
	for i, phone := range phones {
		stored := cmp.Or(raw[i*each : (i+1)*each]...)
		if stored == "" {
			continue
		}
		var b Blocked
		// The log hears of a damaged record by its hash.
		if err := codec.Damaged("blocked number", fields[i*each], codec.Decode(stored, &b)); d.s.Passes(err) {
			b = Blocked{}
		} else if err != nil {
			return nil, err
		}
		b.Phone = phone
		found = append(found, b)
	}
	return found, nil
}

// blocked is a number's record by its hash, and how it is stored, "" when it may be called.
func (d Directory) blocked(ctx context.Context, field string) (b Blocked, raw string, err error) {
	err = d.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGet(ctx, d.ws().Blocked(), field).Result()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return b, "", nil
	case err != nil:
		return b, "", err
	}
	return b, raw, codec.Damaged("blocked number", field, codec.Decode(raw, &b))
}

// BlockNumber puts a number on the do-not-call list, audited. Of one that is on it already, who was asked is added,
// once for each lead.
func (d Directory) BlockNumber(ctx context.Context, b Blocked) error {
	for try := 1; ; try++ {
		key, err := d.key(ctx, try, b.At)
		if err != nil {
			return err
		}
		field := key.Hash(b.Phone)
		was, before, err := d.blocked(ctx, field)
		torn, kept := d.s.Passes(err), before
		if torn { // replaced: still blocked, and readable again
			err, kept = nil, ""
		}
		if err != nil || kept != "" && was.askedOn(b.Lead) {
			return err
		}
		record := b
		if kept != "" {
			record = was
			record.More = slices.Concat(was.More, b.Asked())
		}
		record.Phone = ""
		raw, err := codec.Encode(record, kept)
		if err != nil {
			return fmt.Errorf("store: blocked number: %w", err)
		}
		err = d.setBlocked(ctx, Change{Op: "block", By: b.By, Now: b.At}, key, field, before, raw)
		if !TryAgain(ctx, try, err) {
			return err
		}
	}
}

// unblockLead takes back what was asked on one lead, audited: the confirmed reversal. A number that somebody was asked
// not to call on another lead stays on the list. Where no number is named the whole list is looked through: the lead
// may have had others when it was said, or be gone.
func (d Directory) unblockLead(ctx context.Context, it Outbox, now time.Time) error {
	key, err := d.key(ctx, 1, now)
	if err != nil {
		return err
	}
	if it.Phone != "" {
		return d.withdraw(ctx, key.Hash(it.Phone), it.Lead, it.By, now)
	}
	fields, err := d.list.Fields(ctx, func(_, raw string) bool { return strings.Contains(raw, it.Lead) })
	for _, field := range fields {
		if err == nil {
			err = d.withdraw(ctx, field, it.Lead, it.By, now)
		}
	}
	return err
}

// withdraw takes one lead out of a number's record, and the number off the list when it was the last; without a lead,
// as older versions ask for it, whoever was asked.
func (d Directory) withdraw(ctx context.Context, field, lead, by string, now time.Time) error {
	for try := 1; ; try++ {
		key, err := d.key(ctx, try, now)
		if err != nil {
			return err
		}
		b, raw, err := d.blocked(ctx, field)
		if err != nil || raw == "" || lead != "" && !b.askedOn(lead) {
			return err
		}
		after := ""
		if left, some := b.without(lead); some && lead != "" {
			if after, err = codec.Encode(left, raw); err != nil {
				return fmt.Errorf("store: blocked number: %w", err)
			}
		}
		err = d.setBlocked(ctx, Change{Op: "unblock", By: by, Now: now}, key, field, raw, after)
		if !TryAgain(ctx, try, err) {
			return err
		}
	}
}

// RenewBlocked brings the list that a version before has left to what this one keeps: hashes, and of the texts that it
// couldn't read each number that the lead has by today's reading, which the outbox is asked to block. It may be
// interrupted and called again, by several replicas at once.
func (w *Workspace) RenewBlocked(ctx context.Context, now time.Time) error {
	if err := w.Directory.hashNumbers(ctx, now); err != nil {
		return err
	}
	key := w.space.list.State().Key
	old, err := w.space.list.Fields(ctx, func(_, raw string) bool { return !strings.Contains(raw, `"read":true`) })
	for _, field := range old {
		if err == nil {
			err = w.readAnew(ctx, key, field, now)
		}
	}
	return err
}

// readAnew asks for the blocks of one record's lead and marks the record, in one write.
func (w *Workspace) readAnew(ctx context.Context, key *numbers.Key, field string, now time.Time) error {
	b, raw, err := w.Directory.blocked(ctx, field)
	switch {
	case w.space.s.Passes(err):
		return nil
	case err != nil || raw == "":
		return err
	}
	var items []Outbox
	if b.Rep != "" && b.Lead != "" {
		seen, err := w.Records.Read(ctx, Query{Rep: b.Rep, Now: now, LeadID: b.Lead})
		if w.space.s.Passes(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if seen.Lead != nil && seen.Lead.Progress.Closed == outcome.DoNotCall {
			for _, number := range seen.Lead.Telephones(seen.Rep).Keys() {
				if key.Hash(number) != field {
					items = append(items, Outbox{Kind: OutboxBlock, By: b.By,
						Blocked: &Blocked{Phone: number, By: b.By, At: b.At, Rep: b.Rep, Lead: b.Lead, Read: true}})
				}
			}
		}
	}
	b.Read = true
	after, err := codec.Encode(b, raw)
	if err != nil {
		return fmt.Errorf("store: blocked number: %w", err)
	}
	t := w.Directory.ws()
	write := wire.NewBatch(t)
	write.Check("same", t.Blocked(), field, raw)
	write.Do("HSET", t.Blocked(), field, after)
	addOutbox(write, t, "", now, items)
	_, err = w.Directory.s.Write(ctx, write) // a record that changed meanwhile was read by who changed it
	return err
}

// setBlocked writes or removes a number with its line in the audit trail; before and after are records, "" for none.
// [ErrConflict] says that it has changed since, or the list's key.
func (d Directory) setBlocked(ctx context.Context, c Change, key *numbers.Key, field, before, after string) error {
	t := d.ws()
	b := wire.NewBatch(t)
	b.Once("", c.mark())
	key.Check(b)
	if before == "" {
		b.Check("absent", t.Blocked(), field, "")
	} else {
		b.Check("same", t.Blocked(), field, before)
	}
	if after == "" {
		b.Do("HDEL", t.Blocked(), field)
	} else {
		b.Do("HSET", t.Blocked(), field, after)
	}
	if !json.Valid([]byte(before)) {
		before = "" // nothing can be put back of a damaged record
	}
	if err := addWorkspaceAudit(b, t, c, blockedRecord+field, before, after); err != nil {
		return err
	}
	return d.s.Commit(ctx, b)
}

// key is the list's key, once every number is hashed. What is known from an earlier time is taken for that at the first
// try: the write that goes by it checks it.
func (d Directory) key(ctx context.Context, try int, now time.Time) (*numbers.Key, error) {
	if state := d.list.State(); state.All && try == 1 {
		return state.Key, nil
	}
	err := d.hashNumbers(ctx, now)
	return d.list.State().Key, err
}

// hashNumbers sees to it that the list and its trail hold hashes and no numbers, as versions of schema 3 kept them, and
// that the append-only file is written anew behind that; where there were none, nothing is owed. Where it is done it
// takes one trip. Replicas agree on one key.
func (d Directory) hashNumbers(ctx context.Context, now time.Time) error {
	state, err := d.list.Learn(ctx)
	if err != nil || state.All {
		return err
	}
	t, h := d.ws(), History{Records(d)}
	if err = d.raise(ctx); err != nil {
		return err
	}
	plain, err := d.list.Fields(ctx, func(field, _ string) bool { return !numbers.IsHash(field) })
	if err == nil && state.Key == nil {
		told, some := false, numbers.NewKey() // which line has a number is told by any key
		err = h.walk(ctx, t, "", func(e logEntry) bool { told = e.hashed(some) != e.raw; return !told })
		if err == nil {
			state, err = d.list.MakeKey(ctx, len(plain) == 0 && !told)
		}
	}
	if err != nil || state.All {
		return err
	}
	for _, phone := range plain {
		if err == nil {
			err = d.hashRecord(ctx, state.Key, phone)
		}
	}
	if err != nil {
		return err
	}
	if _, err = h.rewrite(ctx, t, "", func(e logEntry) string { return e.hashed(state.Key) }); err != nil {
		return err
	}
	b := wire.NewBatch(t)
	state.Key.Check(b)
	b.Do("HSET", t.Numbers(), numbers.FieldAll, "1")
	addOutbox(b, t, "", now, []Outbox{{Kind: outboxRewrite}})
	if _, err = d.s.Write(ctx, b); err == nil {
		_, err = d.list.Learn(ctx)
	}
	return err
}

// hashRecord puts a number's record under its hash. What can't be read of it goes on blocking the number.
func (d Directory) hashRecord(ctx context.Context, key *numbers.Key, phone string) error {
	field, t := key.Hash(phone), d.ws()
	for try := 1; ; try++ {
		was, plain, err := d.blocked(ctx, phone)
		if plain == "" || codec.IsNewer(err) {
			return err // gone: another replica was quicker
		}
		other, before, torn := d.blocked(ctx, field) // both are there where an upgrade in hand was exported and restored
		after := cmp.Or(before, strings.ReplaceAll(plain, strings.TrimPrefix(phone, "+"), ""))
		if was.Phone = ""; err == nil {
			for _, a := range other.Asked() {
				if before != "" && torn == nil && !was.askedOn(a.Lead) {
					was.More = append(was.More, a)
				}
			}
			if after, err = codec.Encode(was, plain); err != nil {
				return fmt.Errorf("store: blocked number: %w", err)
			}
		}
		b := wire.NewBatch(t)
		key.Check(b)
		b.Check("same", t.Blocked(), phone, plain)
		b.Do("HDEL", t.Blocked(), phone)
		b.Do("HSET", t.Blocked(), field, after)
		if wrote, err := d.s.Write(ctx, b); wrote || err != nil {
			return err
		}
		if !TryAgain(ctx, try, ErrConflict) {
			return ErrConflict
		}
	}
}
