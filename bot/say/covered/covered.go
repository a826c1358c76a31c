// Package covered has buttons, menus and forms about a colleague's lead say whose it is. They are made as for one's
// own; what they carry is changed in one place, so that no button of a card can forget it. Coming back it says where to
// look, and is no right to anything.
package covered

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
)

// Ref is how a button, a form and a kept line name a lead of a colleague's: "lead@owner".
func Ref(lead, owner string) string { return lead + mark + owner }

// mark stands in no id.
const mark = "@"

// ReadRef takes such a name apart; is is false for a lead that is named by its id alone.
func ReadRef(ref string) (lead, owner string, is bool) {
	lead, owner, is = strings.Cut(ref, mark)
	return lead, owner, is && lead != "" && owner != ""
}

// Key begins the key of the heading above a colleague's leads in a message; behind it stands how many of them have no
// card there.
const Key = "owner-"

// Head is that heading.
func Head(owner, count string) string { return "*" + say.Mention("@", owner) + "'s leads:* " + count }

// Label says whose lead a message is about. Its block has the id, whose key is [LabelKey].
func Label(id, owner string) slack.Block {
	return slack.NewContextBlock(id, &slack.TextBlockObject{Type: slack.MarkdownType,
		Text: "Lead of " + say.Mention("@", owner), Verbatim: true})
}

// LabelKey is the key of a label in a message.
const LabelKey = "covered"

// IsLabel reports whether a block is a [Label].
func IsLabel(b slack.Block) bool {
	c, is := b.(*slack.ContextBlock)
	if !is {
		return false
	}
	key, _, _ := strings.Cut(c.BlockID, ".")
	return key == LabelKey
}

// buttons are those that work on a colleague's lead: what shows, logs and moves.
var buttons = []string{ids.ActVoicemail, ids.ActNoAnswer, ids.ActMail, ids.ActLinkedIn, ids.ActX, ids.ActEmailed,
	ids.ActReached, ids.ActLogForm, ids.ActNextForm, ids.ActMore, ids.ActUndo, ids.ActOutcome, ids.ActSay,
	ids.ActWhatToSay, ids.ActWrapMore, ids.ActTheirTime, ids.ActSlot, ids.ActTryAt, ids.ActPick, ids.ActDymLead,
	ids.ActRun, ids.ActResume, ids.ActSource, ids.ActTalked, ids.ActNotIn, ids.ActMissed, ids.ActShow,
	ids.ActPrep, ids.ActScript, ids.ActEndsIn, ids.ActPromise, ids.ActTogether, ids.ActAgendaText, ids.ActCalendar,
	ids.ActMeet, ids.ActHunch, ids.ActDraft, ids.ActAnother, ids.ActDraftSource, ids.ActCalling,
	ids.ActSkip, ids.ActBreak}

// more are the words of a card's ⋯ that do.
var more = []string{ids.MorePrep, ids.MoreScript, ids.MoreShow, ids.MoreWhen, ids.MoreMail, ids.MoreDraft,
	ids.MoreMove, ids.MoreLog, ids.MoreSnooze}

// Lends reports whether a button, by its action id, is one that a colleague may use.
func Lends(action string) bool { return slices.Contains(buttons, ids.Kind(action)) }

// LendsMore is [Lends] for a choice of a card's ⋯.
func LendsMore(word string) bool { return slices.Contains(more, word) }

// notLent reports whether a button about a colleague's lead is for its own rep alone.
func notLent(e slack.BlockElement) bool {
	b, is := e.(*slack.ButtonBlockElement)
	return is && isMarked(b.Value) && !Lends(b.ActionID)
}

// isMarked reports whether a value names a colleague's lead.
func isMarked(value string) bool {
	lead, _, _ := strings.Cut(value, "|")
	_, _, is := ReadRef(lead)
	return is
}

// Mark has all that can be tapped in some blocks, and is about one of the leads, name the owner too; what is for the
// owner alone goes. Marked once more nothing changes.
func Mark(blocks []slack.Block, owner string, leads ...string) {
	m := marker{owner, leads}
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			m.accessory(b.Accessory)
		case *slack.ActionBlock:
			if b.Elements != nil {
				for _, e := range b.Elements.ElementSet {
					m.element(e)
				}
				if lent := slices.DeleteFunc(slices.Clone(b.Elements.ElementSet), notLent); len(lent) > 0 {
					b.Elements.ElementSet = lent
				}
			}
		case *slack.InputBlock:
			m.element(b.Element)
		}
	}
}

// MarkPage is [Mark] for a page, and for what it carries along.
func MarkPage(v *slack.ModalViewRequest, owner string, leads ...string) {
	Mark(v.Blocks.BlockSet, owner, leads...)
	meta := request.DecodeMeta(v.PrivateMetadata)
	if !slices.Contains(leads, meta.Lead) {
		return
	}
	// The rest of it says where to bring the message up to date, and is the reader's own.
	meta.Lead = Ref(meta.Lead, owner)
	if raw, err := json.Marshal(meta); err == nil { // strings and numbers
		v.PrivateMetadata = string(raw)
	}
}

// marker marks what is about some leads of an owner.
type marker struct {
	owner string
	leads []string
}

func (m marker) accessory(a *slack.Accessory) {
	if a == nil {
		return
	}
	switch {
	case a.ButtonElement != nil:
		m.element(a.ButtonElement)
	case a.OverflowElement != nil:
		m.element(a.OverflowElement)
	case a.SelectElement != nil:
		m.element(a.SelectElement)
	}
}

func (m marker) element(e slack.BlockElement) {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		e.Value = m.value(e.Value)
	case *slack.OverflowBlockElement:
		m.options(e.Options)
		e.Options = slices.DeleteFunc(e.Options, func(o *slack.OptionBlockObject) bool {
			_, rest, _ := strings.Cut(o.Value, "|")
			word, _, _ := strings.Cut(rest, "|")
			return e.ActionID == ids.ActMore && isMarked(o.Value) && !LendsMore(word)
		})
	case *slack.SelectBlockElement:
		m.options(e.Options)
		for _, g := range e.OptionGroups {
			m.options(g.Options)
		}
	}
}

func (m marker) options(options []*slack.OptionBlockObject) {
	for _, o := range options {
		o.Value = m.value(o.Value)
	}
}

// value is what a button carries, with the owner behind the lead that stands first.
func (m marker) value(v string) string {
	// One that has the mark already has another first part than any of the leads.
	lead, rest, more := strings.Cut(v, "|")
	if !slices.Contains(m.leads, lead) || lead == "" {
		return v
	}
	lead = Ref(lead, m.owner)
	if more {
		return lead + "|" + rest
	}
	return lead
}

// Unmark reads whose lead a click or a sent form is about, and takes that off what it carries, so that it is read as
// one about one's own; is is false where it is.
func Unmark(req *request.Request) (lead, owner string, is bool) {
	// A menu carries the value of the choice, a button its own.
	if a := req.Action; a != nil {
		for _, v := range []*string{&a.Value, &a.SelectedOption.Value} {
			first, rest, more := strings.Cut(*v, "|")
			l, o, marked := ReadRef(first)
			if !marked {
				continue
			}
			lead, owner, is = l, o, true
			if *v = l; more {
				*v += "|" + rest
			}
		}
	}
	if req.View == nil {
		return lead, owner, is
	}
	meta := request.DecodeMeta(req.View.PrivateMetadata)
	l, o, marked := ReadRef(meta.Lead)
	if !marked {
		return lead, owner, is
	}
	meta.Lead = l
	if raw, err := json.Marshal(meta); err == nil {
		req.View.PrivateMetadata = string(raw)
	}
	return l, o, true
}
