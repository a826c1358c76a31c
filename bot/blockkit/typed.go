package blockkit

import (
	"encoding/json"

	"github.com/slack-go/slack"
)

// typedWalk goes through slack-go's own types, without a detour through JSON, and finds what [walk] finds in what they
// encode to: the same limits, read from the same table, in the same order and words. A field that encodes to nothing
// (omitempty) counts as missing. What it has no walk for is encoded and left to [walk].
type typedWalk struct{ walk *walk }

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

// block walks the kinds of blocks that messages and forms are made of. A block whose type says another thing than its
// Go type goes through its JSON, as does everything else.
func (t typedWalk) block(p *at, block slack.Block) {
	switch b := block.(type) {
	case *slack.SectionBlock:
		if b != nil && b.Type == slack.MBTSection {
			t.section(p, b)
			return
		}
	case *slack.HeaderBlock:
		if b != nil && b.Type == slack.MBTHeader {
			t.header(p, b)
			return
		}
	case *slack.DividerBlock:
		if b != nil && b.Type == slack.MBTDivider {
			t.walk.blockID(p, b.BlockID)
			return
		}
	case *slack.ContextBlock:
		if b != nil && b.Type == slack.MBTContext {
			t.context(p.to("elements"), b.ContextElements.Elements)
			t.walk.blockID(p, b.BlockID)
			return
		}
	case *slack.ActionBlock:
		if b != nil && b.Type == slack.MBTAction {
			t.actions(p, b)
			return
		}
	case *slack.InputBlock:
		if b != nil && b.Type == slack.MBTInput {
			t.inputBlock(p, b)
			return
		}
	}
	if v, ok := t.decode(block); ok {
		t.walk.block(p, v)
	}
}

// decode is what a block or element is in JSON; one that cannot be encoded fails the whole surface.
func (t typedWalk) decode(part any) (v any, ok bool) {
	raw, err := json.Marshal(part)
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	if err != nil && t.walk.unwritten == nil {
		t.walk.unwritten = err
	}
	return v, err == nil
}

// section walks text, fields and accessory in the order in which their JSON is walked: by name.
func (t typedWalk) section(p *at, b *slack.SectionBlock) {
	action := ""
	if b.Accessory != nil {
		action = t.element(p.to("accessory"), accessory(b.Accessory), sectionAccessory)
	}
	said := 0
	if len(b.Fields) > 0 {
		said++
		here := p.to("fields")
		t.walk.entries(here, len(b.Fields), sectionFields)
		for i, f := range b.Fields {
			if f != nil {
				t.walk.words(&at{up: here, index: i}, f.Type, f.Text, *sectionFields.of)
			}
		}
	}
	if b.Text != nil {
		said++
		t.walk.label(p, "text", b.Text, sectionText)
	}
	t.walk.anyOf(p, said, shapes["section"])
	t.walk.blockID(p, b.BlockID)
	t.walk.sameActions(p, []string{action})
}

// header walks a header; level 0 is left out of its JSON.
func (t typedWalk) header(p *at, b *slack.HeaderBlock) {
	if b.Level != 0 {
		t.walk.number(p.to("level"), float64(b.Level), headerLevel)
	}
	t.walk.label(p, "text", b.Text, headerText)
	t.walk.blockID(p, b.BlockID)
}

// context walks the texts of a context block. Images go through their JSON.
func (t typedWalk) context(p *at, elements []slack.MixedElement) {
	if elements == nil {
		t.walk.add(p, "missing")
		return
	}
	t.walk.entries(p, len(elements), contextElements)
	for i, e := range elements {
		here := &at{up: p, index: i}
		text, ok := e.(*slack.TextBlockObject)
		if ok && text != nil && (text.Type == slack.MarkdownType || text.Type == slack.PlainTextType) {
			t.walk.said += Len(text.Text)
			t.walk.limit(here.to("text"), text.Text, contextText.min, contextText.max)
		} else if v, ok := t.decode(e); ok {
			t.walk.value(here, v, *contextElements.of, true)
		}
	}
}

// actions walks a row of buttons and menus and compares their action ids.
func (t typedWalk) actions(p *at, b *slack.ActionBlock) {
	var room [25]string // as many as may stand in one block
	actions := room[:0]
	here := p.to("elements")
	if b.Elements == nil || b.Elements.ElementSet == nil {
		t.walk.add(here, "missing")
	} else {
		t.walk.entries(here, len(b.Elements.ElementSet), actionElements)
		for i, e := range b.Elements.ElementSet {
			actions = append(actions, t.element(&at{up: here, index: i}, e, *actionElements.of))
		}
	}
	t.walk.blockID(p, b.BlockID)
	t.walk.sameActions(p, actions)
}

// inputBlock walks an input with its one element. A single element has no action id to clash with.
func (t typedWalk) inputBlock(p *at, b *slack.InputBlock) {
	if b.Element == nil {
		t.walk.add(p.to("element"), "missing")
	} else {
		t.element(p.to("element"), b.Element, inputElement)
	}
	t.walk.label(p, "hint", b.Hint, inputHint)
	t.walk.label(p, "label", b.Label, inputLabel)
	t.walk.blockID(p, b.BlockID)
	t.walk.input(p)
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
func (t typedWalk) element(p *at, element any, f field) (action string) {
	switch e := element.(type) {
	case *slack.ButtonBlockElement:
		if e != nil && e.Type == slack.METButton {
			return t.button(p, e, f)
		}
	case *slack.OverflowBlockElement:
		if e != nil && e.Type == slack.METOverflow {
			return t.overflow(p, e, f)
		}
	case *slack.SelectBlockElement:
		if e != nil && e.Type == slack.OptTypeStatic {
			return t.selectOne(p, e, f)
		}
	case *slack.RadioButtonsBlockElement:
		if e != nil && e.Type == slack.METRadioButtons {
			return t.radio(p, e, f)
		}
	case *slack.CheckboxGroupsBlockElement:
		if e != nil && e.Type == slack.METCheckboxGroups {
			return t.checkboxes(p, e, f)
		}
	case *slack.DatePickerBlockElement:
		if e != nil && e.Type == slack.METDatepicker {
			return t.datePicker(p, e, f)
		}
	case *slack.DateTimePickerBlockElement:
		if e != nil && e.Type == slack.METDatetimepicker {
			return t.dateTimePicker(p, e, f)
		}
	case *slack.PlainTextInputBlockElement:
		if e != nil && e.Type == slack.METPlainTextInput {
			return t.textInput(p, e, f)
		}
	}
	v, ok := t.decode(element)
	if !ok {
		return ""
	}
	t.walk.value(p, v, f, true)
	o, _ := v.(map[string]any)
	action, _ = o["action_id"].(string)
	return action
}
