package coach

import (
	"encoding/json"
	"fmt"
	"time"
)

// waitingFlags are how records said what a lead waits for before [Waiting]: a dozen fields of the progress that had to
// be kept consistent.
type waitingFlags struct {
	BusyAt    time.Time `json:"busyat,omitzero"`
	BusyTry   bool      `json:"busytry,omitempty"`
	NeedsDate bool      `json:"needsdate,omitempty"`
	Replied   bool      `json:"replied,omitempty"`
	Snoozed   time.Time `json:"snoozed,omitzero"`
	Given     time.Time `json:"given,omitzero"`
	Task      *Task     `json:"task,omitempty"`
	Row       string    `json:"row,omitempty"`
	RowAt     time.Time `json:"rowat,omitzero"`
	NotBefore time.Time `json:"notbefore,omitzero"`
}

// plainProgress is a Progress that encoding/json reads and writes by its fields alone.
type plainProgress Progress

// UnmarshalJSON reads a record of today, and one that still has the flags.
func (p *Progress) UnmarshalJSON(raw []byte) error {
	var record struct {
		plainProgress
		waitingFlags
	}
	if err := json.Unmarshal(raw, &record); err != nil {
		return fmt.Errorf("progress: %w", err)
	}
	*p = Progress(record.plainProgress)
	if record.waitingFlags != (waitingFlags{}) {
		p.Waiting = record.waiting()
	}
	return nil
}

// waiting is what the flags say, by the order in which they used to be looked at. What stood behind a flag that ends it
// too is left out.
func (f waitingFlags) waiting() Waiting {
	w := Waiting{NeedsDate: f.NeedsDate, Snoozed: f.Snoozed, NotBefore: f.NotBefore}
	var rule, given, task *Waiting
	if f.Row != "" {
		rule = &Waiting{Kind: WaitRule, Rule: f.Row, At: f.RowAt}
	}
	if !f.Given.IsZero() {
		given = &Waiting{Kind: WaitGiven, At: f.Given}
	}
	if f.Task != nil {
		task = &Waiting{Kind: WaitTask, Rule: f.Task.Kind, At: f.Task.At, Then: given}
	}
	switch {
	case f.Replied && task != nil:
		return w.become(&Waiting{Kind: WaitReply, At: f.RowAt, Then: task})
	case f.Replied:
		return w.become(&Waiting{Kind: WaitReply, At: f.RowAt, Then: given})
	case task != nil:
		return w.become(task)
	case !f.BusyAt.IsZero():
		return w.become(&Waiting{Kind: WaitRedial, At: f.BusyAt, Counted: f.BusyTry})
	case given != nil:
		given.Then = rule
		return w.become(given)
	}
	return w.become(rule)
}

// flags is the reverse of waiting.
func (w Waiting) flags() waitingFlags {
	f := waitingFlags{NeedsDate: w.NeedsDate, Snoozed: w.Snoozed, NotBefore: w.NotBefore}
	for l := &w; l != nil; l = l.Then {
		switch l.Kind {
		case WaitReply:
			f.Replied, f.Row, f.RowAt = true, string(Replied), l.At
		case WaitTask:
			f.Task = &Task{Kind: l.Rule, At: l.At}
		case WaitRedial:
			f.BusyAt, f.BusyTry = l.At, l.Counted
		case WaitGiven:
			f.Given = l.At
		case WaitRule:
			f.Row, f.RowAt = l.Rule, l.At
		}
	}
	return f
}

// RecordWithFlags writes a lead as it was written before [Waiting], for a patch that was made of such records.
func RecordWithFlags(l Lead) ([]byte, error) {
	type plainLead Lead
	var record struct {
		plainLead
		Progress struct {
			plainProgress
			waitingFlags
		} `json:"p"`
	}
	record.plainLead, record.Progress.plainProgress = plainLead(l), plainProgress(l.Progress)
	record.Progress.waitingFlags, record.Progress.Waiting = l.Progress.Waiting.flags(), Waiting{}
	return json.Marshal(record)
}

// PatchesFlags reports whether a merge patch of a lead's record was made of records with the flags: it speaks of some
// of them and, unlike the patch of the change that replaced them, not of [Waiting].
func PatchesFlags(patch []byte) bool {
	var fields struct {
		Progress map[string]json.RawMessage `json:"p"`
	}
	if json.Unmarshal(patch, &fields) != nil {
		return false
	}
	if _, waits := fields.Progress["wait"]; waits {
		return false
	}
	for _, flag := range []string{"busyat", "busytry", "needsdate", "replied", "snoozed", "given", "task", "row", "rowat",
		"notbefore"} {
		if _, there := fields.Progress[flag]; there {
			return true
		}
	}
	return false
}
