package bot

import (
	"context"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
)

// readLine reads the value of a button that runs a line: the lead, and the line behind it with whatever it holds.
func readLine(req *request.Request) (input.Line, error) {
	if req.Action == nil {
		return input.Line{}, request.ErrOutdated
	}
	lead, text, found := strings.Cut(req.Action.Value, "|")
	if !found || strings.TrimSpace(text) == "" {
		return input.Line{}, request.ErrOutdated
	}
	line := input.ReadLine(text)
	if lead != "" {
		line.Resolution.Lead, line.Resolution.Name = lead, 1
	}
	return line, nil
}

// runTapped runs the line of a button as if its reader had typed it. Its answer takes the place of the offer; where it
// opens a form the offer stays.
func (b *Bot) runTapped(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	click, label := req.Name, req.Label
	resp, err := b.runLine(ctx, req, line)
	req.Name, req.Label = click, label
	resp.Replace = req.Ephemeral
	return resp, err
}
