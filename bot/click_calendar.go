package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/ics"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// sendingFor bounds an upload: three calls of Slack's, each answered in seconds.
const sendingFor = 30 * time.Second

// agreedOf reads the agreed call that a button is about. One that is gone, or moved since, is answered with a sentence.
func (b *Bot) agreedOf(ctx context.Context, a *act, t tap) (say.Agreed, error) {
	seen, err := b.leadOf(ctx, a, t.first)
	if err != nil {
		return say.Agreed{}, err
	}
	c := seen.Lead.Progress.Commitment
	if c == nil {
		return say.Agreed{}, withLead(coach.ErrNoAgreed, *seen.Lead)
	}
	now := say.Agreed{Lead: *seen.Lead, Zone: seen.Lead.Zone(*a.rep, c.At)}
	if !c.At.Truncate(time.Second).Equal(t.instant(0)) {
		return say.Agreed{}, &movedCall{now: now}
	}
	return now, nil
}

// agendaText shows the text to send before an agreed call.
func (b *Bot) agendaText(ctx context.Context, a *act, t tap) (answer, error) {
	agreed, err := b.agreedOf(ctx, a, t)
	if err != nil {
		return answer{}, err
	}
	return b.beside(ctx, a, "Agenda text", say.AgendaText(b.reader(a), agreed))
}

// calendarFile sends an agreed call as a calendar file into the rep's direct messages. Nobody can ask Slack whether a
// file arrived, so a tap sends it once at most: it is noted before the first call, and what may have arrived is not
// sent again but said.
func (b *Bot) calendarFile(ctx context.Context, a *act, t tap) (answer, error) {
	agreed, err := b.agreedOf(ctx, a, t)
	if err != nil {
		return answer{}, err
	}
	before, err := saying(b.checked(a, say.CalendarBefore(b.reader(a), agreed)))
	if err != nil {
		return answer{}, err
	}
	var dup *store.DuplicateError
	switch err := b.space().Once(ctx, a.user, a.now, a.key, before.encode()); {
	case errors.As(err, &dup) && a.onForm():
		return answer{}, nil // the page says it already
	case errors.As(err, &dup):
		return decode(dup.Answer)
	case err != nil:
		b.log.Error("could not note that a file is sent", "error", err)
		return b.beside(ctx, a, "Not sent", say.CalendarFailed(b.reader(a), agreed, say.FileNoStore, false))
	}
	page := ""
	if a.onForm() {
		if page, err = b.onTop(ctx, a, say.Message("Calendar file",
			b.checked(a, say.CalendarComing(b.reader(a), agreed)))); err != nil {
			b.log.Warn("could not show that a file is on its way", "error", err)
		}
	}
	b.later(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, sendingFor)
		defer cancel()
		b.calendarSent(ctx, a, agreed, page, b.sendCalendar(ctx, a, agreed))
	})
	return answer{}, nil
}

// calendarSent says what came of it where that isn't seen: the file itself arrives in the direct messages.
func (b *Bot) calendarSent(ctx context.Context, a *act, agreed say.Agreed, page string, s sending) {
	r := say.CalendarSent(b.reader(a), agreed)
	switch {
	case s.err != nil:
		b.log.Warn("could not send a calendar file", "unsure", s.unsure, "error", withoutURL(s.err))
		r = say.CalendarFailed(b.reader(a), agreed, s.why, s.unsure)
	case page != "", a.channel == s.dm:
		return
	}
	r = b.checked(a, r)
	if page != "" {
		if _, err := b.api().UpdateViewContext(ctx, say.Message("Calendar file", r), "", "", page); err == nil {
			return
		}
	}
	if ans, err := saying(r); err == nil {
		b.tell(ctx, a, ans)
	}
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
func (b *Bot) sendCalendar(ctx context.Context, a *act, agreed say.Agreed) sending {
	to := b.reader(a)
	file := calendarOf(agreed, a.now).File()
	name, title, alt := say.CalendarFile(to, agreed)
	no := func(step string, err error, last bool) sending {
		why, carried := fileTrouble(err)
		return sending{err: fmt.Errorf("%s: %w", step, err), why: why, unsure: last && carried}
	}
	dm, _, _, err := b.api().OpenConversationContext(ctx,
		&slack.OpenConversationParameters{Users: []string{a.user}, ReturnIM: true})
	if err != nil {
		return no("open the direct messages", err, false)
	}
	up, err := b.api().GetUploadURLExternalContext(ctx,
		slack.GetUploadURLExternalParameters{FileName: name, FileSize: len(file), AltTxt: alt})
	if err != nil {
		return no("ask where to put a file", err, false)
	}
	if err := b.api().UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: up.UploadURL, Filename: name,
		Content: string(file)}); err != nil {
		return no("put a file there", err, false)
	}
	if _, err := b.api().CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
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
	var refused slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	switch {
	case errors.As(err, &limited):
		return say.FileTooMany, false
	case !errors.As(err, &refused):
		return say.FileNoAnswer, true
	}
	switch refused.Err {
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

// onForm reports whether a click was made in a form.
func (a *act) onForm() bool { return a.view != nil && a.view.Type == slack.VTModal }

// staysOpen reports whether the form that was clicked is needed still, whatever became of the click: something can have
// been typed into it, or they are on the line.
func (a *act) staysOpen() bool {
	return a.onForm() && (a.view.CallbackID == say.FormReached ||
		slices.ContainsFunc(a.view.Blocks.BlockSet, func(b slack.Block) bool { return b.BlockType() == slack.MBTInput }))
}

// beside shows something that a click asked for: on top of the form that the click was made in, else beneath the
// message.
func (b *Bot) beside(ctx context.Context, a *act, title string, r say.Reply) (answer, error) {
	r = b.checked(a, r)
	if a.onForm() {
		_, err := b.onTop(ctx, a, say.Message(title, r))
		if err == nil {
			return answer{}, nil
		}
		b.log.Warn("could not lay a page over a form", "error", err) // then it takes the form's place
	}
	return saying(r)
}

// onTop lays a page over the form that the click was made in, so that the form is still there when it is closed. It
// answers the page's id.
func (b *Bot) onTop(ctx context.Context, a *act, v slack.ModalViewRequest) (string, error) {
	got, err := b.api().PushViewContext(ctx, a.trigger, v)
	if err != nil {
		return "", fmt.Errorf("push a page: %w", err)
	}
	return got.ID, nil
}

// movedCall is a button about an agreed call that has another date by now.
type movedCall struct{ now say.Agreed }

func (*movedCall) Error() string { return "the agreed call was moved" }
func (*movedCall) declines()     {}
