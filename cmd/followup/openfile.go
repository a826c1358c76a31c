package main

import (
	"cmp"
	"os"
	"syscall"

	"github.com/followup-coach/followup/cmd/internal/app"
)

// openFile opens a file that the command line names.
func openFile(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err == nil {
		// A directory opens, too, and fails only when it is read.
		var is os.FileInfo
		if is, err = file.Stat(); err == nil && !is.IsDir() {
			return file, nil
		}
		_ = file.Close()
		err = cmp.Or(err, error(syscall.EISDIR))
	}
	return nil, &app.SettingError{Variable: path, Expected: "expected a readable file: " + rootCause(err)}
}
