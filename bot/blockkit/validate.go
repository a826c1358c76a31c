package blockkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
)

// Mistake is one thing that Slack would refuse: where (a JSON pointer from the message or view) and which limit.
type Mistake struct{ Pointer, Rule string }

func (m Mistake) String() string { return m.Pointer + ": " + m.Rule }

// Mistakes is every mistake of one message or view, in the order of its JSON.
type Mistakes []Mistake

func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.String()
	}
	return "slack would refuse: " + strings.Join(lines, "; ")
}

func (m Mistakes) orNil() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// Validate holds blocks against the limits of a surface. The error, if any, is [Mistakes].
func Validate(where Surface, blocks []slack.Block) error {
	raw, err := json.Marshal(blocks)
	if err != nil {
		return Mistakes{{"/blocks", "cannot be written as JSON: " + err.Error()}}
	}
	return ValidateJSON(where, raw)
}

// ValidateJSON is [Validate] for blocks that are JSON already, an array.
func ValidateJSON(where Surface, raw []byte) error {
	var blocks []any
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &blocks); err != nil {
			return Mistakes{{"/blocks", "no array of blocks: " + err.Error()}}
		}
	}
	w := walk{where: where}
	w.blocks(blocks)
	return w.found.orNil()
}

// ValidateModal holds a modal against the limits: its blocks, its words, its private metadata, and that one with an
// input can be submitted.
func ValidateModal(v slack.ModalViewRequest) error {
	w := walk{where: Modal, view: true}
	var whole struct {
		Title, Submit, Close any
		Blocks               []any
	}
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &whole)
	}
	if err != nil {
		return Mistakes{{"", "cannot be written as JSON: " + err.Error()}}
	}
	if len(raw) > MaxView {
		w.add("", "%d bytes, a view may have %d", len(raw), int(MaxView))
	}
	w.value("/title", whole.Title, field{kind: plain, min: 1, max: MaxTitle, need: true}, true)
	w.value("/submit", whole.Submit, field{kind: plain, min: 1, max: MaxTitle}, whole.Submit != nil)
	w.value("/close", whole.Close, field{kind: plain, min: 1, max: MaxTitle}, whole.Close != nil)
	w.limit("/private_metadata", v.PrivateMetadata, 0, MaxMetadata)
	w.limit("/callback_id", v.CallbackID, 0, maxID)
	w.limit("/external_id", v.ExternalID, 0, maxID)
	w.blocks(whole.Blocks)
	if w.inputs > 0 && v.Submit == nil {
		w.add("/submit", "missing, and a modal with an input needs it")
	}
	return w.found.orNil()
}

// ValidateMessage holds a message against the limits: its text, which screen readers read instead of the blocks and
// which therefore must not be empty, and its blocks.
func ValidateMessage(top string, blocks []slack.Block) error {
	w := walk{where: Message}
	w.limit("/text", top, 1, MaxTopText)
	if err := Validate(Message, blocks); err != nil {
		w.found = append(w.found, err.(Mistakes)...)
	}
	return w.found.orNil()
}

// walk goes through decoded JSON and collects what it finds.
type walk struct {
	where Surface
	view  bool
	found Mistakes

	ids                               map[string]string // block_id → pointer
	inputs, focus                     int
	markdown, tables, charts, tabular int
}

func (w *walk) add(pointer, rule string, args ...any) {
	w.found = append(w.found, Mistake{pointer, fmt.Sprintf(rule, args...)})
}

func (w *walk) limit(pointer, s string, least, most int) {
	switch n := Len(s); {
	case n < least:
		w.add(pointer, "empty, needs at least %d character", least)
	case n > most:
		w.add(pointer, "%d characters, at most %d", n, most)
	}
}

func (w *walk) blocks(blocks []any) {
	if n := len(blocks); n > maxBlocks[w.where] {
		w.add("/blocks", "%d blocks, a %s takes %d", n, w.where, maxBlocks[w.where])
	}
	w.ids = map[string]string{}
	for i, b := range blocks {
		w.block("/blocks/"+strconv.Itoa(i), b)
	}
	w.sums()
}

func (w *walk) block(at string, v any) {
	b, ok := v.(map[string]any)
	if !ok {
		w.add(at, "no block")
		return
	}
	name, _ := b["type"].(string)
	s, known := shapes[name]
	if !known || s.where == 0 {
		w.add(at+"/type", "%q is no block that we know", name)
		return
	}
	if s.where&w.where == 0 {
		w.add(at+"/type", "a %s may not stand in a %s", name, w.where)
	}
	w.shape(at, b, s)
	w.blockRules(at, name, b)
}

func (w *walk) shape(at string, o map[string]any, s shape) {
	for _, name := range slices.Sorted(maps.Keys(s.fields)) {
		v, there := o[name]
		w.value(at+"/"+name, v, s.fields[name], there)
	}
	if len(s.oneOf) > 0 && count(o, s.oneOf) != 1 {
		w.add(at, "needs exactly one of %s", strings.Join(s.oneOf, ", "))
	}
	if len(s.anyOf) > 0 && count(o, s.anyOf) == 0 {
		w.add(at, "needs one of %s", strings.Join(s.anyOf, ", "))
	}
}

func count(o map[string]any, names []string) (n int) {
	for _, name := range names {
		if o[name] != nil {
			n++
		}
	}
	return n
}

var (
	datePattern  = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	clockPattern = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
	linkPattern  = regexp.MustCompile(`^[a-z][a-z0-9+.-]*:`)
)

// value checks one field. A value that is absent is a mistake only when the field is needed.
func (w *walk) value(at string, v any, f field, there bool) {
	if !there || v == nil {
		if f.need {
			w.add(at, "missing")
		}
		return
	}
	switch f.kind {
	case str, link, date, clock:
		s, ok := v.(string)
		if !ok {
			w.add(at, "no string")
			return
		}
		w.scalar(at, s, f)
	case plain, text:
		w.text(at, v, f)
	case number, epoch:
		n, ok := v.(float64)
		switch {
		case !ok:
			w.add(at, "no number")
		case f.kind == epoch && (n < 1e9 || n >= 1e10):
			w.add(at, "%.0f is no instant of ten digits", n)
		case f.kind == number && (n < float64(f.min) || n > float64(f.max)):
			w.add(at, "%.0f is outside %d–%d", n, f.min, f.max)
		}
	case list:
		l, ok := v.([]any)
		if !ok {
			w.add(at, "no array")
			return
		}
		if len(l) < f.min || len(l) > f.max {
			w.add(at, "%d entries, needs %d–%d", len(l), f.min, f.max)
		}
		for i, one := range l {
			w.value(at+"/"+strconv.Itoa(i), one, *f.of, true)
		}
	case object:
		w.object(at, v, f)
	case richText:
		if n := richLength(v); n < f.min || n > f.max {
			w.add(at, "%d characters of text, needs %d–%d", n, f.min, f.max)
		}
	}
}

func (w *walk) scalar(at, s string, f field) {
	switch {
	case f.kind == date && !datePattern.MatchString(s):
		w.add(at, "%q is no date like 2026-01-31", s)
	case f.kind == clock && !clockPattern.MatchString(s):
		w.add(at, "%q is no time like 09:30", s)
	case f.kind == link && !linkPattern.MatchString(s):
		w.add(at, "%q is no link", s)
	}
	if f.kind == str || f.kind == link {
		w.limit(at, s, f.min, f.max)
	}
}

func (w *walk) text(at string, v any, f field) {
	o, _ := v.(map[string]any)
	name, _ := o["type"].(string)
	if name != "plain_text" && (name != "mrkdwn" || f.kind == plain) {
		w.add(at+"/type", "%q, needs %s", name, map[kind]string{plain: "plain_text", text: "plain_text or mrkdwn"}[f.kind])
		return
	}
	s, _ := o["text"].(string)
	w.limit(at+"/text", s, f.min, f.max)
}

func (w *walk) object(at string, v any, f field) {
	o, ok := v.(map[string]any)
	if !ok {
		w.add(at, "no object")
		return
	}
	name, typed := o["type"].(string)
	if !typed && len(f.shapes) == 1 {
		name = f.shapes[0]
	}
	if !slices.Contains(f.shapes, name) {
		w.add(at+"/type", "%q may not stand here", name)
		return
	}
	w.shape(at, o, shapes[name])
	w.elementRules(at, name, o)
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
