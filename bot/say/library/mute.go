package library

import (
	"fmt"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tips"
)

// Tips that are muted, by a rep or for a team, and a team's own. Each answer has a button that takes it back.

// listedTips is how many tips a list shows, each in a block with its button.
const listedTips = 20

// TipMuted says that a tip never comes by itself any more, or may again. change is for [Undo], "" where nothing
// changed.
func TipMuted(to say.Reader, t tips.Tip, muted bool, change string) say.Reply {
	p := &say.Page{To: to}
	words := "✓ *Muted:* “" + say.Quote(t.Title, 80) + "” won't come by itself again."
	if !muted {
		words = "✓ *Lifted:* “" + say.Quote(t.Title, 80) + "” may come again."
	}
	p.Section(words)
	var undo *slack.ButtonBlockElement
	if change != "" { // else it was so already
		undo = say.Button(ids.ActUndo, ids.Value("", change), "Undo")
	}
	p.Actions("a", phrases.Taps(undo, listMuted())...)
	return p.Reply()
}

// listMuted shows what is muted.
func listMuted() *slack.ButtonBlockElement {
	return phrases.RunButton(9, "", "tip muted", "Muted tips")
}

// TipsUndone says that the last change of muted tips is taken back.
func TipsUndone(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Undone:* your muted tips are as before.")
	p.Actions("a", phrases.Taps(listMuted(), phrases.RunButton(0, "", "undo", "Undo one more"))...)
	return p.Reply()
}

// TeamMuted are the tips that a team has muted for its reps.
type TeamMuted struct {
	Team string // its name
	Tips []tips.Tip
}

// MutedTips lists the tips that a rep has muted, each with the way back, and those that rest for their teams.
func MutedTips(to say.Reader, own []tips.Tip, teams []TeamMuted) say.Reply {
	p := &say.Page{To: to}
	if len(own) == 0 {
		p.Section("*You've muted no tip.* Below a tip, [Not for me] has the way.")
	} else {
		p.Section("*You've muted " + say.Counted(len(own), "tip") + "*")
	}
	for i, t := range own {
		if i == listedTips {
			p.Context("and " + say.Thousands(len(own)-i) + " more")
			break
		}
		addTip(p, "tip", say.Quote(t.Title, 80), phrases.RunButton(i, "", "tip unmute "+t.ID, "Lift"))
	}
	for _, team := range teams {
		var titles []string
		for _, t := range team.Tips {
			titles = append(titles, "“"+say.Quote(t.Title, 80)+"”")
		}
		if len(titles) > 0 {
			p.Context(blockkit.Truncate("Muted for "+say.Brief(team.Team, 4)+": "+say.And(titles), 1500))
		}
	}
	return p.Reply()
}

// addTip adds a tip of a list, with a button beside it where there is one.
func addTip(p *say.Page, key, words string, button *slack.ButtonBlockElement) {
	if button == nil {
		p.SectionOf(key, words, nil)
		return
	}
	p.SectionOf(key, words, button)
}

// NothingToMute says that no tip was seen that could be muted.
func NothingToMute(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("You've seen no tip yet, so there's none to mute.")
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", "tip", "Show a tip"))...)
	return p.Reply()
}

// TeamMute is what a manager may do about a tip: mute it for a team of theirs. The zero value is nothing.
type TeamMute struct {
	Team string // its name; "" for none
	Line string // that mutes it
}

// button is [Mute for North], nil where nobody may.
func (m TeamMute) button() *slack.ButtonBlockElement {
	if m.Team == "" {
		return nil
	}
	return phrases.RunButton(1, "", m.Line, say.Tidy("Mute for "+m.Team, ButtonWords))
}

// TeamTips shows a team's own tips and those that are muted for it. Who manages it has the buttons.
func TeamTips(to say.Reader, t coach.Team, muted []tips.Tip, manages bool) say.Reply {
	p := &say.Page{To: to}
	p.Section(fmt.Sprintf("*%s tips:* %d of its own, %d muted", whose(t), len(t.Tips), len(muted)))
	of := " team:" + words.Quote(t.Name)
	tap := func(n int, line, label string) *slack.ButtonBlockElement {
		if !manages {
			return nil
		}
		return phrases.RunButton(n, "", line+of, label)
	}
	for i, tip := range t.Tips {
		if i == listedTips {
			p.Context("and " + say.Thousands(len(t.Tips)-i) + " more")
			break
		}
		addTip(p, "own", ownTip(tip), tap(i, "team tips remove "+tip.ID, "Remove"))
	}
	for i, tip := range muted {
		if i == listedTips {
			p.Context("and " + say.Thousands(len(muted)-i) + " more muted")
			break
		}
		addTip(p, "muted", "Muted: “"+say.Quote(tip.Title, 80)+"”", tap(100+i, "team tips unmute "+tip.ID, "Lift"))
	}
	if manages {
		p.Actions("a", say.Button(ids.ActTipForm, t.ID, "Add a tip…"))
	}
	return p.Reply()
}

// ownTip is a team's own tip in two lines: what it says, when it comes and who says so.
func ownTip(t tips.TeamTip) string {
	return "“" + say.Quote(t.Text, 300) + "”\n" + situationWords(t.For) + " · says " + say.Quote(t.Says, 60)
}

// situationWords are when a tip comes, in plain words.
func situationWords(name string) string {
	for _, s := range tips.Situations() {
		if s.Name == name {
			return say.Capital(s.Words)
		}
	}
	return say.Quote(name, 40)
}

// TeamTipAdded confirms a tip of a team's own, with its way back.
func TeamTipAdded(to say.Reader, t coach.Team, tip tips.TeamTip) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Added* to " + whose(t) + " tips:\n" + ownTip(tip))
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "",
		"team tips remove "+tip.ID+" team:"+words.Quote(t.Name), "Remove"))...)
	return p.Reply()
}

// TeamTipRemoved confirms that a team's own tip is gone, with the line that brings it back.
func TeamTipRemoved(to say.Reader, t coach.Team, tip tips.TeamTip) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Removed* from " + whose(t) + " tips:\n" + ownTip(tip))
	line := "team tips add " + words.Quote(tip.Text) + " for:" + words.Quote(tip.For) + " says:" + words.Quote(tip.Says)
	if tip.Topic != "" {
		line += " topic:" + words.Quote(tip.Topic)
	}
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", line+" team:"+words.Quote(t.Name), "Add it back"))...)
	return p.Reply()
}

// TeamTipMuted confirms that a tip is muted for a team, or lifted, with its way back.
func TeamTipMuted(to say.Reader, t coach.Team, tip tips.Tip, muted bool) say.Reply {
	p := &say.Page{To: to}
	said, back := "✓ *Muted for "+say.Brief(t.Name, 4)+":* “"+say.Quote(tip.Title, 80)+"”", "unmute"
	if !muted {
		said, back = "✓ *Lifted for "+say.Brief(t.Name, 4)+":* “"+say.Quote(tip.Title, 80)+"” may come again.", "mute"
	}
	p.Section(said)
	of := " team:" + words.Quote(t.Name)
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", "team tips "+back+" "+tip.ID+of, "Undo"),
		phrases.RunButton(1, "", "team tips"+of, "Team's tips"))...)
	return p.Reply()
}

// TipTooSure says that a tip has evidence behind it, so that no team mutes it; a rep still may.
func TipTooSure(to say.Reader, tip tips.Tip) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not muted:* “" + say.Quote(tip.Title, 80) + "” has data behind it. Each rep can mute it for themselves.")
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", "tip mute "+tip.ID, "Mute it for me"),
		say.Button(ids.ActSource, tip.ID, "Source"))...)
	return p.Reply()
}

// TipProblemWords say what is wrong with a tip that is added; a good one is behind it as an example.
func TipProblemWords(problem *tips.Problem) string {
	// The tip that is like it says more than a rule: whoever wrote this one sees why.
	if problem.Like != nil {
		return "there is one like it, “" + say.Tidy(problem.Like.Title, 80) + "”"
	}
	return problem.Want
}

// TipForm adds a tip to a team's own: its words, when it comes, who says so, what it is about.
func TipForm(to say.Reader, t coach.Team, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Add a tip", Submit: "Add", Callback: fields.FormTip, Meta: meta}
	f.Input(fields.TipText, "What to do, in a sentence or two", "", false,
		fields.TextInput(fields.TipText, "", "Ask for the dock hours before you name a day.", true, 240))
	var options []*slack.OptionBlockObject
	for _, s := range tips.Situations() {
		options = append(options, slack.NewOptionBlockObject(s.Name, say.Label(say.Capital(s.Words), blockkit.MaxOption),
			nil))
	}
	f.Input(fields.TipFor, "When it comes", "", false,
		slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, say.Label("Which call?", 150), fields.TipFor, options...))
	f.Input(fields.TipSays, "Who says so", "Shown as its source.", false,
		fields.TextInput(fields.TipSays, "", "Ann, twenty years in freight", false, 60))
	f.Input(fields.TipTopic, "What it's about", "", true,
		fields.TextInput(fields.TipTopic, "", "delivery", false, 30))
	return f.View()
}
