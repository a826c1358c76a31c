package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/bot/imports"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/lists"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

// importCommand brings in a list of leads, or takes one back. It writes to Redis what the bot would; the bot may run
// meanwhile.
type importCommand struct {
	File    string   `arg:"positional" help:"The list: CSV, with semicolons or tabs too. Or the export to restore."`
	Restore bool     `help:"Read an export back; Redis must be empty. Standard input where no file is given."`
	KeyFile string   `arg:"--key-file" placeholder:"FILE" help:"With --restore: the key that export has written."`
	LostKey bool     `arg:"--lost-key" help:"With --restore: leave out blocked numbers whose key is lost."`
	Rep     string   `placeholder:"U…|MAIL" help:"Whose leads they are: a Slack user id, or a mail address."`
	Yes     bool     `help:"Write it. Without this only the preview is printed."`
	Revert  string   `placeholder:"ID" help:"Take back the import of this id."`
	Keep    []string `arg:"separate" placeholder:"COLUMN" help:"Keep a column that nobody knows as a fact; repeatable."`
	Factors string   `help:"What the list was built on, with commas: industry, size, need and the like, or words."`

	Workspace string `placeholder:"ID" help:"Slack's id of the workspace; Slack is asked when it isn't given."`
}

// Run prints the preview, and writes with --yes. The last line names the import's id.
func (c importCommand) Run(w world) error {
	// One thing at a time: a file, or a way back.
	switch {
	case c.Restore && (c.Rep != "" || c.Yes || c.Revert != ""):
		return importUsage("--restore takes a file alone")
	case c.KeyFile != "" && c.LostKey:
		return importUsage("--key-file and --lost-key exclude each other")
	case c.Restore:
		return c.restore(w)
	case c.KeyFile != "" || c.LostKey:
		return importUsage("--key-file and --lost-key go with --restore")
	case c.Revert != "" && (c.File != "" || c.Yes):
		return importUsage("--revert takes the id of an import and no file")
	case c.Revert == "" && c.File == "":
		return importUsage("expected a file, or --revert and the id of an import")
	case c.File == "-":
		return importUsage(readTwice)
	case c.Revert == "" && c.Rep == "":
		return importUsage("expected --rep: whose leads they are")
	case utf8.RuneCountInString(c.Factors) > factorsMost:
		return importUsage("--factors takes " + strconv.Itoa(factorsMost) + " characters at most")
	}
	// The rules place the first calls, as those of the bot do.
	config, _ := w.lookup("FOLLOWUP_CONFIG")
	rules, err := loadRules(strings.TrimSpace(config))
	if err != nil {
		return err
	}
	url, workspace, err := mapDiff{Workspace: c.Workspace}.where(w)
	if err != nil {
		return err
	}
	st, err := app.OpenStore(url, rules)
	if err != nil {
		return err
	}
	defer st.Close()
	if _, err := st.Sync(w.ctx); err != nil { // what is due goes by the clock of Redis
		return err
	}
	// From here on nothing is asked of Slack.
	space := st.In(workspace)
	i := &imports.Importer{Space: func() *store.Workspace { return space }, Rules: rules, Now: st.Now}
	if c.Revert != "" {
		return c.revert(w, i)
	}
	return c.bringIn(w, i)
}

// factorsMost is how many characters say what a list was built on.
const factorsMost = 200

// readTwice is what is expected of a list: it is read for its hash, for the preview and for the change.
const readTwice = "expected a file, not standard input or a pipe: a list is read more than once"

// importUsage is a wrong command line.
func importUsage(words string) error {
	return &app.SettingError{Variable: "followup import", Expected: words + "; try: followup import --help"}
}

// bringIn prints what a file would change, and with --yes changes it. A file that was interrupted goes on where it was.
func (c importCommand) bringIn(w world, i *imports.Importer) error {
	rep, err := c.rep(w)
	if err != nil {
		return err
	}
	file, err := openFile(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return importUsage(readTwice)
	}
	// The file is known again by what is in it, whatever it is called.
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return fmt.Errorf("read %s: %w", c.File, err)
	}
	// In full: two files of one hash would be one import.
	hash := hex.EncodeToString(sum.Sum(nil))
	// What was begun is gone on with, whoever asks; the preview has been seen.
	im, begun, err := unfinished(w.ctx, i, rep, hash)
	if err != nil {
		return err
	}
	if !begun {
		built, err := c.preview(w, i, rep, file, hash)
		if err != nil || !c.Yes {
			return err
		}
		im = store.Import{ID: store.NewID(), Rep: rep, At: i.Now(), Name: filepath.Base(c.File), Hash: hash, Keep: c.Keep,
			Built: built}
	} else {
		fmt.Fprintf(w.out, "This file was interrupted behind row %s: import %s.\n", say.Thousands(im.Rows), im.ID)
		if !c.Yes {
			fmt.Fprintf(w.out, "Add --yes to go on with it, or --revert %s to take it back.\n", im.ID)
			return nil
		}
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	// Progress goes to the other stream, so that the last line of this one is the id.
	told := time.Time{}
	// What is written by now stands, whatever becomes of the rest.
	im, err = i.Write(w.ctx, im, file, func(im store.Import) {
		if now := time.Now(); now.Sub(told) > 2*time.Second {
			told = now
			fmt.Fprintf(w.errs, "%s rows\n", say.Thousands(im.Rows))
		}
	})
	if err != nil {
		// Nothing is half written: each part is whole.
		if im.Parts > 0 {
			fmt.Fprintf(w.out, "Import %s stopped behind row %s. Run it again to go on, or --revert %s.\n", im.ID,
				say.Thousands(im.Rows), im.ID)
		}
		return importError(err)
	}
	parked := ""
	if im.Parked > 0 {
		parked = say.Thousands(im.Parked) + " parked, "
	}
	// The last line is for scripts.
	fmt.Fprintf(w.out, "Imported: %s new, %s%s completed. To take it back: followup import --revert %s\nimport %s\n",
		say.Thousands(im.New), parked, say.Thousands(im.Changed), im.ID, im.ID)
	return nil
}

// unfinished is the import of the same file that was begun and isn't through.
func unfinished(ctx context.Context, i *imports.Importer, rep, hash string) (store.Import, bool, error) {
	all, err := i.Space().Records.Imports(ctx, rep)
	if err != nil {
		return store.Import{}, false, err
	}
	// Newest first; there is one at most that anybody has left open.
	for _, im := range all {
		if im.Hash == hash && im.State == store.ImportOpen {
			return im, true, nil
		}
	}
	return store.Import{}, false, nil
}

// preview prints what the file would change; it is an error where the file can't be read to its end. It returns what
// the list was built on: as it is said now, else as it was said of this very file before.
func (c importCommand) preview(w world, i *imports.Importer, rep string, file io.ReadSeeker,
	hash string) ([]string, error) {
	// Read for its hash already.
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	p, err := i.Preview(w.ctx, rep, file, imports.Source{Keep: c.Keep, Hash: hash,
		Built: suspect.Read(c.Factors)})
	if err != nil {
		return nil, importError(err)
	}
	// A date without a zone: the rep's own is a matter of hours.
	day := ""
	if !p.Until.IsZero() {
		day = p.Until.Format("2 Jan 2006")
	}
	fmt.Fprintf(w.out, "%s: %s\n%s\n", filepath.Base(c.File), say.Counted(p.Rows, "row"),
		strings.Join(lists.Preview(p, lists.Plain, func(id string) string { return id }, day, 20), "\n"))
	if built := phrases.BuiltOn(p.Built, lists.Plain, len(p.Built)); built != "" {
		fmt.Fprintln(w.out, say.Capital(built))
	}
	// What was passed over might be wanted.
	if len(p.Unknown) > 0 {
		fmt.Fprintf(w.out, "Passed over: %s (--keep COLUMN keeps one as a fact)\n", strings.Join(p.Unknown, ", "))
	}
	// Twice the same file is mostly a slip.
	if p.RepeatOf != "" {
		fmt.Fprintf(w.out, "This very file was imported before: import %s\n", p.RepeatOf)
	}
	// Half a file is nothing that anybody wants written.
	if p.Broken != nil {
		return nil, importError(p.Broken)
	}
	if !c.Yes {
		fmt.Fprintln(w.out, "Nothing is written. Add --yes to import it.")
	}
	return p.Built, nil
}

// importError is an error with the file's trouble in words.
func importError(err error) error {
	// What is wrong with the file is said as in Slack.
	if words := lists.Trouble(err); words != "" {
		return errors.New(words)
	}
	// Whose hours the calls fall into can only be learned in Slack.
	if errors.Is(err, imports.ErrNoRep) {
		return fmt.Errorf("%w; they become one by typing /followup in Slack", err)
	}
	return err
}

// revert takes an import back, whoever's it is.
func (c importCommand) revert(w world, i *imports.Importer) error {
	// An id says nothing of whose it is; there are few reps, and a miss costs one trip.
	reps, err := i.Space().Records.Reps(w.ctx)
	if err != nil {
		return err
	}
	for _, rep := range reps {
		im, err := i.Revert(w.ctx, rep.ID, c.Revert, "")
		if errors.Is(err, store.ErrNoImport) {
			continue
		}
		if err != nil {
			return fmt.Errorf("import %s: %w; run it again to go on", c.Revert, err)
		}
		// What stayed is told, since a revert is expected to leave nothing.
		fmt.Fprintf(w.out, "Taken back: %s. ", say.Counted(im.Back, "lead"))
		if im.Stayed > 0 {
			fmt.Fprintf(w.out, "%s stayed, since something happened on them. ", say.Counted(im.Stayed, "lead"))
		}
		fmt.Fprintf(w.out, "\nimport %s\n", im.ID)
		return nil
	}
	return fmt.Errorf("no import %q in this workspace", c.Revert)
}

// rep is the id of whose leads they are; Slack knows who has a mail address.
func (c importCommand) rep(w world) (string, error) {
	// Ids need no look-up, so that they work without a token.
	if !strings.Contains(c.Rep, "@") {
		return c.Rep, nil
	}
	s, err := app.FromEnv(w.lookup)
	if err != nil {
		return "", err
	}
	api, err := app.SlackClient(s)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(w.ctx, checkPatience)
	defer cancel()
	// users:read.email lets the app ask.
	who, err := api.GetUserByEmailContext(ctx, c.Rep)
	if err != nil {
		return "", fmt.Errorf("whose address is %s? %w; --rep takes an id, too", c.Rep, err)
	}
	return who.ID, nil
}
