package coach

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/template"
)

// DraftKind is a kind of message to a prospect that there are words for, each with texts that take turns
// (data/messages.yaml). The word is the one in that file.
type DraftKind string

// The kinds.
const (
	DraftEmail1    DraftKind = "email-1"    // with the first call of the plan (S0.10)
	DraftEmail2    DraftKind = "email-2"    // with its third
	DraftEmail     DraftKind = "email"      // whenever writing comes first (S0.27)
	DraftLinkedIn  DraftKind = "linkedin"   // the note of a connection request (S0.11)
	DraftStepBack  DraftKind = "step-back"  // a no is fine, since they haven't called back (S1.25)
	DraftGoodbye   DraftKind = "goodbye"    // the last one: earlier tries by date, and that the time may be wrong (S1.28)
	DraftAfterTalk DraftKind = "after-talk" // holds the date that was agreed on (S4.7)
)

// draftKinds are all kinds, with what each counts as when it was sent.
var draftKinds = []struct {
	kind    DraftKind
	outcome outcome.Outcome
	sure    []string // slots that have a value wherever the kind is used, beside {name}
}{
	{kind: DraftEmail1, outcome: outcome.Email}, {kind: DraftEmail2, outcome: outcome.Email},
	{kind: DraftEmail, outcome: outcome.Email},
	{kind: DraftLinkedIn, outcome: outcome.LinkedIn},
	{kind: DraftStepBack, outcome: outcome.StepBack},
	{kind: DraftGoodbye, outcome: outcome.BreakUp, sure: []string{"tries"}},
	{kind: DraftAfterTalk, outcome: outcome.Email, sure: []string{"date"}},
}

// DraftKinds are all kinds.
func DraftKinds() (kinds []DraftKind) {
	for _, x := range draftKinds {
		kinds = append(kinds, x.kind)
	}
	return kinds
}

// Outcome is what a message of the kind counts as when it was sent; empty for no such kind.
func (k DraftKind) Outcome() outcome.Outcome {
	for _, x := range draftKinds {
		if x.kind == k {
			return x.outcome
		}
	}
	return ""
}

// HasSubject reports whether messages of the kind are emails. A connection request has no subject and no signature.
func (k DraftKind) HasSubject() bool { return k != DraftLinkedIn }

// sure are the slots that have a value wherever the kind is used.
func (k DraftKind) sure() []string {
	for _, x := range draftKinds {
		if x.kind == k {
			return append([]string{"name"}, x.sure...)
		}
	}
	return nil
}

// draftTemplate is one text of a kind before it is filled.
type draftTemplate struct {
	id, source    string
	subject, body template.Template
}

// slots are those of subject and body.
func (t draftTemplate) slots() []string {
	return append(slices.Clone(t.subject.Slots), t.body.Slots...)
}

// draftFile is a kind as written, in data/messages.yaml and under drafts in a configuration file.
type draftFile struct {
	Source string
	Texts  []struct {
		ID, Subject, Body, Source string
	}
}

// The limits of a draft: what is read on a phone without scrolling, with ten words around it, and what a connection
// request of a free account takes.
const (
	draftWords    = 60
	linkedInRunes = 200
	fewestTexts   = 3
	mostTexts     = 20
)

// builtInDrafts are read once, whatever rules are loaded.
var builtInDrafts = sync.OnceValues(func() (drafts draftBook, err error) {
	phrases, err := builtInPhrases()
	if err != nil {
		return drafts, err
	}
	var file struct {
		Drafts map[string]draftFile
	}
	ms := rulefile.Decode("data/messages.yaml", rulefile.Embedded("data/messages.yaml"), &file)
	drafts.phrases = phrases
	drafts.lay(file.Drafts, ms)
	for _, x := range draftKinds {
		if drafts.texts[x.kind] == nil {
			ms.Add("drafts", "%s has no texts", x.kind)
		}
	}
	return drafts, ms.Err()
})

// draftBook is the texts of all kinds.
type draftBook struct {
	texts   map[DraftKind][]draftTemplate
	phrases *phraseBook // that no message may have in it
}

// lay lays the kinds of a file over those that there are, each replaced whole, and notes what is wrong with them.
func (b *draftBook) lay(files map[string]draftFile, ms *rulefile.Mistakes) {
	texts := map[DraftKind][]draftTemplate{}
	for kind, list := range b.texts {
		texts[kind] = list
	}
	b.texts = texts
	var names []string
	for _, k := range DraftKinds() {
		names = append(names, string(k))
	}
	for _, name := range ms.Keys("drafts") {
		f, ok := files[name]
		kind, path := DraftKind(name), "drafts."+name
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
func (f draftFile) read(kind DraftKind, path string, phrases *phraseBook, ms *rulefile.Mistakes) []draftTemplate {
	var out []draftTemplate
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
		t := draftTemplate{id: x.ID, source: rulefile.SourceOr(x.Source),
			subject: template.ReadSlots(p+".subject", x.Subject, draftSlots, ms),
			body:    template.ReadSlots(p+".body", x.Body, draftSlots, ms)}
		if x.Source == "" {
			t.source = rulefile.SourceOr(f.Source)
		}
		checkDraft(kind, t, p, x.Subject, x.Body, phrases, ms)
		if kind == DraftGoodbye {
			if !slices.Contains(t.body.Slots, "tries") {
				ms.Add(p+".body", "{tries} is missing: a goodbye names the earlier tries by date (S1.28)")
			}
			if !ReadGoodbye(x.Body).Timing {
				ms.Add(p+".body", "a goodbye also allows that the time may not be right (S1.28), like \"the timing isn't right\"")
			}
		}
		if kind == DraftAfterTalk && !slices.Contains(t.slots(), "date") {
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
func checkDraft(kind DraftKind, t draftTemplate, path, subject, body string, phrases *phraseBook,
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
	if n := countWords(strings.ReplaceAll(plain, "} {", "}{")); n >= draftWords {
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

// countWords counts the runs between spaces that hold a letter or digit.
func countWords(s string) (n int) {
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

// loadMessages lays a team's texts over the built-in ones. None may say what the phrases advise against.
func loadMessages(files map[string]draftFile, phrases *phraseBook, ms *rulefile.Mistakes) (*draftBook, error) {
	have, err := builtInDrafts()
	if err != nil {
		return nil, err
	}
	book := draftBook{texts: have.texts, phrases: phrases}
	book.lay(files, ms)
	return &book, nil
}
