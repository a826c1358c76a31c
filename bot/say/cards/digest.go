package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/covered"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/tips"
)

// Messages that come unasked: the morning digest, which has 240 words with ten cards and a tip, and the nudge, which
// has 30 for three second tries. The first line of each has ⋯ with the way to switch that kind of message off.

const (
	DigestWords = 240 // of a whole digest; beyond it the tip goes
	alsoNames   = 6   // leads that are named without a card
	NudgeWords  = 30  // of a nudge; leads beyond them are behind a button
)

// Digest is the morning message: what needs an answer first, then agreed calls by time, then what can be called now and
// what later today, in the order that the coach gave them; the rest of the day by name; below that, what is due of
// colleagues who are away; one tip.
func Digest(to say.Reader, d notify.Digest) say.Reply {
	p := &say.Page{To: to}
	head := say.Counted(d.Total(), "lead") + " today"
	if d.Total() == 0 && len(d.Covered) > 0 {
		head = "Nothing of your own is due today"
	}
	p.SectionOf("s", "*"+head+"*", phrases.MessageMenu(coach.KindDigest))
	if d.Late {
		p.Context("Sent late: I was offline")
	}
	if d.Spread != nil {
		absent.SpreadLine(p, *d.Spread)
	}
	// Ten cards in all, whatever is given: 50 blocks are Slack's limit.
	left := cardsShown
	var shown []string
	also := d.Also
	for _, part := range []struct {
		title string
		cards []coach.Card
	}{
		{"Answer first", d.Asks}, {agreedTitle(d.Commitments), d.Commitments}, {"Call now", d.Cards},
		{"Later today", d.Later},
	} {
		// What must be answered comes first and takes its room from what can still be called later.
		cards, rest := capped(part.cards, left)
		left -= len(cards)
		// Seldom: to put them in front copies all that have no card, kilobytes each.
		if rest > 0 {
			also = slices.Concat(part.cards[len(cards):], also)
		}
		if len(cards) == 0 {
			continue
		}
		addPart(p, part.title, len(shown) == 0)
		for _, c := range cards {
			if hint, ok := d.Hints[c.Lead.ID]; ok {
				addHinted(p, c, hint)
			} else {
				AddCard(p, c)
			}
			shown = append(shown, c.Lead.ID)
		}
	}
	if len(d.Still) > 0 {
		p.Section("*Standing still:* " + strings.Join(namesThatFit(p, d.Still, len(d.Still)), ", "))
		also = slices.DeleteFunc(slices.Clone(also), func(c coach.Card) bool { return among(d.Still, c) })
	}
	addAlso(p, also, d.More+len(d.Still), shown)
	damaged(p, d.Damaged)
	Covered(p, d.Covered, left)
	absent.BacklogLine(p, d.Backlog)
	if d.Learned != nil { // said once, so that it isn't left out for want of room
		p.Context(figures.LearnedLine(p.To, *d.Learned))
	}
	// Cards come first: a full message has no room for figures, which stand in the settings, nor for a tip.
	own := figures.SelfReportLine(d.SelfReport)
	if own != "" && say.WordsOf(say.Spoken(p.Blocks))+say.WordsOf(own) <= DigestWords {
		p.Context(own)
	}
	digestTip(p, d.Tip)
	return p.Reply()
}

// agreedTitle heads what is agreed on for today: calls, or whatever they are, and never agreed what they have not said
// yes to (S4.4).
func agreedTitle(cards []coach.Card) string {
	calls, sure := true, false
	for _, c := range cards {
		cm := c.Step.Commitment
		calls = calls && (cm == nil || cm.Meet.By == "")
		sure = sure || cm == nil || !cm.Tentative
	}
	switch {
	case calls && sure:
		return "Agreed calls"
	case calls:
		return "Planned calls"
	}
	return "Today's dates"
}

// addAlso names what is due today and has no card here, with the button that shows it. shown are the leads that have
// had one.
//
//	Also today: Birch Labs, Cedar Inc…   [Show 12 more]
func addAlso(p *say.Page, cards []coach.Card, more int, shown []string) {
	if len(cards)+more == 0 {
		return
	}
	names := namesThatFit(p, cards, alsoNames)
	rest := len(cards) - len(names)
	words := "*Also today:* " + strings.Join(names, ", ")
	if rest+more > 0 && len(names) > 0 {
		words += "…"
	} else if len(names) == 0 {
		words = "*Also today:* " + say.Counted(more, "lead")
	}
	p.SectionOf("more", words, say.Button(ids.ActRest, restValue(shown), "Show "+say.Thousands(len(cards)+more)+" more"))
}

// namesThatFit are the names of the first leads, at most as many as given. Names go before cards do, from the end,
// until one is left.
func namesThatFit(p *say.Page, cards []coach.Card, most int) []string {
	named, _ := capped(cards, most)
	names := make([]string, len(named))
	for i, c := range named {
		names[i] = say.Quote(say.Few(say.NameOf(c.Lead), say.NameWords), say.NameLength)
	}
	for spoken := say.WordsOf(say.Spoken(p.Blocks)) + 2; len(names) > 1 &&
		spoken+say.WordsOf(strings.Join(names, " ")) > DigestWords; {
		names = names[:len(names)-1]
	}
	return names
}

// among reports whether the lead of a card has one in a list.
func among(cards []coach.Card, c coach.Card) bool {
	return slices.ContainsFunc(cards, func(x coach.Card) bool { return x.Lead.ID == c.Lead.ID })
}

// restValue are the leads that have a card already, as the button carries them that shows the others. Of more than fit,
// the first are forgotten and shown once more.
func restValue(shown []string) string {
	value := strings.Join(shown, ",")
	for len(value) > CarriedMost {
		_, value, _ = strings.Cut(value, ",")
	}
	return value
}

// CarriedMost is how long the list of leads in a button's value may grow; Slack takes a little more.
const CarriedMost = blockkit.MaxCarried - 100

// Rest continues a digest with the next leads as cards, and says how many are left. shown are those that have had one.
func Rest(to say.Reader, cards []coach.Card, more int, shown []string) say.Reply {
	p := &say.Page{To: to}
	if len(cards)+more == 0 {
		p.Section("*Nothing else today.*")
		return p.Reply()
	}
	// Ten again, so that every further message is as long as the first at most.
	now, left := capped(cards, cardsShown)
	p.Section("*" + say.Thousands(len(cards)+more) + " more today*")
	for _, c := range now {
		AddCard(p, c)
		shown = append(shown, c.Lead.ID)
	}
	switch {
	case left > 0:
		addAlso(p, cards[len(now):], more, shown)
	case more > 0: // nobody has looked at those
		moreButton(p, "due", more)
	}
	return p.Reply()
}

// digestTip adds the tip where the message has room for it: cards come first. Its votes and its source are behind ⋯.
func digestTip(p *say.Page, t *tips.Tip) {
	if t == nil {
		return
	}
	if say.WordsOf(say.Spoken(p.Blocks))+say.WordsOf(TipWords(*t)) > DigestWords {
		return
	}
	Tip(p, *t)
}

// Stopped says that a kind of message comes no more, and how to get it back. Undo takes it back, too.
func Stopped(to say.Reader, kind coach.MessageKind, change string) say.Reply {
	p := &say.Page{To: to}
	words := "✓ Saved: no more " + KindWords(kind) + ". `/followup settings " + kindSetting(kind) +
		" on` brings them back."
	var undo slack.BlockElement
	if change != "" {
		undo = say.Button(ids.ActUndo, ids.Value("", change), "Undo")
	}
	p.SectionOf("s", words, undo)
	return p.Reply()
}

// Resumed says that a kind of message comes again.
func Resumed(to say.Reader, kind coach.MessageKind) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ Saved: " + KindWords(kind) + " come again. `/followup settings " + kindSetting(kind) + " off` ends them.")
	return p.Reply()
}

// KindWords is what a kind of message is called.
func KindWords(kind coach.MessageKind) string {
	switch kind {
	case coach.KindDigest:
		return "morning messages"
	case coach.KindNudge:
		return "reminders of second tries"
	case coach.KindPing:
		return "reminders before agreed calls"
	case coach.KindAsk:
		return "questions"
	case coach.KindReps:
		return "messages on your reps"
	case coach.KindHint:
		return "hints for your first " + strconv.Itoa(coach.NewCalls) + " calls"
	}
	return "tips"
}

// kindSetting is the word that switches a kind of message on and off.
func kindSetting(kind coach.MessageKind) string {
	switch kind {
	case coach.KindDigest:
		return "digest"
	case coach.KindNudge:
		return "nudges"
	case coach.KindPing:
		return "pings"
	case coach.KindAsk:
		return "questions"
	case coach.KindReps:
		return "reps"
	case coach.KindHint:
		return "hints"
	}
	return "tips"
}

// Nudge announces the second tries of the coming stretch of time (limits.nudge_span). Its first line says what is the
// same for all of them: until when, which try, and that nobody leaves a second message the same day. Leads beyond its
// words are behind a button, which shows them as cards with whatever else is due today.
func Nudge(to say.Reader, n notify.Nudge) say.Reply {
	p := &say.Page{To: to}
	head := nudgeHead(to, n.Cards)
	p.SectionOf("s", head, phrases.MessageMenu(coach.KindNudge))
	left := NudgeWords - say.WordsOf(head)
	var shown []string
	for _, c := range n.Cards {
		key, step := phrases.CardKey(c.Lead.ID), StepView{to, c}
		words := step.Brief(false)
		if left -= say.WordsOf(words); left < 0 && len(shown) > 0 {
			break
		}
		p.SectionOf(key, words, step.More())
		p.Actions(key, step.Buttons()...)
		shown = append(shown, c.Lead.ID)
	}
	if more := len(n.Cards) - len(shown); more > 0 {
		b := say.Button(ids.ActRest, restValue(shown), "Show "+say.Thousands(more)+" more")
		if n.Owner != "" {
			b = phrases.RunButton(4, "", "cover", b.Text.Text)
		}
		p.Actions("more", b)
	}
	markTheirs(p, n.Theirs, n.Cards...)
	return p.Reply()
}

// nudgeHead is "*3 second tries until {5:30 PM}* · attempt 2 of 7, no message this time". One try is "*Second try until
// {5:30 PM}*": "1 second" would be read as a moment.
func nudgeHead(to say.Reader, cards []coach.Card) string {
	words := "*" + say.Thousands(len(cards)) + " second tries"
	if len(cards) == 1 {
		words = "*Second try"
	}
	var last coach.Step
	// What is the same for all is said once, in the head; where tries differ, neither is.
	alike := true
	for i, c := range cards {
		if c.Step.Until.After(last.Until) {
			last.Until = c.Step.Until
		}
		alike = alike && (i == 0 || TryName(c.Step) == TryName(cards[0].Step))
	}
	if last.Until.After(to.Now) {
		words += " until " + to.Clock(last.Until)
	}
	words += "*"
	if len(cards) > 0 && alike {
		words += " · " + say.Lower(TryName(cards[0].Step))
	}
	if !slices.ContainsFunc(cards, func(c coach.Card) bool { return to.AllRules().VoicemailFor(c.Lead, c.Step) != "" }) {
		words += ", no message this time"
	}
	return words
}

const (
	PartKey = "part" // a heading above cards, and the divider above it
)

// addPart adds the heading of a group of cards. A divider stands only above headings, and above none at the top.
func addPart(p *say.Page, title string, first bool) {
	if !first {
		p.Blocks = append(p.Blocks, &slack.DividerBlock{Type: slack.MBTDivider, BlockID: p.ID(PartKey)})
	}
	p.SectionOf(PartKey, "*"+title+"*", nil)
}

// damaged names leads that can't be read: their rep would miss them, and only whoever runs the bot can mend them.
func damaged(p *say.Page, names []string) {
	if len(names) == 0 {
		return
	}
	var known []string
	for _, n := range names {
		if n != "" && len(known) < alsoNames {
			known = append(known, "*"+say.Quote(say.Few(n, say.NameWords), say.NameLength)+"*")
		}
	}
	if rest := len(names) - len(known); rest > 0 {
		known = append(known, say.Counted(rest, "lead"))
	}
	p.Context("I can't read " + say.Joined(known, "and") + ". Tell whoever runs me.")
}

// What a colleague's leads want of whoever covers for them stands below their own, under the name of whose they are,
// and in no count of theirs.

// Covered adds what is due of colleagues' leads, each under their name, with as many cards as the message has room for;
// the others are behind a button.
//
//	*@Maya's leads:* 3 due today
func Covered(p *say.Page, all []notify.Covered, room int) {
	hidden := 0
	for _, c := range all {
		if c.Total == 0 {
			continue
		}
		cards, _ := capped(c.Cards, max(0, room))
		room -= len(cards)
		behind := c.Total - len(cards)
		hidden += behind
		// How many have no card here goes with the heading, which says how many are left once something was done.
		p.SectionOf(covered.Key+strconv.Itoa(behind), covered.Head(c.Owner, say.Thousands(c.Total)+" due today"), nil)
		for _, card := range cards {
			addCovered(p, c.Owner, card)
		}
	}
	if b := phrases.RunButton(4, "", "cover", "Show "+say.Thousands(hidden)+" more"); hidden > 0 && b != nil {
		p.Actions("covered", b)
	}
}

// addCovered is [AddCard] for a lead of a colleague's.
func addCovered(p *say.Page, owner string, card coach.Card) {
	first := len(p.Blocks)
	AddCard(p, card)
	covered.Mark(p.Blocks[first:], owner, card.Lead.ID)
}

// CoverDay answers a colleague who asks for what they cover.
func CoverDay(to say.Reader, all []notify.Covered) say.Reply {
	p := &say.Page{To: to}
	for _, c := range all {
		if c.Total == 0 {
			p.Section(covered.Head(c.Owner, "nothing due today."))
		}
	}
	Covered(p, all, cardsShown)
	p.Actions("end", phrases.RunButton(5, "", "cover off", "Stop covering"))
	return p.Reply()
}
