package texts

import (
	"cmp"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/phrase"
)

// Messages to prospects: a form with the text in a field, to change and to copy. With the lead's line and its labels
// the form has at most 70 words.

// DraftTitles are what each kind of message is called.
var DraftTitles = map[outreach.Kind]string{
	outreach.Email1: "Email 1", outreach.Email2: "Email 2", outreach.Email: "Email",
	outreach.LinkedIn: "LinkedIn request", outreach.StepBack: "Step back", outreach.Goodbye: "Goodbye",
	outreach.AfterTalk: "Email after your talk",
}

// subjectMost is how long a subject can be, in characters.
const subjectMost = 150

// DraftPage is a form with a message to a lead.
type DraftPage struct {
	Lead    coach.Lead
	Draft   drafts.Draft
	Another bool     // there is one more text of the kind
	Shown   []string // keys of the texts that stood in the form before
	Print   string   // of the text as it was made, where Draft has other words by now; see [DraftPrint]
	Notice  string   // what has to be said first; empty for nothing
	Meta    request.Meta
}

// Form shows the message, to change and to copy. What it was made from goes along, so that another text takes its turn
// next time.
func (page DraftPage) Form(to say.Reader) slack.ModalViewRequest {
	l, d, meta := page.Lead, page.Draft, page.Meta
	f := &fields.Form{Page: say.Page{To: to}, Title: DraftTitles[d.Kind], Submit: "Mark as sent",
		Callback: fields.FormDraft, Meta: meta}
	f.Meta.Lead, f.Meta.Version, f.Meta.Draft = l.ID, l.Version, ids.Value(d.Key(), string(d.Why))
	if page.Notice != "" {
		f.Section(page.Notice)
	}
	f.Section(strings.TrimSpace(addressee(l, d.Kind) + "\n" + afterDraft(to, d.Kind)))
	if d.Kind.HasSubject() {
		f.Input(fields.Subject, "Subject", "", false, fields.TextInput(fields.Subject, d.Subject, "", false, subjectMost))
	}
	f.Input(fields.Message, "Text", "", false, fields.TextInput(fields.Message, d.Body, "", true, coach.MaxNote))
	var more []slack.BlockElement
	if page.Another {
		more = append(more, say.Button(ids.ActAnother,
			ids.Value(append([]string{l.ID, cmp.Or(page.Print, DraftPrint(d))}, page.Shown...)...), "Another text"))
	}
	if d.ID != "" {
		more = append(more, say.Button(ids.ActDraftSource, ids.Value(l.ID, d.Key()), "Source"))
	}
	f.Actions("more", more...)
	v := f.View()
	v.Close = say.Label("Back", blockkit.MaxTitle)
	return v
}

// afterDraft is what follows on a step back (S1.25) or a goodbye (S1.28–S1.31) that was sent; nothing for the others.
func afterDraft(to say.Reader, kind outreach.Kind) string {
	switch kind {
	case outreach.StepBack:
		return "Then " + say.Counted(to.AllRules().VerdictDays(coach.VerdictStepBack), "quiet day") + ", and I ask again."
	case outreach.Goodbye:
		return "An answer within " + say.Counted(to.Limits().WatchDays, "day") +
			" counts for it. Else they come back after " +
			say.Counted(to.AllRules().VerdictDays(coach.VerdictBreakUp), "day") + "."
	}
	return ""
}

// addressee is whom a message is for, with the address to copy where it is an email.
func addressee(l coach.Lead, kind outreach.Kind) string {
	words := say.Who(l)
	if l.Email != "" && kind.HasSubject() {
		words += " · " + say.Quote(l.Email, say.ShortLength)
	}
	return words
}

// ReadDraftMeta is the kind of message that a form holds and the kind of its reason; key is set to the text that it was
// made from.
func ReadDraftMeta(meta request.Meta, key *string) (outreach.Kind, coach.WhyKind) {
	text, why, _ := strings.Cut(meta.Draft, "|")
	*key = text
	kind, _, _ := strings.Cut(text, "/")
	if w := coach.WhyKind(why); w.Valid() {
		return outreach.Kind(kind), w
	}
	return outreach.Kind(kind), ""
}

// ChangedDraft says that [Another text] would throw words away that somebody wrote.
const ChangedDraft = "*You've changed this text.* Tap Another text once more to replace it."

// DraftPrint tells the words of a message from others, whatever a form does to the spaces between them.
func DraftPrint(d drafts.Draft) string {
	h := fnv.New64a()
	h.Write([]byte(strings.Join(strings.Fields(blockkit.Clean(d.Subject+" | "+d.Body)), " ")))
	return strconv.FormatUint(h.Sum64(), 36)
}

// ReadAnother reads the value of [Another text]: the print of the text as it was made, and the keys of those that were
// shown before it. part is the nth part of the value behind its lead, empty for none.
func ReadAnother(part func(int) string) (print string, shown []string) {
	for i := 1; part(i) != ""; i++ {
		shown = append(shown, part(i))
	}
	return part(0), shown
}

// CutDraftKey takes the key of a text apart ([outreach.Text.Key]).
func CutDraftKey(key string) (outreach.Kind, string) {
	kind, id, _ := strings.Cut(key, "/")
	return outreach.Kind(kind), id
}

// ErrNothingSent stands at the field of a draft's form that was emptied.
const ErrNothingSent = "Put in what you sent, or go back."

// ErrGoodbye says which half of a goodbye is missing, with an example.
func ErrGoodbye(lacks []phrase.Half) string {
	words := map[phrase.Half]string{
		phrase.HalfTries:  "Name an earlier try with its date, like “I called on Oct 15 and 22”.",
		phrase.HalfTiming: "Add that the time may not be right, like “my guess: bad timing”.",
	}
	var out []string
	for _, half := range lacks {
		out = append(out, words[half])
	}
	return strings.Join(out, " ")
}

// WhichDraft asks which message is meant by words that name none.
func WhichDraft(to say.Reader, l coach.Lead, typed string) say.Reply {
	p := &say.Page{To: to}
	p.Section("I don't know the message “" + say.Brief(typed, 5) + "”. Which one for *" + say.Name(l) + "*?")
	p.Actions("a", phrases.DraftButton(l, outreach.Email, "Write email…"),
		phrases.DraftButton(l, outreach.LinkedIn, "LinkedIn…"),
		phrases.DraftButton(l, outreach.StepBack, "Step back…"), phrases.DraftButton(l, outreach.Goodbye, "Say goodbye…"))
	return p.Reply()
}

// NoDraft says why there is nothing to write: no try that a goodbye could name, no date that was agreed on.
func NoDraft(to say.Reader, l coach.Lead, kind outreach.Kind) say.Reply {
	p := &say.Page{To: to}
	switch kind {
	case outreach.Goodbye:
		p.Section("No goodbye for *" + say.Name(l) +
			"* yet: it names your earlier calls, and there's none since you last talked.")
	case outreach.AfterTalk:
		p.Section("No call is agreed with *" + say.Name(l) + "*, so there's no date to confirm.")
	default:
		p.Section("I have no text for *" + say.Name(l) + "*.")
	}
	p.Actions("a", phrases.DraftButton(l, outreach.Email, "Write email…"), phrases.ShowLead(l))
	return p.Reply()
}
