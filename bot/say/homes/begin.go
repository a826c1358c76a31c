package homes

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The first steps: when I may write, whom to call, one log to try. They stand on the Home of who is new, in forty
// words, until they are done or skipped, and never again.

// begin adds the first steps. One that is done has a tick in the place of its number, and no button.
func begin(p *say.Page, b cards.First) {
	comes := "Your list comes on working days at " + p.To.Minutes(b.Rep.DigestMinute())
	if b.Rep.Off {
		comes = "Messages are paused"
	}
	p.Section("*I'm Followup.* Log a call, and I tell you whom to call next.\n" +
		number("1", b.Hours) + comes + "\n" +
		number("2", b.Leads) + "Add leads; managers see what's done on them\n" +
		number("3", b.Tried) + "Try one log; nothing of it is kept")
	p.Actions("begin", b.Buttons()...)
}

// Lead is how far somebody is who leads a team: Team is the name of theirs that has no reps yet, empty where they have
// none.
type Lead struct{ Team string }

// leads adds the first steps of somebody who leads a team. A team is made by typing, so each shows what to type.
func leads(p *say.Page, l Lead) {
	head, which := "*You lead a team?*", ""
	if l.Team != "" {
		which = " " + say.Brief(l.Team, 3)
		head = "*Your team:*" + which
	}
	p.Section(head + "\n" + number("1", l.Team != "") + "`/followup team create North #sales-north` makes it\n" +
		"2. `/followup team add @name" + which + "` adds a rep\n" +
		"3. `/invite @Followup` in its channel, for the weekly summary")
	p.Actions("lead", say.Button(say.Numbered(ids.ActBegun, 1), cards.FirstTeam, "Skip"))
}

// number is that of a step, a tick where it is done.
func number(n string, done bool) string {
	if done {
		return "✓ "
	}
	return n + ". "
}

// Sample is the lead that a log is tried on. It is kept nowhere.
func Sample(rep coach.Rep) coach.Lead {
	return coach.Lead{ID: "sample", Rep: rep.ID, Name: "Sample Bakery", Contact: "Ana Brandt", Phone: "+16175550106",
		TZ: rep.TZ, Warmth: coach.Warm, Version: 1}
}

// TryOutcomes are those that can be tried, as the buttons of a call have them.
func TryOutcomes() []outcome.Outcome {
	return []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.Busy}
}

// TryPage is the sample lead with a call to log.
func TryPage(to say.Reader, c coach.Card) slack.ModalViewRequest {
	p := &say.Page{To: to}
	p.Section("You've called this sample lead. How did it go?")
	p.Section(cards.StepView{To: to, Card: c}.Brief(true))
	var row []slack.BlockElement
	for _, o := range TryOutcomes() {
		row = append(row, say.Button(ids.ActTry+"."+string(o), ids.Value(string(o)), o.Info().Button))
	}
	p.Actions("try", row...)
	return fields.ReplyPage("Try one log", p.Reply())
}

// TriedPage is the answer that a log gets, for a lead of one's own. Nothing was saved, and there is nothing to undo.
func TriedPage(to say.Reader, s answers.Saved) slack.ModalViewRequest {
	p := &say.Page{To: to}
	p.Section("*A try: nothing was kept.* A lead of yours gets this answer:")
	// Its words alone: each of its buttons would be about a lead that there isn't.
	for line := range strings.SplitSeq(answers.Logged(to, s).Text, "\n") {
		p.Context(line)
	}
	add := say.Button(ids.ActAddForm, "", "Add a lead…")
	add.Style = slack.StylePrimary
	p.Actions("a", add, say.Button(ids.ActTry, "", "Try another"))
	return fields.ReplyPage("Try one log", p.Reply())
}
