package app

import (
	"context"
	"encoding/json"
	"iter"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
)

// The files of testdata/surfaces are talks with one more kind of line, which holds what somebody has before them to
// what it must say:
//
//	Maya has the log answer at Saved: Acme       the form on top, else the newest message with these words
//	Maya has the card of an attempt at Acme      of a message with several leads only what is about this one
//	    who: Acme                                a fact that stands there, in the blocks and in the text without them
//	    number: (dials) +12125550100             …as a link that dials
//	    email: [Email 1…] Subject: An idea       …or one that a tap brings
//	    all reasons: [Prep] [Why now?] 1. The    …the second of two taps is on what the first has brought
//	    promise: none                            …or one that nobody knows of this lead, so that nothing is said of it
//
// [surfaces] has what must be named of each.

// The sizes in which every surface is shown: a file each.
const (
	usual    = "usual"
	largest  = "largest"
	smallest = "smallest"
)

// TestSurfaces renders every surface over a real socket, in its usual, its largest and its smallest state, holds it to
// its budgets, and looks for each fact that the contract names: what has left the screen is a tap away, and is tapped.
func TestSurfaces(t *testing.T) {
	t.Parallel()
	for _, size := range []string{usual, largest, smallest} {
		t.Run(size, func(t *testing.T) {
			t.Parallel()
			k, err := readTalk("testdata/surfaces/" + size + ".talk")
			if err != nil {
				t.Fatal(err)
			}
			h, seen, parts := newHouse(t, k), map[string]bool{}, map[reading]part{}
			h.rest = -1          // hundreds of taps, each of which waits for two looks
			var brought talkLine // the line that brought the surface
			for _, l := range k.lines {
				h.line = l
				m := hasSurface.FindStringSubmatch(l.text)
				if m == nil {
					h.play(l)
					brought = l
					continue
				}
				seen[m[2]] = true
				s := &held{house: h, line: l, person: h.person(m[1]), name: m[2], at: m[3], size: size, parts: parts}
				s.budget()
				s.facts()
				if size == usual {
					s.tour(brought)
				}
			}
			for name, want := range surfaces {
				if !seen[name] && (size == usual || !want.once) {
					t.Errorf("no %s in %s", name, k.file)
				}
			}
		})
	}
}

var (
	hasSurface = pattern(`(\w+) has the (.+?) at (.+)`)
	tapsOn     = regexp.MustCompile(`^\[([^\]]+)\] ?(.*)$`)
)

// held is a surface that is held to what it must be.
type held struct {
	*house
	line           talkLine
	person         *person
	name, at, size string
	place          fakeslack.Place  // where it stands; empty until it was looked for
	parts          map[reading]part // what was read before, of this surface and of others
}

// part is a surface as it is now.
type part struct {
	screen
	words int
	text  string // what stands in place of its blocks; empty for a form
}

// budget holds the surface to its words and buttons, and each button to its characters.
func (s *held) budget() {
	s.t.Helper()
	want, known := surfaces[s.name]
	if !known {
		s.fatalf("%q is no surface of the table", s.name)
	}
	p := s.now()
	most := want.words
	if s.size != usual {
		most += want.besides
	}
	if want.quotes {
		for _, l := range p.lines {
			if strings.HasPrefix(l, "> ") {
				p.words -= say.WordsOf(l)
			}
		}
	}
	if p.words > most {
		s.t.Errorf("%s:%d: %d words of %d:\n%s", s.talk.file, s.line.no, p.words, most, p)
	}
	buttons := 0
	for _, b := range p.buttons {
		if b.option == "" {
			buttons++
		}
		if n := utf8.RuneCountInString(b.label); n > phrases.MostLabel && !b.chosen {
			s.t.Errorf("%s:%d: [%s] has %d characters", s.talk.file, s.line.no, b.label, n)
		}
	}
	if buttons > want.buttons {
		s.t.Errorf("%s:%d: %d buttons of %d:\n%s", s.talk.file, s.line.no, buttons, want.buttons, p)
	}
}

// facts looks for each fact of the line where it says that it is, and for each that the contract names in the line.
func (s *held) facts() {
	s.t.Helper()
	named := map[string]bool{}
	for _, l := range s.line.body {
		fact, where, _ := strings.Cut(l.text, ": ")
		named[fact] = true
		s.house.line = l
		if where == "none" {
			if s.size == usual {
				s.fatalf("a usual lead has one")
			}
			continue
		}
		p, words := s.now(), where
		taps := 0
		for m := tapsOn.FindStringSubmatch(words); m != nil; m = tapsOn.FindStringSubmatch(words) {
			if words = m[2]; words == "" { // the button itself is the fact
				words = m[0]
				break
			}
			p = s.brings(p, m[1], words)
			taps++
		}
		if !p.says(words) && !p.offers(words) {
			s.t.Errorf("%s:%d: no %s, %q:\n%s", s.talk.file, l.no, fact, words, p)
		} else if plain := words != "" && words[0] != '[' && words[0] != '('; plain && taps == 0 && p.text != "" &&
			!strings.Contains(s.reads(s.person).words(p.text), words) {
			s.t.Errorf("%s:%d: the text without blocks has no %s:\n%s", s.talk.file, l.no, fact, p.text)
		}
		if most := 1; taps > most && fact != "all reasons" {
			s.t.Errorf("%s:%d: %s is %d taps away", s.talk.file, l.no, fact, taps)
		}
		s.shut()
	}
	for fact := range strings.FieldsSeq(surfaces[s.name].facts) {
		if fact = strings.ReplaceAll(fact, "-", " "); !named[fact] {
			s.t.Errorf("%s:%d: the %s doesn't tell where its %s is:\n%s", s.talk.file, s.line.no, s.name, fact, s.now())
		}
	}
	s.house.line = s.line
}

// says reports whether words stand on a line.
func (p part) says(words string) bool {
	return slices.ContainsFunc(p.lines, func(l string) bool { return strings.Contains(l, words) })
}

// offers reports whether there is a [button], or an option of a menu that is called so.
func (p part) offers(label string) bool {
	return slices.ContainsFunc(p.buttons, func(b pressable) bool { return "["+b.label+"]" == label })
}

// now waits for the surface on the screen: where it stood, else the newest.
func (s *held) now() (p part) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience/2)
	defer cancel()
	var newest []part
	err := s.slack.Wait(ctx, func(*fakeslack.Server) bool {
		newest = nil
		for p = range s.shown() {
			if s.is(p) {
				s.place = p.at
				return true
			}
			if len(newest) < 2 {
				newest = append(newest, p)
			}
		}
		return false
	})
	if err != nil {
		s.fatalf("%s has no %s at %q, but:\n%v", s.person.name, s.name, s.at, newest)
	}
	return p
}

// is reports whether a part is the surface: where it stood, if it was looked for before.
func (s *held) is(p part) bool {
	return p.says(s.at) && (s.place == p.at || s.place == fakeslack.Place{})
}

// shown yields what the person has before them: the form on top, then messages, newest first, each whole or the part
// that is about one lead. None is read before it is asked for: the whole conversation is long.
func (s *held) shown() iter.Seq[part] {
	return func(yield func(part) bool) {
		r := s.reads(s.person)
		if v := s.top(s.person); v != nil && !yield(r.formPart(*v)) {
			return
		}
		for _, m := range slices.Backward(s.visible(s.person)) {
			if !yield(s.read(r, m)) {
				return
			}
		}
	}
}

func (r reader) formPart(v fakeslack.View) part {
	var raw struct{ Blocks json.RawMessage }
	_ = json.Unmarshal(v.Raw, &raw)
	return part{screen: r.form(v, nil), words: budgeted(raw.Blocks)}
}

func (r reader) messagePart(m fakeslack.Message) part {
	return part{screen: r.message(m), words: budgeted(m.Blocks), text: m.Text}
}

// read is a message as the person has it, whole or the part about one lead. Each wait for a surface reads the whole
// conversation anew, so that what was read once is kept until it reads otherwise.
func (s *held) read(r reader, m fakeslack.Message) part {
	of := reading{r.zone, m.TS, "", string(m.Blocks), m.Text}
	if surfaces[s.name].part {
		of.about = s.at
	}
	if p, known := s.parts[of]; known && len(m.Files) == 0 {
		return p
	}
	if of.about != "" {
		m.Blocks = s.about(r, m.Blocks)
	}
	p := r.messagePart(m)
	s.parts[of] = p
	return p
}

// reading is a message in one of its versions, as it reads in a zone: the part about one lead, if a name is given.
type reading struct {
	zone                    *time.Location
	ts, about, blocks, text string
}

// about is what a message says of one of its leads: its lines, and the buttons below.
func (s *held) about(r reader, raw json.RawMessage) json.RawMessage {
	var all []json.RawMessage
	var list []block
	_ = json.Unmarshal(raw, &all)
	_ = json.Unmarshal(raw, &list)
	from := slices.IndexFunc(list, func(b block) bool {
		return b.Text != nil && strings.Contains(r.words(b.Text.Text), s.at)
	})
	if from < 0 {
		return raw
	}
	to := from + 1
	for to < len(list) && list[to].Type == "actions" {
		to++
	}
	one, _ := json.Marshal(all[from:to])
	return one
}

var givenBack = regexp.MustCompile("(?s)```.*?```")

// budgeted counts the words of blocks as budgets do: no buttons, options, nor text given back.
func budgeted(raw json.RawMessage) (n int) {
	var list []block
	_ = json.Unmarshal(raw, &list)
	count := func(w *words) {
		if w != nil {
			n += say.WordsOf(givenBack.ReplaceAllString(w.Text, ""))
		}
	}
	for _, b := range list {
		count(b.Text)
		count(b.Label)
		count(b.Hint)
		for i := range b.Fields {
			count(&b.Fields[i])
		}
		if b.Type == "context" {
			for _, e := range b.Elements {
				count(&words{Text: e.text()})
			}
		}
	}
	return n
}

// brings taps a button or a menu's option of a surface and returns what appears with the words that come next: the
// button of a second tap, or the fact.
func (s *held) brings(p part, label, words string) part {
	s.t.Helper()
	i := slices.IndexFunc(p.buttons, func(b pressable) bool { return b.label == label })
	if i < 0 {
		s.t.Errorf("%s:%d: no [%s] on it:\n%s", s.talk.file, s.house.line.no, label, p)
		return part{}
	}
	s.settle()
	before, form := s.screen(s.person), s.top(s.person)
	s.press(p, p.buttons[i])
	var list []part
	ctx, cancel := context.WithTimeout(context.Background(), patience/2)
	defer cancel()
	var found part
	err := s.slack.Wait(ctx, func(*fakeslack.Server) bool {
		list = s.fresh(before, form)
		for _, found = range list {
			if m := tapsOn.FindStringSubmatch(words); m == nil && found.says(words) || m != nil &&
				slices.ContainsFunc(found.buttons, func(b pressable) bool { return b.label == m[1] }) {
				return true
			}
		}
		return false
	})
	if err != nil {
		s.t.Errorf("%s:%d: [%s] brings no %q but:\n%v", s.talk.file, s.house.line.no, label, words, list)
	}
	return found
}

// press clicks on something and insists on an acknowledgement.
func (s *held) press(p part, b pressable) {
	s.t.Helper()
	at := p.at
	at.BlockID = b.block
	out := s.slack.Click(context.Background(), s.person.id, at, b.action, fakeslack.ActionValue{Option: b.option})
	if out.Failure != "" || !out.Acked {
		s.fatalf("[%s]: %+v", b.label, out)
	}
}

// fresh is what has appeared or reads otherwise on the screen, whole.
func (s *held) fresh(before map[string]fakeslack.Message, form *fakeslack.View) (list []part) {
	r := s.reads(s.person)
	if v := s.top(s.person); v != nil && (form == nil || form.ID != v.ID || form.Hash != v.Hash) {
		list = append(list, r.formPart(*v))
	}
	for _, m := range slices.Backward(s.visible(s.person)) {
		old, known := before[m.TS]
		if known && reflect.DeepEqual(old, m) {
			continue
		}
		if p := r.messagePart(m); !known || r.message(old).String() != p.String() {
			list = append(list, p)
		}
	}
	return list
}

// shut closes the forms that a tap has opened over the surface.
func (s *held) shut() {
	s.t.Helper()
	for v := s.top(s.person); v != nil && v.ID != s.place.View; v = s.top(s.person) {
		if out := s.slack.CloseView(context.Background(), s.person.id, v.ID); out.Failure != "" {
			s.fatalf("Slack says: %s", out.Failure)
		}
	}
}
