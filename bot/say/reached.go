package say

import (
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// The page behind [Reached…], read while somebody is on the line: it aims at 20 words besides the script. One click on
// an outcome saves the call; the one outcome that cannot be undone like the others asks before.

// Reached is the page behind [Reached…]: what to have in front of oneself while somebody is on the line, what to say,
// and every way in which the call can have gone, one tap each.
type Reached struct {
	Card     coach.Card
	Script   coach.Script   // what to say: the opener, or the turn that the talk took
	Branches []coach.Branch // the turns it can take
	At       time.Time      // of the agreed call that it is about; zero for a call of now
	Problem  string         // why the last tap did not do; empty for none
	Meta     request.Meta
}

// reachedRow is a row of outcomes, with the groups of which an installation's own stand behind them.
type reachedRow struct {
	title    string
	outcomes []coach.Outcome
	own      []coach.Group
}

// reachedRows are the outcomes by what a rep thinks of first: they talked, only for a moment, it's over, it was
// somebody else.
var reachedRows = []reachedRow{
	{"We talked", []coach.Outcome{coach.Talked, coach.Meeting, coach.NotReviewed, coach.WantsInfo, coach.Referral,
		coach.NotNow, coach.CalledBack}, []coach.Group{coach.LiveTalk, coach.CameToUs}},
	{"Only for a moment", []coach.Outcome{coach.NoTime, coach.Unavailable, coach.Distracted, coach.NoMemory},
		[]coach.Group{coach.ReachedShort}},
	{"It's over", []coach.Outcome{coach.Won, coach.HasSolution, coach.NotInterested, coach.NotFit, coach.LeftCompany,
		coach.DoNotCall}, []coach.Group{coach.Ended}},
	{"It wasn't them", []coach.Outcome{coach.Gatekeeper, coach.Busy, coach.BadNumber}, []coach.Group{coach.NotReached}},
}

// rowMost is how many outcomes stand in a row: Slack takes 25 buttons, and one of them opens the form.
const rowMost = 24

// all are the outcomes of a row: those of the contract, then the installation's own, as many as Slack takes in a row.
func (row reachedRow) all() []coach.Outcome {
	out := slices.Clone(row.outcomes)
	for _, o := range coach.Outcomes() {
		if o.Own() && o.Typed && slices.Contains(row.own, o.Group) && len(out) < rowMost {
			out = append(out, o.Code)
		}
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
	p.section(to.inHand(in.Card))
	if l.Progress.Closed == coach.DoNotCall {
		p.section("*Don't call:* they " + to.askedNotTo(l) + ".")
	}
	if !in.At.IsZero() {
		p.context("About the call agreed for " + to.both(in.At, in.Card.Step.Zone.Loc) + ".")
	}
	p.script(in.Script)
	if len(in.Branches) > 0 {
		p.actions("say", branchSelect(l, in.Branches, in.Script.Branch.ID))
	}
	for i, row := range reachedRows {
		p.section("*" + row.title + "*")
		var buttons []slack.BlockElement
		for _, o := range row.all() {
			b := buttonFor(ActOutcome+"."+string(o), Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)),
				plainLabel(o),
				plainName(l, 40))
			if o == coach.DoNotCall { // it can't be undone like the others
				b.Style = slack.StyleDanger
				b.Confirm = stopsAll()
			}
			buttons = append(buttons, b)
		}
		if i == len(reachedRows)-1 {
			buttons = append(buttons, button(ActLogForm, Value(l.ID), "Log with details…"))
		}
		p.actions("row"+strconv.Itoa(i), buttons...)
	}
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

// stopsAll asks before the one outcome that can't be undone like the others.
func stopsAll() *slack.ConfirmationBlockObject {
	return slack.NewConfirmationBlockObject(label("Stop everything?", 100),
		label("All calls to them end, and the number is blocked for the whole workspace.", 300), label("Yes, they asked", 30),
		label("No", 30))
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

// inHand is what one needs in sight while they talk: who, the number, the agenda, the hot button.
func (to Reader) inHand(c coach.Card) string {
	words := who(c.Lead)
	if c.Lead.Phone != "" {
		words += " · " + phone(c.Lead)
	}
	for _, line := range hotLine(c) {
		words += "\n" + line
	}
	return words
}

// plainLabel is an outcome in plain words for a button.
func plainLabel(o coach.Outcome) string { return tidy(o.Info().Label, blockkit.MaxButton) }

// callBackCost is what it costs to hang up and call again instead of talking now (S3.14): by the source's guess, or by
// the rep's own rate with its interval.
func (to Reader) callBackCost(c coach.CallBack) string {
	const now = "You have them now. "
	each := small(c.PerTry) + " for each try"
	switch {
	case c.Guess:
		return now + "Calling back costs about " + length(c.Minutes) + ": " + each +
			", and one in three picks up, says the source."
	case c.Minutes == 0:
		return now + "Calling back costs " + length(c.Low) + " or more: " + each + ", and you reach " + rateWords(c.Rate) +
			"."
	}
	return now + "Calling back costs about " + length(c.Minutes) + ": you reach " + rateWords(c.Rate) + "."
}
