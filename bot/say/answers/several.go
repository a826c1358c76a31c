package answers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Several lines of one command are answered together: a ✓ line of at most 14 words for each that was saved, with [Undo]
// beside it, then what asks or can't be saved, and [Undo all] at the end.

// Line is what was saved by one of several lines. The note isn't said back, and of what comes next only when. Times
// that the line's own words ask for are offered below it.
func Line(to say.Reader, s Saved) say.Reply {
	p := &say.Page{To: to}
	var undo slack.BlockElement
	if s.Change != "" {
		undo = phrases.UndoButton(s.Lead, s.Change)
	}
	p.SectionOf("s", SavedView{to, s}.short(), undo)
	view := SavedView{to, s}
	if lines := view.corrections(); len(lines) > 0 {
		p.Section(strings.Join(lines, "\n"))
	}
	p.Actions("others", append(mergeButtons(s.Lead, s.Twin), s.Held.Buttons(s.Lead)...)...)
	switch {
	case s.Times.Words != "" && s.asksTime():
		p.Section("*" + say.Name(s.Lead) + ":* " + strings.Join(view.timeLines(), "\n"))
		p.Actions("slots", view.slotButtons()...)
	case s.Times.Offer != OfferSlots && len(s.Times.Slots) > 0:
		if lines := view.unplanned(); len(lines) > 0 {
			p.Section("*" + say.Name(s.Lead) + ":* " + strings.Join(lines, "\n"))
		}
		p.Actions("slots", view.slotButtons()...)
	}
	return p.Reply()
}

// short is what was saved and when something comes next, in one line.
func (s SavedView) short() string {
	s.Touch.Note, s.Touch.Agenda = "", ""
	words := s.head()
	if s.Touch.Outcome == outcome.DoNotCall {
		if s.Lead.Phone != "" {
			words += ". Number blocked for everyone"
		}
		return words + "."
	}
	if next := s.shortNext(); next != "" {
		words += ". " + next
	}
	return words
}

// shortNext says when something comes next; "" where the line says it, and for a lead that is closed.
func (s SavedView) shortNext() string {
	switch o := s.Touch.Outcome; {
	case !s.Lead.Open(), o == outcome.Snoozed && !s.Step.Due.Equal(s.Touch.Until), s.edit():
		return ""
	case s.Step.NeedsDate, s.Step.Kind == coach.StepNeedsDate:
		return "Needs a date."
	case s.Step.Due.IsZero():
		return ""
	case s.Step.Kind == coach.StepCommitment:
		return phrases.AgreedName(s.Step.Commitment) + ": " + s.To.When(s.Step.Due)
	}
	return "Next: " + s.To.When(s.Step.Due)
}

// LineAnswer is the answer to one of several lines, or to some that were saved together.
type LineAnswer struct {
	Blocks []slack.Block
	Typed  string // the line
	Saved  bool   // it says what was saved
}

// togetherMost is how many blocks several lines take up together; Slack takes 50.
const togetherMost = 45

// Together puts the answers to several lines into one message: what was saved first, in the order of the lines. A
// question that finds no room is no answer: its line is given back, to be sent again.
func Together(to say.Reader, replies []LineAnswer) say.Reply {
	p := &say.Page{To: to}
	room := togetherMost
	for _, a := range replies {
		for _, b := range a.Blocks {
			if tick(b) {
				room--
			}
		}
	}
	var below []slack.Block
	var left []string
	for _, a := range replies {
		switch {
		case a.Saved:
			for _, b := range a.Blocks {
				if tick(b) {
					p.Blocks = append(p.Blocks, b)
				} else if room > 0 && !takesAllBack(b) {
					p.Blocks, room = append(p.Blocks, b), room-1
				}
			}
		case len(a.Blocks) <= room:
			below, room = append(below, a.Blocks...), room-len(a.Blocks)
		default:
			left = append(left, a.Typed)
		}
	}
	p.Blocks = append(p.Blocks, below...)
	if len(left) > 0 {
		p.Section("*Not saved:* no room to ask about these. Send them again:")
		p.Typed(strings.Join(left, "\n"))
	}
	undoAll(p)
	return p.Reply()
}

// tick reports whether a block is the ✓ line of something that was saved.
func tick(b slack.Block) bool {
	s, ok := b.(*slack.SectionBlock)
	return ok && s.Text != nil && strings.HasPrefix(s.Text.Text, "✓")
}

// takesAllBack reports whether a block is the button that takes back all that stands above it: further lines come
// between.
func takesAllBack(b slack.Block) bool {
	a, ok := b.(*slack.ActionBlock)
	if !ok || a.Elements == nil || len(a.Elements.ElementSet) != 1 {
		return false
	}
	e, ok := a.Elements.ElementSet[0].(*slack.ButtonBlockElement)
	return ok && e.ActionID == ids.ActUndoAll
}

// undoAll adds [Undo all] where two changes at least can be taken back. Its value tells whether something else in the
// message can be tapped, so that it stays. Where one is about a colleague's lead, which is undone in their journal,
// each is taken back by its own button: all would not be all.
func undoAll(p *say.Page) {
	if slices.ContainsFunc(p.Blocks, covered.IsLabel) {
		return
	}
	taps := slices.ContainsFunc(p.Blocks, func(b slack.Block) bool { return b.BlockType() == slack.MBTAction })
	parts := []string{strconv.FormatBool(taps)}
	for _, b := range p.Blocks {
		for _, value := range undoValues(b) {
			if _, change, _ := strings.Cut(value, "|"); change != "" {
				parts = append(parts, change)
			}
		}
	}
	if v := ids.Value(parts...); len(parts) > 2 && len(v) <= blockkit.MaxCarried {
		p.Actions("all", say.Button(ids.ActUndoAll, v, "Undo all"))
	}
}

// undoValues are the values of the buttons of a block that take back one change.
func undoValues(b slack.Block) (out []string) {
	of := func(e slack.BlockElement) {
		if b, ok := e.(*slack.ButtonBlockElement); ok && b != nil && b.ActionID == ids.ActUndo {
			out = append(out, b.Value)
		}
	}
	switch b := b.(type) {
	case *slack.SectionBlock:
		if b.Accessory != nil && b.Accessory.ButtonElement != nil {
			of(b.Accessory.ButtonElement)
		}
	case *slack.ActionBlock:
		if b.Elements != nil {
			for _, e := range b.Elements.ElementSet {
				of(e)
			}
		}
	}
	return out
}

// TooManyLines refuses a command with more lines of work than one may hold, and gives all of them back.
func TooManyLines(to say.Reader, n, most int, text string) say.Reply {
	return problems.Problem(to, "*Not saved:* "+strconv.Itoa(n)+" lines, and one command takes "+strconv.Itoa(most)+
		". Send them in two parts.", "", text).Reply()
}

// UndoneAll says which of several changes were taken back, by the names of their leads, and which were not.
func UndoneAll(to say.Reader, back, left []string) say.Reply {
	p := &say.Page{To: to}
	if len(back) > 0 {
		p.Section("Undone: " + namesOf(back) + ".")
	}
	if len(left) > 0 {
		p.Section("*Not undone:* " + namesOf(left) + ". Something newer stands there, or a day has passed.")
	}
	return p.Reply()
}

// namesOf are names in one sentence, each once.
func namesOf(names []string) string {
	var out []string
	seen := make(map[string]bool)
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			out = append(out, "*"+say.Quote(n, say.NameLength)+"*")
		}
	}
	return say.Joined(out, "and")
}

// Plainly is a sentence as blocks, for an answer that has none.
func Plainly(to say.Reader, words string) []slack.Block {
	p := &say.Page{To: to}
	p.Section(words)
	return p.Blocks
}
