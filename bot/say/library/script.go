package library

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/script"
)

// AllScripts stands for the list of all branches in the value of an [ids.ActScript].
const AllScripts = "*"

// Fold in the value of an [ids.ActWhatToSay] hides what it showed.
const Fold = "fold"

// WhatToSay unfolds the script below it on the same page, and folds it again.
func WhatToSay(l coach.Lead, unfolded bool) *slack.ButtonBlockElement {
	if unfolded {
		return say.ButtonFor(ids.ActWhatToSay, ids.Value(l.ID, Fold), "Hide the script", say.PlainName(l, 40))
	}
	return say.ButtonFor(ids.ActWhatToSay, ids.Value(l.ID), "What do I say?", say.PlainName(l, 40))
}

// BranchSelect asks what they say, for the next line to say.
func BranchSelect(l coach.Lead, branches []script.Branch, chosen string) *slack.SelectBlockElement {
	var options []*slack.OptionBlockObject
	var first *slack.OptionBlockObject
	for _, b := range branches {
		if len(options) == blockkit.MaxOptions {
			break
		}
		o := slack.NewOptionBlockObject(ids.Value(l.ID, b.ID), say.Label(b.Title, blockkit.MaxOption), nil)
		options = append(options, o)
		if b.ID == chosen {
			first = o
		}
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, say.Label("What do they say?", 150), ids.ActSay,
		options...)
	e.InitialOption = first
	return e
}

// AddScript is what to say in one turn of a talk, each line in a fence so that it can be copied. What not to say is
// said to be so in words.
func AddScript(p *say.Page, s script.Script) {
	if len(s.Lines) == 0 {
		return
	}
	p.Section("*Say:* " + say.Quote(s.Branch.Title, 80))
	for _, l := range s.Lines {
		scriptLine(p, l)
	}
}

// Spoken is a script for whoever is on the line already: what to say and then what not to, without the advice around
// it.
func Spoken(p *say.Page, s script.Script) {
	said := false
	for _, l := range s.Lines {
		said = said || l.Say != ""
		if said && (l.Say != "" || l.Dont != "") {
			l.Note = ""
			scriptLine(p, l)
		}
	}
}

// scriptLine adds one line of a script: what to say can be copied, what not to say is marked as that in words.
func scriptLine(p *say.Page, l script.Line) {
	switch {
	case l.Say != "":
		p.Typed(l.Say)
	case l.Dont != "":
		p.Section("*Don't say:* “" + say.Quote(l.Dont, 300) + "”")
	}
	if l.Note != "" {
		p.Context(say.Quote(l.Note, 400))
	}
}
