package bot

import (
	"context"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
)

// tables are the handlers of everything that a person can type, click or send, by its name.
// newTables fills the tables from the handlers of the slices.
func (b *Bot) newTables() tables {
	return tables{
		commands: b.commandTable(), clicks: b.clickTable(), forms: b.formTable(),
		shortcuts: b.shortcutTable(), slackChanges: b.eventTable(),
	}
}

type tables struct {
	commands                map[string]command // each word of the contract; a nil one is reserved and not built yet
	clicks, forms           map[string]handler
	shortcuts, slackChanges map[string]handler
}

// route finds the handler of a request. ok is false for what needs no answer at all: an event nobody listens to.
func (b *Bot) route(req *request.Request) (h handler, ok bool) {
	switch req.Kind {
	case request.KindCommand:
		if req.Name == unreadableName {
			return handler{run: unreadable, open: true}, true
		}
		return handler{run: b.typed}, true
	case request.KindClick:
		if h, ok := b.tables.clicks[say.Kind(req.Name)]; ok {
			return h, true
		}
		return handler{run: b.unknownClick}, true
	case request.KindSubmit:
		if h, ok := b.tables.forms[req.Name]; ok {
			return h, true
		}
		return handler{run: b.unknownForm}, true
	case request.KindShortcut:
		if h, ok := b.tables.shortcuts[req.Name]; ok {
			return h, true
		}
		return handler{run: b.unknownClick}, true
	case request.KindEvent:
		h, ok := b.tables.slackChanges[req.Name]
		return h, ok
	default:
		return handler{}, false
	}
}

// label names a request for metrics and logs, out of a closed set: what people or Slack made up becomes "other". A
// command has its label once its first word is read.
func (b *Bot) label(req *request.Request) string {
	known, name := false, req.Name
	switch req.Kind {
	case request.KindCommand:
		known = req.Name == unreadableName
	case request.KindClick:
		name = say.Kind(req.Name)
		_, known = b.tables.clicks[name]
	case request.KindSubmit, request.KindClosed:
		_, known = b.tables.forms[name]
	case request.KindShortcut:
		_, known = b.tables.shortcuts[name]
	case request.KindEvent:
		_, known = b.tables.slackChanges[name]
	}
	if !known {
		return "other"
	}
	return name
}

// unreadableName is the name of a command whose envelope could not be read.
const unreadableName = "unreadable"

// unreadable answers a command whose envelope could not be read.
func unreadable(context.Context, *request.Request) (request.Response, error) {
	return request.Response{}, request.ErrUnreadable
}

// unknownClick answers a click on a button that this version does not know: it was drawn by an older or a newer one.
func (b *Bot) unknownClick(_ context.Context, req *request.Request) (request.Response, error) {
	return reply.Say(say.Gone(b.reply.Reader(req)))
}

func (b *Bot) unknownForm(_ context.Context, req *request.Request) (request.Response, error) {
	return reply.ShowForm(say.Message("Followup", say.Gone(b.reply.Reader(req))))
}
