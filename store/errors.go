package store

import (
	"errors"
	"fmt"
	"github.com/followup-coach/followup/store/wire"
)

// What a write may say; [Workspace.Write] tells which it does.
var (
	ErrNotSaved      = wire.ErrNotSaved
	ErrUnknown       = wire.ErrUnknown
	ErrConflict      = wire.ErrConflict
	ErrNameTaken     = wire.ErrNameTaken
	ErrRefusesWrites = wire.ErrRefusesWrites
)

// DuplicateError says that the change is saved already.
type DuplicateError = wire.DuplicateError

// Finding is one line of the start-up check and of the doctor.
type Finding = wire.Finding

// ErrNothingToUndo says that the last 24 hours hold no change that could be taken back, or that the one asked for is
// gone or undone.
var ErrNothingToUndo = errors.New("nothing to undo")

// NewerError says that the change can't be taken back because newer ones touched the same lead, newest first.
type NewerError struct{ Entries []Entry }

func (e *NewerError) Error() string {
	return fmt.Sprintf("%d newer changes touched the lead", len(e.Entries))
}

// ImportedError says that the last change that stands is an import, which is taken back as a whole and not by an undo.
type ImportedError struct{ ID string }

func (e *ImportedError) Error() string { return "the last change is the import " + e.ID }

// LastImport is the import that an undo has found instead of a change, and whether that is what err says.
func LastImport(err error) (id string, is bool) {
	last, is := errors.AsType[*ImportedError](err)
	if !is {
		return "", false
	}
	return last.ID, true
}
