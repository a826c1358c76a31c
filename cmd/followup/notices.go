package main

import (
	_ "embed"
	"fmt"
)

// notices holds the licence texts and notices of everything that is linked into this binary, Go's own included. Most
// of those licences ask that their text goes wherever the binary goes. TestNotices derives it and writes it anew:
//
//	go test ./cmd/followup -run TestNotices -update
//
//go:embed notices.txt
var notices string

type versionCommand struct {
	Licenses bool `help:"Print the licences and notices of everything that is linked in."`
}

// Run prints one of the two alone, so that --licenses can be written to a file as it stands.
func (c versionCommand) Run(w world) error {
	if c.Licenses {
		_, err := fmt.Fprint(w.out, notices)
		return err
	}
	_, err := fmt.Fprintln(w.out, "followup", version)
	return err
}
