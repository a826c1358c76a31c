// Package lists is what people do with lists of leads in Slack: a form with a file, what the file would change, the
// import with its progress, and the way back. What an import is, package imports knows; the file stays at Slack, where
// whoever goes on with an interrupted import reads it again.
//
//   - handlers.go: the form, its preview, the import, the way back.
//   - resume.go: what the engine does with an import that nobody is at any more.
//   - soon.go: work that may take longer than Slack waits.
//   - file.go: the file itself.
package lists

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/imports"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/lists"
	"github.com/followup-coach/followup/coach/listfile"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

// Handlers carry out requests. They hold no state between two of them but how many files are in memory. Make them with
// [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	in     *imports.Importer
	files  chan struct{} // one for each file in memory
	now    func() time.Time
}

// filesMost bounds the files in memory, of ten megabytes each.
const filesMost = 2

// New makes the handlers of this slice. Now is the clock of what is written.
func New(rec *record.Recorder, rep *reply.Replier, now func() time.Time) *Handlers {
	return &Handlers{record: rec, reply: rep, files: make(chan struct{}, filesMost), now: now,
		in: &imports.Importer{Space: rec.Space, Rules: rec.Rules, Now: now, Wake: rec.Wake}}
}

// ImportLine opens the form: "import".
func (h *Handlers) ImportLine(ctx context.Context, req *request.Request, _ input.Line) (request.Response, error) {
	return h.open(ctx, req)
}

// OpenImport opens the form from a button.
func (h *Handlers) OpenImport(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	return h.open(ctx, req)
}

// open shows the form, with what became of the last list. Whoever asks for it is a rep from then on.
func (h *Handlers) open(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	// Newest first: the last one that stands is shown, with the way back.
	all, err := h.record.Space().Records.Imports(ctx, req.User)
	if err != nil {
		return request.Response{}, err
	}
	var last lists.Import
	if i := slices.IndexFunc(all, func(im store.Import) bool { return im.State != store.ImportReverted }); i >= 0 {
		last = said(all[i])
	}
	return h.reply.Open(ctx, req, lists.Form(h.reply.Reader(req), last, req.Meta()))
}

// ImportForm reads the file of the form and says what it would change. Nothing is written.
func (h *Handlers) ImportForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	// Slack lets nobody send the form without one, but for clients that don't know of files.
	files := form.Values[fields.File].Files
	if len(files) != 1 {
		return record.AtField(req, fields.File, "Choose one file."), nil
	}
	file := files[0]
	if file.Size > lists.FileMost {
		return record.AtField(req, fields.File, lists.TooBig(file.Size)), nil
	}
	to, built := h.reply.Reader(req), builtOn(form)
	return h.soon(ctx, req, lists.Reading(file.Name), func(ctx context.Context, _ shows) ended {
		return h.preview(ctx, req, file.ID, built, func(f list, p listfile.Preview) page {
			// The id of the import is the page's: sent twice it is one import.
			return lists.PreviewForm(to, p, request.Meta{Change: store.NewID(), Text: strings.Join(p.Built, "|"),
				Ref: ids.Value(f.id, f.hash, strconv.Itoa(p.Rows), f.name)})
		})
	})
}

// builtOn is what somebody says a list was built on: what is ticked, and behind it what else they write.
func builtOn(form request.Form) (built []string) {
	ticked := form.Values[lists.Built].SelectedOptions
	for _, factor := range suspect.Built() { // no others, and in their order
		if slices.ContainsFunc(ticked, func(o slack.OptionBlockObject) bool { return o.Value == factor.Code }) {
			built = append(built, factor.Code)
		}
	}
	if other := strings.ReplaceAll(form.Text(fields.Factors), "|", "/"); other != "" {
		built = append(built, other)
	}
	return built
}

// preview says on a page what a file would change, or why it can't be read.
func (h *Handlers) preview(ctx context.Context, req *request.Request, file string, built []string,
	show func(list, listfile.Preview) page) (end ended) {
	err := h.read(ctx, req.User, file, func(f list, content io.Reader) error {
		p, err := h.in.Preview(ctx, req.User, content, imports.Source{Hash: f.hash, Built: built})
		p.File = f.name
		end.page = show(f, p)
		return err
	})
	if err != nil {
		words := h.trouble(req.User, err)
		return ended{page: lists.Stopped(h.reply.Reader(req), words, lists.Import{}), atField: words}
	}
	return end
}

// LinesTapped lays a page over a preview that tells of all rows that bring no lead in.
func (h *Handlers) LinesTapped(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	if !req.OnForm() {
		return request.Response{}, request.ErrOutdated
	}
	file, _ := request.ParseValue(request.DecodeMeta(req.View.PrivateMetadata).Ref)
	// The trigger lasts three seconds, reading a file may take longer.
	wait := h.waiting(req)
	if _, err := h.reply.OnTop(ctx, req, wait.page("Reading…")); err != nil {
		return request.Response{}, err
	}
	h.reply.Background(func(ctx context.Context) {
		end := h.preview(ctx, req, file, nil, func(_ list, p listfile.Preview) page { return lists.LinesPage(wait.to, p) })
		wait.replace(ctx, end.page, 1)
	})
	return request.Response{}, nil
}

// WriteForm brings in the file that a preview was made of. Sent again it goes on with the same import.
func (h *Handlers) WriteForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	file, rest := request.ParseValue(form.Meta.Ref)
	if len(rest) < 3 {
		return request.Response{}, request.ErrOutdated
	}
	rows, _ := strconv.Atoi(rest[1]) // of which it says how many are in
	im := store.Import{ID: form.Meta.Change, Rep: req.User, By: req.User, At: req.Now,
		Name: strings.Join(rest[2:], "|"), File: file, Hash: rest[0]}
	if form.Meta.Text != "" {
		im.Built = strings.Split(form.Meta.Text, "|")
	}
	for _, o := range form.Values[fields.Keep].SelectedOptions {
		im.Keep = append(im.Keep, o.Value)
	}
	// From here on it is done, whatever becomes of this process.
	im, err := h.in.Begin(ctx, im)
	if err != nil {
		return request.Response{}, err
	}
	to := h.reply.Reader(req)
	return h.soon(ctx, req, lists.Importing(im.Rows, rows), func(ctx context.Context, show shows) ended {
		im, err := h.goOn(ctx, im, func(im store.Import) { show(lists.Importing(im.Rows, rows)) })
		return ended{page: h.end(to, im, err), tell: im.State != store.ImportOpen}
	})
}

// end is what an import ends on: what it has come to, or why it was taken back.
func (h *Handlers) end(to say.Reader, im store.Import, err error) page {
	switch {
	case err == nil:
	case im.State == store.ImportReverted:
		return lists.Stopped(to, h.trouble(im.Rep, err), said(im))
	default: // it has its due entry
		h.reply.Log.Warn("an import stopped; it goes on in a minute", "user", im.Rep, "error", err)
	}
	return lists.DonePage(to, said(im))
}

// RevertTapped takes an import back: one tap.
func (h *Handlers) RevertTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	im, found, err := h.record.Space().Records.Import(ctx, req.User, button.Lead)
	switch {
	case err != nil:
		return request.Response{}, err
	case !found:
		return request.Response{}, request.ErrOutdated
	}
	to := h.reply.Reader(req)
	return h.soon(ctx, req, lists.Undoing(im.Name), func(ctx context.Context, _ shows) ended {
		im, err := h.in.Revert(ctx, req.User, im.ID, req.User)
		if err != nil {
			h.reply.Log.Warn("a revert stopped; it goes on in a minute", "user", req.User, "error", err)
		}
		return ended{page: lists.DonePage(to, said(im)), tell: err == nil}
	})
}

// said is what is said of an import.
func said(im store.Import) lists.Import {
	stages := map[store.ImportState]lists.Stage{store.ImportDone: lists.Imported,
		store.ImportReverting: lists.BeingUndone, store.ImportReverted: lists.Undone}
	return lists.Import{ID: im.ID, Name: im.Name, Stage: stages[im.State], Rows: im.Rows, New: im.New, Parked: im.Parked,
		Changed: im.Changed, Built: im.Built, Back: im.Back, Stayed: im.Stayed}
}

// trouble says why a list can't be brought in.
func (h *Handlers) trouble(user string, err error) string {
	if words := lists.Trouble(err); words != "" {
		return words
	}
	// The file's own trouble first, then Slack's, then ours.
	switch {
	case errors.Is(err, errTooBig):
		return lists.TooBig(lists.FileMost + 1)
	case errors.Is(err, errGone):
		return "That file is gone."
	case errors.Is(err, errChanged):
		return "That file has changed since you looked at it."
	case errors.Is(err, errNoScope):
		return "I may not read files yet. Whoever runs me adds the permission files:read; `followup manifest` has it."
	case errors.Is(err, errBusy):
		return "Other lists are being read. Try again in a minute."
	case errors.Is(err, errSlow):
		h.reply.Log.Warn("could not read a list from Slack", "user", user, "error", err)
		return "Slack didn't hand me the file. Try again in a minute."
	case errors.Is(err, store.ErrUnknown), errors.Is(err, store.ErrNotSaved), reply.Unreachable(err):
		return "My database isn't answering. Try again in a minute."
	}
	h.reply.Log.Error("a list could not be brought in", "user", user, "error", err)
	return "That went wrong on my side."
}
