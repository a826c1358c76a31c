package bot

import (
	"context"

	"github.com/followup-coach/followup/bot/say"
)

// route finds the handler of an act. ok is false for what needs no answer at all: an event nobody listens to.
func route(a *act) (h handler, ok bool) {
	switch a.kind {
	case kindCommand:
		if a.envelope.Slash == nil {
			return handler{run: unreadable, open: true}, true
		}
		return handler{run: (*Bot).command}, true
	case kindClick:
		if h, ok := clicks[say.Kind(a.name)]; ok {
			return h, true
		}
		return handler{run: unknownClick}, true
	case kindSubmit:
		if h, ok := forms[a.name]; ok {
			return h, true
		}
		return handler{run: unknownForm}, true
	case kindShortcut:
		if h, ok := shortcuts[a.name]; ok {
			return h, true
		}
		return handler{run: unknownClick}, true
	case kindEvent:
		h, ok := events[a.name]
		return h, ok
	default:
		return handler{}, false
	}
}

// label names an act for metrics and logs, out of a closed set: what people or Slack made up becomes "other".
func (a *act) label() string {
	known := false
	switch a.kind {
	case kindCommand:
		_, known = commands[a.name]
		known = known || a.name == wordLead || a.name == "unreadable"
	case kindClick:
		_, known = clicks[say.Kind(a.name)]
		if known {
			return say.Kind(a.name)
		}
	case kindSubmit, kindClosed:
		_, known = forms[a.name]
	case kindShortcut:
		_, known = shortcuts[a.name]
	case kindEvent:
		_, known = events[a.name]
	}
	if !known {
		return "other"
	}
	return a.name
}

// unreadable answers a command whose envelope could not be read.
func unreadable(_ *Bot, _ context.Context, _ *act) (answer, error) { return answer{}, errUnreadable }

// unknownClick answers a click on a button that this version does not know: it was drawn by an older or a newer one.
func unknownClick(b *Bot, _ context.Context, a *act) (answer, error) {
	return saying(say.Gone(b.reader(a)))
}

func unknownForm(b *Bot, _ context.Context, a *act) (answer, error) {
	return showing(say.Message("Followup", say.Gone(b.reader(a))))
}
