package forms

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/script"
)

// The page behind [Reached…], read while somebody is on the line: at most 20 words besides the script, and the six ways
// in which most calls go stand above everything else. One tap on an outcome saves the call; the one outcome that cannot
// be undone like the others asks before.

// Reached is the page behind [Reached…]: every way in which the call can have gone, and, once it is asked for, what to
// say.
type Reached struct {
	Card     coach.Card
	Script   script.Script   // what to say: the opener, or the turn that the talk took; empty until it is asked for
	Branches []script.Branch // the turns it can take; none where nothing is left to be said
	At       time.Time       // of the agreed call that it is about; zero for a call of now
	Problem  string          // why the last tap did not do; empty for none
	Meta     request.Meta
}

// commonTalks are how most calls go, a button each. Who has something unread has mostly not read it.
var commonTalks = []outcome.Outcome{outcome.Talked, outcome.Meeting, outcome.WantsInfo, outcome.NotNow, outcome.NoTime,
	outcome.NotInterested}

// talkGroup is a group of outcomes in the menu, with the groups of which an installation's own stand behind them.
type talkGroup struct {
	title    string
	outcomes []outcome.Outcome
	own      []outcome.Group
}

// otherTalks are the rest, one menu in groups: they talked, only for a moment, it's over, it was somebody else.
var otherTalks = []talkGroup{
	{"We talked", []outcome.Outcome{outcome.NotReviewed, outcome.Referral, outcome.CalledBack},
		[]outcome.Group{outcome.LiveTalk, outcome.CameToUs}},
	{"Only for a moment", []outcome.Outcome{outcome.Unavailable, outcome.Distracted, outcome.NoMemory},
		[]outcome.Group{outcome.ReachedShort}},
	{"Closed", []outcome.Outcome{outcome.NotInterested, outcome.Won, outcome.HasSolution, outcome.NotFit,
		outcome.LeftCompany},
		[]outcome.Group{outcome.Ended}},
	{"Someone else answered", []outcome.Outcome{outcome.Gatekeeper, outcome.Busy, outcome.BadNumber},
		[]outcome.Group{outcome.NotReached}},
}

// groupMost is how many options Slack takes in a group of a menu.
const groupMost = 100

// all are the outcomes of a group: those of the contract, then the installation's own.
func (g talkGroup) all() []outcome.Outcome {
	out := slices.Clone(g.outcomes)
	for _, o := range outcome.All() {
		// Slack refuses the whole page for one option too many, so the last ones stay out; each can be typed.
		if o.Own() && o.Typed && slices.Contains(g.own, o.Group) && len(out) < groupMost {
			out = append(out, o.Code)
		}
	}
	return out
}

// talkLabel is an outcome as that page names it: an installation's own by its label.
func talkLabel(o outcome.Outcome) string {
	if words := talkLabels[o]; words != "" {
		return words
	}
	return phrases.PlainLabel(o)
}

// talkLabels are the outcomes as that page names them. Each is read when it is typed behind a lead's name, too.
var talkLabels = map[outcome.Outcome]string{
	outcome.Talked: "Talked", outcome.Meeting: "Agreed on a call", outcome.WantsInfo: "Wants info",
	outcome.NotNow: "Not now",
	outcome.NoTime: "No time", outcome.NotInterested: "Not interested", outcome.NotReviewed: "Hasn't read it",
	outcome.Referral: "Sent me to someone", outcome.CalledBack: "They called back", outcome.Unavailable: "Not available",
	outcome.Distracted: "Distracted", outcome.NoMemory: "Doesn't remember me", outcome.Won: "Won",
	outcome.HasSolution: "Has a solution", outcome.NotFit: "Not a fit", outcome.LeftCompany: "Left the company",
	outcome.Gatekeeper: "Assistant answered", outcome.Busy: "Busy", outcome.BadNumber: "Wrong number",
	outcome.DoNotCall: "Do not call",
}

// common are the six buttons of a lead: with something unread, that stands in the place of the sixth.
func common(l coach.Lead) []outcome.Outcome {
	out := slices.Clone(commonTalks)
	if l.Progress.Unread() != nil {
		out[len(out)-1] = outcome.NotReviewed
	}
	return out
}

// ReachedPage shows how a call went as buttons: a tap saves at once, everything else can be added afterwards.
func ReachedPage(to say.Reader, in Reached) slack.ModalViewRequest {
	p := &say.Page{To: to}
	l := in.Card.Lead
	if l.Progress.Closed == outcome.DoNotCall {
		return over(to, "How did it go?", l)
	}
	if in.Problem != "" {
		p.Section(in.Problem)
	}
	p.Section(reachedHead(to, in))
	value := func(o outcome.Outcome) string { return ids.Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)) }
	var buttons []slack.BlockElement
	for i, o := range common(l) {
		b := say.ButtonFor(ids.ActOutcome+"."+string(o), value(o), talkLabels[o], say.PlainName(l, 40))
		if i == 0 {
			b.Style = slack.StylePrimary
		}
		buttons = append(buttons, b)
	}
	p.Actions("row", buttons...)
	p.Actions("else", otherSelect(common(l), value))
	buttons = nil
	if len(in.Branches) > 0 {
		buttons = append(buttons, library.WhatToSay(l, len(in.Script.Lines) > 0))
	}
	dont := say.ButtonFor(ids.ActOutcome+"."+string(outcome.DoNotCall), value(outcome.DoNotCall),
		talkLabels[outcome.DoNotCall],
		say.PlainName(l, 40))
	dont.Style, dont.Confirm = slack.StyleDanger, phrases.StopsAll(l)
	p.Actions("last", append(buttons, dont)...)
	reachedScript(p, in)
	// A call of now has no instant, also where the page was opened from a message about an agreed one before.
	meta := in.Meta
	meta.Lead, meta.Version, meta.At = l.ID, l.Version, 0
	if !in.At.IsZero() {
		meta.At = in.At.Unix()
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: fields.FormReached, PrivateMetadata: fields.EncodeMeta(meta),
		Title: say.Label("How did it go?", blockkit.MaxTitle), Close: say.Label("Cancel", blockkit.MaxTitle),
		Blocks: slack.Blocks{BlockSet: p.Blocks},
	}
}

// reachedHead is who is on the line and on which number, and which call it is about.
func reachedHead(to say.Reader, in Reached) string {
	name, contact, number := cards.StepView{To: to, Card: in.Card}.Whom()
	words := name + contact + number
	if !in.At.IsZero() {
		words += "\nAgreed for " + to.Both(in.At, in.Card.Step.Zone.Loc)
	}
	return words
}

// otherSelect is the menu of all outcomes that have no button, in groups.
func otherSelect(shown []outcome.Outcome, value func(outcome.Outcome) string) *slack.SelectBlockElement {
	e := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, say.Label("Something else", 150),
		ids.ActOutcome+".else")
	for _, group := range otherTalks {
		var options []*slack.OptionBlockObject
		for _, o := range group.all() {
			if !slices.Contains(shown, o) {
				options = append(options,
					slack.NewOptionBlockObject(value(o), say.Label(talkLabel(o), blockkit.MaxOption), nil))
			}
		}
		e.OptionGroups = append(e.OptionGroups, slack.NewOptionGroupBlockElement(say.Label(group.title, 75), options...))
	}
	return e
}

// reachedScript is the script of one turn, with what the call is about above it and the other turns below.
func reachedScript(p *say.Page, in Reached) {
	if len(in.Script.Lines) == 0 {
		return
	}
	if lines := cards.HotLine(in.Card); len(lines) > 0 {
		p.Section(strings.Join(lines, "\n"))
	}
	library.AddScript(p, in.Script)
	if len(in.Branches) > 0 {
		p.Actions("say", library.BranchSelect(in.Card.Lead, in.Branches, in.Script.Branch.ID))
	}
}
