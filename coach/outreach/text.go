package outreach

import (
	"slices"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/template"
)

// Text is a message to a prospect, ready to be copied.
type Text struct {
	Kind    Kind
	ID      string // of the text in its kind
	Subject string // empty for LinkedIn
	Body    string
	Slots   []string // that it was filled with, each once
	Source  string
}

// Key names the text of a draft among those of all kinds, as a touch keeps it: "email-1/story".
func (d Text) Key() string { return string(d.Kind) + "/" + d.ID }

// Source is the line of the sources that a text of a kind rests on; false for no such text.
func (b *Book) Source(kind Kind, id string) (source string, ok bool) {
	for _, t := range b.texts[kind] {
		if t.id == id {
			return t.source, true
		}
	}
	return "", false
}

// draftSlots are the slots of drafts: those of the scripts that are about the lead, and the chase so far.
var draftSlots = []string{"name", "company", "hot", "agenda", "material", "pointer", "why", "story", "last", "slot1",
	"slot2", "competitor", "introduced", "decider", "tries", "wrote", "voicemail", "called", "date"}

// Keys name the texts of a kind, in the order of the file.
func (b *Book) Keys(kind Kind) (keys []string) {
	for _, t := range b.texts[kind] {
		keys = append(keys, Text{Kind: kind, ID: t.id}.Key())
	}
	return keys
}

// Choose is a message of a kind: the first text that was not sent yet, else the one sent longest ago, among those whose
// slots all have a value; sent are the keys of those that were, newest last. me is the rep's name as they say it; its
// first word is the signature. What the values would make too long, or put an unwelcome phrase into, is passed over. ok
// is false where no text is left.
func (b *Book) Choose(kind Kind, values map[string]string, sent []string, me string) (d Text, ok bool) {
	keys := b.Keys(kind)
	// turns are the texts' places in the file, in the order in which their turn comes.
	turns := make([]int, len(keys))
	for i := range turns {
		turns[i] = i
	}
	// last is when a text was sent last, as a place among those that were; -1 for never.
	last := func(i int) int {
		for at, key := range slices.Backward(sent) {
			if key == keys[i] {
				return at
			}
		}
		return -1
	}
	slices.SortStableFunc(turns, func(i, j int) int { return last(i) - last(j) })
	for _, i := range turns {
		if d, ok := b.fill(kind, b.texts[kind][i], values, me); ok {
			return d, true
		}
	}
	return Text{}, false
}

// fill fills a text; false when a slot has no value or what comes of it can't be sent.
func (b *Book) fill(kind Kind, t unfilled, values map[string]string, me string) (Text, bool) {
	d := Text{Kind: kind, ID: t.id, Source: t.source}
	var ok bool
	if d.Subject, ok = t.subject.Fill(values); !ok {
		return d, false
	}
	if d.Body, ok = t.body.Fill(values); !ok {
		return d, false
	}
	for _, s := range t.slots() {
		if !slices.Contains(d.Slots, s) {
			d.Slots = append(d.Slots, s)
		}
	}
	if me = template.FirstName(template.Spoken(me)); me != "" && kind.HasSubject() {
		d.Body += "\n" + me
	}
	text := d.Subject + "\n" + d.Body
	switch {
	case CountWords(text) > draftWords,
		utf8.RuneCountInString(d.Subject) > subjectMost,
		!kind.HasSubject() && utf8.RuneCountInString(d.Body) > linkedInRunes,
		len(b.phrases.Review(text)) > 0,
		kind == Goodbye && len(phrase.ReadGoodbye(d.Body).Lacks()) > 0:
		return d, false
	}
	return d, true
}

// subjectMost is how many characters of a subject are seen in a list of emails, generously.
const subjectMost = 120
