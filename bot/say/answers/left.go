package answers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/phrases"
)

// What the heads of a message of cards say once something was done on it.

// headCount is the head of a message of cards, as [cards.Digest] and [cards.Rest] write it and countDown leaves it.
var headCount = regexp.MustCompile(`^\*([0-9,]+ (leads?|more) today|[0-9,]+ left today|All done for now)\*`)

// countDown makes the head of a message of cards say how many are left once something was done: those that still stand
// as cards, and those behind [Show n more]. A colleague's are in the head above them, and in no other.
func countDown(p *say.Page) {
	seen := map[string]bool{}
	var head *slack.SectionBlock
	own, theirs := 0, []*coveredHead(nil)
	for _, b := range p.Blocks {
		s, ok := b.(*slack.SectionBlock)
		if !ok || s.Text == nil {
			continue
		}
		key := keyOf(b)
		behind, owner := strings.CutPrefix(key, covered.Key)
		_, card := strings.CutPrefix(key, phrases.CardKey(""))
		switch {
		case head == nil && headCount.MatchString(s.Text.Text):
			head = s
		case owner:
			n, _ := strconv.Atoi(behind) // written by cards.Covered
			theirs = append(theirs, &coveredHead{s, n})
		case card && !isQuestion(b) && !seen[key]:
			seen[key] = true
			// One that comes back stands at the end, whosever it is.
			if whose := ownerOf(s); whose == "" {
				own++
			} else if i := slices.IndexFunc(theirs, func(c *coveredHead) bool { return c.of(whose) }); i >= 0 {
				theirs[i].left++
			}
		case key == "more" && s.Accessory != nil && s.Accessory.ButtonElement != nil:
			for _, word := range strings.Fields(s.Accessory.ButtonElement.Text.Text) {
				if n, err := strconv.Atoi(strings.ReplaceAll(word, ",", "")); err == nil {
					own += n
				}
			}
		}
	}
	for _, c := range theirs {
		c.say()
	}
	if head == nil {
		return
	}
	words := say.Thousands(own) + " left today"
	if own == 0 {
		words = "All done for now"
	}
	head.Text = say.Mrkdwn("*" + words + "*")
}

// coveredHead is the head above a colleague's leads, and how many of them are left.
type coveredHead struct {
	block *slack.SectionBlock
	left  int
}

// of reports whether it heads the leads of somebody.
func (c *coveredHead) of(owner string) bool {
	return strings.HasPrefix(c.block.Text.Text, covered.Head(owner, ""))
}

// ownerOf is whose lead a card is about, by its ⋯; "" for the reader's own.
func ownerOf(card *slack.SectionBlock) string {
	if card.Accessory == nil || card.Accessory.OverflowElement == nil {
		return ""
	}
	for _, o := range card.Accessory.OverflowElement.Options {
		lead, _ := request.ParseValue(o.Value)
		if _, owner, is := covered.ReadRef(lead); is {
			return owner
		}
	}
	return ""
}

// say writes the head anew. Whose leads they are stands in front of the count.
func (c *coveredHead) say() {
	whose, _, is := strings.Cut(c.block.Text.Text, ":* ")
	if !is {
		return
	}
	words := say.Thousands(c.left) + " left today"
	if c.left == 0 {
		words = "all done for now"
	}
	c.block.Text = say.Mrkdwn(whose + ":* " + words)
}

// isQuestion reports whether a section belongs to the tick above it, and is no card: a card has its ⋯.
func isQuestion(b slack.Block) bool {
	s, ok := b.(*slack.SectionBlock)
	return ok && (s.Accessory == nil || s.Accessory.OverflowElement == nil)
}

// keyOf is the key of a block that was sent before.
func keyOf(b slack.Block) string {
	key, _, _ := strings.Cut(b.ID(), ".")
	return key
}
