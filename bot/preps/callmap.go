package preps

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/whatif"
)

// MapLine shows what comes after each outcome, by the rules of this installation: "map". With a case behind it ("map
// third voicemail warm", "map test …") that one is played as if it were logged now, for this rep.
func (h *Handlers) MapLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	to := h.reply.Reader(req)
	if len(line.Words) == 0 {
		return h.reply.Say(req, answers.CallMap(to, h.record.Rules.CallMap()))
	}
	if len(line.Words) == 1 && line.Words[0].Is("test") {
		return h.reply.Say(req, answers.NoMapCase(to, "", nil, ""))
	}
	m := input.ReadMapCase(h.record.Rules, line.Words)
	if !m.Found {
		return h.reply.Say(req, answers.NoMapCase(to, m.Said, m.Near, ""))
	}
	if m.Mode != "" {
		rep.Mode = m.Mode
	}
	m.Case.Lead.ID, m.Case.Lead.Name = "map", "map"
	at := req.Now.UTC().Truncate(time.Minute)
	m.Case.Touch.At, m.Case.Touch.Logged = at, at
	if m.Agree {
		m.Case.Agreed = at
	}
	played, err := whatif.Play(h.record.Rules, m.Case, rep)
	switch {
	case errors.Is(err, whatif.ErrNoSuchTry):
		return h.reply.Say(req, answers.NoMapCase(to, "", nil, "The plan of such a lead has no call "+
			strconv.Itoa(m.Case.Try)+"."))
	case err != nil:
		return h.reply.Say(req, answers.NoMapCase(to, "", nil, "That can't happen to such a lead."))
	}
	return h.reply.Say(req, answers.MapExplained(to, played, h.mapIndex(played.Row)))
}

// mapIndex is where a row stands in the map; -1 for none. Rows are told apart by what they say.
func (h *Handlers) mapIndex(row coach.MapCase) int {
	for i, c := range h.record.Rules.CallMap() {
		if c.Row == row.Row && c.Activity == row.Activity && c.Source == row.Source {
			return i
		}
	}
	return -1
}

// mapSource says what a row of the map rests on. The row that a button names may be gone by now.
func (h *Handlers) mapSource(req *request.Request, button request.Button) (request.Response, error) {
	i, err := strconv.Atoi(button.Part(1))
	rows := h.record.Rules.CallMap()
	if err != nil || i < 0 || i >= len(rows) {
		return request.Response{}, request.ErrOutdated
	}
	return h.reply.Say(req, library.Sourced(h.reply.Reader(req), "This step", []string{rows[i].Source}))
}
