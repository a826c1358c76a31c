// Package lent lets in what a colleague asks for about a lead of somebody who is away. It stands before the handlers of
// the slices, which carry it out as for one's own lead: what is no part of a cover comes no further, and whether the
// cover stands is asked where the records are read (package record).
package lent

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach/cover"
)

// forms are the forms.
var forms = []string{fields.FormLog, fields.FormNext, fields.FormSnooze, fields.FormWrap, fields.FormMore,
	fields.FormDraft, fields.FormDone}

// commands are the words of a line.
var commands = []string{input.WordLead, "log", "show", "when", "prep", "next", "snooze", "script", "resume", "undo",
	"draft", "go"}

// Enter makes a click or a form that names a colleague's lead one about it. Anything else it leaves as it is.
func Enter(ctx context.Context, rec *record.Recorder, req *request.Request) error {
	if req.Cover != nil || req.Kind != request.KindClick && req.Kind != request.KindSubmit {
		return nil // it was tried before, or is none of these
	}
	lead, owner, is := covered.Unmark(req)
	if !is || owner == req.User {
		return nil
	}
	lends := slices.Contains(forms, req.Name)
	if req.Kind == request.KindClick {
		lends = covered.Lends(req.Name)
		if button, _ := request.ReadButton(req); lends && req.Name == ids.ActMore {
			lends = covered.LendsMore(button.Part(0))
		}
	}
	if !lends {
		return &request.NotLent{Owner: owner, Why: cover.ErrNotTheirs}
	}
	return enter(ctx, rec, req, lead, owner)
}

// enter makes a request one about a colleague's lead. The own record is read for whoever acts: its clock, and whether
// they are there.
func enter(ctx context.Context, rec *record.Recorder, req *request.Request, lead, owner string) error {
	self, err := rec.Rep(ctx, req)
	if err != nil {
		return err
	}
	req.Owner, req.Rep, req.Cover, req.Agreed = owner, nil, &request.Cover{Self: self, Lead: lead}, nil
	return nil
}

// Begin makes a request about a colleague's lead of one whose line says so, by a button or the answer to a question,
// and refuses what is not lent of such a lead.
func Begin(ctx context.Context, rec *record.Recorder, req *request.Request, line *input.Line) error {
	if lead, owner, is := covered.ReadRef(line.Resolution.Lead); is && req.Cover == nil {
		line.Resolution.Lead = lead
		if err := enter(ctx, rec, req, lead, owner); err != nil {
			return err
		}
	}
	if req.Cover != nil && !slices.Contains(commands, line.Word) {
		return &request.NotLent{Owner: req.Owner, Why: cover.ErrNotTheirs}
	}
	return nil
}

// Theirs reports whether a line is to be carried out once more, as one about a colleague's lead: none of one's own has
// the name and one of theirs does, as how it went says.
func Theirs(ctx context.Context, rec *record.Recorder, req *request.Request, line *input.Line,
	went error) (bool, error) {
	theirs, is := errors.AsType[*request.CoveredLead](went)
	if !is || req.Cover != nil {
		return false, went
	}
	if !slices.Contains(commands, line.Word) {
		return false, &request.NotLent{Owner: theirs.Owner, Why: cover.ErrNotTheirs}
	}
	if err := enter(ctx, rec, req, theirs.Lead, theirs.Owner); err != nil {
		return false, err
	}
	line.Resolution.Lead, line.Resolution.From, line.Resolution.Name = theirs.Lead, theirs.From, theirs.Count
	return true, nil
}

// Answer is a response with whose lead it is about, in what can be tapped and, where it is a message of its own, in
// words.
func Answer(req *request.Request, resp request.Response) request.Response {
	c := req.Cover
	if c == nil {
		return resp
	}
	if v, err := resp.MadePage(); err == nil && v != nil {
		covered.MarkPage(v, req.Owner, c.Lead)
		if raw, err := json.Marshal(v); err == nil {
			resp.Page, resp.View = v, raw
		}
	}
	blocks, err := resp.MadeBlocks()
	if err != nil || len(blocks) == 0 {
		return resp
	}
	covered.Mark(blocks, req.Owner, c.Lead)
	if resp.Card == "" && !slices.ContainsFunc(blocks, covered.IsLabel) {
		blocks = append(blocks[:len(blocks):len(blocks)], covered.Label(covered.LabelKey, req.Owner))
	}
	if raw, err := json.Marshal(blocks); err == nil {
		resp.Shown, resp.Blocks = blocks, raw
	}
	return resp
}
