package say

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// EditFields are what a page of the Edit form shows: the lead as it is stored, over it what was typed into the page,
// and what became of the page before.
type EditFields struct {
	Lead    coach.Lead
	Page    string            // one of the Page… words
	Typed   map[string]string // by field, instead of what is stored: the page is shown again
	Problem string            // why it is shown again
	Saved   *Saved            // what was saved of the page that was left for this one
	Meta    Meta
}

// editTitles are the pages of the edit form in their order, with what each is called.
var editTitles = []struct{ page, words string }{{PageMatters, "What matters"}, {PageContact, "Contact"},
	{PageKind, "Kind"}}

// EditForm changes what is known of a lead, in three pages of at most six fields. A button to another page saves this
// one first, so that nothing is lost by looking around.
func EditForm(to Reader, in EditFields) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Edit a lead", submit: "Save", callback: FormEdit, meta: in.Meta}
	f.meta.Lead, f.meta.Version, f.meta.Page = in.Lead.ID, in.Lead.Version, in.Page
	var tabs []slack.BlockElement
	title := editTitles[0].words
	for i, t := range editTitles {
		if t.page == in.Page {
			title = t.words
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
	f.actions("pages", tabs...)
	value := func(field string) string {
		if v, typed := in.Typed[field]; typed {
			return v
		}
		return FactOf(in.Lead, field)
	}
	text := func(field, words, hint, placeholder string) {
		f.input(field, words, hint, field != FieldName,
			textInput(field, tidyInput(value(field)), placeholder, false, coach.MaxFact))
	}
	switch in.Page {
	case PageContact:
		text(FieldName, "Name", "What you call them when you type.", "Acme Corp")
		text(FieldContact, "Contact", "", "Pat Doe")
		text(FieldCompany, "Company", "", "Acme Corp")
		text(FieldPhone, "Phone", phoneHint, "+1 212 555 0100")
		text(FieldEmail, "Mail", "", "pat@acme.example")
		text(FieldZone, "Time zone", "Left empty, it follows from the phone number where that's clear, else it's yours.",
			"America/New_York")
	case PageKind:
		f.input(FieldWarmth, "Who came to whom?", "Warm leads are followed up faster: they've probably asked others too.",
			true, radio(FieldWarmth, orUnset(value(FieldWarmth)),
				[2]string{string(coach.Warm), "They contacted us (warm)"}, [2]string{string(coach.Cold), "We contact them (cold)"},
				[2]string{Unset, "Not known"}))
		f.input(FieldPotential, "Potential", "Low gets one or two calls, the others the full plan.", true,
			radio(FieldPotential, orUnset(value(FieldPotential)),
				[2]string{string(coach.PotentialHigh), "High"}, [2]string{Unset, "Normal"},
				[2]string{string(coach.PotentialLow), "Low"}))
		text(FieldIndustry, "Industry", "Finds the success story of a similar business.", "food processing")
		text(FieldProblem, "Problem", "What they'd like to be rid of.", "stock-outs before holidays")
		text(FieldSource, "Source", "Where the lead came from.", "web form")
	default:
		f.hot(value(FieldHot))
		text(FieldDecides, "Who decides?", "The person who says yes in the end.", "Pat Doe, with the plant manager")
		text(FieldCompetitor, "Who else are they talking to?", "", "another supplier")
		f.input(FieldGut, "What does your gut say?", "I'll hold it against the result.", true,
			menu(FieldGut, orUnset(value(FieldGut)), gutOptions()...))
		f.input(FieldPrefers, "How do they like to be spoken to?",
			"Who prefers mail gets one first, once you've tried by phone.", true,
			menu(FieldPrefers, orUnset(value(FieldPrefers)),
				[2]string{string(coach.ByCall), "By phone"}, [2]string{string(coach.ByMail), "By mail"},
				[2]string{Unset, "Not known"}))
		text(FieldIntro, "Introduced by", "", "Kim Lee")
	}
	return f.view()
}

// NotYet is what stands in the way of saving a page, for mrkdwn.
func NotYet(problem string) string { return "*Not saved yet:* " + blockkit.Escape(problem) }

// orUnset is a choice's value, or the option that stands for none: Slack can't take a choice back.
func orUnset(v string) string {
	if v == "" {
		return Unset
	}
	return v
}

// gutOptions are what a gut can say, in words, the best first (S0.2).
func gutOptions() [][2]string {
	words := [...]string{"hardly", "doubtful", "could go either way", "likely", "as good as won"}
	var out [][2]string
	for n := coach.MaxGut; n >= 1; n-- {
		out = append(out, [2]string{strconv.Itoa(n),
			strconv.Itoa(n) + " of " + strconv.Itoa(coach.MaxGut) + ": " + words[n-1]})
	}
	return append(out, [2]string{Unset, "It says nothing yet"})
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

// HotForm asks for the one thing they care about most (S3.21).
func HotForm(to Reader, l coach.Lead, meta Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Hot button", submit: "Save", callback: FormHot, meta: meta}
	f.meta.Lead, f.meta.Version = l.ID, l.Version
	f.section(who(l))
	f.input(FieldHot, "What do they care about most?", "It stands first on the card of the next call.", true,
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
		p.section("✓ *Saved:* what you changed about " + who(l))
		p.actions("a", undoButton(l, change))
	}
	return Message("Saved", Reply{Blocks: p.blocks})
}

// Unchanged says that a change would change nothing.
func Unchanged(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("Nothing to change: that's what I have about " + who(l) + " already.")
	p.actions("a", button(ActShow, Value(l.ID), "Show the lead"))
	return p.reply()
}

// editButton opens the Edit form on a page of it.
func editButton(l coach.Lead, page, words string) *slack.ButtonBlockElement {
	return buttonFor(ActEditForm, Value(l.ID, page), words, plainName(l, 40))
}
