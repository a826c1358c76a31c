package say

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// The card after its button was clicked: a ✓ line that aims at 14 words, with [Undo] beside it. The message keeps all
// other cards; each block that is sent again has a new id, as Slack wants on an update.

// CardDone is a card after its outcome was logged: ✓, what was saved, what comes next, [Undo], and the one question. A
// mail, a visit or the like leaves the call to be made: the card stays beneath, with its buttons.
func CardDone(to Reader, s Saved) []slack.Block {
	p := &page{to: to}
	view := savedView{to, s}
	lines := append([]string{view.line()}, view.besides()...)
	// A mail or a visit leaves the call to be made, so what comes next is said by the card that stays.
	stays := s.besideTheCall()
	if !stays {
		lines = append(lines, view.nextLines()...)
	}
	if n := to.notes(s.Logged.Notes); n != "" {
		lines = append(lines, n)
	}
	buttons := s.offers()
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

// besideTheCall reports whether what was saved is no call and leaves one to be made.
func (s Saved) besideTheCall() bool {
	return s.Touch.Outcome.Info().Group == coach.OtherTouch && s.Lead.Open() && s.Step.IsCall()
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
// every block a new id, and writes the text again. It reports false when the message has no card of that lead.
func ReplaceCard(to Reader, message []slack.Block, lead string, with []slack.Block) (Reply, bool) {
	p := &page{to: to}
	found := false
	for _, b := range message {
		key, _, _ := strings.Cut(b.ID(), ".")
		if key != cardKey(lead) {
			p.keep(b)
			continue
		}
		if !found {
			for _, n := range with {
				p.keepAs(key, n) // what stands in a card's place can be replaced again
			}
		}
		found = true
	}
	return p.reply(), found
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
