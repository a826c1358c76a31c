package lists

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/lists"
	"github.com/followup-coach/followup/store"
)

const (
	// shownAfter and shownTries bound the wait for Slack to show a page that is to be replaced.
	shownAfter = 250 * time.Millisecond
	shownTries = 12
	// progressEvery is the pause between two pages that show progress.
	progressEvery = time.Second
)

// page is a page of a form; shows puts words in the place of those of the page before.
type (
	page  = slack.ModalViewRequest
	shows func(words string)
)

// ended is what work ends on. Who has closed the page meanwhile is told in a message where tell is set. What stands
// atField is said there instead while the form that was sent is still open.
type ended struct {
	page    page
	atField string
	tell    bool
}

// soon does work that may take long: what is done in a moment is the answer, else a page says so in those words, and
// the rest takes its place as it comes.
func (h *Handlers) soon(ctx context.Context, req *request.Request, words string,
	work func(context.Context, shows) ended) (request.Response, error) {
	// Half of what is left: the page has to reach Slack in time.
	end, _ := ctx.Deadline()
	ctx, cancel := context.WithTimeout(ctx, time.Until(end)/2)
	defer cancel()
	// Whoever is still here takes the end over; once nobody is, it replaces the page.
	over, gone := make(chan ended), make(chan struct{})
	waiting := h.waiting(req)
	h.reply.Background(func(ctx context.Context) {
		var shown time.Time
		end := work(ctx, func(words string) {
			select {
			case <-gone:
				if time.Since(shown) > progressEvery {
					shown = time.Now()
					waiting.replace(ctx, waiting.page(words), 1)
				}
			default:
			}
		})
		select {
		case over <- end:
		case <-gone:
			if !waiting.replace(ctx, end.page, shownTries) && end.tell {
				h.reply.Tell(ctx, &request.Request{Kind: req.Kind, User: req.User}, h.message(req, end.page))
			}
		}
	})
	select {
	case end := <-over:
		if end.atField != "" {
			return record.AtField(req, fields.File, end.atField), nil
		}
		return h.answer(req, end.page)
	case <-ctx.Done():
		close(gone)
		return h.answer(req, waiting.page(words))
	}
}

// answer is a page where the request was made on one, and else a message in the place of the one that was tapped.
func (h *Handlers) answer(req *request.Request, v page) (request.Response, error) {
	if req.View != nil {
		return reply.ShowForm(v)
	}
	resp := h.message(req, v)
	resp.Replace = true
	return resp, nil
}

// message is a page as a message.
func (h *Handlers) message(req *request.Request, v page) request.Response {
	return h.reply.Made(req, say.Reply{Text: say.Spoken(v.Blocks.BlockSet), Blocks: v.Blocks.BlockSet})
}

// waiting is the page that is shown while work goes on, by a name of its own.
type waiting struct {
	*Handlers
	req  *request.Request
	to   say.Reader
	name string
}

func (h *Handlers) waiting(req *request.Request) waiting {
	return waiting{h, req, h.reply.Reader(req), "import-" + store.NewID()}
}

// page is the page with other words.
func (w waiting) page(words string) page {
	v := lists.Waiting(w.to, words)
	v.ExternalID = w.name
	return v
}

// replace puts a page in the place of the one that waits, which Slack may not show yet: the acknowledgement that brings
// it may still be on its way. It reports false for one that was closed.
func (w waiting) replace(ctx context.Context, v page, tries int) bool {
	if w.req.View == nil {
		resp := w.message(w.req, v)
		resp.Replace = true
		w.reply.DeliverClick(ctx, w.req, resp)
		return true
	}
	for range tries {
		_, err := w.reply.API().UpdateViewContext(ctx, v, w.name, "", "")
		if err == nil {
			return true
		}
		if reply.Refusal(err) != "not_found" {
			w.reply.Log.Warn("could not show how far an import is", "user", w.req.User, "error", err)
			return false
		}
		if tries > 1 && !reply.Pause(ctx, shownAfter) {
			break
		}
	}
	return false
}
