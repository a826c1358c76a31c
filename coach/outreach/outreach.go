// Package outreach holds the messages to prospects that there are words for (data/messages.yaml): by kind, each with
// texts that take turns on a lead ([Book.Choose]). Every text is held to what a message needs: short, nothing in it
// that coaching advises against, of a goodbye both halves. What is known of a lead is handed in as values of slots;
// package drafts makes them.
package outreach

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/template"
)

// Kind is a kind of message to a prospect that there are words for, each with texts that take turns
// (data/messages.yaml). The word is the one in that file.
type Kind string

// The kinds.
const (
	Email1    Kind = "email-1"    // with the first call of the plan (S0.10)
	Email2    Kind = "email-2"    // with its third
	Email     Kind = "email"      // whenever writing comes first (S0.27)
	LinkedIn  Kind = "linkedin"   // the note of a connection request (S0.11)
	StepBack  Kind = "step-back"  // a no is fine, since they haven't called back (S1.25)
	Goodbye   Kind = "goodbye"    // the last one: earlier tries by date, and that the time may be wrong (S1.28)
	AfterTalk Kind = "after-talk" // holds the date that was agreed on (S4.7)
)

// all are all kinds, with what each counts as when it was sent.
var all = []struct {
	kind    Kind
	outcome outcome.Outcome
	sure    []string // slots that have a value wherever the kind is used, beside {name}
}{
	{kind: Email1, outcome: outcome.Email}, {kind: Email2, outcome: outcome.Email},
	{kind: Email, outcome: outcome.Email},
	{kind: LinkedIn, outcome: outcome.LinkedIn},
	{kind: StepBack, outcome: outcome.StepBack},
	{kind: Goodbye, outcome: outcome.BreakUp, sure: []string{"tries"}},
	{kind: AfterTalk, outcome: outcome.Email, sure: []string{"date"}},
}

// Kinds are all kinds.
func Kinds() (kinds []Kind) {
	for _, x := range all {
		kinds = append(kinds, x.kind)
	}
	return kinds
}

// Outcome is what a message of the kind counts as when it was sent; empty for no such kind.
func (k Kind) Outcome() outcome.Outcome {
	for _, x := range all {
		if x.kind == k {
			return x.outcome
		}
	}
	return ""
}

// HasSubject reports whether messages of the kind are emails. A connection request has no subject and no signature.
func (k Kind) HasSubject() bool { return k != LinkedIn }

// sure are the slots that have a value wherever the kind is used.
func (k Kind) sure() []string {
	for _, x := range all {
		if x.kind == k {
			return append([]string{"name"}, x.sure...)
		}
	}
	return nil
}

// unfilled is one text of a kind before it is filled.
type unfilled struct {
	id, source    string
	subject, body template.Template
}

// slots are those of subject and body.
func (t unfilled) slots() []string {
	return append(slices.Clone(t.subject.Slots), t.body.Slots...)
}

// File is a kind as written, in data/messages.yaml and under drafts in a configuration file. A text without a source of
// its own has the kind's.
type File struct {
	Source string
	// Texts take turns on a lead, in this order. An id never changes: leads remember which were sent.
	Texts []struct {
		ID, Subject, Body, Source string
	}
}

// The limits of a draft: what is read on a phone without scrolling, with ten words around it, and what a connection
// request of a free account takes.
const (
	draftWords    = 60  // with the subject and the signature
	linkedInRunes = 200 // characters

	// Texts of one kind: fewer would come back too soon.
	fewestTexts = 3
	mostTexts   = 20
)

// builtIn are read once, whatever rules are loaded.
var builtIn = sync.OnceValues(func() (drafts Book, err error) {
	phrases, err := phrase.BuiltIn()
	if err != nil {
		return drafts, err
	}
	var file struct {
		Drafts map[string]File
	}
	ms := rulefile.Decode("data/messages.yaml", rulefile.Embedded("data/messages.yaml"), &file)
	drafts.phrases = phrases
	drafts.lay(file.Drafts, ms)
	for _, x := range all {
		if drafts.texts[x.kind] == nil {
			ms.Add("drafts", "%s has no texts", x.kind)
		}
	}
	return drafts, ms.Err()
})

// Book is the texts of all kinds.
type Book struct {
	texts   map[Kind][]unfilled
	phrases *phrase.Book // that no message may have in it
}

// lay lays the kinds of a file over those that there are, each replaced whole, and notes what is wrong with them.
func (b *Book) lay(files map[string]File, ms *rulefile.Mistakes) {
	texts := map[Kind][]unfilled{}
	for kind, list := range b.texts {
		texts[kind] = list
	}
	b.texts = texts
	var names []string
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	for _, name := range ms.Keys("drafts") {
		f, ok := files[name]
		kind, path := Kind(name), "drafts."+name
		switch {
		case !ok:
		case kind.Outcome() == "":
			ms.Add(path, "no such kind: expected %s", strings.Join(names, ", "))
		default:
			b.texts[kind] = f.read(kind, path, b.phrases, ms)
		}
	}
}

// read takes the texts of a kind and checks each by itself and against the others.
func (f File) read(kind Kind, path string, phrases *phrase.Book, ms *rulefile.Mistakes) []unfilled {
	var out []unfilled
	if len(f.Texts) < fewestTexts || len(f.Texts) > mostTexts {
		ms.Add(path+".texts", "expected %d to %d texts, which take turns", fewestTexts, mostTexts)
	}
	ids, said := map[string]bool{}, map[string]bool{}
	always := false
	for i, x := range f.Texts {
		p := fmt.Sprintf("%s.texts.%d", path, i)
		if !rulefile.ID(x.ID) || ids[x.ID] {
			ms.Add(p+".id", "%q: expected an id of its own, of small letters, digits and hyphens, like \"new-reason\"", x.ID)
		}
		ids[x.ID] = true
		t := unfilled{id: x.ID, source: rulefile.SourceOr(x.Source),
			subject: template.ReadSlots(p+".subject", x.Subject, draftSlots, ms),
			body:    template.ReadSlots(p+".body", x.Body, draftSlots, ms)}
		if x.Source == "" {
			t.source = rulefile.SourceOr(f.Source)
		}
		checkDraft(kind, t, p, x.Subject, x.Body, phrases, ms)
		if kind == Goodbye {
			if !slices.Contains(t.body.Slots, "tries") {
				ms.Add(p+".body", "{tries} is missing: a goodbye names the earlier tries by date (S1.28)")
			}
			if !phrase.ReadGoodbye(x.Body).Timing {
				ms.Add(p+".body", "a goodbye also allows that the time may not be right (S1.28), like \"the timing isn't right\"")
			}
		}
		if kind == AfterTalk && !slices.Contains(t.slots(), "date") {
			ms.Add(p+".body", "{date} is missing: the date that was agreed on")
		}
		for _, s := range sentencesOf(x.Subject + "\n" + x.Body) {
			if said[s] {
				ms.Add(p, "%q stands in another text of the kind too", s)
			}
			said[s] = true
		}
		always = always || !slices.ContainsFunc(t.slots(), func(s string) bool { return !slices.Contains(kind.sure(), s) })
		out = append(out, t)
	}
	if len(f.Texts) > 0 && !always {
		ms.Add(path+".texts", "no text is left for a lead of whom nothing is known: one may use {%s} alone",
			strings.Join(kind.sure(), "} and {"))
	}
	return out
}

// checkDraft notes what is wrong with one text: empty, too long, or with a phrase in it that coaching advises against.
// Slots count as one word each here; what values make of it is looked at when it is filled.
func checkDraft(kind Kind, t unfilled, path, subject, body string, phrases *phrase.Book,
	ms *rulefile.Mistakes) {
	switch {
	case strings.TrimSpace(body) == "":
		ms.Add(path+".body", "nothing is said")
	case kind.HasSubject() && strings.TrimSpace(subject) == "":
		ms.Add(path+".subject", "an email needs a subject")
	case !kind.HasSubject() && subject != "":
		ms.Add(path+".subject", "a connection request has none")
	}
	plain := subject + "\n" + body
	if n := CountWords(strings.ReplaceAll(plain, "} {", "}{")); n >= draftWords {
		ms.Add(path, "%d words: expected less than %d, with the subject and the signature", n, draftWords)
	}
	if n := utf8.RuneCountInString(body); !kind.HasSubject() && n > linkedInRunes {
		ms.Add(path+".body", "%d characters: a connection request takes %d", n, linkedInRunes)
	}
	bare := t.subject.Bare() + "\n" + t.body.Bare()
	for _, f := range phrases.Review(bare) {
		ms.Add(path, "%q is a phrase that the coach advises against (%s)", f.Words, f.Source)
	}
}

// CountWords counts the runs between spaces that hold a letter or digit.
func CountWords(s string) (n int) {
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			n++
		}
	}
	return n
}

// greeting is how a text begins, which texts may have in common.
var greeting = regexp.MustCompile(`(?m)^\s*(?:Hi|Hello|Dear)\b[^,\n]*,\s*`)

// sentencesOf are the sentences of a text, in small letters and without the greeting.
func sentencesOf(text string) (out []string) {
	text = greeting.ReplaceAllString(text, "")
	for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(".?!\n", r) }) {
		if s = strings.ToLower(strings.Join(strings.Fields(s), " ")); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Load lays a team's texts over the built-in ones. None may say what the phrases advise against.
func Load(files map[string]File, phrases *phrase.Book, ms *rulefile.Mistakes) (*Book, error) {
	have, err := builtIn()
	if err != nil {
		return nil, err
	}
	book := Book{texts: have.texts, phrases: phrases}
	book.lay(files, ms)
	return &book, nil
}
