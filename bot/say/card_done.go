package say

import (
	"strings"

	"github.com/slack-go/slack"
)

// CardDone is a card after its outcome was logged: ✓, what was saved, what comes next, [Undo], and the one question.
func CardDone(to Reader, s Saved) []slack.Block {
	p := &page{to: to}
	view := savedView{to, s}
	lines := append([]string{view.line()}, view.besides()...)
	lines = append(lines, view.nextLines()...)
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
	return p.blocks
}

// ReplaceCard puts new blocks in the place of a lead's card in a message that was sent before, keeps the others, gives
// every block a new id, and writes the text anew. It reports false when the message has no card of that lead.
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
