package say

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The card after its button was clicked: a ✓ line of 14 words with [Undo] beside it, in the card's place. The message
// keeps all other cards; what was ✓ before moves into the Done block at its end ([ReplaceCard]).

const (
	doneWords = 14 // of a ✓ line
	entryMost = 3  // words of a name in the Done block, and of its result
)

// CardDone is a card after its outcome was logged: ✓, what was saved, what comes next, [Undo], and the one question. A
// mail, a visit or the like leaves the call to be made: the card stays beneath, with its buttons.
func CardDone(to Reader, s Saved) []slack.Block {
	p := &page{to: to}
	view := savedView{to, s}
	stays := s.besideTheCall()
	lines := []string{view.tick(!stays)}
	if n := to.notes(withoutEnd(s.Logged.Notes)); n != "" {
		lines = append(lines, n)
	}
	buttons := s.gapButtons() // LinkedIn and X stand in answers, prep and show, never on a card
	if q := s.Logged.Question; q != nil {
		lines = append(lines, to.questionWords(s.Lead, *q))
		buttons = append(questionButtons(s.Lead, *q), buttons...)
	}
	var undo slack.BlockElement
	if s.Change != "" {
		undo = undoButton(s.Lead, s.Change)
	}
	key := cardKey(s.Lead.ID)
	p.sectionOf(key, strings.Join(lines, "\n"), undo)
	p.actions(key, buttons...)
	if stays {
		p.card(s.cardLeft())
	}
	return p.blocks
}

// tick is "✓ *Acme Corp*: voicemail saved. Next: {…}, attempt 3 of 7". A long name and the lead's own clock give way
// before anything else does.
func (s savedView) tick(next bool) string {
	o := s.Touch.Outcome
	if o == "" || o == outcome.DoNotCall || s.Touch.Lifted { // which nobody should overlook
		return s.line()
	}
	words := s.result()
	there := s.to.thereStretch(s.Step.Due, s.Step.Until, s.Step.Zone.Loc)
	if there != "" {
		there = " (" + there + ")"
	}
	if next {
		if wordsOf(nameOf(s.Lead))+wordsOf(words)+wordsOf(s.nextShort(there)) > doneWords {
			there = ""
		}
		words += s.nextShort(there)
	}
	name := few(nameOf(s.Lead), max(2, min(nameWords, doneWords-wordsOf(words))))
	return "✓ *" + quote(name, nameLength) + "*: " + words
}

// result is what was saved, as a clause.
func (s savedView) result() string {
	t, zone := s.Touch, s.Step.Zone.Loc
	switch o := t.Outcome; {
	case o == outcome.Snoozed:
		return "snoozed until " + s.to.both(t.Until, zone)
	case o == outcome.Planned && !t.Until.IsZero(), o == outcome.Details && !t.Until.IsZero() && !t.Given:
		return "call agreed for " + s.to.both(t.Until, zone)
	case o == outcome.Details || o == outcome.Explained:
		return "details saved"
	case o == outcome.Verdict:
		return verdictResult(t)
	case o.Info().Ends, o == outcome.Lost, o == outcome.NoResponse:
		return "closed, " + shortly(o)
	case wordsOf(shortly(o)) <= 2 && (o.Info().Group == outcome.NotReached || o.Info().Group == outcome.OtherTouch):
		return shortly(o) + " saved"
	}
	return shortly(t.Outcome)
}

// nextShort is what comes next in a few words, with there behind a time to come; nothing where the line says it already
// or nothing is due.
func (s savedView) nextShort(there string) string {
	c := stepView{s.to, coach.Card{Lead: s.Lead, Step: s.Step}}
	if !s.Lead.Open() && s.Step.Kind != coach.StepTask {
		return ""
	}
	switch at := s.Step.Due; {
	case s.Step.Kind == coach.StepNone, s.Step.Kind == "", s.Step.Kind == coach.StepDidIt,
		s.Touch.Outcome == outcome.Snoozed, s.Touch.Outcome == outcome.Planned:
		return ""
	case s.Step.Kind == coach.StepCommitment && s.Touch.Until.Equal(at):
		return ""
	case s.Step.Kind == coach.StepCommitment:
		return ". Next: agreed call " + s.to.when(at) + there
	case s.Step.IsCall() && s.Step.State(s.to.Now) != coach.Later:
		return ". Next: now, " + lower(c.name())
	case s.Step.IsCall():
		return ". Next: " + s.to.stretch(at, s.Step.Until) + there + ", " + lower(c.name())
	case s.Step.Kind == coach.StepNeedsDate:
		return ". It needs a date"
	case s.Step.Kind == coach.StepReview, s.Step.Kind == coach.StepLight:
		return ". Next: decide, " + s.to.day(at)
	}
	return ". Next: " + lower(c.name())
}

// besideTheCall reports whether what was saved is no call and leaves one to be made.
func (s Saved) besideTheCall() bool {
	return s.Touch.Outcome.Info().Group == outcome.OtherTouch && s.Lead.Open() && s.Step.IsCall() && !s.decides()
}

// cardLeft is the lead's card after something other than the call was ticked on it. It stands for the lead as the store
// will have it, which counts this change, and asks nobody to write who just did.
func (s Saved) cardLeft() coach.Card {
	c := coach.Card{Lead: s.Lead, Step: s.Step}
	c.Lead.Version++
	if s.Touch.Outcome.Info().Mail && c.Lead.MailFirst() {
		c.Lead.Prefers = ""
	}
	return c
}

// OnlyTick is [CardDone] without the card that stays, for above a list that shows the card itself.
func OnlyTick(done []slack.Block) []slack.Block {
	sections := 0
	for i, b := range done {
		key, _, _ := strings.Cut(b.ID(), ".")
		if _, is := b.(*slack.SectionBlock); is && strings.HasPrefix(key, cardKey("")) {
			sections++
		}
		if sections == 2 {
			return done[:i:i]
		}
	}
	return done
}

// ReplaceCard puts new blocks in the place of a lead's card in a message that was sent before, keeps the others, gives
// every block a new id, and writes the text again. Cards that were ✓ already move into the Done block at the end, and a
// heading without a card goes, so that the message gets shorter as work gets done. A lead whose ✓ is in the Done block
// comes out of it. It reports false when the message has nothing of that lead.
func ReplaceCard(to Reader, message []slack.Block, lead string, with []slack.Block) (Reply, bool) {
	p := &page{to: to}
	found := false
	var done doneBlock
	ticks := foldable(message)
	for i, b := range message {
		switch key := keyOf(b); {
		case key == doneKey:
			done.entries = append(readDone(b).entries, done.entries...)
		case key == cardKey(lead):
			if !found {
				p.keepAll(key, with) // what stands in a card's place can be replaced again
			}
			found = true
		case ticks[i] != nil:
			done.add(*ticks[i])
		default:
			p.keep(b)
		}
	}
	if !found && done.remove(lead) {
		p.keepAll(cardKey(lead), with)
		found = true
	}
	p.dropEmptyParts()
	p.countDown()
	p.doneBlock(done)
	return p.reply(), found
}

// keyOf is the key of a block that was sent before.
func keyOf(b slack.Block) string {
	key, _, _ := strings.Cut(b.ID(), ".")
	return key
}

// keepAll takes blocks over under one key.
func (p *page) keepAll(key string, blocks []slack.Block) {
	for _, b := range blocks {
		p.keepAs(key, b)
	}
}

// keep takes over a block of another message under a new id.
func (p *page) keep(b slack.Block) {
	key, _, _ := strings.Cut(b.ID(), ".")
	p.keepAs(key, b)
}

// keepAs copies a block of a message that is shown again, under a new id: Slack wants one on each update.
func (p *page) keepAs(key string, b slack.Block) {
	id := p.id(key)
	switch b := b.(type) {
	case *slack.SectionBlock:
		n := *b
		n.BlockID = id
		p.blocks = append(p.blocks, &n)
	case *slack.ActionBlock:
		n := *b
		n.BlockID = id
		p.blocks = append(p.blocks, &n)
	case *slack.ContextBlock:
		n := *b
		n.BlockID = id
		p.blocks = append(p.blocks, &n)
	case *slack.HeaderBlock:
		n := *b
		n.BlockID = id
		p.blocks = append(p.blocks, &n)
	case *slack.DividerBlock:
		p.blocks = append(p.blocks, &slack.DividerBlock{Type: slack.MBTDivider, BlockID: id})
	default:
		p.blocks = append(p.blocks, b)
	}
}
