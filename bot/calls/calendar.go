package calls

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/ics"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// sendingFor bounds an upload: three calls of Slack's, each answered in seconds.
const sendingFor = 30 * time.Second

// agreedOf reads the agreed call that a button is about. One that is gone, or moved since, is answered with a sentence.
func (h *Handlers) agreedOf(ctx context.Context, req *request.Request, button request.Button) (say.Agreed, error) {
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return say.Agreed{}, err
	}
	c := seen.Lead.Progress.Commitment
	if c == nil {
		return say.Agreed{}, request.WithLead(coach.ErrNoAgreed, *seen.Lead)
	}
	now := say.Agreed{Lead: *seen.Lead, Zone: seen.Lead.Zone(*req.Rep, c.At)}
	if !c.At.Truncate(time.Second).Equal(button.Instant(0)) {
		return say.Agreed{}, &request.CallMoved{Lead: now.Lead, Zone: now.Zone}
	}
	return now, nil
}

// AgendaText shows the text to send before an agreed call.
func (h *Handlers) AgendaText(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	agreed, err := h.agreedOf(ctx, req, button)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Beside(ctx, req, "Agenda text", say.AgendaText(h.reply.Reader(req), agreed))
}

// CalendarFile sends an agreed call as a calendar file into the rep's direct messages. Nobody can ask Slack whether a
// file arrived, so a tap sends it once at most: it is noted before the first call, and what may have arrived is not
// sent again but said.
func (h *Handlers) CalendarFile(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	agreed, err := h.agreedOf(ctx, req, button)
	if err != nil {
		return request.Response{}, err
	}
	before, err := h.reply.Say(req, say.CalendarBefore(h.reply.Reader(req), agreed))
	if err != nil {
		return request.Response{}, err
	}
	err = h.record.Space().Once(ctx, req.User, req.Now, req.Key, before.Encode())
	switch said, repeated := store.Repeated(err); {
	case repeated && req.OnForm():
		return request.Response{}, nil // the page says it already
	case repeated:
		return request.DecodeResponse(said)
	case err != nil:
		h.reply.Log.Error("could not note that a file is sent", "error", err)
		return h.reply.Beside(ctx, req, "Not sent", say.CalendarFailed(h.reply.Reader(req), agreed, say.FileNoStore, false))
	}
	page := ""
	if req.OnForm() {
		if page, err = h.reply.OnTop(ctx, req, say.Message("Calendar file",
			h.reply.Checked(req, say.CalendarComing(h.reply.Reader(req), agreed)))); err != nil {
			h.reply.Log.Warn("could not show that a file is on its way", "error", err)
		}
	}
	h.reply.Async(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, sendingFor)
		defer cancel()
		h.calendarSent(ctx, req, agreed, page, h.sendCalendar(ctx, req, agreed))
	})
	return request.Response{}, nil
}

// calendarSent says what came of it where that isn't seen: the file itself arrives in the direct messages.
func (h *Handlers) calendarSent(ctx context.Context, req *request.Request, agreed say.Agreed, page string, s sending) {
	r := say.CalendarSent(h.reply.Reader(req), agreed)
	switch {
	case s.err != nil:
		h.reply.Log.Warn("could not send a calendar file", "unsure", s.unsure, "error", request.WithoutURL(s.err))
		r = say.CalendarFailed(h.reply.Reader(req), agreed, s.why, s.unsure)
	case page != "", req.Channel == s.dm:
		return
	}
	if page != "" {
		v := say.Message("Calendar file", h.reply.Checked(req, r))
		if _, err := h.reply.API().UpdateViewContext(ctx, v, "", "", page); err == nil {
			return
		}
	}
	h.reply.Tell(ctx, req, h.reply.Made(req, r))
}

// sending is what came of sending a file: where it went, or why it didn't. unsure is a failure that may have been
// carried out.
type sending struct {
	dm     string
	err    error
	why    string
	unsure bool
}

// sendCalendar uploads the file in Slack's three steps. Until the last one nobody sees anything of it.
func (h *Handlers) sendCalendar(ctx context.Context, req *request.Request, agreed say.Agreed) sending {
	to := h.reply.Reader(req)
	file := calendarOf(agreed, req.Now).File()
	name, title, alt := say.CalendarFile(to, agreed)
	no := func(step string, err error, last bool) sending {
		why, carried := fileTrouble(err)
		return sending{err: fmt.Errorf("%s: %w", step, err), why: why, unsure: last && carried}
	}
	dm, _, _, err := h.reply.API().OpenConversationContext(ctx,
		&slack.OpenConversationParameters{Users: []string{req.User}, ReturnIM: true})
	if err != nil {
		return no("open the direct messages", err, false)
	}
	up, err := h.reply.API().GetUploadURLExternalContext(ctx,
		slack.GetUploadURLExternalParameters{FileName: name, FileSize: len(file), AltTxt: alt})
	if err != nil {
		return no("ask where to put a file", err, false)
	}
	if err := h.reply.API().UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: up.UploadURL, Filename: name,
		Content: string(file)}); err != nil {
		return no("put a file there", err, false)
	}
	if _, err := h.reply.API().CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: up.FileID, Title: title}}, Channel: dm.ID,
		InitialComment: say.CalendarComment(to, agreed),
	}); err != nil {
		return no("share a file", err, true)
	}
	return sending{dm: dm.ID}
}

// calendarOf is the appointment of an agreed call. The record's version grows with every change, undone ones included,
// so that the newest file always wins.
func calendarOf(agreed say.Agreed, now time.Time) ics.Event {
	l, c := agreed.Lead, agreed.Lead.Progress.Commitment
	title, lines := say.CalendarEvent(agreed)
	return ics.Event{
		UID: l.ID + "-" + strconv.FormatInt(c.Begun().Unix(), 10) + "@followup", Sequence: l.Version, Stamp: now,
		Start: c.At, Summary: title, Description: lines, Tentative: c.Unsure,
	}
}

// fileTrouble says why Slack took no file, and whether it may have been taken all the same.
func fileTrouble(err error) (why string, carried bool) {
	switch reply.Refusal(err) {
	case "":
		return say.FileNoAnswer, true
	case "internal_error", "fatal_error", "request_timeout", "service_unavailable":
		return say.FileNoAnswer, true
	case "missing_scope":
		return say.FileNoScope, false
	case "ratelimited", "rate_limited":
		return say.FileTooMany, false
	case "file_uploads_disabled", "file_uploads_except_images_disabled", "file_type_not_allowed", "blocked_file_type":
		return say.FileNotTaken, false
	case "channel_not_found", "not_in_channel", "is_archived", "user_not_found", "user_disabled", "messages_tab_disabled":
		return say.FileNoPlace, false
	}
	return say.FileRefused, false
}
