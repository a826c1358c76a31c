package bot_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
)

const someLeads = "Name,Phone\nAcme,+49 30 123456\nBirch,+49 30 123457\n"

// gives opens the import form and puts a file into it.
func (w *world) gives(user, file string) {
	w.t.Helper()
	w.types(user, "import")
	w.fill(user, "file", fakeslack.ActionValue{Files: []string{file}})
}

// shows waits until the form on top says something.
func (w *world) shows(user, words string) {
	w.t.Helper()
	w.wait(func(s *fakeslack.Server) bool {
		views := s.Views(user)
		return len(views) > 0 && strings.Contains(string(views[len(views)-1].Raw), words)
	})
}

// slowFiles holds every file back until the func that it returns is called.
func (w *world) slowFiles() (release func()) {
	held := make(chan struct{})
	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if method == "url_private" {
			<-held
		}
		return fakeslack.None
	})
	return func() { w.slack.OnCall(nil); close(held) }
}

// A file that takes its time holds nobody up: a page says what goes on, and the rest takes its place. Who has closed
// that page is told in a message, with the way back.
func TestImportOfASlowFile(t *testing.T) {
	w := newWorld(t)
	w.quiet = true // a page that was closed is looked for in vain
	file := w.slack.Upload(pat, "leads.csv", []byte(someLeads))
	w.gives(pat, file)
	release := w.slowFiles()
	if _, page := w.sends(pat); !strings.Contains(page, "Reading *leads.csv*…") {
		t.Errorf("meanwhile: %s", page)
	}
	release()
	w.shows(pat, "2 new")

	release = w.slowFiles()
	if _, page := w.sends(pat); !strings.Contains(page, "Importing: 0 of 2 rows…") {
		t.Errorf("meanwhile: %s", page)
	}
	before := w.slack.Messages(w.slack.DM(pat), pat)
	if out := w.slack.CloseView(context.Background(), pat, w.form(pat).ID); out.Failure != "" {
		t.Fatal(out.Failure)
	}
	release()
	var after []fakeslack.Message
	w.wait(func(s *fakeslack.Server) bool {
		after = s.Messages(s.DM(pat), pat)
		return len(after) > len(before)
	})
	told := after[len(after)-1]
	w.has(told, "✓ Imported: *leads.csv*, 2 new")
	w.has(w.taps(pat, told, "import.revert", ""), "✓ Undone: *leads.csv*, 2 leads.")
	if w.lead(pat, "acme") != nil {
		t.Error("acme is there")
	}
}

// Only what the person has given is read, from Slack's own host, and no more than ten megabytes of it.
func TestImportReadsNoOtherFile(t *testing.T) {
	w := newWorld(t)
	var asked atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = rw.Write([]byte(someLeads))
	}))
	defer elsewhere.Close()
	foreign := w.slack.Upload(pat, "leads.csv", []byte(someLeads))
	w.slack.ChangeFile(foreign, func(f *fakeslack.File) { f.Address = elsewhere.URL + "/leads.csv" })
	for file, want := range map[string]string{
		foreign: "Slack didn't hand me the file",
		w.slack.Upload(sam, "leads.csv", []byte(someLeads)):                     "That file is gone.",
		w.slack.Upload(pat, "leads.csv", bytes.Repeat([]byte("x"), 10<<20+1)):   "followup import",
		w.slack.Upload(pat, "leads.csv", bytes.Repeat([]byte("Acme\n"), 2<<20)): "no column",
	} {
		w.gives(pat, file)
		errs, page := w.sends(pat)
		if !strings.Contains(errs["file"], want) {
			t.Errorf("want %q, got %v, %s", want, errs, page)
		}
		w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	}
	if asked.Load() != 0 {
		t.Errorf("%d requests went elsewhere", asked.Load())
	}
	if bad := w.slack.Refusals(); len(bad) > 0 {
		t.Error(bad)
	}
}
