package say

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// Parts of which every message is built: blocks with new ids, buttons that name their lead to screen readers, and the
// text that is read out instead of the blocks. Each adds one block, and cuts its words to what Slack takes there.

// Reply is one message: Blocks for eyes and fingers, Text with the same content for screen readers and notifications.
type Reply struct {
	Text   string
	Blocks []slack.Block
}

// Checked is the reply itself when Slack will take it; otherwise its plain text alone, with the mistakes, so that a
// bug in a message costs its buttons and never the message.
func (r Reply) Checked() (Reply, error) {
	err := blockkit.ValidateMessage(r.Text, r.Blocks)
	if err == nil {
		return r, nil
	}
	t := r.Text
	if strings.TrimSpace(t) == "" {
		t = "Something went wrong while I wrote this answer. Your leads are as they were; try again or type `/followup " +
			"today`."
	}
	return Reply{Text: blockkit.Truncate(t, TextBudget)}, err
}

// Rendered is a reply ready to travel: its blocks are the JSON that Slack reads, encoded once.
type Rendered struct {
	Text   string
	Blocks json.RawMessage // empty when the text stands alone
}

// Render is Checked and encodes the blocks. The mistakes that it returns cost the blocks and never the text.
func (r Reply) Render() (Rendered, error) {
	checked, err := r.Checked()
	if len(checked.Blocks) == 0 {
		return Rendered{Text: checked.Text}, err
	}
	raw, failed := json.Marshal(checked.Blocks)
	if failed != nil {
		return Rendered{Text: checked.Text}, failed
	}
	return Rendered{Text: checked.Text, Blocks: raw}, err
}

// Reader is whom something is said to: the zone and locale of their words, the instant it is said, and what makes block
// ids new.
type Reader struct {
	Zone   *time.Location
	Locale string // as Slack has it, en-US: decides the order of day and month, and the clock unless Cycle does
	Cycle  calendar.HourCycle
	Now    time.Time
	Nonce  string

	// Rules hold the numbers that sentences name, such as how long before a call the reminder comes. Nil stands for the
	// built-in ones.
	Rules *coach.Rules
}

// Limits are those that the reader's words name: how long before a call they are reminded, and the like.
func (to Reader) Limits() coach.Limits { return to.AllRules().Limits() }

// AllRules are the installation's, the built-in ones where none are given.
func (to Reader) AllRules() *coach.Rules {
	if to.Rules == nil {
		return coach.DefaultRules()
	}
	return to.Rules
}

// Location is the reader's, UTC where none is known.
func (to Reader) Location() *time.Location {
	if to.Zone == nil {
		return time.UTC
	}
	return to.Zone
}

// TextBudget is how long a message's own text may grow: an update takes 4,000 characters.
const TextBudget = 3900

// Page gathers blocks for one reader and gives each an id that is its own and new.
type Page struct {
	To     Reader
	Blocks []slack.Block
}

// ID is a block id that was never used before: key, nonce, position. What is behind the key is for Slack alone.
func (p *Page) ID(key string) string {
	return blockkit.Truncate(fmt.Sprintf("%s.%s.%d", key, p.To.Nonce, len(p.Blocks)), 250)
}

// Section adds a paragraph.
func (p *Page) Section(words string) { p.SectionOf("s", words, nil) }

// SectionOf adds a paragraph under a key, with one element at its right or none.
func (p *Page) SectionOf(key, words string, accessory slack.BlockElement) {
	s := slack.NewSectionBlock(Mrkdwn(blockkit.Truncate(words, blockkit.MaxText)), nil, nil,
		slack.SectionBlockOptionBlockID(p.ID(key)))
	if accessory != nil {
		s.Accessory = slack.NewAccessory(accessory)
	}
	p.Blocks = append(p.Blocks, s)
}

// Header adds a heading, which is plain text and knows no formatting.
func (p *Page) Header(words string) {
	p.Blocks = append(p.Blocks, slack.NewHeaderBlock(Label(words, blockkit.MaxHeader),
		slack.HeaderBlockOptionBlockID(p.ID("h"))))
}

// Context adds small grey words: what may be skipped.
func (p *Page) Context(words string) {
	p.Blocks = append(p.Blocks, slack.NewContextBlock(p.ID("c"), Mrkdwn(blockkit.Truncate(words, 2000))))
}

// Actions adds a row of buttons, or nothing when there is none: Slack takes no empty row.
func (p *Page) Actions(key string, elements ...slack.BlockElement) {
	if len(elements) > 0 {
		p.Blocks = append(p.Blocks, slack.NewActionBlock(p.ID(key), elements...))
	}
}

// Reply is all that was added, as blocks and as words.
func (p *Page) Reply() Reply { return Reply{Text: Spoken(p.Blocks), Blocks: p.Blocks} }

// Mrkdwn is text with formatting. Verbatim keeps Slack from linking names and addresses in it.
func Mrkdwn(words string) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: words, Verbatim: true}
}

// Label is plain text of at most so many characters.
func Label(words string, most int) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: blockkit.Truncate(words, most)}
}

// Button sends value under action when it is tapped.
func Button(action, value, words string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, Label(words, blockkit.MaxButton))
}

// ButtonFor is a button whose short label says too little when read out alone: the name of the lead is added for
// screen readers.
func ButtonFor(action, value, words, who string) *slack.ButtonBlockElement {
	b := Button(action, value, words)
	b.AccessibilityLabel = blockkit.Truncate(words+": "+who, blockkit.MaxButton)
	return b
}

// Numbered gives the nth of several buttons of one kind an action id of its own.
func Numbered(action string, n int) string { return action + "." + strconv.Itoa(n+1) }

// Spoken is what the blocks say, one line or more for each, for screen readers and notifications. Buttons are not
// read out: everything one needs to know stands in the text beside them. When the whole is too long, the longest blocks
// are shortened first, all to the same length.
func Spoken(blocks []slack.Block) string {
	var lines []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			lines = append(lines, blockkit.Escape(b.Text.Text))
		case *slack.SectionBlock:
			if b.Text != nil {
				lines = append(lines, b.Text.Text)
			}
			for _, f := range b.Fields {
				lines = append(lines, f.Text)
			}
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					lines = append(lines, t.Text)
				}
			}
		case *slack.RichTextBlock:
			lines = append(lines, blockkit.Escape(richWords(b)))
		}
	}
	return fit(lines, TextBudget)
}

// richWords are the words of a text that was given back ([Page.Typed]).
func richWords(b *slack.RichTextBlock) (words string) {
	for _, e := range b.Elements {
		if fence, ok := e.(*slack.RichTextPreformatted); ok {
			for _, part := range fence.Elements {
				if t, ok := part.(*slack.RichTextSectionTextElement); ok {
					words += t.Text
				}
			}
		}
	}
	return words
}

// fit joins lines to at most budget characters. The longest are cut first, all to one length, so that short lines stay
// whole.
func fit(lines []string, budget int) string {
	whole := strings.Join(lines, "\n")
	if blockkit.Len(whole) <= budget {
		return whole
	}
	// Line breaks count too.
	budget -= len(lines)
	least, most := 0, budget
	for least < most { // the greatest length to which all can be cut
		mid, sum := (least+most+1)/2, 0
		for _, l := range lines {
			sum += min(blockkit.Len(l), mid)
		}
		if sum <= budget {
			least = mid
		} else {
			most = mid - 1
		}
	}
	cut := make([]string, len(lines))
	for i, l := range lines {
		cut[i] = blockkit.Truncate(l, least)
	}
	return strings.Join(cut, "\n")
}
