// Package handovers says what becomes of leads that go from one rep to others: what is to go where, before it is done,
// what was done, and the form that asks for it.
package handovers

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach/handover"
)

// Share is what one rep gets.
type Share struct {
	To  string // Slack user id
	Sum handover.Sum
}

// sharesShown is how many reps a preview has a line for.
const sharesShown = 6

// Preview shows what would go where, with the line that does it behind its button:
//
//	*Hand over 34 leads of @Maya?* 30 open, 4 closed
//	@Omar: 18, 2 agreed calls, the first Thu 16:00
//	@Ruth: 16
//	Their history goes along, agreed calls stay, and each rep is told once.   [Hand over] [Change…]
//
// More is how many further leads there are, which have to wait for another time.
func Preview(to say.Reader, from string, shares []Share, line string, more int) say.Reply {
	all := total(shares)
	p := &say.Page{To: to}
	open := say.Thousands(all.Open) + " open"
	if closed := all.Leads - all.Open; closed > 0 {
		open += ", " + say.Thousands(closed) + " closed"
	}
	lines := []string{"*Hand over " + say.Counted(all.Leads, "lead") + " of " + say.Mention("@", from) + "?* " + open}
	for i, s := range shares {
		if i == sharesShown {
			lines = append(lines, "and "+say.Counted(len(shares)-i, "more rep"))
			break
		}
		words := say.Mention("@", s.To) + ": " + say.Thousands(s.Sum.Leads)
		if s.Sum.Agreed > 0 {
			words += ", " + say.Counted(s.Sum.Agreed, "agreed call") + ", the first " + to.When(s.Sum.First)
		}
		lines = append(lines, words)
	}
	if more > 0 {
		lines = append(lines, say.Counted(more, "more lead")+" can go after these.")
	}
	p.Section(strings.Join(append(lines, "Their history goes along, agreed calls stay, and each rep is told once."), "\n"))
	do := phrases.RunButton(0, "", line+" now", "Hand over")
	do.Style = slack.StylePrimary
	p.Actions("a", do, phrases.RunButton(1, "", line+" change", "Change…"))
	return p.Reply()
}

// total adds shares up.
func total(shares []Share) (all handover.Sum) {
	for _, s := range shares {
		all.Leads += s.Sum.Leads
		all.Open += s.Sum.Open
		all.Agreed += s.Sum.Agreed
	}
	return all
}

// Done says that leads are on their way; undo is the line that takes it back.
func Done(to say.Reader, from string, shares []Share, undo string) say.Reply {
	p := &say.Page{To: to}
	var each []string
	for _, s := range shares {
		each = append(each, say.Mention("@", s.To)+" ("+say.Thousands(s.Sum.Leads)+")")
	}
	if len(each) > sharesShown {
		each = append(each[:sharesShown], say.Counted(len(each)-sharesShown, "more rep"))
	}
	p.Section("✓ *Handed over:* " + say.Counted(total(shares).Leads, "lead") + " of " + say.Mention("@", from) + " to " +
		say.And(each) + ".")
	p.Actions("a", phrases.RunButton(0, "", undo, "Undo"))
	return p.Reply()
}

// Undone says that leads go back to whoever had them. Stay is how many are with somebody else by now, or are gone.
func Undone(to say.Reader, from string, back, stay int) say.Reply {
	p := &say.Page{To: to}
	words := "✓ *Undone:* " + say.Counted(back, "lead") + " " + goes(back) + " back to " + say.Mention("@", from) +
		", with what was logged since."
	if back == 0 {
		words = "*Nothing undone:* none of those leads is where it went."
	}
	if back > 0 && stay > 0 {
		words += " " + say.Thousands(stay) + " went further or are gone."
	}
	p.Section(words)
	return p.Reply()
}

func goes(n int) string {
	if n == 1 {
		return "goes"
	}
	return "go"
}

// NotYet says that a hand-over is still being done and can't be taken back before it is through.
func NotYet(to say.Reader, undo string) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not undone yet:* the leads are still on their way.")
	p.Actions("a", phrases.RunButton(0, "", undo, "Try again"))
	return p.Reply()
}

// TooLate says that a hand-over is no longer known.
func TooLate(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not undone:* that was more than a day ago. Hand them over the other way.")
	p.Actions("a", phrases.RunButton(0, "", "team handover", "Hand over…"))
	return p.Reply()
}

// None says that a rep has no lead of the kind that was asked for.
func None(to say.Reader, from string, which handover.Which) say.Reply {
	p := &say.Page{To: to}
	kind := "leads"
	if which != handover.All {
		kind = Words(which) + " leads"
	}
	p.Section("*Nothing to hand over:* " + say.Mention("@", from) + " has no " + strings.ToLower(kind) + ".")
	return p.Reply()
}

// Words say which leads go.
func Words(which handover.Which) string {
	switch which {
	case handover.All:
		return "All, closed ones too"
	case handover.Due:
		return "Due now"
	case handover.High, handover.Low:
		return say.Capital(string(which)) + "-potential"
	}
	return say.Capital(string(which))
}

// Fields are what the form starts with.
type Fields struct {
	From  string
	To    []string
	Which handover.Which
	How   handover.How
	One   bool // one lead of From goes: whose it is and which one is settled
	Meta  request.Meta
}

// Form asks whose leads go to whom, which of them, and how they are shared out.
func Form(to say.Reader, in Fields) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Hand over leads", Submit: "Preview", Callback: fields.FormHandOver,
		Meta: in.Meta}
	from := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, say.Label("Pick a rep", 150), fields.HandFrom)
	from.InitialUser = in.From
	// Whose it is was said by the button.
	if !in.One {
		f.Input(fields.HandFrom, "Whose leads", "", false, from)
	}
	takers := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, say.Label("Pick one or more", 150),
		fields.HandTo)
	takers.InitialUsers = in.To
	// Of one lead there is nothing to choose but who gets it, and only one can.
	if in.One {
		taker := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, say.Label("Pick a rep", 150), fields.HandTo)
		if len(in.To) > 0 {
			taker.InitialUser = in.To[0]
		}
		f.Input(fields.HandTo, "Who gets it", "", false, taker)
		return f.View()
	}
	f.Input(fields.HandTo, "Who gets them", "", false, takers)
	which := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, fields.HandWhich)
	for _, w := range handover.Kinds() {
		value := string(w)
		if w == handover.All {
			value = fields.Unset
		}
		o := slack.NewOptionBlockObject(value, say.Label(Words(w), blockkit.MaxOption), nil)
		which.Options = append(which.Options, o)
		if w == in.Which {
			which.InitialOption = o
		}
	}
	f.Input(fields.HandWhich, "Which of them", "", false, which)
	how := string(in.How)
	if in.How == handover.InTurn {
		how = fields.Unset
	}
	f.Input(fields.HandHow, "With several reps", "", false, fields.Radio(fields.HandHow, how,
		[2]string{fields.Unset, "In turn, the best leads first"},
		[2]string{string(handover.LeastBusy), "To whoever has the fewest open leads"}))
	return f.View()
}

// Texts at the fields of the form.
const (
	ErrNobody = "Pick somebody else than the rep whose leads they are."
	ErrNotRep = "They aren't in a team of yours. Add them with /followup team add."
	ErrGone   = "They've left the workspace."
)

// Told confirms that whoever has a lead now got what was typed about it, or that they get no messages.
func Told(to say.Reader, rep string, off bool) say.Reply {
	p := &say.Page{To: to}
	if off {
		p.Section(say.Mention("@", rep) + " gets no messages from me. Write to them yourself.")
	} else {
		p.Section("✓ Told " + say.Mention("@", rep) + ". Nothing else changed.")
	}
	return p.Reply()
}
