package bot

import (
	"context"

	"github.com/followup-coach/followup/bot/say"
)

// tables are the handlers of everything that a person can type, click or send, by its name.
type tables struct {
	commands                map[string]command // each word of the contract; a nil one is reserved and not built yet
	clicks, forms           map[string]handler
	shortcuts, slackChanges map[string]handler
}

// route finds the handler of an act. ok is false for what needs no answer at all: an event nobody listens to.
func (b *Bot) route(a *act) (h handler, ok bool) {
	switch a.kind {
	case kindCommand:
		if a.name == unreadableName {
			return handler{run: unreadable, open: true}, true
		}
		return handler{run: b.typed}, true
	case kindClick:
		if h, ok := b.tables.clicks[say.Kind(a.name)]; ok {
			return h, true
		}
		return handler{run: b.unknownClick}, true
	case kindSubmit:
		if h, ok := b.tables.forms[a.name]; ok {
			return h, true
		}
		return handler{run: b.unknownForm}, true
	case kindShortcut:
		if h, ok := b.tables.shortcuts[a.name]; ok {
			return h, true
		}
		return handler{run: b.unknownClick}, true
	case kindEvent:
		h, ok := b.tables.slackChanges[a.name]
		return h, ok
	default:
		return handler{}, false
	}
}

// label names an act for metrics and logs, out of a closed set: what people or Slack made up becomes "other". A
// command has its label once its first word is read.
func (b *Bot) label(a *act) string {
	known, name := false, a.name
	switch a.kind {
	case kindCommand:
		known = a.name == unreadableName
	case kindClick:
		name = say.Kind(a.name)
		_, known = b.tables.clicks[name]
	case kindSubmit, kindClosed:
		_, known = b.tables.forms[name]
	case kindShortcut:
		_, known = b.tables.shortcuts[name]
	case kindEvent:
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
func unreadable(context.Context, *act) (answer, error) { return answer{}, errUnreadable }

// unknownClick answers a click on a button that this version does not know: it was drawn by an older or a newer one.
func (b *Bot) unknownClick(_ context.Context, a *act) (answer, error) {
	return saying(say.Gone(b.reader(a)))
}

func (b *Bot) unknownForm(_ context.Context, a *act) (answer, error) {
	return showing(say.Message("Followup", say.Gone(b.reader(a))))
}
