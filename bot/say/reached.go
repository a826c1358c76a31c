package say

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The page behind [Reached…], read while somebody is on the line: at most 20 words besides the script, and the six ways
// in which most calls go stand above everything else. One tap on an outcome saves the call; the one outcome that cannot
// be undone like the others asks before.

// Reached is the page behind [Reached…]: every way in which the call can have gone, and, once it is asked for, what to
// say.
type Reached struct {
	Card     coach.Card
	Script   coach.Script   // what to say: the opener, or the turn that the talk took; empty until it is asked for
	Branches []coach.Branch // the turns it can take; none where nothing is left to be said
	At       time.Time      // of the agreed call that it is about; zero for a call of now
	Problem  string         // why the last tap did not do; empty for none
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
	return plainLabel(o)
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
	if slices.ContainsFunc(l.Progress.Materials, func(m coach.Material) bool { return !m.Read && !m.Shown }) {
		out[len(out)-1] = outcome.NotReviewed
	}
	return out
}

// ReachedPage shows how a call went as buttons: a tap saves at once, everything else can be added afterwards.
func ReachedPage(to Reader, in Reached) slack.ModalViewRequest {
	p := &page{to: to}
	l := in.Card.Lead
	if in.Problem != "" {
		p.section(in.Problem)
	}
	p.section(reachedHead(to, in))
	value := func(o outcome.Outcome) string { return Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)) }
	var buttons []slack.BlockElement
	for i, o := range common(l) {
		b := buttonFor(ActOutcome+"."+string(o), value(o), talkLabels[o], plainName(l, 40))
		if i == 0 {
			b.Style = slack.StylePrimary
		}
		buttons = append(buttons, b)
	}
	p.actions("row", buttons...)
	p.actions("else", otherSelect(common(l), value))
	buttons = nil
	if len(in.Branches) > 0 {
		buttons = append(buttons, whatToSay(l, len(in.Script.Lines) > 0))
	}
	dont := buttonFor(ActOutcome+"."+string(outcome.DoNotCall), value(outcome.DoNotCall), talkLabels[outcome.DoNotCall],
		plainName(l, 40))
	dont.Style, dont.Confirm = slack.StyleDanger, stopsAll(l)
	p.actions("last", append(buttons, dont)...)
	p.reachedScript(in)
	// A call of now has no instant, also where the page was opened from a message about an agreed one before.
	meta := in.Meta
	meta.Lead, meta.Version, meta.At = l.ID, l.Version, 0
	if !in.At.IsZero() {
		meta.At = in.At.Unix()
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: FormReached, PrivateMetadata: EncodeMeta(meta),
		Title: label("How did it go?", blockkit.MaxTitle), Close: label("Cancel", blockkit.MaxTitle),
		Blocks: slack.Blocks{BlockSet: p.blocks},
	}
}

// reachedHead is who is on the line and on which number, and which call it is about.
func reachedHead(to Reader, in Reached) string {
	l := in.Card.Lead
	name, contact, number := stepView{to, in.Card}.whom()
	words := name + contact + number
	switch {
	case l.Progress.Closed == outcome.DoNotCall:
		words += "\n" + to.dontCall(l)
	case !in.At.IsZero():
		words += "\nAgreed for " + to.both(in.At, in.Card.Step.Zone.Loc)
	}
	return words
}

// whom is a lead with the number to tap. That of somebody who asked not to be called is not to be tapped.
func whom(l coach.Lead) string {
	switch {
	case l.Phone == "":
		return who(l)
	case l.Progress.Closed == outcome.DoNotCall:
		return who(l) + " · " + quote(l.Phone, numberLength)
	}
	return who(l) + " · " + phone(l)
}

// otherSelect is the menu of all outcomes that have no button, in groups.
func otherSelect(shown []outcome.Outcome, value func(outcome.Outcome) string) *slack.SelectBlockElement {
	e := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, label("Something else", 150), ActOutcome+".else")
	for _, group := range otherTalks {
		var options []*slack.OptionBlockObject
		for _, o := range group.all() {
			if !slices.Contains(shown, o) {
				options = append(options,
					slack.NewOptionBlockObject(value(o), label(talkLabel(o), blockkit.MaxOption), nil))
			}
		}
		e.OptionGroups = append(e.OptionGroups, slack.NewOptionGroupBlockElement(label(group.title, 75), options...))
	}
	return e
}

// whatToSay unfolds the script below it on the same page, and folds it again.
func whatToSay(l coach.Lead, unfolded bool) *slack.ButtonBlockElement {
	if unfolded {
		return buttonFor(ActWhatToSay, Value(l.ID, Fold), "Hide the script", plainName(l, 40))
	}
	return buttonFor(ActWhatToSay, Value(l.ID), "What do I say?", plainName(l, 40))
}

// reachedScript is the script of one turn, with what the call is about above it and the other turns below.
func (p *page) reachedScript(in Reached) {
	if len(in.Script.Lines) == 0 {
		return
	}
	if lines := hotLine(in.Card); len(lines) > 0 {
		p.section(strings.Join(lines, "\n"))
	}
	p.script(in.Script)
	if len(in.Branches) > 0 {
		p.actions("say", branchSelect(in.Card.Lead, in.Branches, in.Script.Branch.ID))
	}
}

// stopsAll asks before the one outcome that can't be undone like the others, and names whom and what it stops.
func stopsAll(l coach.Lead) *slack.ConfirmationBlockObject {
	title, then := "Block this number for everyone?", "nobody here can call "+tidy(l.Phone, 60)
	if strings.TrimSpace(l.Phone) == "" {
		title, then = "Stop all calls?", "nobody here can call a number of theirs"
	}
	c := slack.NewConfirmationBlockObject(label(title, 100), label(plainName(l, 60)+": all calls stop, and "+then+
		". Only you or a manager can lift it.", 300), label("Block the number", 30), label("Cancel", 30))
	c.Style = slack.StyleDanger
	return c
}

// branchSelect asks what they say, for the next line to say.
func branchSelect(l coach.Lead, branches []coach.Branch, chosen string) *slack.SelectBlockElement {
	var options []*slack.OptionBlockObject
	var first *slack.OptionBlockObject
	for _, b := range branches {
		if len(options) == blockkit.MaxOptions {
			break
		}
		o := slack.NewOptionBlockObject(Value(l.ID, b.ID), label(b.Title, blockkit.MaxOption), nil)
		options = append(options, o)
		if b.ID == chosen {
			first = o
		}
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, label("What do they say?", 150), ActSay, options...)
	e.InitialOption = first
	return e
}

// script is what to say in one turn of a talk, each line in a fence so that it can be copied. What not to say is said
// to be so in words.
func (p *page) script(s coach.Script) {
	if len(s.Lines) == 0 {
		return
	}
	p.section("*Say:* " + quote(s.Branch.Title, 80))
	for _, l := range s.Lines {
		p.scriptLine(l)
	}
}

// spoken is a script for whoever is on the line already: what to say and then what not to, without the advice around
// it.
func (p *page) spoken(s coach.Script) {
	said := false
	for _, l := range s.Lines {
		said = said || l.Say != ""
		if said && (l.Say != "" || l.Dont != "") {
			l.Note = ""
			p.scriptLine(l)
		}
	}
}

// scriptLine adds one line of a script: what to say can be copied, what not to say is marked as that in words.
func (p *page) scriptLine(l coach.Line) {
	switch {
	case l.Say != "":
		for _, piece := range typed(l.Say) {
			p.section(piece)
		}
	case l.Dont != "":
		p.section("*Don't say:* “" + quote(l.Dont, 300) + "”")
	}
	if l.Note != "" {
		p.context(quote(l.Note, 400))
	}
}

// plainLabel is an outcome in plain words for a button.
func plainLabel(o outcome.Outcome) string { return tidy(o.Info().Label, blockkit.MaxButton) }

// callBackCost is what it costs to hang up and call again instead of talking now (S3.14): by the source's guess, or by
// the rep's own rate once it tells something.
func (to Reader) callBackCost(c coach.CallBack) string {
	const now = "You have them now. Calling back costs "
	switch {
	case c.Guess:
		return now + "about " + length(c.Minutes) + ": " + small(c.PerTry) +
			" for each try, and one in three picks up, says the source."
	case c.Minutes == 0:
		return now + length(c.Low) + " or more: " + small(c.PerTry) + " for each try, and you reach " +
			rateWords(c.Rate) + "."
	}
	return now + "about " + length(c.Minutes) + ": you reach " + rateWords(c.Rate) + "."
}
