package reply

import (
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
)

// Together is the answer to several lines of a command: those of all lines in one message.
func (r *Replier) Together(req *request.Request, each []request.Response, typed []string) request.Response {
	answers := make([]say.LineAnswer, 0, len(each))
	for i, resp := range each {
		blocks, err := resp.MadeBlocks()
		if err != nil {
			r.Log.Error("a kept answer cannot be read", "error", err)
		}
		if len(blocks) == 0 {
			blocks = say.Plainly(r.Reader(req), resp.Text)
		}
		answers = append(answers, say.LineAnswer{Blocks: blocks, Typed: typed[i], Saved: resp.Entry != ""})
	}
	whole := *req
	whole.Several = true
	return r.Made(req, say.Together(r.Reader(&whole), answers))
}
