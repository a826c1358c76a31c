package preps

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/store"
)

// OpenMissing opens the form that asks for the one thing that a prep lacks: the button names the missing field, and the
// tip that the prep had. It is refused as outdated when the field was filled meanwhile, except for one more reason to
// call, which is welcome while the lead is open.
func (h *Handlers) OpenMissing(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	field := prep.MissingField(button.Part(0))
	lacking, err := h.prepNow(ctx, req, button.Lead, "")
	if err != nil {
		return request.Response{}, err
	}
	if !slices.Contains(lacking.Missing, field) && (field != prep.MissingReason || !lacking.Lead.Open()) {
		return request.Response{}, request.ErrOutdated
	}
	// The tip goes along, so that the prep that is rendered again shows no other one.
	meta := req.Meta()
	meta.Tip = button.Part(1)
	return h.reply.Open(ctx, req, cards.MissingFieldForm(h.reply.Reader(req), lacking, field, meta))
}

// MissingForm saves what a prep lacked, closes the form, and renders the prep again where it stands: in the message it
// was opened from, or as the page "Prep" where the prep was a page. A second delivery renders nothing again.
func (h *Handlers) MissingForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	missing := prep.MissingField(form.Meta.Missing)
	if field, words := missingMistake(missing, form); field != "" {
		return record.AtField(req, field, words), nil
	}
	// A number that asked not to be called is refused in the whole workspace, before anything is written.
	if missing == prep.MissingNumber {
		found := coach.Lead{Phone: form.Text(fields.Phone)}
		rep, err := h.record.Rep(ctx, req)
		if err == nil {
			err = input.CheckNumber(rep, found)
		}
		if err == nil {
			err = h.record.MayBeCalled(ctx, req, found)
		}
		if err != nil {
			return request.Response{}, err
		}
	}
	teams, err := h.record.Teams(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	news := cards.PrepNews{Missing: missing}
	tx := h.beginPrep(ctx, req, form.Meta.Lead)
	for tx.Next() {
		res, err := h.fill(req, tx.Seen, *tx.Lead, missing, form)
		if res.Change != nil {
			news.Remark = answers.Remark(h.reply.Reader(req), res.Saved)
			// An empty response closes the form; the message that it was opened from is rendered again below.
			res.Response = new(request.Response)
			news.Change = res.Saved.Change
			if form.Meta.URL == "" {
				prep := h.prepAfter(req, tx.Seen, res, teams, form.Meta.Tip)
				*res.Response, err = reply.ShowForm(fields.ReplyPage("Prep", h.reply.Checked(req,
					library.Prep(h.reply.ReaderOn(req, request.OnPrep), prep, news))))
			}
		}
		tx.Try(res, err)
	}
	resp, err := tx.Response()
	// Only of a change that was made now: a repeated form has its prep rendered already.
	if err == nil && form.Meta.URL != "" && tx.Result.Change != nil {
		h.rerenderPrep(req, form.Meta, h.prepAfter(req, tx.Seen, tx.Result, teams, form.Meta.Tip), news)
	}
	return resp, err
}

// UseStory makes an entry of the team's library a lead's own reason, so that it takes its turn with the others.
// The lead keeps a copy: it stays when the entry is taken out of the library.
// It is one reason however often it is used: the same words renew it.
func (h *Handlers) UseStory(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	teams, err := h.record.Teams(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	stories := coach.StoriesOf(teams)
	i := slices.IndexFunc(stories, func(s coach.Story) bool { return s.ID == button.Part(0) })
	// The entry may be out of the library since the prep was shown.
	if i < 0 {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.beginPrep(ctx, req, button.Lead)
	for tx.Next() {
		res, err := h.decideStory(req, *tx.Lead, stories[i])
		if res.Change != nil {
			var resp request.Response
			resp, err = h.renderPrep(req, h.prepAfter(req, tx.Seen, res, teams, button.Part(1)),
				cards.PrepNews{Missing: prep.MissingReason, Change: res.Saved.Change}, !req.OwnAnswer() && req.View == nil)
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	return tx.Response()
}

// decideStory makes a story a lead's own reason to call. A lead that was closed meanwhile is refused: nobody calls it.
func (h *Handlers) decideStory(req *request.Request, lead coach.Lead, story coach.Story) (record.Result, error) {
	if !lead.Open() {
		return record.Result{}, request.WithLead(coach.ErrClosed, lead)
	}
	lead.Reasons = coach.WithWhy(lead.Reasons, coach.Why{Kind: story.Kind, Text: story.Text, Until: story.Until}, req.Now)
	return h.record.DecideFacts(req, lead, lead)
}

// beginPrep begins a change of the lead of a prep, with all that the prep shows.
func (h *Handlers) beginPrep(ctx context.Context, req *request.Request, id string) *record.Transaction {
	return h.record.BeginLead(ctx, req,
		store.Query{LeadID: id, Touches: record.ShownTouches, Counters: true})
}

// prepAfter is the prep of a lead as it is after a change, with the tip that it had.
func (h *Handlers) prepAfter(req *request.Request, seen store.Snapshot, res record.Result, teams []coach.Team,
	tip string) prep.Prep {
	seen.Lead = &res.Saved.Lead
	return h.prepWith(req, seen, teams, tip)
}

// missingMistake is the input of the form that can't be used, and why; "" when all can. Facts have their own checks
// when they are saved; here is what a form must not be sent without.
func missingMistake(missing prep.MissingField, form request.Form) (field, words string) {
	switch {
	case missing == prep.MissingHot && form.Text(fields.Hot) == "":
		return fields.Hot, cards.ErrHot
	case missing == prep.MissingNumber && (form.Text(fields.Phone) == "" ||
		input.CheckFacts(coach.Lead{Phone: form.Text(fields.Phone)}) != nil):
		return fields.Phone, problems.ErrPhone
	case (missing == prep.MissingAgenda || missing == prep.MissingClose) && form.Text(fields.Agenda) == "":
		return fields.Agenda, cards.ErrAgenda
	case missing == prep.MissingPage && form.Text(fields.Pointer) == "":
		return fields.Pointer, cards.ErrPage
	case missing == prep.MissingReason && !coach.WhyKind(form.Text(fields.Kind)).Valid():
		return fields.Kind, cards.ErrKind
	case missing == prep.MissingReason && form.Text(fields.Why) == "":
		return fields.Why, cards.ErrWhy
	}
	return "", ""
}

// fill is the change that fills in a missing field. What is agreed on and what was sent are saved as touches, so that
// whatever is logged late loses nothing of it; the rest are facts. An agenda and a page belong to the very call and
// material that the form was about: when that moved or was read meanwhile, the form is outdated. A lead that was closed
// meanwhile is refused: nobody calls it.
func (h *Handlers) fill(req *request.Request, seen store.Snapshot, lead coach.Lead, missing prep.MissingField,
	form request.Form) (record.Result, error) {
	if !lead.Open() {
		return record.Result{}, request.WithLead(coach.ErrClosed, lead)
	}
	written := ""
	switch missing {
	case prep.MissingHot:
		lead.HotButton = form.Text(fields.Hot)
		written = lead.HotButton
	case prep.MissingNumber:
		lead.Phone = form.Text(fields.Phone)
		if task := lead.Progress.Task(); task != nil && task.Kind == coach.FindNumber { // found: the calls go on
			found := outcome.Resumed
			if lead.Paused() { // it stays on hold
				found = outcome.TaskDone
			}
			return h.record.DecideTouch(req, seen, record.TouchInput{Lead: &lead, Outcome: found, Op: "resume"})
		}
	case prep.MissingAgenda, prep.MissingClose:
		// Meta.At is the instant of the call that the form was about, in seconds of Unix time.
		if agreed := lead.Progress.Commitment; agreed == nil || agreed.At.Unix() != form.Meta.At {
			return record.Result{}, request.ErrOutdated
		}
		return h.record.DecideTouch(req, seen, record.TouchInput{Lead: &lead, Outcome: outcome.Details, Op: "log",
			Args: input.LogArgs{Agenda: form.Text(fields.Agenda)}})
	case prep.MissingPage:
		i := slices.IndexFunc(lead.Progress.Materials,
			func(m coach.Material) bool { return !m.Read && m.At.Unix() == form.Meta.Sent })
		if i < 0 {
			return record.Result{}, request.ErrOutdated
		}
		material := coach.Material{Name: lead.Progress.Materials[i].Name, Pointer: form.Text(fields.Pointer)}
		return h.record.DecideTouch(req, seen,
			record.TouchInput{Lead: &lead, Outcome: outcome.Details, Op: "log", Details: input.CallDetails{Material: &material}})
	case prep.MissingReason:
		reason, err := readReason(form, *req.Rep, req.Now)
		if err != nil {
			return record.Result{}, err
		}
		lead.Reasons = coach.WithWhy(lead.Reasons, reason, req.Now)
		written = reason.Text
	// The form is of a version that knew other fields.
	default:
		return record.Result{}, request.ErrOutdated
	}
	res, err := h.record.DecideFacts(req, *seen.Lead, lead)
	if err == nil {
		res.Saved.Phrase = h.record.Offers.Finding(req, lead, outcome.Details, true, written)
	}
	return res, err
}

// readReason reads a reason to call and the last day on which it holds, in the rep's zone; zero for no end. A day that
// is over is refused at its field.
func readReason(form request.Form, rep coach.Rep, now time.Time) (coach.Why, error) {
	reason := coach.Why{Kind: coach.WhyKind(form.Text(fields.Kind)), Text: form.Text(fields.Why)}
	date := form.Values[fields.Date].SelectedDate
	if date == "" {
		return reason, nil
	}
	last, err := time.ParseInLocation(time.DateOnly, date, rep.Location())
	if err != nil || !last.AddDate(0, 0, 1).After(now) {
		return reason, &request.BadValue{What: "a last day", Given: date, Expected: cards.ErrOver, Field: fields.Date}
	}
	// The named day is the last one, so it ends at the midnight behind it.
	reason.Until = last.AddDate(0, 0, 1)
	return reason, nil
}

// rerenderPrep renders a prep again in the place of the one that a form was opened from, behind the response. Where
// that can't be reached any more it comes as a message of its own: what was saved is said in any case. Of a ping's
// message only the lead's card is replaced; the message is read back for it, since Slack sends forms no copy.
func (h *Handlers) rerenderPrep(req *request.Request, meta request.Meta, prep prep.Prep, news cards.PrepNews) {
	to, ping := *req, meta.Channel != ""
	// The copy answers to the message; the request itself answers to the form.
	to.ResponseURL, to.Writes, to.Posted = meta.URL, false, meta.Posted
	h.reply.Async(func(ctx context.Context) {
		resp, err := h.renderPrep(&to, prep, news, ping)
		if err != nil {
			h.reply.Log.Error("could not render a prep", "error", err)
			return
		}
		if ping {
			copied, err := h.reply.Message(ctx, meta.Channel, meta.Message)
			if err != nil {
				h.reply.Log.Warn("could not read the message a form was opened from", "error", err)
			}
			if whole, ok := h.reply.ReplaceCardIn(&to, h.reply.ReaderOn(&to, request.OnPrep), meta.Channel+meta.Message, copied,
				resp); ok {
				resp = whole
			}
		}
		if !h.reply.Respond(ctx, &to, resp, resp.Replace) {
			to.ResponseURL = ""
			h.reply.Tell(ctx, &to, resp)
		}
	})
}
