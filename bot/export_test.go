package bot

import (
	"maps"
	"slices"
)

// ClickIDs and FormIDs are all that a click or a form can be called, for tests that no one of them is left out.
func ClickIDs() []string { return slices.Sorted(maps.Keys(new(Bot).clickTable())) }

func FormIDs() []string { return slices.Sorted(maps.Keys(new(Bot).formTable())) }

// SetterKeys are the fields that are facts of a lead.
func SetterKeys() []string { return slices.Sorted(maps.Keys(setters)) }
