package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/patch"
)

// AuditEntry is a journal entry with what it changed.
type AuditEntry struct {
	Entry
	Subject string // "lead", "rep", "team" or "blocked"
	// Before and After hold the fields that differ, as JSON objects; nil stands for a record that did not exist.
	Before, After json.RawMessage
	TouchGone     json.RawMessage // the touch that an undo took off
}

// Audit returns who changed what, newest first, the newest n (0 = all, to the first day). The rep "" stands for the
// workspace's own records: teams and blocked numbers, whose LeadID is "team:" or "blocked:" and their key. Before is
// what is stored; After is worked out by going back from the record as it is, so the cost grows with n.
func (h History) Audit(ctx context.Context, rep string, n int) ([]AuditEntry, error) {
	var entries []logEntry
	t, records := h.at.rep(rep), h.records
	if rep == "" {
		t, records = h.at.ws(), h.wsRecords
	}
	err := h.walk(ctx, t, rep, func(e logEntry) bool {
		entries = append(entries, e)
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
		if a.Undoes != "" && e.touch != "" {
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
		if subject == "lead" && e.repBefore != "" {
			if state[""], err = applyPatch(state[""], e.repBefore); err != nil {
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
	if earlier, err = applyPatch(record, undo); err != nil {
		return nil, nil, "", err
	}
	switch {
	case undo == "":
		return nil, nil, earlier, nil
	case undo == didNotExist:
		return nil, unnumbered(record), earlier, nil
	case record == "":
		return unnumbered(undo), nil, earlier, nil
	}
	return unnumbered(undo), unnumbered(patch.Only(record, undo)), earlier, nil
}

// unnumbered is a record, or the difference of two, without the number of its schema.
func unnumbered(record string) json.RawMessage {
	return json.RawMessage(patch.Without(record, schemaField))
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
	err = h.at.s.read(ctx, func(c *client) error {
		var err error
		record, err = c.HGet(ctx, t.reps(), rep).Result()
		return err
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, err
	}
	state[""] = record
	return state, nil
}

// wsRecords is records for the workspace's own trail: entries name their record "team:id" or "blocked:number".
func (h History) wsRecords(ctx context.Context, _ string, entries []logEntry) (map[string]string, error) {
	state := map[string]string{}
	for _, e := range entries {
		if _, have := state[e.lead]; have {
			continue
		}
		key := h.at.ws().teams()
		kind, field, _ := strings.Cut(e.lead, ":")
		if kind == "blocked" {
			key = h.at.ws().blocked()
		}
		var raw string
		err := h.at.s.read(ctx, func(c *client) error {
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
