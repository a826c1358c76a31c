package codec

import (
	"fmt"
	"strconv"

	"github.com/followup-coach/followup/store/patch"
)

// A journal entry does not hold a record twice. It holds an undo patch: a JSON merge patch (RFC 7396) that turns the
// record as it was after the change into what it was before, byte by byte but for the order of fields. Version is left
// out; the store counts it on. Arrays are replaced whole, and our records have no nulls, which is what a merge patch
// asks for.
//
// A record that was rewritten by a version with a newer schema goes back to what the older one had written, number and
// all. So every patch meets a record of the schema that it was made for, however far back it is.

// DidNotExist stands for a record that did not exist before the change.
const DidNotExist = "-"

// VersionField is the JSON field of a record's version, with its quotes.
const VersionField = `"v"`

// UndoPatch is the patch from after to before; either may be "" for a record that does not exist. The patch "" stands
// for no difference.
func UndoPatch(before, after string) (string, error) {
	switch {
	case before == after:
		return "", nil
	case before == "":
		return DidNotExist, nil
	case after == "":
		return before, nil
	}
	without := []string{VersionField}
	if Of(before) == Of(after) { // one that has no number yet is none the less of schema 1
		without = append(without, Field)
	}
	return patch.Diff(after, before, without...)
}

// ApplyPatch applies an undo patch to a record; both results and record may be "" for none.
func ApplyPatch(record, undo string) (string, error) {
	switch {
	case undo == "":
		return record, nil
	case undo == DidNotExist:
		return "", nil
	case record == "":
		return undo, nil
	}
	return patch.Apply(record, undo)
}

// CountOn is a record with the next version.
func CountOn(record string) (string, error) {
	n, err := strconv.ParseInt(patch.Field(record, VersionField), 10, 64)
	if err != nil {
		return "", fmt.Errorf("store: version of a record: %w", err)
	}
	return patch.Set(record, VersionField, strconv.FormatInt(n+1, 10))
}
