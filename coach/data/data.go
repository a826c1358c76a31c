// Package data holds the rules, words and tips that are compiled in, as YAML. It has no code: package coach/rulefile
// reads the files, and each is checked by the package that uses it.
package data

import "embed"

// Files are all files of this directory that hold data, by their names.
//
//go:embed *.yaml *.tsv
var Files embed.FS
