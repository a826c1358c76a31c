// Package matrix is what the tests of the fault matrix have in common: whether they run in their long forms, and the
// ledger into which each writes what it injected and what it measured. The table of the rows, with the command that
// runs all of them, stands in cmd/internal/app, fault_house_test.go.
package matrix

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"testing"
)

// Long asks for the long forms, which take minutes.
var Long = flag.Bool("long", false, "run the fault matrix and its neighbours in their long forms, which take minutes")

// Soak is how long the soak goes on; without it, three mornings.
var Soak = flag.Duration("soak", 0, "how long the soak of three replicas goes on")

var ledger = flag.String("ledger", "", "append what each row of the fault matrix injected and measured to this file")

// Row begins a row of the ledger: its number in the matrix and what is injected. The figures are told to what it
// returns. The row is written when the test has ended, with whether everything held.
func Row(tb testing.TB, number, injected string) (figure func(format string, args ...any)) {
	tb.Helper()
	figures := ""
	tb.Cleanup(func() {
		tb.Helper()
		held := "ok"
		if tb.Failed() {
			held = "FAILED"
		}
		if *ledger == "" {
			return
		}
		f, err := os.OpenFile(*ledger, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err == nil {
			_, err = fmt.Fprintf(f, "| %s | %s | %s | %s | %s |\n", number, tb.Name(), injected,
				cmp.Or(figures, "each promise"), held)
		}
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			tb.Error(err)
		}
	})
	return func(format string, args ...any) {
		tb.Helper()
		said := fmt.Sprintf(format, args...)
		tb.Log(said)
		if figures != "" {
			figures += "; "
		}
		figures += said
	}
}
