package bot

import (
	"maps"
	"slices"

	"github.com/followup-coach/followup/bot/input"
)

// ClickIDs and FormIDs are all that a click or a form can be called, for tests that no one of them is left out.
func ClickIDs() []string { return slices.Sorted(maps.Keys(New(Config{}).tables.clicks)) }

func FormIDs() []string { return slices.Sorted(maps.Keys(New(Config{}).tables.forms)) }

// SetterKeys are the fields that are facts of a lead.
func SetterKeys() []string { return slices.Sorted(maps.Keys(input.Setters)) }
