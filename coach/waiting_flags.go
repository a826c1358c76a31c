package coach

import (
	"encoding/json"
	"fmt"
	"time"
)

// waitingFlags are how records of schema 1 (package store) said what a lead waits for, before [Waiting]: ten fields of
// the progress that had to be kept consistent.
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

// UnmarshalJSON reads a record of today, and one of schema 1 with the flags.
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
