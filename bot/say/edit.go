package say

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// The Edit form: a page for what matters, one for contact, one for the kind of lead, six fields each at most. A modal
// takes 100 blocks, but a form that needs scrolling is not filled in.

// EditFields are what a page of the Edit form shows: the lead as it is stored, over it what was typed into the page,
// and what became of the page before.
type EditFields struct {
	Lead    coach.Lead
	Page    string            // one of the Page… words
	Typed   map[string]string // by field, instead of what is stored: the page is shown again
	Problem string            // why it is shown again
	Saved   *Saved            // what was saved of the page that was left for this one
	Meta    request.Meta
}

// editTitles are the pages of the Edit form in their order.
var editTitles = []struct{ page, words string }{{PageMatters, "Needs"}, {PageContact, "Contact"},
	{PageKind, "Type"}}

// EditForm changes what is known of a lead, in three pages of at most six fields. A button to another page saves this
// one first, so that nothing is lost by looking around.
func EditForm(to Reader, in EditFields) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Edit a lead", submit: "Save", callback: FormEdit, meta: in.Meta}
	f.meta.Lead, f.meta.Version, f.meta.Page = in.Lead.ID, in.Lead.Version, in.Page
	var tabs []slack.BlockElement
	title, shown := editTitles[0].words, coach.PageMatters
	for i, t := range editTitles {
		if t.page == in.Page {
			title, shown = t.words, coach.FactPage(t.page)
			continue
		}
		tabs = append(tabs, buttonFor(numbered(ActEditPage, i), Value(in.Lead.ID, t.page), t.words,
			"save this page and show that one"))
	}
	f.section(who(in.Lead) + "\n*" + title + "*")
	if in.Problem != "" {
		f.section(NotYet(in.Problem))
	}
	if in.Saved != nil && in.Saved.Was != nil {
		f.meta.Change = in.Saved.Change
		for _, line := range changedLines(*in.Saved.Was, in.Saved.Lead) {
			f.context("✓ Saved: " + strings.TrimPrefix(line, "• "))
		}
	}
	// Tabs are buttons of one row: each saves what is on this page before it shows the other.
	f.actions("pages", tabs...)
	for _, fact := range coach.Facts() {
		if fact.Page != shown {
			continue
		}
		value, typed := in.Typed[fact.Key]
		if !typed {
			value = fact.Value(in.Lead)
		}
		f.input(fact.Key, fact.Ask.Words, fact.Ask.Hint, fact.Key != FieldName, factInput(fact, value))
	}
	return f.view()
}

// NotYet is what stands in the way of saving a page, for mrkdwn.
func NotYet(problem string) string { return "*Not saved yet:* " + blockkit.Escape(problem) }

// HotForm asks for the one thing they care about most (S3.21).
func HotForm(to Reader, l coach.Lead, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Hot button", submit: "Save", callback: FormHot, meta: meta}
	f.meta.Lead, f.meta.Version = l.ID, l.Version
	f.section(who(l))
	f.input(FieldHot, "What do they care about most?", "It opens the next call.", true,
		hotInput(l.HotButton))
	return f.view()
}

// EditedBefore is the last page of the Edit form when nothing on it was changed: what the pages before it changed is
// saved, and can be taken back.
func EditedBefore(to Reader, l coach.Lead, change string) slack.ModalViewRequest {
	p := &page{to: to}
	if change == "" {
		p.section(who(l) + "\nNothing was changed.")
	} else {
		p.section("✓ Changed: *" + name(l) + "*")
		p.actions("a", undoButton(l, change))
	}
	return Message("Saved", Reply{Blocks: p.blocks})
}

// Unchanged says that a change would change nothing.
func Unchanged(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("Nothing to change: that's what I have about *" + name(l) + "* already.")
	p.actions("a", button(ActShow, Value(l.ID), "Show the lead"))
	return p.reply()
}

// Inputs for facts, built from the table of facts in package coach, so that Add, Edit and the command line know the
// same ones. What stands in a field is the stored value, not the words for it, for it comes back when the form is
// sent.

// factOf is the row of a fact in the coach's table: its label, how a form asks for it, what is expected.
func factOf(key string) coach.Fact {
	f, _ := coach.FactFor(key)
	return f
}

// factInput is the field of a fact of a known lead. What is known can be cleared in it: Slack's menus can't be emptied.
func factInput(f coach.Fact, value string) slack.BlockElement {
	if len(f.Choices) == 0 {
		return factText(f.Key, f.Ask.Example, value, coach.MaxFact)
	}
	var pairs [][2]string
	for _, c := range f.Choices {
		if c.None {
			c.Value = Unset
		}
		pairs = append(pairs, [2]string{c.Value, c.Words})
	}
	if value == "" {
		value = Unset
	}
	if f.Radio {
		return radio(f.Key, value, pairs...)
	}
	return menu(f.Key, value, pairs...)
}

// newFactInput is the field of a fact of a new lead, which needs no option for clearing it.
func newFactInput(f coach.Fact, value string) slack.BlockElement {
	if len(f.Choices) == 0 {
		return factText(f.Key, f.Ask.Example, value, f.Add.Most)
	}
	var pairs [][2]string
	for _, c := range f.Choices {
		if c.Value != "" {
			pairs = append(pairs, [2]string{c.Value, c.Words})
		}
	}
	return radio(f.Key, value, pairs...)
}

// factText is an input of one line, at most so many characters; it starts with the value without marks that nobody
// sees.
func factText(key, example, value string, most int) *slack.PlainTextInputBlockElement {
	return textInput(key, tidyInput(value), example, false, most)
}

// menu is a select of a few words.
func menu(field, chosen string, pairs ...[2]string) *slack.SelectBlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, label("Pick one", 150), field)
	for _, p := range pairs {
		o := slack.NewOptionBlockObject(p[0], label(p[1], blockkit.MaxOption), nil)
		e.Options = append(e.Options, o)
		if p[0] == chosen {
			e.InitialOption = o
		}
	}
	return e
}

// The one question that may stand below an answer or on a card, of 15 words where it can be. The call is saved before
// it is asked, each option is a button, and leaving it alone is an answer too.

// askLight is the question of a light cadence that is used up, which stands on a card instead of after a save.
const askLight = "light"

// questionWords puts the one question that an answer may ask. It is optional: the call is saved already.
func (to Reader) questionWords(l coach.Lead, q coach.Question) string {
	switch q.Code {
	case coach.AskWarmth:
		return "*Did they contact you first?*"
	case askLight:
		return "*Keep going?* Light is one call in 30 days, full the long plan."
	case coach.AskPromise:
		return "*" + promiseQuestion(q.Promise) + "*"
	case coach.AskTogether:
		return "*Did you try to go through it together?*"
	case coach.AskOpen:
		return "*Still open?* You last talked" + onWhen(to.past(l.Progress.TalkedAt)) + "."
	case coach.AskMore:
		return "*Why one more call?* A new reason opens it."
	case coach.AskHot:
		return "*What do they care about most?*"
	}
	return "*Why close it now?* The plan makes at least five calls."
}

// promiseQuestion asks whether something was done that was promised, in the words of the promise.
func promiseQuestion(x *coach.Promise) string {
	if x == nil {
		return "Did they do what they promised?"
	}
	who := "they"
	if x.By == coach.Us {
		who = "you"
	}
	what := strings.TrimRight(few(x.What, noteWords), ".!? ")
	if x.Read {
		what = "look at " + what
	}
	return "Did " + who + " " + lower(quote(what, shortLength)) + "?"
}

// discovery are the questions that find out what somebody cares about most, as one says them (S3.22).
func discovery(l coach.Lead) (lines []string) {
	for _, d := range coach.DiscoveryFor(l) {
		lines = append(lines, "“"+quote(d.Ask, 200)+"”")
	}
	return lines
}

// questionActions are the buttons of the questions that are answered by one tap.
var questionActions = map[string]string{
	coach.AskWarmth: ActWarmth, askLight: ActLight, coach.AskPromise: ActPromise, coach.AskTogether: ActTogether,
}

// questionOptions are the words on those buttons.
var questionOptions = map[string]string{
	"warm": "They contacted us", "cold": "Cold", "drop": "Drop", "keep": "Keep light", "full": "Full",
	"yes": "Yes, we tried", "no": "Not this time",
}

// questionButtons are the answers to a question; a promise travels along by its id.
func questionButtons(l coach.Lead, q coach.Question) []slack.BlockElement {
	switch q.Code {
	case coach.AskCloseReason:
		return []slack.BlockElement{buttonFor(ActWhy, Value(l.ID), "Give a reason…", plainName(l, 40))}
	case coach.AskOpen:
		return []slack.BlockElement{buttonFor(ActStillOpen, Value(l.ID), "Still open", plainName(l, 40)),
			buttonFor(ActCloseForm, Value(l.ID), "Close…", plainName(l, 40))}
	case coach.AskMore:
		return []slack.BlockElement{buttonFor(ActWhyMore, Value(l.ID), "Give a reason…", plainName(l, 40))}
	case coach.AskHot:
		return []slack.BlockElement{buttonFor(ActHotForm, Value(l.ID), "Add the hot button…", plainName(l, 40))}
	}
	// A question asked by a newer coach may have options without words: their own are shown, without hyphens.
	var out []slack.BlockElement
	for i, o := range q.Options {
		w, value := questionOptions[o], Value(l.ID, o)
		if q.Code == coach.AskPromise && q.Promise != nil {
			w, value = promiseOption(o, q.Promise.By), Value(l.ID, o, q.Promise.ID)
		}
		if w == "" {
			w = tidy(strings.ReplaceAll(o, "-", " "), 40)
		}
		out = append(out, buttonFor(numbered(questionActions[q.Code], i), value, w, plainName(l, 40)))
	}
	return out
}

// promiseOption is what became of a promise, as its maker would say it.
func promiseOption(o string, by coach.Side) string {
	switch {
	case o == "kept" && by == coach.Us:
		return "Yes, it's done"
	case o == "kept":
		return "Yes, they did"
	}
	return "Not yet"
}
