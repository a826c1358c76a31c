package calls

import (
	"context"
	"strconv"
	"time"

	"github.com/followup-coach/followup/bot/ics"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// sendingFor bounds an upload: three calls of Slack's, each answered in seconds.
const sendingFor = 30 * time.Second

// AgendaText shows the text to send before an agreed call. It is a text to copy: nothing is sent and nothing stored.
func (h *Agreed) AgendaText(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	agreed, err := h.agreedOf(ctx, req, button)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Beside(ctx, req, "Agenda text", texts.AgendaText(h.reply.Reader(req), agreed))
}

// agreedOf reads the agreed call that a button is about. One that is gone is refused with [coach.ErrNoAgreed], one that
// was moved since with [request.CallMoved].
func (h *Agreed) agreedOf(ctx context.Context, req *request.Request, button request.Button) (texts.Agreed, error) {
	seen, err := h.record.Lead(ctx, req, button.Lead)
	if err != nil {
		return texts.Agreed{}, err
	}
	call := seen.Lead.Progress.Commitment
	if call == nil {
		return texts.Agreed{}, request.WithLead(coach.ErrNoAgreed, *seen.Lead)
	}
	agreed := texts.Agreed{Lead: *seen.Lead, Zone: seen.Lead.Zone(*req.Rep, call.At)}
	if !isAgreed(call, button.Instant(0)) {
		return texts.Agreed{}, &request.CallMoved{Lead: agreed.Lead, Zone: agreed.Zone}
	}
	return agreed, nil
}

// CalendarFile sends an agreed call as a calendar file into the rep's direct messages. Nobody can ask Slack whether a
// file arrived, so a tap sends it once at most: it is noted before the first call, and what may have arrived is not
// sent again but said.
func (h *Agreed) CalendarFile(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	agreed, err := h.agreedOf(ctx, req, button)
	if err != nil {
		return request.Response{}, err
	}
	before, err := h.reply.Say(req, texts.CalendarBefore(h.reply.Reader(req), agreed))
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
		return h.reply.Beside(ctx, req, "Not sent",
			texts.CalendarFailed(h.reply.Reader(req), agreed, texts.FileNoStore, false))
	}
	page := h.calendarComing(ctx, req, agreed)
	h.reply.Async(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, sendingFor)
		defer cancel()
		h.calendarSent(ctx, req, agreed, page, h.sendCalendar(ctx, req, agreed))
	})
	return request.Response{}, nil
}

// calendarComing says on top of a form that the file is on its way, and returns the id of that page; empty for a click
// made elsewhere, and where Slack doesn't show it.
func (h *Agreed) calendarComing(ctx context.Context, req *request.Request, agreed texts.Agreed) (page string) {
	if !req.OnForm() {
		return ""
	}
	page, err := h.reply.OnTop(ctx, req, fields.ReplyPage("Calendar file",
		h.reply.Checked(req, texts.CalendarComing(h.reply.Reader(req), agreed))))
	if err != nil {
		h.reply.Log.Warn("could not show that a file is on its way", "error", err)
		return ""
	}
	return page
}

// calendarSent says what came of it where that isn't seen: the file itself arrives in the direct messages, and a page
// that says it is on its way stays true. A failure replaces that page.
func (h *Agreed) calendarSent(ctx context.Context, req *request.Request, agreed texts.Agreed, page string, s sending) {
	words := texts.CalendarSent(h.reply.Reader(req), agreed)
	switch {
	case s.err != nil:
		h.reply.Log.Warn("could not send a calendar file", "unsure", s.unsure, "error", request.WithoutURL(s.err))
		words = texts.CalendarFailed(h.reply.Reader(req), agreed, s.why, s.unsure)
	case page != "", req.Channel == s.dm:
		return
	}
	words = h.reply.Checked(req, words)
	if page != "" {
		_, err := h.reply.API().UpdateViewContext(ctx, fields.ReplyPage("Calendar file", words), "", "", page)
		if err == nil {
			return // else the page was closed: a direct message says it
		}
	}
	if resp, err := h.reply.Say(req, words); err == nil {
		h.reply.Tell(ctx, req, resp)
	}
}

// sending is what came of sending a file: where it went, or why it didn't.
type sending struct {
	dm     string // the channel it went to
	err    error
	why    string // one of say's reasons (texts.FileNoAnswer…)
	unsure bool   // it may have arrived all the same
}

// sendCalendar shares the file in the direct messages.
func (h *Agreed) sendCalendar(ctx context.Context, req *request.Request, agreed texts.Agreed) sending {
	to := h.reply.Reader(req)
	name, title, alt := texts.CalendarFile(to, agreed)
	dm, last, err := h.reply.SendFiles(ctx, req.User, texts.CalendarComment(to, agreed),
		reply.File{Name: name, Title: title, Alt: alt, Content: calendarOf(agreed, req.Now).File()})
	return sent(dm, last, err)
}

// sent is what came of it. Only the last step can leave a file's fate open.
func sent(dm string, last bool, err error) sending {
	why, carried := texts.WhyNoFile(reply.Refusal(err))
	return sending{dm: dm, err: err, why: why, unsure: last && carried}
}

// calendarOf is the appointment of an agreed call. Its id is that of the first agreement, so that a moved call moves in
// the calendar. The lead's version grows with every change, undone ones included, so that the newest file always wins.
func calendarOf(agreed texts.Agreed, now time.Time) ics.Event {
	lead, call := agreed.Lead, agreed.Lead.Progress.Commitment
	title, lines := texts.CalendarEvent(agreed)
	return ics.Event{
		UID:      lead.ID + "-" + strconv.FormatInt(call.Begun().Unix(), 10) + "@followup",
		Sequence: lead.Version, Stamp: now, Start: call.At,
		Summary: title, Description: lines, Tentative: call.Tentative,
	}
}
