package blockkit

import (
	"encoding/json"

	"github.com/slack-go/slack"
)

// typedWalk goes through slack-go's own types, without a detour through JSON, and finds what [walk] finds in what they
// encode to: the same limits, read from the same table, in the same order and words. A field that encodes to nothing
// (omitempty) counts as missing. What it has no walk for is encoded and left to [walk].
type typedWalk struct{ *walk }

// row is a row of the table.
func row(name, part string) field {
	f, known := shapes[name].fields[part]
	if !known {
		panic("no limit for " + name + "/" + part)
	}
	return f
}

// Rows of the table that the typed walk holds values against.
var (
	sectionText, sectionFields = row("section", "text"), row("section", "fields")
	sectionAccessory           = row("section", "accessory")
	headerText, headerLevel    = row("header", "text"), row("header", "level")
	contextElements            = row("context", "elements")
	contextText                = row("mrkdwn", "text")
	actionElements             = row("actions", "elements")
	inputLabel, inputHint      = row("input", "label"), row("input", "hint")
	inputElement               = row("input", "element")
)

// typed walks blocks as slack-go has them.
func (w *walk) typed(blocks []slack.Block) {
	all := &at{name: "blocks"}
	w.start(all, len(blocks))
	t := typedWalk{w}
	for i, b := range blocks {
		t.block(&at{up: all, index: i}, b)
	}
	w.sums(all)
}

func (w typedWalk) block(p *at, block slack.Block) {
	switch b := block.(type) {
	case *slack.SectionBlock:
		if b != nil && b.Type == slack.MBTSection {
			w.section(p, b)
			return
		}
	case *slack.HeaderBlock:
		if b != nil && b.Type == slack.MBTHeader {
			w.header(p, b)
			return
		}
	case *slack.DividerBlock:
		if b != nil && b.Type == slack.MBTDivider {
			w.blockID(p, b.BlockID)
			return
		}
	case *slack.ContextBlock:
		if b != nil && b.Type == slack.MBTContext {
			w.context(p.to("elements"), b.ContextElements.Elements)
			w.blockID(p, b.BlockID)
			return
		}
	case *slack.ActionBlock:
		if b != nil && b.Type == slack.MBTAction {
			w.actions(p, b)
			return
		}
	case *slack.InputBlock:
		if b != nil && b.Type == slack.MBTInput {
			w.inputBlock(p, b)
			return
		}
	}
	if v, ok := w.decode(block); ok {
		w.walk.block(p, v)
	}
}

// decode is what a block or element is in JSON; one that cannot be encoded fails the whole surface.
func (w typedWalk) decode(part any) (v any, ok bool) {
	raw, err := json.Marshal(part)
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	if err != nil && w.unwritten == nil {
		w.unwritten = err
	}
	return v, err == nil
}

func (w typedWalk) section(p *at, b *slack.SectionBlock) {
	action := ""
	if b.Accessory != nil {
		action = w.element(p.to("accessory"), accessory(b.Accessory), sectionAccessory)
	}
	said := 0
	if len(b.Fields) > 0 {
		said++
		here := p.to("fields")
		w.entries(here, len(b.Fields), sectionFields)
		for i, f := range b.Fields {
			if f != nil {
				w.words(&at{up: here, index: i}, f.Type, f.Text, *sectionFields.of)
			}
		}
	}
	if b.Text != nil {
		said++
		w.label(p, "text", b.Text, sectionText)
	}
	w.anyOf(p, said, shapes["section"])
	w.blockID(p, b.BlockID)
	w.sameActions(p, []string{action})
}

func (w typedWalk) header(p *at, b *slack.HeaderBlock) {
	if b.Level != 0 {
		w.number(p.to("level"), float64(b.Level), headerLevel)
	}
	w.label(p, "text", b.Text, headerText)
	w.blockID(p, b.BlockID)
}

func (w typedWalk) context(p *at, elements []slack.MixedElement) {
	if elements == nil {
		w.add(p, "missing")
		return
	}
	w.entries(p, len(elements), contextElements)
	for i, e := range elements {
		here := &at{up: p, index: i}
		text, ok := e.(*slack.TextBlockObject)
		if ok && text != nil && (text.Type == slack.MarkdownType || text.Type == slack.PlainTextType) {
			w.limit(here.to("text"), text.Text, contextText.min, contextText.max)
		} else if v, ok := w.decode(e); ok {
			w.value(here, v, *contextElements.of, true)
		}
	}
}

func (w typedWalk) actions(p *at, b *slack.ActionBlock) {
	var room [25]string // as many as may stand in one block
	actions := room[:0]
	here := p.to("elements")
	if b.Elements == nil || b.Elements.ElementSet == nil {
		w.add(here, "missing")
	} else {
		w.entries(here, len(b.Elements.ElementSet), actionElements)
		for i, e := range b.Elements.ElementSet {
			actions = append(actions, w.element(&at{up: here, index: i}, e, *actionElements.of))
		}
	}
	w.blockID(p, b.BlockID)
	w.sameActions(p, actions)
}

func (w typedWalk) inputBlock(p *at, b *slack.InputBlock) {
	if b.Element == nil {
		w.add(p.to("element"), "missing")
	} else {
		w.element(p.to("element"), b.Element, inputElement)
	}
	w.label(p, "hint", b.Hint, inputHint)
	w.label(p, "label", b.Label, inputLabel)
	w.blockID(p, b.BlockID)
	w.input(p)
}

// accessory is the one element that slack-go would encode.
func accessory(a *slack.Accessory) any {
	switch {
	case a.ImageElement == nil && a.ButtonElement != nil:
		return a.ButtonElement
	case a.ImageElement == nil && a.OverflowElement != nil:
		return a.OverflowElement
	}
	return a
}

// element walks one element of a block and returns its action id.
func (w typedWalk) element(p *at, element any, f field) (action string) {
	switch e := element.(type) {
	case *slack.ButtonBlockElement:
		if e != nil && e.Type == slack.METButton {
			return w.button(p, e, f)
		}
	case *slack.OverflowBlockElement:
		if e != nil && e.Type == slack.METOverflow {
			return w.overflow(p, e, f)
		}
	case *slack.SelectBlockElement:
		if e != nil && e.Type == slack.OptTypeStatic {
			return w.selectOne(p, e, f)
		}
	case *slack.RadioButtonsBlockElement:
		if e != nil && e.Type == slack.METRadioButtons {
			return w.radio(p, e, f)
		}
	case *slack.CheckboxGroupsBlockElement:
		if e != nil && e.Type == slack.METCheckboxGroups {
			return w.checkboxes(p, e, f)
		}
	case *slack.DatePickerBlockElement:
		if e != nil && e.Type == slack.METDatepicker {
			return w.datePicker(p, e, f)
		}
	case *slack.DateTimePickerBlockElement:
		if e != nil && e.Type == slack.METDatetimepicker {
			return w.dateTimePicker(p, e, f)
		}
	case *slack.PlainTextInputBlockElement:
		if e != nil && e.Type == slack.METPlainTextInput {
			return w.textInput(p, e, f)
		}
	}
	v, ok := w.decode(element)
	if !ok {
		return ""
	}
	w.value(p, v, f, true)
	o, _ := v.(map[string]any)
	action, _ = o["action_id"].(string)
	return action
}
