package forms

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
)

// The Edit form: a page for what matters, one for contact, one for the kind of lead, and as many as are needed for what
// is kept of its list, six fields each at most. A modal takes 100 blocks, but a form that needs scrolling is not filled
// in.

// EditFields are what a page of the Edit form shows: the lead as it is stored, over it what was typed into the page,
// and what became of the page before.
type EditFields struct {
	Lead    coach.Lead
	Page    string            // one of the Page… words
	Typed   map[string]string // by field, instead of what is stored: the page is shown again
	Problem string            // why it is shown again
	Saved   *answers.Saved    // what was saved of the page that was left for this one
	Meta    request.Meta
}

// editPage is a page of the Edit form.
type editPage struct {
	facts.Page
	words string
}

// editPages are the pages of the Edit form in their order. Those of the columns that a lead keeps of its list stand
// last, and only where it keeps some.
func editPages(all []facts.Fact) []editPage {
	pages := []editPage{{facts.PageMatters, "Needs"}, {facts.PageContact, "Contact"}, {facts.PageKind, "Type"}}
	for n := 0; slices.ContainsFunc(all, func(f facts.Fact) bool { return f.Page == facts.KeptPage(n) }); n++ {
		pages = append(pages, editPage{facts.KeptPage(n), "List " + strconv.Itoa(n+1)})
	}
	return pages
}

// EditForm changes what is known of a lead, in pages of at most six fields. A button to another page saves this one
// first, so that nothing is lost by looking around. A page that the lead doesn't have is the first one.
func EditForm(to say.Reader, in EditFields) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Edit a lead", Submit: "Save", Callback: fields.FormEdit,
		Meta: in.Meta}
	all := facts.Of(in.Lead)
	pages := editPages(all)
	at := max(0, slices.IndexFunc(pages, func(p editPage) bool { return string(p.Page) == in.Page }))
	shown := pages[at]
	f.Meta.Lead, f.Meta.Version, f.Meta.Page = in.Lead.ID, in.Lead.Version, string(shown.Page)
	var tabs []slack.BlockElement
	for i, t := range pages {
		if i != at {
			value := ids.Value(in.Lead.ID, string(t.Page))
			tabs = append(tabs, say.ButtonFor(say.Numbered(ids.ActEditPage, i), value, t.words,
				"save this page and show that one"))
		}
	}
	f.Section(say.Who(in.Lead) + "\n*" + shown.words + "*")
	if in.Problem != "" {
		f.Section(NotYet(in.Problem))
	}
	if in.Saved != nil && in.Saved.Was != nil {
		f.Meta.Change = in.Saved.Change
		for _, line := range phrases.ChangedLines(*in.Saved.Was, in.Saved.Lead) {
			f.Context("✓ Saved: " + strings.TrimPrefix(line, "• "))
		}
	}
	// Tabs are buttons of one row: each saves what is on this page before it shows the other.
	f.Actions("pages", tabs...)
	for _, fact := range all {
		if fact.Page != shown.Page {
			continue
		}
		value, typed := in.Typed[fact.Key]
		if !typed {
			value = fact.Value(in.Lead)
		}
		f.Input(fact.Key, fact.Ask.Words, fact.Ask.Hint, fact.Key != fields.Name, fields.FactInput(fact, value))
	}
	// Whom the page is about can be forgotten from it; the form that opens asks once more.
	if shown.Page == facts.PageContact {
		f.Actions("erase", say.ButtonFor(ids.ActErase, ids.Value(in.Lead.ID), "Erase…", say.PlainName(in.Lead, 40)))
	}
	return f.View()
}

// NotYet is what stands in the way of saving a page, for mrkdwn.
func NotYet(problem string) string { return "*Not saved yet:* " + blockkit.Escape(problem) }

// HotForm asks for the one thing they care about most (S3.21).
func HotForm(to say.Reader, l coach.Lead, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Hot button", Submit: "Save", Callback: fields.FormHot, Meta: meta}
	f.Meta.Lead, f.Meta.Version = l.ID, l.Version
	f.Section(say.Who(l))
	f.Input(fields.Hot, "What do they care about most?", "It opens the next call.", true,
		fields.HotInput(l.HotButton))
	return f.View()
}

// EditedBefore is the last page of the Edit form when nothing on it was changed: what the pages before it changed is
// saved, and can be taken back.
//
//	✓ Changed: *Acme Corp*   [Undo]
func EditedBefore(to say.Reader, l coach.Lead, change string) slack.ModalViewRequest {
	p := &say.Page{To: to}
	if change == "" {
		p.Section(say.Who(l) + "\nNothing was changed.")
	} else {
		p.Section("✓ Changed: *" + say.Name(l) + "*")
		p.Actions("a", phrases.UndoButton(l, change))
	}
	return fields.ReplyPage("Saved", say.Reply{Blocks: p.Blocks})
}

// Unchanged says that a change would change nothing.
//
//	Nothing to change: that's what I have about *Acme Corp* already.   [Show the lead]
func Unchanged(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	p.Section("Nothing to change: that's what I have about *" + say.Name(l) + "* already.")
	p.Actions("a", say.Button(ids.ActShow, ids.Value(l.ID), "Show the lead"))
	return p.Reply()
}
