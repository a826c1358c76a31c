// Package posts logs a call from a message of Slack's: the shortcut "Log from this message". The lead is found by a
// number, a mail address or its name in the message, wherever the message has it; from what a dialer posts of a call
// the form has the result and the time, too. Nothing is written before the form is sent.
package posts

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Log opens the Log form for a message. Where it is of no lead of the rep's, or may be of several, the form asks for
// the lead. The message is the request's event.
func Log(rec *record.Recorder, out *reply.Replier) func(context.Context, *request.Request) (request.Response, error) {
	return func(ctx context.Context, req *request.Request) (request.Response, error) {
		m, ok := req.Event.(*slack.Message)
		if !ok {
			return request.Response{}, request.ErrUnreadable
		}
		rep, err := rec.Rep(ctx, req)
		if err != nil {
			return request.Response{}, err
		}
		post := Read(m, req.Now)
		lead, err := leadOf(ctx, rec, req, post)
		if err != nil {
			return request.Response{}, err
		}
		in := forms.LogFields{Lead: lead, Outcome: post.Outcome, When: post.At, Fixed: rep.TZFixed, Note: cut(post.Note)}
		switch {
		case !post.Dialer:
		case lead.ID == "" && post.Outcome != "": // the number is all that says who it was
			in.Note = strings.TrimSpace(strings.Join(post.Numbers, ", ") + " " + in.Note)
		case lead.ID != "":
			if in.Before, err = before(ctx, rec, req, lead, post.At); err != nil {
				return request.Response{}, err
			}
		}
		return out.Open(ctx, req, forms.LogForm(out.Reader(req), in))
	}
}

// leadOf is the rep's lead that a message is about: the one that has a number or an address in it, else the one that
// it names. Where several may be meant it is none. It costs two trips, a third where only the name tells.
func leadOf(ctx context.Context, rec *record.Recorder, req *request.Request, post Post) (l coach.Lead, err error) {
	var keys []string
	for _, number := range post.Numbers {
		keys = append(keys, input.ContactKeys(coach.Lead{Phone: number}, *req.Rep)...)
	}
	for _, mail := range post.Mails {
		keys = append(keys, input.ContactKeys(coach.Lead{Email: mail}, *req.Rep)...)
	}
	slices.Sort(keys)
	found, err := rec.Space().Records.Find(ctx, *req.Rep, nil, slices.Compact(keys), nil)
	if err != nil {
		return l, err
	}
	for _, f := range found.Leads {
		if l.ID != "" {
			return coach.Lead{}, nil
		}
		l = f.Lead
	}
	if l.ID != "" {
		return l, nil
	}
	// A lead may be called as a line of the message begins, or as some of its words.
	seen, err := rec.Read(ctx, req, store.Query{Names: Names(post.Text)})
	if err != nil || seen.Lead == nil {
		return l, err
	}
	return *seen.Lead, nil
}

// before is a call of the minute of a post, which was logged from it, or by hand; an empty touch for none.
func before(ctx context.Context, rec *record.Recorder, req *request.Request, lead coach.Lead,
	at time.Time) (coach.Touch, error) {
	seen, err := rec.Read(ctx, req, store.Query{LeadID: lead.ID, Touches: lastTouches})
	if err != nil {
		return coach.Touch{}, err
	}
	for _, t := range seen.Touches {
		if t.Info().Try && t.At.Truncate(time.Minute).Equal(at.Truncate(time.Minute)) {
			return t, nil
		}
	}
	return coach.Touch{}, nil
}

// lastTouches is how many of a lead's newest touches may be the call of a post.
const lastTouches = 20

// cut is a note in the length that one may have.
func cut(note string) string {
	if r := []rune(note); len(r) > coach.MaxNote {
		return string(r[:coach.MaxNote-1]) + "…"
	}
	return note
}
