package store

import (
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
	"github.com/followup-coach/followup/store/wire"
)

// The do-not-call list is the workspace's: whoever was asked not to call a number was asked for everybody. The outbox
// of the change in which that was said puts it there, and what takes it back does so for the lead on which it was said.

// Blocked is a number that nobody in the workspace may call: whoever was asked first, and those who were asked since.
type Blocked struct {
	Phone string    `json:"phone"` // as the caller normalizes numbers (E.164)
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
	return Blocked{Phone: b.Phone, By: first.By, At: first.At, Rep: first.Rep, Lead: first.Lead, More: left[1:],
		Read: b.Read}, true
}

// BlockedAmong are those of some numbers that are blocked, in their order; a number whose record is damaged is one of
// them, and nobody knows more of it. One trip, none without numbers.
func (d Directory) BlockedAmong(ctx context.Context, phones []string) (found []Blocked, err error) {
	if len(phones) == 0 {
		return nil, nil
	}
	var raw []any
	err = d.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HMGet(ctx, d.ws().Blocked(), phones...).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, r := range raw {
		if wire.Text(r) == "" {
			continue
		}
		var b Blocked
		if err := codec.Damaged("blocked number", phones[i], codec.Decode(wire.Text(r), &b)); d.s.Passes(err) {
			b = Blocked{Phone: phones[i]}
		} else if err != nil {
			return nil, err
		}
		found = append(found, b)
	}
	return found, nil
}

// blocked is a number's record and how it is stored, "" when it may be called.
func (d Directory) blocked(ctx context.Context, phone string) (b Blocked, raw string, err error) {
	err = d.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGet(ctx, d.ws().Blocked(), phone).Result()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return b, "", nil
	case err != nil:
		return b, "", err
	}
	return b, raw, codec.Damaged("blocked number", phone, codec.Decode(raw, &b))
}

// BlockNumber puts a number on the do-not-call list, audited. Of one that is on it already, who was asked is added,
// once for each lead.
func (d Directory) BlockNumber(ctx context.Context, b Blocked) error {
	for try := 1; ; try++ {
		was, before, err := d.blocked(ctx, b.Phone)
		torn, kept := d.s.Passes(err), before
		if torn { // replaced: still blocked, and readable again
			err, kept = nil, ""
		}
		if err != nil || kept != "" && slices.ContainsFunc(was.Asked(), func(a Asked) bool { return a.Lead == b.Lead }) {
			return err
		}
		record := b
		if kept != "" {
			record = was
			record.More = slices.Concat(was.More, b.Asked())
		}
		raw, err := codec.Encode(record, kept)
		if err != nil {
			return fmt.Errorf("store: blocked number: %w", err)
		}
		err = d.setBlocked(ctx, Change{Op: "block", By: b.By, Now: b.At}, b.Phone, before, raw)
		if !TryAgain(ctx, try, err) {
			return err
		}
	}
}

// unblockNumber takes a number off the list again, audited, whoever was asked not to call it.
func (d Directory) unblockNumber(ctx context.Context, phone, by string, now time.Time) error {
	_, raw, err := d.blocked(ctx, phone)
	if err != nil || raw == "" {
		return err
	}
	return d.setBlocked(ctx, Change{Op: "unblock", By: by, Now: now}, phone, raw, "")
}

// unblockLead takes back what was asked on one lead, audited: the confirmed reversal. A number that somebody was asked
// not to call on another lead stays on the list. The whole list is looked through: the lead may have had other numbers
// when it was said.
func (d Directory) unblockLead(ctx context.Context, lead, by string, now time.Time) error {
	var phones []string
	err := d.s.Read(ctx, func(c redis.UniversalClient) error {
		phones = phones[:0]
		list := c.HScan(ctx, d.ws().Blocked(), 0, "", 1000).Iterator()
		for list.Next(ctx) {
			phone := list.Val()
			if list.Next(ctx) && strings.Contains(list.Val(), lead) {
				phones = append(phones, phone)
			}
		}
		return list.Err()
	})
	for _, phone := range phones {
		if err == nil {
			err = d.withdraw(ctx, phone, lead, by, now)
		}
	}
	return err
}

// withdraw takes one lead out of a number's record, and the number off the list when it was the last.
func (d Directory) withdraw(ctx context.Context, phone, lead, by string, now time.Time) error {
	for try := 1; ; try++ {
		b, raw, err := d.blocked(ctx, phone)
		if err != nil || raw == "" || !slices.ContainsFunc(b.Asked(), func(a Asked) bool { return a.Lead == lead }) {
			return err
		}
		after := ""
		if left, some := b.without(lead); some {
			if after, err = codec.Encode(left, raw); err != nil {
				return fmt.Errorf("store: blocked number: %w", err)
			}
		}
		err = d.setBlocked(ctx, Change{Op: "unblock", By: by, Now: now}, phone, raw, after)
		if !TryAgain(ctx, try, err) {
			return err
		}
	}
}

// ReadBlockedAnew goes once through the numbers that a version before this one put on the list, under whatever it made
// of a text that it couldn't read, and asks the outbox to block each number that the lead has by today's reading. It
// may be interrupted and called again.
func (w *Workspace) ReadBlockedAnew(ctx context.Context, now time.Time) error {
	d, old := w.Directory, make(map[string]string)
	err := d.s.Read(ctx, func(c redis.UniversalClient) error {
		list := c.HScan(ctx, d.ws().Blocked(), 0, "", 1000).Iterator()
		for list.Next(ctx) {
			phone := list.Val()
			if list.Next(ctx) && !strings.Contains(list.Val(), `"read":true`) {
				old[phone] = list.Val()
			}
		}
		return list.Err()
	})
	for phone, raw := range old {
		if err == nil {
			err = w.readAnew(ctx, phone, raw, now)
		}
	}
	return err
}

// readAnew asks for the blocks of one record's lead and marks the record, in one write.
func (w *Workspace) readAnew(ctx context.Context, phone, raw string, now time.Time) error {
	var b Blocked
	if err := codec.Damaged("blocked number", phone, codec.Decode(raw, &b)); w.space.s.Passes(err) {
		return nil
	} else if err != nil {
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
			for _, key := range seen.Lead.Telephones(seen.Rep).Keys() {
				if key != phone {
					items = append(items, Outbox{Kind: OutboxBlock, By: b.By,
						Blocked: &Blocked{Phone: key, By: b.By, At: b.At, Rep: b.Rep, Lead: b.Lead, Read: true}})
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
	write.Check("same", t.Blocked(), phone, raw)
	write.Do("HSET", t.Blocked(), phone, after)
	addOutbox(write, t, "", now, items)
	_, err = w.Directory.s.Write(ctx, write) // a record that changed meanwhile was read by who changed it
	return err
}

// setBlocked writes or removes a number with its line in the audit trail; before and after are records, "" for none.
// [ErrConflict] says that it has changed since.
func (d Directory) setBlocked(ctx context.Context, c Change, phone, before, after string) error {
	t := d.ws()
	b := wire.NewBatch(t)
	b.Once("", c.mark())
	if before == "" {
		b.Check("absent", t.Blocked(), phone, "")
	} else {
		b.Check("same", t.Blocked(), phone, before)
	}
	if after == "" {
		b.Do("HDEL", t.Blocked(), phone)
	} else {
		b.Do("HSET", t.Blocked(), phone, after)
	}
	if !json.Valid([]byte(before)) {
		before = "" // nothing can be put back of a damaged record
	}
	if err := addWorkspaceAudit(b, t, c, "blocked:"+phone, before, after); err != nil {
		return err
	}
	return d.s.Commit(ctx, b)
}
