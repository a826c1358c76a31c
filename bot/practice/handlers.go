// Package practice is a talk with nobody: a prospect's line out of the conversation tree, the rep's answer to it as
// typed, what is in the answer, and what the script says there. Three turns make a drill.
//
// Nothing is saved and nobody else sees it: the form carries the branch that the drill began with, the turn, and when
// it began, and an answer is gone with the page that shows what is in it. No points are given. What is heard comes from
// the phrases and duties of [practice.Hear] and the dates of [input.ReadSpoken]; the same answer is heard the same
// way every time.
package practice

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/practice"
	"github.com/followup-coach/followup/coach/script"
)

// Handlers carry out requests. They hold no state between two of them. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}

// PracticeLine opens a drill: "practice [<branch>]". Without a branch it is another one each day. Words that are none
// are asked about.
func (h *Handlers) PracticeLine(ctx context.Context, req *request.Request,
	line input.Line) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	all := h.record.Rules.Scripts().Practiced()
	if len(line.Words) == 0 {
		return h.open(ctx, req, h.ofToday(req, all))
	}
	if id := input.BranchNamed(line.Words, all); id != "" {
		return h.open(ctx, req, id)
	}
	named := input.Span(line.Text, line.Words)
	return h.reply.Say(req, forms.WhichPractice(h.reply.Reader(req), named, input.NearBranches(named, all), req.Typed()))
}

// PracticeTapped opens a drill with the branch of a button; without one it is today's.
func (h *Handlers) PracticeTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	id := button.Part(0)
	if id == "" {
		id = h.ofToday(req, h.record.Rules.Scripts().Practiced())
	}
	return h.open(ctx, req, id)
}

// ofToday is the branch to practice where none is named: the next one each day, in the order of a call.
func (h *Handlers) ofToday(req *request.Request, all []script.Branch) string {
	if len(all) == 0 {
		return ""
	}
	y, m, d := req.Now.In(req.Rep.Location()).Date()
	days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / int64((24*time.Hour)/time.Second)
	return all[int(days)%len(all)].ID
}

// open shows the first turn of a drill, in the place of the form that it was asked for in.
func (h *Handlers) open(ctx context.Context, req *request.Request, id string) (request.Response, error) {
	turn, ok := h.turn(req, id, 0, req.Now)
	if !ok {
		return request.Response{}, request.ErrOutdated
	}
	return h.reply.Open(ctx, req, forms.PracticeForm(h.reply.Reader(req), turn))
}

// turn is one turn of a drill that began at an instant, from which the times in it are counted. ok is false for a
// branch, or a turn, that the tree doesn't have any more.
func (h *Handlers) turn(req *request.Request, id string, n int, began time.Time) (turn forms.PracticeTurn, ok bool) {
	f := practice.Prospect(*req.Rep, req.Person.Full, began)
	f.Slots = h.record.Offers.Times(req, f.Lead, outcome.Talked)
	drill := h.record.Rules.Scripts().Drill(id, f.Values())
	if n < 0 || n >= len(drill) {
		return turn, false
	}
	return forms.PracticeTurn{
		Exchange: drill[n], Prospect: f.Lead, Number: n + 1, Of: len(drill), After: h.after(id),
		Meta: request.Meta{Ref: id, Page: strconv.Itoa(n), At: began.Unix()},
	}, true
}

// after is the branch to practice after another, in the order of a call.
func (h *Handlers) after(id string) string {
	all := h.record.Rules.Scripts().Practiced()
	i := slices.IndexFunc(all, func(b script.Branch) bool { return b.ID == id })
	return all[(i+1)%len(all)].ID
}

// PracticeForm goes on: from an answer to what is in it, and from there to the next turn.
func (h *Handlers) PracticeForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	page, heard := strings.CutPrefix(form.Meta.Page, forms.PageHeard)
	n, err := strconv.Atoi(page)
	if err != nil {
		return request.Response{}, request.ErrOutdated
	}
	if heard {
		n++
	}
	turn, ok := h.turn(req, form.Meta.Ref, n, time.Unix(form.Meta.At, 0).UTC())
	if !ok {
		return request.Response{}, request.ErrOutdated
	}
	to := h.reply.Reader(req)
	if heard {
		return reply.ShowForm(forms.PracticeForm(to, turn))
	}
	text := texts.DraftText(form.Text(fields.Answer))
	if text == "" {
		return record.AtField(req, fields.Answer, forms.ErrPractice), nil
	}
	return reply.ShowForm(h.heard(ctx, to, req, turn, text))
}

// heard is the page with what is in an answer.
func (h *Handlers) heard(ctx context.Context, to say.Reader, req *request.Request, turn forms.PracticeTurn,
	text string) slack.ModalViewRequest {
	times := input.ReadSpoken(text, *req.Rep, req.Now)
	return forms.PracticeHeard(to, turn, forms.Heard{
		Text: text, Heard: practice.Hear(h.record.Phrases.For(ctx, req), text, turn.Prospect.HotButton),
		Instants: times.Instants, Days: times.Days, Hours: times.Hours, Vague: times.Vague,
	})
}
