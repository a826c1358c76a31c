package forms

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/doubles"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

// Merging is what becomes of two leads, before it is done.
type Merging struct {
	Stays, Goes coach.Lead
	One         doubles.One
	Step        coach.Step // that comes next for the one that they become
	Anew        bool       // something happened on one of them since it was shown
	Meta        request.Meta
}

// MergeForm says what becomes of two leads: which stays, what it takes over and what is dropped, how much was logged on
// both, and what comes next. It aims at 60 words.
func MergeForm(to say.Reader, in Merging) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Merge two leads", Submit: "Merge", Callback: fields.FormMerge,
		Meta: in.Meta}
	if in.Anew {
		f.Section("*Not merged yet:* something happened since. This is how it is now.")
	}
	// Which is which stands on top, for that is what a slip turns round.
	f.Section(say.Who(in.Stays) + " stays.\n" + say.Who(in.Goes) + " goes.")
	// What is taken over and what is lost stands before what comes of it.
	var lines []string
	if words := labels(in.One.Filled); words != "" {
		lines = append(lines, "Taken over: "+words)
	}
	if words := dropped(in.Goes, in.One.Differ); words != "" {
		lines = append(lines, "Dropped: "+words)
	}
	if agreed := in.One.Agreed; !agreed.At.IsZero() {
		lines = append(lines, "Dropped: agreed call, "+to.When(agreed.At))
	}
	lines = append(lines, "Together: "+say.Counted(in.One.Lead.Progress.Total, "call")+", "+
		say.Counted(in.One.Entries(), "entry"))
	switch closed := in.One.Lead.Progress.Closed; closed {
	case "":
		lines = append(lines, answers.Next(to, in.Step))
	case outcome.DoNotCall:
		lines = append(lines, "Do not call stays."+in.closes())
	default:
		lines = append(lines, "It's closed: "+say.Shortly(closed)+"."+in.closes())
	}
	f.Section(strings.Join(lines, "\n"))
	// The other lead can stay as well: its name, and what both know.
	f.Context("Undo gives both back, for 24 hours.")
	f.Actions("other", say.ButtonFor(ids.ActMerge, ids.Value(in.Stays.ID, in.Goes.ID), "Other way round",
		say.PlainName(in.Stays, 40)))
	return f.View()
}

// closes says of a lead that is open still that it ends with the other.
func (in Merging) closes() string {
	for _, l := range []coach.Lead{in.Stays, in.Goes} {
		if l.Open() {
			return " " + say.Name(l) + ", which is open, closes."
		}
	}
	return ""
}

// shownFacts is how many facts a preview names.
const shownFacts = 2

// labels name some facts, and that there are more.
func labels(list []facts.Fact) string {
	var words []string
	for _, f := range list[:min(len(list), shownFacts)] {
		words = append(words, say.Lower(phrases.FactLabel(f)))
	}
	return andMore(words, len(list))
}

// dropped are the facts of a lead that goes which the other knows otherwise, with the first words of each.
func dropped(goes coach.Lead, list []facts.Fact) string {
	var words []string
	for _, f := range list[:min(len(list), shownFacts)] {
		words = append(words, say.Lower(phrases.FactLabel(f))+" "+phrases.ShortFact(f, f.Value(goes), 3))
	}
	return andMore(words, len(list))
}

// andMore says how many there are besides those that are named.
func andMore(words []string, all int) string {
	if more := all - len(words); more > 0 {
		words = append(words, say.Thousands(more)+" more")
	}
	return strings.Join(words, " · ")
}

// IntoForm asks into which lead another one goes.
func IntoForm(to say.Reader, goes coach.Lead) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Merge two leads", Submit: "Go on", Callback: fields.FormLead,
		Meta: request.Meta{Command: IntoLead, Other: goes.ID}}
	f.Section(say.Who(goes) + " goes.")
	f.Lead("Into which lead?", leadHint, false, coach.Lead{})
	return f.View()
}

// IntoLead is what the form of [IntoForm] has for a command.
const IntoLead = "merge into"
