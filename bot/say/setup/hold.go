package setup

import (
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// What a manager reads who has put a rep on hold, or has ended that. A button runs the other line.

// Held says that a rep was put on hold.
func Held(to say.Reader, rep string) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Paused:* " + say.Mention("@", rep) + ". Nothing is due for their leads, and nothing is sent. I'm " +
		"telling them that it was you.")
	p.Actions("a", phrases.RunButton(0, "", "team resume <@"+rep+">", "Resume"))
	return p.Reply()
}

// Released says that a hold has ended.
func Released(to say.Reader, rep string) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Resumed:* " + say.Mention("@", rep) +
		". What has gathered is spread, at most 15 leads a working day.")
	p.Actions("a", phrases.RunButton(0, "", "team pause <@"+rep+">", "Pause again"))
	return p.Reply()
}

// HeldAlready says why nothing was changed: it is so already, or the absence is the rep's own. paused: they were to be
// put on hold.
func HeldAlready(to say.Reader, rep coach.Rep, paused bool) say.Reply {
	p := &say.Page{To: to}
	who := say.Mention("@", rep.ID)
	switch {
	case paused:
		p.Section(who + " is on hold already: " + say.Mention("@", rep.Away.By) + " did it " +
			to.When(rep.Away.Since) + ".")
		p.Actions("a", phrases.RunButton(0, "", "team resume <@"+rep.ID+">", "Resume"))
	case rep.Away.Lasts():
		p.Section(who + " is away by their own word, which only they end.")
	default:
		p.Section(who + " isn't on hold.")
	}
	return p.Reply()
}
