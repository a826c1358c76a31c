package answers

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The card after its button was clicked: a ✓ line of 14 words with [Undo] beside it, in the card's place. The message
// keeps all other cards; what was ✓ before moves into the Done block at its end ([ReplaceCard]).

const (
	DoneWords = 14 // of a ✓ line
	entryMost = 3  // words of a name in the Done block, and of its result
)

// CardDone is a card after its outcome was logged: ✓, what was saved, what comes next, [Undo], and the one question. A
// mail, a visit or the like leaves the call to be made: the card stays beneath, with its buttons.
//
//	✓ *Acme Corp*: talked. Next: Wed 14 Jan, 15:00–16:00, attempt 3 of 7   [Undo]
//	*Did you send the draft?*
//	[Yes, it's done] [Not yet]
func CardDone(to say.Reader, s Saved) []slack.Block {
	p := &say.Page{To: to}
	view := SavedView{to, s}
	stays := s.besideTheCall()
	lines := []string{view.Tick(!stays)}
	if n := phrases.Notes(to, phrases.WithoutEnd(s.Logged.Notes)); n != "" {
		lines = append(lines, n)
	}
	buttons := s.gapButtons() // LinkedIn and X stand in answers, prep and show, never on a card
	if q := s.Logged.Question; q != nil {
		lines = append(lines, cards.QuestionWords(to, s.Lead, *q))
		buttons = append(cards.QuestionButtons(s.Lead, *q), buttons...)
	}
	var undo slack.BlockElement
	if s.Change != "" {
		undo = phrases.UndoButton(s.Lead, s.Change)
	}
	key := phrases.CardKey(s.Lead.ID)
	p.SectionOf(key, strings.Join(lines, "\n"), undo)
	p.Actions(key, buttons...)
	if stays {
		cards.AddCard(p, s.cardLeft())
	}
	return p.Blocks
}

// Tick is "✓ *Acme Corp*: voicemail saved. Next: {…}, attempt 3 of 7". A long name and the lead's own clock give way
// before anything else does.
func (s SavedView) Tick(next bool) string {
	o := s.Touch.Outcome
	if o == "" || o == outcome.DoNotCall || s.Touch.Lifted { // which nobody should overlook
		return s.line()
	}
	words := s.result()
	there := s.To.ThereStretch(s.Step.Due, s.Step.Until, s.Step.Zone.Loc)
	if there != "" {
		there = " (" + there + ")"
	}
	if next {
		if say.WordsOf(say.NameOf(s.Lead))+say.WordsOf(words)+say.WordsOf(s.nextShort(there)) > DoneWords {
			there = ""
		}
		words += s.nextShort(there)
	}
	name := say.Few(say.NameOf(s.Lead), max(2, min(say.NameWords, DoneWords-say.WordsOf(words))))
	return "✓ *" + say.Quote(name, say.NameLength) + "*: " + words
}

// result is what was saved, as a clause.
func (s SavedView) result() string {
	t, zone := s.Touch, s.Step.Zone.Loc
	switch o := t.Outcome; {
	case o == outcome.Snoozed:
		return "snoozed until " + s.To.Both(t.Until, zone)
	case o == outcome.Planned && !t.Until.IsZero(), o == outcome.Details && !t.Until.IsZero() && !t.Given:
		return s.agreedFor() + s.To.Both(t.Until, zone)
	case o == outcome.Details || o == outcome.Explained:
		return "details saved"
	case o == outcome.Verdict:
		return verdictResult(t)
	case o.Info().Ends, o == outcome.Lost, o == outcome.NoResponse:
		return "closed, " + say.Shortly(o)
	case say.WordsOf(say.Shortly(o)) <= 2 &&
		(o.Info().Group == outcome.NotReached || o.Info().Group == outcome.OtherTouch):
		return say.Shortly(o) + " saved"
	}
	return say.Shortly(t.Outcome)
}

// agreedFor is what an appointment is called in front of its time.
func (s SavedView) agreedFor() string {
	switch words := phrases.AgreedName(s.Lead.Progress.Commitment); words {
	case "Agreed call":
		return "call agreed for "
	default:
		return say.Lower(words) + " "
	}
}

// nextShort is what comes next in a few words, with there behind a time to come; nothing where the line says it already
// or nothing is due.
func (s SavedView) nextShort(there string) string {
	c := cards.StepView{To: s.To, Card: coach.Card{Lead: s.Lead, Step: s.Step}}
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
		return ". Next: " + say.Lower(c.Name()) + " " + s.To.When(at) + there
	case s.Step.IsCall() && s.Step.State(s.To.Now) != coach.Later:
		return ". Next: now, " + say.Lower(c.Name())
	case s.Step.IsCall():
		return ". Next: " + s.To.Stretch(at, s.Step.Until) + there + ", " + say.Lower(c.Name())
	case s.Step.Kind == coach.StepNeedsDate:
		return ". It needs a date"
	case s.Step.Kind == coach.StepReview, s.Step.Kind == coach.StepLight:
		return ". Next: decide, " + s.To.Day(at)
	}
	return ". Next: " + say.Lower(c.Name())
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
		if _, is := b.(*slack.SectionBlock); is && strings.HasPrefix(key, phrases.CardKey("")) {
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
func ReplaceCard(to say.Reader, message []slack.Block, lead string, with []slack.Block) (say.Reply, bool) {
	p := &say.Page{To: to}
	found := false
	var done DoneBlock
	ticks := foldable(message)
	for i, b := range message {
		switch key := keyOf(b); {
		case key == doneKey:
			done.Entries = append(readDone(b).Entries, done.Entries...)
		case key == phrases.CardKey(lead):
			if !found {
				keepAll(p, key, with) // what stands in a card's place can be replaced again
			}
			found = true
		case ticks[i] != nil:
			done.Add(*ticks[i])
		default:
			keep(p, b)
		}
	}
	if !found && done.remove(lead) {
		keepAll(p, phrases.CardKey(lead), with)
		found = true
	}
	dropEmptyParts(p)
	countDown(p)
	AddDone(p, done)
	return p.Reply(), found
}

// keepAll takes blocks over under one key.
func keepAll(p *say.Page, key string, blocks []slack.Block) {
	for _, b := range blocks {
		keepAs(p, key, b)
	}
}

// keep takes over a block of another message under a new id.
func keep(p *say.Page, b slack.Block) {
	key, _, _ := strings.Cut(b.ID(), ".")
	keepAs(p, key, b)
}

// keepAs copies a block of a message that is shown again, under a new id: Slack wants one on each update.
func keepAs(p *say.Page, key string, b slack.Block) {
	id := p.ID(key)
	switch b := b.(type) {
	case *slack.SectionBlock:
		n := *b
		n.BlockID = id
		p.Blocks = append(p.Blocks, &n)
	case *slack.ActionBlock:
		n := *b
		n.BlockID = id
		p.Blocks = append(p.Blocks, &n)
	case *slack.ContextBlock:
		n := *b
		n.BlockID = id
		p.Blocks = append(p.Blocks, &n)
	case *slack.HeaderBlock:
		n := *b
		n.BlockID = id
		p.Blocks = append(p.Blocks, &n)
	case *slack.DividerBlock:
		p.Blocks = append(p.Blocks, &slack.DividerBlock{Type: slack.MBTDivider, BlockID: id})
	default:
		p.Blocks = append(p.Blocks, b)
	}
}
