package lists

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/lists"
)

var (
	errTooBig  = errors.New("the file is too big")
	errGone    = errors.New("the file is gone")
	errChanged = errors.New("the file is another one than before")
	errNoScope = errors.New("the app may not read files")
	errSlow    = errors.New("slack didn't hand the file out")
	errBusy    = errors.New("other files are being read")
)

// waitMost is for how long a file waits for those before it.
const waitMost = time.Minute

// list is a file as Slack has it.
type list struct{ id, name, hash string }

// read hands a file that somebody gave to the form to use. Where it lies Slack says, not the form, and the client sends
// its token to Slack's own host alone and follows no redirect. At most so much of it is read as a form takes, and few
// files are in memory at one time; whoever comes then waits.
func (h *Handlers) read(ctx context.Context, user, id string, use func(list, io.Reader) error) error {
	patience := time.NewTimer(waitMost)
	defer patience.Stop()
	select {
	case h.files <- struct{}{}:
		defer func() { <-h.files }()
	case <-patience.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
	file, _, _, err := h.reply.API().GetFileInfoContext(ctx, id, 0, 0)
	switch refused := reply.Refusal(err); {
	case refused == "file_not_found" || refused == "file_deleted":
		return errGone
	case refused == "missing_scope":
		return errNoScope
	case err != nil:
		return fmt.Errorf("%w: %w", errSlow, request.WithoutURL(err))
	case file.User != user || file.IsExternal: // nobody's form holds it
		return errGone
	case file.Size > lists.FileMost:
		return errTooBig
	}
	content, err := h.download(ctx, file)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	return use(list{id, file.Name, hex.EncodeToString(sum[:])}, bytes.NewReader(content))
}

// download reads a file, at most [lists.FileMost] bytes of it.
func (h *Handlers) download(ctx context.Context, file *slack.File) ([]byte, error) {
	in := &bounded{left: lists.FileMost}
	err := h.reply.API().GetFileContext(ctx, file.URLPrivate, in)
	switch {
	case in.left < 0:
		return nil, errTooBig
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errSlow, request.WithoutURL(err))
	}
	return in.read.Bytes(), nil
}

// bounded takes so many bytes and refuses more.
type bounded struct {
	read bytes.Buffer // not embedded: it would read past the bound by itself
	left int
}

// Write is [io.Writer].
func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errTooBig
	}
	return b.read.Write(p)
}
