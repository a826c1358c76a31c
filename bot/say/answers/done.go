package answers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/tips"
)

// The Done block, last in a message: what was ticked on its cards, in few words, with [Undo last]. It is read back from
// the message itself, which Slack returns with each tap: its words from the text, whose they are and what changed from
// the value of the button.

// Keys of blocks that are found again in a message that was sent before.
const (
	doneKey = "done"
)

// DoneEntry is one line of it: a ✓ without its next step, and the change that [Undo last] takes back.
type DoneEntry struct{ Words, Lead, Change string }

// DoneBlock is what was done, oldest first.
type DoneBlock struct{ Entries []DoneEntry }

// Add appends an entry. One without words is a block of a ✓ that has nothing to say any more.
func (d *DoneBlock) Add(e DoneEntry) {
	if e.Words != "" {
		d.Entries = append(d.Entries, e)
	}
}

// remove takes a lead's newest entry out and reports whether there was one.
func (d *DoneBlock) remove(lead string) bool {
	for i, e := range slices.Backward(d.Entries) {
		if of, _, theirs := covered.ReadRef(e.Lead); e.Lead == lead || theirs && of == lead {
			d.Entries = slices.Delete(d.Entries, i, i+1)
			return true
		}
	}
	return false
}

// entryGap parts entries; a name that holds it loses it.
const entryGap = " · "

// AddDone adds what was done, or nothing where nothing was.
//
//	Done: 2
//	✓ Acme Corp, voicemail · Birchwood Dental, talked   [Undo last]
func AddDone(p *say.Page, d DoneBlock) {
	n := len(d.Entries)
	if n == 0 {
		return
	}
	var words, value []string
	for _, e := range d.Entries {
		words = append(words, e.Words)
	}
	for _, e := range slices.Backward(d.Entries) { // the button takes back the first, and the block keeps the rest
		if value = append(value, e.Lead, e.Change); len(ids.Value(value...)) > cards.CarriedMost {
			value = value[:len(value)-2]
			break
		}
	}
	p.SectionOf(doneKey, "*Done: "+say.Thousands(n)+"*\n✓ "+strings.Join(words, entryGap),
		say.Button(ids.ActUndo, ids.Value(value...), "Undo last"))
}

// readDone reads a Done block back.
func readDone(b slack.Block) (d DoneBlock) {
	s, ok := b.(*slack.SectionBlock)
	if !ok || s.Text == nil || s.Accessory == nil || s.Accessory.ButtonElement == nil {
		return d
	}
	_, words, _ := strings.Cut(s.Text.Text, "✓ ")
	first, rest := request.ParseValue(s.Accessory.ButtonElement.Value)
	ids := append([]string{first}, rest...)
	for _, w := range strings.Split(words, entryGap) {
		d.Entries = append(d.Entries, DoneEntry{Words: w})
	}
	for i := range slices.Backward(d.Entries) {
		if len(ids) < 2 {
			break
		}
		d.Entries[i].Lead, d.Entries[i].Change, ids = ids[0], ids[1], ids[2:]
	}
	return d
}

// foldable are the ticks of a message that ask nothing any more, by the index of their block. A block that goes with
// one and says nothing has an empty entry.
func foldable(message []slack.Block) map[int]*DoneEntry {
	ticks := map[int]*DoneEntry{}
	for i, b := range message {
		s, ok := b.(*slack.SectionBlock)
		lead, card := strings.CutPrefix(keyOf(b), phrases.CardKey(""))
		if !ok || !card || s.Text == nil || !strings.HasPrefix(s.Text.Text, "✓ ") {
			continue
		}
		var undo *slack.ButtonBlockElement
		if s.Accessory != nil {
			undo = s.Accessory.ButtonElement
		}
		with := []int{i}
		asks := false
		for k := i + 1; k < len(message) && keyOf(message[k]) == keyOf(b); k++ {
			row, ok := message[k].(*slack.ActionBlock)
			if !ok {
				if message[k].BlockType() == slack.MBTSection && !isQuestion(message[k]) {
					break // the card that stays beneath a tick for an email
				}
				with = append(with, k)
				continue
			}
			with = append(with, k)
			for _, e := range row.Elements.ElementSet {
				if u, ok := e.(*slack.ButtonBlockElement); ok && u.ActionID == ids.ActUndo {
					undo = u
				} else {
					asks = true
				}
			}
		}
		words := EntryWords(s.Text.Text)
		if undo == nil || undo.ActionID != ids.ActUndo || asks || words == "" {
			continue
		}
		ref, rest := request.ParseValue(undo.Value)
		if len(rest) == 0 {
			continue
		}
		for _, k := range with {
			ticks[k] = &DoneEntry{}
		}
		if of, _, theirs := covered.ReadRef(ref); theirs && of == lead {
			lead = ref // whose it is goes along
		}
		ticks[i] = &DoneEntry{Words: words, Lead: lead, Change: rest[0]}
	}
	return ticks
}

// EntryWords makes "Birchwood Dental, voicemail" of a ✓ line, in whichever of its forms it stands in the message.
func EntryWords(text string) string {
	line, _, _ := strings.Cut(strings.TrimPrefix(text, "✓ "), "\n")
	for {
		_, after, ok := strings.Cut(line, "*")
		if !ok {
			return ""
		}
		name, rest, ok := strings.Cut(after, "*")
		if !ok {
			return ""
		}
		if strings.HasSuffix(name, ":") { // "*Saved:*"
			line = rest
			continue
		}
		what, _, _ := strings.Cut(strings.TrimLeft(rest, " :,·"), ". ")
		for _, at := range []string{" for <", " until <"} { // the instant stands on the card that comes then
			what, _, _ = strings.Cut(what, at)
		}
		what = strings.TrimSuffix(strings.TrimSuffix(what, "."), " saved")
		entry := say.Few(name, entryMost)
		if what = say.FirstWords(what, entryMost); what != "" {
			entry += ", " + what
		}
		return strings.ReplaceAll(entry, entryGap, " ")
	}
}

// dropEmptyParts drops headings below which no card stands any more, each with the divider above it.
func dropEmptyParts(p *say.Page) {
	var kept []slack.Block
	for i, b := range p.Blocks {
		if keyOf(b) == cards.PartKey && !hasCard(p, i) {
			continue
		}
		kept = append(kept, b)
	}
	p.Blocks = kept
}

// hasCard reports whether a card stands below the heading at i, or below the divider above one.
func hasCard(p *say.Page, i int) bool {
	for i++; i < len(p.Blocks); i++ {
		switch key := keyOf(p.Blocks[i]); {
		case strings.HasPrefix(key, phrases.CardKey("")):
			return true
		case key != cards.PartKey || p.Blocks[i].BlockType() == slack.MBTDivider:
			return false
		}
	}
	return false
}

// Answers to the one question that may stand below a saved call, and what became of a promise. What was noted comes
// first, then what it means and what comes next; no answer blames, whichever it is.

// Answer is what was answered to a question and what follows from it, for mrkdwn.
type Answer struct {
	Words   string
	Meaning []string
	Tip     *tips.Tip
}

// Answered confirms the answer to a question about the lead itself.
func Answered(to say.Reader, code, option string, s Saved) say.Reply {
	words := map[string]string{
		"warm": "warm", "cold": "cold",
		"keep": "light, one call in 30 days", "full": "the full plan", "drop": "dropped",
	}[option]
	if words == "" {
		words = say.Quote(option, 40)
	}
	return Answer{Words: words}.Reply(to, s)
}

// Reply is what was noted, what it means, what comes next, and [Undo]. It takes the place of an answer that may have
// offered times, so a lead that still needs a date has a button for one.
func (a Answer) Reply(to say.Reader, s Saved) say.Reply {
	p := &say.Page{To: to}
	p.Section(strings.Join(append([]string{a.noted(s.Lead)}, SavedView{to, s}.nextLines()...), "\n"))
	var buttons []slack.BlockElement
	if s.Lead.Open() && s.Lead.Progress.NeedsDate() {
		buttons = append(buttons, say.ButtonFor(ids.ActNextForm, ids.Value(s.Lead.ID), "Set a date…",
			say.PlainName(s.Lead, 40)))
	}
	if s.Change != "" {
		buttons = append(buttons, phrases.UndoButton(s.Lead, s.Change))
	}
	p.Actions("a", buttons...)
	if a.Tip != nil {
		cards.Tip(p, *a.Tip)
	}
	return p.Reply()
}

// noted is the same in short, for a page that says by itself what comes next.
func (a Answer) noted(l coach.Lead) string {
	return strings.Join(append([]string{"✓ Noted: *" + say.Name(l) + "*, " + a.Words}, a.Meaning...), "\n")
}

// OnPage is the short form with its tip in the same paragraph.
func (a Answer) OnPage(l coach.Lead) string {
	words := a.noted(l)
	if a.Tip != nil {
		words += "\n*Tip:* " + say.Quote(a.Tip.Text, 600)
	}
	return words
}

// PromiseAnswer is what became of a promise, with the book that is kept on both sides (S3.1). l is the lead after it.
func PromiseAnswer(x coach.Promise, kept bool, l coach.Lead) Answer {
	a := Answer{Words: PromiseKept(x, kept)}
	if b := keptSoFar(x.By, l.Progress.Counters); b != "" {
		a.Meaning = append(a.Meaning, b)
	}
	switch {
	case kept:
	case x.By == coach.Us:
		a.Meaning = append(a.Meaning, "Open the next call with it.")
	default:
		a.Meaning = append(a.Meaning, "Ask what got in the way.")
	}
	return a
}

// keptSoFar is how many promises of one side were kept, being there at an agreed time among them; "" before any was
// settled.
func keptSoFar(by coach.Side, t coach.Counters) string {
	n, all := t.TheyKept, t.TheyKept+t.TheyBroke
	if by == coach.Us {
		n, all = t.WeKept, t.WeKept+t.WeBroke
	}
	if all == 0 {
		return ""
	}
	return fmt.Sprintf("Kept so far: %d of %d.", n, all)
}

// PromiseKept says what became of a promise, for mrkdwn.
func PromiseKept(x coach.Promise, kept bool) string {
	what := "“" + say.Quote(x.What, say.ShortLength) + "”"
	switch {
	case x.By == coach.Us && kept:
		return "you've done " + what
	case x.By == coach.Us:
		return what + " is still to do"
	case x.Read && kept:
		return "they've looked at " + what
	case x.Read:
		return "they haven't looked at " + what + " yet"
	case kept:
		return "they've done " + what
	}
	return "they haven't done " + what + " yet"
}

// TogetherAnswer is whether going through the material together was tried: who tried hears that it was the right thing
// although they have to call again (S3.26, S3.27), who didn't gets the tip for the next time. l is the lead after it.
func TogetherAnswer(tried bool, t *tips.Tip, l coach.Lead) Answer {
	if !tried {
		return Answer{Words: TogetherWas(false), Tip: t}
	}
	meaning := "You tried, that's what counts."
	if c := l.Progress.Counters; c.Unread > 1 {
		meaning += fmt.Sprintf(" %d of %d such calls became a talk.", c.Engaged, c.Unread)
	}
	return Answer{Words: TogetherWas(true), Meaning: []string{meaning}}
}

// TogetherWas says how that question was answered, for mrkdwn.
func TogetherWas(tried bool) string {
	if tried {
		return "tried together"
	}
	return "not together this time"
}

// nextInLine names the lead that comes next, by at most so many words of its name.
func nextInLine(p *say.Page, next *coach.Card, words int) string {
	if next == nil {
		return ""
	}
	return "Next in line: *" + say.Brief(say.NameOf(next.Lead), words) + "*, " +
		say.Lower(cards.StepView{To: p.To, Card: *next}.Name())
}

// nextLead is the lead that comes next, one tap away from its log.
func nextLead(p *say.Page, next *coach.Card) {
	if next == nil {
		return
	}
	p.Section(nextInLine(p, next, 3))
	b := say.ButtonFor(ids.ActLogForm, ids.Value(next.Lead.ID), "Next lead", say.PlainName(next.Lead, 50))
	b.Style = slack.StylePrimary
	p.Actions("nextlead", b)
}
