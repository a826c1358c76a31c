package reps

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/logged"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/lists"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// UndoLine takes back the newest change that stands, "undo <lead>" the newest of that lead, and with each repetition
// one more, for 24 hours.
func (h *Handlers) UndoLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	switch {
	case len(line.Words) == 0 && req.Cover != nil:
		return h.undo(ctx, req, store.UndoQuery{LeadID: req.Cover.Lead}, nil)
	case len(line.Words) == 0:
		self, err := h.record.Rep(ctx, req)
		if err != nil {
			return request.Response{}, err
		}
		theirs, err := h.record.Lent.Last(ctx, req, self)
		switch {
		case err != nil:
			return request.Response{}, err
		case theirs != nil:
			return request.Response{}, theirs // the edge comes back with it
		}
		return h.undo(ctx, req, store.UndoQuery{}, nil)
	}
	seen, question, err := h.record.FindOwn(ctx, req, line)
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	return h.undo(ctx, req, store.UndoQuery{LeadID: seen.Lead.ID}, seen.Lead)
}

// UndoTapped takes back the change of its own answer, if nothing newer touched that lead. A button that
// names no change is outdated.
func (h *Handlers) UndoTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	if button.Part(0) == "" {
		return request.Response{}, request.ErrOutdated
	}
	return h.undo(ctx, req, store.UndoQuery{Entry: button.Part(0)}, nil)
}

// undo takes back what the query says; of is the lead that was named, nil for none. Where newer changes of the same
// lead stand on it, they are listed instead. The request's key goes along, so that a second delivery does not take back
// one change more.
func (h *Handlers) undo(ctx context.Context, req *request.Request, q store.UndoQuery,
	of *coach.Lead) (request.Response, error) {
	q.Key = req.Key
	before, err := h.record.TakeBack(ctx, req, q)
	_, repeated := store.Repeated(err)
	switch {
	case repeated:
		return h.undoneBefore(ctx, req)
	case errors.Is(err, store.ErrNothingToUndo) && of != nil:
		return h.reply.Say(req, answers.UndoNothingOf(h.reply.Reader(req), *of))
	case errors.Is(err, store.ErrNothingToUndo) && q.Entry == "":
		return h.reply.Say(req, answers.UndoNothing(h.reply.Reader(req)))
	case err != nil:
		return h.RefuseUndo(req, err)
	}
	return h.undone(ctx, req, before)
}

// RefuseUndo says why a change can't be taken back: newer ones of the same lead stand on it, which are listed, or it is
// out of reach, as a button outlives the change that it takes back. Any other error is handed on.
func (h *Handlers) RefuseUndo(req *request.Request, err error) (request.Response, error) {
	newer, blocked := newerChanges(err)
	list, imported := store.LastImport(err)
	switch {
	case imported:
		return h.reply.Say(req, lists.LastChange(h.reply.Reader(req), list))
	case blocked:
		newest := newer.Entries[0]
		change := newest.ID
		if slices.ContainsFunc(newer.Entries, func(e store.Entry) bool { return !e.Undoable }) {
			change = ""
		}
		return h.reply.Say(req, answers.UndoBlocked(h.reply.Reader(req),
			coach.Lead{ID: newest.LeadID, Name: newest.LeadName}, change, touchesOf(newer.Entries)))
	case errors.Is(err, store.ErrNameTaken):
		return h.reply.Say(req, answers.UndoRefused(h.reply.Reader(req), "another lead has that name by now"))
	case errors.Is(err, store.ErrNothingToUndo):
		return h.reply.Say(req, answers.UndoTooLate(h.reply.Reader(req)))
	}
	return request.Response{}, err
}

// newerChanges reports whether a change can't be taken back because newer ones of the same lead stand on it; the error
// lists them.
func newerChanges(err error) (*store.NewerError, bool) { return errors.AsType[*store.NewerError](err) }

// undoneBefore answers an undo that is delivered again. Its answer follows from the records, so none was kept: it is
// the newest undo in the journal. Where that is out of reach by now, the answer says that it was done, and no more.
func (h *Handlers) undoneBefore(ctx context.Context, req *request.Request) (request.Response, error) {
	journal, err := h.record.Space().History.Journal(ctx, req.Owner, req.Now, 0)
	if err != nil {
		return request.Response{}, err
	}
	// The newest undo is the one that is delivered again: a rep's requests are carried out one after the other.
	i := slices.IndexFunc(journal, func(e store.Entry) bool { return e.Undoes != "" })
	if i < 0 {
		return h.reply.Say(req, problems.LookedUp(h.reply.Reader(req), true, req.Typed()))
	}
	of := slices.IndexFunc(journal, func(e store.Entry) bool { return e.ID == journal[i].Undoes })
	if of < 0 {
		return h.reply.Say(req, problems.LookedUp(h.reply.Reader(req), true, req.Typed()))
	}
	seen, err := h.record.Space().Records.Read(ctx, store.Query{Rep: req.Owner, Now: req.Now,
		LeadID: journal[of].LeadID})
	if err != nil {
		return request.Response{}, err
	}
	return h.undone(ctx, req, store.Before{Entry: journal[of], Rep: seen.Rep, Lead: seen.Lead})
}

// undone says what was taken back. The card of a lead that is still there takes the place of its tick, a prep that of
// the prep. A lead that the change had made is gone, and only its name is left to say.
func (h *Handlers) undone(ctx context.Context, req *request.Request, before store.Before) (request.Response, error) {
	if before.Lead == nil {
		lead := coach.Lead{Name: before.LeadName}
		if before.LeadID == "" {
			words := setup.SettingsUndone(h.reply.Reader(req), before.Rep)
			switch before.Op {
			case coach.OpTips:
				words = library.TipsUndone(h.reply.Reader(req))
			case absence.OpAway, absence.OpSpread:
				words = absent.Undone(h.reply.Reader(req), before.Op, before.Rep)
			}
			resp, err := h.reply.Say(req, words)
			resp.Replace = req.OwnAnswer() || req.View != nil
			return resp, err
		}
		resp, err := h.reply.Say(req, answers.Undone(h.reply.Reader(req), whatOf(before.Op), answers.Saved{Lead: lead}, true))
		resp.Replace = req.OwnAnswer() || req.View != nil && !req.OnForm()
		return resp, err
	}
	s := answers.Saved{Lead: *before.Lead, Step: h.record.Rules.Next(*before.Lead, worked(req, before.Rep), req.Now)}
	if req.Kind == request.KindClick && req.Surface() == request.OnPrep && s.Lead.Open() {
		return h.prepAfterUndo(ctx, req, before.LeadID)
	}
	if req.Kind == request.KindClick && !req.OwnAnswer() && req.View == nil {
		blocks := cards.Card(h.reply.Reader(req), coach.Card{Lead: s.Lead, Step: s.Step})
		return h.reply.OnCard(req, before.LeadID, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
	}
	if req.Kind == request.KindClick && req.Surface() == request.OnGo { // its card comes back beneath
		return h.reply.OnCard(req, before.LeadID, answers.UndoneAll(h.reply.Reader(req), []string{s.Lead.Name}, nil))
	}
	what := whatOf(before.Op)
	if before.Back != nil {
		what = "merge with " + before.Back.Name
	}
	resp, err := h.reply.Say(req, answers.Undone(h.reply.Reader(req), what, s, false))
	resp.Replace = req.OwnAnswer() || req.View != nil // a form about what was taken back has nothing left to say
	return resp, err
}

// whatOf is a journal entry in words: the outcome that was logged, or what was done. Any other operation is
// said by its own name.
func whatOf(op string) string {
	switch word, _, _ := strings.Cut(op, " "); word {
	case logged.Correct:
		return "the correction"
	case logged.TakeOut:
		return "what was taken out"
	}
	if o := logged.Outcome(op); o != "" {
		return answers.Result(o)
	}
	switch op {
	case "edit":
		return "last change"
	case "add":
		return "the lead"
	}
	return op
}

// touchesOf are journal entries as touches, for the list of what stands on a change. An entry that logged no outcome is
// listed as what it did.
func touchesOf(entries []store.Entry) []coach.Touch {
	touches := make([]coach.Touch, 0, len(entries))
	for _, e := range entries {
		o := logged.Outcome(e.Op)
		if o == "" {
			o = outcome.Outcome(e.Op)
		}
		word, _, _ := strings.Cut(e.Op, " ")
		touches = append(touches, coach.Touch{Outcome: o, At: e.At, Lifted: word == "lift"})
	}
	return touches
}

// worked is the record by which a lead goes on: for a colleague who covers for its rep, without the absence.
func worked(req *request.Request, rep coach.Rep) coach.Rep {
	if req.Cover == nil {
		return rep
	}
	return cover.Worked(rep)
}
