package archive

import (
	"maps"
	"slices"
)

// Kinds are the kinds of keys that are decided on.
func Kinds() []string { return slices.Sorted(maps.Keys(fates)) }
