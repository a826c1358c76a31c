// Package doubles is about leads that are one prospect: the command, the button and the form that make one lead of two
// of a rep's own, and the question to a colleague who has it too. Nothing is merged before somebody has seen what that
// comes to.
package doubles

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}

// MergeLine shows what becomes of two leads: "merge <lead> into <lead>". With one lead it asks for the other, and
// without any for both.
func (h *Handlers) MergeLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.record.OpenWhichLead(ctx, req, "merge")
	}
	if both := sides(line); len(both) > 0 {
		return h.between(ctx, req, line, both)
	}
	seen, question, err := h.record.FindOwn(ctx, req, line)
	// A lead may be called so; where none is, a side is missing. The one behind "into" is asked for.
	if half, is := halfOf(line); is && (question != nil || err != nil && request.Declined(err)) {
		if line.Words[0].Is("into") {
			return request.Response{}, &request.BadValue{What: "two leads", Given: req.Typed(),
				Expected: "the lead that goes stands before “into”", Example: "/followup merge acme inc into acme"}
		}
		line = half
		seen, question, err = h.record.FindOwn(ctx, req, line)
	}
	switch {
	case err != nil && request.Declined(err):
		return h.sideBySide(ctx, req, line, err)
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	return h.reply.Open(ctx, req, forms.IntoForm(h.reply.Reader(req), *seen.Lead))
}

// sides are the two names of a line, for each "into" that may stand between them.
func sides(line input.Line) (both [][2]input.Line) {
	for i, w := range line.Words {
		if i == 0 || i == len(line.Words)-1 || w.Quoted || !w.Is("into") {
			continue
		}
		goes, stays := line, line
		goes.Words, stays.Words = line.Words[:i], line.Words[i+1:]
		both = append(both, [2]input.Line{goes, stays})
	}
	return both
}

// halfOf is a line without the "into" that it begins or ends with, since one side of it is missing. ok is false where
// both are there.
func halfOf(line input.Line) (half input.Line, ok bool) {
	last := len(line.Words) - 1
	into := func(at int) bool { return !line.Words[at].Quoted && line.Words[at].Is("into") }
	half = line
	switch {
	case last < 1:
		return line, false
	case into(0):
		half.Words = line.Words[1:]
	case into(last):
		half.Words = line.Words[:last]
	default:
		return line, false
	}
	return half, true
}

// joins are what people write between two names, besides "into".
var joins = regexp.MustCompile(`(?i)^(with|and|to|&|\+|-+>|→)$`)

// wordsMost bounds how many words are tried as a name.
const wordsMost = 10

// sideBySide shows what becomes of two leads whose names stand side by side, with another word between them or none:
// "merge acme with birch". Where it isn't two names, it is what was wrong before.
func (h *Handlers) sideBySide(ctx context.Context, req *request.Request, line input.Line,
	wrong error) (request.Response, error) {
	for i := 1; i < min(len(line.Words), wordsMost); i++ {
		goes, stays := line, line
		goes.Words, stays.Words = line.Words[:i], line.Words[i:]
		if w := stays.Words[0]; len(stays.Words) > 1 && !w.Quoted && joins.MatchString(w.Text) {
			stays.Words = stays.Words[1:]
		}
		var ids []string
		for _, side := range []input.Line{goes, stays} { // the second only where the first is a lead
			seen, which, err := h.record.FindOwn(ctx, req, side)
			if err != nil && !request.Declined(err) {
				return request.Response{}, err
			}
			if err != nil || which != nil {
				break
			}
			ids = append(ids, seen.Lead.ID)
		}
		if len(ids) == 2 {
			return h.preview(ctx, req, ids[0], ids[1])
		}
	}
	return request.Response{}, wrong
}

// between shows what becomes of the two leads of a line. A name may hold an "into" of its own: the first one between
// two names that exist is meant.
func (h *Handlers) between(ctx context.Context, req *request.Request, line input.Line,
	both [][2]input.Line) (request.Response, error) {
	for last := len(both) - 1; ; both, last = both[1:], last-1 {
		// As long as another "into" is left, what is no name is no mistake.
		goes, which, err := h.record.FindOwn(ctx, req, both[0][0])
		if last > 0 && (which != nil || err != nil && request.Declined(err)) {
			continue
		}
		if err != nil {
			return request.Response{}, err
		}
		stays, into, err := h.record.FindOwn(ctx, req, both[0][1])
		switch {
		case last > 0 && (into != nil || err != nil && request.Declined(err)):
			continue
		case err != nil:
			return request.Response{}, err
		case which != nil:
			return h.ask(ctx, req, which, func(l coach.Lead) string {
				return say.TypedName(l) + " into " + typed(both[0][1], stays)
			})
		case into != nil:
			return h.ask(ctx, req, into, func(l coach.Lead) string {
				return say.TypedName(*goes.Lead) + " into " + say.TypedName(l)
			})
		}
		return h.preview(ctx, req, goes.Lead.ID, stays.Lead.ID)
	}
}

// typed is one side of a line as it can be typed again.
func typed(side input.Line, seen store.Snapshot) string {
	if seen.Lead != nil {
		return say.TypedName(*seen.Lead)
	}
	return say.TypedName(coach.Lead{Name: side.Said()})
}

// ask asks which lead one side of a line is; each button is the whole line with another one in its place.
func (h *Handlers) ask(ctx context.Context, req *request.Request, q *input.Clarification,
	line func(coach.Lead) string) (request.Response, error) {
	leads, err := h.record.Candidates(ctx, req, q)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, problems.WhichMerged(h.reply.Reader(req), q.Name, req.Typed(), leads,
		func(l coach.Lead) string { return "merge " + line(l) }))
}

// GoesPicked asks into which lead one goes that was picked in a form.
func (h *Handlers) GoesPicked(req *request.Request, goes coach.Lead) (request.Response, error) {
	return reply.ShowForm(forms.IntoForm(h.reply.Reader(req), goes))
}

// StaysPicked shows what becomes of a lead and the one that it goes into, when that was picked in a form.
func (h *Handlers) StaysPicked(ctx context.Context, req *request.Request,
	goes, stays string) (request.Response, error) {
	return h.preview(ctx, req, goes, stays)
}

// MergeTapped shows what becomes of the two leads of a button.
func (h *Handlers) MergeTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.preview(ctx, req, button.Lead, button.Part(0))
}

// preview opens the form that says what becomes of two leads, or puts it in the place of the form that asked for them.
func (h *Handlers) preview(ctx context.Context, req *request.Request, goes, stays string) (request.Response, error) {
	kept, err := h.read(ctx, req, stays)
	if err != nil {
		return request.Response{}, err
	}
	gone, err := h.read(ctx, req, goes)
	if err != nil {
		return request.Response{}, err
	}
	if goes == stays {
		if req.Kind == request.KindSubmit {
			return record.AtField(req, fields.Name, problems.ErrSameLead), nil
		}
		return request.Response{}, &request.BadValue{What: "two leads", Given: say.NameOf(*kept.Lead),
			Expected: "both names are of this one", Example: "/followup merge acme inc into acme"}
	}
	// A form that is open already makes way for it; elsewhere it opens by itself.
	form := h.form(req, kept, gone, req.Meta(), false)
	if req.OnForm() || req.Kind == request.KindSubmit {
		return reply.ShowForm(form)
	}
	return h.reply.Open(ctx, req, form)
}

// read reads one of the acting person's leads with everything that was logged on it.
func (h *Handlers) read(ctx context.Context, req *request.Request, lead string) (store.Snapshot, error) {
	if lead == "" {
		return store.Snapshot{}, request.ErrOutdated
	}
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: lead, Touches: -1})
	if err == nil && seen.Lead == nil {
		err = request.ErrOutdated
	}
	return seen, err
}

// versioned is a lead's id with its version, as a form carries it along.
func versioned(l coach.Lead) string { return l.ID + " " + strconv.FormatInt(l.Version, 10) }

// idOf is the id in it.
func idOf(versioned string) string {
	id, _, _ := strings.Cut(versioned, " ")
	return id
}
