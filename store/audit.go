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
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/patch"
	"github.com/followup-coach/followup/store/wire"
)

// The trail is the journal to its first line. A line holds what is needed to go back by one change; what a change made
// of a record is found by going back to it from the record as it is now.

// AuditEntry is a journal entry with what it changed.
type AuditEntry struct {
	Entry
	Subject string // "lead", "rep", "team" or "blocked"
	// Before and After hold the fields that differ, as JSON objects; nil stands for a record that did not exist.
	Before, After json.RawMessage
	TouchGone     json.RawMessage // the touch that an undo took off, or that was written over
}

// Audit returns who changed what, newest first, the newest n (0 = all, to the first day). The rep "" stands for the
// workspace's own records: teams and blocked numbers, whose LeadID is "team:" and its id, or "blocked:" and its hash.
// Before is what is stored; After is worked out by going back from the record as it is, so the cost grows with n.
func (h History) Audit(ctx context.Context, rep string, n int) ([]AuditEntry, error) {
	return h.auditWhere(ctx, rep, n, func(*logEntry) bool { return true })
}

// AuditLead is [History.Audit] of one of the rep's leads, be it there or not. Of what was done to many at once it has
// this one alone.
func (h History) AuditLead(ctx context.Context, rep, lead string, n int) ([]AuditEntry, error) {
	return h.auditWhere(ctx, rep, n, func(e *logEntry) bool {
		e.repBefore = "" // of the changes between, nobody has gone back
		if e.lead == "" && slices.Contains(e.ids(), lead) {
			e.lead, e.touch = lead, ""
		}
		return e.lead == lead
	})
}

// auditWhere is the trail as far as its lines are wanted.
func (h History) auditWhere(ctx context.Context, rep string, n int,
	wanted func(*logEntry) bool) ([]AuditEntry, error) {
	var entries []logEntry
	t, records := h.at.rep(rep), h.records
	if rep == "" {
		t, records = h.at.ws(), h.wsRecords
	}
	err := h.walk(ctx, t, rep, func(e logEntry) bool {
		if wanted(&e) {
			entries = append(entries, e)
		}
		return n == 0 || len(entries) < n
	})
	if err != nil {
		return nil, err
	}
	state, err := records(ctx, rep, entries)
	if err != nil {
		return nil, err
	}
	undone := map[string]bool{}
	out := make([]AuditEntry, len(entries))
	public := make([]Entry, len(entries))
	for i, e := range entries {
		if id, ok := strings.CutPrefix(e.undo, undoOf); ok {
			undone[id] = true
		}
		a := AuditEntry{Entry: e.public()}
		a.Undone = undone[e.id]
		if (a.Undoes != "" || e.rewrote()) && e.touch != "" && e.op != opRevert {
			a.TouchGone = json.RawMessage(e.touch)
		}
		subject, patch, key := "lead", e.leadBefore, e.lead
		if rep == "" {
			subject, _, _ = strings.Cut(e.lead, ":")
		}
		if patch == "" && e.repBefore != "" {
			subject, patch, key = "rep", e.repBefore, ""
		}
		a.Subject = subject
		if a.Before, a.After, state[key], err = beforeAfter(state[key], patch); err != nil {
			return nil, fmt.Errorf("audit entry %s: %w", e.id, err)
		}
		a.Before, a.After = marks.Without(a.Before), marks.Without(a.After)
		if subject == "lead" && e.repBefore != "" {
			if state[""], err = codec.ApplyPatch(state[""], e.repBefore); err != nil {
				return nil, fmt.Errorf("audit entry %s: %w", e.id, err)
			}
		}
		out[i], public[i] = a, a.Entry
	}
	if rep == "" {
		return out, nil
	}
	if err := h.nameEntries(ctx, rep, entries, public); err != nil {
		return nil, err
	}
	for i := range out {
		out[i].LeadName = public[i].LeadName
	}
	return out, nil
}

// beforeAfter splits a change into what differs, given the record after it, and returns the record before it.
func beforeAfter(record, undo string) (before, after json.RawMessage, earlier string, err error) {
	if earlier, err = codec.ApplyPatch(record, undo); err != nil {
		return nil, nil, "", err
	}
	switch {
	case undo == "":
		return nil, nil, earlier, nil
	case undo == codec.DidNotExist:
		return nil, codec.Unnumbered(record), earlier, nil
	case record == "":
		return codec.Unnumbered(undo), nil, earlier, nil
	}
	return codec.Unnumbered(undo), codec.Unnumbered(patch.Only(record, undo)), earlier, nil
}

// records reads the raw records that entries speak of: leads by id, the rep under "".
func (h History) records(ctx context.Context, rep string, entries []logEntry) (map[string]string, error) {
	t := h.at.rep(rep)
	state := map[string]string{}
	var ids []string
	for _, e := range entries {
		if _, have := state[e.lead]; !have && e.lead != "" {
			state[e.lead] = ""
			ids = append(ids, e.lead)
		}
	}
	raw, err := h.at.rawLeads(ctx, rep, ids)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		state[id] = raw[i]
	}
	var record string
	err = h.at.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		record, err = c.HGet(ctx, t.Reps(), rep).Result()
		return err
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, err
	}
	state[""] = record
	return state, nil
}

// wsRecords is records for the workspace's own trail: entries name their record "team:id" or "blocked:" and its hash.
func (h History) wsRecords(ctx context.Context, _ string, entries []logEntry) (map[string]string, error) {
	state := map[string]string{}
	for _, e := range entries {
		if _, have := state[e.lead]; have {
			continue
		}
		key := h.at.ws().Teams()
		kind, field, _ := strings.Cut(e.lead, ":")
		if kind == "blocked" {
			key = h.at.ws().Blocked()
		}
		var raw string
		err := h.at.s.Read(ctx, func(c redis.UniversalClient) error {
			var err error
			raw, err = c.HGet(ctx, key, field).Result()
			return err
		})
		if err != nil && !errors.Is(err, redis.Nil) {
			return nil, err
		}
		state[e.lead] = raw
	}
	return state, nil
}

// Touched is a lead that something was logged on, with all of its touches, oldest first, in order of logging.
type Touched struct {
	Lead    coach.Lead
	Touches []coach.Touch
}

const (
	// touchedBatch is how many leads one trip brings the touches of. A history is some dozens of touches.
	touchedBatch = 50
	// touchedSlack is how far lines of one list may stand out of order: those of replicas that had no clock in common yet.
	touchedSlack = time.Hour
)

// EachTouched hands the leads of a rep on which something was logged since an instant to fn, each once, in batches and
// in no order; leads that are gone or damaged are left out. They are found in the rep's audit list, read from its end,
// so that the cost is what has happened since, and not what there is. It reads and writes nothing. What is logged
// meanwhile may be left out.
func (w *Workspace) EachTouched(ctx context.Context, rep string, since time.Time, fn func([]Touched) error) error {
	var ids []string
	seen := map[string]bool{}
	err := w.History.walk(ctx, w.space.rep(rep), rep, func(e logEntry) bool {
		// The touch of an undo is the one that it took off.
		merged := strings.HasPrefix(e.undo, mayPart)
		if logged := merged || e.touch != "" && !strings.HasPrefix(e.undo, undoOf); logged && e.lead != "" && !seen[e.lead] &&
			!e.at.Before(since) {
			seen[e.lead] = true
			ids = append(ids, e.lead)
		}
		return !e.at.Before(since.Add(-touchedSlack))
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, touchedBatch) {
		leads, err := w.Records.Leads(ctx, rep, part...)
		if err != nil {
			return err
		}
		touched, err := w.touchesOf(ctx, rep, leads)
		if err != nil {
			return err
		}
		if err := fn(touched); err != nil {
			return err
		}
	}
	return nil
}

// touchesOf reads the touches of some leads of a rep, which share a slot, in one trip.
func (w *Workspace) touchesOf(ctx context.Context, rep string, leads []coach.Lead) ([]Touched, error) {
	found := make([]*redis.StringSliceCmd, len(leads))
	err := w.space.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, l := range leads {
				found[i] = pipe.LRange(ctx, w.space.rep(rep).Touches(rep, l.ID), 0, -1)
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]Touched, 0, len(leads))
	for i, l := range leads {
		touches := make([]coach.Touch, len(found[i].Val()))
		var err error
		for n, raw := range found[i].Val() {
			if err == nil {
				err = codec.Damaged("touches of lead", rep+"/"+l.ID, codec.Decode(raw, &touches[n]))
			}
		}
		switch {
		case err == nil:
			out = append(out, Touched{Lead: l, Touches: touches})
		case !w.space.s.Passes(err):
			return nil, err
		}
	}
	return out, nil
}

// OpOpen is that somebody has read a lead of another rep's, in the audit trail.
const OpOpen = "open"

// ErrNoLead says that there is no such lead.
var ErrNoLead = errors.New("there is no such lead")

// Open keeps that somebody else reads a rep's lead, before they do: on the lead, for its history, and in the rep's
// audit trail. It is no change of the lead: its version stays, so that nobody's card is out of date for it, and no undo
// takes it back. [ErrNoLead] when it is gone.
func (w *Workspace) Open(ctx context.Context, rep, lead, by string, now time.Time) error {
	for try := 1; ; try++ {
		raw, err := w.Records.rawLeads(ctx, rep, []string{lead})
		if err != nil {
			return err
		}
		l, err := leadOf(rep, lead, raw[0])
		switch {
		case err != nil:
			return err
		case l == nil:
			return ErrNoLead
		}
		opened := append(l.Opened, coach.Opening{By: by, At: now.UTC().Truncate(time.Second)})
		mark, err := json.Marshal(opened[max(0, len(opened)-coach.MaxOpened):])
		if err != nil {
			return fmt.Errorf("store: openings: %w", err)
		}
		after, err := patch.Apply(raw[0], `{"opened":`+string(mark)+`}`)
		if err != nil {
			return err
		}
		b := wire.NewBatch(w.space.rep(rep))
		b.Check("same", b.Tag.Leads(rep), lead, raw[0])
		b.Do("HSET", b.Tag.Leads(rep), lead, after)
		b.Do("RPUSH", b.Tag.Audit(rep), newEntry(Change{Op: OpOpen, By: by, Now: now, About: lead}).encode(rep))
		if wrote, err := w.space.s.Write(ctx, b); wrote || err != nil {
			return err
		}
		if !TryAgain(ctx, try, ErrConflict) { // somebody is at work on the lead
			return ErrConflict
		}
	}
}
