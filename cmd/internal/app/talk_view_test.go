package app

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// screen is a message or a form as a person has it before them: lines of text, and what there is to press and fill.
type screen struct {
	lines   []string
	buttons []pressable
	inputs  []fillable
	at      fakeslack.Place
}

// pressable is a button or an overflow option, and the words beside it.
type pressable struct {
	label, beside         string
	block, action, option string
	chosen                bool // from a menu, not tapped
}

// fillable is an input of a form.
type fillable struct {
	label, block, action, kind string
	options                    map[string]string // what an option reads → its value
}

func (s screen) String() string {
	if len(s.lines) == 0 {
		return "    (nothing)"
	}
	return "    " + strings.Join(s.lines, "\n    ")
}

// block is as much of Block Kit as is shown.
type block struct {
	Type      string     `json:"type"`
	BlockID   string     `json:"block_id"`
	Text      *words     `json:"text"`
	Label     *words     `json:"label"`
	Hint      *words     `json:"hint"`
	Fields    []words    `json:"fields"`
	Element   *element   `json:"element"`
	Accessory *element   `json:"accessory"`
	Elements  []*element `json:"elements"`
	Title     any        `json:"title"`
}

type words struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

type element struct {
	Type     string          `json:"type"`
	ActionID string          `json:"action_id"`
	Raw      json.RawMessage `json:"text"`
	Options  []option        `json:"options"`
	Groups   []struct {
		Options []option `json:"options"`
	} `json:"option_groups"`
	Placeholder words   `json:"placeholder"`
	Initial     *option `json:"initial_option"`
}

type option struct {
	Text        words  `json:"text"`
	Value       string `json:"value"`
	Description *words `json:"description"`
}

// read is an option as it stands in a list, with what is said of it below.
func (o option) read() string {
	if o.Description == nil {
		return o.Text.Text
	}
	return o.Text.Text + " · " + o.Description.Text
}

// text is a button's label, or the words of a context block.
func (e *element) text() string {
	var w words
	if json.Unmarshal(e.Raw, &w) == nil && w.Text != "" {
		return w.Text
	}
	var s string
	_ = json.Unmarshal(e.Raw, &s)
	return s
}

// reader is who looks, where and when.
type reader struct {
	zone *time.Location
	now  time.Time
	uids map[string]int // the appointments that calendar files have told of, numbered as they came
}

// message shows a message to its reader.
func (r reader) message(m fakeslack.Message) screen {
	s := screen{at: fakeslack.In(m)}
	if len(m.Blocks) == 0 {
		s.written(r, strings.ReplaceAll(m.Text, "```", ""))
		s.files(r, m.Files)
		return s
	}
	r.blocks(&s, m.Blocks, nil)
	s.files(r, m.Files)
	return s
}

// files shows what is shared in a message: the name, and of a calendar file its lines, unfolded. Ids are made up anew
// in each run, so an appointment's is told as its number.
func (s *screen) files(r reader, files []fakeslack.File) {
	for _, f := range files {
		s.add("(file) " + f.Name)
		for line := range strings.SplitSeq(strings.ReplaceAll(string(f.Content), "\r\n ", ""), "\r\n") {
			if uid, ok := strings.CutPrefix(line, "UID:"); ok {
				line = fmt.Sprintf("UID: appointment %d", r.uids[uid])
			}
			s.add(line)
		}
	}
}

// appointments numbers the appointments of all calendar files in a list of messages.
func appointments(list []fakeslack.Message) map[string]int {
	out := map[string]int{}
	for _, m := range list {
		for _, f := range m.Files {
			for line := range strings.SplitSeq(string(f.Content), "\r\n") {
				if uid, ok := strings.CutPrefix(line, "UID:"); ok && out[uid] == 0 {
					out[uid] = len(out) + 1
				}
			}
		}
	}
	return out
}

// form shows a modal, each input with what stands in it, and with the error that was put to it.
func (r reader) form(v fakeslack.View, errs map[string]string) screen {
	s := screen{at: fakeslack.Place{View: v.ID}}
	var raw struct {
		Title  words           `json:"title"`
		Submit *words          `json:"submit"`
		Blocks json.RawMessage `json:"blocks"`
	}
	var state struct {
		Values map[string]map[string]map[string]any `json:"values"`
	}
	_ = json.Unmarshal(v.Raw, &raw)
	_ = json.Unmarshal(v.State, &state)
	s.add(raw.Title.Text)
	r.blocks(&s, raw.Blocks, func(b block) string {
		if why := errs[b.BlockID]; why != "" {
			return "✗ " + r.words(why)
		}
		return r.value(state.Values[b.BlockID][b.Element.ActionID])
	})
	if raw.Submit != nil {
		s.add("[" + raw.Submit.Text + "]")
	}
	return s
}

// value is what stands in an input.
func (r reader) value(state map[string]any) string {
	for _, key := range []string{"value", "selected_date", "selected_time"} {
		if v, ok := state[key].(string); ok {
			return v
		}
	}
	chosen, _ := state["selected_options"].([]any)
	if one := state["selected_option"]; one != nil {
		chosen = []any{one}
	}
	var read []string
	for _, o := range chosen {
		o, _ := o.(map[string]any)
		if t, ok := o["text"].(map[string]any); ok {
			read = append(read, fmt.Sprint(t["text"]))
		}
	}
	if len(read) > 0 {
		return strings.Join(read, ", ")
	}
	if at, ok := state["selected_date_time"].(float64); ok && at > 0 {
		return r.instant(time.Unix(int64(at), 0), true, true)
	}
	return ""
}

func (s *screen) add(text string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			s.lines = append(s.lines, line)
		}
	}
}

// written adds what is written in a text, and below each line with telephone links what they dial.
func (s *screen) written(r reader, text string) {
	for line := range strings.Lines(text) {
		s.add(r.words(line))
		for _, link := range telToken.FindAllStringSubmatch(line, -1) {
			s.add("(dials) " + link[1])
		}
	}
}

func (r reader) blocks(s *screen, raw json.RawMessage, value func(block) string) {
	var list []block
	_ = json.Unmarshal(raw, &list)
	beside := ""
	for _, b := range list {
		if b.Text != nil {
			beside = r.words(b.Text.Text)
			s.written(r, b.Text.Text)
		}
		for _, f := range b.Fields {
			s.written(r, f.Text)
		}
		if title, ok := b.Title.(string); ok {
			s.add("(chart) " + title)
		}
		if b.Type == "input" && b.Element != nil {
			f := fillable{label: b.Label.Text, block: b.BlockID, action: b.Element.ActionID, kind: b.Element.Type,
				options: map[string]string{}}
			all := b.Element.Options
			for _, g := range b.Element.Groups {
				all = append(all, g.Options...)
			}
			for _, o := range all {
				f.options[o.Text.Text] = o.Value
			}
			s.inputs = append(s.inputs, f)
			s.add(f.label + ": " + value(b))
			if f.kind == "radio_buttons" { // all of them are in sight
				for _, o := range all {
					s.add("○ " + o.read())
				}
			}
		}
		elements := b.Elements
		if b.Accessory != nil {
			elements = append(slices.Clone(elements), b.Accessory)
		}
		var row []string
		for _, e := range elements {
			switch {
			case e.Type == "mrkdwn" || e.Type == "plain_text":
				s.written(r, e.text())
			case e.Type == "button":
				label := visible(e.text())
				row = append(row, "["+label+"]")
				s.buttons = append(s.buttons, pressable{label: label, beside: beside, block: b.BlockID, action: e.ActionID})
			case e.Type == "overflow":
				for _, o := range e.Options {
					s.buttons = append(s.buttons, pressable{label: o.Text.Text, beside: beside, block: b.BlockID, action: e.ActionID,
						option: o.Value})
				}
				row = append(row, "[⋯]")
			case e.Type == "static_select":
				options := e.Options
				for _, g := range e.Groups {
					options = append(options, g.Options...)
				}
				for _, o := range options {
					s.buttons = append(s.buttons, pressable{o.Text.Text, beside, b.BlockID, e.ActionID, o.Value, true})
				}
				if e.Initial == nil {
					e.Initial = &option{Text: e.Placeholder}
				}
				row = append(row, "["+e.Initial.Text.Text+" ▾]")
			}
		}
		s.add(strings.Join(row, " "))
	}
}

var (
	dateToken = regexp.MustCompile(`<!date\^(\d+)\^([^|^>]*)(?:\^[^|>]*)?\|[^>]*>`)
	linkToken = regexp.MustCompile(`<(?:tel|mailto|https?):[^|>]*\|([^>]*)>`)
	telToken  = regexp.MustCompile(`<tel:([^|>]*)\|[^>]*>`)
	ping      = regexp.MustCompile(`<!(channel|here|everyone|subteam)[^>]*>`)
	mention   = regexp.MustCompile(`<@U0\w+>|<#C0\w+>`)
	invisible = regexp.MustCompile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
)

// words shows mrkdwn as a person reads it: dates in their zone, links as their text, nothing bold.
func (r reader) words(s string) string {
	s = dateToken.ReplaceAllStringFunc(s, func(token string) string {
		m := dateToken.FindStringSubmatch(token)
		at, _ := strconv.ParseInt(m[1], 10, 64)
		if m[2] == "{ago}" {
			return strconv.Itoa(int(r.now.Sub(time.Unix(at, 0)).Minutes())) + " minutes ago"
		}
		return r.instant(time.Unix(at, 0), strings.Contains(m[2], "date"), strings.Contains(m[2], "time"))
	})
	s = linkToken.ReplaceAllString(s, "$1")
	s = mention.ReplaceAllStringFunc(s, func(m string) string { // ids are made of names, see addPerson and addChannel
		if name := strings.Trim(m[4:], ">"); m[1] == '@' {
			return "@" + name[:1] + strings.ToLower(name[1:])
		}
		return "#" + strings.ToLower(strings.Trim(m[4:], ">"))
	})
	s = strings.ReplaceAll(s, "*", "")
	return visible(html.UnescapeString(s))
}

func visible(s string) string { return invisible.ReplaceAllString(s, "") }

func (r reader) instant(at time.Time, date, clock bool) string {
	layout := "Mon 2 Jan 15:04 MST"
	switch {
	case !clock:
		layout = "Mon 2 Jan"
	case !date:
		layout = "15:04 MST"
	}
	at = at.In(r.zone)
	if date && at.Year() != r.now.In(r.zone).Year() {
		layout = strings.Replace(layout, "Jan", "Jan 2006", 1)
	}
	return at.Format(layout)
}

// pings are the words of a message that would call everybody: tokens in its text or in mrkdwn, where plain text shows
// them.
func pings(m fakeslack.Message) []string {
	texts := []string{m.Text}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			if s, ok := v["text"].(string); ok && v["type"] == "mrkdwn" {
				texts = append(texts, s)
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	var blocks any
	_ = json.Unmarshal(m.Blocks, &blocks)
	walk(blocks)
	return slices.DeleteFunc(texts, func(s string) bool { return !ping.MatchString(s) })
}

// missing is the first expected line that the screen does not have in its place, or has against the wish; nil when all
// is well.
func (s screen) missing(body []talkLine) *talkLine {
	from, after := 0, 0
	for i, want := range body {
		if unwanted, ok := strings.CutPrefix(want.text, "not: "); ok {
			if slices.ContainsFunc(s.lines, func(l string) bool { return strings.Contains(l, unwanted) }) {
				return &body[i]
			}
			continue
		}
		if strings.HasPrefix(want.text, "(") && (want.text == inPlace || want.text == below || want.text == inThread) {
			continue
		}
		found := false
		for ; from < len(s.lines); from, after = from+1, 0 {
			if at := strings.Index(s.lines[from][after:], want.text); at >= 0 {
				after += at + len(want.text)
				found = true
				break
			}
		}
		if !found {
			return &body[i]
		}
	}
	return nil
}

const (
	inPlace = "(in place)"
	below   = "(below)"
	// of a message: it stands in the thread that was written in
	inThread = "(in the thread)"
)
