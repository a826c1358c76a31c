package coach

import (
	"encoding/json"
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

// ReadLead reads a lead's record of any schema. One of schema 2 or later has no flags: what encoding/json reads of it
// is the same, in half the time.
func ReadLead(raw []byte, l *Lead) error {
	if err := json.Unmarshal(raw, l); err != nil {
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
