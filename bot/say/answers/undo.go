package answers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Undone says what was taken back and how the lead stands now. A lead that was created by the change is gone: pass
// removed.
//
//	Undone: *Acme Corp*, voicemail
//	Next: Wed 14 Jan, 15:00–16:00 · attempt 3 of 7
func Undone(to say.Reader, what string, s Saved, removed bool) say.Reply {
	p := &say.Page{To: to}
	if removed {
		p.Section("Undone: *" + say.Name(s.Lead) + "* is gone again.")
		return p.Reply()
	}
	p.Section(strings.Join(append([]string{"Undone: *" + say.Name(s.Lead) + "*, " + say.Quote(what, say.ShortLength)},
		SavedView{to, s}.nextLines()...), "\n"))
	return p.Reply()
}

// Result is a result in running text, for mrkdwn: "voicemail".
func Result(o outcome.Outcome) string { return say.Shortly(o) }

// older is what to do about what an undo reaches no more: for the end of an answer.
const older = " Older entries are corrected with `/followup history Acme`."

// UndoNothing says that there is nothing to take back.
func UndoNothing(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("Nothing to undo in the last 24 hours." + older)
	return p.Reply()
}

// UndoNothingOf says that there is nothing of this lead to take back.
func UndoNothingOf(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	p.Section("Nothing to undo for *" + say.Name(l) + "* in the last 24 hours. Its history has what's older.")
	p.Actions("a", historyButton(l))
	return p.Reply()
}

// historyButton opens all that was logged on a lead, where an entry can be corrected or taken out.
func historyButton(l coach.Lead) slack.BlockElement {
	return say.Button(ids.ActHistory, ids.Value(l.ID, "1"), "History")
}

// UndoBlocked lists what came after a change, the newest first: it can't be taken back alone. Change is the newest, ""
// where something among them can't be taken back at all; then only the history has a way to what was logged.
//
//	*Undo the newer change first.* *Acme Corp*:
//	• talked, Tue 13 Jan, 17:00   [Undo the newest]
func UndoBlocked(to say.Reader, l coach.Lead, change string, later []coach.Touch) say.Reply {
	p := &say.Page{To: to}
	name := "*" + say.Name(l) + "*"
	since := ""
	switch i := slices.IndexFunc(later, func(t coach.Touch) bool { return t.Lifted || t.Outcome == outcome.DoNotCall }); {
	case i >= 0 && later[i].Lifted:
		since = "the block of " + name + " was lifted since then, and that stays."
	case i >= 0:
		since = name + " asked not to be called since then, and that stays."
	case change == "":
		since = "something newer on " + name + " can't be undone."
	}
	if since != "" {
		p.Section("*Not undone:* " + since + " A wrong entry is corrected in the history.")
		p.Actions("a", historyButton(l))
		return p.Reply()
	}
	const most = 3
	words := "*Undo the newer change first.* " + name + ":"
	for i, t := range later {
		if i == most {
			words += "\n• and " + say.Thousands(len(later)-i) + " more"
			break
		}
		words += "\n• " + say.Shortly(t.Outcome) + ", " + to.When(t.At)
	}
	p.Section(words)
	p.Actions("a", say.Button(ids.ActUndo, ids.Value("", change), "Undo the newest"))
	return p.Reply()
}

// UndoTooLate is for a change that is undone, or out of an undo's reach.
func UndoTooLate(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not undone:* it's undone already, or older than 24 hours." + older)
	return p.Reply()
}

// UndoRefused is for what can't be taken back at all; why is a clause such as "a sent message can't be called back".
func UndoRefused(to say.Reader, why string) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not undone:* " + say.Quote(why, 200) + ".")
	return p.Reply()
}
