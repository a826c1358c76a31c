package reply

import (
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
)

// Together is the answer to several lines of a command: those of all lines in one message.
func (r *Replier) Together(req *request.Request, each []request.Response, typed []string) request.Response {
	replies := make([]answers.LineAnswer, 0, len(each))
	for i, resp := range each {
		blocks, err := resp.MadeBlocks()
		if err != nil {
			r.Log.Error("a kept answer cannot be read", "error", err)
		}
		if len(blocks) == 0 {
			blocks = answers.Plainly(r.Reader(req), resp.Text)
		}
		replies = append(replies, answers.LineAnswer{Blocks: blocks, Typed: typed[i], Saved: resp.Entry != ""})
	}
	whole := *req
	whole.Several = true
	return r.Made(req, answers.Together(r.Reader(&whole), replies))
}
