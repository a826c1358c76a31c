package coach

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
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

// ReadLead reads a lead's record: one of today, or one that still has the flags.
func ReadLead(raw []byte, l *Lead) error {
	if err := json.Unmarshal(raw, l); err != nil || !speaksOfFlags(raw) {
		return err
	}
	var flagged struct {
		Progress waitingFlags `json:"p"`
	}
	if err := json.Unmarshal(raw, &flagged); err != nil {
		return err
	}
	if flagged.Progress != (waitingFlags{}) {
		l.Progress.Waiting = flagged.Progress.waiting()
	}
	return nil
}

// flagNames are the flags as they stand in a record. No other field is called like one, and in what people wrote quotes
// are escaped.
var flagNames = [...]string{`"busyat":`, `"busytry":`, `"needsdate":`, `"replied":`, `"snoozed":`, `"given":`,
	`"task":`, `"row":`, `"rowat":`, `"notbefore":`}

// speaksOfFlags is a look at the bytes, for it is done with each lead of a digest.
func speaksOfFlags(raw []byte) bool {
	for _, name := range flagNames {
		if bytes.Contains(raw, []byte(name)) {
			return true
		}
	}
	return false
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
	var record struct {
		Lead
		Progress struct {
			Progress
			waitingFlags
		} `json:"p"`
	}
	record.Lead, record.Progress.Progress = l, l.Progress
	record.Progress.waitingFlags, record.Progress.Waiting = l.Progress.Waiting.flags(), Waiting{}
	return json.Marshal(record)
}

// PatchesFlags reports whether a merge patch of a lead's record was made of records with the flags: it speaks of some
// of them and, unlike the patch of the change that replaced them, not of [Waiting].
func PatchesFlags(patch []byte) bool {
	var fields struct {
		Progress map[string]json.RawMessage `json:"p"`
	}
	if !speaksOfFlags(patch) || json.Unmarshal(patch, &fields) != nil {
		return false
	}
	_, waits := fields.Progress["wait"]
	return !waits && slices.ContainsFunc(flagNames[:], func(name string) bool {
		_, there := fields.Progress[strings.Trim(name, `":`)]
		return there
	})
}
