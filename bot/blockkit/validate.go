package blockkit

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
)

// Mistake is one thing that Slack would refuse: where (a JSON pointer from the message or view) and which limit.
type Mistake struct{ Pointer, Rule string }

// String is the mistake on one line, for logs.
func (m Mistake) String() string { return m.Pointer + ": " + m.Rule }

// Mistakes is every mistake of one message or view, in the order of its JSON.
type Mistakes []Mistake

// Error is all mistakes on one line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.String()
	}
	return "slack would refuse: " + strings.Join(lines, "; ")
}

// Validate holds blocks against the limits of a surface. The error, if any, is [Mistakes].
func Validate(where Surface, blocks []slack.Block) error {
	w := walk{where: where}
	w.typed(blocks)
	return w.result()
}

// ValidateModal holds a modal against the limits: its blocks, its words, its private metadata, and that one with an
// input can be submitted. Tests hold every form to it; no binary does, for a form that fails has nothing to fall back
// to. Its size is counted in bytes of the JSON that leaves, escapes included.
func ValidateModal(v slack.ModalViewRequest) error {
	w := walk{where: Modal}
	raw, err := json.Marshal(v)
	if err != nil {
		return Mistakes{{"", "cannot be written as JSON: " + err.Error()}}
	}
	if len(raw) > MaxView {
		w.add(nil, "%d bytes, a view may have %d", len(raw), int(MaxView))
	}
	w.label(nil, "title", v.Title, field{kind: plain, min: 1, max: MaxTitle, need: true})
	w.label(nil, "submit", v.Submit, field{kind: plain, min: 1, max: MaxTitle})
	w.label(nil, "close", v.Close, field{kind: plain, min: 1, max: MaxTitle})
	w.limit(&at{name: "private_metadata"}, v.PrivateMetadata, 0, MaxMetadata)
	w.limit(&at{name: "callback_id"}, v.CallbackID, 0, maxID)
	w.limit(&at{name: "external_id"}, v.ExternalID, 0, maxID)
	w.typed(v.Blocks.BlockSet)
	if w.inputs > 0 && v.Submit == nil {
		w.add(&at{name: "submit"}, "missing, and a modal with an input needs it")
	}
	return w.result()
}

// ValidateMessage holds a message against the limits: its text, which screen readers read instead of the blocks and
// which therefore must not be empty, and its blocks.
func ValidateMessage(top string, blocks []slack.Block) error {
	w := walk{where: Message}
	w.limit(&at{name: "text"}, top, 1, MaxTopText)
	var inBlocks Mistakes
	if errors.As(Validate(Message, blocks), &inBlocks) {
		w.found = append(w.found, inBlocks...)
	}
	return w.result()
}

// at is a place in the JSON, kept as a chain on the stack: only a mistake needs it in words.
type at struct {
	up    *at
	name  string // empty: the index counts
	index int
}

// String is the place as a JSON pointer.
func (p *at) String() string {
	if p == nil {
		return ""
	}
	if p.name == "" {
		return p.up.String() + "/" + strconv.Itoa(p.index)
	}
	return p.up.String() + "/" + p.name
}

// walk goes through blocks, typed or decoded from JSON, and collects what it finds.
type walk struct {
	where     Surface
	found     Mistakes
	unwritten error // why a block has no JSON

	ids                               map[string]int // block_id → index of its block
	inputs, focus                     int
	markdown, tables, charts, tabular int
	said                              int // characters of all texts
}

// result is what the walk found. A surface that has no JSON has that one mistake.
func (w *walk) result() error {
	if w.unwritten != nil {
		return Mistakes{{"/blocks", "cannot be written as JSON: " + w.unwritten.Error()}}
	}
	if len(w.found) == 0 {
		return nil
	}
	return w.found
}

// add keeps a mistake with its place in words.
func (w *walk) add(p *at, rule string, args ...any) {
	w.found = append(w.found, Mistake{p.String(), fmt.Sprintf(rule, args...)})
}

// limit holds the length of s against least and most characters.
func (w *walk) limit(p *at, s string, least, most int) {
	if len(s) >= least && len(s) <= most { // never more units than bytes
		return
	}
	switch n := Len(s); {
	case n < least:
		w.add(p, "empty, needs at least %d character", least)
	case n > most:
		w.add(p, "%d characters, at most %d", n, most)
	}
}

// start counts the blocks before the walk.
func (w *walk) start(all *at, n int) {
	if n > maxBlocks[w.where] {
		w.add(all, "%d blocks, a %s takes %d", n, w.where, maxBlocks[w.where])
	}
	w.ids = make(map[string]int, n)
}

// block walks one decoded block by the shape of its type.
func (w *walk) block(p *at, v any) {
	b, ok := v.(map[string]any)
	if !ok {
		w.add(p, "no block")
		return
	}
	name, _ := b["type"].(string)
	s, known := shapes[name]
	if !known || s.where == 0 {
		w.add(&at{up: p, name: "type"}, "%q is no block that we know", name)
		return
	}
	w.place(p, name, s.where)
	w.shape(p, b, s)
	w.blockRules(p, name, b)
}

// place holds a kind of block against the surfaces on which it may stand.
func (w *walk) place(p *at, name string, may Surface) {
	if may&w.where == 0 {
		w.add(&at{up: p, name: "type"}, "a %s may not stand in a %s", name, w.where)
	}
}

// shape walks the fields of an object that the table knows; Slack ignores others.
func (w *walk) shape(p *at, o map[string]any, s shape) {
	for _, f := range s.sorted {
		v, there := o[f.name]
		w.value(&at{up: p, name: f.name}, v, f.field, there)
	}
	w.oneOf(p, count(o, s.oneOf), s)
	w.anyOf(p, count(o, s.anyOf), s)
}

// oneOf reports a shape of which n alternatives are given and not one.
func (w *walk) oneOf(p *at, n int, s shape) {
	if len(s.oneOf) > 0 && n != 1 {
		w.add(p, "needs exactly one of %s", strings.Join(s.oneOf, ", "))
	}
}

// anyOf reports a shape of which none of the alternatives is given.
func (w *walk) anyOf(p *at, n int, s shape) {
	if len(s.anyOf) > 0 && n == 0 {
		w.add(p, "needs one of %s", strings.Join(s.anyOf, ", "))
	}
}

// count is how many of the named fields an object has.
func count(o map[string]any, names []string) (n int) {
	for _, name := range names {
		if o[name] != nil {
			n++
		}
	}
	return n
}

// Patterns of strings that Slack reads as something.
var (
	datePattern  = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	clockPattern = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
	linkPattern  = regexp.MustCompile(`^[a-z][a-z0-9+.-]*:`)
)

// value checks one field. A value that is absent is a mistake only when the field is needed.
func (w *walk) value(p *at, v any, f field, there bool) {
	if !there || v == nil {
		if f.need {
			w.add(p, "missing")
		}
		return
	}
	switch f.kind {
	case str, link, date, clock:
		s, ok := v.(string)
		if !ok {
			w.add(p, "no string")
			return
		}
		w.scalar(p, s, f)
	case plain, text:
		w.text(p, v, f)
	case number, epoch:
		n, ok := v.(float64)
		if !ok {
			w.add(p, "no number")
			return
		}
		w.number(p, n, f)
	case list:
		l, ok := v.([]any)
		if !ok {
			w.add(p, "no array")
			return
		}
		w.entries(p, len(l), f)
		for i, one := range l {
			w.value(&at{up: p, index: i}, one, *f.of, true)
		}
	case object:
		w.object(p, v, f)
	case richText:
		n := richLength(v)
		if w.said += n; n < f.min || n > f.max {
			w.add(p, "%d characters of text, needs %d–%d", n, f.min, f.max)
		}
	}
}

// number holds a number against its bounds, or an instant against ten digits: seconds between 2001 and 2286.
func (w *walk) number(p *at, n float64, f field) {
	switch {
	case f.kind == epoch && (n < 1e9 || n >= 1e10):
		w.add(p, "%.0f is no instant of ten digits", n)
	case f.kind == number && (n < float64(f.min) || n > float64(f.max)):
		w.add(p, "%.0f is outside %d–%d", n, f.min, f.max)
	}
}

// entries holds the length of an array against its bounds.
func (w *walk) entries(p *at, n int, f field) {
	if n < f.min || n > f.max {
		w.add(p, "%d entries, needs %d–%d", n, f.min, f.max)
	}
}

// scalar holds a string against its pattern and its length.
func (w *walk) scalar(p *at, s string, f field) {
	switch {
	case f.kind == date && !datePattern.MatchString(s):
		w.add(p, "%q is no date like 2026-01-31", s)
	case f.kind == clock && !clockPattern.MatchString(s):
		w.add(p, "%q is no time like 09:30", s)
	case f.kind == link && !linkPattern.MatchString(s):
		w.add(p, "%q is no link", s)
	}
	if f.kind == str || f.kind == link {
		w.limit(p, s, f.min, f.max)
	}
}

// text walks a decoded text object.
func (w *walk) text(p *at, v any, f field) {
	o, _ := v.(map[string]any)
	name, _ := o["type"].(string)
	s, _ := o["text"].(string)
	w.words(p, name, s, f)
}

// words holds the type and the characters of a text object against a field.
func (w *walk) words(p *at, name, s string, f field) {
	if name != "plain_text" && (name != "mrkdwn" || f.kind == plain) {
		w.add(&at{up: p, name: "type"}, "%q, needs %s", name,
			map[kind]string{plain: "plain_text", text: "plain_text or mrkdwn"}[f.kind])
		return
	}
	w.said += Len(s)
	w.limit(&at{up: p, name: "text"}, s, f.min, f.max)
}

// object walks an element or composition object by the shape that its type names. Only an object of which one shape can
// stand here may leave its type out.
func (w *walk) object(p *at, v any, f field) {
	o, ok := v.(map[string]any)
	if !ok {
		w.add(p, "no object")
		return
	}
	name, typed := o["type"].(string)
	if !typed && len(f.shapes) == 1 {
		name = f.shapes[0]
	}
	if !w.allowed(p, name, f) {
		return
	}
	w.shape(p, o, shapes[name])
	w.elementRules(p, name, o)
}

// allowed reports whether an object of that shape may stand here, and keeps the mistake when not.
func (w *walk) allowed(p *at, name string, f field) bool {
	if slices.Contains(f.shapes, name) {
		return true
	}
	w.add(&at{up: p, name: "type"}, "%q may not stand here", name)
	return false
}

// richLength counts the characters of every text below a rich text value.
func richLength(v any) (n int) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			n += richLength(one)
		}
	case map[string]any:
		for k, one := range v {
			if s, ok := one.(string); ok && k == "text" {
				n += Len(s)
			} else {
				n += richLength(one)
			}
		}
	}
	return n
}
