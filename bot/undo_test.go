package bot_test

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/imports"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// An undo behind an imported list takes back nothing older: it says how the list is taken back. A lead's own change can
// be taken back by its name, and once the list is gone the next undo goes on.
func TestUndoBehindAnImportedList(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Birch warm")
	w.types(pat, "birch voicemail")
	in := &imports.Importer{Space: func() *store.Workspace { return w.space }, Rules: coach.DefaultRules(),
		Now: w.clock.Now}
	list, err := in.Write(t.Context(), store.Import{ID: store.NewID(), Rep: pat, By: ada, At: w.clock.Now()},
		strings.NewReader("Name,Phone\nAcme,+49 30 123456\n"), nil)
	if err != nil || w.lead(pat, "acme") == nil {
		t.Fatalf("%+v, %v", list, err)
	}
	offer := w.says(pat, "undo", "Not undone", "imported list")
	if got := w.touches(pat, "birch"); got != "voicemail" || w.lead(pat, "acme") == nil {
		t.Errorf("birch has %q, acme is %v", got, w.lead(pat, "acme"))
	}
	w.says(pat, "undo birch", "Undone", "voicemail")
	w.says(pat, "undo", "Not undone", "imported list")
	w.has(w.taps(pat, offer, "import.revert", ""), "Undone", "1 lead")
	w.says(pat, "undo", "Undone", "Birch")
	if w.lead(pat, "acme") != nil || w.lead(pat, "birch") != nil {
		t.Error("leads are left")
	}
}
